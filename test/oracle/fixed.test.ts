import { describe, expect, it } from 'vitest';
import { divide, fixed, multiply, ONE, toNumber } from './fixed.js';

describe('fixed point', () => {
  it.each([0, 1, -1, 0.1, -0.3, 1e-15, 1e15, 2 ** 90, 123456.789, 1 / 3, -1e-60])(
    'holds %d exactly',
    (value) => {
      expect(toNumber(fixed(value))).toBe(value);
    },
  );

  it('multiplies and divides', () => {
    expect(toNumber(multiply(fixed(0.5), fixed(-6)))).toBe(-3);
    expect(toNumber(divide(ONE, fixed(3)))).toBe(1 / 3);
  });

  it('refuses what is not a number', () => {
    expect(() => fixed(Number.NaN)).toThrow(RangeError);
  });
});
