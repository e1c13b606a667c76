/**
 * Fixed point on BigInt with 256 fractional bits. Rationals would be exact but their denominators
 * grow with every partial close; 256 bits keep the error of a million operations below 1e-70.
 */
export type Fixed = bigint;

export const FRACTION_BITS = 256n;
export const ONE: Fixed = 1n << FRACTION_BITS;

const SCALE_DOWN = 2 ** -256;
const floats = new Float64Array(1);
const words = new BigUint64Array(floats.buffer);

/** The exact value of a binary64 (values below 2^-256 lose their last bits). */
export function fixed(value: number): Fixed {
  if (!Number.isFinite(value)) throw new RangeError(`not finite: ${value}`);
  if (Number.isSafeInteger(value)) return BigInt(value) << FRACTION_BITS;
  floats[0] = value;
  const word = words[0] ?? 0n;
  const exponent = Number((word >> 52n) & 0x7ffn);
  const fraction = word & 0xf_ffff_ffff_ffffn;
  const significand = exponent === 0 ? fraction : fraction | 0x10_0000_0000_0000n;
  const shift = BigInt(Math.max(exponent, 1) - 1075) + FRACTION_BITS;
  const magnitude = shift >= 0n ? significand << shift : significand >> -shift;
  return word >> 63n === 0n ? magnitude : -magnitude;
}

/** The nearest binary64: `Number` of a BigInt rounds once, the power of two is exact. */
export function toNumber(value: Fixed): number {
  return Number(value) * SCALE_DOWN;
}

export function multiply(a: Fixed, b: Fixed): Fixed {
  return (a * b) >> FRACTION_BITS;
}

export function divide(a: Fixed, b: Fixed): Fixed {
  return (a << FRACTION_BITS) / b;
}

export function magnitude(a: Fixed): Fixed {
  return a < 0n ? -a : a;
}

export function larger(a: Fixed, b: Fixed): Fixed {
  return a > b ? a : b;
}
