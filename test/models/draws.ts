/** Repeatable random draws for tests of estimators. */
import { normalQuantile } from '../../src/models/normal.js';

/** A source of draws; the same seed gives the same draws. */
export class Draws {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** Above 0, below 1 (mulberry32). */
  uniform(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return (((bits ^ (bits >>> 14)) >>> 0) + 0.5) / 2 ** 32;
  }

  normal(): number {
    return normalQuantile(this.uniform());
  }

  normals(count: number): number[] {
    return Array.from({ length: count }, () => this.normal());
  }

  exponential(rate: number): number {
    return -Math.log(this.uniform()) / rate;
  }

  /** By counting exponential waiting times, for means up to some hundreds. */
  poisson(mean: number): number {
    let count = 0;
    for (let time = this.exponential(1); time < mean; time += this.exponential(1)) count += 1;
    return count;
  }

  /** Prices of a walk with normal log returns, one more than steps. */
  walk(steps: number, deviation: number, start = 100): number[] {
    const prices = [start];
    let level = Math.log(start);
    for (let step = 0; step < steps; step += 1) {
      level += deviation * this.normal();
      prices.push(Math.exp(level));
    }
    return prices;
  }
}

/** An estimate with the standard error that its estimator states. */
export interface Estimate {
  readonly value: number;
  readonly error: number;
}

/**
 * Repeats an estimation: spread of the estimates, the same over the mean stated error (1 when that
 * is honest), and the bias in standard errors of the mean.
 */
export function repeatEstimate(
  runs: number,
  truth: number,
  estimate: (draws: Draws) => Estimate,
): { readonly spread: number; readonly spreadOverError: number; readonly bias: number } {
  const draws = new Draws(20_240_601);
  const results = Array.from({ length: runs }, () => estimate(draws));
  const mean = results.reduce((sum, { value }) => sum + value, 0) / runs;
  const spread = Math.sqrt(
    results.reduce((sum, { value }) => sum + (value - mean) ** 2, 0) / (runs - 1),
  );
  const error = results.reduce((sum, result) => sum + result.error, 0) / runs;
  return {
    spread,
    spreadOverError: spread / error,
    bias: (mean - truth) / (spread / Math.sqrt(runs)),
  };
}
