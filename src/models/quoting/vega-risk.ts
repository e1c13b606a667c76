/**
 * Market making in many options on one underlying whose delta is hedged all the time: what is left
 * is the vega of the whole book. Baldacci, Bergault and Gueant, Algorithmic market making for
 * options, Quantitative Finance 21(1) 2021 (arXiv:1907.12433), with constant vegas and the same
 * drift of variance in market and model, solved in quadratic approximation as in multi-asset.ts.
 */
import { DomainError } from '../../errors.js';
import { finiteResult, requireFinite, requireNonNegative, requirePositive } from '../domain.js';
import { bestLogisticQuote, type LogisticIntensity } from './logistic-intensity.js';

/** One option that is quoted. */
export interface OptionFlow extends LogisticIntensity {
  /** Price per 1.00 of volatility. */
  readonly vega: number;
  /** Size of one fill, options, above 0. */
  readonly tradeSize: number;
}

/** Arguments of {@link vegaAversion}. */
export interface VegaRiskParameters {
  /** At least one option with a vega. */
  readonly options: readonly OptionFlow[];
  /** Risk aversion, 1/quote currency, 0 or more. */
  readonly gamma: number;
  /** Volatility of the variance (Heston's xi) per square root of time, 0 or more. */
  readonly volOfVariance: number;
}

/** Arguments of {@link vegaRiskQuotes}. */
export interface VegaRiskInput extends VegaRiskParameters {
  /** Vega of the whole book: sum of positions times vegas. */
  readonly portfolioVega: number;
  /** Largest |vega| that a fill may lead to, 0 or more. */
  readonly maxVega: number;
}

/** What {@link vegaRiskQuotes} returns; lists have one entry per option. */
export interface VegaRiskQuotes {
  /** a of the value function -a V^2, quote currency per squared vega. */
  readonly aversion: number;
  /** Fair value - bid, price; may be below 0. */
  readonly deltaBid: readonly number[];
  /** Ask - fair value, price; may be below 0. */
  readonly deltaAsk: readonly number[];
  /** Whether the book's vega stays within the limit after a fill of the bid. */
  readonly bidAllowed: readonly boolean[];
  readonly askAllowed: readonly boolean[];
}

/** What the book's vega is squared by to be a cost, and how fast flow can change it. */
export interface VegaAversion {
  /** a of the value function -a V^2, quote currency per squared vega. */
  readonly aversion: number;
  /** Sum of z H''(0) vega^2 over the options: squared vega per time and quote currency. */
  readonly flowResponse: number;
}

/**
 * a = sqrt(gamma xi^2 / (32 sum z_i H_i''(0) vega_i^2)): far from the horizon, where a change of
 * inventory pays for its own cost. One number for the whole book.
 *
 * @throws DomainError when an argument is outside its range, no option has a vega or the result
 *   overflows
 */
export function vegaAversion({ options, gamma, volOfVariance }: VegaRiskParameters): VegaAversion {
  requireNonNegative({ gamma, volOfVariance });
  const flowResponse = options.reduce((sum, option) => {
    const { lambda, alpha, beta, vega, tradeSize } = option;
    requirePositive({ lambda, beta, tradeSize });
    requireFinite({ alpha, vega });
    return sum + bestLogisticQuote(option, 0, tradeSize).earningCurvature * vega * vega;
  }, 0);
  if (!(flowResponse > 0)) {
    throw new DomainError('no option has both flow and a vega', { flowResponse });
  }
  const aversion = volOfVariance * Math.sqrt(gamma / (32 * flowResponse));
  return finiteResult('vegaAversion', { aversion, flowResponse });
}

/** Arguments of {@link gammaForVegaSkew}. */
export interface VegaSkewInput extends Omit<VegaRiskParameters, 'gamma'> {
  /** Vega of the book at which the skew is meant, for example its limit, above 0. */
  readonly fullVega: number;
  /** Volatility by which the book at full vega values one more vega less, 1.00 = 100 %. */
  readonly skewVolatility: number;
}

/**
 * Risk aversion with this skew: at vega V one more vega costs 2 a V, so that a = skew / (2 V) and
 * gamma = 32 sum z_i H_i''(0) vega_i^2 a^2 / xi^2.
 *
 * @throws DomainError when an argument is outside its range, no option has a vega or the result
 *   overflows
 */
export function gammaForVegaSkew(input: VegaSkewInput): number {
  const { volOfVariance, fullVega, skewVolatility } = input;
  requirePositive({ volOfVariance, fullVega });
  requireNonNegative({ skewVolatility });
  const { flowResponse } = vegaAversion({ ...input, gamma: 0 });
  const perVariance = skewVolatility / (2 * fullVega * volOfVariance);
  return finiteResult('gammaForVegaSkew', { gamma: 32 * flowResponse * perVariance ** 2 }).gamma;
}

/** Volatility by which a book at full vega values one more vega less; see {@link VegaSkewInput}. */
export function vegaSkewOf({ aversion }: VegaAversion, fullVega: number): number {
  requireNonNegative({ fullVega });
  return finiteResult('vegaSkewOf', { skew: 2 * aversion * fullVega }).skew;
}

/**
 * Best quotes against the costs a (z vega^2 + 2 V vega) of a bid and a (z vega^2 - 2 V vega) of an
 * ask. A fill costs one addition to V; everything else is per option.
 *
 * @throws DomainError as {@link vegaAversion}
 */
export function vegaRiskQuotes(input: VegaRiskInput): VegaRiskQuotes {
  const { options, portfolioVega, maxVega } = input;
  requireFinite({ portfolioVega });
  requireNonNegative({ maxVega });
  const { aversion } = vegaAversion(input);
  const delta = (option: OptionFlow, side: 1 | -1): number => {
    const { vega, tradeSize } = option;
    const cost = aversion * vega * (tradeSize * vega + side * 2 * portfolioVega);
    return bestLogisticQuote(option, cost, tradeSize).delta;
  };
  const isAllowed = ({ vega, tradeSize }: OptionFlow, side: 1 | -1): boolean =>
    Math.abs(portfolioVega + side * tradeSize * vega) <= maxVega;
  return finiteResult('vegaRiskQuotes', {
    aversion,
    deltaBid: options.map((option) => delta(option, 1)),
    deltaAsk: options.map((option) => delta(option, -1)),
    bidAllowed: options.map((option) => isAllowed(option, 1)),
    askAllowed: options.map((option) => isAllowed(option, -1)),
  });
}
