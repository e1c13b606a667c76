/**
 * Fill intensity lambda(delta) = A exp(-k delta) by a straight line through the logarithms of
 * measured intensities. Quick, but blind to distances without a fill: prefer
 * `poissonIntensity` where counts are at hand.
 */
import { DomainError } from '../../errors.js';
import { finiteResult } from '../domain.js';
import {
  requireList,
  requireNonNegativeList,
  requirePositiveList,
  requireSameLength,
} from '../shapes.js';

/** Arguments of {@link regressIntensity}. */
export interface IntensityRegressionInput {
  /** Distances from the reference price, price or ticks, at least two different ones. */
  readonly distances: readonly number[];
  /** Fills per unit of time at each distance, above 0. */
  readonly intensities: readonly number[];
  /**
   * Weight of each point, 0 or more, for example its fills; equal weights when absent. A point of
   * weight 0 does not count; two different distances must.
   */
  readonly weights?: readonly number[];
}

/** What {@link regressIntensity} returns. */
export interface IntensityRegression {
  /** Intensity at distance 0, 1/time. */
  readonly intensityA: number;
  /** Decay, 1/distance; at 0 or below fills do not thin out and no quoting model can use it. */
  readonly intensityK: number;
  /** Standard error of A; null with two points, which any line fits. */
  readonly standardErrorA: number | null;
  /** Standard error of k; null with two points. */
  readonly standardErrorK: number | null;
  /** Share of the variance of the logarithms that the line explains, 0 to 1. */
  readonly rSquared: number;
}

/**
 * (Weighted) least squares of ln lambda on delta: k = -slope, A = exp(intercept).
 *
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function regressIntensity(input: IntensityRegressionInput): IntensityRegression {
  const { distances, intensities } = input;
  const weights = input.weights ?? distances.map(() => 1);
  requireList('distances', distances, 2);
  requireSameLength({ distances, intensities, weights });
  requirePositiveList('intensities', intensities);
  requireNonNegativeList('weights', weights);
  const line = fitLine(distances, intensities.map(Math.log), weights);
  const intensityA = Math.exp(line.intercept);
  const errors = lineErrors(line, weights.filter((weight) => weight > 0).length);
  return finiteResult('regressIntensity', {
    intensityA,
    intensityK: 0 - line.slope,
    standardErrorA: errors === null ? null : intensityA * errors.intercept,
    standardErrorK: errors === null ? null : errors.slope,
    rSquared: line.total > 0 ? Math.max(0, 1 - line.residual / line.total) : 1,
  });
}

interface Line {
  readonly intercept: number;
  readonly slope: number;
  readonly meanX: number;
  /** Sum of weights. */
  readonly weight: number;
  /** Weighted squared deviations of x. */
  readonly squaresX: number;
  /** Weighted squared deviations of y, and of y from the line. */
  readonly total: number;
  readonly residual: number;
}

/** Weighted least squares on deviations from the weighted means. */
function fitLine(x: readonly number[], y: readonly number[], weights: readonly number[]): Line {
  const weight = weights.reduce((sum, value) => sum + value, 0);
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value, index) => sum + (weights[index] ?? 0) * value, 0) / weight;
  const [meanX, meanY] = [mean(x), mean(y)];
  const dx = x.map((value) => value - meanX);
  const dy = y.map((value) => value - meanY);
  const products = (left: readonly number[], right: readonly number[]): number =>
    mean(left.map((value, index) => value * (right[index] ?? 0))) * weight;
  const squaresX = products(dx, dx);
  if (!(squaresX > 0)) {
    throw new DomainError('distances with a weight are all equal; allowed: two different ones', {
      distance: x[0],
    });
  }
  const slope = products(dx, dy) / squaresX;
  const rest = dy.map((value, index) => value - slope * (dx[index] ?? 0));
  const intercept = meanY - slope * meanX;
  const total = products(dy, dy);
  return { intercept, slope, meanX, weight, squaresX, total, residual: products(rest, rest) };
}

function lineErrors(line: Line, count: number): { slope: number; intercept: number } | null {
  if (count < 3) return null;
  const variance = line.residual / (count - 2);
  const spread = 1 / line.weight + line.meanX ** 2 / line.squaresX;
  return {
    slope: Math.sqrt(variance / line.squaresX),
    intercept: Math.sqrt(variance * spread),
  };
}
