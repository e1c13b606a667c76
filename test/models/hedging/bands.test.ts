/** No-trade bands and modified volatilities: scaling laws, limits, domains. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../src/errors.js';
import {
  blackScholesMerton,
  dealerHedgeRate,
  dealerInternalisation,
  lelandVolatility,
  whalleyWilmottBand,
  zakamoulineBand,
} from '../../../src/models/index.js';

const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const relative = (got: number, expected: number) => Math.abs(got / expected - 1);

describe('whalleyWilmottBand', () => {
  const base = {
    target: 0.5,
    gamma: 0.02,
    price: 100,
    costRate: 0.001,
    riskAversion: 0.1,
    rate: 0.03,
    timeToExpiryYears: 0.5,
    hedge: 0.2,
  };

  it('goes to the nearest edge and stays inside the band', () => {
    const inputs = fc.record({
      target: between(-2, 2),
      gamma: between(-1, 1),
      hedge: between(-3, 3),
      costRate: between(0, 0.01),
    });
    fc.assert(
      fc.property(inputs, (change) => {
        const got = whalleyWilmottBand({ ...base, ...change });
        expect(got.newHedge).toBeGreaterThanOrEqual(got.lower);
        expect(got.newHedge).toBeLessThanOrEqual(got.upper);
        const isInside = change.hedge >= got.lower && change.hedge <= got.upper;
        expect(got.trade === 0).toBe(isInside);
        if (!isInside) expect([got.lower, got.upper]).toContain(got.newHedge);
        const again = whalleyWilmottBand({ ...base, ...change, hedge: got.newHedge });
        expect(again.trade).toBe(0);
      }),
    );
  });

  it('widens with the cube root of the cost and the square of gamma, of either sign', () => {
    const { halfWidth } = whalleyWilmottBand(base);
    const width = (change: Partial<typeof base>) =>
      whalleyWilmottBand({ ...base, ...change }).halfWidth;
    expect(relative(width({ costRate: 8 * base.costRate }), 2 * halfWidth)).toBeLessThan(1e-14);
    expect(relative(width({ gamma: 8 * base.gamma }), 4 * halfWidth)).toBeLessThan(1e-14);
    expect(width({ gamma: -base.gamma })).toBe(halfWidth);
    expect(relative(width({ riskAversion: 8 * base.riskAversion }), halfWidth / 2)).toBeLessThan(
      1e-14,
    );
    expect(width({ costRate: 0 })).toBe(0);
    expect(width({ gamma: 0 })).toBe(0);
  });

  it.each([
    [{ price: 0 }],
    [{ price: -1 }],
    [{ riskAversion: 0 }],
    [{ costRate: -1e-9 }],
    [{ timeToExpiryYears: -1 }],
    [{ gamma: Number.NaN }],
    [{ gamma: 1e200 }],
    [{ hedge: Number.POSITIVE_INFINITY }],
  ])('refuses %j', (change) => {
    expect(() => whalleyWilmottBand({ ...base, ...change })).toThrow(DomainError);
  });
});

describe('zakamoulineBand', () => {
  const base = {
    type: 'call',
    side: 'short',
    spot: 100,
    strike: 105,
    rate: 0.02,
    volatility: 0.4,
    timeToExpiryYears: 0.25,
    costRate: 0.001,
    riskAversion: 0.1,
  } as const;

  it('raises the volatility of a written and lowers that of a held option', () => {
    const short = zakamoulineBand(base);
    const long = zakamoulineBand({ ...base, side: 'long' });
    expect(short.modifiedVolatility).toBeGreaterThan(base.volatility);
    expect(long.modifiedVolatility).toBeLessThan(base.volatility);
    expect(long.halfWidth).toBe(short.halfWidth);
    expect(short.halfWidth).toBe(short.baseHalfWidth + short.gammaHalfWidth);
  });

  it('is the delta alone without costs', () => {
    const free = zakamoulineBand({ ...base, costRate: 0 });
    const { delta } = blackScholesMerton({ ...base, dividendYield: 0 });
    expect(free).toMatchObject({ halfWidth: 0, varianceShift: 0, center: delta });
  });

  it('has no center for a held option where costs are too large', () => {
    const dear = { ...base, costRate: 0.4, riskAversion: 10 };
    const long = zakamoulineBand({ ...dear, side: 'long' });
    expect(long.varianceShift).toBeLessThan(-1);
    expect(long).toMatchObject({ modifiedVolatility: null, center: null });
    expect(zakamoulineBand(dear).center).not.toBeNull();
  });

  it.each([
    [{ spot: 0 }],
    [{ strike: -1 }],
    [{ volatility: 0 }],
    [{ timeToExpiryYears: 0 }],
    [{ costRate: -1 }],
    [{ riskAversion: 0 }],
    [{ rate: Number.NaN }],
  ])('refuses %j', (change) => {
    expect(() => zakamoulineBand({ ...base, ...change })).toThrow(DomainError);
  });
});

describe('lelandVolatility', () => {
  it('spreads the variance evenly around that of the market', () => {
    fc.assert(
      fc.property(between(0.05, 2), between(1e-4, 0.1), between(0, 0.01), (s, dt, cost) => {
        const got = lelandVolatility({ volatility: s, rehedgeYears: dt, roundTripCostRate: cost });
        if (got.longVolatility === null) expect(got.lelandNumber).toBeGreaterThanOrEqual(1);
        else {
          const middle = (got.longVolatility ** 2 + got.shortVolatility ** 2) / 2;
          expect(relative(middle, s * s)).toBeLessThan(1e-13);
        }
      }),
    );
  });

  it.each([
    [{ volatility: 0 }],
    [{ rehedgeYears: 0 }],
    [{ roundTripCostRate: -1 }],
    [{ roundTripCostRate: Number.NaN }],
  ])('refuses %j', (change) => {
    const input = { volatility: 0.3, rehedgeYears: 0.01, roundTripCostRate: 0.001, ...change };
    expect(() => lelandVolatility(input)).toThrow(DomainError);
  });
});

describe('the dealer', () => {
  const cost = { proportionalCost: 0.2, quadraticCost: 0.01 };

  it('trades at the rate that gains most', () => {
    fc.assert(
      fc.property(between(-2, 2), between(0, 1), between(1e-3, 1), (p, psi, eta) => {
        const got = dealerHedgeRate({
          marginalValue: p,
          proportionalCost: psi,
          quadraticCost: eta,
        });
        const gain = (rate: number) => p * rate - psi * Math.abs(rate) - eta * rate * rate;
        const best = gain(got.rate);
        expect(Math.abs(best - got.benefitRate)).toBeLessThan(1e-12 * (1 + p * p) * (1 / eta));
        expect(Math.abs(p * got.rate - got.costRate - best)).toBeLessThan(1e-11 * (1 / eta));
        for (const other of [0, got.rate * 0.9, got.rate * 1.1, 0.1, -0.1]) {
          expect(gain(other)).toBeLessThanOrEqual(best + 1e-12 / eta);
        }
      }),
    );
  });

  it('sells when long, mirrors when short, and waits within the threshold', () => {
    const book = { inventoryPenalty: 0.03, permanentImpact: 0.01, ...cost };
    const at = (position: number) => dealerInternalisation({ ...book, position });
    expect(at(0)).toMatchObject({ rate: 0, action: 'internalise' });
    expect(at(3.9)).toMatchObject({ rate: 0, action: 'internalise' });
    expect(at(4.1).action).toBe('externalise');
    expect(at(4.1).rate).toBeLessThan(0);
    expect(at(-4.1).rate).toBe(-at(4.1).rate);
    expect(at(1).thresholdPosition).toBeCloseTo(4, 14);
  });

  it('never trades outside where impact outweighs the penalty', () => {
    for (const permanentImpact of [0.06, 0.07]) {
      const book = { inventoryPenalty: 0.03, permanentImpact, ...cost, position: 1e6 };
      expect(dealerInternalisation(book)).toEqual({
        thresholdPosition: null,
        rate: 0,
        action: 'internalise',
      });
    }
  });

  it.each([
    [{ quadraticCost: 0 }],
    [{ proportionalCost: -1 }],
    [{ inventoryPenalty: -1 }],
    [{ permanentImpact: Number.NaN }],
    [{ position: Number.POSITIVE_INFINITY }],
  ])('refuses %j', (change) => {
    const book = { inventoryPenalty: 1, permanentImpact: 0, ...cost, position: 1, ...change };
    expect(() => dealerInternalisation(book)).toThrow(DomainError);
    if ('inventoryPenalty' in change || 'permanentImpact' in change) return;
    const marginalValue = book.position;
    expect(() => dealerHedgeRate({ ...book, marginalValue })).toThrow(DomainError);
  });
});
