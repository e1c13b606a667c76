// Elementary functions of two binary64 at a time, without tables, branches or fused operations, so
// that a lane's bits depend on that lane alone. Coefficients are minimax fits (Remez) at 50 digits;
// methods, papers and measured errors: docs/arithmetic.md.

const LN2_HIGH: f64 = 0.6931471803691238; // 21 trailing zero bits: times an exponent it is exact
const LN2_LOW: f64 = 1.9082149292705877e-10;
const PER_LN2: f64 = 1.4426950408889634;
const PER_ROOT_TWO_PI: f64 = 0.3989422804014327;

// Added to a small whole number it leaves that number in the lowest bits: 1.5 x 2^52 and, to make
// an exponent field of it, the exponent's bias.
const TO_EXPONENT: f64 = 6755399441056767;
const TWO_52: u64 = 0x4330000000000000; // bits of 2^52
const SIGNIFICAND_BITS: i32 = 52;
const BELOW_EXP: f64 = -746; // exp is 0 from here on
const ABOVE_EXP: f64 = 710; // exp is infinite from here on
const HALF_RANGE: f64 = 512; // exponents are applied in two steps, each of which is a normal number
const UP_HALF_RANGE: f64 = 1.3407807929942597e154; // 2^512
const DOWN_HALF_RANGE: f64 = 7.458340731200207e-155; // 2^-512
const SMALLEST_NORMAL: f64 = 2.2250738585072014e-308;
const TWO_54: f64 = 18014398509481984;
const LOG_INFINITY: u64 = 0x7ff0000000000000;
const HALF_EXPONENT: u64 = 0x0008000000000000; // a half, where the exponent is the unit
const EXPONENT_BIAS: u64 = 0x3ff0000000000000;
const EXPONENT_MASK: u64 = 0xfff0000000000000;

// Beyond this distance the normal density is below the smallest binary64.
export const NORMAL_DISTANCE_MAX: f64 = 40;
const HIGH_HALF_MASK: u64 = 0xfffffffff8000000; // leaves 26 significant bits, whose square is exact

function number(value: f64): v128 {
  return f64x2.splat(value);
}

function bits(value: u64): v128 {
  return i64x2.splat(value);
}

// a x + b
function next(a: v128, x: v128, b: f64): v128 {
  return f64x2.add(f64x2.mul(a, x), number(b));
}

// exp(x + tail) for -1000 <= x <= 1000 and a tail far below 1.
export function expOfSum(x: v128, tail: v128): v128 {
  const exponent = f64x2.nearest(f64x2.mul(x, number(PER_LN2)));
  const high = f64x2.sub(x, f64x2.mul(exponent, number(LN2_HIGH)));
  const low = f64x2.sub(tail, f64x2.mul(exponent, number(LN2_LOW)));
  const r = f64x2.add(high, low);
  const square = f64x2.mul(r, r);
  let even = next(number(2.7630248379742436e-7), square, 2.480149309892918e-5);
  let odd = next(number(2.5000059256054842e-8), square, 2.7557586380882427e-6);
  even = next(even, square, 0.001388888894363005);
  odd = next(odd, square, 0.0001984126950657133);
  even = next(even, square, 0.04166666666653016);
  odd = next(odd, square, 0.008333333333494465);
  even = next(even, square, 0.5000000000000011);
  odd = next(odd, square, 0.16666666666666413);
  const series = f64x2.add(even, f64x2.mul(odd, r));
  const small = f64x2.add(r, f64x2.mul(square, series));
  const significand = f64x2.add(small, number(1));

  const isBelow = f64x2.lt(exponent, number(0));
  const half = v128.bitselect(number(-HALF_RANGE), number(HALF_RANGE), isBelow);
  const first = f64x2.add(f64x2.sub(exponent, half), number(TO_EXPONENT));
  const second = v128.bitselect(number(DOWN_HALF_RANGE), number(UP_HALF_RANGE), isBelow);
  return f64x2.mul(f64x2.mul(significand, i64x2.shl(first, SIGNIFICAND_BITS)), second);
}

