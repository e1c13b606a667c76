/** Margin rates: tables, continuity at the tiers, domains. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../src/errors.js';
import { type MarginTier, sizeScaledMargin, tieredMaintenance } from '../../../src/models/index.js';
import { anyNumber, expectNoNaN, near } from '../options/draws.js';

const TIERS: readonly MarginTier[] = [
  { notionalMax: 50_000, maintenanceRate: 0.004 },
  { notionalMax: 250_000, maintenanceRate: 0.005 },
  { notionalMax: 1_000_000, maintenanceRate: 0.01 },
  { notionalMax: Infinity, maintenanceRate: 0.025 },
];

describe('tiered maintenance margin', () => {
  it.each([
    [0, 0, 0],
    [50_000, 0, 200],
    [50_001, 1, 200.005],
    [250_000, 1, 1200],
    [1_000_000, 2, 8700],
    [2_000_000, 3, 33_700],
  ])('notional %d is in tier %d and needs %d', (notional, tierIndex, margin) => {
    const got = tieredMaintenance(notional, TIERS);
    expect(got.tierIndex).toBe(tierIndex);
    near(got.maintenanceMargin, margin, 1e-9);
  });

  const tiers = fc
    .array(
      fc.record({
        width: fc.double({ min: 1, max: 1e6, noNaN: true }),
        step: fc.double({ min: 0, max: 0.1, noNaN: true }),
      }),
      { minLength: 1, maxLength: 8 },
    )
    .map((rows) => {
      let notionalMax = 0;
      let maintenanceRate = 0;
      return rows.map(({ width, step }) => {
        notionalMax += width;
        maintenanceRate += step;
        return { notionalMax, maintenanceRate };
      });
    });

  it('is continuous, and what each tier charges on its part of the notional', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(tiers, share, (table, part) => {
        const notional = part * (table.at(-1)?.notionalMax ?? 0);
        let floor = 0;
        let expected = 0;
        for (const { notionalMax, maintenanceRate } of table) {
          expected += maintenanceRate * Math.max(Math.min(notional, notionalMax) - floor, 0);
          floor = notionalMax;
        }
        near(tieredMaintenance(notional, table).maintenanceMargin, expected, 1e-9);
      }),
    );
  });

  it.each<[string, number, readonly MarginTier[]]>([
    ['no tiers', 1, []],
    ['a notional above the last tier', 101, [{ notionalMax: 100, maintenanceRate: 0.1 }]],
    ['a notional below 0', -1, TIERS],
    ['NaN notional', Number.NaN, TIERS],
    ['infinite notional', Infinity, TIERS],
    ['a tier of no width', 1, [{ notionalMax: 0, maintenanceRate: 0.1 }]],
    ['NaN tier', 1, [{ notionalMax: Number.NaN, maintenanceRate: 0.1 }]],
    ['a rate above 1', 1, [{ notionalMax: 2, maintenanceRate: 1.1 }]],
    [
      'falling tiers',
      150,
      [
        { notionalMax: 100, maintenanceRate: 0.1 },
        { notionalMax: 90, maintenanceRate: 0.2 },
      ],
    ],
  ])('refuses %s', (_, notional, table) => {
    expect(() => tieredMaintenance(notional, table)).toThrow(DomainError);
  });
});

describe('size-scaled margin', () => {
  it('grows with the square of the size beyond the base rate', () => {
    const rates = { baseRate: 0.02, ratePerCoin: 0.00005, price: 100_000 };
    expect(sizeScaledMargin({ ...rates, sizeCoin: 0 }).marginCoin).toBe(0);
    const got = sizeScaledMargin({ ...rates, sizeCoin: 200 });
    near(got.rate, 0.03, 1e-16);
    near(got.marginCoin, 6, 1e-14);
    near(got.marginQuote, 600_000, 1e-9);
  });

  it('no input gives NaN', () => {
    const input = fc.record({
      ...{ baseRate: anyNumber, ratePerCoin: anyNumber, sizeCoin: anyNumber, price: anyNumber },
    });
    fc.assert(
      fc.property(input, (values) => expectNoNaN(() => sizeScaledMargin(values))),
      { numRuns: 1000 },
    );
    const wrong = { baseRate: -0.1, ratePerCoin: 0, sizeCoin: 1, price: 1 };
    expect(() => sizeScaledMargin(wrong)).toThrow(DomainError);
  });
});
