/** The right side of a market maker's value equation and its linearisation; see hamilton-jacobi. */
import type { HamiltonJacobiProblem } from './hamilton-jacobi.js';

/** How the value function moves at one point. */
export interface Movement {
  /** Growth at the anchor; what {@link InventoryGenerator.eulerChange} takes out everywhere. */
  readonly drift: number;
  /** Largest difference of growth from that of the anchor. */
  readonly spread: number;
  /** Most fills per time at one level. */
  readonly rateMax: number;
}

/** Euler steps with the linearisation at one point. Buffers are reused. */
export class InventoryGenerator {
  private readonly problem: HamiltonJacobiProblem;
  private readonly count: number;
  private readonly bidFills: Float64Array;
  private readonly askFills: Float64Array;
  private readonly startGrowth: Float64Array;
  private readonly growth: Float64Array;
  private readonly pivots: Float64Array;
  private readonly here: Float64Array;
  private drift = 0;

  constructor(problem: HamiltonJacobiProblem) {
    const count = problem.holdingCost.length;
    this.problem = problem;
    this.count = count;
    this.bidFills = new Float64Array(count);
    this.askFills = new Float64Array(count);
    this.startGrowth = new Float64Array(count);
    this.growth = new Float64Array(count);
    this.pivots = new Float64Array(count);
    this.here = new Float64Array(count);
  }

  /** Takes growth and fill rates at a value function as the point of linearisation. */
  linearise(values: Float64Array, anchor: number): Movement {
    this.evaluate(values, this.startGrowth, true);
    this.drift = this.startGrowth[anchor] ?? 0;
    let [spread, rateMax] = [0, 0];
    for (let level = 0; level < this.count; level += 1) {
      const own = (this.startGrowth[level] ?? 0) - this.drift;
      this.startGrowth[level] = own;
      spread = Math.max(spread, Math.abs(own));
      rateMax = Math.max(rateMax, (this.bidFills[level] ?? 0) + (this.askFills[level] ?? 0));
    }
    return { drift: this.drift, spread, rateMax };
  }

  /** Change of the value function over a time in equal Euler steps, without the drift. */
  eulerChange(start: Float64Array, time: number, steps: number): Float64Array {
    const { here, growth, count } = this;
    const stepTime = time / steps;
    this.factorise(stepTime);
    const change = new Float64Array(count);
    growth.set(this.startGrowth);
    for (let step = 0; ; step += 1) {
      this.addImplicitStep(stepTime, change);
      if (step === steps - 1) return change;
      for (let level = 0; level < count; level += 1) {
        here[level] = (start[level] ?? 0) + (change[level] ?? 0);
      }
      this.evaluate(here, growth, false);
      for (let level = 0; level < count; level += 1)
        growth[level] = (growth[level] ?? 0) - this.drift;
    }
  }

  private evaluate(values: Float64Array, growth: Float64Array, keepFills: boolean): void {
    const { holdingCost, tradeSize, earn } = this.problem;
    const last = this.count - 1;
    for (let level = 0; level <= last; level += 1) {
      const own = values[level] ?? 0;
      let sum = -(holdingCost[level] ?? 0);
      if (level < last) {
        const bid = earn((own - (values[level + 1] ?? 0)) / tradeSize);
        sum += bid.earningRate;
        if (keepFills) this.bidFills[level] = bid.fillRate;
      }
      if (level > 0) {
        const ask = earn((own - (values[level - 1] ?? 0)) / tradeSize);
        sum += ask.earningRate;
        if (keepFills) this.askFills[level] = ask.fillRate;
      }
      growth[level] = sum;
    }
  }

  /**
   * Pivots of I - time J. Rows of J sum to 0, so that a pivot is what leads up plus a remainder that
   * is itself a sum of positive numbers: nothing is subtracted.
   */
  private factorise(time: number): void {
    const { pivots, bidFills, askFills } = this;
    let remainder = 1;
    for (let level = 0; level < this.count; level += 1) {
      if (level > 0) {
        remainder = 1 + (time * (askFills[level] ?? 0) * remainder) / (pivots[level - 1] ?? 1);
      }
      pivots[level] = remainder + time * (bidFills[level] ?? 0);
    }
  }

  /** Adds the solution of (I - time J) x = time growth to the change. */
  private addImplicitStep(time: number, change: Float64Array): void {
    const { pivots, bidFills, askFills, growth } = this;
    let carried = 0;
    for (let level = 0; level < this.count; level += 1) {
      const fromBelow = (askFills[level] ?? 0) * carried;
      growth[level] = time * ((growth[level] ?? 0) + fromBelow);
      carried = (growth[level] ?? 0) / (pivots[level] ?? 1);
    }
    let above = 0;
    for (let level = this.count - 1; level >= 0; level -= 1) {
      const right = (growth[level] ?? 0) + time * (bidFills[level] ?? 0) * above;
      above = right / (pivots[level] ?? 1);
      change[level] = (change[level] ?? 0) + above;
    }
  }
}
