/** Volatility of irregularly sampled prices. */
import { DomainError } from '../errors.js';
import { finiteResult, requireFinite, requireNonNegative, requirePositive } from './domain.js';

/** Arguments of {@link ewmaIrregular}. */
export interface EwmaInput {
  /** Time since the sample before, above 0, one per return. */
  readonly intervals: readonly number[];
  /** Price change over each interval. */
  readonly returns: readonly number[];
  /** Time in which the weight of a sample halves, above 0. */
  readonly halfLife: number;
  /** Variance per unit of time before the first sample, 0 or more. */
  readonly initialVariance: number;
}

/**
 * Irregular-time EWMA: v += (1 - 2^(-dt / halfLife)) (r^2 / dt - v), variance per unit of time.
 * The weight comes from expm1: 1 - exp(-x) has no digits left at the time scale of ticks.
 *
 * @throws DomainError when an argument is outside its range, the lists differ in length or the
 *   result overflows
 */
export function ewmaIrregular(input: EwmaInput): {
  readonly variance: number;
  readonly volatility: number;
} {
  const { intervals, returns, halfLife, initialVariance } = input;
  requirePositive({ halfLife });
  requireNonNegative({ initialVariance });
  if (intervals.length !== returns.length) {
    throw new DomainError(`${intervals.length} intervals for ${returns.length} returns`, {
      intervals: intervals.length,
      returns: returns.length,
    });
  }
  let variance = initialVariance;
  returns.forEach((change, index) => {
    const interval = intervals[index] ?? Number.NaN;
    requireFinite({ return: change });
    requirePositive({ interval });
    const weight = -Math.expm1((-Math.LN2 * interval) / halfLife);
    variance += weight * ((change * change) / interval - variance);
  });
  return finiteResult('ewmaIrregular', { variance, volatility: Math.sqrt(variance) });
}
