/** Risk aversion from what an operator wants, at a known intensity. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../src/errors.js';
import * as models from '../../src/models/index.js';
import { logarithmic } from './arbitraries.js';

/** A half-spread of some sigmas, a limit of some fills. */
const terms = fc
  .record({
    referencePrice: logarithmic(-3, 6),
    sigmaBps: logarithmic(-1, 1),
    kPerBps: logarithmic(-1, 1),
    maxPosition: logarithmic(-4, 6),
    share: logarithmic(-3, -0.3),
    intensityA: logarithmic(-2, 2),
    tau: logarithmic(0, 4),
  })
  .map(({ sigmaBps, kPerBps, share, ...rest }) => ({
    ...rest,
    sigma: sigmaBps * 1e-4 * rest.referencePrice,
    intensityK: kPerBps / (1e-4 * rest.referencePrice),
    tradeSize: share * rest.maxPosition,
  }));
const xiMode = fc.constantFrom<models.XiMode>('zero', 'gamma');
const near = (got: number | null, expected: number, relative: number) =>
  expect(Math.abs((got ?? Number.NaN) / expected - 1)).toBeLessThan(relative);

describe('gueantRiskAversion', () => {
  it('comes back as skew, utilisation and half-life', () => {
    fc.assert(
      fc.property(terms, xiMode, logarithmic(-2, 0), (reference, mode, skewShare) => {
        const { intensityK, maxPosition, tradeSize, referencePrice } = reference;
        // Skew of up to what a fill may move quotes by without taking most of the half-spread.
        const inventorySkewBps =
          ((skewShare / (intensityK * tradeSize)) * maxPosition) / (referencePrice * 1e-4);
        const all = { ...reference, xiMode: mode };
        const gamma = models.gueantRiskAversion({ inventorySkewBps }, all);
        const xi = mode === 'zero' ? 0 : gamma;
        const units = models.gueantOperatorUnits({ gamma, xi, intensityK }, reference);
        near(units.inventorySkewBps, inventorySkewBps, 1e-9);
        const skewPerUnit = (inventorySkewBps * referencePrice * 1e-4) / maxPosition;
        const share = models.inventoryUtilisation({ ...reference, skewPerUnit }) ?? 0;
        near(models.gueantRiskAversion({ targetUtilisation: share }, all), gamma, 1e-9);
        const inventoryHalfLifeSeconds = units.inventoryHalfLifeSeconds ?? 0;
        const found = models.gueantRiskAversion({ inventoryHalfLifeSeconds }, all);
        const again = models.gueantOperatorUnits(
          { gamma: found, xi: mode === 'zero' ? 0 : found, intensityK },
          reference,
        );
        near(again.inventoryHalfLifeSeconds, inventoryHalfLifeSeconds, 1e-9);
        expect(found).toBeLessThanOrEqual(gamma * (1 + 1e-9));
      }),
    );
  });

  it.each([
    [{ inventorySkewBps: -1 }],
    [{ inventorySkewBps: Number.NaN }],
    [{ inventoryHalfLifeSeconds: 0 }],
    [{ inventoryHalfLifeSeconds: 1e-9 }],
    [{ targetUtilisation: 0 }],
    [{ targetUtilisation: 1e-9 }],
  ])('%j is refused', (pull) => {
    const reference = { referencePrice: 100, sigma: 0.1, maxPosition: 10, tradeSize: 1 };
    const all = { ...reference, intensityA: 1, intensityK: 10, xiMode: 'gamma' as const };
    expect(() => models.gueantRiskAversion(pull, all)).toThrow(DomainError);
    expect(() => models.avellanedaStoikovRiskAversion(pull, { ...all, tau: 60 })).toThrow(
      DomainError,
    );
  });
});

describe('avellanedaStoikovRiskAversion', () => {
  it('comes back as skew', () => {
    fc.assert(
      fc.property(terms, logarithmic(-2, 1), (reference, inventorySkewBps) => {
        const gamma = models.avellanedaStoikovRiskAversion({ inventorySkewBps }, reference);
        const k = reference.intensityK;
        const units = models.avellanedaStoikovOperatorUnits({ gamma, k }, reference);
        near(units.inventorySkewBps, inventorySkewBps, 1e-9);
      }),
    );
  });
});

describe('varianceRatio', () => {
  const normal = (seed: number): number[] => {
    let state = seed;
    const uniform = () => {
      state = (state * 48_271) % 2_147_483_647;
      return state / 2_147_483_647;
    };
    return Array.from(
      { length: 4000 },
      () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()),
    );
  };

  it('is 1 within its error for independent changes, also of changing volatility', () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const changes = normal(seed).map((change, index) => change * (index % 500 < 50 ? 5 : 1));
      expect(Math.abs(models.varianceRatio(changes, 10).score ?? 9)).toBeLessThan(4);
    }
  });

  it('is below 1 for bounces and above 1 for trends', () => {
    const changes = normal(7);
    const bounce = changes.map((change, index) => change - (changes[index - 1] ?? 0));
    const trend = changes.map((change, index) => change + (changes[index - 1] ?? 0));
    expect(models.varianceRatio(bounce, 10).ratio).toBeLessThan(0.2);
    // Var of a sum over 10 steps: (4 * 9 + 2) against 10 * 2.
    expect(models.varianceRatio(trend, 10).ratio).toBeCloseTo(1.9, 0);
    expect(models.varianceRatio(trend, 10).score).toBeGreaterThan(10);
  });

  it.each([
    [[1, 2], 2],
    [[1, 2, 3], 1],
    [[1, Number.NaN, 2], 2],
  ])('%j over %d is refused', (a, n) => {
    expect(() => models.varianceRatio(a, n)).toThrow(DomainError);
    expect(models.varianceRatio([0, 0, 0], 2)).toMatchObject({ ratio: 1, score: null });
  });
});
