/** Sums of all blocks by portfolio, added in the order of the blocks. */
import * as codes from '../../../assembly/codes.js';
import * as at from '../../../assembly/layout.js';
import * as reduce from '../../../assembly/reduce-layout.js';
import { EvenkeelError } from '../../errors.js';
import type { BlockSums } from './block-reducer.js';
import { type ReductionShape, slotLength } from './shape.js';

/** Sums of a portfolio; money in reporting currency, exposures in quote currency. */
export interface PortfolioTotals {
  readonly positions: number;
  /** Positions with a limit broken. */
  readonly breaches: number;
  /** Sides without a quote. */
  readonly withheld: number;
  /** Positions that are in no exposure: the index of their underlying is not known. */
  readonly unexposed: number;
  readonly gross: number;
  readonly net: number;
  readonly long: number;
  /** Above 0. */
  readonly short: number;
  readonly unrealised: number;
  readonly pnl: number;
  readonly dollarDelta: number;
  /** Per 1 % of every index. */
  readonly dollarGamma: number;
  /** Per 1.00 of volatility. */
  readonly vega: number;
  /** Per year. */
  readonly theta: number;
  /** Dollar delta times loadings, of a day. */
  readonly factors: readonly number[];
  /** One entry per asset, in that asset. */
  readonly assets: readonly AssetTotals[];
}

/** What settles in an asset, in that asset. */
export interface AssetTotals {
  /** Unrealised plus booked. */
  readonly pnl: number;
  readonly gross: number;
  readonly initialMargin: number;
  readonly maintenanceMargin: number;
}

/** Exposure of a portfolio to an underlying, quote currency. */
export interface ExposureCell {
  readonly underlying: number;
  readonly dollarDelta: number;
  readonly dollarGamma: number;
}

const WORD = Float64Array.BYTES_PER_ELEMENT;
/** Pairs of sums begin here and end where scenarios do. */
const PAIRS = reduce.SLOT_GROSS / WORD;
const PAIR_WORDS = (2 * at.LOW_PART) / WORD;
const CELL_WORDS = reduce.CELL_BYTES / WORD;
const CELL_SUMS = reduce.CELL_DOLLAR_DELTA / WORD;
const SECONDS_PER_DAY = 86_400;
const PORTFOLIO_KEY = 2 ** 32;

/** Adds a pair of sums to a pair of totals, with what rounding takes off (Neumaier 1974). */
function addPair(totals: Float64Array, to: number, sums: Float64Array, from: number): void {
  for (let lane = 0; lane < 2; lane++) {
    const total = totals[to + lane] ?? 0;
    const value = sums[from + lane] ?? 0;
    const sum = total + value;
    const part = sum - total;
    const rest = total - (sum - part) + (value - part);
    totals[to + lane] = sum;
    totals[to + lane + 2] = (totals[to + lane + 2] ?? 0) + (rest + (sums[from + lane + 2] ?? 0));
  }
}

/** Totals of every portfolio. */
export class PortfolioSums {
  readonly shape: ReductionShape;
  readonly #slots: Float64Array;
  readonly #length: number;
  readonly #cellOf = new Map<number, number>();
  #cells = new Float64Array(1024 * CELL_WORDS);
  #nextBlock = 0;

  constructor(shape: ReductionShape) {
    this.shape = shape;
    this.#length = slotLength(shape);
    this.#slots = new Float64Array(shape.portfolios * this.#length);
  }

  /**
   * Adds a block. Blocks come in their order, whoever computed them: sums depend on nothing else.
   *
   * @throws EvenkeelError `USAGE` when another block is next
   */
  add(block: number, { slots, cells }: BlockSums): void {
    if (block !== this.#nextBlock) {
      throw new EvenkeelError('USAGE', `block ${block} comes before block ${this.#nextBlock}`, {
        block,
        next: this.#nextBlock,
      });
    }
    this.#nextBlock++;
    for (let from = 0; from < slots.length; from += this.#length) this.#addSlot(slots, from);
    const keys = new Int32Array(cells.buffer, cells.byteOffset, 2 * cells.length);
    for (let from = 0; from < cells.length; from += CELL_WORDS) {
      const portfolio = keys[2 * from + reduce.CELL_PORTFOLIO / 4] ?? 0;
      const underlying = keys[2 * from + reduce.CELL_UNDERLYING / 4] ?? 0;
      const cell = this.#cellAt(portfolio * PORTFOLIO_KEY + underlying);
      addPair(this.#cells, cell * CELL_WORDS + CELL_SUMS, cells, from + CELL_SUMS);
    }
  }

  #addSlot(slots: Float64Array, from: number): void {
    const to = (slots[from + reduce.SLOT_PORTFOLIO / WORD] ?? 0) * this.#length;
    const scenarios = this.#scenarioPlace;
    const totals = this.#slots;
    for (let word = reduce.SLOT_POSITIONS / WORD; word < PAIRS; word++) {
      totals[to + word] = (totals[to + word] ?? 0) + (slots[from + word] ?? 0);
    }
    for (let word = PAIRS; word < scenarios; word += PAIR_WORDS) {
      addPair(totals, to + word, slots, from + word);
    }
    for (let word = scenarios; word < this.#length; word++) {
      totals[to + word] = (totals[to + word] ?? 0) + (slots[from + word] ?? 0);
    }
  }

  /** Where scenarios begin in a slot. */
  get #scenarioPlace(): number {
    return (reduce.SLOT_ASSETS + this.shape.assets * reduce.SLOT_ASSET_BYTES) / WORD;
  }

