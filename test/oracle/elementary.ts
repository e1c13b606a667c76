/**
 * Elementary functions in fixed point, by series that need no table and share nothing with the
 * kernel's: sixty digits, slowly. A value is `significand` x 2^`exponent`, because fixed point has
 * no room for exp(-700) or exp(700).
 */
import { divide, type Fixed, FRACTION_BITS, fixed, magnitude, multiply, ONE } from './fixed.js';

/** A number of any size. */
export interface Scaled {
  readonly significand: Fixed;
  readonly exponent: number;
}

const HALF = ONE / 2n;

/** artanh of the reciprocal of a whole number, or its arctangent when `turn` is -1. */
function inverseTangent(reciprocalOf: bigint, turn: 1n | -1n): Fixed {
  let power = ONE / reciprocalOf;
  let sum = 0n;
  for (let n = 1n; power !== 0n; n += 2n) {
    sum += power / n;
    power = (turn * power) / (reciprocalOf * reciprocalOf);
  }
  return sum;
}

export const LN2: Fixed = 2n * inverseTangent(3n, 1n);
/** Machin 1706. */
export const PI: Fixed = 16n * inverseTangent(5n, -1n) - 4n * inverseTangent(239n, -1n);

/** Newton's method from above. */
export function squareRoot(value: Fixed): Fixed {
  const target = value << FRACTION_BITS;
  let root = 1n << BigInt((target.toString(2).length >> 1) + 1);
  for (;;) {
    const next = (root + target / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

/** sqrt(pi / 2), the Mills ratio at 0. */
export const ROOT_HALF_PI: Fixed = squareRoot(PI / 2n);
export const PER_ROOT_TWO_PI: Fixed = divide(ONE, squareRoot(2n * PI));

/** exp of a fixed-point number. */
export function exp(x: Fixed): Scaled {
  const exponent = (x + (x < 0n ? -LN2 : LN2) / 2n) / LN2;
  const rest = x - exponent * LN2;
  let term = ONE;
  let sum = 0n;
  for (let n = 1n; term !== 0n; n++) {
    sum += term;
    term = multiply(term, rest) / n;
  }
  return { significand: sum, exponent: Number(exponent) };
}

const floats = new Float64Array(1);
const words = new BigUint64Array(floats.buffer);

/** A positive binary64, exactly, with a significand from 1 to 2. */
export function scaled(value: number): Scaled {
  const isSmall = value < 2 ** -1000;
  floats[0] = isSmall ? value * 2 ** 100 : value;
  const word = words[0] ?? 0n;
  const exponent = Number((word >> 52n) & 0x7ffn) - 1023;
  const significand = (word & 0xf_ffff_ffff_ffffn) | 0x10_0000_0000_0000n;
  return {
    significand: significand << (FRACTION_BITS - 52n),
    exponent: isSmall ? exponent - 100 : exponent,
  };
}

/** ln of a positive binary64, by the series of artanh. */
export function log(x: number): Fixed {
  const { significand, exponent } = scaled(x);
  const isLarge = significand > ONE + HALF;
  const near = isLarge ? significand / 2n : significand;
  const s = divide(near - ONE, near + ONE);
  const square = multiply(s, s);
  let power = s;
  let sum = 0n;
  for (let n = 1n; magnitude(power) > 1n; n += 2n) {
    sum += power / n;
    power = multiply(power, square);
  }
  return 2n * sum + BigInt(isLarge ? exponent + 1 : exponent) * LN2;
}

/** Below this the power series of the Mills ratio is used, above it Laplace's continued fraction. */
const FRACTION_FROM = 3n * ONE;
const FRACTION_DEPTH = 1000n;

/** Mills ratio (1 - N(x)) / n(x) for x >= 0. */
export function mills(x: Fixed): Fixed {
  if (x >= FRACTION_FROM) {
    let tail = x;
    for (let n = FRACTION_DEPTH; n > 0n; n--) tail = x + divide(n * ONE, tail);
    return divide(ONE, tail);
  }
  const square = multiply(x, x);
  const { significand, exponent } = exp(square / 2n);
  let term = x;
  let sum = 0n;
  for (let n = 3n; term !== 0n; n += 2n) {
    sum += term;
    term = multiply(term, square) / n;
  }
  return multiply(ROOT_HALF_PI, significand << BigInt(exponent)) - sum;
}

/** Density of the standard normal distribution. */
export function normalPdf(x: number): Scaled {
  const square = multiply(fixed(x), fixed(x));
  const { significand, exponent } = exp(-square / 2n);
  return { significand: multiply(significand, PER_ROOT_TWO_PI), exponent };
}

/** Distribution function of the standard normal distribution. */
export function normalCdf(x: number): Scaled {
  const density = normalPdf(x);
  const tail = multiply(density.significand, mills(magnitude(fixed(x))));
  if (x <= 0) return { significand: tail, exponent: density.exponent };
  return { significand: ONE - (tail >> BigInt(-density.exponent)), exponent: 0 };
}

/** Distance of a finite binary64 from the true value, in units of the last place of the latter. */
export function errorUlps(got: number, { significand, exponent }: Scaled): number {
  const bits = magnitude(significand).toString(2).length - 1 - Number(FRACTION_BITS);
  const unit = Math.max(bits + exponent - 52, -1074);
  const up = unit < -600 ? 600 : 0;
  const inUnits = fixed(got * 2 ** up * 2 ** (-unit - up));
  const shift = BigInt(exponent - unit);
  const exact = shift >= 0n ? significand << shift : significand >> -shift;
  return Number(inUnits - exact) / 2 ** Number(FRACTION_BITS);
}
