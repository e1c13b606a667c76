import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../src/errors.js';
import { quantileOf, spreadOf } from '../../src/simulate/statistics.js';

describe('spreadOf', () => {
  it('is the mean, the sample deviation and their errors', () => {
    // Deviations -3 -1 0 1 3 of a mean of 4: squares 20, fourth powers 164.
    const spread = spreadOf([1, 3, 4, 5, 7]);
    expect(spread.mean).toBe(4);
    expect(spread.std).toBeCloseTo(Math.sqrt(5), 15);
    expect(spread.meanError).toBeCloseTo(1, 15);
    expect(spread.stdError).toBeCloseTo(Math.sqrt((164 / 5 - 16) / (4 * 5 * 4)), 15);
  });

  it('of equal values has no deviation and no error', () => {
    expect(spreadOf(new Int32Array([-2, -2, -2]))).toEqual({
      mean: -2,
      std: 0,
      meanError: 0,
      stdError: 0,
    });
  });

  it('moves and stretches with the values', () => {
    const values = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 2 });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 50 }), (sample, scale) => {
        const [one, other] = [spreadOf(sample), spreadOf(sample.map((x) => scale * x + 7))];
        expect(other.mean).toBeCloseTo(scale * one.mean + 7, 6);
        expect(other.std).toBeCloseTo(scale * one.std, 6);
        expect(one.stdError).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it.each([
    [1e100, -1e100],
    [Number.NaN, 1],
    [Number.POSITIVE_INFINITY, 0],
  ])('refuses %d, %d', (...values) => {
    expect(() => spreadOf(values)).toThrow(DomainError);
  });
});

describe('quantileOf', () => {
  it.each([
    [[5], 0.5, 5],
    [[1, 2, 3, 4], 0, 1],
    [[1, 2, 3, 4], 1, 4],
    [[1, 2, 3, 4], 0.5, 2.5],
    [[1, 2, 3, 4], 0.25, 1.75],
    [[0, 10], 0.99, 9.9],
  ])('of %j at %d is %d', (sorted, share, expected) => {
    expect(quantileOf(new Float64Array(sorted), share)).toBeCloseTo(expected, 12);
  });
});
