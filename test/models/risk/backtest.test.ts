/** Backtests of VaR: published and hand-made counts, their law, domains. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../src/errors.js';
import { varBacktest } from '../../../src/models/index.js';
import { Draws } from '../draws.js';

/** Days with losses of 2 against a VaR of 1 where told, else none. */
function days(count: number, exceptions: readonly number[], confidence: number) {
  return {
    pnl: Array.from({ length: count }, (_, day) => (exceptions.includes(day) ? -2 : 0)),
    valueAtRisk: Array.from({ length: count }, () => 1),
    confidence,
  };
}

describe('varBacktest', () => {
  it('has the statistics of counts worked out elsewhere', () => {
    const year = varBacktest(days(250, [10, 50, 90, 130, 170, 210], 0.99));
    expect(year).toMatchObject({ exceptions: 6 });
    expect(year.expected).toBeCloseTo(2.5, 12);
    expect(year.coverage.statistic).toBeCloseTo(3.5553547710617464, 10);
    expect(year.coverage.pValue).toBeCloseTo(0.05935361897228928, 10);

    const cluster = varBacktest(days(20, [3, 4, 5, 12], 0.9));
    expect(cluster.coverage.statistic).toBeCloseTo(1.77612030347529, 10);
    expect(cluster.independence?.statistic).toBeCloseTo(2.231408824993185, 10);
    expect(cluster.independence?.pValue).toBeCloseTo(0.13523049324411024, 10);
    expect(cluster.conditionalCoverage?.statistic).toBeCloseTo(4.007529128468475, 10);
    expect(cluster.conditionalCoverage?.pValue).toBeCloseTo(0.13482676264947746, 10);
  });

  it('speaks against a VaR that is never exceeded, and tells no independence', () => {
    const calm = varBacktest(days(255, [], 0.99));
    expect(calm.coverage.statistic).toBeCloseTo(5.12567128528574, 10);
    expect(calm.coverage.pValue).toBeCloseTo(0.023574450485913, 10);
    expect(calm).toMatchObject({ independence: null, conditionalCoverage: null });
  });

  it.each([
    ['none', []],
    ['only the last day', [9]],
    ['every day', [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
  ])('exceptions on %s leave nothing to compare', (_, exceptions) => {
    expect(varBacktest(days(10, exceptions, 0.9)).independence).toBeNull();
  });

  it('a loss of just the VaR is no exception', () => {
    const input = { pnl: [-1, -1, 0], valueAtRisk: [1, 1, 0], confidence: 0.9 };
    expect(varBacktest(input).exceptions).toBe(0);
  });

  it('statistics are 0 or more, p-values shares, and the sum holds', () => {
    const hits = fc.array(fc.boolean(), { minLength: 2, maxLength: 60 });
    fc.assert(
      fc.property(hits, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (hit, confidence) => {
        const exceptions = hit.flatMap((is, day) => (is ? [day] : []));
        const test = varBacktest(days(hit.length, exceptions, confidence));
        for (const ratio of [test.coverage, test.independence, test.conditionalCoverage]) {
          if (ratio === null) continue;
          expect(ratio.statistic).toBeGreaterThanOrEqual(0);
          expect(ratio.pValue).toBeGreaterThanOrEqual(0);
          expect(ratio.pValue).toBeLessThanOrEqual(1);
        }
        if (test.independence === null) return;
        expect(test.conditionalCoverage?.statistic).toBeCloseTo(
          test.coverage.statistic + test.independence.statistic,
          10,
        );
      }),
    );
  });

  it('rejects a right VaR about as often as the p-value says, a wrong one nearly always', () => {
    const draws = new Draws(3);
    const rejected = (rate: number): number => {
      const runs = Array.from({ length: 400 }, () => {
        const pnl = Array.from({ length: 1000 }, () => (draws.uniform() < rate ? -2 : 0));
        return varBacktest({ pnl, valueAtRisk: pnl.map(() => 1), confidence: 0.95 });
      });
      return runs.filter(({ coverage }) => coverage.pValue < 0.05).length / runs.length;
    };
    expect(rejected(0.05)).toBeGreaterThan(0.02);
    expect(rejected(0.05)).toBeLessThan(0.08);
    expect(rejected(0.1)).toBeGreaterThan(0.99);
  });

  it.each([
    [[0], [1], 0.9],
    [[0, 0], [1], 0.9],
    [[0, Number.NaN], [1, 1], 0.9],
    [[0, 0], [1, Number.POSITIVE_INFINITY], 0.9],
    [[0, 0], [1, 1], 0],
    [[0, 0], [1, 1], 1],
  ])('refuses %j, %j at %f', (pnl, valueAtRisk, confidence) => {
    expect(() => varBacktest({ pnl, valueAtRisk, confidence })).toThrow(DomainError);
  });
});
