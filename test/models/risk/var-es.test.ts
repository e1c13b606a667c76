/** Value at risk: agreement between methods, order, scaling, domains. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../src/errors.js';
import {
  componentVar,
  cornishFisherVar,
  deltaGammaVar,
  historicalVar,
  normalVar,
  scenarioVar,
  studentTVar,
  weightedHistoricalVar,
} from '../../../src/models/index.js';
import { Draws } from '../draws.js';

const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const confidence = between(0.5, 0.9999);
const COVARIANCE = [
  [4e-4, 1e-4, -5e-5],
  [1e-4, 9e-4, 2e-4],
  [-5e-5, 2e-4, 1e-4],
];
const money = fc.integer({ min: -1_000_000, max: 1_000_000 });
const exposures = fc.tuple(money, money, money);

const INDEFINITE = [
  [1, 0.9, -0.9],
  [0.9, 1, 0.9],
  [-0.9, 0.9, 1],
];

describe('normalVar', () => {
  const base = { covariance: COVARIANCE, confidence: 0.99, horizon: 1, mean: 0 };

  it('grows with exposure and the root of the horizon, and mirrors with it', () => {
    fc.assert(
      fc.property(exposures, confidence, (held, level) => {
        const one = normalVar({ ...base, exposures: held, confidence: level });
        const twice = normalVar({ ...base, exposures: held.map((x) => 2 * x), confidence: level });
        const four = normalVar({ ...base, exposures: held, confidence: level, horizon: 4 });
        const mirror = normalVar({ ...base, exposures: held.map((x) => -x), confidence: level });
        expect(twice.valueAtRisk).toBe(2 * one.valueAtRisk);
        expect(four.expectedShortfall).toBeCloseTo(2 * one.expectedShortfall, 6);
        expect(mirror).toEqual(one);
        expect(one.expectedShortfall).toBeGreaterThanOrEqual(one.valueAtRisk);
      }),
    );
  });

  it('is 0 for a flat book and for a perfect hedge', () => {
    expect(normalVar({ ...base, exposures: [0, 0, 0] }).valueAtRisk).toBe(0);
    const twins = {
      ...base,
      covariance: [
        [1e-4, 1e-4],
        [1e-4, 1e-4],
      ],
      exposures: [7, -7],
    };
    expect(normalVar(twins)).toMatchObject({ standardDeviation: 0, expectedShortfall: 0 });
  });

  it.each([
    [{ exposures: [] }],
    [{ exposures: [1, 2] }],
    [{ exposures: [1, 2, Number.NaN] }],
    [{ confidence: 0 }],
    [{ confidence: 1 }],
    [{ confidence: 99 }],
    [{ horizon: 0 }],
    [{ mean: Number.NaN }],
    [
      {
        covariance: [
          [1, 0, 0],
          [0, 1, 0],
          [0, 0, -1],
        ],
      },
    ],
    [
      {
        covariance: [
          [1, 0.1, 0],
          [0, 1, 0],
          [0, 0, 1],
        ],
      },
    ],
    [
      {
        covariance: [
          [1, 2, 0],
          [2, 1, 0],
          [0, 0, 1],
        ],
      },
    ],
    [{ covariance: INDEFINITE, exposures: [1, -1, 1] }],
    [
      {
        exposures: [1e200, 1e200, 1e200],
        covariance: [
          [1, 1, 1],
          [1, 1, 1],
          [1, 1, 1],
        ],
      },
    ],
  ])('refuses %j', (change) => {
    expect(() => normalVar({ ...base, exposures: [1, 2, 3], ...change })).toThrow(DomainError);
  });
});

describe('studentTVar', () => {
  it('exceeds the normal far in the tail and comes near it with many degrees of freedom', () => {
    fc.assert(
      fc.property(between(2.1, 30), between(0.99, 0.9999), (degreesOfFreedom, level) => {
        const input = { standardDeviation: 1, degreesOfFreedom, confidence: level, mean: 0 };
        const heavy = studentTVar(input);
        const light = studentTVar({ ...input, degreesOfFreedom: 1e6 });
        const normal = normalVar({
          exposures: [1],
          covariance: [[1]],
          confidence: level,
          horizon: 1,
          mean: 0,
        });
        expect(light.valueAtRisk).toBeCloseTo(normal.valueAtRisk, 4);
        expect(light.expectedShortfall).toBeCloseTo(normal.expectedShortfall, 4);
        if (level > 0.999) {
          expect(heavy.expectedShortfall).toBeGreaterThan(normal.expectedShortfall);
        }
        expect(heavy.expectedShortfall).toBeGreaterThan(heavy.valueAtRisk);
      }),
    );
  });

  it.each([
    [{ degreesOfFreedom: 2 }],
    [{ degreesOfFreedom: 1e7 }],
    [{ degreesOfFreedom: Number.NaN }],
    [{ standardDeviation: -1 }],
    [{ confidence: 1 }],
    [{ mean: Number.POSITIVE_INFINITY }],
  ])('refuses %j', (change) => {
    const input = { standardDeviation: 1, degreesOfFreedom: 4, confidence: 0.99, mean: 0 };
    expect(() => studentTVar({ ...input, ...change })).toThrow(DomainError);
  });
});

describe('cornishFisherVar', () => {
  it('is normal without skewness and kurtosis', () => {
    fc.assert(
      fc.property(confidence, between(0, 100), between(-5, 5), (level, deviation, mean) => {
        const got = cornishFisherVar({
          mean,
          standardDeviation: deviation,
          skewness: 0,
          excessKurtosis: 0,
          confidence: level,
        });
        const normal = normalVar({
          exposures: [deviation],
          covariance: [[1]],
          confidence: level,
          horizon: 1,
          mean,
        });
        expect(got.valueAtRisk).toBeCloseTo(normal.valueAtRisk, 9);
        expect(got.isMonotone).toBe(true);
      }),
    );
  });

  it('says where the expansion turns back', () => {
    const at = (skewness: number, excessKurtosis: number, level: number) =>
      cornishFisherVar({
        mean: 0,
        standardDeviation: 1,
        skewness,
        excessKurtosis,
        confidence: level,
      });
    const levels = Array.from({ length: 199 }, (_, index) => (index + 1) / 200);
    for (const [skewness, kurtosis] of [
      [0, 1],
      [-0.5, 1],
      [0, 9],
      [2, 1],
      [-0.2, 0],
      [0, -1],
    ] as const) {
      const losses = levels.map((level) => at(skewness, kurtosis, level).valueAtRisk);
      const rises = losses.every((loss, index) => index === 0 || loss > (losses[index - 1] ?? 0));
      if (at(skewness, kurtosis, 0.99).isMonotone) expect(rises).toBe(true);
    }
    expect(at(-0.5, 1, 0.99).isMonotone).toBe(true);
    expect(at(0, 9, 0.99).isMonotone).toBe(false);
    expect(at(2, 1, 0.99).isMonotone).toBe(false);
  });

  it.each([
    [{ standardDeviation: -1 }],
    [{ skewness: Number.NaN }],
    [{ excessKurtosis: Number.POSITIVE_INFINITY }],
    [{ confidence: 0 }],
    [{ skewness: 1e200 }],
  ])('refuses %j', (change) => {
    const input = {
      mean: 0,
      standardDeviation: 1,
      skewness: 0,
      excessKurtosis: 0,
      confidence: 0.99,
      ...change,
    };
    expect(() => cornishFisherVar(input)).toThrow(DomainError);
  });
});

describe('historicalVar', () => {
  const pnl = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 80 });

  it('takes the order statistic that counting finds, whatever the order of the profits', () => {
    fc.assert(
      fc.property(pnl, between(0.01, 0.99), (profits, level) => {
        const got = historicalVar({ pnl: profits, confidence: level });
        const losses = profits.map((profit) => -profit);
        const count = losses.length;
        const sufficient = losses.filter(
          (loss) => losses.filter((other) => other <= loss).length >= count * level - 1e-9 * count,
        );
        expect(got.valueAtRisk + 0).toBe(Math.min(...sufficient) + 0);
        const reversed = historicalVar({ pnl: [...profits].reverse(), confidence: level });
        expect(reversed).toEqual(got);
        expect(got.expectedShortfall).toBeGreaterThanOrEqual(got.valueAtRisk - 1e-9);
        expect(got.expectedShortfall).toBeLessThanOrEqual(Math.max(...losses) + 1e-9);
      }),
    );
  });

  it('moves with a sure profit and grows with the size', () => {
    fc.assert(
      fc.property(pnl, between(0.01, 0.99), (profits, level) => {
        const one = historicalVar({ pnl: profits, confidence: level });
        const moved = historicalVar({ pnl: profits.map((x) => x + 64), confidence: level });
        const twice = historicalVar({ pnl: profits.map((x) => 2 * x), confidence: level });
        expect(moved.valueAtRisk).toBe(one.valueAtRisk - 64);
        expect(moved.expectedShortfall).toBeCloseTo(one.expectedShortfall - 64, 8);
        expect(twice.valueAtRisk + 0).toBe(2 * one.valueAtRisk + 0);
      }),
    );
  });

  it('means 19 by 0.95 times 20, and 1 by 0.05 times 20', () => {
    const twenty = Array.from({ length: 20 }, (_, index) => -(index + 1));
    expect(historicalVar({ pnl: twenty, confidence: 0.95 }).valueAtRisk).toBe(19);
    expect(historicalVar({ pnl: twenty, confidence: 0.95 }).expectedShortfall).toBeCloseTo(20, 12);
    expect(historicalVar({ pnl: twenty, confidence: 0.05 }).valueAtRisk).toBe(1);
    expect(historicalVar({ pnl: [5], confidence: 0.99 })).toEqual({
      valueAtRisk: -5,
      interpolatedValueAtRisk: -5,
      expectedShortfall: -5,
    });
  });

  it.each([
    [{ pnl: [] }],
    [{ pnl: [1, Number.NaN] }],
    [{ pnl: [1, Number.NEGATIVE_INFINITY] }],
    [{ confidence: 0 }],
    [{ confidence: 1 }],
    [{ confidence: Number.NaN }],
  ])('refuses %j', (change) => {
    const input = { pnl: [1, 2], confidence: 0.9, ...change };
    expect(() => historicalVar(input)).toThrow(DomainError);
    expect(() => weightedHistoricalVar({ ...input, decay: 0.9 })).toThrow(DomainError);
  });

  it('weighs all alike with a decay of 1', () => {
    fc.assert(
      fc.property(pnl, between(0.01, 0.99), (profits, level) => {
        const plain = historicalVar({ pnl: profits, confidence: level });
        const got = weightedHistoricalVar({ pnl: profits, confidence: level, decay: 1 });
        expect(got.expectedShortfall).toBeCloseTo(plain.expectedShortfall, 6);
      }),
    );
  });

  it('forgets old losses with a small decay', () => {
    const old = [-1000, ...Array.from({ length: 50 }, () => -1)];
    const input = { pnl: old, confidence: 0.99 };
    expect(historicalVar(input).expectedShortfall).toBe(1000);
    expect(weightedHistoricalVar({ ...input, decay: 0.5 }).valueAtRisk).toBe(1);
    for (const decay of [0, -1, 1.01, Number.NaN]) {
      expect(() => weightedHistoricalVar({ ...input, decay })).toThrow(DomainError);
    }
  });
});

describe('componentVar', () => {
  it('adds up to the VaR, and a marginal is the change of the VaR', () => {
    fc.assert(
      fc.property(exposures, confidence, (held, level) => {
        const input = { exposures: held, covariance: COVARIANCE, confidence: level };
        const got = componentVar(input);
        const whole = normalVar({ ...input, horizon: 1, mean: 0 });
        const scale = 1e-9 * (1 + held.reduce((sum, x) => sum + Math.abs(x), 0));
        expect(got.valueAtRisk).toBe(whole.valueAtRisk);
        const sum = got.component.reduce((before, part) => before + part, 0);
        expect(Math.abs(sum - got.valueAtRisk)).toBeLessThan(scale);
        if (whole.standardDeviation < 1) return;
        const step = 1e-3 * whole.standardDeviation;
        const shifted = (by: number) =>
          normalVar({ ...input, exposures: [held[0] + by, held[1], held[2]], horizon: 1, mean: 0 });
        const slope = (shifted(step).valueAtRisk - shifted(-step).valueAtRisk) / (2 * step);
        expect(got.marginal[0]).toBeCloseTo(slope, 5);
      }),
    );
  });

  it('is 0 where nothing is at risk', () => {
    const flat = { exposures: [0, 0, 0], covariance: COVARIANCE, confidence: 0.99 };
    expect(componentVar(flat)).toEqual({
      valueAtRisk: 0,
      marginal: [0, 0, 0],
      component: [0, 0, 0],
    });
    expect(() => componentVar({ ...flat, confidence: 1 })).toThrow(DomainError);
    expect(() => componentVar({ ...flat, exposures: [] })).toThrow(DomainError);
    expect(() => componentVar({ ...flat, exposures: [1] })).toThrow(DomainError);
  });
});

describe('deltaGammaVar and scenarioVar', () => {
  const delta = [1000, -400, 250];
  const diagonal = [-8000, 3000, 5000];
  const gamma = diagonal.map((own, i) => diagonal.map((_g, j) => (i === j ? own : 0)));

  it('is the normal VaR without gamma', () => {
    fc.assert(
      fc.property(exposures, confidence, (held, level) => {
        const input = { covariance: COVARIANCE, confidence: level };
        const none = gamma.map((row) => row.map(() => 0));
        const got = deltaGammaVar({ ...input, delta: held, gamma: none });
        const normal = normalVar({ ...input, exposures: held, horizon: 1, mean: 0 });
        expect(got).toMatchObject({ mean: 0, skewness: 0, excessKurtosis: 0, isMonotone: true });
        expect(got.valueAtRisk).toBeCloseTo(normal.valueAtRisk, 6);
      }),
    );
  });

  it('has the moments of many scenarios', () => {
    const draws = new Draws(21);
    const normals = Array.from({ length: 200_000 }, () => draws.normals(3));
    const input = { delta, covariance: COVARIANCE, confidence: 0.99 };
    const moments = deltaGammaVar({ ...input, gamma });
    const { pnl, valueAtRisk } = scenarioVar({ ...input, gammaDiagonal: diagonal, normals });
    const mean = pnl.reduce((sum, profit) => sum + profit, 0) / pnl.length;
    const central = (power: number) =>
      pnl.reduce((sum, profit) => sum + (profit - mean) ** power, 0) / pnl.length;
    const deviation = Math.sqrt(central(2));
    expect(Math.abs(mean - moments.mean)).toBeLessThan((4 * deviation) / Math.sqrt(pnl.length));
    expect(Math.abs(central(2) / moments.variance - 1)).toBeLessThan(0.03);
    expect(central(3) / deviation ** 3).toBeCloseTo(moments.skewness, 1);
    expect(Math.abs(central(4) / deviation ** 4 - 3 - moments.excessKurtosis)).toBeLessThan(0.3);
    expect(valueAtRisk / moments.valueAtRisk).toBeGreaterThan(0.97);
    expect(valueAtRisk / moments.valueAtRisk).toBeLessThan(1.03);
  });

  it('takes perfectly correlated moves', () => {
    const got = scenarioVar({
      delta: [1, -1, 1],
      gammaDiagonal: [0, 0, 0],
      covariance: [
        [4, 2, 0],
        [2, 1, 0],
        [0, 0, 9],
      ],
      normals: [
        [1, 5, 0],
        [-1, 7, 1],
      ],
      confidence: 0.5,
    });
    expect(got.pnl).toEqual([1, 2]);
  });

  it('takes perfect correlation that was rounded', () => {
    const got = scenarioVar({
      delta: [1, -2, 1],
      gammaDiagonal: [0, 0, 0],
      covariance: [
        [4, 2.0000001, 2],
        [2.0000001, 1, 1],
        [2, 1, 2],
      ],
      normals: [[1, 5, 0]],
      confidence: 0.5,
    });
    expect(got.pnl[0]).toBeCloseTo(1, 5);
  });

  it('is flat without delta, gamma or movement', () => {
    const still = { covariance: [[0]], confidence: 0.99 };
    expect(deltaGammaVar({ ...still, delta: [5], gamma: [[5]] })).toMatchObject({
      variance: 0,
      skewness: 0,
      valueAtRisk: 0,
    });
  });

  it.each([
    [{ delta: [] }],
    [{ delta: [1, 2] }],
    [{ covariance: [[1]] }],
    [{ confidence: 1 }],
    [{ delta: [1, 2, Number.NaN] }],
  ])('refuses %j', (change) => {
    const input = { delta, covariance: COVARIANCE, confidence: 0.99, ...change };
    const normals = [[0, 0, 0]];
    expect(() => deltaGammaVar({ ...input, gamma })).toThrow(DomainError);
    expect(() => scenarioVar({ ...input, gammaDiagonal: diagonal, normals })).toThrow(DomainError);
  });

  it('refuses what only one of them takes', () => {
    const input = { delta, covariance: COVARIANCE, confidence: 0.99 };
    const skewed = [
      [0, 1, 0],
      [0, 0, 0],
      [0, 0, 0],
    ];
    expect(() => deltaGammaVar({ ...input, gamma: skewed })).toThrow(DomainError);
    const scenario = { ...input, gammaDiagonal: diagonal };
    expect(() => scenarioVar({ ...scenario, normals: [] })).toThrow(DomainError);
    expect(() => scenarioVar({ ...scenario, normals: [[1, 2]] })).toThrow(DomainError);
    expect(() => scenarioVar({ ...scenario, gammaDiagonal: [1], normals: [[1, 2, 3]] })).toThrow(
      DomainError,
    );
    const wild = { ...scenario, covariance: INDEFINITE, normals: [[1, 2, 3]] };
    expect(() => scenarioVar(wild)).toThrow(/semidefinite/);
  });
});
