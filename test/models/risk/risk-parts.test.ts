/** VaR and ES that are split by instrument and factor: parts add up, methods agree. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../src/errors.js';
import {
  componentVar,
  type FactorVarInput,
  factorVar,
  historicalVar,
  type MonteCarloInput,
  monteCarloVar,
  normalVar,
  type RiskParts,
  sampleVar,
  scenarioVar,
  type ValueAtRisk,
} from '../../../src/models/index.js';
import { Draws } from '../draws.js';

const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const confidence = between(0.5, 0.9999);

/** Sum of parts against a whole, relative to the parts: what cancels in them cannot come back. */
function addsUp(parts: readonly number[], whole: number): void {
  const sum = parts.reduce((total, part) => total + part, 0);
  const scale = parts.reduce((total, part) => total + Math.abs(part), Math.abs(whole));
  expect(Math.abs(sum - whole)).toBeLessThanOrEqual(1e-12 * scale);
}

function bothAddUp(parts: readonly RiskParts[], whole: ValueAtRisk): void {
  const all = (key: keyof RiskParts) => parts.flatMap((part) => part[key]);
  addsUp(all('valueAtRisk'), whole.valueAtRisk);
  addsUp(all('expectedShortfall'), whole.expectedShortfall);
}

const book: FactorVarInput = {
  exposures: [1e6, -5e5, 2e5],
  loadings: [
    [1, 0.5],
    [0.8, -0.2],
    [1.2, 0],
  ],
  factorCovariance: [
    [4e-4, 1e-4],
    [1e-4, 1e-4],
  ],
  specificVariances: [1e-4, 2e-4, 0],
  confidence: 0.99,
  horizon: 2,
};

/** B F B' + D. */
function dense({ loadings, factorCovariance, specificVariances }: FactorVarInput): number[][] {
  return loadings.map((left, i) =>
    loadings.map((right, j) => {
      const common = left.reduce(
        (sum, own, k) =>
          sum + own * right.reduce((s, x, l) => s + (factorCovariance[k]?.[l] ?? 0) * x, 0),
        0,
      );
      return common + (i === j ? (specificVariances[i] ?? 0) : 0);
    }),
  );
}

/** Multiples of a step: products of such draws keep their digits, which denormal ones lose. */
const stepped = (most: number, step: number) =>
  fc.integer({ min: -most / step, max: most / step }).map((steps) => steps * step);
const money = stepped(1e6, 0.25);
const loading = stepped(2, 2 ** -10);
const factorBook = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 3 }))
  .chain(([assets, factors]) => {
    const square = fc.array(fc.array(loading, { minLength: factors, maxLength: factors }), {
      ...{ minLength: factors, maxLength: factors },
    });
    const perAsset = <T>(of: fc.Arbitrary<T>) =>
      fc.array(of, { minLength: assets, maxLength: assets });
    return fc.record({
      exposures: perAsset(money),
      loadings: perAsset(fc.array(loading, { minLength: factors, maxLength: factors })),
      // A A' of any A is a covariance.
      factorCovariance: square.map((rows) =>
        rows.map((left) =>
          rows.map((right) => left.reduce((sum, x, k) => sum + x * (right[k] ?? 0), 0) * 1e-4),
        ),
      ),
      specificVariances: perAsset(fc.integer({ min: 0, max: 1000 }).map((n) => n * 1e-6)),
      confidence,
      horizon: between(0.1, 20),
    });
  });

