/**
 * Gueant, Optimal market making, Applied Mathematical Finance 24(2) 2017 (arXiv:1605.01862): the
 * closed form of Gueant, Lehalle and Fernandez-Tapia 2013 for any trade size and any aversion xi to
 * non-execution. Affine in inventory and in volatility.
 */
import { finiteResult, requireFinite, requireNonNegative, requirePositive } from '../domain.js';
import { halfSpreadConstant, inverseC } from './intensity-terms.js';

/** Arguments of {@link gueantCoefficients}. */
export interface GueantParameters {
  /** Risk aversion, 1/quote currency, 0 or more. */
  readonly gamma: number;
  /** Aversion to non-execution, 1/quote currency: gamma (CARA) or 0 (mean-variance), 0 or more. */
  readonly xi: number;
  /** Fill intensity at the fair value, 1/time, above 0. */
  readonly intensityA: number;
  /** Decay of the fill intensity, 1/price, above 0. */
  readonly intensityK: number;
  /** Size of one fill in base units, above 0. */
  readonly tradeSize: number;
}

/** Half-spread = c1 + tradeSize sigma c2 / 2, skew per unit of inventory = sigma c2. */
export interface GueantCoefficients {
  /** Price. */
  readonly c1: number;
  /** Square root of time per base unit. */
  readonly c2: number;
}

/**
 * Coefficients of the closed form, eqs 4.6 to 4.9: with x = xi D / k,
 * c1 = ln(1 + x) / (x k), c2 = sqrt(gamma / (2 A D k) (1 + x)^(1 + 1/x)).
 *
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function gueantCoefficients(parameters: GueantParameters): GueantCoefficients {
  const { gamma, xi, intensityA, intensityK, tradeSize } = parameters;
  requireNonNegative({ gamma, xi });
  requirePositive({ intensityA, intensityK, tradeSize });
  const aversion = xi * tradeSize;
  const perFill = gamma / (2 * intensityA * tradeSize * intensityK);
  return finiteResult('gueantCoefficients', {
    c1: halfSpreadConstant(aversion, intensityK),
    c2: Math.sqrt(perFill * inverseC(aversion / intensityK)),
  });
}

/** Arguments of {@link gueantQuotes}. */
export interface GueantInput extends GueantParameters {
  /** Volatility, price per square root of time, 0 or more. */
  readonly sigma: number;
  /** Signed inventory in base units, long above 0. */
  readonly position: number;
}

/** Distances of both quotes from the fair value, in price. */
export interface GueantQuotes extends GueantCoefficients {
  /** Half-spread at any inventory. */
  readonly halfSpread: number;
  /** Shift of both quotes per base unit of inventory. */
  readonly skewPerUnit: number;
  /** Fair value - bid; may be below 0. */
  readonly deltaBid: number;
  /** Ask - fair value; may be below 0. */
  readonly deltaAsk: number;
}

/**
 * Quotes of the closed form: deltaBid = half + q skew, deltaAsk = half - q skew.
 *
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function gueantQuotes(input: GueantInput): GueantQuotes {
  const { sigma, position } = input;
  requireFinite({ position });
  requireNonNegative({ sigma });
  const { c1, c2 } = gueantCoefficients(input);
  const skewPerUnit = sigma * c2;
  const halfSpread = c1 + (input.tradeSize * skewPerUnit) / 2;
  const skew = position * skewPerUnit;
  return finiteResult('gueantQuotes', {
    c1,
    c2,
    halfSpread,
    skewPerUnit,
    deltaBid: halfSpread + skew,
    deltaAsk: halfSpread - skew,
  });
}
