/** PnL of a lot by scenario against the models: grid, SPAN, stress; rates of coins. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as codes from '../../assembly/codes.js';
import { SharedMemory } from '../../src/kernel/index.js';
import { gridMargin, revaluePortfolio, spanMargin } from '../../src/models/index.js';
import {
  joinSets,
  resolveScenarios,
  type ScenarioSet,
  type ScenariosInput,
  type ScenarioTerms,
  unitPnlBytes,
  unitRateChanges,
  validateScenarios,
  writeUnitPnl,
} from '../../src/portfolio/scenarios/index.js';
import { rowLength } from '../../src/portfolio/unit-rows.js';
import { type MadeInstrument, madeTerms } from './scenario-terms.js';

const MARKET = { underlyings: ['BTC'], loadings: new Float64Array(8) };

function setOf(document: ScenariosInput, market = MARKET): ScenarioSet {
  return resolveScenarios(validateScenarios(document), market);
}

/** A row of PnL per instrument. */
function unitPnl(terms: ScenarioTerms, set: ScenarioSet): number[][] {
  const memory = SharedMemory.reserve(1024 + unitPnlBytes(terms.count, set.count));
  writeUnitPnl(memory, 1024, terms, set);
  const length = rowLength(set.count);
  return Array.from({ length: terms.count }, (_, instrument) => {
    const begin = 128 + instrument * length;
    return [...memory.floats.subarray(begin, begin + set.count)];
  });
}

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const option = fc.record({
  forward: number(10, 1e5),
  moneyness: number(0.3, 3),
  years: fc.oneof(fc.constant(0.001), number(0.01, 3)),
  volatility: number(0.05, 2),
  sign: fc.constantFrom<1 | -1>(1, -1),
});

/** Within a share of the price of the underlying: what the models and the kernel agree to. */
function expectClose(got: readonly number[], expected: readonly number[], scale: number): void {
  expect(got).toHaveLength(expected.length);
  got.forEach((value, place) => {
    expect(Math.abs(value - (expected[place] ?? Number.NaN))).toBeLessThanOrEqual(1e-11 * scale);
  });
}

