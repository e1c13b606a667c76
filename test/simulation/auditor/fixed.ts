/** Fixed-point numbers in BigInt, 2^-200 apart: every binary64 above 2^-148 is exact in them. */

const BITS = 200n;
const SCALE = 2 ** 200;
const floats = new Float64Array(1);
const words = new BigUint64Array(floats.buffer);

/** Exact for whole multiples of 2^-200. */
export function fixed(value: number): bigint {
  if (!Number.isFinite(value)) throw new Error(`${value} is no amount`);
  floats[0] = value;
  const word = words[0] ?? 0n;
  const exponent = (word >> 52n) & 0x7ffn;
  const fraction = word & 0xfffffffffffffn;
  const mantissa = exponent === 0n ? fraction : fraction | (1n << 52n);
  const shift = (exponent === 0n ? 1n : exponent) - 1075n + BITS;
  const size = shift >= 0n ? mantissa << shift : mantissa >> -shift;
  return word >> 63n === 1n ? -size : size;
}

export function times(a: bigint, b: bigint): bigint {
  return (a * b) >> BITS;
}

export function over(a: bigint, b: bigint): bigint {
  return (a << BITS) / b;
}

export function size(a: bigint): bigint {
  return a < 0n ? -a : a;
}

export function float(a: bigint): number {
  return Number(a) / SCALE;
}
