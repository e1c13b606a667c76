/** The normal distribution against values computed at 40 digits, and its symmetries. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../src/errors.js';
import { millsRatio, normalCdf, normalPdf, normalQuantile } from '../../src/models/normal.js';

const CDF: readonly (readonly [number, number])[] = [
  [-38, 2.88542835e-316],
  [-30, 4.906713927148187e-198],
  [-20, 2.7536241186062337e-89],
  [-14.142, 1.0462585091949257e-45],
  [-10, 7.619853024160525e-24],
  [-7.3, 1.4388386381575877e-13],
  [-5, 2.866515718791939e-7],
  [-3, 0.0013498980316300946],
  [-1.96, 0.024997895148220435],
  [-1, 0.15865525393145705],
  [-0.5, 0.3085375387259869],
  [-0.1, 0.460172162722971],
  [-0.001, 0.49960105778608893],
  [-1e-10, 0.49999999996010575],
  [0, 0.5],
  [0.3, 0.6179114221889527],
  [1, 0.8413447460685429],
  [2.5, 0.9937903346742238],
  [5, 0.9999997133484281],
  [8, 0.9999999999999993],
];

const QUANTILE: readonly (readonly [number, number])[] = [
  [5e-324, -38.467405617144344],
  [1e-300, -37.0470962993612],
  [1e-100, -21.273453560965326],
  [1e-20, -9.262340089798407],
  [1e-9, -5.9978070150076865],
  [0.000001, -4.753424308822899],
  [0.001, -3.0902323061678136],
  [0.01, -2.326347874040841],
  [0.025, -1.9599639845400543],
  [0.05, -1.6448536269514726],
  [0.25, -0.6744897501960817],
  [0.4, -0.2533471031357997],
  [0.49999, -0.000025066282748960008],
  [0.5, 0],
  [0.6, 0.2533471031357997],
  [0.75, 0.6744897501960817],
  [0.95, 1.6448536269514722],
  [0.99, 2.3263478740408408],
  [0.999999, 4.753424308817087],
];

const MILLS: readonly (readonly [number, number])[] = [
  [0, 1.2533141373155003],
  [0.1, 1.1592623996187363],
  [1, 0.6556795424187984],
  [3, 0.3045902987101033],
  [10, 0.09902859647173193],
  [100, 0.009999000299850106],
  [1e8, 9.999999999999999e-9],
  [1.7e308, 1 / 1.7e308],
  [Number.POSITIVE_INFINITY, 0],
];

const ULP = 2 ** -52;
const relativeError = (got: number, expected: number) => Math.abs(got - expected) / expected;

describe('the normal distribution', () => {
  it.each(CDF)('N(%d)', (x, expected) => {
    const denormal = expected < 1e-300 ? 5e-324 / expected : 0;
    expect(relativeError(normalCdf(x), expected)).toBeLessThanOrEqual(8 * ULP + denormal);
  });

  it.each(QUANTILE)('quantile of %d', (p, expected) => {
    expect(Math.abs(normalQuantile(p) - expected)).toBeLessThanOrEqual(
      2 * ULP * Math.max(Math.abs(expected), 1),
    );
  });

  it.each(MILLS)('Mills ratio of %d', (x, expected) => {
    expect(Math.abs(millsRatio(x) - expected)).toBeLessThanOrEqual(4 * ULP * expected);
  });

  it('has its limits at the infinities and in the density', () => {
    expect(normalCdf(Number.NEGATIVE_INFINITY)).toBe(0);
    expect(normalCdf(Number.POSITIVE_INFINITY)).toBe(1);
    expect(normalPdf(Number.POSITIVE_INFINITY)).toBe(0);
    expect(normalPdf(0)).toBe(0.3989422804014327);
    expect(normalPdf(38)).toBeGreaterThan(0);
    expect(Object.is(normalQuantile(0.5), 0)).toBe(true);
  });

  it('is monotone within its rounding, and symmetric', () => {
    const x = fc.double({ min: -40, max: 40, noNaN: true });
    fc.assert(
      fc.property(x, x, (a, b) => {
        const [low, high] = [normalCdf(Math.min(a, b)), normalCdf(Math.max(a, b))];
        expect(low).toBeLessThanOrEqual(high * (1 + 8 * ULP));
        expect(normalCdf(a) + normalCdf(-a)).toBeCloseTo(1, 15);
        expect(normalPdf(a)).toBe(normalPdf(-a));
      }),
    );
  });

  it('quantile and distribution undo each other', () => {
    const exponent = fc.double({ min: -300, max: -0.31, noNaN: true });
    fc.assert(
      fc.property(exponent, (power) => {
        const p = 10 ** power;
        const x = normalQuantile(p);
        // The slope of ln N is about |x|: one ulp of x is x^2 ulps of p.
        expect(relativeError(normalCdf(x), p)).toBeLessThan((8 + 2 * x * x) * ULP);
      }),
    );
  });

  it('refuses what is outside the domain', () => {
    expect(() => normalCdf(Number.NaN)).toThrow(DomainError);
    expect(() => normalPdf(Number.NaN)).toThrow(DomainError);
    for (const x of [-1e-300, -1, Number.NaN]) expect(() => millsRatio(x)).toThrow(DomainError);
    for (const p of [0, -0, 1, -0.1, 1.1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => normalQuantile(p)).toThrow(DomainError);
    }
  });
});
