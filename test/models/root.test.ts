/** The root of a monotone function, also where Newton's method alone fails. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../src/errors.js';
import { monotoneRoot } from '../../src/models/root.js';

describe('monotoneRoot', () => {
  it('finds the root of rising and falling cubes, whose slope vanishes there', () => {
    fc.assert(
      fc.property(fc.double({ min: -50, max: 50, noNaN: true }), fc.boolean(), (root, rises) => {
        const sign = rises ? 1 : -1;
        const cube = (x: number) => ({
          value: sign * (x - root) ** 3,
          slope: sign * 3 * (x - root) ** 2,
        });
        expect(monotoneRoot(cube, -60, 70)).toBeCloseTo(root, 9);
      }),
    );
  });

  it('gets along with a slope that is 0, not a number or wrong', () => {
    for (const slope of [0, Number.NaN, 1e-300, -1]) {
      const flat = (x: number) => ({ value: Math.atan(x - 3), slope });
      expect(monotoneRoot(flat, -1e6, 1e3)).toBeCloseTo(3, 12);
    }
  });

  it('needs few evaluations where Newton works', () => {
    let count = 0;
    const smooth = (x: number) => {
      count += 1;
      return { value: Math.exp(x) - 5, slope: Math.exp(x) };
    };
    expect(monotoneRoot(smooth, -20, 20)).toBeCloseTo(Math.log(5), 14);
    expect(count).toBeLessThan(16);
  });

  it('takes a root at an end', () => {
    const line = (x: number) => ({ value: x - 1, slope: 1 });
    expect(monotoneRoot(line, 1, 2)).toBe(1);
    expect(monotoneRoot(line, 0, 1)).toBe(1);
  });

  it('refuses a bracket without a change of sign', () => {
    const line = (x: number) => ({ value: x, slope: 1 });
    expect(() => monotoneRoot(line, 1, 2)).toThrow(DomainError);
    expect(() => monotoneRoot(() => ({ value: Number.NaN, slope: 1 }), 1, 2)).toThrow(DomainError);
  });
});
