/** The elementary functions in fixed point against digits from tables, and identities. */
import { describe, expect, it } from 'vitest';
import { errorUlps, exp, LN2, log, mills, normalCdf, normalPdf, PI } from './elementary.js';
import { type Fixed, fixed, magnitude, multiply, ONE } from './fixed.js';

const DIGITS = 60n;
/** Digits after the point. */
const decimal = (value: Fixed): string => {
  const text = ((value * 10n ** DIGITS) / ONE).toString().padStart(Number(DIGITS) + 1, '0');
  return `${text.slice(0, -Number(DIGITS))}.${text.slice(-Number(DIGITS), -10)}`;
};
const unscaled = ({ significand, exponent }: { significand: Fixed; exponent: number }): Fixed =>
  exponent >= 0 ? significand << BigInt(exponent) : significand >> BigInt(-exponent);

// Abramowitz and Stegun 1964, tables 1.1, 4.2 and 26.1 and the constants to 50 digits.
describe('elementary functions in fixed point', () => {
  it.each([
    ['pi', PI, '3.14159265358979323846264338327950288419716939937510'],
    ['ln 2', LN2, '0.69314718055994530941723212145817656807550013436025'],
    ['e', unscaled(exp(ONE)), '2.71828182845904523536028747135266249775724709369995'],
    ['ln 10', log(10), '2.30258509299404568401799145468436420760110148862877'],
  ])('%s', (_name, value, digits) => {
    expect(decimal(value)).toBe(digits);
  });

  it.each([0, 0.5, 1, 1.96, 2.999, 3, 3.001, 8])('density x Mills ratio at %d is a tail', (x) => {
    const tail = multiply(unscaled(normalPdf(x)), mills(fixed(x)));
    const whole = tail + unscaled(normalCdf(x));
    expect(magnitude(whole - ONE)).toBeLessThan(1n << 10n);
  });

  it('power series and continued fraction of the Mills ratio meet', () => {
    const step = 1n << 56n; // 2^-200
    const below = mills(3n * ONE - step);
    const above = mills(3n * ONE);
    const slope = multiply(3n * ONE, above) - ONE;
    expect(magnitude(above - below - multiply(step, slope))).toBeLessThan(1n << 30n);
  });

  it.each([1e-300, 0.3, 1, 7, 1e300])('exp and ln of %d are inverse', (x) => {
    expect(Math.abs(errorUlps(x, exp(log(x))))).toBeLessThan(1e-9);
  });

  it('counts units in the last place', () => {
    const one = { significand: ONE, exponent: 0 };
    expect(errorUlps(1, one)).toBe(0);
    expect(errorUlps(1 + 2 ** -52, one)).toBe(1);
    expect(errorUlps(2 ** -1073, { significand: ONE, exponent: -1074 })).toBe(1);
  });
});