describe('factorVar', () => {
  it('agrees with figures computed elsewhere', () => {
    const { instruments, factors, specific, factorExposures, ...whole } = factorVar(book);
    expect(whole.standardDeviation).toBeCloseTo(33735.44130436121, 7);
    expect(whole.valueAtRisk).toBeCloseTo(78480.37215823027, 7);
    expect(whole.expectedShortfall).toBeCloseTo(89912.17789402482, 7);
    expect(factorExposures).toEqual([840_000, 600_000]);
    const expected = [
      [instruments, [78336.9383274898, -12964.21162461979, 13107.645455360262]],
      [factors, [45876.75909376091, 11916.041323054782]],
      [specific, [13791.71449427637, 6895.857247138185, 0]],
    ] as const;
    for (const [parts, values] of expected) {
      for (const [i, value] of values.entries()) {
        expect(parts.valueAtRisk[i]).toBeCloseTo(value, 7);
      }
    }
  });

  it('equals the VaR of the whole covariance, and its parts add up both ways', () => {
    fc.assert(
      fc.property(factorBook, (input) => {
        const result = factorVar(input);
        const { instruments, factors, specific } = result;
        bothAddUp([instruments], result);
        bothAddUp([factors, specific], result);
        expect(specific.expectedShortfall.every((part) => part >= 0)).toBe(true);
        const { exposures, horizon } = input;
        const whole = { ...input, covariance: dense(input), mean: 0 };
        const scale = exposures.reduce((sum, w) => sum + Math.abs(w), 0);
        expect(Math.abs(result.valueAtRisk - normalVar(whole).valueAtRisk)).toBeLessThanOrEqual(
          1e-6 * scale,
        );
        const { component } = componentVar(whole);
        for (const [i, part] of component.entries()) {
          const own = instruments.valueAtRisk[i] ?? Number.NaN;
          expect(Math.abs(own - part * Math.sqrt(horizon))).toBeLessThanOrEqual(1e-6 * scale);
        }
      }),
    );
  });

  it('grows in proportion with the book and with the confidence', () => {
    fc.assert(
      fc.property(factorBook, confidence, (input, other) => {
        const one = factorVar(input);
        const exposures = input.exposures.map((w) => 4 * w);
        const four = factorVar({ ...input, exposures });
        expect(four.valueAtRisk).toBe(4 * one.valueAtRisk);
        expect(four.expectedShortfall).toBe(4 * one.expectedShortfall);
        const [low, high] = [input.confidence, other].sort((a, b) => a - b);
        const less = factorVar({ ...input, confidence: low ?? 0 });
        const more = factorVar({ ...input, confidence: high ?? 0 });
        // Confidences one rounding apart have quantiles that are equal but for rounding.
        const rounding = 1e-12 * one.standardDeviation;
        for (const key of ['valueAtRisk', 'expectedShortfall'] as const) {
          expect(more[key]).toBeGreaterThanOrEqual(less[key] - rounding);
        }
      }),
    );
  });

  it('is 0 with parts of 0 for a flat book', () => {
    const { valueAtRisk, instruments, factors } = factorVar({ ...book, exposures: [0, 0, 0] });
    expect(valueAtRisk).toBe(0);
    expect([...instruments.valueAtRisk, ...factors.expectedShortfall]).toEqual([0, 0, 0, 0, 0]);
  });

  it.each<Partial<FactorVarInput>>([
    { exposures: [] },
    { exposures: [1, 2] },
    { exposures: [1, 2, Number.NaN] },
    { loadings: [[1], [1, 2], [1]] },
    { loadings: [[], [], []] },
    { specificVariances: [1, 1, -1] },
    { specificVariances: [1, 1] },
    { factorCovariance: [[1]] },
    {
      factorCovariance: [
        [1, 2],
        [2, 1],
      ],
    },
    { confidence: 1 },
    { confidence: Number.NaN },
    { horizon: 0 },
    { exposures: [1e200, 1e200, 1e200] },
  ])('refuses %j', (change) => {
    expect(() => factorVar({ ...book, ...change })).toThrow(DomainError);
  });
});

const pnlRows = (columns: number, minLength = 1) =>
  fc.array(fc.array(stepped(1000, 2 ** -10), { minLength: columns, maxLength: columns }), {
    ...{ minLength, maxLength: 60 },
  });

