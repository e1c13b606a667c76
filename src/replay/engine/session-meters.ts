/** Everything that is measured while one book goes through a session. */
import type { InstrumentTerms } from '../../book/index.js';
import {
  DrawdownMeter,
  type InventoryFigures,
  InventoryMeter,
  type MarkoutFigures,
  MarkoutMeter,
  type QuoteFigures,
  QuoteMeter,
  ValueMeter,
} from '../meters/index.js';
import type { BookPort } from './book-port.js';

/** Measures of one instrument. */
export interface InstrumentFigures {
  readonly inventory: InventoryFigures;
  /** |value of the position| times hours, settle asset; valued each second and at fills. */
  readonly inventoryHours: number;
  readonly markouts: readonly MarkoutFigures[];
  readonly quotes: QuoteFigures;
  readonly buyFills: number;
  readonly sellFills: number;
  /** Settle asset; of fills as a taker: hedges, and what closes positions at the end. */
  readonly takenTurnover: number;
  /** Settle asset, sampled each second and after fills. */
  readonly worstDrawdown: number;
}

/** Up to where an instrument may be held. */
export interface PositionLimit {
  readonly maxLots: number;
  /** Quote currency; null for none. */
  readonly maxNotional: number | null;
  /** Lots of the smallest order. */
  readonly minLots: number;
}

/** The meters of a session. Times in microseconds, prices in ticks. */
export class SessionMeters {
  readonly #book: BookPort;
  readonly #inventory: readonly InventoryMeter[];
  readonly #values: readonly ValueMeter[];
  readonly #markouts: readonly MarkoutMeter[];
  readonly #quotes: readonly QuoteMeter[];
  readonly #drawdowns: readonly DrawdownMeter[];
  readonly #total = new DrawdownMeter();
  readonly #mids: Float64Array;
  readonly #buys: Float64Array;
  readonly #sells: Float64Array;
  readonly #takenTurnover: Float64Array;
  readonly #limits: readonly PositionLimit[];
  #openingEquity = 0;
  #begin = Number.NaN;

  /** @param limits per instrument; without one it is never at a limit */
  constructor(book: BookPort, limits: readonly PositionLimit[]) {
    const count = book.instruments.length;
    const each = <T>(make: (index: number) => T): T[] =>
      Array.from({ length: count }, (_, i) => make(i));
    this.#book = book;
    this.#limits = limits;
    this.#inventory = each((index) => new InventoryMeter(fullFrom(limits[index], Infinity)));
    this.#values = each(() => new ValueMeter());
    this.#markouts = each(() => new MarkoutMeter());
    this.#quotes = each(() => new QuoteMeter());
    this.#drawdowns = each(() => new DrawdownMeter());
    this.#mids = new Float64Array(count);
    this.#buys = new Float64Array(count);
    this.#sells = new Float64Array(count);
    this.#takenTurnover = new Float64Array(count);
  }