// exp(x) for every x.
export function exp(x: v128): v128 {
  const inRange = f64x2.pmin(f64x2.pmax(x, number(BELOW_EXP)), number(ABOVE_EXP));
  return expOfSum(inRange, number(0));
}

// R(s^2) with ln((1 + s) / (1 - s)) = 2 s + s R(s^2), |s| <= 0.2005.
function logSeries(square: v128): v128 {
  const fourth = f64x2.mul(square, square);
  let even = next(number(0.15379299495264542), fourth, 0.18186427655996373);
  let odd = next(number(0.15248758296312687), fourth, 0.22222136751088756);
  even = next(even, fourth, 0.28571429416754224);
  odd = next(odd, fourth, 0.39999999996041863);
  even = next(even, fourth, 0.6666666666667294);
  return f64x2.add(f64x2.mul(even, square), f64x2.mul(odd, fourth));
}

// Distance of two numbers in binary orders of magnitude, rounded, in the exponent field above the
// bias. Bits as integers are the logarithm but for a curved significand (Mitchell 1962): what is
// left is between 0.66 and 1.51.
function exponentBetween(a: v128, b: v128): v128 {
  const distance = i64x2.sub(a, b);
  return v128.and(i64x2.add(distance, bits(EXPONENT_BIAS + HALF_EXPONENT)), bits(EXPONENT_MASK));
}

// The exponent in such a field as a number.
function exponentNumber(field: v128): v128 {
  const whole = v128.or(i64x2.shr_u(field, SIGNIFICAND_BITS), bits(TWO_52));
  return f64x2.sub(whole, number(4503599627370496 + 1023));
}

// value x 2^-exponent
function scaleDown(value: v128, field: v128): v128 {
  return i64x2.sub(value, i64x2.sub(field, bits(EXPONENT_BIAS)));
}

// ln(a / b) for positive normal numbers. The quotient is never formed: near 1 its rounding would
// be all that is left, while the difference of two near numbers is exact (Sterbenz).
export function logOfRatio(a: v128, b: v128): v128 {
  const field = exponentBetween(a, b);
  const exponent = exponentNumber(field);
  const scaled = scaleDown(a, field);
  const s = f64x2.div(f64x2.sub(scaled, b), f64x2.add(scaled, b));
  const series = f64x2.mul(s, logSeries(f64x2.mul(s, s)));
  const rest = f64x2.add(series, f64x2.mul(exponent, number(LN2_LOW)));
  const near = f64x2.add(f64x2.add(s, s), rest);
  return f64x2.add(f64x2.mul(exponent, number(LN2_HIGH)), near);
}

// ln(x) for every x.
export function log(x: v128): v128 {
  const isSmall = f64x2.lt(x, number(SMALLEST_NORMAL));
  const normal = v128.bitselect(f64x2.mul(x, number(TWO_54)), x, isSmall);
  const field = exponentBetween(normal, number(1));
  const moved = v128.bitselect(number(54), number(0), isSmall);
  const exponent = f64x2.sub(exponentNumber(field), moved);
  const f = f64x2.sub(scaleDown(normal, field), number(1));
  const s = f64x2.div(f, f64x2.add(f, number(2)));
  const half = f64x2.mul(f64x2.mul(f, f), number(0.5));
  // ln(1 + f) = f - (f^2/2 - s (f^2/2 + R)): only the last subtraction rounds much (fdlibm).
  const series = f64x2.mul(s, f64x2.add(half, logSeries(f64x2.mul(s, s))));
  const rest = f64x2.add(series, f64x2.mul(exponent, number(LN2_LOW)));
  const near = f64x2.sub(f, f64x2.sub(half, rest));
  const result = f64x2.add(f64x2.mul(exponent, number(LN2_HIGH)), near);

  const infinity = bits(LOG_INFINITY);
  const isFinite = f64x2.lt(x, infinity);
  const above = v128.bitselect(result, x, isFinite); // infinity and NaN are their own logarithm
  const atMostZero = v128.bitselect(f64x2.neg(infinity), number(NaN), f64x2.eq(x, number(0)));
  return v128.bitselect(atMostZero, above, f64x2.le(x, number(0)));
}

