/**
 * Numbers spread evenly over a range. `fc.double` is even over bit patterns instead, most of which are
 * next to 0: half of what it draws between -3 and 5 is below 1e-150 in size.
 */
import fc from 'fast-check';

const STEPS = 2 ** 31 - 1;

/** A number spread evenly. */
export const between = (low: number, high: number): fc.Arbitrary<number> =>
  fc.integer({ min: 0, max: STEPS }).map((step) => low + (high - low) * (step / STEPS));

/** A number spread evenly over powers of ten. */
export const logarithmic = (low: number, high: number): fc.Arbitrary<number> =>
  between(low, high).map((exponent) => 10 ** exponent);
