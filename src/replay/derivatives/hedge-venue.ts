/** Hedges at the simulated venue: taken at the touch once they arrive, as far as it shows size. */
import { EvenkeelError } from '../../errors.js';
import type { DerivativesPort } from './derivatives-port.js';

/** A hedge on its way to the venue. */
export interface HedgeOrder {
  readonly hedgeId: number;
  readonly instrument: number;
  readonly isBuy: boolean;
  readonly lots: number;
  /** When it arrives, us. */
  readonly dueUs: number;
}

/** What the touch gives to an order; no lots when there is no market or its size was taken before. */
export interface HedgeTake {
  readonly priceTicks: number;
  readonly lots: number;
}

/** Hedges of one instrument and what became of them. */
export interface HedgeFigures {
  readonly sent: number;
  /** Filled wholly. */
  readonly done: number;
  /** Filled in part, the rest cancelled. */
  readonly partial: number;
  /** Not filled: no market, or nothing left at the touch. */
  readonly rejected: number;
  readonly boughtLots: number;
  readonly soldLots: number;
}

const BID = 0;
const ASK = 1;

/**
 * Orders arrive after the latency, in the order in which they were sent. What a hedge took off a
 * displayed size is gone until the next touch; a size that is not known is as large as wanted.
 *
 * A step is an event or a second of session time. What the book answers to an execution waits for the
 * next step, so that a market without size is not asked for ever.
 */
export class HedgeVenue {
  readonly #book: DerivativesPort;
  readonly #latencyUs: number | null;
  /** By instrument: the last hedge that was sent. */
  readonly #seen = new Map<number, number>();
  readonly #pending: HedgeOrder[] = [];
  #answers: HedgeOrder[] = [];
  /** Index 2 x instrument + side; lots are infinite when not known. */
  readonly #ticks: Float64Array;
  readonly #lots: Float64Array;
  readonly #figures = new Map<number, { -readonly [Key in keyof HedgeFigures]: number }>();

  /** @param latencyUs null: the book asks for no hedges */
  constructor(book: DerivativesPort, latencyUs: number | null) {
    this.#book = book;
    this.#latencyUs = latencyUs;
    this.#ticks = new Float64Array(2 * book.instruments.length);
    this.#lots = new Float64Array(2 * book.instruments.length);
  }

  /** When the next order arrives, us; infinite when none is on its way. */
  get due(): number {
    return this.#pending[0]?.dueUs ?? Number.POSITIVE_INFINITY;
  }

  /** A new touch; lots 0 when not known. */
  touch(
    instrument: number,
    bidTicks: number,
    askTicks: number,
    bidLots: number,
    askLots: number,
  ): void {
    const at = 2 * instrument;
    this.#ticks[at + BID] = bidTicks;
    this.#ticks[at + ASK] = askTicks;
    this.#lots[at + BID] = bidLots > 0 ? bidLots : Number.POSITIVE_INFINITY;
    this.#lots[at + ASK] = askLots > 0 ? askLots : Number.POSITIVE_INFINITY;
  }

  /** Takes the hedges that the book has asked for since the last call. */
  collect(time: number): void {
    if (this.#latencyUs === null) return;
    for (const { hedgeId, instrument, side, sizeLots } of this.#book.hedges()) {
      if (this.#seen.get(instrument) === hedgeId) continue;
      this.#seen.set(instrument, hedgeId);
      const isBuy = side === 'buy';
      const dueUs = time + this.#latencyUs;
      this.#answers.push({ hedgeId, instrument, isBuy, lots: sizeLots, dueUs });
      this.#of(instrument).sent++;
    }
  }

  /** A step begins: what was collected in the one before is on its way. */
  step(): void {
    if (this.#answers.length === 0) return;
    this.#pending.push(...this.#answers);
    this.#answers = [];
  }

  /** The order that arrives next. */
  next(): HedgeOrder {
    const order = this.#pending.shift();
    if (order === undefined) throw new EvenkeelError('INVARIANT', 'no hedge is on its way');
    return order;
  }

  /** Takes an order off the touch. */
  take({ instrument, isBuy, lots }: HedgeOrder): HedgeTake {
    const at = 2 * instrument + (isBuy ? ASK : BID);
    const priceTicks = this.#ticks[at] as number;
    const shown = this.#lots[at] as number;
    const taken = priceTicks > 0 ? Math.min(lots, shown) : 0;
    this.#lots[at] = shown - taken;
    return { priceTicks, lots: taken };
  }

  /** Tells the book how an order ended: `filled` of its lots. */
  report({ instrument, hedgeId, isBuy, lots }: HedgeOrder, filled: number, time: number): void {
    const own = this.#of(instrument);
    const ending = filled === lots ? 'done' : filled > 0 ? 'cancelled' : 'rejected';
    own[ending === 'cancelled' ? 'partial' : ending]++;
    own[isBuy ? 'boughtLots' : 'soldLots'] += filled;
    // With `settleSeconds` 0 a hedge that is filled wholly has ended by itself.
    if (ending === 'done' && !this.#isOpen(instrument, hedgeId)) return;
    const code = this.#book.hedgeResult(instrument, time, hedgeId, filled, ending);
    if (code === 0) return;
    throw new EvenkeelError('INVARIANT', `the book refused a hedge result with code ${code}`, {
      code,
    });
  }

  /** Of the instruments that were asked to hedge, by their index. */
  figures(): readonly (readonly [instrument: number, figures: HedgeFigures])[] {
    return [...this.#figures].sort(([a], [b]) => a - b);
  }

  #isOpen(instrument: number, hedgeId: number): boolean {
    const open = this.#book.hedges().find((hedge) => hedge.instrument === instrument);
    return open?.hedgeId === hedgeId;
  }

  #of(instrument: number) {
    const known = this.#figures.get(instrument);
    if (known !== undefined) return known;
    const fresh = { sent: 0, done: 0, partial: 0, rejected: 0, boughtLots: 0, soldLots: 0 };
    this.#figures.set(instrument, fresh);
    return fresh;
  }
}
