/** Scenario margin: order and additivity of scenarios, coin settlement, domains. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../src/errors.js';
import {
  black76Price,
  type GridMarginInput,
  gridMargin,
  inverseOptionPrice,
  type MarginFuture,
  type MarginHolding,
  type MarginOption,
  type SpanMarginInput,
  spanMargin,
} from '../../../src/models/index.js';
import { forwardOption, near } from '../options/draws.js';

const quantity = fc.double({ min: -20, max: 20, noNaN: true });
const holdingAt = (forward: number) =>
  fc.oneof(
    quantity.map((position): MarginHolding => ({ type: 'future', position, forward })),
    fc.tuple(forwardOption, quantity).map(
      ([option, position]): MarginHolding => ({
        ...option,
        position,
        forward,
        strike: (option.strike / option.forward) * forward,
      }),
    ),
  );
const holdings = fc.array(holdingAt(100), { maxLength: 5 });

const span: Omit<SpanMarginInput, 'holdings'> = {
  ...{ priceScanRange: 9, volatilityScanRange: 0.1, extremeMultiple: 3, extremeCover: 0.33 },
  elapsedYears: 1 / 365,
};
const grid: Omit<GridMarginInput, 'holdings' | 'settlement'> = {
  scenarios: [-0.16, -0.08, 0, 0.08, 0.16].flatMap((priceMove) =>
    [-0.25, 0, 0.5].map((volatilityMove) => ({ priceMove, volatilityMove, weight: 1 })),
  ),
  ...{ volatilityMin: 0, shortPower: 0.3, longPower: 0.13 },
};
const option: MarginOption = {
  type: 'call',
  position: 1,
  forward: 100,
  strike: 100,
  volatility: 0.5,
  timeToExpiryYears: 0.25,
};
const future: MarginFuture = { type: 'future', position: 2, forward: 100 };

describe('SPAN', () => {
  it('moves a future by thirds of the scan range, twice each, and by the covered extremes', () => {
    const { pnls, scanRisk, worstIndex } = spanMargin({ ...span, holdings: [future] });
    const expected = [0, 0, 6, 6, -6, -6, 12, 12, -12, -12, 18, 18, -18, -18, 17.82, -17.82];
    expect(pnls).toHaveLength(16);
    for (const [index, pnl] of expected.entries()) near(pnls[index] ?? Number.NaN, pnl, 1e-12);
    near(scanRisk, 18, 1e-12);
    expect(worstIndex).toBe(12);
  });

  it('moves volatility up, then down, and time for all', () => {
    const { pnls } = spanMargin({ ...span, holdings: [option] });
    const price = (forward: number, volatility: number, timeToExpiryYears: number) =>
      black76Price({ ...option, discountFactor: 1, forward, volatility, timeToExpiryYears });
    const later = 0.25 - 1 / 365;
    const before = price(100, 0.5, 0.25);
    near(pnls[0] ?? Number.NaN, price(100, 0.6, later) - before, 1e-12);
    near(pnls[1] ?? Number.NaN, price(100, 0.4, later) - before, 1e-12);
    near(pnls[4] ?? Number.NaN, price(97, 0.6, later) - before, 1e-12);
    near(pnls[13] ?? Number.NaN, price(91, 0.4, later) - before, 1e-12);
    near(pnls[15] ?? Number.NaN, 0.33 * (price(73, 0.5, later) - before), 1e-12);
  });

  it('keeps volatility at 0.0001 and stops at the expiry', () => {
    const last = { ...option, volatility: 0.05, timeToExpiryYears: 1 / 1000 };
    const { pnls } = spanMargin({ ...span, holdings: [last] });
    const before = black76Price({ ...last, discountFactor: 1 });
    near(pnls[1] ?? Number.NaN, -before, 1e-12);
    near(pnls[2] ?? Number.NaN, 3 - before, 1e-12);
    const calm = { ...option, volatility: 0.05 };
    const floored = { ...calm, discountFactor: 1, volatility: 1e-4 };
    near(
      spanMargin({ ...span, elapsedYears: 0, holdings: [calm] }).pnls[1] ?? Number.NaN,
      black76Price(floored) - black76Price({ ...calm, discountFactor: 1 }),
      1e-12,
    );
  });

  it('adds up over holdings and offsets risk', () => {
    fc.assert(
      fc.property(holdings, holdings, (left, right) => {
        const of = (held: readonly MarginHolding[]) => spanMargin({ ...span, holdings: held });
        const [a, b, both] = [of(left), of(right), of([...left, ...right])];
        for (const [index, pnl] of both.pnls.entries()) {
          near(pnl, (a.pnls[index] ?? 0) + (b.pnls[index] ?? 0), 1e-10);
        }
        expect(both.scanRisk).toBeLessThanOrEqual(a.scanRisk + b.scanRisk + 1e-10);
        near(both.scanRisk, Math.max(0, -Math.min(...both.pnls)), 0);
      }),
    );
  });

  it('of nothing is 0', () => {
    expect(spanMargin({ ...span, holdings: [] })).toMatchObject({ scanRisk: 0, worstIndex: 0 });
  });

  it.each<[string, Partial<SpanMarginInput>]>([
    ['a scan range below 0', { priceScanRange: -1 }],
    ['NaN scan range', { volatilityScanRange: Number.NaN }],
    ['a cover below 0', { extremeCover: -0.1 }],
    ['time backwards', { elapsedYears: -1 }],
    ['a forward that falls to 0', { priceScanRange: 34, holdings: [option] }],
    ['NaN position', { holdings: [{ ...future, position: Number.NaN }] }],
    ['strike 0', { holdings: [{ ...option, strike: 0 }] }],
    ['overflow', { holdings: [{ ...future, position: 1e308 }], priceScanRange: 1e10 }],
  ])('refuses %s', (_, wrong) => {
    expect(() => spanMargin({ ...span, holdings: [option], ...wrong })).toThrow(DomainError);
  });
});

describe('grid margin', () => {
  it('moves volatility more for short expiries', () => {
    const scenarios = [{ priceMove: 0, volatilityMove: 0.5, weight: 1 }];
    for (const [days, factor] of [
      [0.5, 30 ** 0.3],
      [1, 30 ** 0.3],
      [10, 3 ** 0.3],
      [30, 1],
      [120, 4 ** -0.13],
    ] as const) {
      const held = { ...option, timeToExpiryYears: days / 365 };
      const { pnls } = gridMargin({ ...grid, scenarios, settlement: 'linear', holdings: [held] });
      const volatility = 0.5 * (1 + 0.5 * factor);
      const after = black76Price({ ...held, discountFactor: 1, volatility });
      near(pnls[0] ?? Number.NaN, after - black76Price({ ...held, discountFactor: 1 }), 1e-12);
    }
  });

  it('settles in coins when told: futures by reciprocals, options over the forward', () => {
    const { pnls } = gridMargin({
      ...grid,
      settlement: 'inverse',
      scenarios: [{ priceMove: -0.2, volatilityMove: 0, weight: 0.5 }],
      holdings: [{ ...future, position: 400 }, option],
    });
    const coins = inverseOptionPrice({ ...option, forward: 80 }) - inverseOptionPrice(option);
    near(pnls[0] ?? Number.NaN, 0.5 * (400 * (1 / 100 - 1 / 80) + coins), 1e-15);
  });

  it('adds up over holdings and offsets risk', () => {
    const settlement = fc.constantFrom('linear' as const, 'inverse' as const);
    fc.assert(
      fc.property(holdings, holdings, settlement, (left, right, settle) => {
        const of = (held: readonly MarginHolding[]) =>
          gridMargin({ ...grid, settlement: settle, holdings: held });
        const [a, b, both] = [of(left), of(right), of([...left, ...right])];
        for (const [index, pnl] of both.pnls.entries()) {
          near(pnl, (a.pnls[index] ?? 0) + (b.pnls[index] ?? 0), 1e-10);
        }
        expect(both.worstLoss).toBeLessThanOrEqual(a.worstLoss + b.worstLoss + 1e-10);
        expect(both.pnls[both.worstIndex ?? -1]).toBe(Math.min(...both.pnls));
      }),
    );
  });

  it('without scenarios has no worst', () => {
    const none = { ...grid, scenarios: [], settlement: 'linear', holdings: [option] } as const;
    expect(gridMargin(none)).toEqual({ pnls: [], worstLoss: 0, worstIndex: null });
  });

  const shocked = (change: object) => [{ priceMove: 0, volatilityMove: 0, weight: 1, ...change }];
  it.each<[string, Partial<GridMarginInput>]>([
    ['a price move of -1', { scenarios: shocked({ priceMove: -1 }) }],
    ['NaN price move', { scenarios: shocked({ priceMove: Number.NaN }) }],
    ['infinite volatility move', { scenarios: shocked({ volatilityMove: Infinity }) }],
    ['a weight below 0', { scenarios: shocked({ weight: -1 }) }],
    ['a volatility floor below 0', { volatilityMin: -0.1 }],
    ['NaN power', { shortPower: Number.NaN }],
    ['a coin future at 0', { settlement: 'inverse', holdings: [{ ...future, forward: 0 }] }],
    ['volatility below 0', { holdings: [{ ...option, volatility: -1 }] }],
  ])('refuses %s', (_, wrong) => {
    const input = { ...grid, settlement: 'linear', holdings: [option], ...wrong } as const;
    expect(() => gridMargin(input)).toThrow(DomainError);
  });
});
