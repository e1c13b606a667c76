/** Time value against quadrature, and its shape. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { millsDifference, timeValue } from '../../../src/models/options/time-value.js';
import { between, logarithmic } from '../arbitraries.js';
import { near } from './draws.js';

/** Simpson's rule. */
function integral(f: (x: number) => number, low: number, high: number, intervals: number): number {
  const step = (high - low) / intervals;
  let sum = f(low) + f(high);
  for (let index = 1; index < intervals; index += 1) {
    sum += (index % 2 === 0 ? 2 : 4) * f(low + index * step);
  }
  return (sum * step) / 3;
}

/** M(a - t) - M(a + t) is the integral of 2 exp(-a u - u^2 / 2) sinh(t u) over u > 0. */
function byQuadrature(center: number, halfWidth: number): number {
  const decay = Math.max(center - halfWidth, 1);
  const end = Math.min(12 + halfWidth, 40 / decay);
  const integrand = (u: number) =>
    2 * Math.exp(-center * u - (u * u) / 2) * Math.sinh(halfWidth * u);
  return integral(integrand, 0, end, 60_000);
}

describe('difference of Mills ratios', () => {
  const centers = [0, 0.2, 1, 2, 2.9, 3, 3.1, 5, 9, 14, 25, 38];
  const halfWidths = [1e-9, 1e-4, 0.05, 0.3, 0.49, 0.5, 0.7, 0.75, 1, 2.4, 3.5, 6, 20];
  const pairs = centers.flatMap((center) =>
    halfWidths
      .filter((width) => width < 0.5 || width <= center)
      .map((width) => ({ center, width })),
  );

  it.each(pairs)('around $center by $width', ({ center, width }) => {
    const expected = byQuadrature(center, width);
    near(millsDifference(center, width), expected, 1e-11 * expected);
  });

  it('joins without a step where the method changes', () => {
    for (const [center, width] of [
      [3, 0.2],
      [3, 0.6],
      [1, 0.5],
      [8, 2],
    ] as const) {
      const values = [1 - 1e-12, 1 + 1e-12].flatMap((factor) => [
        millsDifference(center * factor, width),
        millsDifference(center, width * factor),
      ]);
      near(Math.max(...values), Math.min(...values), 3e-11 * Math.min(...values));
    }
  });
});

/** sqrt(A B) = 1e100, ln(A / B) = -x, by 60 digits: centers of 38.7 and 39, where the density is below 1e-325. */
const DEEP = [
  { x: 12, s: 0.31, value: 3.3777945186168971e-230 },
  { x: 1.5, s: 0.0385, value: 2.4143038734779678e-235 },
  { x: 30, s: 0.77, value: 4.484952559467744e-234 },
];

describe('time value', () => {
  const distance = between(-30, 30);

  it('is that of the mirrored exchange', () => {
    fc.assert(
      fc.property(distance, logarithmic(-8, 1.5), (x, s) => {
        const [low, high] = [Math.exp(-x / 2), Math.exp(x / 2)];
        expect(timeValue(high, low, x, s)).toBe(timeValue(low, high, -x, s));
      }),
    );
  });

  it('grows with total volatility from 0 to the smaller leg', () => {
    fc.assert(
      fc.property(distance, logarithmic(-8, 1.5), (x, s) => {
        const [low, high] = [Math.exp(-x / 2), Math.exp(x / 2)];
        const value = timeValue(high, low, x, s);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(Math.min(low, high));
        expect(timeValue(high, low, x, s * 1.001)).toBeGreaterThanOrEqual(value);
      }),
    );
  });

  it('scales with the legs', () => {
    fc.assert(
      fc.property(distance, logarithmic(-3, 1), logarithmic(-50, 50), (x, s, scale) => {
        const [low, high] = [Math.exp(-x / 2), Math.exp(x / 2)];
        const value = timeValue(high, low, x, s) * scale;
        // What the last digit of a denormal number is, times the scale.
        const digit = 5e-324 * (1 + scale);
        near(timeValue(high * scale, low * scale, x, s), value, 1e-13 * value + digit);
      }),
    );
  });

  it.each(DEEP)('keeps its digits where the density has none: $x by $s', ({ x, s, value }) => {
    const legs = Math.exp(x / 2);
    near(timeValue(1e100 / legs, 1e100 * legs, -x, s), value, 1e-12 * value);
  });

  it('is linear in a small volatility at the money', () => {
    for (const s of [1e-300, 1e-100, 1e-12, 1e-5]) {
      const value = timeValue(100, 100, 0, s);
      near(value, (100 * s) / Math.sqrt(2 * Math.PI), 1e-11 * value);
    }
    expect(timeValue(100, 100, 0, 0)).toBe(0);
    expect(timeValue(100, 90, Math.log(100 / 90), 0)).toBe(0);
    expect(timeValue(100, 90, Math.log(100 / 90), 5e-324)).toBe(0);
  });
});
