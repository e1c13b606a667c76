/** Hedges by several instruments: optimality by perturbation, units, redundancy, domains. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../src/errors.js';
import {
  costAwareHedge,
  minimumVarianceHedge,
  neutralisingHedge,
  softThresholdHedge,
} from '../../../src/models/index.js';
import { Draws } from '../draws.js';

type Rows = number[][];

const times = (rows: Rows, column: readonly number[]) =>
  rows.map((row) => row.reduce((sum, value, index) => sum + value * (column[index] ?? 0), 0));

/** A random problem with a positive definite covariance. */
function problem(seed: number, exposures: number, instruments: number) {
  const draws = new Draws(seed);
  const root = Array.from({ length: exposures }, () => draws.normals(exposures));
  const covariance = root.map((left, i) =>
    root.map(
      (right, j) =>
        left.reduce((sum, value, k) => sum + value * (right[k] ?? 0), 0) + (i === j ? 0.1 : 0),
    ),
  );
  return {
    instrumentExposures: Array.from({ length: exposures }, () => draws.normals(instruments)),
    bookExposures: draws.normals(exposures).map((value) => 10 * value),
    covariance,
  };
}

type Problem = ReturnType<typeof problem>;

function varianceWith({ instrumentExposures, bookExposures, covariance }: Problem, x: number[]) {
  const hedged = times(instrumentExposures, x);
  const residual = bookExposures.map((own, index) => own + (hedged[index] ?? 0));
  return times(covariance, residual).reduce((sum, value, i) => sum + value * (residual[i] ?? 0), 0);
}

const seeds = fc.integer({ min: 1, max: 1_000_000 });
const size = fc.integer({ min: 1, max: 8 });

describe('neutralisingHedge', () => {
  it('leaves no exposure', () => {
    fc.assert(
      fc.property(seeds, size, (seed, count) => {
        const { instrumentExposures, bookExposures } = problem(seed, count, count);
        const hedge = neutralisingHedge({ instrumentExposures, bookExposures });
        const scale = Math.max(...hedge.map(Math.abs), 10);
        times(instrumentExposures, hedge).forEach((value, index) => {
          expect(Math.abs(value + (bookExposures[index] ?? 0))).toBeLessThan(1e-12 * scale);
        });
      }),
    );
  });

  it('takes exposures in units that differ by powers of ten', () => {
    const scaled = neutralisingHedge({
      instrumentExposures: [
        [1, 0.5],
        [0, 1e-9],
      ],
      bookExposures: [10, 3e-9],
    });
    expect(scaled[1]).toBeCloseTo(-3, 12);
    expect(scaled[0]).toBeCloseTo(-8.5, 12);
  });

  it.each([
    [
      'instruments that are alike',
      [
        [1, 2],
        [2, 4],
      ],
      [1, 1],
    ],
    [
      'nearly alike instruments',
      [
        [1, 2],
        [2, 4 + 1e-14],
      ],
      [1, 1],
    ],
    [
      'an instrument without effect',
      [
        [1, 0],
        [2, 0],
      ],
      [1, 1],
    ],
    [
      'an exposure that nothing moves',
      [
        [1, 2],
        [0, 0],
      ],
      [1, 1],
    ],
    ['more instruments than exposures', [[1, 2]], [1]],
    ['fewer instruments than exposures', [[1], [2]], [1, 1]],
    ['no exposure', [], []],
    ['no instrument', [[]], [1]],
    ['ragged rows', [[1, 2], [1]], [1, 1]],
    [
      'a hole',
      [
        [1, 2],
        [Number.NaN, 1],
      ],
      [1, 1],
    ],
    [
      'an infinite exposure',
      [
        [1, 2],
        [3, 1],
      ],
      [1, Number.POSITIVE_INFINITY],
    ],
  ])('refuses %s', (_name, instrumentExposures, bookExposures) => {
    expect(() => neutralisingHedge({ instrumentExposures, bookExposures })).toThrow(DomainError);
  });
});

