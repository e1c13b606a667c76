/** GARCH(1,1), Bollerslev 1986: variance that is pulled back to a long-run level. */
import { finiteResult, requireBetween, requireNonNegative } from '../domain.js';
import { requireList } from '../shapes.js';

/** Arguments of {@link garchVariance}. */
export interface GarchInput {
  /** Return of each step, oldest first. */
  readonly returns: readonly number[];
  /** Constant, variance per step, 0 or more. */
  readonly omega: number;
  /** Weight of the squared return, 0 to 1. */
  readonly alpha: number;
  /** Weight of the variance before, 0 to 1. */
  readonly beta: number;
  /** Variance per step before the first return, 0 or more. */
  readonly initialVariance: number;
}

/** What {@link garchVariance} returns. */
export interface GarchEstimate {
  /** Variance per step after the last return. */
  readonly variance: number;
  /** Square root of the variance. */
  readonly volatility: number;
  /** omega / (1 - alpha - beta); null when alpha + beta >= 1, where there is none. */
  readonly longRunVariance: number | null;
  /** Variance of each return as it was expected before it; for `varianceForecastFit`. */
  readonly forecasts: readonly number[];
}

/**
 * v = omega + alpha r^2 + beta v.
 *
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function garchVariance(input: GarchInput): GarchEstimate {
  const { returns, omega, alpha, beta, initialVariance } = input;
  requireList('returns', returns);
  requireNonNegative({ omega, initialVariance });
  requireBetween({ alpha, beta }, 0, 1);
  let variance = initialVariance;
  const forecasts = returns.map((change) => {
    const forecast = variance;
    variance = omega + alpha * change * change + beta * variance;
    return forecast;
  });
  // The larger weight first: the difference is then exact.
  const pull = 1 - Math.max(alpha, beta) - Math.min(alpha, beta);
  const longRunVariance = pull > 0 ? omega / pull : null;
  const volatility = Math.sqrt(variance);
  return finiteResult('garchVariance', { variance, volatility, longRunVariance, forecasts });
}
