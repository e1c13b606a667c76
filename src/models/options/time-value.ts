/**
 * Time value of a European option under a lognormal forward, with full relative accuracy in the
 * wings, near the money and for the smallest volatilities, where the difference of the two
 * probabilities of the textbook formula has no digits left.
 *
 * The time value is the price of the out-of-the-money one of call and put. With total volatility s,
 * t = s / 2 and a = |ln(A / B)| / s for the legs A and B of the option it is
 * sqrt(A B) n(a) exp(-t^2 / 2) (M(a - t) - M(a + t)), where M = (1 - N) / n is the Mills ratio.
 */
import { gaussianRoot, millsRatio, normalCdf, ROOT_TWO_PI } from '../normal.js';

/** From this center on the continued fraction has converged after {@link FRACTION_DEPTH} steps. */
const FRACTION_CENTER = 3;
const FRACTION_DEPTH = 41;
/** Terms of the series below that center; the last is below 1e-17 of the first. */
const SERIES_TERMS = 31;
/** A wider difference loses no digits and is taken as it is. */
const WIDE = 0.5;
/** The density is taken as 0 beyond. */
const CENTER_MAX = 40;

/**
 * 2 (J1 t + J3 t^3 / 3! + ...) with J_n the integral of u^n exp(-a u - u^2 / 2) over u > 0. All
 * terms are positive. Their ratios r_n = J_n / J_(n-1) form the continued fraction of Laplace,
 * r_n = n / (a + r_(n+1)), which is summed together with the series from the far end.
 */
function differenceByFraction(center: number, halfWidth: number): number {
  const square = halfWidth * halfWidth;
  let ratio = (Math.sqrt(center * center + 4 * (FRACTION_DEPTH + 1)) - center) / 2;
  let sum = 1;
  for (let n = FRACTION_DEPTH; n > 1; n -= 2) {
    const outer = center + ratio;
    const inner = center + n / outer;
    sum = 1 + (square / (outer * inner)) * sum;
    ratio = (n - 1) / inner;
  }
  const outer = center + ratio;
  return (2 * halfWidth * sum) / (outer * (center + 1 / outer));
}

/** The same series with J_n / n! from J_0 = M(a) upwards, which is stable for a small center. */
function differenceBySeries(center: number, halfWidth: number): number {
  const square = halfWidth * halfWidth;
  let even = millsRatio(center);
  let odd = 1 - center * even;
  let power = halfWidth;
  let sum = 0;
  for (let n = 1; n <= SERIES_TERMS; n += 2) {
    sum += odd * power;
    even = (even - center * odd) / (n + 1);
    odd = (odd - center * even) / (n + 2);
    power *= square;
  }
  return 2 * sum;
}

/**
 * M(center - halfWidth) - M(center + halfWidth) of the Mills ratio M.
 *
 * @param center 0 or more
 * @param halfWidth above 0, at most center or below {@link WIDE}
 */
export function millsDifference(center: number, halfWidth: number): number {
  if (halfWidth >= WIDE && halfWidth >= center / 4) {
    return millsRatio(center - halfWidth) - millsRatio(center + halfWidth);
  }
  return center < FRACTION_CENTER
    ? differenceBySeries(center, halfWidth)
    : differenceByFraction(center, halfWidth);
}

/**
 * Time value of an option that swaps one leg for the other. It checks nothing: for evaluation in
 * batch behind a caller that did.
 *
 * @param underlyingLeg present value of what a call receives, 0 or more
 * @param strikeLeg present value of what a call pays, 0 or more, same currency
 * @param logMoneyness ln(underlyingLeg / strikeLeg), with the digits the caller has
 * @param totalVolatility lognormal volatility times the square root of time, 0 or more
 */
export function timeValue(
  underlyingLeg: number,
  strikeLeg: number,
  logMoneyness: number,
  totalVolatility: number,
): number {
  const halfWidth = totalVolatility / 2;
  const center = Math.abs(logMoneyness) / totalVolatility;
  if (halfWidth === 0 || center > CENTER_MAX + halfWidth) return 0;
  const small = logMoneyness < 0 ? underlyingLeg : strikeLeg;
  const large = logMoneyness < 0 ? strikeLeg : underlyingLeg;
  if (halfWidth >= WIDE && halfWidth > center) {
    return small * normalCdf(halfWidth - center) - large * normalCdf(-halfWidth - center);
  }
  const scale = Math.sqrt(small) * Math.sqrt(large);
  const root = gaussianRoot(center);
  const difference = millsDifference(center, halfWidth) * Math.exp((-halfWidth * halfWidth) / 2);
  return ((scale * root * difference) / ROOT_TWO_PI) * root;
}
