/**
 * Variance of prices observed with noise, for example through the bounce between bid and ask:
 * Zhang, Mykland and Ait-Sahalia, A tale of two time scales, JASA 100 (2005).
 */
import { finiteResult, requireWhole } from '../domain.js';
import { requireList, requirePositiveList } from '../shapes.js';
import { logReturns } from './log-return.js';

/** Arguments of {@link twoScaleVariance}. */
export interface TwoScaleInput {
  /** Prices above 0, oldest first, at least 3. */
  readonly prices: readonly number[];
  /** Interleaved sparse grids K, from 2 to the number of returns. */
  readonly gridCount: number;
}

/** What {@link twoScaleVariance} returns; variances of log prices over the window. */
export interface TwoScaleVariance {
  /** Sum of squared returns from price to price; mostly noise. */
  readonly allVariance: number;
  /** Mean of the realised variances of the sparse grids. */
  readonly averageVariance: number;
  /** The average less the noise that it still holds; may be below 0. */
  readonly twoScaleVariance: number;
  /** The same with the small-sample factor of the paper. */
  readonly adjustedVariance: number;
  /** Variance of the noise of one price, 0 or more. */
  readonly noiseVariance: number;
  /** Standard error of the two-scale variance, for a volatility that is constant in the window. */
  readonly standardError: number;
  /**
   * Number of grids that would make the standard error least, by these estimates; null when there
   * is no variance left to estimate.
   */
  readonly optimalGridCount: number | null;
}

/**
 * Two-scale realised variance. With n returns, K grids and mean grid size m = (n - K + 1) / K it is
 * RVavg - (m / n) RVall, adjusted by 1 / (1 - m / n). Its asymptotic variance is
 * 8 n / K^2 s^4 + 4/3 K / n IV^2, where s^2 is the noise variance and IV the variance sought.
 *
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function twoScaleVariance(input: TwoScaleInput): TwoScaleVariance {
  const { prices, gridCount } = input;
  requireList('prices', prices, 3);
  requirePositiveList('prices', prices);
  const returns = logReturns(prices);
  const count = returns.length;
  requireWhole({ gridCount }, 2, count);
  const allVariance = returns.reduce((sum, change) => sum + change * change, 0);
  const averageVariance = sparseSquares(returns, gridCount) / gridCount;
  const gridShare = (count - gridCount + 1) / gridCount / count;
  const plain = averageVariance - gridShare * allVariance;
  const adjustedVariance = plain / (1 - gridShare);
  const noiseVariance = Math.max(allVariance - adjustedVariance, 0) / (2 * count);
  const fromNoise = (8 * count * noiseVariance ** 2) / gridCount ** 2;
  const fromPath = ((4 / 3) * gridCount * adjustedVariance ** 2) / count;
  const ratio = (12 * noiseVariance ** 2) / adjustedVariance ** 2;
  const optimal = Math.round(Math.cbrt(ratio) * count ** (2 / 3));
  return finiteResult('twoScaleVariance', {
    allVariance,
    averageVariance,
    twoScaleVariance: plain,
    adjustedVariance,
    noiseVariance,
    standardError: Math.sqrt(fromNoise + fromPath),
    optimalGridCount: adjustedVariance > 0 ? Math.min(Math.max(optimal, 2), count) : null,
  });
}

/** Sum of squared log returns over `span` neighbouring steps, all overlapping windows. */
function sparseSquares(returns: readonly number[], span: number): number {
  let sum = 0;
  for (let end = span; end <= returns.length; end += 1) {
    let change = 0;
    for (let index = end - span; index < end; index += 1) change += returns[index] ?? 0;
    sum += change * change;
  }
  return sum;
}