describe('minimumVarianceHedge', () => {
  it('cannot be improved by any instrument', () => {
    fc.assert(
      fc.property(seeds, fc.constantFrom(0, 0.01, 1), (seed, ridge) => {
        const book = problem(seed, 5, 3);
        const got = minimumVarianceHedge({ ...book, ridge });
        const value = (x: number[]) =>
          varianceWith(book, x) + ridge * x.reduce((sum, h) => sum + h * h, 0);
        const best = value([...got.hedge]);
        const own = varianceWith(book, [...got.hedge]);
        expect(got.residualVariance).toBeCloseTo(own, 8 - Math.ceil(Math.log10(own + 1)));
        got.hedge.forEach((_h, index) => {
          for (const step of [1e-3, -1e-3]) {
            const other = got.hedge.map((h, i) => (i === index ? h + step : h));
            expect(value(other)).toBeGreaterThan(best);
          }
        });
      }),
    );
  });

  it('shares the hedge between equal instruments only with a ridge', () => {
    const twins = {
      instrumentExposures: [[1, 1]],
      bookExposures: [10],
      covariance: [[4]],
    };
    expect(() => minimumVarianceHedge({ ...twins, ridge: 0 })).toThrow(/ridge/);
    const got = minimumVarianceHedge({ ...twins, ridge: 1e-6 });
    expect(got.hedge[0]).toBeCloseTo(-5, 5);
    expect(got.hedge[1]).toBeCloseTo(-5, 5);
  });

  it('neutralises where it can', () => {
    const book = problem(8, 3, 3);
    const exact = neutralisingHedge(book);
    const got = minimumVarianceHedge({ ...book, ridge: 0 });
    got.hedge.forEach((h, index) => {
      expect(h).toBeCloseTo(exact[index] ?? Number.NaN, 8);
    });
    expect(got.residualVariance).toBeLessThan(1e-15);
  });

  it.each([
    [{ ridge: -1 }],
    [{ ridge: Number.NaN }],
    [{ covariance: [[1]] }],
    [
      {
        covariance: [
          [1, 0.5],
          [0.4, 1],
        ],
      },
    ],
    [
      {
        covariance: [
          [1, 2],
          [2, 1],
        ],
      },
    ],
    [
      {
        covariance: [
          [-1, 0],
          [0, 1],
        ],
      },
    ],
    [{ bookExposures: [1] }],
  ])('refuses %j', (change) => {
    const input = {
      instrumentExposures: [[1], [2]],
      bookExposures: [1, 1],
      covariance: [
        [1, 0],
        [0, 1],
      ],
      ridge: 0,
      ...change,
    };
    expect(() => minimumVarianceHedge(input)).toThrow(DomainError);
  });
});

