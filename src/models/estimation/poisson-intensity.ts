/**
 * Fill intensity lambda(delta) = A exp(-k delta) from fill counts by maximum likelihood: counts are
 * Poisson with mean A T exp(-k delta), so that distances without a fill count as well.
 */
import { DomainError } from '../../errors.js';
import { chiSquaredTail } from '../chi-squared.js';
import { finiteResult } from '../domain.js';
import { monotoneRoot } from '../root.js';
import {
  requireList,
  requireNonNegativeList,
  requirePositiveList,
  requireSameLength,
} from '../shapes.js';

/** Arguments of {@link poissonIntensity}. */
export interface PoissonIntensityInput {
  /** Distances from the reference price, price or ticks, at least two different ones. */
  readonly distances: readonly number[];
  /** Time that an order stood at each distance, above 0. */
  readonly times: readonly number[];
  /** Fills at each distance, whole numbers of 0 or more. */
  readonly fills: readonly number[];
}

/** What {@link poissonIntensity} returns. */
export interface PoissonIntensity {
  /** Intensity at distance 0, 1/time. */
  readonly intensityA: number;
  /** Decay, 1/distance; at 0 or below fills do not thin out and no quoting model can use it. */
  readonly intensityK: number;
  /** Standard error of A, from the Fisher information. */
  readonly standardErrorA: number;
  /** Standard error of k, from the Fisher information. */
  readonly standardErrorK: number;
  /** Log-likelihood at the estimate, without the factorials of the counts. */
  readonly logLikelihood: number;
  /** Twice the log-likelihood that the exponential form costs against free intensities. */
  readonly deviance: number;
  /** Pearson's sum of (n - mean)^2 / mean. */
  readonly pearson: number;
  /** Distances less two. */
  readonly degreesOfFreedom: number;
  /**
   * p-value of the deviance; small: the exponential form or independence of fills does not hold.
   * Null with two distances, which any exponential fits. Trust it where means are above 5 or so.
   */
  readonly pValue: number | null;
}

/**
 * k solves sum T delta e^(-k delta) / sum T e^(-k delta) = mean distance of the fills, whose left
 * side falls with k, and A = fills / sum T e^(-k delta).
 *
 * @throws DomainError when an argument is outside its range, when all fills are at the smallest or
 *   all at the largest distance, where no finite k is best, or when the result overflows
 */
export function poissonIntensity(input: PoissonIntensityInput): PoissonIntensity {
  const { distances, times, fills } = input;
  requireList('distances', distances, 2);
  requireSameLength({ distances, times, fills });
  requirePositiveList('times', times);
  requireNonNegativeList('fills', fills);
  const fractional = fills.findIndex((count) => !Number.isInteger(count));
  if (fractional >= 0) {
    const value = fills[fractional];
    throw new DomainError(`fills[${fractional}] is ${value}; allowed: a whole number`, { value });
  }
  const mean = meanFillDistance(distances, fills);
  const tilt = new TiltedTimes(distances, times, mean);
  const intensityK = tilt.root();
  return finiteResult('poissonIntensity', fitOf(input, mean, intensityK, tilt.at(intensityK)));
}

function rangeOf(values: readonly number[]): readonly [number, number] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return [least, most];
}

/** @throws DomainError when the mean does not lie between the distances */
function meanFillDistance(distances: readonly number[], fills: readonly number[]): number {
  const total = fills.reduce((sum, count) => sum + count, 0);
  const reached = distances.filter((_distance, index) => (fills[index] ?? 0) > 0);
  const [nearest, farthest] = rangeOf(distances);
  const [first, last] = rangeOf(reached);
  if (total === 0 || last === nearest || first === farthest) {
    const where = total === 0 ? 'nowhere' : last === nearest ? 'all nearest' : 'all farthest';
    throw new DomainError(`fills are ${where}; no finite decay fits them best`, { total, where });
  }
  const offsets = distances.map((distance) => distance - nearest);
  return (
    nearest + offsets.reduce((sum, offset, index) => sum + offset * (fills[index] ?? 0), 0) / total
  );
}

/** Moments of the distances under the weights T e^(-k (delta - center)). */
interface Tilted {
  /** Largest exponent, taken out of the sums. */
  readonly logScale: number;
  /** Sum of the scaled weights. */
  readonly weight: number;
  /** Mean of delta - center. */
  readonly mean: number;
  /** Variance of delta. */
  readonly variance: number;
}

class TiltedTimes {
  private readonly offsets: readonly number[];

  constructor(
    distances: readonly number[],
    private readonly times: readonly number[],
    center: number,
  ) {
    this.offsets = distances.map((distance) => distance - center);
  }

  at(decay: number): Tilted {
    const exponents = this.offsets.map((offset) => -decay * offset);
    const [, logScale] = rangeOf(exponents);
    let [weight, first, second] = [0, 0, 0];
    this.offsets.forEach((offset, index) => {
      const one = (this.times[index] ?? 0) * Math.exp((exponents[index] ?? 0) - logScale);
      weight += one;
      first += one * offset;
      second += one * offset * offset;
    });
    const mean = first / weight;
    return { logScale, weight, mean, variance: second / weight - mean * mean };
  }

  /** Decay at which the mean is that of the fills. */
  root(): number {
    const tangent = (decay: number) => {
      const { mean, variance } = this.at(decay);
      return { value: mean, slope: -variance };
    };
    const [least, most] = rangeOf(this.offsets);
    let bound = 1 / (most - least);
    while (tangent(bound).value > 0 || tangent(-bound).value < 0) bound *= 2;
    return monotoneRoot(tangent, -bound, bound);
  }
}

function fitOf(
  { distances, times, fills }: PoissonIntensityInput,
  center: number,
  intensityK: number,
  { logScale, weight, mean, variance }: Tilted,
): PoissonIntensity {
  const total = fills.reduce((sum, count) => sum + count, 0);
  // ln(A e^(-k center)), from which the means follow without large exponents.
  const logAtCenter = Math.log(total / weight) - logScale;
  let [logLikelihood, deviance, pearson] = [0, 0, 0];
  fills.forEach((count, index) => {
    const offset = (distances[index] ?? 0) - center;
    const logExpected = logAtCenter + Math.log(times[index] ?? 0) - intensityK * offset;
    const expected = Math.exp(logExpected);
    logLikelihood += count * logExpected - expected;
    const logRatio = count > 0 ? Math.log(count) - logExpected : 0;
    deviance += 2 * (count * logRatio - (count - expected));
    pearson += count === 0 ? expected : (count - expected) ** 2 / expected;
  });
  const degreesOfFreedom = distances.length - 2;
  const intensityA = Math.exp(logAtCenter + intensityK * center);
  const varianceK = 1 / (total * variance);
  const varianceLogA = 1 / total + (center + mean) ** 2 * varianceK;
  return {
    intensityA,
    intensityK,
    standardErrorA: intensityA * Math.sqrt(varianceLogA),
    standardErrorK: Math.sqrt(varianceK),
    logLikelihood,
    deviance: Math.max(deviance, 0),
    pearson,
    degreesOfFreedom,
    pValue: degreesOfFreedom > 0 ? chiSquaredTail(Math.max(deviance, 0), degreesOfFreedom) : null,
  };
}
