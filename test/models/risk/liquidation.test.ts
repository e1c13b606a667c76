/** Liquidation and bankruptcy prices: equity meets maintenance there, and domains. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../src/errors.js';
import {
  crossInverseLongLiquidation,
  type InverseLiquidationInput,
  inverseLiquidation,
  type LinearLiquidationInput,
  linearLiquidation,
  liquidationDistance,
  roundTripPnl,
} from '../../../src/models/index.js';
import { logarithmic } from '../arbitraries.js';
import { anyNumber, expectNoNaN, near } from '../options/draws.js';

const share = (max: number) => fc.double({ min: 0, max, noNaN: true });
const basis = fc.constantFrom('mark' as const, 'entry' as const);
const side = fc.constantFrom(1, -1);

const linearPosition = fc
  .record({
    ...{ side, size: logarithmic(-3, 3), entry: logarithmic(-3, 5) },
    ...{ margin: share(1.5), deducted: share(0.02), maintenanceRate: share(0.3), basis },
  })
  .map(({ side: sign, size, margin, deducted, ...rest }) => ({
    ...rest,
    position: sign * size,
    collateral: size * rest.entry * margin,
    deduction: size * rest.entry * deducted,
  }));

const inversePosition = fc
  .record({
    ...{ side, size: logarithmic(0, 7), entry: logarithmic(-3, 5) },
    ...{ margin: share(1.5), maintenanceRate: share(0.3), basis },
  })
  .map(({ side: sign, size, margin, ...rest }) => ({
    ...rest,
    notional: sign * size,
    collateral: (size / rest.entry) * margin,
  }));

describe('linear liquidation', () => {
  it('is where equity meets the maintenance margin, bankruptcy where it is 0', () => {
    fc.assert(
      fc.property(linearPosition, (input) => {
        const { position, entry, collateral, maintenanceRate, deduction } = input;
        const { liquidation, bankruptcy } = linearLiquidation(input);
        const equity = (exit: number) =>
          collateral + roundTripPnl({ kind: 'linear', multiplier: 1, position, entry, exit });
        const size = Math.abs(position);
        const scale =
          1e-13 * (size * (entry + (liquidation ?? 0) + (bankruptcy ?? 0)) + collateral);
        if (liquidation !== null) {
          const price = input.basis === 'mark' ? liquidation : entry;
          near(equity(liquidation), size * price * maintenanceRate - deduction, 2 * scale);
        }
        if (bankruptcy !== null) near(equity(bankruptcy), 0, scale);
      }),
    );
  });

  it('has no price only for a long that is worth more than its margin at a price of 0', () => {
    fc.assert(
      fc.property(linearPosition, (input) => {
        const { liquidation, bankruptcy } = linearLiquidation(input);
        if (input.position < 0) expect([liquidation, bankruptcy]).not.toContain(null);
        const atZero = input.collateral - input.position * input.entry;
        fc.pre(Math.abs(atZero) > 1e-9 * input.collateral);
        expect(bankruptcy === null).toBe(input.position > 0 && atZero > 0);
      }),
    );
  });

  it('liquidates before bankruptcy, and further away with more collateral', () => {
    fc.assert(
      fc.property(linearPosition, (input) => {
        const plain = { ...input, deduction: 0 };
        const sign = Math.sign(input.position);
        const first = linearLiquidation(plain);
        const more = linearLiquidation({ ...plain, collateral: input.collateral * 1.1 });
        const level = (price: number | null) => sign * (price ?? 0);
        expect(level(first.liquidation)).toBeGreaterThanOrEqual(level(first.bankruptcy));
        expect(level(more.liquidation)).toBeLessThanOrEqual(level(first.liquidation));
      }),
    );
  });
});

describe('inverse liquidation', () => {
  it('is where equity meets the maintenance margin, bankruptcy where it is 0', () => {
    fc.assert(
      fc.property(inversePosition, (input) => {
        const { notional, entry, collateral, maintenanceRate } = input;
        const { liquidation, bankruptcy } = inverseLiquidation(input);
        const trip = { kind: 'inverse', multiplier: 1, position: notional, entry } as const;
        const equity = (exit: number) => collateral + roundTripPnl({ ...trip, exit });
        const size = Math.abs(notional);
        const coins = (price: number) => 1e-13 * (size / entry + size / price + collateral);
        if (liquidation !== null) {
          const price = input.basis === 'mark' ? liquidation : entry;
          const margin = (maintenanceRate * size) / price;
          near(equity(liquidation), margin, 2 * coins(liquidation));
        }
        if (bankruptcy !== null) near(equity(bankruptcy), 0, coins(bankruptcy));
      }),
    );
  });

  it('has no price only for a short whose collateral covers its coins', () => {
    fc.assert(
      fc.property(inversePosition, (input) => {
        const { bankruptcy } = inverseLiquidation(input);
        const uncovered = -input.notional / input.entry - input.collateral;
        fc.pre(Math.abs(uncovered) > 1e-9 * input.collateral);
        expect(bankruptcy === null).toBe(input.notional < 0 && uncovered < 0);
      }),
    );
    const covered = { notional: -1e4, entry: 1e4, collateral: 1, maintenanceRate: 0.005 };
    const none = { liquidation: null, bankruptcy: null };
    expect(inverseLiquidation({ ...covered, basis: 'mark' })).toEqual(none);
  });
});

describe('cross margin of a long inverse position', () => {
  it('is bankrupt where the closing fee takes the rest, and plain inverse without fees', () => {
    fc.assert(
      fc.property(inversePosition, share(0.002), (drawn, feeRate) => {
        const { entry, collateral, maintenanceRate } = drawn;
        const notional = Math.abs(drawn.notional);
        const input = { notional, entry, collateral, maintenanceRate };
        const { liquidation, bankruptcy } = crossInverseLongLiquidation({ ...input, feeRate });
        const exit = bankruptcy ?? Number.NaN;
        const scale = 1e-13 * (notional / entry + collateral);
        const trip = { kind: 'inverse', multiplier: 1, position: notional, entry } as const;
        const fee = (feeRate * notional) / exit;
        near(collateral + roundTripPnl({ ...trip, exit }) - fee, 0, 2 * scale);
        const margin = (maintenanceRate * notional) / entry;
        const pnl = roundTripPnl({ ...trip, exit: liquidation ?? Number.NaN });
        near(collateral + pnl, margin + fee, 2 * scale);
        const free = crossInverseLongLiquidation({ ...input, feeRate: 0 });
        const plain = inverseLiquidation({ ...input, basis: 'entry' });
        near(free.liquidation ?? 0, plain.liquidation ?? 0, 1e-13 * (plain.liquidation ?? 0));
      }),
    );
  });
});

const linear = {
  ...{ position: 1, entry: 100, collateral: 10, maintenanceRate: 0.005, deduction: 0 },
  basis: 'mark',
} as const;
const inverse = {
  ...{ notional: 100, entry: 100, collateral: 0.1, maintenanceRate: 0.005 },
  basis: 'entry',
} as const;

describe('domain', () => {
  it.each<[string, Partial<LinearLiquidationInput & InverseLiquidationInput>]>([
    ['NaN position', { position: Number.NaN, notional: Number.NaN }],
    ['entry 0', { entry: 0 }],
    ['entry -0', { entry: -0 }],
    ['collateral below 0', { collateral: -1 }],
    ['a rate of 1', { maintenanceRate: 1 }],
    ['a rate below 0', { maintenanceRate: -0.1 }],
    ['NaN rate', { maintenanceRate: Number.NaN }],
  ])('%s is refused', (_, wrong) => {
    expect(() => linearLiquidation({ ...linear, ...wrong })).toThrow(DomainError);
    expect(() => inverseLiquidation({ ...inverse, ...wrong })).toThrow(DomainError);
    const cross = { ...inverse, feeRate: 0, ...wrong };
    expect(() => crossInverseLongLiquidation(cross)).toThrow(DomainError);
  });

  it('a flat position is never liquidated', () => {
    const none = { liquidation: null, bankruptcy: null };
    expect(linearLiquidation({ ...linear, position: 0 })).toEqual(none);
    expect(inverseLiquidation({ ...inverse, notional: -0 })).toEqual(none);
  });

  it('no input gives NaN', () => {
    const input = fc.record({
      ...{ position: anyNumber, notional: anyNumber, entry: anyNumber, collateral: anyNumber },
      ...{ maintenanceRate: anyNumber, deduction: anyNumber, feeRate: anyNumber, basis },
    });
    fc.assert(
      fc.property(input, (values) => {
        expectNoNaN(() => linearLiquidation(values));
        expectNoNaN(() => inverseLiquidation(values));
        expectNoNaN(() => crossInverseLongLiquidation(values));
      }),
      { numRuns: 5000 },
    );
  });
});

describe('distance to liquidation', () => {
  const level = { price: 100, volatility: 0.8, horizonYears: 1 / 365 };

  it('is symmetric in the logarithm of the price', () => {
    const above = liquidationDistance({ ...level, liquidation: 125 });
    const below = liquidationDistance({ ...level, liquidation: 80 });
    near(above.sigmas, below.sigmas, 1e-14 * above.sigmas);
    near(above.sigmas, Math.log(1.25) / 0.8 / Math.sqrt(1 / 365), 1e-14 * above.sigmas);
  });

  it('is touched for certain at the level itself, and never far away', () => {
    const here = liquidationDistance({ ...level, liquidation: 100 });
    expect(here).toEqual({ sigmas: 0, touchProbability: 1, endProbability: 0.5 });
    expect(liquidationDistance({ ...level, liquidation: 1e-9 }).touchProbability).toBe(0);
  });

  it('no input gives NaN, and what is not above 0 is refused', () => {
    const input = fc.record({
      ...{ price: anyNumber, liquidation: anyNumber, volatility: anyNumber },
      horizonYears: anyNumber,
    });
    fc.assert(
      fc.property(input, (values) => expectNoNaN(() => liquidationDistance(values))),
      { numRuns: 2000 },
    );
    for (const wrong of [0, -0, -1, Infinity, Number.NaN]) {
      for (const name of ['price', 'liquidation', 'volatility', 'horizonYears']) {
        const values = { ...level, liquidation: 90, [name]: wrong };
        expect(() => liquidationDistance(values)).toThrow(DomainError);
      }
    }
  });
});
