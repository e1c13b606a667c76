/** One book in a recorded market: events in, quotes to the simulated venue, fills back. */
import { EvenkeelError } from '../../errors.js';
import { BID, type FillAssumptions, FillSimulator } from '../fills/index.js';
import type { BookPort } from './book-port.js';
import { OrderManager } from './order-manager.js';
import { type PositionLimit, SessionMeters } from './session-meters.js';

/** Every instrument is judged again, and measures are sampled, once a second of session time. */
const CLOCK_US = 1e6;
/** Book calls may provoke further quotes; more rounds than this are a defect. */
const ROUNDS_MAX = 8;

/** Not a reject code: a funding payment before there is a price to value it. */
export const UNVALUED = -1;

/** Learns of every event after it was applied. */
export interface EngineObserver {
  quote(instrument: number, time: number, bidTicks: number, askTicks: number): void;
  trade(
    instrument: number,
    time: number,
    priceTicks: number,
    lots: number,
    aggressor: number,
  ): void;
  fill(instrument: number, time: number, priceTicks: number, signedLots: number): void;
  funding(instrument: number, time: number, rate: number): void;
}

/** A position held when the session begins. */
export interface OpeningPosition {
  readonly instrument: number;
  readonly lots: number;
  readonly priceTicks: number;
}

/** Drives a book through a session. Methods return reject codes, 0 applied. */
export class SessionEngine {
  readonly book: BookPort;
  readonly meters: SessionMeters;
  readonly fills: FillSimulator;
  observer: EngineObserver | null = null;
  readonly #orders: OrderManager;
  readonly #touch: Float64Array;
  readonly #opening: readonly OpeningPosition[];
  #nextClock = Number.NaN;
  #fillId = 0;

  constructor(
    book: BookPort,
    assumptions: FillAssumptions,
    limits: readonly PositionLimit[],
    opening: readonly OpeningPosition[] = [],
  ) {
    this.book = book;
    this.#opening = opening;
    this.meters = new SessionMeters(book, limits);
    this.fills = new FillSimulator(book.instruments.length, assumptions);
    this.#orders = new OrderManager(book, this.fills, this.meters);
    this.#touch = new Float64Array(2 * book.instruments.length);
  }

  /** A touch. Sizes 0 when not known. */
  quote(
    instrument: number,
    time: number,
    bidTicks: number,
    askTicks: number,
    bidLots: number,
    askLots: number,
  ): number {
    this.#advance(instrument, time);
    const code = this.book.bookTicker(instrument, time, bidTicks, askTicks, bidLots, askLots);
    if (code !== 0) return code;
    this.#touch[2 * instrument] = bidTicks;
    this.#touch[2 * instrument + 1] = askTicks;
    this.meters.mid(instrument, time, (bidTicks + askTicks) / 2);
    const lots = this.fills.touch(instrument, bidTicks, askTicks, bidLots, askLots);
    if (lots > 0) this.#filled(instrument, time, lots);
    this.#settle(time);
    this.#orders.repair(instrument, time);
    this.observer?.quote(instrument, time, bidTicks, askTicks);
    return 0;
  }

  /** A public trade. */
  trade(
    instrument: number,
    time: number,
    priceTicks: number,
    sizeLots: number,
    aggressor: number,
  ): number {
    // A cancel due in the microsecond of a trade comes too late, the side that errs against us.
    this.#advance(instrument, time, time - 1);
    const code = this.book.trade(instrument, time, priceTicks, sizeLots, aggressor);
    if (code !== 0) return code;
    this.observer?.trade(instrument, time, priceTicks, sizeLots, aggressor);
    const lots = this.fills.trade(instrument, priceTicks, sizeLots, aggressor);
    if (lots > 0) this.#filled(instrument, time, lots);
    this.#settle(time);
    return 0;
  }

  /** A funding payment; valued at the mid when it brings no mark, `UNVALUED` before there is one. */
  funding(instrument: number, time: number, rate: number, markPrice: number): number {
    this.#advance(instrument, time);
    const terms = this.book.instruments[instrument];
    const mark = markPrice || this.meters.midOf(instrument) * (terms?.tickSize ?? 0);
    if (!(mark > 0)) return UNVALUED;
    const code = this.book.funding(instrument, time, rate, mark);
    if (code === 0) this.observer?.funding(instrument, time, rate);
    this.#settle(time);
    return code;
  }

  /** Ends the session at `time`; `flatten` closes positions at the opposite touch as a taker. */
  finish(time: number, flatten: boolean): void {
    if (Number.isNaN(this.#nextClock)) return;
    if (flatten) {
      for (const { index } of this.book.instruments) this.#flatten(index, time);
    }
    this.meters.end(time);
  }

  /** Session time moves to `time`; quotes take effect that are due by `due`. */
  #advance(instrument: number, time: number, due = time): void {
    if (Number.isNaN(this.#nextClock)) this.#begin(time);
    while (this.#nextClock <= time) {
      this.book.clock(this.#nextClock);
      this.book.discardOutput();
      this.#settle(this.#nextClock);
      this.meters.sample(this.#nextClock);
      this.#nextClock += CLOCK_US;
    }
    if (this.fills.advance(instrument, due)) {
      this.#orders.reportOpen(instrument, time);
      this.#settle(time);
    }
  }

  #begin(time: number): void {
    this.#nextClock = time + CLOCK_US;
    for (const { instrument, lots, priceTicks } of this.#opening) {
      const code = this.book.position(instrument, time, lots, priceTicks);
      if (code !== 0) throw refused('opening position', code);
    }
    this.meters.begin(time);
  }

  #filled(instrument: number, time: number, lots: number): void {
    const { filledSide, filledTicks } = this.fills;
    const buys = filledSide === BID;
    const code = this.book.fill({
      instrument,
      time,
      fillId: ++this.#fillId,
      side: buys ? 'buy' : 'sell',
      priceTicks: filledTicks,
      sizeLots: lots,
    });
    if (code !== 0) throw refused('simulated fill', code);
    const signed = buys ? lots : -lots;
    this.meters.fill(instrument, time, filledTicks, signed);
    this.observer?.fill(instrument, time, filledTicks, signed);
    this.#orders.reportOpen(instrument, time);
    this.#settle(time);
    this.#orders.repair(instrument, time);
  }

  #flatten(instrument: number, time: number): void {
    const held = this.book.positionLots(instrument);
    const priceTicks = this.#touch[2 * instrument + (held > 0 ? 0 : 1)] as number;
    if (held === 0 || priceTicks === 0) return;
    const turnover = this.book.positionOf(instrument).turnover;
    const code = this.book.fill({
      instrument,
      time,
      fillId: ++this.#fillId,
      side: held > 0 ? 'sell' : 'buy',
      priceTicks,
      sizeLots: Math.abs(held),
      liquidity: 'taker',
      purpose: 'hedge',
    });
    if (code !== 0) throw refused('closing fill', code);
    this.meters.flattened(instrument, time, -held, turnover);
    this.observer?.fill(instrument, time, priceTicks, -held);
  }

  /** Sends what the book published since, until nothing new comes of it. */
  #settle(time: number): void {
    for (let round = 0; round < ROUNDS_MAX; round++) {
      if (!this.#orders.follow(time)) return;
    }
    throw new EvenkeelError(
      'INVARIANT',
      'quotes do not settle: each report of orders replaces them',
    );
  }
}

function refused(what: string, code: number): EvenkeelError {
  return new EvenkeelError('INVARIANT', `the book refused a ${what} with code ${code}`, { code });
}