describe('unit PnL', () => {
  it('of options and futures is that of gridMargin, in quote currency and in coin', () => {
    fc.assert(
      fc.property(option, fc.boolean(), (made, isCoin) => {
        const { forward, years, volatility, sign } = made;
        const strike = forward * made.moneyness;
        const contract = isCoin ? codes.CONTRACT_INVERSE : codes.CONTRACT_LINEAR;
        const settle = isCoin ? 1 : 0;
        const terms = madeTerms(
          [
            { settle, option: { forward, strike, years, volatility, sign, isCoin } },
            { settle, contract, mark: forward },
          ],
          { coinRate: forward },
        );
        const grid = {
          priceMoves: [-0.3, 0, 0.2],
          volatilityMoves: [-0.25, 0.45],
          extended: [{ priceMove: -0.6, weight: 0.3 }],
        };
        const set = setOf({ grid });
        const type = sign > 0 ? ('call' as const) : ('put' as const);
        const scenarios = Array.from(set.weights, (weight, place) => ({
          priceMove: set.priceMoves[place] ?? Number.NaN,
          volatilityMove: set.volatilityMoves[place] ?? Number.NaN,
          weight,
        }));
        const shared = { volatilityMin: 1e-6, shortPower: 0.3, longPower: 0.13 };
        const settlement = isCoin ? ('inverse' as const) : ('linear' as const);
        const holdings = [
          { type, position: 1, forward, strike, volatility, timeToExpiryYears: years },
          { type: 'future' as const, position: 1, forward },
        ];
        unitPnl(terms, set).forEach((row, place) => {
          const weighted = row.map((pnl, scenario) => pnl * (set.weights[scenario] ?? 0));
          const holding = holdings.slice(place, place + 1);
          const { pnls } = gridMargin({ holdings: holding, scenarios, settlement, ...shared });
          // Coins at the price of the scenario.
          const money = pnls.map((pnl, scenario) =>
            isCoin ? pnl * forward * (1 + (set.priceMoves[scenario] ?? 0)) : pnl,
          );
          expectClose(weighted, money, forward + strike);
        });
      }),
    );
  });

  it('is that of spanMargin', () => {
    fc.assert(
      fc.property(option, number(0, 0.4), number(0, 0.3), (made, share, range) => {
        const { forward, years, volatility, sign } = made;
        const strike = forward * made.moneyness;
        const held = { forward, strike, years, volatility, sign };
        const terms = madeTerms([{ option: held }], { coinRate: forward });
        const psr = share * forward;
        const set = setOf({ span16: { priceScanPoints: psr, volatilityScanRange: range } });
        const { pnls } = spanMargin({
          holdings: [
            {
              type: sign > 0 ? 'call' : 'put',
              position: 1,
              forward,
              strike,
              volatility,
              timeToExpiryYears: years,
            },
          ],
          priceScanRange: psr,
          volatilityScanRange: range,
          extremeMultiple: 2,
          extremeCover: 0.33,
          elapsedYears: 1 / 365,
        });
        const [row = []] = unitPnl(terms, set);
        const weighted = row.map((pnl, place) => pnl * (set.weights[place] ?? 0));
        expectClose(weighted, pnls, forward + strike);
      }),
    );
  });

  it('is that of revaluePortfolio: prices, volatility, time and rate at once', () => {
    const shock = fc.record({
      spotMove: number(-0.9, 3),
      volatilityMove: number(-1, 2),
      elapsedYears: number(0, 1),
      rateMove: number(-0.05, 0.1),
    });
    fc.assert(
      fc.property(option, shock, number(-0.02, 0.1), (made, one, rate) => {
        const { forward: spot, years, volatility, sign } = made;
        const strike = spot * made.moneyness;
        const forward = spot * Math.exp(rate * years);
        const held: MadeInstrument[] = [
          { option: { forward, strike, years, volatility, sign, rate, growth: rate } },
          { mark: spot },
        ];
        const custom = {
          name: 'shock',
          price: one.spotMove,
          volatilityPoints: one.volatilityMove,
          years: one.elapsedYears,
          rate: one.rateMove,
        };
        const got = unitPnl(madeTerms(held), setOf({ custom: [custom] }));
        const holding = { position: 1, multiplier: 1 };
        const terms = { strike, volatility, timeToExpiryYears: years };
        const type = sign > 0 ? ('call' as const) : ('put' as const);
        const expected = [
          { kind: 'option' as const, type, ...holding, ...terms },
          { kind: 'linear' as const, ...holding },
        ].map((each) =>
          revaluePortfolio({ spot, rate, holdings: [each] }, [one]).pnls.map(
            ({ pnlCash }) => pnlCash,
          ),
        );
        const scale = (spot + strike) * 10;
        for (const [place, row] of got.entries()) expectClose(row, expected[place] ?? [], scale);
      }),
    );
  });

  it('of nothing that moves is exactly 0', () => {
    const held = {
      forward: 100,
      strike: 90,
      years: 0.3,
      volatility: 0.5,
      sign: 1 as const,
      rate: 0.05,
    };
    const terms = madeTerms([{ option: held }, { mark: 3 }, { contract: 2, mark: 7, settle: 1 }]);
    const still = setOf({ custom: [{ name: 'still' }] });
    expect(unitPnl(terms, still)).toEqual([[0], [0], [0]]);
  });

  it('joined sets give what each gives', () => {
    const held = { forward: 100, strike: 90, years: 0.3, volatility: 0.5, sign: -1 as const };
    const terms = madeTerms([{ option: held }, { mark: 30 }]);
    const grid = setOf({ grid: {} });
    const custom = setOf({
      custom: [{ name: 'crash', price: { BTC: -0.4, '*': 0.1 }, volatility: 0.8, weight: 0.5 }],
    });
    const joined = joinSets(grid, custom);
    const both = unitPnl(terms, grid).map((row, place) => [
      ...row,
      ...(unitPnl(terms, custom)[place] ?? []),
    ]);
    expect(unitPnl(terms, joined)).toEqual(both);
    expect([...joined.weights]).toEqual([...grid.weights, ...custom.weights]);
  });

  it('moves underlyings by name, by * and by factors', () => {
    const loadings = new Float64Array(16);
    loadings[0] = 0.05;
    loadings[8] = 0.1;
    loadings[9] = -0.02;
    const market = { underlyings: ['BTC', 'ETH'], loadings };
    const custom = [
      { name: 'named', price: { BTC: -0.3, '*': -0.1 } },
      { name: 'factors', factors: { 1: -2, 2: 1 }, price: 0.01 },
    ];
    const terms = madeTerms([{ mark: 100 }, { mark: 10, underlying: 1 }]);
    const [btc = [], eth = []] = unitPnl(terms, setOf({ custom }, market));
    expect(btc[0]).toBeCloseTo(-30, 10);
    expect(eth[0]).toBeCloseTo(-1, 10);
    expect(btc[1]).toBeCloseTo(100 * (0.01 - 0.1), 10);
    expect(eth[1]).toBeCloseTo(10 * (0.01 - 0.2 - 0.02), 10);
  });

  it('coins held gain what their rate does', () => {
    const terms = madeTerms([{ mark: 100 }], { coinRate: 100 });
    const custom = [{ name: 'up', price: 0.5, pricePoints: 10 }];
    expect([...unitRateChanges(terms, setOf({ custom }))]).toEqual([0, 60]);
  });
});

describe('scenarios', () => {
  it('are 5 prices by 3 volatilities when nothing is said', () => {
    const set = setOf({ grid: {} });
    expect(set.count).toBe(15);
    expect(set.names[0]).toBe('price -30% vol -25%');
    expect(new Set(set.names).size).toBe(15);
  });

  it.each([
    ['nothing', {}, /grid, span16 or custom/],
    ['a price below 0', { custom: [{ name: 'x', price: -1.5 }] }, /custom\[0\]\.price/],
    ['an unknown key', { grid: { priceMovez: [1] } }, /did you mean priceMoves/],
    ['days and years', { custom: [{ name: 'x', days: 1, years: 1 }] }, /either days or years/],
    ['a span without a range', { span16: { volatilityScanRange: 0.1 } }, /priceScanRange/],
  ])('refuses %s', (_name, document, message) => {
    expect(() => validateScenarios(document)).toThrow(message);
  });

  it('refuses an underlying that the market has not, and factors that take prices below 0', () => {
    expect(() => setOf({ custom: [{ name: 'x', price: { DOGE: -0.1 } }] })).toThrow(/DOGE/);
    const market = { underlyings: ['BTC'], loadings: Float64Array.of(0.5, 0, 0, 0, 0, 0, 0, 0) };
    expect(() => setOf({ custom: [{ name: 'x', factors: { 1: -3 } }] }, market)).toThrow(/-1.5/);
  });

  it('refuses two scenarios of one name', () => {
    const custom = [{ name: 'x' }, { name: 'x', price: 0.1 }];
    expect(() => setOf({ custom })).toThrow(/two scenarios are x/);
  });

  it('refuses a scenario that takes a price to 0 or below', () => {
    const set = setOf({ custom: [{ name: 'gone', pricePoints: -200 }] });
    expect(() => unitPnl(madeTerms([{ mark: 100 }], { coinRate: 100 }), set)).toThrow(
      /gone takes a price to -100/,
    );
  });
});
