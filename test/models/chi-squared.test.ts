/** The chi-squared tail against values computed at 30 digits. */
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../src/errors.js';
import { chiSquaredTail } from '../../src/models/chi-squared.js';

/** Value, degrees of freedom, mass above. */
const VALUES: readonly (readonly [number, number, number])[] = [
  [0.001, 1, 0.9747728793699604],
  [1, 1, 0.3173105078629141],
  [3.84, 1, 0.050043521248705106],
  [0.5, 2, 0.7788007830714049],
  [10, 3, 0.018566135463043233],
  [10, 10, 0.4404932850652124],
  [120, 100, 0.08440668109369183],
  [800, 100, 1.1366407840501794e-109],
  [10_000, 10_000, 0.49811936596618267],
];

describe('the chi-squared distribution', () => {
  it.each(VALUES)('%d with %d degrees of freedom', (value, degrees, tail) => {
    expect(Math.abs(chiSquaredTail(value, degrees) / tail - 1)).toBeLessThan(1e-11);
  });

  it('has its limits', () => {
    expect(chiSquaredTail(0, 7)).toBe(1);
    expect(chiSquaredTail(Number.POSITIVE_INFINITY, 7)).toBe(0);
    expect(chiSquaredTail(2000, 5)).toBe(0);
  });

  it.each([
    [-1, 3],
    [Number.NaN, 3],
    [1, 0],
    [1, 1.5],
    [1, 1e7],
    [1, Number.NaN],
  ])('refuses %d with %d degrees of freedom', (value, degrees) => {
    expect(() => chiSquaredTail(value, degrees)).toThrow(DomainError);
  });
});
