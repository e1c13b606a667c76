/** Simulated executions on their way into the book and the meters. */
import { EvenkeelError } from '../../errors.js';
import type { Derivatives } from '../derivatives/index.js';
import type { BookPort } from './book-port.js';
import type { EngineObserver } from './engine-observer.js';
import type { SessionMeters } from './session-meters.js';

/** What traded. */
export interface Execution {
  readonly instrument: number;
  readonly time: number;
  readonly isBuy: boolean;
  readonly priceTicks: number;
  readonly lots: number;
}

/** Fills a book; ids count from 1. */
export class Executions {
  observer: EngineObserver | null = null;
  readonly #book: BookPort;
  readonly #meters: SessionMeters;
  readonly #derivatives: Derivatives | null;
  #fillId = 0;

  constructor(book: BookPort, meters: SessionMeters, derivatives: Derivatives | null) {
    this.#book = book;
    this.#meters = meters;
    this.#derivatives = derivatives;
  }

  /** A quote of ours was filled. */
  quote(execution: Execution): void {
    const { instrument, time, priceTicks } = execution;
    this.#apply(execution, {});
    const signed = signedLots(execution);
    this.#meters.fill(instrument, time, priceTicks, signed);
    this.#derivatives?.observe(time);
    this.observer?.fill(instrument, time, priceTicks, signed);
  }

  /** A hedge, or what closes a position, as a taker. */
  take(execution: Execution): void {
    const { instrument, time, priceTicks } = execution;
    const { turnover } = this.#book.positionOf(instrument);
    const trade = () => this.#apply(execution, { liquidity: 'taker', purpose: 'hedge' });
    if (this.#derivatives) this.#derivatives.taking(instrument, trade);
    else trade();
    const signed = signedLots(execution);
    this.#meters.taken(instrument, time, signed, turnover);
    this.#derivatives?.observe(time);
    this.observer?.fill(instrument, time, priceTicks, signed);
  }

  #apply(
    { instrument, time, isBuy, priceTicks, lots }: Execution,
    how: { readonly liquidity?: 'taker'; readonly purpose?: 'hedge' },
  ): void {
    const code = this.#book.fill({
      instrument,
      time,
      fillId: ++this.#fillId,
      side: isBuy ? 'buy' : 'sell',
      priceTicks,
      sizeLots: lots,
      ...how,
      ...this.#derivatives?.feeOf(instrument, priceTicks, lots),
    });
    if (code !== 0) throw refused('simulated fill', code);
  }
}

/** The book refused what the simulation did. */
export function refused(what: string, code: number): EvenkeelError {
  return new EvenkeelError('INVARIANT', `the book refused a ${what} with code ${code}`, { code });
}

const signedLots = ({ isBuy, lots }: Execution): number => (isBuy ? lots : -lots);
