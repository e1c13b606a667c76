/** A tile in shared memory: columns of positions, and of what they come to. */
import * as tile from '../../../assembly/tile-layout.js';
import { EvenkeelError } from '../../errors.js';
import type { SharedMemory } from '../../kernel/index.js';
import { RESULT_COLUMNS } from '../columns.js';
import type { MarketPlace, PositionColumns } from '../types.js';

/** Name of a column that comes out. */
export type ResultName = (typeof RESULT_COLUMNS)[number]['name'];

/** Results by name: views of the tile, one entry per row it has room for. */
export type ResultColumns = Readonly<Record<ResultName, Float64Array>>;

/** A market in memory, as far as a tile needs it; another thread attaches the memory by its handle. */
export interface TileMarket {
  readonly memory: SharedMemory;
  readonly place: MarketPlace;
}

/** Rows a tile may have. */
export const TILE_ROWS = { least: 2, most: 65_536, usual: 8192 } as const;

/** A line of the cache, in numbers. */
const LINE = 8;

/**
 * Numbers from a column to the next: a line more than it takes. Columns a power of two apart would share
 * a few lines of the cache among them.
 */
function strideOf(rows: number): number {
  return Math.ceil(rows / LINE) * LINE + LINE;
}

/** Bytes of a tile. @param rows even */
export function tileBytes(rows: number): number {
  return tile.TILE_PAIR_BYTES + tile.TILE_COLUMNS * strideOf(rows) * Float64Array.BYTES_PER_ELEMENT;
}

/** Memory of a tile over a market. */
export class TileMemory {
  readonly rows: number;
  /** Numbers from a column to the next, for kernel functions too. */
  readonly stride: number;
  /** Bytes, for kernel functions that read columns of the tile. */
  readonly address: number;
  readonly results: ResultColumns;
  /** Unrealised plus booked, settle asset. */
  readonly equity: Float64Array;
  readonly instrument: Float64Array;
  readonly portfolio: Float64Array;
  readonly lots: Float64Array;
  readonly entryTicks: Float64Array;
  readonly openBuyLots: Float64Array;
  readonly openSellLots: Float64Array;
  readonly booked: Float64Array;
  readonly #market: TileMarket;

  /**
   * @param rows even, 2 .. 65,536
   * @param address of `tileBytes(rows)` free bytes, a multiple of 16; default where the market's memory is free
   * @throws EvenkeelError `USAGE` for other rows, or an address outside the free memory
   */
  constructor(market: TileMarket, rows: number, address = market.place.free) {
    const { least, most } = TILE_ROWS;
    if (!(rows >= least && rows <= most && rows % 2 === 0)) {
      throw new EvenkeelError(
        'USAGE',
        `a tile of ${rows} rows; allowed: even, ${least} .. ${most}`,
        { rows },
      );
    }
    const { free, end } = market.place;
    if (address % 16 !== 0 || address < free || address + tileBytes(rows) > end) {
      const message = `a tile of ${tileBytes(rows)} bytes at ${address}; free: ${free} .. ${end}`;
      throw new EvenkeelError('USAGE', message, { address, rows, free, end });
    }
    this.#market = market;
    this.rows = rows;
    this.stride = strideOf(rows);
    this.address = address;
    this.instrument = this.#column(tile.TILE_INSTRUMENT);
    this.portfolio = this.#column(tile.TILE_PORTFOLIO);
    this.lots = this.#column(tile.TILE_LOTS);
    this.entryTicks = this.#column(tile.TILE_ENTRY);
    this.openBuyLots = this.#column(tile.TILE_OPEN_BUY);
    this.openSellLots = this.#column(tile.TILE_OPEN_SELL);
    this.booked = this.#column(tile.TILE_BOOKED);
    this.equity = this.#column(tile.TILE_EQUITY);
    this.results = Object.fromEntries(
      RESULT_COLUMNS.map(({ name }, place) => [name, this.#column(tile.TILE_POSITION + place)]),
    ) as ResultColumns;
  }

  /** Takes rows [from, from + count) of positions over. */
  load(positions: PositionColumns, from: number, count: number): void {
    const to = from + count;
    this.instrument.set(positions.instrument.subarray(from, to));
    this.portfolio.set(positions.portfolio.subarray(from, to));
    this.lots.set(positions.lots.subarray(from, to));
    this.entryTicks.set(positions.entryTicks.subarray(from, to));
    this.openBuyLots.set(positions.openBuyLots.subarray(from, to));
    this.openSellLots.set(positions.openSellLots.subarray(from, to));
    this.booked.set(positions.booked.subarray(from, to));
  }

  /**
   * Computes the first `count` rows.
   *
   * @throws EvenkeelError `INVARIANT` for an instrument that the market does not have
   */
  evaluate(count: number): void {
    const { memory, place } = this.#market;
    for (let row = 0; row < count; row++) {
      const index = this.instrument[row] ?? -1;
      if (index >= 0 && index < place.instruments) continue;
      const message = `instrument ${index} of ${place.instruments} in row ${row} of a tile`;
      throw new EvenkeelError('INVARIANT', message, { row, index, instruments: place.instruments });
    }
    memory.kernel.evaluateTile(place.book, place.records, this.address, this.stride, count);
  }

  #column(column: number): Float64Array {
    const { floats } = this.#market.memory;
    const begin = (this.address + tile.TILE_PAIR_BYTES) / 8 + column * this.stride;
    return floats.subarray(begin, begin + this.rows);
  }
}
