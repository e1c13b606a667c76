/** What margin and inventory earned, and whether positions came back. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../src/errors.js';
import {
  type CapitalEfficiencyInput,
  capitalEfficiency,
  positionReversion,
  reversionOfSums,
  valueHours,
} from '../../../src/models/index.js';
import { Draws } from '../draws.js';

describe('valueHours', () => {
  it('weights each value with the hours for which it holds', () => {
    const path = { timesSeconds: [0, 1800, 5400], values: [10, 0, 4], endSeconds: 9000 };
    expect(valueHours(path)).toBe(10 * 0.5 + 4 * 1);
    expect(valueHours({ timesSeconds: [7], values: [3], endSeconds: 7 })).toBe(0);
  });

  it('does not depend on where the path is cut', () => {
    const value = fc.double({ min: 0, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(fc.array(value, { minLength: 2 }), fc.nat({ max: 100 }), (values, seed) => {
        const timesSeconds = values.map((_, index) => 10 * index);
        const endSeconds = 10 * values.length;
        const at = 1 + (seed % (values.length - 1));
        const whole = valueHours({ timesSeconds, values, endSeconds });
        const head = valueHours({
          timesSeconds: timesSeconds.slice(0, at),
          values: values.slice(0, at),
          endSeconds: 10 * at,
        });
        const tail = valueHours({
          timesSeconds: timesSeconds.slice(at),
          values: values.slice(at),
          endSeconds,
        });
        expect(head + tail).toBeCloseTo(whole, 6);
      }),
    );
  });

  it.each([
    [[], [], 0],
    [[0, 1], [1], 2],
    [[0, 1], [1, -1], 2],
    [[0, 1], [1, Number.NaN], 2],
    [[1, 0], [1, 1], 2],
    [[0], [1], -1],
    [[0], [1], Number.NaN],
    [[0], [1e308], 1e308],
  ])('refuses times %j, values %j, end %f', (timesSeconds, values, endSeconds) => {
    expect(() => valueHours({ timesSeconds, values, endSeconds })).toThrow(DomainError);
  });
});

const session: CapitalEfficiencyInput = {
  ...{ pnl: 12, turnover: 8000, capital: 1000, hours: 2, marginHours: 100, inventoryHours: 400 },
};

describe('capitalEfficiency', () => {
  it('of a session by hand', () => {
    // A mean inventory of 200 that is bought at 2000 an hour is held for a tenth of an hour.
    expect(capitalEfficiency(session)).toEqual({
      ...{ pnlPerMarginHour: 0.12, capitalTurnover: 8, inventoryTurnover: 40, holdingSeconds: 360 },
    });
  });

  it('is null where nothing was held, traded or put up', () => {
    const idle = { pnl: 0, turnover: 0, capital: 0, hours: 0, marginHours: 0, inventoryHours: 0 };
    expect(Object.values(capitalEfficiency(idle))).toEqual([null, null, null, null]);
  });

  it.each<Partial<CapitalEfficiencyInput>>([
    { pnl: Number.NaN },
    { turnover: -1 },
    { capital: -1 },
    { hours: Number.NaN },
    { marginHours: Number.POSITIVE_INFINITY },
    { inventoryHours: -1 },
    { pnl: 1e308, marginHours: 1e-308 },
  ])('refuses %j', (change) => {
    expect(() => capitalEfficiency({ ...session, ...change })).toThrow(DomainError);
  });
});

/** Samples of x' = phi x + e around a mean, begun in its stationary law. */
function autoregression(draws: Draws, phi: number, count: number): number[] {
  let x = phi < 1 ? draws.normal() / Math.sqrt(1 - phi * phi) : 0;
  return Array.from({ length: count }, () => {
    x = phi * x + draws.normal();
    return 5 + x;
  });
}

