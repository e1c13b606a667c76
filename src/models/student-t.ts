/**
 * Student's t distribution for real degrees of freedom nu. The upper tail is half the incomplete
 * beta function I_x(nu/2, 1/2) at x = nu / (nu + t^2), by its continued fraction. Tails have a
 * relative error below 1e-12 up to nu = 10,000 and below 1e-10 up to 1,000,000.
 */
import { DomainError } from '../errors.js';
import { requireBetween, requireFinite, requireInside } from './domain.js';
import { normalQuantile } from './normal.js';
import { monotoneRoot } from './root.js';

/** Degrees of freedom up to which the continued fraction is evaluated; beyond, t is normal. */
const DEGREES_OF_FREEDOM_MAX = 1e6;
const FRACTION_STEPS_MAX = 10_000;

/**
 * gamma(z + 1/2) / gamma(z): recursion upwards to where the series in 1 / (z - 1/4)^2 is exact. No
 * gamma function of a large argument is formed, whose digits the quotient would lose.
 */
function gammaRatio(z: number): number {
  let factor = 1;
  let argument = z;
  for (; argument < 20; argument += 1) factor *= argument / (argument + 0.5);
  const w = argument - 0.25;
  const u = 1 / (w * w);
  const series =
    1 + u * (1 / 64 + u * (-19 / 8192 + u * (631 / 524288 + u * (-174317 / 134217728))));
  return factor * Math.sqrt(w) * series;
}

/**
 * Continued fraction of I_x(a, b) without its leading factor, by Lentz's method as changed by
 * Thompson and Barnett 1986. Converges fast for x < (a + 1) / (a + b + 2).
 */
function betaFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1) || tiny);
  let value = d;
  for (let m = 1; m <= FRACTION_STEPS_MAX; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / (1 + even * d || tiny);
    c = 1 + even / c || tiny;
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + odd * d || tiny);
    c = 1 + odd / c || tiny;
    value *= d * c;
    if (Math.abs(d * c - 1) < 2 ** -52) return value;
  }
  throw new DomainError('the tail of the t distribution did not converge', { x, a, b });
}

function density(t: number, nu: number): number {
  const constant = gammaRatio(nu / 2) / Math.sqrt(nu * Math.PI);
  return constant * Math.exp((-(nu + 1) / 2) * Math.log1p((t * t) / nu));
}

/** Mass above t >= 0. */
function upperTail(t: number, nu: number): number {
  const a = nu / 2;
  const square = t * t;
  const x = nu / (nu + square);
  // x^a (1 - x)^(1/2) / B(a, 1/2), without the cancellation of 1 - x.
  const power = Math.exp(-a * Math.log1p(square / nu)) * Math.sqrt(square / (nu + square));
  const lead = (power * gammaRatio(a)) / Math.sqrt(Math.PI);
  if (x < (a + 1) / (a + 2.5)) return ((lead / a) * betaFraction(x, a, 0.5)) / 2;
  return 0.5 - lead * betaFraction(square / (nu + square), 0.5, a);
}

function requireDegrees(degreesOfFreedom: number): void {
  requireBetween({ degreesOfFreedom }, 1, DEGREES_OF_FREEDOM_MAX);
}

/**
 * Density at t.
 *
 * @param degreesOfFreedom 1 to 1,000,000
 * @throws DomainError when an argument is outside its range
 */
export function studentTPdf(t: number, degreesOfFreedom: number): number {
  requireFinite({ t });
  requireDegrees(degreesOfFreedom);
  return density(t, degreesOfFreedom);
}

/**
 * Mass above t, accurate in relative terms for t > 0.
 *
 * @param degreesOfFreedom 1 to 1,000,000
 * @throws DomainError when an argument is outside its range
 */
export function studentTTail(t: number, degreesOfFreedom: number): number {
  requireFinite({ t });
  requireDegrees(degreesOfFreedom);
  const tail = upperTail(Math.abs(t), degreesOfFreedom);
  return t < 0 ? 1 - tail : tail;
}

/**
 * The t that has the given mass above it.
 *
 * @param tail above 0, below 1
 * @param degreesOfFreedom 1 to 1,000,000
 * @throws DomainError when an argument is outside its range
 */
export function studentTQuantileOfTail(tail: number, degreesOfFreedom: number): number {
  requireInside({ tail }, 0, 1);
  requireDegrees(degreesOfFreedom);
  if (tail === 0.5) return 0;
  if (tail > 0.5) return -studentTQuantileOfTail(1 - tail, degreesOfFreedom);
  const target = Math.log(tail);
  const tangent = (t: number) => {
    const mass = upperTail(t, degreesOfFreedom);
    return { value: Math.log(mass) - target, slope: -density(t, degreesOfFreedom) / mass };
  };
  let high = Math.max(-normalQuantile(tail), 0.5);
  while (tangent(high).value > 0) high *= 2;
  return monotoneRoot(tangent, 0, high);
}
