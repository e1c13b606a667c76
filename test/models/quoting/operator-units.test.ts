/** Operator units to model units and back. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../src/errors.js';
import * as models from '../../../src/models/index.js';

const logarithmic = (low: number, high: number) =>
  fc.double({ min: low, max: high, noNaN: true }).map((exponent) => 10 ** exponent);

/** Sizes as shares of the limit, volatility in bps of the price: what configurations look like. */
const terms = fc
  .record({
    referencePrice: logarithmic(-6, 6),
    sigmaBps: logarithmic(-2, 2),
    maxPosition: logarithmic(-4, 8),
    share: logarithmic(-5, 0),
    tau: logarithmic(0, 5),
    intensityA: logarithmic(-3, 2),
  })
  .map(({ sigmaBps, share, ...rest }) => ({
    ...rest,
    sigma: sigmaBps * 1e-4 * rest.referencePrice,
    tradeSize: share * rest.maxPosition,
  }));
const halfSpreadBps = logarithmic(-1, 2);
/** As a share of the skew that would take the whole half-spread. */
const skewShare = fc.oneof(fc.constant(0), logarithmic(-12, -0.05));
const xiMode = fc.constantFrom<models.XiMode>('zero', 'gamma');

const near = (got: number | null, expected: number, relative: number) => {
  expect(got).not.toBeNull();
  expect(Math.abs((got ?? 0) - expected)).toBeLessThanOrEqual(relative * Math.abs(expected));
};

/** What the refusal of an impossible half-life names. */
function shortestHalfLife(
  half: number,
  flow: models.GueantTerms & { xiMode: models.XiMode },
): number {
  const impossible = { inventoryHalfLifeSeconds: 1e-12, halfSpreadBps: half };
  try {
    models.gueantModelUnits(impossible, flow);
  } catch (error) {
    if (error instanceof DomainError) return Number(error.details.shortest);
  }
  throw new Error('an impossible half-life was reached');
}

describe('Avellaneda-Stoikov units', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(terms, halfSpreadBps, skewShare, (reference, half, share) => {
        const { maxPosition, tradeSize } = reference;
        const inventorySkewBps = (share * 2 * half * maxPosition) / tradeSize;
        const units = { inventorySkewBps, halfSpreadBps: half };
        const halfInSigmas = (half * 1e-4 * reference.referencePrice) / reference.sigma;
        const exponent = (2 * share * (1 - share) * halfInSigmas ** 2) / reference.tau;
        // Far beyond, k is below every binary64; the test of refusals covers that.
        fc.pre(exponent < 600);
        const model = models.avellanedaStoikovModelUnits(units, reference);
        const back = models.avellanedaStoikovOperatorUnits(model, reference);
        near(back.inventorySkewBps, inventorySkewBps, 1e-12);
        near(back.halfSpreadBps, half, 1e-9);
        expect(back.inventoryHalfLifeSeconds).toBeNull();
      }),
    );
  });

  it('are what the quotes of the model show', () => {
    const reference = { referencePrice: 100, sigma: 0.1, maxPosition: 10, tradeSize: 2, tau: 60 };
    const units = { inventorySkewBps: 20, halfSpreadBps: 10 };
    const model = models.avellanedaStoikovModelUnits(units, reference);
    const quote = (position: number) =>
      models.avellanedaStoikovQuotes({ price: 100, position, ...reference, ...model });
    expect(quote(0).deltaBid).toBeCloseTo(0.1, 12);
    expect(quote(10).deltaBid).toBeCloseTo(0.3, 12);
  });

  it('refuse a skew that leaves no half-spread, or no k', () => {
    const reference = { referencePrice: 1, sigma: 1, maxPosition: 1, tradeSize: 1, tau: 1 };
    const units = { inventorySkewBps: 10, halfSpreadBps: 5 };
    expect(() => models.avellanedaStoikovModelUnits(units, reference)).toThrow(
      'halfSpreadBps is 5; with this skew, size and limit it must be above 5',
    );
    const averse = { ...reference, sigma: 1e-5 };
    const wide = { inventorySkewBps: 1000, halfSpreadBps: 10_000 };
    expect(() => models.avellanedaStoikovModelUnits(wide, averse)).toThrow(DomainError);
    expect(() => models.avellanedaStoikovModelUnits(units, { ...reference, sigma: 0 })).toThrow(
      DomainError,
    );
  });
});