describe('positionReversion', () => {
  it('fits a line by hand: 20 samples whose regression is known', () => {
    // 0 1 0 0, repeated: x' on x has slope (P11 - P1 P0) of pair counts, all of which are whole.
    const positions = Array.from({ length: 20 }, (_, index) => (index % 4 === 1 ? 1 : 0));
    const fit = positionReversion({ positions, stepSeconds: 1 });
    // 19 pairs; x sums to 5, x' to 5, no product: slope = -(25 / 19) / (5 - 25 / 19) = -5 / 14.
    expect(fit.persistence).toBeCloseTo((19 * (-5 / 14) + 1) / 16, 12);
    expect(fit.verdict).toBe('noPersistence');
    expect(fit.halfLifeSeconds).toBeNull();
  });

  it('finds the half-life of a decay without noise', () => {
    const positions = Array.from({ length: 400 }, (_, step) => 1000 * 0.5 ** (step / 10));
    const { verdict, halfLifeSeconds } = positionReversion({ positions, stepSeconds: 2 });
    expect(verdict).toBe('reverting');
    // The bias that is taken off is that of a noisy sample: (1 + 3 phi) / n of the persistence.
    expect(halfLifeSeconds).toBeGreaterThan(20);
    expect(halfLifeSeconds).toBeLessThan(24);
  });

  it.each([
    [0.5, 500],
    [0.9, 1000],
    [0.99, 5000],
  ])('states an honest error and interval at phi %f, n %i', (phi, count) => {
    const draws = new Draws(7);
    const truth = -Math.LN2 / Math.log(phi);
    const runs = 400;
    const fits = Array.from({ length: runs }, () =>
      positionReversion({ positions: autoregression(draws, phi, count), stepSeconds: 1 }),
    );
    expect(fits.every(({ verdict }) => verdict === 'reverting')).toBe(true);
    const values = fits.map(({ persistence }) => persistence ?? Number.NaN);
    const mean = values.reduce((sum, value) => sum + value, 0) / runs;
    const spread = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (runs - 1));
    const stated = fits.reduce((sum, fit) => sum + (fit.standardError ?? Number.NaN), 0) / runs;
    expect(Math.abs(mean - phi)).toBeLessThan((3 * spread) / Math.sqrt(runs));
    expect(spread / stated).toBeGreaterThan(0.9);
    expect(spread / stated).toBeLessThan(1.15);
    const covered = fits.filter(
      ({ halfLifeSecondsMin, halfLifeSecondsMax }) =>
        (halfLifeSecondsMin ?? Number.NaN) <= truth && truth <= (halfLifeSecondsMax ?? Infinity),
    );
    expect(covered.length / runs).toBeGreaterThan(0.91);
  });

  it('takes no more than one random walk in twenty for a reverting position', () => {
    const draws = new Draws(11);
    const runs = 1000;
    const verdicts = Array.from(
      { length: runs },
      () => positionReversion({ positions: autoregression(draws, 1, 200), stepSeconds: 1 }).verdict,
    );
    const wrong = verdicts.filter((verdict) => verdict === 'reverting').length / runs;
    expect(wrong).toBeGreaterThan(0.03);
    expect(wrong).toBeLessThan(0.07);
  });

  it('tells the least half-life of what did not come back', () => {
    const positions = Array.from({ length: 100 }, (_, step) => step + (step % 3));
    const { verdict, halfLifeSeconds, halfLifeSecondsMax } = positionReversion({
      positions,
      stepSeconds: 1,
    });
    expect({ verdict, halfLifeSeconds, halfLifeSecondsMax }).toEqual({
      ...{ verdict: 'noReversion', halfLifeSeconds: null, halfLifeSecondsMax: null },
    });
  });

  it.each([
    ['tooFew', []],
    ['tooFew', Array.from({ length: 19 }, (_, index) => index % 2)],
    ['constant', Array.from({ length: 50 }, () => 1e9)],
    ['constant', Array.from({ length: 50 }, (_, index) => (index < 49 ? 0 : 1))],
    ['noPersistence', Array.from({ length: 50 }, (_, index) => index % 2)],
  ] as const)('%s', (verdict, positions) => {
    const fit = positionReversion({ positions, stepSeconds: 1 });
    expect(fit.verdict).toBe(verdict);
    expect(fit.halfLifeSeconds).toBeNull();
  });

  it('does not depend on the unit, nor on where 0 is', () => {
    const path = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 20, maxLength: 60 });
    fc.assert(
      fc.property(path, fc.integer({ min: -1e6, max: 1e6 }), (positions, shift) => {
        const fit = positionReversion({ positions, stepSeconds: 1 });
        const moved = positions.map((position) => 4 * (position + shift));
        expect(positionReversion({ positions: moved, stepSeconds: 1 })).toEqual(fit);
        const mirrored = positions.map((position) => 0 - position);
        expect(positionReversion({ positions: mirrored, stepSeconds: 1 })).toEqual(fit);
      }),
    );
  });

  it.each([
    [[Number.NaN], 1],
    [[1, Number.POSITIVE_INFINITY], 1],
    [[1, 2], 0],
    [[1, 2], Number.NaN],
    [[0, 1e300, 0], 1],
  ])('refuses %j with step %f', (positions, stepSeconds) => {
    expect(() => positionReversion({ positions, stepSeconds })).toThrow(DomainError);
  });

  it('refuses sums of no samples', () => {
    const sums = { count: -1, sum: 0, sumSquares: 0, sumProducts: 0, last: 0 };
    expect(() => reversionOfSums(sums, 1)).toThrow(DomainError);
    expect(reversionOfSums({ ...sums, count: 0 }, 1).verdict).toBe('tooFew');
  });
});
