/** Moments of a sample without loss of digits for values far from 0. */
import { finiteResult } from '../domain.js';
import { requireList } from '../shapes.js';

/** What {@link sampleMoments} returns. */
export interface SampleMoments {
  readonly count: number;
  readonly mean: number;
  /** With divisor n - 1. */
  readonly variance: number;
  /** Third standardised moment; null when nothing varies. */
  readonly skewness: number | null;
  /** Fourth standardised moment less 3; null when nothing varies. */
  readonly excessKurtosis: number | null;
  /** Standard error of the mean. */
  readonly meanStandardError: number;
  /** Standard error of the variance, from the fourth moment. */
  readonly varianceStandardError: number;
}

/**
 * Two passes over deviations, corrected for the rounding of the mean (Chan, Golub, LeVeque 1983): a
 * one-pass sum of squares has no digits left when the mean is large.
 *
 * @param values at least 2
 * @throws DomainError when there are fewer, one is not finite or the result overflows
 */
export function sampleMoments(values: readonly number[]): SampleMoments {
  requireList('values', values, 2);
  const count = values.length;
  const [origin = 0] = values;
  // Seen from the first value: the mean itself may have too few digits for the deviations.
  const offset = values.reduce((sum, value) => sum + (value - origin), 0) / count;
  let [first, second, third, fourth] = [0, 0, 0, 0];
  for (const value of values) {
    const deviation = value - origin - offset;
    first += deviation;
    second += deviation ** 2;
    third += deviation ** 3;
    fourth += deviation ** 4;
  }
  const squares = second - first ** 2 / count;
  const variance = squares / (count - 1);
  const spread = Math.sqrt(squares / count);
  const kurtosis = spread > 0 ? fourth / count / spread ** 4 : null;
  const fourthExcess = fourth / count - ((count - 3) / (count - 1)) * variance ** 2;
  return finiteResult('sampleMoments', {
    count,
    mean: origin + offset,
    variance,
    skewness: spread > 0 ? third / count / spread ** 3 : null,
    excessKurtosis: kurtosis === null ? null : kurtosis - 3,
    meanStandardError: Math.sqrt(variance / count),
    varianceStandardError: Math.sqrt(Math.max(fourthExcess, 0) / count),
  });
}
