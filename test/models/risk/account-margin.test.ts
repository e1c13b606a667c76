/** Account and short-option margin: tables, consistency, domains. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../src/errors.js';
import {
  type AccountMarginInput,
  accountMargin,
  type ShortOptionMarginInput,
  shortOptionMargin,
} from '../../../src/models/index.js';
import { anyNumber, expectNoNaN } from '../options/draws.js';

const account: AccountMarginInput = {
  collateral: [
    { amount: 2, price: 50, haircut: 0 },
    { amount: 10, price: 4, haircut: 0.25 },
  ],
  unrealised: -30,
  notionals: [300, -100],
  initialMargin: 60,
  maintenanceMargin: 25,
};

describe('account margin', () => {
  it('counts collateral after haircuts and unrealised PnL', () => {
    expect(accountMargin(account)).toEqual({
      ...{ equity: 100, gross: 400, net: 200, leverage: 4, marginRatio: 0.25, available: 40 },
      ...{ isLiquidatable: false, isSolvent: true },
    });
  });

  it.each([
    ['above maintenance', -104.9, false, true],
    ['at maintenance', -105, false, true],
    ['below maintenance', -105.1, true, true],
    ['without equity', -130, true, true],
    ['bankrupt', -130.1, true, false],
  ])('is judged %s', (_, unrealised, isLiquidatable, isSolvent) => {
    const got = accountMargin({ ...account, unrealised });
    expect(got).toMatchObject({ isLiquidatable, isSolvent });
    expect(got.leverage === null).toBe(unrealised <= -130);
    expect(got.marginRatio === null).toBe(unrealised <= -130);
  });

  it('counts a debt in full', () => {
    const collateral = [...account.collateral, { amount: -2, price: 50, haircut: 0 }];
    expect(accountMargin({ ...account, collateral }).equity).toBe(0);
  });

  it('of an empty account is 0', () => {
    const empty = { collateral: [], unrealised: 0, notionals: [] };
    const got = accountMargin({ ...empty, initialMargin: 0, maintenanceMargin: 0 });
    expect(got).toMatchObject({ equity: 0, gross: 0, leverage: null, isLiquidatable: false });
  });

  it('adds up: the notionals of two accounts are those of one', () => {
    const money = fc.integer({ min: -1_000_000, max: 1_000_000 });
    fc.assert(
      fc.property(fc.array(money), fc.array(money), (left, right) => {
        const of = (notionals: readonly number[]) => accountMargin({ ...account, notionals });
        const both = of([...left, ...right]);
        expect(both.gross).toBe(of(left).gross + of(right).gross);
        expect(both.net).toBe(of(left).net + of(right).net);
        expect(Math.abs(both.net)).toBeLessThanOrEqual(both.gross);
      }),
    );
  });

  it.each<[string, Partial<AccountMarginInput>]>([
    ['a haircut above 1', { collateral: [{ amount: 1, price: 1, haircut: 1.1 }] }],
    ['a haircut below 0', { collateral: [{ amount: 1, price: 1, haircut: -0.1 }] }],
    ['a debt with a haircut', { collateral: [{ amount: -1, price: 1, haircut: 0.1 }] }],
    ['NaN amount', { collateral: [{ amount: Number.NaN, price: 1, haircut: 0 }] }],
    ['NaN price', { collateral: [{ amount: 1, price: Number.NaN, haircut: 0 }] }],
    ['NaN PnL', { unrealised: Number.NaN }],
    ['an infinite notional', { notionals: [1, Infinity] }],
    ['margin below 0', { maintenanceMargin: -1 }],
    ['NaN margin', { initialMargin: Number.NaN }],
    ['overflow', { notionals: [1e308, 1e308] }],
  ])('refuses %s', (_, wrong) => {
    expect(() => accountMargin({ ...account, ...wrong })).toThrow(DomainError);
  });
});

const short: ShortOptionMarginInput = {
  ...{ type: 'call', spot: 100, strike: 100, markCoin: 0.05 },
  ...{ initialRate: 0.15, initialFloor: 0.1, maintenanceRate: 0.075 },
};

describe('short option margin', () => {
  it.each<[string, Partial<ShortOptionMarginInput>, number, number]>([
    ['call at the money', {}, 0.2, 0.125],
    ['call in the money', { strike: 90 }, 0.2, 0.125],
    ['call 2 % out', { strike: 102 }, 0.18, 0.125],
    ['call far out', { strike: 200 }, 0.15, 0.125],
    ['put 2 % out', { type: 'put', strike: 98 }, 0.18, 0.125],
    ['put worth 3 coins', { type: 'put', strike: 400, markCoin: 3 }, 3.225, 3.225],
  ])('%s', (_, change, initialMargin, maintenanceMargin) => {
    const got = shortOptionMargin({ ...short, ...change });
    expect(got.initialMargin).toBeCloseTo(initialMargin, 14);
    expect(got.maintenanceMargin).toBeCloseTo(maintenanceMargin, 14);
  });

  it('no input gives NaN', () => {
    const input = fc.record({
      type: fc.constantFrom('call' as const, 'put' as const),
      ...{ spot: anyNumber, strike: anyNumber, markCoin: anyNumber },
      ...{ initialRate: anyNumber, initialFloor: anyNumber, maintenanceRate: anyNumber },
    });
    fc.assert(
      fc.property(input, (values) => expectNoNaN(() => shortOptionMargin(values))),
      { numRuns: 2000 },
    );
  });

  it.each<[string, Partial<ShortOptionMarginInput>]>([
    ['spot 0', { spot: 0 }],
    ['strike below 0', { strike: -1 }],
    ['mark below 0', { markCoin: -0.01 }],
    ['NaN rate', { initialRate: Number.NaN }],
    ['floor below 0', { initialFloor: -0.1 }],
  ])('refuses %s', (_, wrong) => {
    expect(() => shortOptionMargin({ ...short, ...wrong })).toThrow(DomainError);
  });
});