describe('sampleVar', () => {
  it('by hand: 20 scenarios of two instruments at 90 %', () => {
    // The book loses 1 .. 20; the second instrument loses 2 in the worst two and else nothing.
    const pnl = Array.from({ length: 20 }, (_, index) => {
      const second = index >= 18 ? 2 : 0;
      return [-(index + 1 - second), -second];
    });
    const { instruments, ...whole } = sampleVar({ pnl, confidence: 0.9 });
    expect(whole).toEqual({
      ...{ valueAtRisk: 18, expectedShortfall: 19.5, standardErrors: null, windowCount: 3 },
    });
    // Line through losses 0, 0, 2 at 17, 18, 19: 2 / 3 in the middle.
    expect(instruments.valueAtRisk[0]).toBeCloseTo(18 - 2 / 3, 12);
    expect(instruments.valueAtRisk[1]).toBeCloseTo(2 / 3, 12);
    expect(instruments.expectedShortfall[0]).toBeCloseTo(17.5, 12);
    expect(instruments.expectedShortfall[1]).toBeCloseTo(2, 12);
  });

  it('without a window takes the one scenario at the VaR', () => {
    const pnl = [
      [1, 0],
      [-3, -4],
      [-5, 6],
      [2, 2],
    ];
    const { valueAtRisk, instruments } = sampleVar({ pnl, confidence: 0.99, window: 0 });
    expect(valueAtRisk).toBe(7);
    expect(instruments.valueAtRisk).toEqual([3, 4]);
  });

  it('has the VaR and ES of the totals, and parts that add up', () => {
    const window = fc.option(fc.integer({ min: 0, max: 80 }), { nil: undefined });
    fc.assert(
      fc.property(pnlRows(4), confidence, window, (pnl, level, width) => {
        const result = sampleVar({
          ...{ pnl, confidence: level },
          ...(width !== undefined && { window: width }),
        });
        const totals = pnl.map((row) => row.reduce((sum, profit) => sum + profit, 0));
        const { valueAtRisk, expectedShortfall } = historicalVar({
          ...{ pnl: totals, confidence: level },
        });
        expect(result).toMatchObject({ valueAtRisk, expectedShortfall });
        const largest = Math.max(...pnl.flat().map(Math.abs));
        const sum = (parts: readonly number[]) => parts.reduce((total, part) => total + part, 0);
        const { instruments } = result;
        // A line through few scenarios may be steep: its parts then cancel, and are the scale.
        const steep = instruments.valueAtRisk.reduce((m, x) => Math.max(m, Math.abs(x)), largest);
        expect(Math.abs(sum(instruments.valueAtRisk) - valueAtRisk)).toBeLessThanOrEqual(
          1e-12 * steep,
        );
        expect(
          Math.abs(sum(instruments.expectedShortfall) - expectedShortfall),
        ).toBeLessThanOrEqual(1e-12 * largest);
      }),
    );
  });

  it('ES is subadditive, and both scale and rise with the confidence', () => {
    fc.assert(
      fc.property(pnlRows(2), confidence, confidence, (pnl, level, other) => {
        const of = (rows: readonly number[][], at = level) =>
          sampleVar({ pnl: rows, confidence: at });
        const both = of(pnl);
        const [first, second] = [0, 1].map((column) => of(pnl.map((row) => [row[column] ?? 0])));
        const apart = (first?.expectedShortfall ?? 0) + (second?.expectedShortfall ?? 0);
        expect(both.expectedShortfall).toBeLessThanOrEqual(apart + 1e-9);
        const twice = of(pnl.map((row) => row.map((profit) => 2 * profit)));
        expect(twice.valueAtRisk).toBe(2 * both.valueAtRisk);
        expect(twice.expectedShortfall).toBe(2 * both.expectedShortfall);
        const [low, high] = [level, other].sort((a, b) => a - b);
        const [less, more] = [of(pnl, low), of(pnl, high)];
        expect(more.valueAtRisk).toBeGreaterThanOrEqual(less.valueAtRisk);
        expect(more.expectedShortfall).toBeGreaterThanOrEqual(less.expectedShortfall - 1e-9);
      }),
    );
  });

  it('does not depend on the order of scenarios, not even of equal losses', () => {
    const rows = fc.array(
      fc.tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -3, max: 3 })),
      {
        ...{ minLength: 5, maxLength: 30 },
      },
    );
    fc.assert(
      fc.property(rows, confidence, (pnl, level) => {
        const parts = sampleVar({ pnl, confidence: level }).instruments;
        const turned = sampleVar({ pnl: [...pnl].reverse(), confidence: level }).instruments;
        for (const key of ['valueAtRisk', 'expectedShortfall'] as const) {
          for (const [i, part] of parts[key].entries()) {
            expect(turned[key][i]).toBeCloseTo(part, 9);
          }
        }
      }),
    );
  });

  it('states an honest standard error', () => {
    const draws = new Draws(5);
    const runs = Array.from({ length: 300 }, () =>
      sampleVar({
        pnl: Array.from({ length: 2000 }, () => [draws.normal()]),
        confidence: 0.95,
      }),
    );
    for (const key of ['valueAtRisk', 'expectedShortfall'] as const) {
      const values = runs.map((run) => run[key]);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
      const spread = Math.sqrt(squares / (values.length - 1));
      const stated =
        runs.reduce((sum, run) => sum + (run.standardErrors?.[key] ?? Number.NaN), 0) / runs.length;
      expect(spread / stated).toBeGreaterThan(0.85);
      expect(spread / stated).toBeLessThan(1.15);
    }
  });

  it.each([
    [[], 0.99, 1],
    [[[]], 0.99, 1],
    [[[1], [1, 2]], 0.99, 1],
    [[[Number.NaN]], 0.99, 1],
    [[[1e308, 1e308]], 0.99, 1],
    [[[1]], 1, 1],
    [[[1]], 0.99, -1],
    [[[1]], 0.99, 0.5],
  ])('refuses %j at %f, window %f', (pnl, level, window) => {
    expect(() => sampleVar({ pnl, confidence: level, window })).toThrow(DomainError);
  });
});

