/** Closed forms: limits, signs, symmetries, domains; one form as another. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../src/errors.js';
import * as models from '../../../src/models/index.js';
import { between, logarithmic } from '../arbitraries.js';
import { anyNumber, expectNoNaN } from '../options/draws.js';

const position = between(-50, 50);
const market = fc.record({
  price: logarithmic(-3, 5),
  position,
  gamma: logarithmic(-9, 1),
  sigma: logarithmic(-3, 2),
  k: logarithmic(-3, 3),
  tau: logarithmic(-6, 3),
  tradeSize: logarithmic(-3, 3),
});
const flow = fc.record({
  gamma: logarithmic(-9, 1),
  xi: logarithmic(-9, 1),
  intensityA: logarithmic(-4, 2),
  intensityK: logarithmic(-3, 3),
  tradeSize: logarithmic(-3, 3),
  sigma: logarithmic(-3, 2),
  position,
});

const near = (got: number, expected: number, relative: number, scale = Math.abs(expected)) =>
  expect(Math.abs(got - expected)).toBeLessThanOrEqual(relative * scale);

describe('Avellaneda-Stoikov', () => {
  it('is continuous where the risk aversion vanishes', () => {
    fc.assert(
      fc.property(market, fc.constantFrom(1e-12, 1e-100, 1e-310), (input, gamma) => {
        const limit = models.avellanedaStoikovQuotes({ ...input, gamma: 0 });
        const k = Math.max(input.k, 0.1);
        const got = models.avellanedaStoikovQuotes({ ...input, k, gamma, sigma: 1e-3 });
        expect(limit.spread).toBe(2 / input.k);
        near(got.spread, 2 / k, 1e-7);
      }),
    );
  });

  it('lowers both quotes when long, mirrors when short, and keeps the spread', () => {
    fc.assert(
      fc.property(market, (input) => {
        const got = models.avellanedaStoikovQuotes(input);
        const mirror = models.avellanedaStoikovQuotes({ ...input, position: -input.position });
        expect(got.deltaBid).toBe(mirror.deltaAsk);
        expect(Math.sign(got.deltaBid - got.deltaAsk) * Math.sign(input.position)).not.toBe(-1);
        near(got.deltaBid + got.deltaAsk, got.spread, 1e-12, got.spread + Math.abs(got.deltaBid));
      }),
    );
  });

  it('has the same symmetry without a horizon', () => {
    fc.assert(
      fc.property(market, (input) => {
        const qMax = Math.abs(input.position) + 2;
        const omega = (input.gamma * input.sigma * qMax) ** 2 / 2;
        const prices = (q: number) =>
          models.avellanedaStoikovInfiniteHorizon({ ...input, price: 0, position: q, omega });
        const { bid, ask } = prices(input.position);
        near(bid ?? Number.NaN, -(prices(-input.position).ask ?? Number.NaN), 1e-9);
        expect(bid).toBeLessThan(ask ?? Number.NaN);
      }),
    );
    const still = { price: 7, position: 3, gamma: 0, sigma: 1, omega: 1 };
    expect(models.avellanedaStoikovInfiniteHorizon(still)).toMatchObject({ bid: 7, ask: 7 });
  });
});

describe('Gueant', () => {
  it('is continuous where xi and gamma vanish', () => {
    fc.assert(
      fc.property(flow, fc.constantFrom(1e-12, 1e-100, 1e-310), (input, tiny) => {
        const intensityK = Math.max(input.intensityK, 1);
        const parameters = { ...input, intensityK };
        const limit = models.gueantCoefficients({ ...parameters, xi: 0 });
        const got = models.gueantCoefficients({ ...parameters, xi: tiny });
        expect(limit.c1).toBe(1 / intensityK);
        near(got.c1, limit.c1, 1e-6);
        near(got.c2, limit.c2, 1e-6);
        expect(models.gueantCoefficients({ ...parameters, gamma: 0 }).c2).toBe(0);
      }),
    );
  });

  it('is affine and odd in inventory', () => {
    fc.assert(
      fc.property(flow, (input) => {
        const got = models.gueantQuotes(input);
        const mirror = models.gueantQuotes({ ...input, position: -input.position });
        expect(got.deltaBid).toBe(mirror.deltaAsk);
        expect(got.skewPerUnit).toBeGreaterThan(0);
        expect(got.halfSpread).toBeGreaterThan(0);
      }),
    );
  });
});

describe('inventory skew', () => {
  it('keeps the sum of the size factors and their range', () => {
    const balances = fc.record({
      baseBalance: between(-100, 100),
      quoteBalance: between(-100, 1e6),
      price: logarithmic(-3, 5),
      targetBaseShare: between(0, 1),
      baseRange: fc.oneof(fc.constant(0), logarithmic(-9, 3)),
    });
    fc.assert(
      fc.property(balances, (input) => {
        const { bidSizeRatio, askSizeRatio } = models.sizeSkew(input);
        expect(bidSizeRatio).toBeGreaterThanOrEqual(0);
        expect(bidSizeRatio).toBeLessThanOrEqual(2);
        expect([0, 2]).toContain(bidSizeRatio + askSizeRatio);
      }),
    );
  });

  it('shifts against the position, at most by the factor', () => {
    const input = { mid: 100, halfSpread: 1, target: 0, maxDeviation: 2, skewFactor: 0.5 };
    expect(models.priceSkew({ ...input, position: 1 })).toMatchObject({ shift: -0.25, bid: 98.75 });
    expect(models.priceSkew({ ...input, position: -9 })).toMatchObject({ shift: 0.5, ask: 101.5 });
  });
});

describe('Gueant, Lehalle and Fernandez-Tapia', () => {
  const parameters = { gamma: 0.01, sigma: 0.3, intensityA: 0.9, intensityK: 0.3, position: 5 };

  it('is Gueant with fills of one lot and xi = gamma', () => {
    fc.assert(
      fc.property(flow, (input) => {
        const lots = { ...input, tradeSize: 1, xi: input.gamma };
        const [got, expected] = [models.glftQuotes(input), models.gueantQuotes(lots)];
        const scale = expected.halfSpread + Math.abs(input.position) * expected.skewPerUnit;
        near(got.deltaBid, expected.deltaBid, 1e-13, scale);
        near(got.deltaAsk, expected.deltaAsk, 1e-13, scale);
        near(got.skewPerUnit, expected.skewPerUnit, 1e-13);
        near(got.constantHalfSpread, expected.c1, 1e-13);
      }),
    );
  });

  it('holds what an expected rise makes worth holding', () => {
    const drift = 0.002;
    const worth = drift / (parameters.gamma * parameters.sigma ** 2);
    const rising = models.glftQuotes({ ...parameters, drift, position: 5 + worth });
    const flat = models.glftQuotes(parameters);
    near(rising.deltaBid, flat.deltaBid, 1e-13);
    near(rising.deltaAsk, flat.deltaAsk, 1e-13);
  });

  it('adds half the impact to both sides, and more skew', () => {
    const moved = models.glftQuotes({ ...parameters, impact: 2 });
    const flat = models.glftQuotes(parameters);
    near(moved.constantHalfSpread, flat.constantHalfSpread + 1, 1e-14);
    near(moved.skewPerUnit, flat.skewPerUnit * Math.exp(0.3 * 0.5), 1e-14);
  });
});

describe('the closed form with a logistic intensity', () => {
  it('mirrors long and short and widens with inventory', () => {
    const logistic = fc.record({
      lambda: logarithmic(-2, 3),
      alpha: between(-4, 4),
      beta: logarithmic(-1, 2),
      gamma: logarithmic(-8, 0),
      sigma: logarithmic(-3, 1),
      tradeSize: logarithmic(-2, 2),
      position,
    });
    fc.assert(
      fc.property(logistic, (input) => {
        const long = models.gueantLogisticQuotes(input);
        const short = models.gueantLogisticQuotes({ ...input, position: -input.position });
        expect(short.deltaAsk).toBe(long.deltaBid);
        expect((long.deltaBid - long.deltaAsk) * Math.sign(input.position)).toBeGreaterThanOrEqual(
          0,
        );
        const still = models.gueantLogisticQuotes({ ...input, gamma: 0 });
        expect(still.deltaBid).toBe(still.deltaAsk);
        expect(still.deltaBid).toBeLessThanOrEqual(
          models.gueantLogisticQuotes({ ...input, position: 0 }).deltaBid,
        );
      }),
    );
  });
});

describe('fillRate', () => {
  const flat = { intensityA: 2, intensityK: 3, delta: 0, interval: 1 };

  it('keeps the digits of a short interval, and saturates', () => {
    near(models.fillRate({ ...flat, interval: 1e-20 }).probability, 2e-20, 1e-15);
    expect(models.fillRate({ ...flat, interval: 1e300 }).probability).toBe(1);
    expect(models.fillRate({ ...flat, intensityA: 0 })).toEqual({ rate: 0, probability: 0 });
    near(models.fillRate({ ...flat, delta: -1 }).rate, 2 * Math.exp(3), 1e-15);
  });
});

const as = { price: 100, position: 1, gamma: 0.1, sigma: 2, k: 1.5, tau: 1 };
const infinite = { price: 100, position: 1, gamma: 0.1, sigma: 2, omega: 1 };
const gueant = { gamma: 1, xi: 1, intensityA: 1, intensityK: 1, tradeSize: 1 };
const skew = { baseBalance: 1, quoteBalance: 1, price: 1, targetBaseShare: 0.5, baseRange: 1 };
const deviation = { position: 1, target: 0, maxDeviation: 1 };
const shift = { mid: 1, halfSpread: 1, skewFactor: 1, ...deviation };
const levels = { start: 1, step: 1, levels: 2 };
const half = { intensityA: 1, intensityK: 1, tradeSize: 1, halfSpread: 1, skewPerUnit: 1 };
const glft = { gamma: 1, sigma: 1, intensityA: 1, intensityK: 1, position: 0, maxLots: 2 };
const table = { sigma: 1, levelsPerSide: 2, tau: 1 };
const orders = { buyOrderRate: 1, sellOrderRate: 1 };
const jaimungal = { ...orders, kappa: 1, phi: 1, alpha: 0, minLots: -2, maxLots: 2, tau: 1 };
const logistic = { lambda: 1, alpha: 0, beta: 1, gamma: 1, sigma: 1, tradeSize: 1, position: 0 };

describe('domains', () => {
  it.each<[string, () => unknown]>([
    ['NaN price', () => models.avellanedaStoikovQuotes({ ...as, price: Number.NaN })],
    ['gamma < 0', () => models.avellanedaStoikovQuotes({ ...as, gamma: -1 })],
    ['sigma < 0', () => models.avellanedaStoikovQuotes({ ...as, sigma: -1 })],
    ['k = 0', () => models.avellanedaStoikovQuotes({ ...as, k: 0 })],
    ['tau infinite', () => models.avellanedaStoikovQuotes({ ...as, tau: Infinity })],
    ['tradeSize = 0', () => models.avellanedaStoikovQuotes({ ...as, tradeSize: 0 })],
    ['overflow', () => models.avellanedaStoikovQuotes({ ...as, gamma: 1e300, sigma: 1e300 })],
    ['omega = 0', () => models.avellanedaStoikovInfiniteHorizon({ ...infinite, omega: 0 })],
    ['gbm overflow', () => models.avellanedaStoikovGbm({ ...as, sigma: 40 })],
    ['xi < 0', () => models.gueantCoefficients({ ...gueant, xi: -1 })],
    ['A = 0', () => models.gueantCoefficients({ ...gueant, intensityA: 0 })],
    ['NaN position', () => models.gueantQuotes({ ...gueant, sigma: 1, position: Number.NaN })],
    ['share > 1', () => models.sizeSkew({ ...skew, targetBaseShare: 1.1 })],
    ['price = 0', () => models.sizeSkew({ ...skew, price: 0 })],
    ['value overflow', () => models.sizeSkew({ ...skew, baseBalance: 1e300, price: 1e300 })],
    ['half a level', () => models.totalOrderSize({ ...levels, levels: 1.5 })],
    ['maxDeviation = 0', () => models.priceSkew({ ...shift, maxDeviation: 0 })],
    ['skew < 0', () => models.inventoryHalfLife({ ...half, skewPerUnit: -1 })],
    ['NaN drift', () => models.glftQuotes({ ...glft, drift: Number.NaN })],
    ['impact < 0', () => models.glftQuotes({ ...glft, impact: -1 })],
    ['drift without risk', () => models.glftQuotes({ ...glft, drift: 1, sigma: 0 })],
    ['no lots', () => models.glftTable({ ...glft, maxLots: 0, tau: 1 })],
    ['half a lot', () => models.glftTable({ ...glft, maxLots: 1.5, tau: 1 })],
    ['too many lots', () => models.glftLongRunTable({ ...glft, maxLots: 501 })],
    ['tau < 0', () => models.glftTable({ ...glft, tau: -1 })],
    ['NaN tau', () => models.gueantTable({ ...gueant, ...table, tau: Number.NaN })],
    ['penalty < 0', () => models.gueantTable({ ...gueant, ...table, tau: 1, terminalPenalty: -1 })],
    ['risk overflow', () => models.gueantTable({ ...gueant, ...table, sigma: 1e200, tau: 1 })],
    ['sigma < 0 in a table', () => models.gueantLongRunTable({ ...gueant, ...table, sigma: -1 })],
    ['no flow left', () => models.gueantLongRunTable({ ...gueant, ...table, impact: 1e4 })],
    ['kappa = 0', () => models.carteaJaimungalTable({ ...jaimungal, kappa: 0 })],
    ['rate < 0', () => models.carteaJaimungalTable({ ...jaimungal, buyOrderRate: -1 })],
    ['NaN phi', () => models.carteaJaimungalTable({ ...jaimungal, phi: Number.NaN })],
    ['alpha < 0', () => models.carteaJaimungalTable({ ...jaimungal, alpha: -1 })],
    ['one level', () => models.carteaJaimungalTable({ ...jaimungal, minLots: 2 })],
    ['bounds swapped', () => models.carteaJaimungalLongRunTable({ ...jaimungal, minLots: 3 })],
    ['no sells', () => models.carteaJaimungalLongRunTable({ ...jaimungal, sellOrderRate: 0 })],
    ['logistic lambda = 0', () => models.gueantLogisticQuotes({ ...logistic, lambda: 0 })],
    ['logistic NaN q', () => models.gueantLogisticQuotes({ ...logistic, position: Number.NaN })],
    ['logistic sigma < 0', () => models.gueantLogisticTable({ ...logistic, ...table, sigma: -1 })],
    ['logistic tau < 0', () => models.gueantLogisticTable({ ...logistic, ...table, tau: -1 })],
    ['fill rate overflow', () => models.fillRate({ ...half, delta: -1e4, interval: 1 })],
    ['interval < 0', () => models.fillRate({ ...half, delta: 0, interval: -1 })],
    ['utilisation of no limit', () => models.inventoryUtilisation({ ...half, maxPosition: 0 })],
  ])('%s', (_, action) => {
    expect(action).toThrow(DomainError);
  });

  it('names argument, value and allowed range', () => {
    expect(() => models.avellanedaStoikovQuotes({ ...as, k: -2 })).toThrow(
      'k is -2; allowed: a finite number above 0',
    );
    expect(() => models.glftTable({ ...glft, maxLots: 501, tau: 1 })).toThrow(/maxLots is 501/);
  });
});

describe('results', () => {
  it('are never NaN', () => {
    const names = [
      ...['price', 'position', 'gamma', 'xi', 'sigma', 'k', 'tau', 'omega', 'drift', 'impact'],
      ...['intensityA', 'intensityK', 'tradeSize', 'lambda', 'alpha', 'beta', 'cost', 'kappa'],
      ...['phi', 'buyOrderRate', 'sellOrderRate', 'terminalPenalty', 'delta', 'interval'],
    ] as const;
    const wild = Object.fromEntries(names.map((name) => [name, anyNumber]));
    const small = fc.integer({ min: -1, max: 4 });
    const input = fc.record({
      ...(wild as Record<(typeof names)[number], fc.Arbitrary<number>>),
      levelsPerSide: small,
      maxLots: small,
      minLots: small.map((lots) => -lots),
    });
    const solve = [
      models.avellanedaStoikovQuotes,
      models.avellanedaStoikovInfiniteHorizon,
      models.avellanedaStoikovGbm,
      models.gueantQuotes,
      models.glftQuotes,
      models.gueantLogisticQuotes,
      models.logisticResponse,
      models.fillRate,
      models.glftLongRunTable,
      models.gueantLongRunTable,
      models.carteaJaimungalLongRunTable,
    ];
    fc.assert(
      fc.property(fc.constantFrom(...solve), input, (model, values) => {
        expectNoNaN(() => model(values));
      }),
      { numRuns: 5000 },
    );
  });
});
