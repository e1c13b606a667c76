/** Quotes of the current step by position: all paths of a block ask for the same few. */
import { EvenkeelError } from '../errors.js';
import { fillProbability, type Market } from './market.js';
import type { QuoteRule, QuotesByPosition } from './strategies/index.js';

/** Distances and chances of the quotes of one step, indexed by `at(position)`. */
export class QuoteCache {
  /** Distance of the bid below and of the ask above the mid, price; 0 where nothing is quoted. */
  readonly deltaBid: Float64Array;
  readonly deltaAsk: Float64Array;
  /** Chance of a fill in this step; 0 where nothing is quoted. */
  readonly chanceBid: Float64Array;
  readonly chanceAsk: Float64Array;
  /** Ask - bid; NaN where a side is not quoted. */
  readonly spread: Float64Array;
  readonly #rule: QuoteRule;
  readonly #market: Market;
  readonly #offset: number;
  /** The step for which an entry was computed, counted from 1. */
  readonly #computed: Int32Array;
  #step = 0;
  #quotes: QuotesByPosition | null = null;

  constructor(rule: QuoteRule, market: Market) {
    this.#rule = rule;
    this.#market = market;
    // A path moves by at most one fill a step.
    this.#offset = market.steps - market.positionLots;
    const width = 2 * market.steps + 1;
    this.deltaBid = new Float64Array(width);
    this.deltaAsk = new Float64Array(width);
    this.chanceBid = new Float64Array(width);
    this.chanceAsk = new Float64Array(width);
    this.spread = new Float64Array(width);
    this.#computed = new Int32Array(width);
  }

  /** Goes to the next step, `tau` before the end. */
  advance(tau: number): void {
    this.#step += 1;
    this.#quotes = this.#rule(tau);
  }

  /** Index of the quotes at a position. */
  at(positionLots: number): number {
    const index = positionLots + this.#offset;
    if (this.#computed[index] !== this.#step) this.#compute(index, positionLots);
    return index;
  }

  #compute(index: number, positionLots: number): void {
    if (this.#quotes === null) throw new EvenkeelError('INVARIANT', 'quotes before the first step');
    const { deltaBid, deltaAsk } = this.#quotes(positionLots);
    this.deltaBid[index] = deltaBid ?? 0;
    this.deltaAsk[index] = deltaAsk ?? 0;
    this.chanceBid[index] = fillProbability(this.#market, deltaBid);
    this.chanceAsk[index] = fillProbability(this.#market, deltaAsk);
    const isTwoSided = deltaBid !== null && deltaAsk !== null;
    this.spread[index] = isTwoSided ? deltaBid + deltaAsk : Number.NaN;
    this.#computed[index] = this.#step;
  }
}