describe('Gueant units', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(terms, halfSpreadBps, skewShare, xiMode, (reference, half, share, mode) => {
        const { maxPosition, tradeSize } = reference;
        const inventorySkewBps = (share * 2 * half * maxPosition) / tradeSize;
        const units = { inventorySkewBps, halfSpreadBps: half };
        const model = models.gueantModelUnits(units, { ...reference, xiMode: mode });
        expect(model.xi).toBe(mode === 'zero' ? 0 : model.gamma);
        const back = models.gueantOperatorUnits(model, reference);
        near(back.inventorySkewBps, inventorySkewBps, 1e-9);
        near(back.halfSpreadBps, half, 1e-9);
      }),
    );
  });

  it('have the half-life asked for, by the smaller skew', () => {
    const slower = fc.double({ min: 1.01, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(terms, halfSpreadBps, slower, xiMode, (reference, half, factor, mode) => {
        const flow = { ...reference, xiMode: mode };
        const fastest = shortestHalfLife(half, flow);
        const inventoryHalfLifeSeconds = fastest * factor;
        const units = { inventoryHalfLifeSeconds, halfSpreadBps: half };
        const back = models.gueantOperatorUnits(models.gueantModelUnits(units, flow), reference);
        near(back.inventoryHalfLifeSeconds, inventoryHalfLifeSeconds, 1e-8);
        near(back.halfSpreadBps, half, 1e-8);
      }),
      { numRuns: 50 },
    );
  });

  it('reach a half-life of e^2 ln 2 / (4 A) and no shorter one when xi = 0', () => {
    const reference = { referencePrice: 100, sigma: 0.1, maxPosition: 10, tradeSize: 2 };
    const flow = { ...reference, intensityA: 0.5, xiMode: 'zero' } as const;
    const bound = (Math.E ** 2 * Math.LN2) / (4 * 0.5);
    expect(shortestHalfLife(5, flow)).toBeCloseTo(bound, 9);
    const units = { inventoryHalfLifeSeconds: bound * 0.99, halfSpreadBps: 5 };
    expect(() => models.gueantModelUnits(units, flow)).toThrow(/the shortest is 2\.56/);
  });

  it('have no half-life without skew', () => {
    const reference = { referencePrice: 100, sigma: 0.1, maxPosition: 10, tradeSize: 2 };
    const flow = { ...reference, intensityA: 1 };
    const units = { inventorySkewBps: 0, halfSpreadBps: 5 };
    const model = models.gueantModelUnits(units, { ...flow, xiMode: 'gamma' });
    expect(model).toMatchObject({ gamma: 0, xi: 0 });
    expect(models.gueantOperatorUnits(model, flow).inventoryHalfLifeSeconds).toBeNull();
  });
});

describe('inventoryHalfLife', () => {
  it('is the time in which the expected inventory of the quotes halves', () => {
    const flow = { intensityA: 2, intensityK: 10, tradeSize: 0.5 };
    const quoted = { ...flow, halfSpread: 0.1, skewPerUnit: 0.01 };
    const halfLife = models.inventoryHalfLife(quoted) ?? Number.NaN;
    // Euler steps of dq/dt = D (fills of the bid - fills of the ask), small enough to be linear.
    const steps = 10_000;
    let q = 1e-3;
    for (let step = 0; step < steps; step += 1) {
      const rate = (delta: number) => 2 * Math.exp(-10 * delta);
      const net = rate(0.1 + 0.01 * q) - rate(0.1 - 0.01 * q);
      q += 0.5 * net * (halfLife / steps);
    }
    expect(q / 1e-3).toBeCloseTo(0.5, 4);
  });
});
