/** One step of the growth of an inventory chain, by a series of positive terms. */
import { DomainError } from '../../errors.js';
import type { InventoryChain } from './inventory-chain.js';

/** Largest rate times time of one step: e^400 and sums of it stay in binary64. */
const STEP = 400;
/** Terms of one step; e^x needs about x + 8 sqrt(x) of them, so that this is never reached. */
const TERMS_MAX = 10 * STEP;
/** The end of the series is looked for this often. */
const TERMS_BETWEEN_TESTS = 8;
/** Part of a sum that may be left out. */
const REST = 1e-17;

/** Without flow neighbours may differ by more than any binary64. */
const scaledRate = (rate: number, logRatio: number): number =>
  rate === 0 ? 0 : rate * Math.exp(logRatio);

/**
 * Advances ln v. v is written e^L w with w = 1 at the start of a step, so that L holds the scale of
 * every level, and exp(-topDecay t) is taken out; the Taylor series of w then has no negative term
 * and each level is as accurate as its own sum.
 */
export class PositiveGrowth {
  /** Largest decay of the chain: v exp(topDecay t) is what {@link advance} leaves. */
  readonly topDecay: number;
  private readonly chain: InventoryChain;
  private readonly stay: Float64Array;
  private readonly fromBelow: Float64Array;
  private readonly fromAbove: Float64Array;
  private readonly term: Float64Array;
  private readonly sum: Float64Array;

  constructor(chain: InventoryChain) {
    const { decay } = chain;
    this.chain = chain;
    this.topDecay = decay.reduce((max, each) => Math.max(max, each), Number.NEGATIVE_INFINITY);
    this.stay = Float64Array.from(decay, (each) => this.topDecay - each);
    this.fromBelow = new Float64Array(decay.length);
    this.fromAbove = new Float64Array(decay.length);
    this.term = new Float64Array(decay.length);
    this.sum = new Float64Array(decay.length);
  }

  /**
   * Adds to ln v what it grows by in one step, with top decay taken out.
   *
   * @param logValues changed in place
   * @param timeMax longest step
   * @returns the time of the step
   * @throws DomainError when the rates overflow
   */
  advance(logValues: Float64Array, timeMax: number): number {
    const rateMax = this.loadRates(logValues);
    if (!Number.isFinite(rateMax)) {
      throw new DomainError('the rates of the inventory levels overflow', { rateMax });
    }
    const time = Math.min(timeMax, STEP / rateMax);
    this.grow(time, rateMax * time);
    for (let level = 0; level < logValues.length; level += 1) {
      logValues[level] = (logValues[level] ?? 0) + Math.log(this.sum[level] ?? 0);
    }
    return time;
  }

  /** Rates as seen by w; returns the largest sum of a row. */
  private loadRates(logValues: Float64Array): number {
    const { stay, fromBelow, fromAbove } = this;
    const { askRate, bidRate } = this.chain;
    const last = logValues.length - 1;
    let rateMax = 0;
    for (let level = 0; level <= last; level += 1) {
      const own = logValues[level] ?? 0;
      const below = level > 0 ? scaledRate(askRate, (logValues[level - 1] ?? 0) - own) : 0;
      const above = level < last ? scaledRate(bidRate, (logValues[level + 1] ?? 0) - own) : 0;
      fromBelow[level] = below;
      fromAbove[level] = above;
      rateMax = Math.max(rateMax, (stay[level] ?? 0) + below + above);
    }
    return rateMax;
  }

  /** Sums the series of w over a time; x is the largest sum of a row times that time. */
  private grow(time: number, x: number): void {
    this.term.fill(1);
    this.sum.fill(1);
    for (let k = 1; k < TERMS_MAX; k += 1) {
      this.addTerm(time, k);
      if (k >= x && k % TERMS_BETWEEN_TESTS === 0 && this.isEnd(k, x)) return;
    }
    throw new DomainError('the series of an inventory step does not end', { time, x });
  }

  /** Term k from term k - 1, in place. Rates meet the time first, so that no product overflows. */
  private addTerm(time: number, k: number): void {
    const { stay, fromBelow, fromAbove, term, sum } = this;
    const last = term.length - 1;
    let below = 0;
    let here = term[0] ?? 0;
    for (let level = 0; level <= last; level += 1) {
      const above = level < last ? (term[level + 1] ?? 0) : 0;
      const stays = time * (stay[level] ?? 0) * here;
      const moves = time * (fromBelow[level] ?? 0) * below + time * (fromAbove[level] ?? 0) * above;
      const grown = (stays + moves) / k;
      term[level] = grown;
      sum[level] = (sum[level] ?? 0) + grown;
      below = here;
      here = above;
    }
  }

  /** All terms after k together are below largest x / (k + 1 - x). */
  private isEnd(k: number, x: number): boolean {
    const largest = this.term.reduce((max, value) => Math.max(max, value), 0);
    const least = this.sum.reduce((min, value) => Math.min(min, value), Number.POSITIVE_INFINITY);
    return largest * x <= REST * least * (k + 1 - x);
  }
}
