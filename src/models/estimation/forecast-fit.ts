/** How well variances that were expected before each return fit the returns that came. */
import { chiSquaredTail } from '../chi-squared.js';
import { finiteResult, requireWhole } from '../domain.js';
import { requireList, requirePositiveList, requireSameLength } from '../shapes.js';

/** Arguments of {@link varianceForecastFit}. */
export interface ForecastFitInput {
  /** Returns, oldest first; at least two more than lags. */
  readonly returns: readonly number[];
  /** Variance expected of each return before it came, above 0. */
  readonly forecasts: readonly number[];
  /** Autocorrelations that are tested, 1 or more; 10 unless told. */
  readonly lags?: number;
}

/** What {@link varianceForecastFit} returns. */
export interface ForecastFit {
  /** Gaussian log-likelihood of the returns; the larger, the better the forecasts. */
  readonly logLikelihood: number;
  /** Mean of r^2 / v: 1 when the level is right, above 1 when the forecasts are too low. */
  readonly meanSquaredScore: number;
  /** Standard error of that mean. */
  readonly scoreStandardError: number;
  /** Ljung-Box statistic of r^2 / v: clustering of volatility that the forecasts have missed. */
  readonly ljungBox: number;
  /** Its p-value by the chi-squared distribution with `lags` degrees of freedom. */
  readonly pValue: number;
}

/**
 * Likelihood, level and remaining clustering of the squared scores r^2 / v (Ljung and Box 1978,
 * applied to squares by McLeod and Li 1983).
 *
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function varianceForecastFit(input: ForecastFitInput): ForecastFit {
  const { returns, forecasts, lags = 10 } = input;
  requireWhole({ lags }, 1);
  requireList('returns', returns, lags + 2);
  requireSameLength({ returns, forecasts });
  requirePositiveList('forecasts', forecasts);
  const count = returns.length;
  let logLikelihood = (-count / 2) * Math.log(2 * Math.PI);
  const scores = returns.map((change, index) => {
    const forecast = forecasts[index] ?? Number.NaN;
    const score = (change / forecast) * change;
    logLikelihood -= (Math.log(forecast) + score) / 2;
    return score;
  });
  const meanSquaredScore = scores.reduce((sum, score) => sum + score, 0) / count;
  const centred = scores.map((score) => score - meanSquaredScore);
  const squares = productSum(centred, 0);
  const ljungBox = squares > 0 ? ljungBoxOf(centred, squares, lags) : 0;
  return finiteResult('varianceForecastFit', {
    logLikelihood,
    meanSquaredScore,
    scoreStandardError: Math.sqrt(squares / (count - 1) / count),
    ljungBox,
    pValue: chiSquaredTail(ljungBox, lags),
  });
}

function ljungBoxOf(centred: readonly number[], squares: number, lags: number): number {
  const count = centred.length;
  let sum = 0;
  for (let lag = 1; lag <= lags; lag += 1) {
    sum += (productSum(centred, lag) / squares) ** 2 / (count - lag);
  }
  return count * (count + 2) * sum;
}

/** Sum of products of entries that are `lag` apart. */
function productSum(values: readonly number[], lag: number): number {
  let sum = 0;
  for (let index = lag; index < values.length; index += 1) {
    sum += (values[index] ?? 0) * (values[index - lag] ?? 0);
  }
  return sum;
}
