/** The t distribution against values computed at 30 digits, and its limits. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../src/errors.js';
import { normalCdf, normalQuantile } from '../../src/models/normal.js';
import { studentTPdf, studentTQuantileOfTail, studentTTail } from '../../src/models/student-t.js';

/** t, degrees of freedom, mass above t, density. */
const VALUES: readonly (readonly [number, number, number, number])[] = [
  [0, 3, 0.5, 0.36755259694786135],
  [0.1, 3, 0.4633261744004029, 0.3651144438285176],
  [1, 1, 0.25, 0.15915494309189535],
  [2, 2.5, 0.078695747878983, 0.06796349050979465],
  [1.5, 4, 0.104, 0.12288],
  [3, 30, 0.002694982032825973, 0.0067790627460931],
  [10, 5, 8.54737878714818e-5, 4.098981641534331e-5],
  [100, 3, 1.1022609615924555e-6, 3.305989481302917e-8],
  [1e6, 2.1, 1.3428750689712906e-13, 2.8200376448352327e-19],
  [2, 1000, 0.02288517324662582, 0.05408517400975593],
  [5, 100_000, 2.8713508393208365e-7, 1.4888541243250869e-6],
  [0.01, 50, 0.49603054068357144, 0.39693243568091957],
];

/** Tail, degrees of freedom, t. */
const QUANTILES: readonly (readonly [number, number, number])[] = [
  [0.25, 3, 0.7648923284043453],
  [0.01, 2.5, 5.353111173030874],
  [0.001, 3, 10.214531852407386],
  [1e-6, 4, 41.577854150450975],
  [1e-12, 3, 10331.108244292485],
  [0.05, 30, 1.6972608865939578],
  [0.01, 10_000, 2.3267208386694755],
  [0.4999, 5, 0.0002634305560701855],
  [0.5, 5, 0],
  [0.9, 4, -1.533206274058944],
  [1e-9, 1, 318309886.1837906],
  [0.05, 1_000_000, 1.6448551507220404],
];

const relative = (got: number, expected: number) => Math.abs(got / expected - 1);

describe("Student's t distribution", () => {
  it.each(VALUES)('t = %d with %d degrees of freedom', (t, nu, tail, density) => {
    expect(relative(studentTTail(t, nu), tail)).toBeLessThan(2e-13);
    expect(relative(studentTPdf(t, nu), density)).toBeLessThan(2e-14);
    expect(studentTTail(-t, nu)).toBeCloseTo(1 - tail, 15);
  });

  it.each(QUANTILES)('tail %d with %d degrees of freedom', (tail, nu, t) => {
    expect(Math.abs(studentTQuantileOfTail(tail, nu) - t)).toBeLessThanOrEqual(
      5e-14 * Math.abs(t) + 1e-15,
    );
  });

  it('quantile and tail undo each other', () => {
    const tails = fc.double({ min: -12, max: -0.31, noNaN: true }).map((power) => 10 ** power);
    const degrees = fc.double({ min: 0, max: 4, noNaN: true }).map((power) => 10 ** power);
    fc.assert(
      fc.property(tails, degrees, (tail, nu) => {
        expect(relative(studentTTail(studentTQuantileOfTail(tail, nu), nu), tail)).toBeLessThan(
          1e-12,
        );
      }),
    );
  });

  it('comes near the normal distribution', () => {
    for (const x of [0, 0.5, 1, 3]) {
      expect(studentTTail(x, 1e6)).toBeCloseTo(normalCdf(-x), 6);
    }
    expect(studentTQuantileOfTail(0.01, 1e6)).toBeCloseTo(-normalQuantile(0.01), 4);
  });

  it('refuses what is outside the domain', () => {
    for (const nu of [0.99, 0, -1, 1e7, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => studentTTail(1, nu)).toThrow(DomainError);
      expect(() => studentTPdf(1, nu)).toThrow(DomainError);
      expect(() => studentTQuantileOfTail(0.1, nu)).toThrow(DomainError);
    }
    for (const tail of [0, -0, 1, 2, Number.NaN]) {
      expect(() => studentTQuantileOfTail(tail, 3)).toThrow(DomainError);
    }
    expect(() => studentTTail(Number.NaN, 3)).toThrow(DomainError);
  });
});