  /** The session begins. */
  begin(time: number): void {
    this.#openingEquity = this.#book.equity;
    this.#begin = time;
    for (const meter of this.#quotes) meter.begin(time);
    for (const [index, meter] of this.#inventory.entries()) {
      meter.change(time, this.#book.positionLots(index));
    }
  }

  /** A new mid. */
  mid(instrument: number, time: number, mid: number): void {
    const markouts = this.#markouts[instrument] as MarkoutMeter;
    if (time > markouts.due) markouts.settle(time, this.midOf(instrument));
    const limit = this.#limits[instrument];
    if (limit && limit.maxNotional !== null && mid !== this.#mids[instrument]) {
      const most = limit.maxNotional / this.#notionalPerLot(instrument, mid);
      this.#inventory[instrument]?.limit(time, fullFrom(limit, most));
    }
    this.#mids[instrument] = mid;
  }

  /** The last mid; 0 before any. */
  midOf(instrument: number): number {
    return this.#mids[instrument] as number;
  }

  /** A published quote. */
  quote(instrument: number, time: number, bidLots: number, askLots: number): void {
    this.#quotes[instrument]?.update(time, bidLots, askLots);
  }

  /** A simulated fill; `signedLots` above 0 bought. */
  fill(instrument: number, time: number, priceTicks: number, signedLots: number): void {
    this.#count(instrument, signedLots);
    this.#markouts[instrument]?.add(time, priceTicks, signedLots);
    this.#hold(instrument, time);
    this.#measurePnl(instrument);
    this.#total.add(this.#book.equity - this.#openingEquity);
  }

  /** A fill as a taker: a hedge, or what closes a position. @param turnover before it, settle asset */
  taken(instrument: number, time: number, signedLots: number, turnover: number): void {
    this.#count(instrument, signedLots);
    const own = this.#book.positionOf(instrument).turnover - turnover;
    this.#takenTurnover[instrument] = (this.#takenTurnover[instrument] as number) + own;
    this.#hold(instrument, time);
  }

  /** Once a second. */
  sample(time: number): void {
    for (const [index, meter] of this.#inventory.entries()) {
      meter.sample();
      this.#value(index, time);
      this.#measurePnl(index);
    }
    this.#total.add(this.#book.equity - this.#openingEquity);
  }

  /** The session is over. */
  end(time: number): void {
    for (const [index, meter] of this.#markouts.entries()) {
      if (time > meter.due) meter.settle(time, this.midOf(index));
      this.#measurePnl(index);
    }
    this.#total.add(this.#book.equity - this.#openingEquity);
  }

  /** Reporting currency. */
  get worstDrawdown(): number {
    return this.#total.worst;
  }

  /** Since the session began; 0 when it did not. */
  hours(time: number): number {
    return Number.isNaN(this.#begin) ? 0 : (time - this.#begin) / 3.6e9;
  }

  /** What was measured up to `time`. */
  figures(instrument: number, time: number): InstrumentFigures {
    const inventory = this.#inventory[instrument] as InventoryMeter;
    return {
      inventory: inventory.figures(time),
      inventoryHours: (this.#values[instrument] as ValueMeter).hours(time),
      markouts: (this.#markouts[instrument] as MarkoutMeter).figures(),
      quotes: (this.#quotes[instrument] as QuoteMeter).figures(time),
      buyFills: this.#buys[instrument] as number,
      sellFills: this.#sells[instrument] as number,
      takenTurnover: this.#takenTurnover[instrument] as number,
      worstDrawdown: (this.#drawdowns[instrument] as DrawdownMeter).worst,
    };
  }

  #count(instrument: number, signedLots: number): void {
    const counts = signedLots > 0 ? this.#buys : this.#sells;
    counts[instrument] = (counts[instrument] as number) + 1;
  }

  #hold(instrument: number, time: number): void {
    this.#inventory[instrument]?.change(time, this.#book.positionLots(instrument));
    this.#value(instrument, time);
  }

  /** Values the position at the last mid; before any it is worth nothing. */
  #value(instrument: number, time: number): void {
    const mid = this.midOf(instrument);
    const lots = Math.abs(this.#book.positionLots(instrument));
    const value = lots === 0 || mid === 0 ? 0 : lots * this.#valuePerLot(instrument, mid);
    this.#values[instrument]?.change(time, value);
  }

  /** Settle asset. */
  #valuePerLot(instrument: number, mid: number): number {
    const { contract, tickSize } = this.#book.instruments[instrument] as InstrumentTerms;
    const notional = this.#notionalPerLot(instrument, mid);
    return contract === 'inverse' ? notional / (mid * tickSize) : notional;
  }

  /** Quote currency, as the book values positions against `maxNotional`. */
  #notionalPerLot(instrument: number, mid: number): number {
    const { contract, lotSize, multiplier, tickSize } = this.#book.instruments[
      instrument
    ] as InstrumentTerms;
    return lotSize * multiplier * (contract === 'inverse' ? 1 : mid * tickSize);
  }

  #measurePnl(instrument: number): void {
    this.#drawdowns[instrument]?.add(this.#book.positionOf(instrument).net);
  }
}

/** |position| from which on there is no room for one more smallest order. */
function fullFrom(limit: PositionLimit | undefined, notionalLots: number): number {
  if (limit === undefined) return Number.POSITIVE_INFINITY;
  const most = Math.min(limit.maxLots, Math.floor(notionalLots));
  return Math.max(most - Math.max(limit.minLots, 1) + 1, 0);
}
