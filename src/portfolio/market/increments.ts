/** Tick and lot sizes as fractions of whole numbers, so that counts of them turn into decimals exactly. */

/** numerator / denominator */
export interface Fraction {
  readonly numerator: number;
  readonly denominator: number;
}

const LARGEST_POWER = 22; // of ten that binary64 holds exactly
const LARGEST_NUMERATOR = 1e9;

const known = new Map<number, Fraction>();
const KNOWN_MAX = 4096;

/** An increment as written: 0.025 is 25/1000. One with too many digits is itself over 1. */
export function fractionOf(increment: number): Fraction {
  let fraction = known.get(increment);
  if (fraction === undefined) {
    fraction = parsed(increment);
    // Instruments share few of them.
    if (known.size < KNOWN_MAX) known.set(increment, fraction);
  }
  return fraction;
}

function parsed(increment: number): Fraction {
  const [mantissa = '', exponent = '0'] = String(increment).split('e');
  const [whole = '', decimals = ''] = mantissa.split('.');
  const power = decimals.length - Number(exponent);
  const digits = Number(whole + decimals);
  const isExact = digits <= LARGEST_NUMERATOR && power >= 0 && power <= LARGEST_POWER;
  return isExact
    ? { numerator: digits, denominator: 10 ** power }
    : { numerator: increment, denominator: 1 };
}
