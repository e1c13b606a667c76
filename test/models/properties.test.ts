/** Limits, signs, symmetries and domains of the models. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../src/errors.js';
import * as models from '../../src/models/index.js';

/** A number spread evenly over powers of ten. */
const logarithmic = (low: number, high: number) =>
  fc.double({ min: low, max: high, noNaN: true }).map((exponent) => 10 ** exponent);

const position = fc.double({ min: -50, max: 50, noNaN: true });
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
      baseBalance: fc.double({ min: -100, max: 100, noNaN: true }),
      quoteBalance: fc.double({ min: -100, max: 1e6, noNaN: true }),
      price: logarithmic(-3, 5),
      targetBaseShare: fc.double({ min: 0, max: 1, noNaN: true }),
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

describe('contracts', () => {
  it('pays nothing for a round trip at one price, and the opposite to the other side', () => {
    const kinds = fc.constantFrom<models.PayoffKind>('linear', 'inverse');
    const price = logarithmic(-3, 5);
    fc.assert(
      fc.property(kinds, price, price, position, (kind, entry, exit, size) => {
        const trip = { kind, multiplier: 10, position: size, entry, exit };
        expect(models.roundTripPnl({ ...trip, exit: entry }) + 0).toBe(0);
        const other = models.roundTripPnl({ ...trip, position: -size });
        expect(models.roundTripPnl(trip) + other).toBe(0);
        expect(Math.sign(models.roundTripPnl(trip) * size * (exit - entry))).not.toBe(-1);
      }),
    );
  });
});

const as = { price: 100, position: 1, gamma: 0.1, sigma: 2, k: 1.5, tau: 1 };
const infinite = { price: 100, position: 1, gamma: 0.1, sigma: 2, omega: 1 };
const gueant = { gamma: 1, xi: 1, intensityA: 1, intensityK: 1, tradeSize: 1 };
const skew = { baseBalance: 1, quoteBalance: 1, price: 1, targetBaseShare: 0.5, baseRange: 1 };
const deviation = { position: 1, target: 0, maxDeviation: 1 };
const shift = { mid: 1, halfSpread: 1, skewFactor: 1, ...deviation };
const ewma = { intervals: [1], returns: [1], halfLife: 1, initialVariance: 0 };
const trip = { kind: 'inverse', multiplier: 1, position: 1, entry: 1, exit: 1 } as const;
const option = { kind: 'inverse', type: 'put', strike: 1, settlementPrice: 1 } as const;
const expiry = { ...option, position: 1, premium: 0, multiplier: 1 };
const levels = { start: 1, step: 1, levels: 2 };
const half = { intensityA: 1, intensityK: 1, tradeSize: 1, halfSpread: 1, skewPerUnit: 1 };

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
    ['a missing interval', () => models.ewmaIrregular({ ...ewma, intervals: [] })],
    ['dt = 0', () => models.ewmaIrregular({ ...ewma, intervals: [0] })],
    ['NaN return', () => models.ewmaIrregular({ ...ewma, returns: [Number.NaN] })],
    ['inverse at 0', () => models.roundTripPnl({ ...trip, exit: 0 })],
    ['coin payoff at 0', () => models.optionExpiryPnl({ ...expiry, settlementPrice: 0 })],
    ['premium < 0', () => models.optionExpiryPnl({ ...expiry, premium: -1 })],
    ['skew < 0', () => models.inventoryHalfLife({ ...half, skewPerUnit: -1 })],
  ])('%s', (_, action) => {
    expect(action).toThrow(DomainError);
  });

  it('names argument, value and allowed range', () => {
    expect(() => models.avellanedaStoikovQuotes({ ...as, k: -2 })).toThrow(
      'k is -2; allowed: a finite number above 0',
    );
  });
});

describe('results', () => {
  it('are never NaN', () => {
    const any = fc.oneof(
      fc.double(),
      fc.constantFrom(0, -0, 5e-324, 1e308, Infinity, -Infinity, Number.NaN),
    );
    const input = fc.record({
      ...{ price: any, position: any, gamma: any, xi: any, sigma: any, k: any, tau: any },
      ...{ omega: any, intensityA: any, intensityK: any, tradeSize: any },
    });
    const solve = [
      models.avellanedaStoikovQuotes,
      models.avellanedaStoikovInfiniteHorizon,
      models.avellanedaStoikovGbm,
      models.gueantQuotes,
    ];
    fc.assert(
      fc.property(fc.constantFrom(...solve), input, (model, values) => {
        try {
          for (const value of Object.values(model(values))) {
            expect(value === null || Number.isFinite(value)).toBe(true);
          }
        } catch (error) {
          expect(error).toBeInstanceOf(DomainError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
