/**
 * No-trade band of a delta hedge around the delta at a modified volatility: Zakamouline, Efficient
 * analytic approximation of the optimal hedging strategy for a European call option with
 * transaction costs, Quantitative Finance 6(5) 2006. The coefficient of the modified volatility is
 * -4.76; a reprint in a textbook shows -5.76.
 */
import { finiteResult, requireNonNegative, requirePositive } from '../domain.js';
import { blackScholesMerton, type OptionType } from '../options/index.js';

/** Arguments of {@link zakamoulineBand}. */
export interface ZakamoulineInput {
  readonly type: OptionType;
  /** Whether the option is held or written. */
  readonly side: 'long' | 'short';
  /** Price of the underlying, above 0. */
  readonly spot: number;
  /** Above 0. */
  readonly strike: number;
  /** Interest rate, continuously compounded, 1/year. */
  readonly rate: number;
  /** Lognormal volatility per square root of a year, above 0. */
  readonly volatility: number;
  /** Above 0. */
  readonly timeToExpiryYears: number;
  /** One-way cost as a share of the traded value, 0 or more. */
  readonly costRate: number;
  /** Absolute risk aversion, 1/quote currency, above 0. */
  readonly riskAversion: number;
}

/** What {@link zakamoulineBand} returns; hedges in units of underlying per option. */
export interface ZakamoulineBand {
  /** Part of the half-width that remains without gamma, H0. */
  readonly baseHalfWidth: number;
  /** Part of the half-width that grows with gamma, H1. */
  readonly gammaHalfWidth: number;
  /** Their sum. */
  readonly halfWidth: number;
  /** K, 0 or below: share by which the variance is lowered (long) or raised (short). */
  readonly varianceShift: number;
  /** Null when K is -1 or below for a long option, where the approximation ends. */
  readonly modifiedVolatility: number | null;
  /** Delta of the option at the modified volatility, center of the band; null as that. */
  readonly center: number | null;
}

/**
 * H0 = lambda / (a S s^2 tau), H1 = 1.12 lambda^0.31 tau^0.05 (e^(-r tau) / s)^0.25
 * (|gamma| / a)^0.5, K = -4.76 lambda^0.78 tau^-0.02 (e^(-r tau) / s)^0.25 (a S^2 |gamma|)^0.15,
 * variance s^2 (1 + K) for a long and s^2 (1 - K) for a short option.
 *
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function zakamoulineBand(input: ZakamoulineInput): ZakamoulineBand {
  const { type, side, spot, strike, rate, volatility, timeToExpiryYears } = input;
  const { costRate, riskAversion } = input;
  requirePositive({ spot, volatility, timeToExpiryYears, riskAversion });
  requireNonNegative({ costRate });
  const option = { type, spot, strike, rate, dividendYield: 0, timeToExpiryYears };
  const { gamma } = blackScholesMerton({ ...option, volatility });
  const variance = volatility * volatility * timeToExpiryYears;
  const discounted = (Math.exp(-rate * timeToExpiryYears) / volatility) ** 0.25;
  const baseHalfWidth = costRate / (riskAversion * spot * variance);
  const gammaHalfWidth =
    1.12 *
    costRate ** 0.31 *
    timeToExpiryYears ** 0.05 *
    discounted *
    Math.sqrt(gamma / riskAversion);
  const varianceShift =
    0 -
    4.76 *
      costRate ** 0.78 *
      timeToExpiryYears ** -0.02 *
      discounted *
      (riskAversion * spot * spot * gamma) ** 0.15;
  const factor = side === 'long' ? 1 + varianceShift : 1 - varianceShift;
  const modifiedVolatility = factor > 0 ? volatility * Math.sqrt(factor) : null;
  const center =
    modifiedVolatility === null
      ? null
      : blackScholesMerton({ ...option, volatility: modifiedVolatility }).delta;
  return finiteResult('zakamoulineBand', {
    baseHalfWidth,
    gammaHalfWidth,
    halfWidth: baseHalfWidth + gammaHalfWidth,
    varianceShift,
    modifiedVolatility,
    center,
  });
}
