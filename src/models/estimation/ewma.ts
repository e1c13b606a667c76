/**
 * Exponentially weighted variance, per step (RiskMetrics 1996) and per unit of irregular time, with
 * what the estimate rests on.
 */
import { finiteResult, requireBetween, requireNonNegative, requirePositive } from '../domain.js';
import { requireList, requirePositiveList, requireSameLength } from '../shapes.js';

/** What every exponentially weighted variance returns. */
export interface EwmaEstimate {
  /** Variance after the last return: per step, or per unit of time. */
  readonly variance: number;
  /** Square root of the variance. */
  readonly volatility: number;
  /** Weight that the initial variance still has, 0 to 1. */
  readonly initialWeight: number;
  /**
   * Equally weighted returns that would estimate as precisely; 0 when no return has a weight.
   */
  readonly effectiveReturns: number;
  /**
   * Standard error of the variance for independent normal returns, the initial variance taken as
   * known: variance sqrt(2 sum of squared weights).
   */
  readonly standardError: number;
  /** Variance of each return as it was expected before it; for `varianceForecastFit`. */
  readonly forecasts: readonly number[];
}

/** The recursion v += u (x - v) with the sums that tell its precision. */
class WeightedVariance {
  private squaredWeights = 0;
  initialWeight = 1;

  constructor(public variance: number) {}

  add(sample: number, weight: number): void {
    this.variance += weight * (sample - this.variance);
    this.squaredWeights = (1 - weight) ** 2 * this.squaredWeights + weight ** 2;
    this.initialWeight *= 1 - weight;
  }

  estimate(forecasts: readonly number[]): EwmaEstimate {
    const { variance, initialWeight, squaredWeights } = this;
    const weight = 1 - initialWeight;
    return {
      variance,
      volatility: Math.sqrt(variance),
      initialWeight,
      effectiveReturns: squaredWeights > 0 ? weight ** 2 / squaredWeights : 0,
      standardError: variance * Math.sqrt(2 * squaredWeights),
      forecasts,
    };
  }
}

/** Arguments of {@link ewmaVariance}. */
export interface EwmaVarianceInput {
  /** Return of each step, oldest first. */
  readonly returns: readonly number[];
  /** Weight of the variance before each step, lambda, 0 to 1. */
  readonly decay: number;
  /** Variance per step before the first return, 0 or more. */
  readonly initialVariance: number;
}

/**
 * EWMA per step: v = lambda v + (1 - lambda) r^2.
 *
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function ewmaVariance(input: EwmaVarianceInput): EwmaEstimate {
  const { returns, decay, initialVariance } = input;
  requireList('returns', returns);
  requireBetween({ decay }, 0, 1);
  requireNonNegative({ initialVariance });
  const weighted = new WeightedVariance(initialVariance);
  const forecasts = returns.map((change) => {
    const forecast = weighted.variance;
    weighted.add(change * change, 1 - decay);
    return forecast;
  });
  return finiteResult('ewmaVariance', weighted.estimate(forecasts));
}

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
export function ewmaIrregular(input: EwmaInput): EwmaEstimate {
  const { intervals, returns, halfLife, initialVariance } = input;
  requirePositive({ halfLife });
  requireNonNegative({ initialVariance });
  requireSameLength({ intervals, returns });
  requirePositiveList('intervals', intervals);
  requireList('returns', returns);
  const weighted = new WeightedVariance(initialVariance);
  const forecasts = returns.map((change, index) => {
    const interval = intervals[index] ?? Number.NaN;
    const forecast = weighted.variance * interval;
    const weight = -Math.expm1((-Math.LN2 * interval) / halfLife);
    weighted.add((change * change) / interval, weight);
    return forecast;
  });
  return finiteResult('ewmaIrregular', weighted.estimate(forecasts));
}
