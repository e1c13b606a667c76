/** Sample statistics with their Monte Carlo errors. Sums run in the order of the paths. */
import { DomainError } from '../errors.js';

/** Which quantiles are reported. */
export const QUANTILES = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99] as const;

/** Mean and deviation of a sample. */
export interface Spread {
  readonly mean: number;
  /** Sample standard deviation (n - 1). */
  readonly std: number;
  /** Standard error of the mean. */
  readonly meanError: number;
  /** Standard error of the deviation: sqrt((m4 - m2^2) / (4 n m2)), mk the central moments. */
  readonly stdError: number;
}

/**
 * Mean and deviation of two values or more.
 *
 * @throws DomainError when the values are so large that these overflow
 */
export function spreadOf(values: ArrayLike<number>): Spread {
  const n = values.length;
  const mean = sum(values, (value) => value) / n;
  const squares = sum(values, (value) => (value - mean) ** 2);
  const m2 = squares / n;
  const m4 = sum(values, (value) => (value - mean) ** 4) / n;
  const std = Math.sqrt(squares / (n - 1));
  if (!Number.isFinite(m4)) throw new DomainError('the results of the paths overflow', { m4 });
  return {
    mean,
    std,
    meanError: std / Math.sqrt(n),
    stdError: m2 === 0 ? 0 : Math.sqrt(Math.max(0, m4 - m2 * m2) / (4 * n * m2)),
  };
}

/** Quantile by linear interpolation between order statistics (type 7), of values in rising order. */
export function quantileOf(sorted: Float64Array, share: number): number {
  const place = (sorted.length - 1) * share;
  const below = Math.floor(place);
  const low = sorted[below] as number;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  return low + (place - below) * (high - low);
}

function sum(values: ArrayLike<number>, of: (value: number) => number): number {
  let total = 0;
  for (let index = 0; index < values.length; index += 1) total += of(values[index] as number);
  return total;
}
