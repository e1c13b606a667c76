/**
 * Variance of regularly or irregularly observed prices as a sum of squared changes (Andersen and
 * Bollerslev 1998), and its part that is not jumps (Barndorff-Nielsen and Shephard 2004, 2006).
 */
import { finiteResult, requirePositive } from '../domain.js';
import { normalCdf } from '../normal.js';
import { requireList, requirePositiveList } from '../shapes.js';
import { logReturns } from './log-return.js';

/** Prices of one window, for the estimators of this file. */
export interface RealizedInput {
  /** Prices above 0, oldest first, at least 2. */
  readonly prices: readonly number[];
  /** Time from the first to the last price, above 0. */
  readonly elapsed: number;
}

/** What {@link realizedVariance} returns. */
export interface RealizedVariance {
  /** Sum of squared log returns over the window. */
  readonly logVariance: number;
  /** The same per unit of time. */
  readonly logVariancePerTime: number;
  /** Sum of squared price changes over the window, price squared. */
  readonly priceVariance: number;
  /** Absolute volatility as quoting models take it, price per square root of time. */
  readonly priceVolatility: number;
  /** Standard error of the log variance, from the fourth powers of the returns. */
  readonly logVarianceStandardError: number;
  /** Standard error of the price variance. */
  readonly priceVarianceStandardError: number;
}

const sumOf = (values: readonly number[], term: (value: number) => number): number =>
  values.reduce((sum, value) => sum + term(value), 0);

/** sqrt(2/3 sum r^4): consistent for a diffusion without jumps (Barndorff-Nielsen, Shephard 2002). */
const quarticError = (returns: readonly number[]): number =>
  Math.sqrt((2 / 3) * sumOf(returns, (change) => change ** 4));

/**
 * Realised variance of log prices and of prices.
 *
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function realizedVariance(input: RealizedInput): RealizedVariance {
  const { prices, elapsed } = input;
  requireList('prices', prices, 2);
  requirePositiveList('prices', prices);
  requirePositive({ elapsed });
  const returns = logReturns(prices);
  const changes = prices.slice(1).map((price, index) => price - (prices[index] ?? Number.NaN));
  const logVariance = sumOf(returns, (change) => change * change);
  const priceVariance = sumOf(changes, (change) => change * change);
  return finiteResult('realizedVariance', {
    logVariance,
    logVariancePerTime: logVariance / elapsed,
    priceVariance,
    priceVolatility: Math.sqrt(priceVariance / elapsed),
    logVarianceStandardError: quarticError(returns),
    priceVarianceStandardError: quarticError(changes),
  });
}

/** What {@link bipowerVariation} returns. */
export interface BipowerVariation {
  /** Sum of squared log returns. */
  readonly realizedVariance: number;
  /** pi/2 times the sum of products of neighbouring |returns|: jumps hardly enter. */
  readonly bipowerVariation: number;
  /**
   * Standard error of the bipower variation, sqrt(((pi/2)^2 + pi - 3) TQ / n); null with fewer than 3
   * returns.
   */
  readonly bipowerStandardError: number | null;
  /** The part of the realised variance that jumps made, 0 or more. */
  readonly jumpVariation: number;
  /**
   * Ratio test against "no jumps", standard normal without them; null with fewer than 3 returns or
   * prices that do not move.
   */
  readonly jumpScore: number | null;
  /** Probability of such a score without jumps; small: there were jumps. Null as the score. */
  readonly pValue: number | null;
}

/**
 * Bipower variation of log prices and the ratio test for jumps of Huang and Tauchen 2005:
 * z = (RV - BV) / RV / sqrt(((pi/2)^2 + pi - 5) / n max(1, TQ / BV^2)) with the tripower quarticity
 * TQ = n mu^-3 sum of |r r' r''|^(4/3) and mu = E|Z|^(4/3) for a normal Z.
 *
 * @param prices above 0, oldest first, at least 2
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function bipowerVariation(prices: readonly number[]): BipowerVariation {
  requireList('prices', prices, 2);
  requirePositiveList('prices', prices);
  const sizes = logReturns(prices).map(Math.abs);
  const realized = sumOf(sizes, (size) => size * size);
  const neighbours = sizes.slice(1).map((size, index) => size * (sizes[index] ?? 0));
  const bipower = (Math.PI / 2) * sumOf(neighbours, (product) => product);
  const tripower = tripowerQuarticity(sizes);
  const jumpScore = jumpScoreOf(sizes.length, realized, bipower, tripower);
  return finiteResult('bipowerVariation', {
    realizedVariance: realized,
    bipowerVariation: bipower,
    bipowerStandardError:
      tripower === null ? null : Math.sqrt((BIPOWER_FACTOR * tripower) / sizes.length),
    jumpVariation: Math.max(realized - bipower, 0),
    jumpScore,
    pValue: jumpScore === null ? null : normalCdf(-jumpScore),
  });
}

/** E|Z|^(4/3) = 2^(2/3) gamma(7/6) / gamma(1/2). */
const MU_FOUR_THIRDS = 0.830860925029559;

/** (pi/2)^2 + pi - 3: variance of the bipower variation in units of the integrated quarticity. */
const BIPOWER_FACTOR = (Math.PI / 2) ** 2 + Math.PI - 3;

/** n mu^-3 sum of |r r' r''|^(4/3); null with fewer than 3 returns. */
function tripowerQuarticity(sizes: readonly number[]): number | null {
  const count = sizes.length;
  if (count < 3) return null;
  let products = 0;
  for (let index = 2; index < count; index += 1) {
    const three = (sizes[index] ?? 0) * (sizes[index - 1] ?? 0) * (sizes[index - 2] ?? 0);
    products += Math.cbrt(three) ** 4;
  }
  return (count / MU_FOUR_THIRDS ** 3) * products;
}

function jumpScoreOf(
  count: number,
  realized: number,
  bipower: number,
  tripower: number | null,
): number | null {
  if (tripower === null || realized === 0 || bipower === 0) return null;
  const perReturn = (BIPOWER_FACTOR - 2) / count;
  const spread = Math.sqrt(perReturn * Math.max(1, tripower / bipower ** 2));
  return (realized - bipower) / realized / spread;
}
