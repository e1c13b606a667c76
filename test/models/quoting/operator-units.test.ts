/** Operator units to model units and back. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../src/errors.js';
import * as models from '../../../src/models/index.js';
import { between, logarithmic } from '../arbitraries.js';

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

const closeTo = (value: number): unknown => expect.closeTo(value, 9);

/** What the refusal of an impossible pull names as the strongest there is. */
function strongestPull(
  pull: models.InventoryPull,
  half: number,
  flow: models.GueantTerms & { xiMode: models.XiMode },
): number {
  try {
    models.gueantModelUnits({ ...pull, halfSpreadBps: half }, flow);
  } catch (error) {
    if (error instanceof DomainError) return Number(error.details.shortest ?? error.details.least);
  }
  throw new Error('an impossible pull was reached');
}

const shortestHalfLife = (half: number, flow: models.GueantTerms & { xiMode: models.XiMode }) =>
  strongestPull({ inventoryHalfLifeSeconds: 1e-12 }, half, flow);

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
        const { intensityA: _, ...unknown } = reference;
        const without = models.avellanedaStoikovOperatorUnits(model, unknown);
        expect(without).toEqual({ ...back, inventoryHalfLifeSeconds: null });
      }),
    );
  });

  it('have the half-life or the utilisation asked for', () => {
    const reference = { referencePrice: 100, sigma: 0.1, maxPosition: 10, tradeSize: 1, tau: 60 };
    const terms = { ...reference, intensityA: 1 };
    for (const pull of [{ inventoryHalfLifeSeconds: 30 }, { targetUtilisation: 0.3 }]) {
      const model = models.avellanedaStoikovModelUnits({ halfSpreadBps: 4, ...pull }, terms);
      const back = models.avellanedaStoikovOperatorUnits(model, terms);
      near(back.halfSpreadBps, 4, 1e-12);
      if ('targetUtilisation' in pull) near(back.utilisation, 0.3, 1e-12);
      else near(back.inventoryHalfLifeSeconds, 30, 1e-12);
    }
    const blind = { halfSpreadBps: 4, inventoryHalfLifeSeconds: 30 };
    expect(() => models.avellanedaStoikovModelUnits(blind, reference)).toThrow(/intensityA/);
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
    const slower = between(1.01, 1e6);
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

describe('Gueant units by utilisation', () => {
  it('have the utilisation asked for', () => {
    const above = logarithmic(0.005, 3);
    fc.assert(
      fc.property(terms, halfSpreadBps, above, xiMode, (reference, half, factor, mode) => {
        const flow = { ...reference, xiMode: mode };
        const least = strongestPull({ targetUtilisation: 1e-12 }, half, flow);
        const targetUtilisation = least * factor;
        const units = { targetUtilisation, halfSpreadBps: half };
        const back = models.gueantOperatorUnits(models.gueantModelUnits(units, flow), reference);
        near(back.utilisation, targetUtilisation, 1e-8);
        near(back.halfSpreadBps, half, 1e-8);
      }),
      { numRuns: 50 },
    );
  });

  it('say what can be reached', () => {
    const reference = { referencePrice: 100, sigma: 0.1, maxPosition: 10, tradeSize: 2 };
    const flow = { ...reference, intensityA: 1, xiMode: 'zero' } as const;
    const units = { targetUtilisation: 1e-6, halfSpreadBps: 5 };
    expect(() => models.gueantModelUnits(units, flow)).toThrow(/utilisation of .* the least is/);
    for (const bad of [0, -1, Number.NaN, Infinity]) {
      const wrong = { targetUtilisation: bad, halfSpreadBps: 5 };
      expect(() => models.gueantModelUnits(wrong, flow)).toThrow(DomainError);
    }
  });
});

describe('Cartea-Jaimungal units', () => {
  const reference = { referencePrice: 100, maxLots: 10, marketOrderRate: 1 };

  it('come back as they were', () => {
    for (const pull of [
      { inventorySkewBps: 5 },
      { inventoryHalfLifeSeconds: 30 },
      { targetUtilisation: 0.3 },
    ]) {
      const model = models.carteaJaimungalModelUnits({ halfSpreadBps: 4, ...pull }, reference);
      const back = models.carteaJaimungalOperatorUnits(model, reference);
      near(back.halfSpreadBps, 4, 1e-12);
      expect({ ...back, targetUtilisation: back.utilisation }).toMatchObject(
        Object.fromEntries(Object.entries(pull).map(([name, value]) => [name, closeTo(value)])),
      );
    }
  });

  it('are what the exact table shows near its middle', () => {
    const units = { halfSpreadBps: 4, inventorySkewBps: 2 };
    const model = models.carteaJaimungalModelUnits(units, reference);
    const table = models.carteaJaimungalLongRunTable({
      ...model,
      buyOrderRate: 1,
      sellOrderRate: 1,
      minLots: -60,
      maxLots: 60,
    });
    near(models.quoteTableAt(table, 0).deltaBid, 0.04, 5e-3);
    const [low, high] = [models.quoteTableAt(table, -2), models.quoteTableAt(table, 2)];
    near((high.deltaBid ?? 0) - (low.deltaBid ?? 0), (4 * 0.02) / 10, 2e-2);
  });
});

describe('linear units', () => {
  const reference = { referencePrice: 100, maxPosition: 10, tradeSize: 1 };
  const flow = { ...reference, intensityA: 1, intensityK: 20 };

  it('give the skew with the pull asked for', () => {
    const half = { halfSpreadBps: 4 };
    const byTime = models.linearSkewForPull({ ...half, inventoryHalfLifeSeconds: 30 }, flow);
    near(byTime.inventoryHalfLifeSeconds, 30, 1e-13);
    const byShare = models.linearSkewForPull({ ...half, targetUtilisation: 0.3 }, flow);
    near(byShare.utilisation, 0.3, 1e-13);
    const asWritten = models.linearSkewForPull({ ...half, inventorySkewBps: 7 }, flow);
    expect(asWritten).toEqual(models.linearOperatorUnits({ ...half, inventorySkewBps: 7 }, flow));
    expect(asWritten.inventorySkewBps).toBeCloseTo(7, 13);
  });

  it.each([
    ['half-spread < 0', { halfSpreadBps: -1, inventorySkewBps: 1 }],
    ['skew < 0', { halfSpreadBps: 1, inventorySkewBps: -1 }],
    ['half-life = 0', { halfSpreadBps: 1, inventoryHalfLifeSeconds: 0 }],
    ['NaN utilisation', { halfSpreadBps: 1, targetUtilisation: Number.NaN }],
    ['no flow so far out', { halfSpreadBps: 1e6, inventoryHalfLifeSeconds: 1 }],
  ])('refuse: %s', (_, units) => {
    expect(() => models.linearSkewForPull(units, flow)).toThrow(DomainError);
  });
});

describe('logistic units', () => {
  const logisticTerms = fc.record({
    referencePrice: logarithmic(0, 5),
    sigma: logarithmic(-3, 1),
    maxPosition: between(5, 50),
    tradeSize: fc.constant(1),
    lambda: logarithmic(-2, 3),
    alpha: between(-2, 2),
    beta: logarithmic(-1, 2),
  });

  it('come back as they were', () => {
    fc.assert(
      fc.property(logisticTerms, logarithmic(-4, 2), (reference, strength) => {
        // In units of the price scale of the intensity.
        const skew = (strength / reference.beta / reference.referencePrice) * 1e4;
        const gamma = models.logisticGamma(skew, reference);
        near(models.logisticOperatorUnits(gamma, reference).inventorySkewBps, skew, 1e-9);
      }),
    );
  });

  it('are those of an exponential intensity where hardly anything is filled', () => {
    // lambda / (1 + e^(alpha + beta delta)) is lambda e^-alpha e^(-beta delta) for a large alpha.
    const alpha = 25;
    const shared = { referencePrice: 100, sigma: 0.1, maxPosition: 10, tradeSize: 1 };
    const logistic = { ...shared, lambda: Math.exp(alpha), alpha, beta: 20 };
    const gamma = 0.01;
    const got = models.logisticOperatorUnits(gamma, logistic);
    const model = { gamma, xi: 0, intensityK: 20 };
    const expected = models.gueantOperatorUnits(model, { ...shared, intensityA: 1 });
    near(got.inventorySkewBps, expected.inventorySkewBps, 1e-9);
    near(got.halfSpreadBps, expected.halfSpreadBps, 1e-9);
    near(got.inventoryHalfLifeSeconds, expected.inventoryHalfLifeSeconds ?? 0, 1e-9);
    near(got.utilisation, expected.utilisation ?? 0, 1e-9);
  });

  it('refuse what is none', () => {
    const shared = { referencePrice: 100, sigma: 0.1, maxPosition: 10, tradeSize: 1 };
    const good = { ...shared, lambda: 1, alpha: 0, beta: 1 };
    expect(models.logisticGamma(0, good)).toBe(0);
    for (const bad of [-1, Number.NaN, Infinity]) {
      expect(() => models.logisticGamma(bad, good)).toThrow(DomainError);
      expect(() => models.logisticOperatorUnits(bad, good)).toThrow(DomainError);
      expect(() => models.logisticGamma(1, { ...good, beta: bad })).toThrow(DomainError);
    }
  });
});

describe('multi-asset units', () => {
  const assets = [1, 2, 3].map((scale) => ({
    tradeSize: scale,
    bid: { intensityA: scale, intensityK: 5 },
    ask: { intensityA: 1, intensityK: 4 + scale },
  }));
  const covariance = [
    [1, 0.5, 0.2],
    [0.5, 2, 0.1],
    [0.2, 0.1, 3],
  ];
  const reference = { referencePrice: 100, maxPosition: 10 };

  it('of one asset are those of Gueant', () => {
    const side = { intensityA: 2, intensityK: 5 };
    const flow = { assets: [{ bid: side, ask: side, tradeSize: 3 }], gamma: 0.1, xi: 0.1 };
    const coefficients = models.multiAssetCoefficients({ ...flow, covariance: [[4]] });
    const [got] = models.multiAssetOperatorUnits(flow.assets, coefficients, [reference]);
    const expected = models.gueantOperatorUnits(
      { gamma: 0.1, xi: 0.1, intensityK: 5 },
      { ...reference, sigma: 2, tradeSize: 3, intensityA: 2 },
    );
    near(got?.inventorySkewBps ?? 0, expected.inventorySkewBps, 1e-13);
    near(got?.halfSpreadBps ?? 0, expected.halfSpreadBps, 1e-13);
    near(got?.inventoryHalfLifeSeconds ?? 0, expected.inventoryHalfLifeSeconds ?? 0, 1e-12);
    near(got?.utilisation ?? 0, expected.utilisation ?? 0, 1e-13);
  });

  it.each<[models.XiMode, number]>([
    ['zero', 1e-3],
    ['zero', 1e3],
    ['gamma', 1e-3],
    ['gamma', 1],
    ['gamma', 1e8],
  ])('with xi = %s have the skew of %s bps asked for', (mode, inventorySkewBps) => {
    const input = { assets, covariance, xiMode: mode, asset: 1, inventorySkewBps };
    const gamma = models.multiAssetGamma({ ...input, terms: reference });
    const xi = mode === 'zero' ? 0 : gamma;
    const coefficients = models.multiAssetCoefficients({ assets, covariance, gamma, xi });
    const all = [reference, reference, reference];
    const got = models.multiAssetOperatorUnits(assets, coefficients, all)[1];
    near(got?.inventorySkewBps ?? 0, inventorySkewBps, 1e-11);
  });

  it('are the same by factors', () => {
    const loadings = [[1], [0.5], [2]];
    const flow = { assets, gamma: 0.1, xi: 0 };
    const byFactor = models.factorSkewCoefficients({ ...flow, loadings, factorCovariance: [[1]] });
    const product = loadings.map(([left = 0]) => loadings.map(([right = 0]) => left * right));
    const dense = models.multiAssetCoefficients({ ...flow, covariance: product });
    const all = [reference, reference, reference];
    const [left, right] = [byFactor, dense].map((coefficients) =>
      models.multiAssetOperatorUnits(assets, coefficients, all),
    );
    left?.forEach((units, index) => {
      near(units.inventorySkewBps, right?.[index]?.inventorySkewBps ?? 0, 1e-6);
    });
  });

  it('refuse what is none', () => {
    const input = { assets, covariance, xiMode: 'zero', terms: reference } as const;
    const skew = { inventorySkewBps: 1 };
    expect(() => models.multiAssetGamma({ ...input, ...skew, asset: 3 })).toThrow(DomainError);
    expect(() => models.multiAssetGamma({ ...input, inventorySkewBps: 0, asset: 0 })).toThrow(
      DomainError,
    );
    const still = covariance.map((row) => row.map(() => 0));
    const nothing = { ...input, ...skew, covariance: still, asset: 0 };
    expect(() => models.multiAssetGamma(nothing)).toThrow(/no risk aversion/);
    const coefficients = models.multiAssetCoefficients({ assets, covariance, gamma: 1, xi: 0 });
    expect(() => models.multiAssetOperatorUnits(assets, coefficients, [reference])).toThrow(
      DomainError,
    );
  });
});

describe('inventoryUtilisation', () => {
  it('is the spread of the inventory that the quotes let build up', () => {
    // Detailed balance of fills from level to level, summed until nothing is left.
    const flow = { intensityA: 2, intensityK: 10, tradeSize: 0.5, skewPerUnit: 0.004 };
    const rate = (delta: number) => flow.intensityA * Math.exp(-flow.intensityK * delta);
    let [weight, q, total, squares] = [1, 0, 1, 0];
    for (let step = 0; step < 200; step += 1) {
      const up = rate(0.1 + flow.skewPerUnit * q);
      q += flow.tradeSize;
      const down = rate(0.1 - flow.skewPerUnit * q);
      weight *= up / down;
      total += 2 * weight;
      squares += 2 * weight * q * q;
    }
    const expected = Math.sqrt(squares / total) / 20;
    near(models.inventoryUtilisation({ ...flow, maxPosition: 20 }), expected, 1e-12);
    expect(models.inventoryUtilisation({ ...flow, skewPerUnit: 0, maxPosition: 20 })).toBeNull();
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
