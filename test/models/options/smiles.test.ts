/** Smiles: SVI with its derivatives, splines through points, and what could be earned for nothing. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../src/errors.js';
import {
  butterflyDensity,
  type SviSmile,
  smileWarnings,
  splineSmile,
  sviVariance,
  sviVolatility,
} from '../../../src/models/index.js';

const CALM: SviSmile = { a: 0.01, b: 0.05, rho: -0.3, m: 0.02, sigma: 0.15 };

/** Vogt's example of Gatheral and Jacquier 2014, section 3: a butterfly that costs less than nothing. */
const VOGT: SviSmile = { a: -0.041, b: 0.1331, rho: 0.306, m: 0.3586, sigma: 0.4153 };

const smiles = fc.record({
  a: fc.double({ min: 0, max: 0.2, noNaN: true }),
  b: fc.double({ min: 0, max: 1, noNaN: true }),
  rho: fc.double({ min: -1, max: 1, noNaN: true }),
  m: fc.double({ min: -1, max: 1, noNaN: true }),
  sigma: fc.double({ min: 0.01, max: 1, noNaN: true }),
});
const places = fc.double({ min: -2, max: 2, noNaN: true });

describe('SVI', () => {
  it('has the derivatives of its variance', () => {
    fc.assert(
      fc.property(smiles, places, (smile, k) => {
        const step = 1e-5;
        const [below, here, above] = [k - step, k, k + step].map((at) => sviVariance(smile, at));
        const slope = ((above?.variance ?? 0) - (below?.variance ?? 0)) / (2 * step);
        const bend = ((above?.slope ?? 0) - (below?.slope ?? 0)) / (2 * step);
        expect(Math.abs((here?.slope ?? 0) - slope)).toBeLessThan(1e-6);
        expect(Math.abs((here?.curvature ?? 0) - bend)).toBeLessThan(1e-4 * (1 + Math.abs(bend)));
      }),
    );
  });

  it('is a volatility of the square root of variance over time', () => {
    expect(sviVolatility(CALM, 0.02, 0.25)).toBeCloseTo(Math.sqrt((0.01 + 0.05 * 0.15) / 0.25), 14);
    expect(sviVolatility({ ...CALM, a: -1 }, 0, 1)).toBe(0);
  });

  it.each([
    [{ ...CALM, b: -1 }, 0],
    [{ ...CALM, rho: 1.1 }, 0],
    [{ ...CALM, sigma: 0 }, 0],
    [{ ...CALM, a: Number.NaN }, 0],
    [CALM, Number.POSITIVE_INFINITY],
  ])('refuses %o at %d', (smile, k) => {
    expect(() => sviVariance(smile, k)).toThrow(DomainError);
  });
});

describe('warnings', () => {
  it('are none for a calm surface', () => {
    const later = { ...CALM, a: 0.02, b: 0.06 };
    expect(smileWarnings({ smiles: [CALM, later] })).toEqual([]);
  });

  it('find the butterfly of the example that is known for it', () => {
    const [warning, ...others] = smileWarnings({ smiles: [VOGT] });
    expect(others).toEqual([]);
    expect(warning).toMatchObject({ code: 'BUTTERFLY', expiry: 0, bound: 0 });
    expect(warning?.k).toBeGreaterThan(0.5);
    expect(warning?.measured).toBeCloseTo(butterflyDensity(VOGT, warning?.k ?? 0), 14);
  });

  it.each([
    ['NEGATIVE_VARIANCE', [{ ...CALM, a: -0.1 }]],
    ['WING', [{ ...CALM, b: 1.9, a: 0.3 }]],
    ['CALENDAR', [CALM, { ...CALM, a: 0.005 }]],
  ])('find %s', (code, smiles) => {
    expect(smileWarnings({ smiles }).map((warning) => warning.code)).toContain(code);
  });

  it('refuse a grid of nothing', () => {
    expect(() => smileWarnings({ smiles: [CALM], places: 1 })).toThrow(DomainError);
    expect(() => smileWarnings({ smiles: [CALM], reach: 0 })).toThrow(DomainError);
  });
});

describe('a spline', () => {
  const points = [
    { k: 0.2, volatility: 0.55 },
    { k: -0.3, volatility: 0.8 },
    { k: 0, volatility: 0.6 },
    { k: 0.5, volatility: 0.65 },
  ];

  it('goes through its points and is flat beyond them', () => {
    const smile = splineSmile(points);
    for (const { k, volatility } of points) expect(smile(k)).toBeCloseTo(volatility, 14);
    expect(smile(-5)).toBe(0.8);
    expect(smile(5)).toBe(0.65);
    expect(splineSmile([{ k: 0, volatility: 0.4 }])(3)).toBe(0.4);
  });

  it('is a line through two points and reproduces lines', () => {
    const line = (k: number): number => 0.5 + 0.1 * k;
    const smile = splineSmile([-1, -0.2, 0.3, 1].map((k) => ({ k, volatility: line(k) })));
    for (const k of [-0.9, -0.5, 0, 0.7]) expect(smile(k)).toBeCloseTo(line(k), 14);
  });

  it('has a continuous slope', () => {
    const smile = splineSmile(points);
    for (const { k } of points.slice(0, 3)) {
      const step = 1e-6;
      const left = (smile(k) - smile(k - step)) / step;
      const right = (smile(k + step) - smile(k)) / step;
      if (k > -0.3) expect(Math.abs(left - right)).toBeLessThan(1e-4);
    }
  });

  it.each([
    [[]],
    [[{ k: 0, volatility: 0 }]],
    [[{ k: Number.NaN, volatility: 0.5 }]],
    [
      [
        { k: 1, volatility: 0.5 },
        { k: 1, volatility: 0.6 },
      ],
    ],
  ])('refuses %o', (wrong) => {
    expect(() => splineSmile(wrong)).toThrow(DomainError);
  });
});