  #cellAt(key: number): number {
    const known = this.#cellOf.get(key);
    if (known !== undefined) return known;
    const taken = this.#cellOf.size;
    if ((taken + 1) * CELL_WORDS > this.#cells.length) {
      const grown = new Float64Array(2 * this.#cells.length);
      grown.set(this.#cells);
      this.#cells = grown;
    }
    this.#cellOf.set(key, taken);
    return taken;
  }

  totals(portfolio: number): PortfolioTotals {
    const slot = portfolio * this.#length;
    const word = (field: number): number => this.#slots[slot + field / WORD] ?? 0;
    const sum = (field: number): number => word(field) + word(field + at.LOW_PART);
    const asset = (place: number): AssetTotals => {
      const row = reduce.SLOT_ASSETS + place * reduce.SLOT_ASSET_BYTES;
      return {
        pnl: sum(row + reduce.SLOT_ASSET_PNL),
        gross: sum(row + reduce.SLOT_ASSET_GROSS),
        initialMargin: sum(row + reduce.SLOT_ASSET_INITIAL),
        maintenanceMargin: sum(row + reduce.SLOT_ASSET_MAINTENANCE),
      };
    };
    const factor = (place: number): number => {
      const pair = reduce.SLOT_FACTORS + (place >> 1) * 2 * at.LOW_PART + (place & 1) * WORD;
      return sum(pair) * Math.sqrt(SECONDS_PER_DAY);
    };
    return {
      positions: word(reduce.SLOT_POSITIONS),
      breaches: word(reduce.SLOT_BREACHES),
      withheld: word(reduce.SLOT_WITHHELD),
      unexposed: word(reduce.SLOT_UNEXPOSED),
      gross: sum(reduce.SLOT_GROSS),
      net: sum(reduce.SLOT_NET),
      long: sum(reduce.SLOT_LONG),
      short: sum(reduce.SLOT_SHORT),
      unrealised: sum(reduce.SLOT_UNREALISED),
      pnl: sum(reduce.SLOT_PNL),
      dollarDelta: sum(reduce.SLOT_DOLLAR_DELTA),
      dollarGamma: sum(reduce.SLOT_DOLLAR_GAMMA),
      vega: sum(reduce.SLOT_VEGA),
      theta: sum(reduce.SLOT_THETA),
      factors: Array.from({ length: codes.FACTORS_MAX }, (_, place) => factor(place)),
      assets: Array.from({ length: this.shape.assets }, (_, place) => asset(place)),
    };
  }

  /** PnL of the positions of a portfolio in every scenario, before weights; a view. */
  scenarioPnls(portfolio: number): Float64Array {
    const begin = portfolio * this.#length + this.#scenarioPlace;
    return this.#slots.subarray(begin, begin + this.shape.scenarios);
  }

  /** Exposures by portfolio and underlying, in the order of underlyings. */
  exposures(): readonly (readonly ExposureCell[])[] {
    const byPortfolio: ExposureCell[][] = Array.from({ length: this.shape.portfolios }, () => []);
    for (const [key, cell] of this.#cellOf) {
      const portfolio = Math.floor(key / PORTFOLIO_KEY);
      const sums = cell * CELL_WORDS + CELL_SUMS;
      const sum = (lane: number): number =>
        (this.#cells[sums + lane] ?? 0) + (this.#cells[sums + lane + 2] ?? 0);
      byPortfolio[portfolio]?.push({
        underlying: key - portfolio * PORTFOLIO_KEY,
        dollarDelta: sum(0),
        dollarGamma: sum(1),
      });
    }
    for (const cells of byPortfolio) cells.sort((a, b) => a.underlying - b.underlying);
    return byPortfolio;
  }
}
