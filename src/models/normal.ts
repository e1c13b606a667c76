/**
 * The standard normal distribution, accurate in relative terms far into both tails.
 *
 * Everything rests on the Mills ratio M(x) = (1 - N(x)) / n(x), which is smooth and never under- or
 * overflows for x >= 0. It is (2 + x)^-1 times a Chebyshev series in t = (x - 5.5) / (x + 5.5),
 * which maps [0, infinity) onto [-1, 1); the coefficients are those of the function itself at 50
 * digits, cut where the rest is below 1e-17.
 */
import { DomainError } from '../errors.js';

const SERIES: readonly number[] = [
  1.5315057948942938, -0.7047943804834687, 0.2162266028175852, -0.049584184965423446,
  0.006420836702424753, 0.0007895103348957023, -0.0007804762322678828, 0.0002672018678887865,
  -5.839494779591806e-5, 7.859737648428888e-6, -2.5373098380626287e-7, -1.438249707517076e-7,
  2.8581699337997474e-8, -6.140233008090654e-11, -7.85438534331338e-10, 8.304014470302982e-11,
  1.625960964341135e-11, -3.847274677895495e-12, -2.7999114404188884e-13, 1.4416651988322112e-13,
  3.583958007560872e-15, -5.271253692476282e-15, -1.1557887262016199e-17, 1.994844262036007e-16,
];

export const ROOT_TWO_PI = 2.5066282746310002;
const LOG_ROOT_TWO_PI = 0.9189385332046728;

function requireNumber(x: number): void {
  if (Number.isNaN(x)) {
    throw new DomainError('x is NaN; allowed: a number or an infinity', { x });
  }
}

/** M(x) for x >= 0, by Clenshaw's recurrence. */
function mills(x: number): number {
  if (x === Number.POSITIVE_INFINITY) return 0;
  const t = (x - 5.5) / (x + 5.5);
  let first = 0;
  let second = 0;
  for (let index = SERIES.length - 1; index > 0; index -= 1) {
    const next = 2 * t * first - second + (SERIES[index] ?? 0);
    second = first;
    first = next;
  }
  return (t * first - second + (SERIES[0] ?? 0)) / (x + 2);
}

/** exp(-x^2 / divisor); the square is split where it is exact, for its rounding would grow with x^2. */
function gaussian(x: number, divisor = 2): number {
  if (Math.abs(x) > 40) return 0;
  const near = Math.round(x * 16) / 16;
  return Math.exp((-near * near) / divisor) * Math.exp((-(x - near) * (x + near)) / divisor);
}

/**
 * exp(-x^2 / 4), whose square is the density but for its constant. A product that takes it twice keeps
 * its digits where the density alone would have lost them, beyond 37.
 *
 * @param x at most 40 in size, else 0
 */
export function gaussianRoot(x: number): number {
  return gaussian(x, 4);
}

/**
 * Mills ratio (1 - N(x)) / n(x), relative error below 1e-15.
 *
 * @param x 0 or more; infinity gives 0
 * @throws DomainError when x is below 0 or not a number
 */
export function millsRatio(x: number): number {
  if (!(x >= 0)) throw new DomainError(`x is ${x}; allowed: 0 or more`, { x });
  return mills(x);
}

/**
 * Density n(x) = exp(-x^2 / 2) / sqrt(2 pi).
 *
 * @param x a number or an infinity
 * @throws DomainError when x is not a number
 */
export function normalPdf(x: number): number {
  requireNumber(x);
  return gaussian(x) / ROOT_TWO_PI;
}

/**
 * Distribution function N(x), relative error below 1e-15 in the lower tail; for the upper tail
 * take N(-x).
 *
 * @param x a number or an infinity
 * @throws DomainError when x is not a number
 */
export function normalCdf(x: number): number {
  requireNumber(x);
  const distance = Math.abs(x);
  // Rounding must not make the tails more than the whole.
  const tail = Math.min((gaussian(distance) / ROOT_TWO_PI) * mills(distance), 0.5);
  return x > 0 ? 1 - tail : tail;
}

/** Start of the quantile: distance from 0 with error below 4.5e-4 (Hastings 1955, sheet 68). */
function roughDistance(tail: number): number {
  const t = Math.sqrt(-2 * Math.log(tail));
  const above = 2.515517 + t * (0.802853 + t * 0.010328);
  const below = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308));
  return Math.max(t - above / below, 0);
}

/**
 * Quantile N^-1(p). For the quantile of an upper tail of mass q take -N^-1(q): 1 - q has lost the
 * digits of a small q.
 *
 * Newton's method on ln N, whose slope is 1 / M: the rounding of ln p is all that is lost, down to
 * the smallest p.
 *
 * @param p above 0 and below 1
 * @throws DomainError when p is outside its range
 */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) throw new DomainError(`p is ${p}; allowed: above 0, below 1`, { p });
  const tail = p > 0.5 ? 1 - p : p;
  const target = Math.log(tail) + LOG_ROOT_TWO_PI;
  let distance = roughDistance(tail);
  for (let step = 0; step < 3; step += 1) {
    const ratio = mills(distance);
    const excess = Math.log(ratio) - (distance * distance) / 2 - target;
    distance = Math.max(distance + excess * ratio, 0);
  }
  return p > 0.5 ? distance : 0 - distance;
}
