/** One book in a recorded market: events in, quotes to the simulated venue, fills back. */
import { EvenkeelError } from '../../errors.js';
import type { Derivatives } from '../derivatives/index.js';
import { ASK, BID, type FillAssumptions, FillSimulator } from '../fills/index.js';
import type { BookPort } from './book-port.js';
import type { EngineObserver } from './engine-observer.js';
import { Executions, refused } from './executions.js';
import { OrderManager } from './order-manager.js';
import { type PositionLimit, SessionMeters } from './session-meters.js';

/** Every instrument is judged again, and measures are sampled, once a second of session time. */
const CLOCK_US = 1e6;
/** Book calls may provoke further quotes; more rounds than this are a defect. */
const ROUNDS_MAX = 8;

/** Not a reject code: a funding payment before there is a price to value it. */
export const UNVALUED = -1;

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
  readonly derivatives: Derivatives | null;
  readonly #executions: Executions;
  readonly #orders: OrderManager;
  readonly #touch: Float64Array;
  readonly #opening: readonly OpeningPosition[];
  #nextClock = Number.NaN;
  /** Time of the book. */
  #now = Number.NEGATIVE_INFINITY;

  /** @param derivatives of sessions with underlyings */
  constructor(
    book: BookPort,
    assumptions: FillAssumptions,
    limits: readonly PositionLimit[],
    opening: readonly OpeningPosition[] = [],
    derivatives: Derivatives | null = null,
  ) {
    this.book = book;
    this.derivatives = derivatives;
    this.#opening = opening;
    this.meters = new SessionMeters(book, limits);
    this.#executions = new Executions(book, this.meters, derivatives);
    this.fills = new FillSimulator(book.instruments.length, assumptions);
    this.#orders = new OrderManager(book, this.fills, this.meters);
    this.#touch = new Float64Array(2 * book.instruments.length);
  }

  set observer(observer: EngineObserver | null) {
    this.#executions.observer = observer;
  }

  get observer(): EngineObserver | null {
    return this.#executions.observer;
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
    this.derivatives?.hedges.touch(instrument, bidTicks, askTicks, bidLots, askLots);
    this.derivatives?.observe(time);
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
    if (code === 0) {
      this.derivatives?.observe(time);
      this.observer?.funding(instrument, time, rate);
    }
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
    this.derivatives?.hedges.step();
    this.#elapse(time);
    this.#now = time;
    this.#place(instrument, time, due);
  }

  /** What happens by itself up to `time`: seconds pass, hedges arrive, takers come. */
  #elapse(time: number): void {
    for (;;) {
      const due = this.derivatives?.due ?? Number.POSITIVE_INFINITY;
      if (Math.min(this.#nextClock, due) > time) return;
      if (this.#nextClock <= due) this.#second();
      else {
        this.#now = Math.max(this.#now, due);
        if (this.derivatives?.hedges.due === due) this.#hedge(this.derivatives, this.#now);
        else this.#serve(this.#now);
      }
    }
  }

  #second(): void {
    const time = this.#nextClock;
    this.#now = time;
    this.book.clock(time);
    this.book.discardOutput();
    this.derivatives?.hedges.step();
    this.derivatives?.observe(time);
    this.#settle(time);
    for (const option of this.derivatives?.unrecorded ?? []) {
      this.#place(option, time);
      this.meters.mid(option, time, this.derivatives?.modelTicks(option) ?? 0);
    }
    this.meters.sample(time);
    this.derivatives?.sample(time);
    this.#nextClock += CLOCK_US;
  }

  /** Quotes take effect that are due. */
  #place(instrument: number, time: number, due = time): void {
    if (!this.fills.advance(instrument, due)) return;
    this.#orders.reportOpen(instrument, time);
    this.#settle(time);
  }

  #begin(time: number): void {
    this.#nextClock = time + CLOCK_US;
    this.derivatives?.open(time);
    for (const { instrument, lots, priceTicks } of this.#opening) {
      const code = this.book.position(instrument, time, lots, priceTicks);
      if (code !== 0) throw refused('opening position', code);
    }
    this.meters.begin(time);
    this.derivatives?.begin(time);
  }

  #filled(instrument: number, time: number, lots: number): void {
    const { filledSide, filledTicks } = this.fills;
    const isBuy = filledSide === BID;
    this.#executions.quote({ instrument, time, isBuy, priceTicks: filledTicks, lots });
    this.#orders.reportOpen(instrument, time);
    this.#settle(time);
    this.#orders.repair(instrument, time);
  }

  /** A hedge arrives at the venue. */
  #hedge({ hedges }: Derivatives, time: number): void {
    const order = hedges.next();
    const { priceTicks, lots } = hedges.take(order);
    const { instrument, isBuy } = order;
    if (lots > 0) this.#executions.take({ instrument, time, isBuy, priceTicks, lots });
    hedges.report(order, lots, time);
    this.#settle(time);
  }

  /** A taker looks at an option whose market is not recorded. */
  #serve(time: number): void {
    const takers = this.derivatives?.takers;
    if (!takers) return;
    const taker = takers.next();
    const { instrument, takesBid } = taker;
    this.#place(instrument, time);
    const side = takesBid ? BID : ASK;
    const tickSize = this.book.instruments[instrument]?.tickSize ?? 0;
    const price = this.fills.restingTicks(instrument, side) * tickSize;
    if (price === 0 || !takers.takes(taker, price)) return;
    this.#filled(instrument, time, this.fills.take(instrument, side, taker.lots));
  }

  #flatten(instrument: number, time: number): void {
    const held = this.book.positionLots(instrument);
    const priceTicks = this.#touch[2 * instrument + (held > 0 ? 0 : 1)] as number;
    if (held === 0 || priceTicks === 0) return;
    const lots = Math.abs(held);
    this.#executions.take({ instrument, time, isBuy: held < 0, priceTicks, lots });
  }

  /** Sends what the book published since, until nothing new comes of it. */
  #settle(time: number): void {
    for (let round = 0; round < ROUNDS_MAX; round++) {
      if (this.#orders.follow(time)) continue;
      this.derivatives?.hedges.collect(time);
      return;
    }
    throw new EvenkeelError(
      'INVARIANT',
      'quotes do not settle: each report of orders replaces them',
    );
  }
}
