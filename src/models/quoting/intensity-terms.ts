/**
 * Two terms that every model with fill intensity A e^(-k delta) shares, in forms that keep all
 * digits for a risk aversion of 0 and of denormal size.
 */

/** ln(1 + x) / x for x >= 0, with its limit 1 at 0. Falls from 1 to 0. */
export function log1pRatio(x: number): number {
  return x === 0 ? 1 : Math.log1p(x) / x;
}

/**
 * Constant part of the half-spread, price: ln(1 + a/k) / a, with its limit 1/k at a = 0.
 * Avellaneda and Stoikov 2008 eq. 30; Gueant 2017 eq. 4.7.
 *
 * @param aversion risk aversion times trade size, 1/price, 0 or more
 * @param k decay of the fill intensity, 1/price, above 0
 */
export function halfSpreadConstant(aversion: number, k: number): number {
  return log1pRatio(aversion / k) / k;
}

/**
 * (1 + x)^(1 + 1/x), with its limit e at 0: the inverse of Gueant's constant C.
 *
 * @param x xi times trade size / k, 0 or more
 */
export function inverseC(x: number): number {
  return Math.exp(Math.log1p(x) + log1pRatio(x));
}
