/** A row of the table of positions as numbers of the work file, or what is wrong with it. */
import { MAX_LOTS, MAX_NUMBER, MAX_TICKS } from '../../../assembly/codes.js';
import { wholeLots } from '../../config/index.js';
import { EvenkeelError } from '../../errors.js';
import type { MarketInstruments } from '../types.js';
import type { WorkBlock } from './work-file.js';

/** Columns of a chunk. A number that was left out is NaN, one that is none infinite. */
export interface PositionValues {
  readonly row: Float64Array;
  /** -1 for a name that is not known; of instruments, beyond the last for one that is not usable. */
  readonly portfolio: Float64Array;
  readonly instrument: Float64Array;
  readonly position: Float64Array;
  readonly average_entry: Float64Array;
  readonly open_buy: Float64Array;
  readonly open_sell: Float64Array;
  readonly booked: Float64Array;
}

/** What is wrong, and in which column. */
export interface Fault {
  readonly code: string;
  readonly column: keyof PositionValues;
}

/** Checks rows against the terms of their instruments. */
export class PositionCheck {
  readonly #lotSize: Float64Array;
  readonly #tickSize: Float64Array;
  readonly #isInverse: Uint8Array;
  #fault: Fault | null = null;

  constructor(instruments: Pick<MarketInstruments, 'lotSize' | 'tickSize' | 'isInverse'>) {
    this.#lotSize = instruments.lotSize;
    this.#tickSize = instruments.tickSize;
    this.#isInverse = instruments.isInverse;
  }

  /** Puts a row into a block at a place; null when that went well. */
  put(values: PositionValues, from: number, block: WorkBlock, at: number): Fault | null {
    const instrument = values.instrument[from] as number;
    const portfolio = values.portfolio[from] as number;
    if (instrument < 0) return fault('UNKNOWN_INSTRUMENT', 'instrument');
    if (instrument >= this.#lotSize.length) return fault('MARKET', 'instrument');
    if (portfolio < 0) throw notRepeatable();
    this.#fault = null;
    const lotSize = this.#lotSize[instrument] as number;
    block.row[at] = values.row[from] as number;
    block.instrument[at] = instrument;
    block.portfolio[at] = portfolio;
    block.lots[at] = this.#lots('position', values.position[from], lotSize);
    block.entryTicks[at] = this.#ticks(values.average_entry[from], instrument);
    block.openBuyLots[at] = this.#openLots('open_buy', values.open_buy[from], lotSize);
    block.openSellLots[at] = this.#openLots('open_sell', values.open_sell[from], lotSize);
    block.booked[at] = this.#money('booked', values.booked[from]);
    return this.#fault;
  }

  /** The first thing that is wrong is the one that is told. */
  #wrong(code: string, column: keyof PositionValues): number {
    this.#fault ??= fault(code, column);
    return Number.NaN;
  }

  #lots(column: keyof PositionValues, size = Number.NaN, lotSize = Number.NaN): number {
    if (!Number.isFinite(size)) return this.#wrong('NUMBER', column);
    if (Math.abs(size / lotSize) > MAX_LOTS) return this.#wrong('TOO_LARGE', column);
    return wholeLots(size, lotSize) ?? this.#wrong('NOT_ON_LOT', column);
  }

  #openLots(column: 'open_buy' | 'open_sell', size = Number.NaN, lotSize = Number.NaN): number {
    if (Number.isNaN(size)) return 0;
    if (size < 0 && size > Number.NEGATIVE_INFINITY) return this.#wrong('NEGATIVE', column);
    return this.#lots(column, size, lotSize);
  }

  #ticks(price = Number.NaN, instrument = 0): number {
    const tickSize = this.#tickSize[instrument] as number;
    if (Number.isNaN(price)) return price;
    if (!Number.isFinite(price)) return this.#wrong('NUMBER', 'average_entry');
    if (price < 0) return this.#wrong('NEGATIVE', 'average_entry');
    const ticks = price / tickSize;
    // No live book trades below a tick; 1 / price must not run away.
    if (ticks < 1 && this.#isInverse[instrument] === 1) {
      return this.#wrong('NUMBER', 'average_entry');
    }
    if (ticks > MAX_TICKS) return this.#wrong('TOO_LARGE', 'average_entry');
    // A price on the grid is a whole number of ticks; an average may lie between.
    return wholeLots(price, tickSize) ?? ticks;
  }

  #money(column: 'booked', amount = Number.NaN): number {
    if (Number.isNaN(amount)) return 0;
    if (!Number.isFinite(amount)) return this.#wrong('NUMBER', column);
    return Math.abs(amount) > MAX_NUMBER ? this.#wrong('TOO_LARGE', column) : amount;
  }
}

function fault(code: string, column: keyof PositionValues): Fault {
  return { code, column };
}

function notRepeatable(): EvenkeelError {
  const message = 'the query gave other portfolios when it was run again; give it an order';
  return new EvenkeelError('DATA', message, { column: 'portfolio' });
}
