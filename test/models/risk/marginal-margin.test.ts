/** What resting orders add to a margin: against the margin of whole portfolios and of all subsets. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../src/errors.js';
import {
  type GridMarginInput,
  gridMargin,
  type MarginHolding,
  marginalGridMargin,
  marginalPositionMargin,
  marginalSpanMargin,
  type SpanMarginInput,
  spanMargin,
  tieredMaintenance,
} from '../../../src/models/index.js';

const quantity = fc.double({ min: -20, max: 20, noNaN: true });
const holding = fc.oneof(
  quantity.map((position): MarginHolding => ({ type: 'future', position, forward: 100 })),
  fc.record({
    type: fc.constantFrom('call' as const, 'put' as const),
    position: quantity,
    forward: fc.constant(100),
    strike: fc.double({ min: 60, max: 160, noNaN: true }),
    volatility: fc.double({ min: 0.2, max: 1.5, noNaN: true }),
    timeToExpiryYears: fc.double({ min: 0.01, max: 1, noNaN: true }),
  }),
);
const holdings = fc.array(holding, { maxLength: 4 });
const orders = fc.array(holding, { maxLength: 4 });

const span: Omit<SpanMarginInput, 'holdings'> = {
  ...{ priceScanRange: 9, volatilityScanRange: 0.1, extremeMultiple: 3, extremeCover: 0.33 },
  elapsedYears: 1 / 365,
};
const grid: Omit<GridMarginInput, 'holdings'> = {
  scenarios: [-0.5, -0.16, -0.08, 0, 0.08, 0.16, 0.5].flatMap((priceMove) =>
    [-0.25, 0, 0.5].map((volatilityMove) => ({
      ...{ priceMove, volatilityMove, weight: Math.abs(priceMove) > 0.2 ? 0.3 : 1 },
    })),
  ),
  ...{ settlement: 'linear', volatilityMin: 0.01, shortPower: 0.3, longPower: 0.13 },
};

/** All ways in which some of the orders are filled. */
function subsets<T>(list: readonly T[]): T[][] {
  const all: T[][] = [[]];
  for (const one of list) all.push(...all.map((some) => [...some, one]));
  return all;
}

function near(value: number, expected: number): void {
  expect(Math.abs(value - expected)).toBeLessThanOrEqual(1e-9 * (1 + Math.abs(expected)));
}

describe('scenario margin', () => {
  it.each([
    [
      'grid, linear',
      (held: readonly MarginHolding[]) => gridMargin({ ...grid, holdings: held }).worstLoss,
      (held: readonly MarginHolding[], resting: readonly MarginHolding[]) =>
        marginalGridMargin({ ...grid, holdings: held }, resting),
    ],
    [
      'grid, inverse',
      (held: readonly MarginHolding[]) =>
        gridMargin({ ...grid, settlement: 'inverse', holdings: held }).worstLoss,
      (held: readonly MarginHolding[], resting: readonly MarginHolding[]) =>
        marginalGridMargin({ ...grid, settlement: 'inverse', holdings: held }, resting),
    ],
    [
      'SPAN',
      (held: readonly MarginHolding[]) => spanMargin({ ...span, holdings: held }).scanRisk,
      (held: readonly MarginHolding[], resting: readonly MarginHolding[]) =>
        marginalSpanMargin({ ...span, holdings: held }, resting),
    ],
  ])('%s: equals the margin with and without each order, and of the worst subset', (_, of, all) => {
    fc.assert(
      fc.property(holdings, orders, (held, resting) => {
        const { margin, marginal, worstFillMargin } = all(held, resting);
        near(margin, of(held));
        for (const [index, order] of resting.entries()) {
          near(marginal[index] ?? Number.NaN, of([...held, order]) - of(held));
        }
        near(worstFillMargin, Math.max(...subsets(resting).map((some) => of([...held, ...some]))));
      }),
      { numRuns: 40 },
    );
  });

  it('an order that hedges sets margin free', () => {
    const input = { ...span, holdings: [{ type: 'future', position: 2, forward: 100 }] as const };
    const sell = { type: 'future', position: -2, forward: 100 } as const;
    const buy = { type: 'future', position: 1, forward: 100 } as const;
    const { margin, marginal, worstFillMargin } = marginalSpanMargin(input, [sell, buy]);
    near(margin, 18);
    near(marginal[0] ?? Number.NaN, -18);
    near(marginal[1] ?? Number.NaN, 9);
    near(worstFillMargin, 27);
  });

  it('refuses what the margin refuses', () => {
    const bad: MarginHolding = { type: 'future', position: Number.NaN, forward: 100 };
    expect(() => marginalSpanMargin({ ...span, holdings: [] }, [bad])).toThrow(DomainError);
    expect(() => marginalGridMargin({ ...grid, holdings: [bad] }, [])).toThrow(DomainError);
  });
});

describe('margin of a position', () => {
  const tiers = [
    { notionalMax: 100, maintenanceRate: 0.01 },
    { notionalMax: 1000, maintenanceRate: 0.05 },
  ];
  const marginOf = (size: number): number => tieredMaintenance(size, tiers).maintenanceMargin;

  it('by hand, across a tier and through 0', () => {
    // 90 costs 0.9; 110 costs 1 + 0.5; -10 costs 0.1.
    const { margin, marginal, worstFillMargin } = marginalPositionMargin({
      ...{ position: 90, orders: [20, -100, 10], marginOf },
    });
    near(margin, 0.9);
    near(marginal[0] ?? Number.NaN, 0.6);
    near(marginal[1] ?? Number.NaN, -0.8);
    near(marginal[2] ?? Number.NaN, 0.1);
    near(worstFillMargin, 1 + 0.05 * 20);
  });

  it('the worst fill is that of the worst subset', () => {
    const size = fc.integer({ min: -100, max: 100 });
    fc.assert(
      fc.property(size, fc.array(size, { maxLength: 5 }), (position, resting) => {
        const { worstFillMargin } = marginalPositionMargin({ position, orders: resting, marginOf });
        const margins = subsets(resting).map((some) =>
          marginOf(Math.abs(some.reduce((sum, order) => sum + order, position))),
        );
        near(worstFillMargin, Math.max(...margins));
      }),
    );
  });

  it.each([
    [Number.NaN, [1]],
    [1, [Number.NaN]],
    [1, [2000]],
  ])('refuses position %f, orders %j', (position, resting) => {
    expect(() => marginalPositionMargin({ position, orders: resting, marginOf })).toThrow(
      DomainError,
    );
  });

  it('refuses a margin that is none', () => {
    const input = { position: 1, orders: [], marginOf: () => -1 };
    expect(() => marginalPositionMargin(input)).toThrow(DomainError);
  });
});