describe('costAwareHedge', () => {
  const riskAversion = 0.3;

  it('cannot be improved by any trade, also where instruments are many or alike', () => {
    fc.assert(
      fc.property(seeds, size, fc.boolean(), (seed, count, areAlike) => {
        const book = problem(seed, 4, count);
        const first = book.instrumentExposures.map((row) => row[0] ?? 0);
        const draws = new Draws(seed + 1);
        const nudge = (value: number) => value + (areAlike ? 1e-3 * draws.normal() : 0);
        const rows = book.instrumentExposures.map((row, i) =>
          areAlike ? row.map(() => nudge(first[i] ?? 0)) : row,
        );
        const costs = Array.from({ length: count }, () => 10 * draws.uniform());
        const input = { ...book, instrumentExposures: rows };
        const got = costAwareHedge({ ...input, riskAversion, costs });
        const value = (x: number[]) =>
          (riskAversion / 2) * varianceWith(input, x) +
          x.reduce((sum, trade, index) => sum + Math.abs(trade) * (costs[index] ?? 0), 0);
        const best = value([...got.hedge]);
        expect(Math.abs(got.objective - best)).toBeLessThan(1e-9 * best + 1e-9);
        for (let trial = 0; trial < 30; trial += 1) {
          const step = 10 ** (-4 + 4 * draws.uniform());
          const other = got.hedge.map((trade) => trade + step * draws.normal());
          expect(value(other)).toBeGreaterThanOrEqual(best * (1 - 1e-12));
        }
        got.hedge.forEach((_trade, index) => {
          const without = got.hedge.map((trade, i) => (i === index ? 0 : trade));
          expect(value(without)).toBeGreaterThanOrEqual(best * (1 - 1e-12));
        });
      }),
    );
  });

  it('exchanges instruments where there are more than exposures', () => {
    // Descent and jumps alone do not settle here.
    const book = problem(835_239, 4, 6);
    const draws = new Draws(835_240);
    const costs = Array.from({ length: 6 }, () => 10 * draws.uniform());
    const got = costAwareHedge({ ...book, riskAversion, costs });
    expect(got.hedge.filter((trade) => trade !== 0)).toHaveLength(3);
    expect(got.objective).toBeCloseTo(41.509537790928, 9);
  });

  it('is the least-variance hedge without costs and no trade with large ones', () => {
    const book = problem(12, 5, 3);
    const free = costAwareHedge({ ...book, riskAversion, costs: [0, 0, 0] });
    const least = minimumVarianceHedge({ ...book, ridge: 0 });
    free.hedge.forEach((trade, index) => {
      expect(trade).toBeCloseTo(least.hedge[index] ?? Number.NaN, 8);
    });
    const dear = costAwareHedge({ ...book, riskAversion, costs: [1e9, 1e9, 1e9] });
    expect(dear.hedge).toEqual([0, 0, 0]);
    expect(dear.objective).toBeCloseTo((riskAversion / 2) * varianceWith(book, [0, 0, 0]), 8);
  });

  it('takes the cheapest of equal instruments, and none that has no effect', () => {
    const got = costAwareHedge({
      instrumentExposures: [[1, 1, 0, 1]],
      bookExposures: [10],
      covariance: [[1]],
      riskAversion: 1,
      costs: [3, 2, 0, 4],
    });
    expect(got.hedge).toEqual([0, -8, 0, 0]);
    expect(got.objective).toBe(18);
  });

  it('settles on a best hedge where equal instruments cost the same', () => {
    const got = costAwareHedge({
      instrumentExposures: [[1, 1]],
      bookExposures: [10],
      covariance: [[1]],
      riskAversion: 1,
      costs: [2, 2],
    });
    expect(got.objective).toBeCloseTo(18, 12);
    expect((got.hedge[0] ?? 0) + (got.hedge[1] ?? 0)).toBeCloseTo(-8, 12);
  });

  it.each([
    [{ riskAversion: 0 }],
    [{ riskAversion: Number.NaN }],
    [{ costs: [-1] }],
    [{ costs: [1, 1] }],
    [{ costs: [] }],
    [
      {
        covariance: [
          [1, 2],
          [2, 1],
        ],
      },
    ],
    [{ bookExposures: [1] }],
  ])('refuses %j', (change) => {
    const input = {
      instrumentExposures: [[1], [2]],
      bookExposures: [1, 1],
      covariance: [
        [1, 0],
        [0, 1],
      ],
      riskAversion: 1,
      costs: [1],
      ...change,
    };
    expect(() => costAwareHedge(input)).toThrow(DomainError);
  });
});

describe('softThresholdHedge', () => {
  const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });

  it('is the hedge of one instrument under costs', () => {
    fc.assert(
      fc.property(between(0.1, 3), between(-20, 20), between(0, 10), (g, e, cost) => {
        const got = costAwareHedge({
          instrumentExposures: [[g]],
          bookExposures: [e],
          covariance: [[2]],
          riskAversion: 0.5,
          costs: [cost],
        });
        const trade = softThresholdHedge({ curvature: g * g, slope: g * e, cost });
        expect(Math.abs((got.hedge[0] ?? 0) - trade)).toBeLessThan(1e-12 * (1 + Math.abs(trade)));
        expect(Object.is(trade, -0)).toBe(false);
      }),
    );
  });

  it.each([
    [{ curvature: 0 }],
    [{ curvature: -1 }],
    [{ slope: Number.NaN }],
    [{ cost: -1 }],
    [{ curvature: 5e-324, slope: 1e300 }],
  ])('refuses %j', (change) => {
    expect(() => softThresholdHedge({ curvature: 1, slope: 1, cost: 0, ...change })).toThrow(
      DomainError,
    );
  });
});
