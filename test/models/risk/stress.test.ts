/** Stress: additivity, identities, convergence of the expansion, domains. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../src/errors.js';
import {
  type Holding,
  type OptionHolding,
  revaluePortfolio,
  type StressShock,
  stressMatrix,
  taylorPnl,
} from '../../../src/models/index.js';
import { near } from '../options/draws.js';
import { holdingsAt } from './holdings.js';

const SPOT = 100;
const market = { spot: SPOT, rate: 0.02 };
const holdings = holdingsAt(SPOT);
const still = { spotMove: 0, volatilityMove: 0, elapsedYears: 0, rateMove: 0 };
const shock = fc.record({
  spotMove: fc.double({ min: -0.9, max: 3, noNaN: true }),
  volatilityMove: fc.double({ min: -2, max: 2, noNaN: true }),
  elapsedYears: fc.double({ min: 0, max: 2, noNaN: true }),
  rateMove: fc.double({ min: -0.05, max: 0.05, noNaN: true }),
});
const one: OptionHolding = {
  kind: 'option',
  type: 'call',
  position: 1,
  multiplier: 1,
  strike: 100,
  volatility: 0.5,
  timeToExpiryYears: 0.5,
};
const only = (held: readonly Holding[], change: StressShock) =>
  revaluePortfolio({ ...market, holdings: held }, [change]).pnls[0] ?? expect.fail('no PnL');

describe('revaluation', () => {
  it('of an unchanged market is 0', () => {
    fc.assert(
      fc.property(holdings, (held) => {
        const got = only(held, still);
        near(got.pnlQuote, 0, 0);
        near(got.pnlCoin, 0, 0);
        near(got.pnlCash, 0, 0);
      }),
    );
  });

  it('adds up over holdings', () => {
    fc.assert(
      fc.property(holdings, holdings, shock, (left, right, change) => {
        const both = only([...left, ...right], change);
        const [a, b] = [only(left, change), only(right, change)];
        near(both.pnlQuote, a.pnlQuote + b.pnlQuote, 1e-9);
        near(both.pnlCoin, a.pnlCoin + b.pnlCoin, 1e-9);
        near(both.pnlCash, a.pnlCash + b.pnlCash, 1e-7);
      }),
    );
  });

  it('of a call less a put is that of the forward', () => {
    fc.assert(
      fc.property(shock, (change) => {
        const { pnlQuote } = only([one, { ...one, type: 'put', position: -1 }], change);
        const { strike, timeToExpiryYears: time } = one;
        const left = Math.max(time - change.elapsedYears, 0);
        const bond = Math.exp(-market.rate * time);
        const after = Math.exp(-(market.rate + change.rateMove) * left);
        near(pnlQuote, SPOT * change.spotMove - strike * (after - bond), 1e-11);
      }),
    );
  });

  it('values coins at the shocked price', () => {
    const inverse = { kind: 'inverse', position: 500, multiplier: 1 } as const;
    const got = only([inverse], { ...still, spotMove: -0.2 });
    near(got.pnlCoin, 500 / 100 - 500 / 80, 1e-14);
    near(got.pnlCash, 80 * got.pnlCoin, 1e-12);
    expect(got.pnlQuote).toBe(0);
  });

  it('keeps volatility above 0 and stops at the expiry', () => {
    const got = only([one], { ...still, spotMove: 0.1, volatilityMove: -9, elapsedYears: 9 });
    const before = only([one], { ...still, spotMove: -0.99, elapsedYears: 9 });
    near(got.pnlQuote - before.pnlQuote, 10, 1e-12);
  });

  it('names the worst shock', () => {
    const shocks = [-0.1, 0.1, -0.3, 0.3].map((spotMove) => ({ ...still, spotMove }));
    const linear = { kind: 'linear', position: 2, multiplier: 1 } as const;
    const got = revaluePortfolio({ ...market, holdings: [linear] }, shocks);
    expect(got).toMatchObject({ worstLoss: 60, worstIndex: 2 });
    const gains = revaluePortfolio({ ...market, holdings: [linear] }, shocks.slice(1, 2));
    expect(gains).toMatchObject({ worstLoss: 0, worstIndex: 0 });
    expect(revaluePortfolio({ ...market, holdings: [linear] }, [])).toEqual({
      ...{ pnls: [], worstLoss: 0, worstIndex: null },
    });
  });
});

describe('stress matrix', () => {
  it('has a row per price move and a column per volatility move', () => {
    fc.assert(
      fc.property(holdings, (held) => {
        const [spotMoves, volatilityMoves] = [
          [-0.2, 0, 0.3],
          [-0.1, 0.2],
        ];
        const got = stressMatrix({ ...market, holdings: held }, spotMoves, volatilityMoves);
        const expected = spotMoves.map((spotMove) =>
          volatilityMoves.map(
            (volatilityMove) => only(held, { ...still, spotMove, volatilityMove }).pnlCash,
          ),
        );
        expect(got).toEqual(expected);
      }),
      { numRuns: 30 },
    );
    expect(stressMatrix({ ...market, holdings: [] }, [0.1], [])).toEqual([[]]);
  });
});

describe('expansion by greeks', () => {
  const kinds: readonly Holding[] = [
    one,
    { ...one, type: 'put', strike: 120 },
    { ...one, kind: 'inverseOption', strike: 90 },
    { ...one, kind: 'inverseOption', type: 'put' },
    { kind: 'inverse', position: 300, multiplier: 1 },
  ];

  it.each(kinds)('misses $kind $type by the third power of price and volatility', (holding) => {
    const miss = (size: number) => {
      const change = { ...still, spotMove: size, volatilityMove: 0.7 * size };
      const expansion = taylorPnl({ ...market, holdings: [holding] }, change);
      return Math.abs(expansion.pnlCash - only([holding], change).pnlCash);
    };
    const orders = [0.02, 0.01].map((size) => Math.log2(miss(size) / miss(size / 2)));
    for (const order of orders) expect(order).toBeGreaterThan(2.7);
    expect(miss(0.01)).toBeLessThan(1e-3);
  });

  it.each(kinds)('misses $kind $type by the second power of time and rate', (holding) => {
    const miss = (size: number) => {
      const change = { ...still, elapsedYears: size, rateMove: size };
      const expansion = taylorPnl({ ...market, holdings: [holding] }, change);
      return Math.abs(expansion.pnlCash - only([holding], change).pnlCash);
    };
    if (holding.kind === 'inverse') expect(miss(0.01)).toBe(0);
    else expect(Math.log2(miss(0.004) / miss(0.002))).toBeGreaterThan(1.8);
  });

  it('is exact for what is linear', () => {
    const linear = { kind: 'linear', position: -7, multiplier: 0.1 } as const;
    fc.assert(
      fc.property(shock, (change) => {
        const { pnlCash } = taylorPnl({ ...market, holdings: [linear] }, change);
        near(pnlCash, only([linear], change).pnlCash, 1e-12);
      }),
    );
  });
});

describe('domain', () => {
  it.each<[string, object, Partial<StressShock>]>([
    ['spot 0', { spot: 0 }, {}],
    ['NaN rate', { rate: Number.NaN }, {}],
    ['a price of 0', {}, { spotMove: -1 }],
    ['NaN move', {}, { spotMove: Number.NaN }],
    ['infinite volatility', {}, { volatilityMove: Infinity }],
    ['time backwards', {}, { elapsedYears: -1e-9 }],
    ['NaN rate move', {}, { rateMove: Number.NaN }],
    ['NaN position', { holdings: [{ ...one, position: Number.NaN }] }, {}],
    ['strike 0', { holdings: [{ ...one, strike: 0 }] }, {}],
    [
      'overflow',
      { holdings: [{ kind: 'linear', position: 1e308, multiplier: 1 }] },
      { spotMove: 9 },
    ],
  ])('refuses %s', (_, wrongPortfolio, wrong) => {
    const portfolio = { ...market, holdings: [one], ...wrongPortfolio };
    const change = { ...still, ...wrong };
    expect(() => revaluePortfolio(portfolio, [change])).toThrow(DomainError);
    expect(() => taylorPnl(portfolio, change)).toThrow(DomainError);
  });
});
