/** What calibration keeps of a market: mids on a grid, the spread, how deep market orders reached. */

import type { InstrumentTerms } from '../book/index.js';
import { CODES } from '../frames/index.js';
import type { MarketReceiver } from '../replay/index.js';
import { LaggedMid } from './lagged-mid.js';

/** How a market is observed. */
export interface Observation {
  /** Time between two samples of the mid, microseconds. */
  readonly sampleUs: number;
  /** Age of the mid from which depths are measured, microseconds. */
  readonly lagUs: number;
}

/** Prices beyond the mid that market orders of one side reached. */
export interface SideDepths {
  /** Price; orders that did not reach beyond the mid are not among them. */
  readonly depths: number[];
  /** Market orders, with those. */
  orders: number;
}

const BOUGHT = 0;
const CROSSED_BOOK = CODES.find(({ name }) => name === 'CROSSED_BOOK')?.code ?? -1;

/** One instrument: times in microseconds, prices in quote currency. */
export class InstrumentTape {
  /** Mid at every multiple of the sample time since the epoch, from the first quote on. */
  readonly mids: number[] = [];
  firstSampleUs = Number.NaN;
  /** Market orders that bought (they fill asks) and that sold (they fill bids). */
  readonly bought: SideDepths = { depths: [], orders: 0 };
  readonly sold: SideDepths = { depths: [], orders: 0 };
  quotes = 0;
  trades = 0;
  /** Base units or contracts. */
  tradedSize = 0;
  firstUs = Number.NaN;
  lastUs = Number.NaN;
  readonly #terms: InstrumentTerms;
  readonly #sampleUs: number;
  readonly #lagged: LaggedMid;
  #nextSampleUs = Number.NaN;
  #mid = Number.NaN;
  #spread = 0;
  #spreadSeconds = 0;
  /** Trades of one moment and side are one order that took several resting ones. */
  #order: { time: number; side: number; mid: number; reach: number } | null = null;

  constructor(terms: InstrumentTerms, { sampleUs, lagUs }: Observation) {
    this.#terms = terms;
    this.#sampleUs = sampleUs;
    this.#lagged = new LaggedMid(lagUs);
  }

  /** Seconds from the first quote to the last event. */
  get seconds(): number {
    return Number.isNaN(this.firstUs) ? 0 : (this.lastUs - this.firstUs) / 1e6;
  }

  /** Ask - bid, mean over time, price. */
  get meanSpread(): number {
    return this.#spreadSeconds / this.seconds;
  }

  quote(time: number, bidTicks: number, askTicks: number): void {
    this.#advance(time);
    const { tickSize } = this.#terms;
    this.quotes += 1;
    this.#mid = ((bidTicks + askTicks) / 2) * tickSize;
    this.#spread = (askTicks - bidTicks) * tickSize;
    this.#lagged.add(time, this.#mid);
    if (!Number.isNaN(this.firstUs)) return;
    this.firstUs = time;
    this.lastUs = time;
    this.firstSampleUs = Math.ceil(time / this.#sampleUs) * this.#sampleUs;
    this.#nextSampleUs = this.firstSampleUs;
  }

  trade(time: number, priceTicks: number, sizeLots: number, side: number): void {
    if (Number.isNaN(this.firstUs)) return;
    this.#advance(time);
    this.trades += 1;
    this.tradedSize += sizeLots * this.#terms.lotSize;
    const price = priceTicks * this.#terms.tickSize;
    const order = this.#order;
    if (order !== null && order.time === time && order.side === side) {
      order.reach = Math.max(order.reach, reachOf(side, price, order.mid));
      return;
    }
    this.#endOrder();
    const mid = this.#lagged.at(time);
    if (mid !== null) this.#order = { time, side, mid, reach: reachOf(side, price, mid) };
  }

  /** No more events. */
  finish(): void {
    this.#endOrder();
    this.#sampleUntil(this.lastUs + 1);
  }

  #advance(time: number): void {
    if (Number.isNaN(this.firstUs)) return;
    // A sample sees the quotes of its own microsecond.
    this.#sampleUntil(time);
    this.#spreadSeconds += (this.#spread * (time - this.lastUs)) / 1e6;
    this.lastUs = time;
  }

  #sampleUntil(time: number): void {
    for (; this.#nextSampleUs < time; this.#nextSampleUs += this.#sampleUs) {
      this.mids.push(this.#mid);
    }
  }

  #endOrder(): void {
    if (this.#order === null) return;
    const { side, reach } = this.#order;
    const own = side === BOUGHT ? this.bought : this.sold;
    own.orders += 1;
    if (reach > 0) own.depths.push(reach);
    this.#order = null;
  }
}

const reachOf = (side: number, price: number, mid: number): number =>
  side === BOUGHT ? price - mid : mid - price;

/** All instruments of a book. */
export class Tapes implements MarketReceiver {
  readonly instruments: readonly InstrumentTape[];

  constructor(terms: readonly InstrumentTerms[], observation: Observation) {
    this.instruments = terms.map((each) => new InstrumentTape(each, observation));
  }

  quote(instrument: number, time: number, bidTicks: number, askTicks: number): number {
    if (!(bidTicks >= 1 && bidTicks < askTicks)) return CROSSED_BOOK;
    this.#of(instrument).quote(time, bidTicks, askTicks);
    return 0;
  }

  trade(
    instrument: number,
    time: number,
    priceTicks: number,
    sizeLots: number,
    aggressor: number,
  ): number {
    this.#of(instrument).trade(time, priceTicks, sizeLots, aggressor);
    return 0;
  }

  funding(): number {
    return 0;
  }

  finish(): void {
    for (const tape of this.instruments) tape.finish();
  }

  #of(instrument: number): InstrumentTape {
    return this.instruments[instrument] as InstrumentTape;
  }
}
