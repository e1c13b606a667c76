/** What rows say about things they share: settle assets, underlyings, expiries. The first to say it counts. */
import type { MarketReader, NumberColumn } from './columns.js';
import type { MarketRow, Refusal } from './row.js';

/** NaN where no row says it. */
export interface Underlying {
  readonly symbol: string;
  index: number;
  /** Mark of the first spot or linear instrument, and of the first of another kind. */
  linearMark: number;
  otherMark: number;
}

/** When options of an underlying expire. NaN where no row says it. */
export interface Expiry {
  readonly underlying: string;
  readonly timeNs: bigint;
  forward: number;
  rate: number;
}

/** Facts by name, from the rows that were taken. */
export class Survey {
  /** Reporting currency per unit; NaN where no row says it. */
  readonly rates = new Map<string, number>();
  readonly underlyings = new Map<string, Underlying>();
  readonly expiries = new Map<string, Expiry>();
  readonly #table: MarketReader;

  /** @param reporting the asset that is worth 1 */
  constructor(table: MarketReader, reporting: string) {
    this.#table = table;
    this.rates.set(reporting, 1);
  }

  /** Takes a row over; a refusal when it contradicts one before, and then nothing is taken. */
  take(row: MarketRow): Refusal | null {
    const { place, settle, option } = row;
    const rate = this.#table.number('settle_rate', place);
    const index = this.#table.number('index', place);
    const forward = this.#table.number('forward', place);
    const interest = this.#table.number('interest_rate', place);
    const underlying = this.#underlying(row);
    const expiry = option === null ? null : this.#expiry(row.underlying, option.expiryNs);
    const refusal =
      conflict('settle_rate', rate, this.rates.get(settle)) ??
      conflict('index', index, underlying.index) ??
      conflict('forward', forward, expiry?.forward) ??
      conflict('interest_rate', interest, expiry?.rate);
    if (refusal !== null) return refusal;
    this.rates.set(settle, first(this.rates.get(settle), rate));
    underlying.index = first(underlying.index, index);
    if (expiry === null) this.#noteMark(row, underlying);
    else {
      expiry.forward = first(expiry.forward, forward);
      expiry.rate = first(expiry.rate, interest);
    }
    return null;
  }

  /** Index of an underlying, or the mark of a contract on it; NaN without either. */
  indexOf(symbol: string): number {
    const known = this.underlyings.get(symbol);
    return known === undefined
      ? Number.NaN
      : first(known.index, first(known.linearMark, known.otherMark));
  }

  /** As said, else the index of the asset of that name, else 1. */
  rateOf(asset: string): number {
    return first(this.rates.get(asset), first(this.indexOf(asset), 1));
  }

  #underlying({ underlying: symbol }: MarketRow): Underlying {
    let known = this.underlyings.get(symbol);
    if (known === undefined) {
      known = { symbol, index: Number.NaN, linearMark: Number.NaN, otherMark: Number.NaN };
      this.underlyings.set(symbol, known);
    }
    return known;
  }

  #expiry(underlying: string, timeNs: bigint): Expiry {
    const key = expiryKey(underlying, timeNs);
    let known = this.expiries.get(key);
    if (known === undefined) {
      known = { underlying, timeNs, forward: Number.NaN, rate: Number.NaN };
      this.expiries.set(key, known);
    }
    return known;
  }

  #noteMark({ contract, mark, touch, tickSize }: MarketRow, underlying: Underlying): void {
    const mid = touch === null ? Number.NaN : (touch.bidTicks + touch.askTicks) * 0.5 * tickSize;
    const price = first(mark, mid);
    const isLinear = contract === 'spot' || contract === 'linear';
    if (isLinear) underlying.linearMark = first(underlying.linearMark, price);
    else underlying.otherMark = first(underlying.otherMark, price);
  }
}

/** Name of an expiry. */
export function expiryKey(underlying: string, timeNs: bigint): string {
  return `${underlying} ${timeNs}`;
}

/** The first of two numbers that is one. */
function first(one: number | undefined, other: number): number {
  return one === undefined || Number.isNaN(one) ? other : one;
}

function conflict(column: NumberColumn, said: number, known: number | undefined): Refusal | null {
  const isNew = known === undefined || Number.isNaN(known) || Number.isNaN(said);
  return isNew || said === known ? null : { code: 'MARKET_CONFLICT', column };
}
