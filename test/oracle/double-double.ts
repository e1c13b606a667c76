/**
 * The same functions in double-double arithmetic (Dekker 1971), about 30 digits and fast enough for
 * millions of points. They begin with a rough value from `Math`, which decides nothing: exp is its
 * Taylor series, ln a Newton step on exp, and the Mills ratio a Taylor series about nodes that
 * fixed point computed. A result is (`hi` + `lo`) x 2^`exponent`.
 */
import * as exact from './elementary.js';
import { type Fixed, fixed, toNumber } from './fixed.js';

export let hi = 0;
export let lo = 0;
export let exponent = 0;

const SPLITTER = 2 ** 27 + 1;

function sum(a: number, b: number): void {
  hi = a + b;
  const part = hi - a;
  lo = a - (hi - part) + (b - part);
}

/** Needs |a| >= |b|. */
function renormalise(a: number, b: number): void {
  hi = a + b;
  lo = b - (hi - a);
}

function product(a: number, b: number): void {
  const aBig = SPLITTER * a;
  const aHigh = aBig - (aBig - a);
  const bBig = SPLITTER * b;
  const bHigh = bBig - (bBig - b);
  const [aLow, bLow] = [a - aHigh, b - bHigh];
  hi = a * b;
  lo = aHigh * bHigh - hi + aHigh * bLow + aLow * bHigh + aLow * bLow;
}

/** (hi, lo) + (b, c) */
function add(b: number, c: number): void {
  const low = lo + c;
  sum(hi, b);
  renormalise(hi, lo + low);
}

/** (hi, lo) x (b, c) */
function multiply(b: number, c: number): void {
  const cross = hi * c + lo * b;
  product(hi, b);
  renormalise(hi, lo + cross);
}

const split = (value: Fixed): readonly [number, number] => {
  const high = toNumber(value);
  return [high, toNumber(value - fixed(high))];
};

const [LN2_HIGH, LN2_MIDDLE, LN2_LOW] = (() => {
  const high = Math.round(toNumber(exact.LN2) * 2 ** 40) / 2 ** 40;
  return [high, ...split(exact.LN2 - fixed(high))];
})();
const [PER_ROOT_HIGH, PER_ROOT_LOW] = split(exact.PER_ROOT_TWO_PI);

const EXP_TERMS = 12;
const INVERSE_FACTORIALS = Array.from({ length: EXP_TERMS + 1 }, (_, n) => {
  let factorial = 1n;
  for (let factor = 2n; factor <= BigInt(n); factor++) factorial *= factor;
  return split(fixed(1) / factorial);
});

/** exp(x + tail) */
export function exp(x: number, tail = 0): void {
  const k = Math.round(x / Math.LN2);
  product(k, LN2_MIDDLE);
  const [middleHigh, middleLow] = [hi, lo];
  sum(x - k * LN2_HIGH, tail);
  add(-middleHigh, -middleLow - k * LN2_LOW);
  const [rest, restLow] = [hi / 32, lo / 32];
  [hi, lo] = INVERSE_FACTORIALS[EXP_TERMS] ?? [0, 0];
  for (let n = EXP_TERMS - 1; n >= 0; n--) {
    const [high, low] = INVERSE_FACTORIALS[n] ?? [0, 0];
    multiply(rest, restLow);
    add(high, low);
  }
  for (let squaring = 0; squaring < 5; squaring++) multiply(hi, lo);
  exponent = k;
}

/** x x 2^k, where 2^k alone may be out of range. */
function scale(x: number, k: number): number {
  const half = Math.trunc(k / 2);
  return x * 2 ** half * 2 ** (k - half);
}

const NEAR_ONE = 2 ** -8;
const LOG_TERMS = 14;
const RECIPROCALS = Array.from({ length: LOG_TERMS }, (_, n) => split(fixed(1) / BigInt(n + 1)));

/** ln(1 + f) = f - f^2 / 2 + f^3 / 3 ...: the step below would leave nothing of a small f. */
function logNearOne(f: number): void {
  [hi, lo] = [0, 0];
  for (let n = LOG_TERMS - 1; n >= 0; n--) {
    const [high, low] = RECIPROCALS[n] ?? [0, 0];
    multiply(-f, 0);
    add(high, low);
  }
  multiply(f, 0);
  exponent = 0;
}

function logByStep(x: number): void {
  const guess = Math.log(x);
  const k = Math.floor(Math.log2(x));
  exp(-guess);
  const [high, low] = [hi, lo];
  const power = 2 ** (exponent + k);
  product(scale(x, -k), high);
  lo += scale(x, -k) * low;
  [hi, lo] = [hi * power, lo * power];
  add(-1, 0);
  renormalise(guess, hi - (hi * hi) / 2 + lo);
  exponent = 0;
}

/** ln(x), x positive */
export function log(x: number): void {
  if (Math.abs(x - 1) < NEAR_ONE) logNearOne(x - 1);
  else logByStep(x);
}

const NODES_PER_UNIT = 8;
const DISTANCE_MAX = 40;
const MILLS_TERMS = 18;

/** Taylor coefficients at a node: M' = x M - 1 and M^(n+1) = x M^(n) + n M^(n-1). */
function taylor(x: Fixed): Float64Array {
  const coefficients = new Float64Array(2 * MILLS_TERMS);
  let before = exact.mills(x);
  let now = ((x * before) >> 256n) - fixed(1);
  let factorial = 1n;
  coefficients.set(split(before), 0);
  for (let n = 1; n < MILLS_TERMS; n++) {
    factorial *= BigInt(n);
    coefficients.set(split(now / factorial), 2 * n);
    [before, now] = [now, ((x * now) >> 256n) + BigInt(n) * before];
  }
  return coefficients;
}

const nodes: Float64Array[] = [];

function millsNode(index: number): Float64Array {
  nodes[index] ??= taylor(fixed(index / NODES_PER_UNIT));
  return nodes[index];
}

function mills(x: number): void {
  const index = Math.round(x * NODES_PER_UNIT);
  const coefficients = millsNode(index);
  const distance = x - index / NODES_PER_UNIT;
  hi = 0;
  lo = 0;
  for (let n = MILLS_TERMS - 1; n >= 0; n--) {
    multiply(distance, 0);
    add(coefficients[2 * n] ?? 0, coefficients[2 * n + 1] ?? 0);
  }
}

export function normalPdf(x: number): void {
  product(x, x);
  exp(-hi / 2, -lo / 2);
  multiply(PER_ROOT_HIGH, PER_ROOT_LOW);
}

/** N(x), -40 <= x <= 40 */
export function normalCdf(x: number): void {
  const distance = Math.min(Math.abs(x), DISTANCE_MAX);
  mills(distance);
  const [ratioHigh, ratioLow] = [hi, lo];
  normalPdf(distance);
  multiply(ratioHigh, ratioLow);
  if (x <= 0) return;
  const power = 2 ** exponent;
  [hi, lo] = [-hi * power, -lo * power];
  add(1, 0);
  exponent = 0;
}

/** Distance of a finite binary64 from the result, in units of the last place of the latter. */
export function errorUlps(got: number): number {
  const size = Math.abs(hi);
  const power = Math.floor(Math.log2(size));
  const isBelowPower = size === 2 ** power && hi * lo < 0;
  const place = Math.max(power - (isBelowPower ? 53 : 52), -1074 - exponent);
  return (scale(got, -exponent) - hi - lo) * 2 ** -place;
}
