/** Exposure: additivity, deltas by differentiation, portfolio identities, domains. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../src/errors.js';
import {
  aggregateExposure,
  blackScholesMertonPrice,
  type Holding,
  inverseOptionPrice,
  type OptionHolding,
  type PortfolioExposureInput,
  portfolioExposure,
} from '../../../src/models/index.js';
import { derivative, near } from '../options/draws.js';
import { holdingsAt } from './holdings.js';

const SPOT = 100;
const market = { spot: SPOT, rate: 0.03 };
const holdings = holdingsAt(SPOT);

describe('aggregate exposure', () => {
  it('adds up over holdings', () => {
    fc.assert(
      fc.property(holdings, holdings, (left, right) => {
        const of = (held: readonly Holding[]) => aggregateExposure({ ...market, holdings: held });
        const [a, b, both] = [of(left), of(right), of([...left, ...right])];
        for (const [name, total] of Object.entries(both)) {
          const parts = [Reflect.get(a, name), Reflect.get(b, name)].map(Number);
          const scale = parts.reduce((sum, part) => sum + Math.abs(part), 0);
          near(total, (parts[0] ?? 0) + (parts[1] ?? 0), 1e-10 * (scale + 1));
        }
      }),
    );
  });

  it('has the slope of the value in quote currency as linear delta', () => {
    fc.assert(
      fc.property(holdings, (held) => {
        const linear = held.filter(({ kind }) => kind === 'linear' || kind === 'option');
        const value = (spot: number) =>
          linear.reduce((sum, one) => {
            const units = one.position * one.multiplier;
            if (one.kind !== 'option') return sum + units * spot;
            return (
              sum + units * blackScholesMertonPrice({ ...one, ...market, spot, dividendYield: 0 })
            );
          }, 0);
        const { deltaLinear, deltaCoin } = aggregateExposure({ ...market, holdings: linear });
        near(deltaLinear, derivative(value, SPOT, 0.01), 1e-5);
        expect(deltaCoin).toBe(0);
      }),
    );
  });

  it('has spot times the slope of the value in coins as coin delta', () => {
    fc.assert(
      fc.property(holdings, (held) => {
        const inverse = held.filter(({ kind }) => kind === 'inverse' || kind === 'inverseOption');
        const value = (spot: number) =>
          inverse.reduce((sum, one) => {
            const units = one.position * one.multiplier;
            if (one.kind !== 'inverseOption') return sum - units / spot;
            return sum + units * inverseOptionPrice({ ...one, forward: spot });
          }, 0);
        const { deltaCoin, deltaLinear } = aggregateExposure({ ...market, holdings: inverse });
        near(deltaCoin, SPOT * derivative(value, SPOT, 0.01), 1e-5);
        expect(deltaLinear).toBe(0);
      }),
    );
  });

  it('tells cash: both deltas at the price, gamma for one percent', () => {
    const got = aggregateExposure({
      ...market,
      holdings: [
        { kind: 'linear', position: -3, multiplier: 0.5 },
        { kind: 'inverse', position: 40, multiplier: 10 },
      ],
    });
    expect(got).toMatchObject({ deltaLinear: -1.5, deltaCoin: 4, deltaCash: 250 });
    expect(got).toMatchObject({ gamma: 0, vega: 0, theta: 0, gammaPerPercent: 0 });
    expect(aggregateExposure({ ...market, holdings: [] }).deltaCash).toBe(0);
  });

  const option: OptionHolding = {
    kind: 'option',
    type: 'call',
    position: 1,
    multiplier: 1,
    strike: 100,
    volatility: 0.5,
    timeToExpiryYears: 1,
  };
  it.each<[string, object, Partial<Holding>]>([
    ['spot 0', { spot: 0 }, {}],
    ['NaN rate', { rate: Number.NaN }, {}],
    ['NaN position', {}, { position: Number.NaN }],
    ['multiplier 0', {}, { multiplier: 0 }],
    ['strike below 0', {}, { strike: -1 }],
    ['NaN volatility', {}, { kind: 'inverseOption', volatility: Number.NaN }],
    ['time below 0', {}, { timeToExpiryYears: -1 }],
    ['at the money at expiry', {}, { timeToExpiryYears: 0 }],
    ['overflow', { spot: 1e200, rate: 0 }, { kind: 'linear', position: 1e200 }],
  ])('refuses %s', (_, wrongMarket, wrong) => {
    const held = [{ ...option, ...wrong } as Holding];
    const input = { ...market, ...wrongMarket, holdings: held };
    expect(() => aggregateExposure(input)).toThrow(DomainError);
  });
});

/** A square of what is smaller is no normal number. */
const LEAST_MONEY = 1e-100;
const money = fc
  .double({ min: -1e6, max: 1e6, noNaN: true })
  .map((amount) => (Math.abs(amount) < LEAST_MONEY ? 0 : amount));
