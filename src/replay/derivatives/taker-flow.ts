/** Simulated takers of options whose market is not recorded. */
import { SeededRandom } from '../../random/index.js';
import type { DerivativesPort } from './derivatives-port.js';

/** How takers come; see docs/replay.md. */
export interface TakerAssumptions {
  /** Takers per option, side and second at best. */
  readonly lambda: number;
  readonly alpha: number;
  /** Per 1.00 of volatility. */
  readonly beta: number;
  readonly seed: number;
  /** Mean size of a taker, in quote sizes. */
  readonly meanOrderSizes: number;
}

/** Someone who looks at one side of an option. */
export interface Taker {
  readonly instrument: number;
  /** Takes our bid, else our ask. */
  readonly takesBid: boolean;
  readonly lots: number;
  /** Takes when the share of those that would is above this, 0 .. 1. */
  readonly reluctance: number;
}

/** Stream of random numbers that generated markets do not use. */
const STREAM = 2;

/**
 * Takers of an option's side come at rate lambda / (1 + e^(alpha + beta d)) a second, d the distance
 * of our price from the model's in volatility, above 0 when the price is worse for them (the logistic
 * intensity of Baldacci, Bergault and Gueant 2021). They are drawn by thinning: of candidates at rate
 * lambda each is kept with the probability of the rest. Every candidate draws the same numbers whether
 * it is kept or not, so that two passes of a session meet the same people.
 */
export class TakerFlow {
  readonly #book: DerivativesPort;
  readonly #options: readonly number[];
  readonly #quoteLots: readonly number[];
  readonly #assumptions: TakerAssumptions;
  readonly #random: SeededRandom;
  #due = Number.POSITIVE_INFINITY;

  /** @param quoteLots of each option, in the order of `options` */
  constructor(
    book: DerivativesPort,
    options: readonly number[],
    quoteLots: readonly number[],
    assumptions: TakerAssumptions,
  ) {
    this.#book = book;
    this.#options = options;
    this.#quoteLots = quoteLots;
    this.#assumptions = assumptions;
    this.#random = new SeededRandom(assumptions.seed, STREAM);
  }

  /** When the next one comes, us. */
  get due(): number {
    return this.#due;
  }

  /** The session begins. */
  begin(time: number): void {
    this.#due = time;
    this.#wait();
  }

  /** The one that comes now. */
  next(): Taker {
    const place = Math.floor(this.#random.uniform() * this.#options.length);
    const takesBid = this.#random.uniform() < 0.5;
    const reluctance = this.#random.uniform();
    const mean = this.#assumptions.meanOrderSizes * (this.#quoteLots[place] ?? 1);
    const lots = 1 + Math.floor(this.#random.exponential() * mean);
    this.#wait();
    return { instrument: this.#options[place] as number, takesBid, lots, reluctance };
  }

  /** Whether a taker trades at a price in quote currency. */
  takes({ instrument, takesBid, reluctance }: Taker, price: number): boolean {
    const option = this.#book.option(instrument);
    if (option === null || !option.priced || !(option.vega > 0)) return false;
    const isCoin = this.#book.instruments[instrument]?.contract === 'inverseOption';
    const premiumPerVolatility = isCoin ? option.vega / option.index : option.vega;
    const worse = takesBid ? option.priceNow - price : price - option.priceNow;
    const { alpha, beta } = this.#assumptions;
    return reluctance < 1 / (1 + Math.exp(alpha + (beta * worse) / premiumPerVolatility));
  }

  #wait(): void {
    const perSecond = 2 * this.#options.length * this.#assumptions.lambda;
    this.#due += Math.ceil((this.#random.exponential() / perSecond) * 1e6);
  }
}