const linear = { delta: [1e6, -5e5, 2e5], gammaDiagonal: [0, 0, 0], scenarios: 40_000 };
const { loadings, factorCovariance, specificVariances } = book;
const factorMoves = { loadings, factorCovariance, specificVariances };
const simulated = (change: Partial<MonteCarloInput> = {}) => {
  const draws = new Draws(2024);
  return monteCarloVar({
    ...{ ...linear, moves: factorMoves, confidence: 0.99 },
    ...{ normal: () => draws.normal(), ...change },
  });
};

describe('monteCarloVar', () => {
  it.each([
    ['by factors', factorMoves],
    ['by the whole covariance', { covariance: dense(book) }],
  ])('agrees with the normal VaR of a linear book within its error, %s', (_, moves) => {
    const exact = factorVar({ ...book, horizon: 1 });
    const result = simulated({ moves });
    const errors = result.standardErrors;
    for (const key of ['valueAtRisk', 'expectedShortfall'] as const) {
      const error = errors?.[key] ?? Number.NaN;
      expect(error / exact[key]).toBeLessThan(0.02);
      expect(Math.abs(result[key] - exact[key]) / error).toBeLessThan(3);
      for (const [i, part] of exact.instruments[key].entries()) {
        const own = result.instruments[key][i] ?? Number.NaN;
        // Parts are noisier than the whole: each is a mean over the tail or the window.
        expect(Math.abs(own - part) / exact[key]).toBeLessThan(0.06);
      }
    }
    bothAddUp([result.instruments], result);
  });

  it('takes the same draws as scenarioVar and has its result', () => {
    const draws = new Draws(9);
    const normals = Array.from({ length: 500 }, () => draws.normals(3));
    const flat = normals.flat();
    let next = 0;
    const covariance = dense(book);
    const gammaDiagonal = [1e6, -2e6, 3e5];
    const result = simulated({
      ...{ scenarios: 500, gammaDiagonal, moves: { covariance } },
      normal: () => flat[next++] ?? Number.NaN,
    });
    const given = { delta: linear.delta, gammaDiagonal, covariance, normals, confidence: 0.99 };
    const { valueAtRisk, expectedShortfall } = scenarioVar(given);
    expect(result.valueAtRisk).toBeCloseTo(valueAtRisk, 6);
    expect(result.expectedShortfall).toBeCloseTo(expectedShortfall, 6);
  });

  it('the same draws give the same result', () => {
    expect(simulated({ scenarios: 200 })).toEqual(simulated({ scenarios: 200 }));
    expect(simulated({ scenarios: 200 }).standardErrors).toBeNull();
  });

  it.each<Partial<MonteCarloInput>>([
    { delta: [] },
    { gammaDiagonal: [1] },
    { scenarios: 0 },
    { scenarios: 1.5 },
    { scenarios: 1e9 },
    { confidence: 0 },
    { normal: () => Number.NaN },
    { moves: { covariance: [[1]] } },
    { moves: { ...factorMoves, specificVariances: [1, 1, -1] } },
    { moves: { ...factorMoves, loadings: [[1, 1]] } },
    { delta: [1e308, 1e308, 1e308], moves: { ...factorMoves, specificVariances: [1e9, 1e9, 1e9] } },
  ])('refuses %o', (change) => {
    expect(() => simulated({ scenarios: 50, ...change })).toThrow(DomainError);
  });
});