const loading = fc.double({ min: -1, max: 1, noNaN: true });
/** Exposures with a covariance of two factors and own variances. */
const factorPortfolio = fc
  .array(fc.tuple(money, loading, loading, fc.double({ min: 1e-3, max: 1, noNaN: true })), {
    minLength: 1,
    maxLength: 6,
  })
  .map((rows) => ({
    exposures: rows.map(([exposure]) => exposure),
    covariance: rows.map(([, a, b, own], i) =>
      rows.map(([, c, d], j) => a * c + b * d + (i === j ? own * own : 0)),
    ),
    betas: rows.map(([, a]) => a),
    loadings: rows.map(([, a, b]) => [a, b]),
    own: rows.map(([, , , own]) => own),
  }));

describe('portfolio exposure', () => {
  it('has the variance of its factors and its own risks', () => {
    fc.assert(
      fc.property(factorPortfolio, ({ own, ...input }) => {
        const got = portfolioExposure(input);
        const ownVariance = input.exposures.reduce(
          (sum, exposure, row) => sum + (exposure * (own[row] ?? 0)) ** 2,
          0,
        );
        const expected = got.factors.reduce((sum, factor) => sum + factor * factor, ownVariance);
        const scale = got.gross * got.gross * 4;
        near(got.variance, expected, 1e-13 * scale);
        near(got.volatility ** 2, got.variance, 1e-13 * got.variance);
        near(got.betaDelta, got.factors[0] ?? Number.NaN, 1e-12 * got.gross);
      }),
    );
  });

  it('is concentrated between one over the count and 1', () => {
    fc.assert(
      fc.property(factorPortfolio, ({ own: _, ...input }) => {
        const { concentration, gross, net } = portfolioExposure(input);
        expect(Math.abs(net)).toBeLessThanOrEqual(gross * (1 + 1e-15));
        if (gross === 0) expect(concentration).toBeNull();
        else {
          expect(concentration).toBeGreaterThanOrEqual((1 - 1e-12) / input.exposures.length);
          expect(concentration).toBeLessThanOrEqual(1 + 1e-12);
        }
      }),
    );
  });

  const valid: PortfolioExposureInput = {
    exposures: [1, 2],
    covariance: [
      [1, 0.5],
      [0.5, 1],
    ],
    betas: [1, 1],
    loadings: [[1], [1]],
  };
  it.each<[string, Partial<PortfolioExposureInput>]>([
    ['no exposures', { exposures: [], covariance: [], betas: [], loadings: [] }],
    ['NaN exposure', { exposures: [1, Number.NaN] }],
    ['a missing beta', { betas: [1] }],
    ['infinite beta', { betas: [1, Infinity] }],
    ['a missing row of loadings', { loadings: [[1]] }],
    ['rows of two lengths', { loadings: [[1], [1, 2]] }],
    ['covariance of another size', { covariance: [[1]] }],
    [
      'asymmetric covariance',
      {
        covariance: [
          [1, 0.5],
          [0.1, 1],
        ],
      },
    ],
    [
      'a correlation above 1',
      {
        covariance: [
          [1, 2],
          [2, 1],
        ],
      },
    ],
    [
      'a variance below 0',
      {
        covariance: [
          [-1, 0],
          [0, 1],
        ],
      },
    ],
    ['overflow', { exposures: [1e200, 1e200] }],
  ])('refuses %s', (_, wrong) => {
    expect(() => portfolioExposure({ ...valid, ...wrong })).toThrow(DomainError);
  });
});