// The Mills ratio M(x) = (1 - N(x)) / n(x) for 0 <= x <= NORMAL_DISTANCE_MAX is a quotient of two
// polynomials. All coefficients are positive: nothing cancels.
function millsAbove(x: v128, square: v128): v128 {
  let even = next(number(26.849240653953643), square, 2941.157193159877);
  let odd = next(number(0.9999999999973143), square, 353.0596012681303);
  even = next(even, square, 70152.87748484564);
  odd = next(odd, square, 16975.4060456845);
  even = next(even, square, 425934.6712857679);
  odd = next(odd, square, 207601.35088619252);
  even = next(even, square, 357955.46729037643);
  odd = next(odd, square, 555189.2748863832);
  return f64x2.add(even, f64x2.mul(odd, x));
}

function millsBelow(x: v128, square: v128): v128 {
  let even = f64x2.add(square, number(354.059601321366));
  let odd = next(number(26.84924065339012), square, 2968.0064307936145);
  even = next(even, square, 17326.465762866712);
  odd = next(odd, square, 73040.33297882369);
  even = next(even, square, 223880.70522073295);
  odd = next(odd, square, 490472.62413879024);
  even = next(even, square, 732310.7504922107);
  odd = next(odd, square, 670858.4788593109);
  even = next(even, square, 285607.14080596645);
  return f64x2.add(even, f64x2.mul(odd, x));
}

// M(x) and M(y) are left here: they share a division.
export let firstMills: v128 = f64x2.splat(0);
export let secondMills: v128 = f64x2.splat(0);

export function millsOfTwo(x: v128, y: v128): void {
  const xSquare = f64x2.mul(x, x);
  const ySquare = f64x2.mul(y, y);
  const xBelow = millsBelow(x, xSquare);
  const yBelow = millsBelow(y, ySquare);
  const inverse = f64x2.div(number(1), f64x2.mul(xBelow, yBelow));
  firstMills = f64x2.mul(f64x2.mul(millsAbove(x, xSquare), yBelow), inverse);
  secondMills = f64x2.mul(f64x2.mul(millsAbove(y, ySquare), xBelow), inverse);
}

// Density n(x) of the standard normal distribution, for every x. The square is split where it is
// exact: its rounding would grow with x^2.
export function normalPdf(x: v128): v128 {
  const distance = f64x2.pmin(f64x2.abs(x), number(NORMAL_DISTANCE_MAX));
  const high = v128.and(distance, bits(HIGH_HALF_MASK));
  const low = f64x2.mul(f64x2.sub(distance, high), f64x2.add(distance, high));
  const main = f64x2.mul(f64x2.mul(high, high), number(-0.5));
  const tail = f64x2.mul(low, number(-0.5));
  return f64x2.mul(expOfSum(main, tail), number(PER_ROOT_TWO_PI));
}

// Distribution function N(x) of the standard normal distribution, for every x.
export function normalCdf(x: v128): v128 {
  const distance = f64x2.pmin(f64x2.abs(x), number(NORMAL_DISTANCE_MAX));
  const square = f64x2.mul(distance, distance);
  const ratio = f64x2.div(millsAbove(distance, square), millsBelow(distance, square));
  const tail = f64x2.mul(normalPdf(distance), ratio);
  const atMostHalf = f64x2.pmin(tail, number(0.5));
  return v128.bitselect(f64x2.sub(number(1), atMostHalf), atMostHalf, f64x2.gt(x, number(0)));
}
