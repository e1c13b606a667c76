/** Fill intensities: exact data, honest errors, tests of fit, domains. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../src/errors.js';
import { depthIntensity, poissonIntensity, regressIntensity } from '../../../src/models/index.js';
import { Draws, repeatEstimate } from '../draws.js';

const DISTANCES = [0.5, 1, 1.5, 2, 3, 4];
const TIMES = DISTANCES.map((distance) => 100 * distance);
const rate = (distance: number) => 2 * Math.exp(-0.8 * distance);

const fillsOf = (draws: Draws, intensity: (distance: number) => number) =>
  DISTANCES.map((distance, index) => draws.poisson((TIMES[index] ?? 0) * intensity(distance)));

const expectHonest = (ratio: number, slack: number) => {
  expect(ratio).toBeGreaterThan(1 - slack);
  expect(ratio).toBeLessThan(1 + slack);
};

describe('regressIntensity', () => {
  const positive = (low: number, high: number) => fc.double({ min: low, max: high, noNaN: true });

  it('recovers an exact exponential, whatever the weights', () => {
    fc.assert(
      fc.property(positive(0.01, 100), positive(-3, 3), positive(0.1, 9), (a, k, weight) => {
        const got = regressIntensity({
          distances: DISTANCES,
          intensities: DISTANCES.map((distance) => a * Math.exp(-k * distance)),
          weights: DISTANCES.map((distance) => weight + distance),
        });
        expect(Math.abs(got.intensityA / a - 1)).toBeLessThan(1e-12);
        expect(got.intensityK).toBeCloseTo(k, 12);
        expect(got.standardErrorK).toBeLessThan(1e-12);
        if (Math.abs(k) > 1e-3) expect(got.rSquared).toBeCloseTo(1, 9);
      }),
    );
  });

  it('does not depend on the unit of the weights, and a weight of 2 is two points', () => {
    const distances = [1, 2, 3];
    const intensities = [5, 1, 0.7];
    const weighted = regressIntensity({ distances, intensities, weights: [2, 1, 1] });
    const scaled = regressIntensity({ distances, intensities, weights: [200, 100, 100] });
    const twice = regressIntensity({ distances: [1, 1, 2, 3], intensities: [5, 5, 1, 0.7] });
    expect(scaled.intensityK).toBeCloseTo(weighted.intensityK, 13);
    expect(scaled.standardErrorK).toBeCloseTo(weighted.standardErrorK ?? Number.NaN, 13);
    expect(twice.intensityK).toBeCloseTo(weighted.intensityK, 13);
    expect(twice.intensityA).toBeCloseTo(weighted.intensityA, 12);
  });

  it('states honest standard errors', () => {
    const { spreadOverError, bias } = repeatEstimate(2000, 0.8, (draws) => {
      const got = regressIntensity({
        distances: DISTANCES,
        intensities: DISTANCES.map((distance) => rate(distance) * Math.exp(0.1 * draws.normal())),
      });
      return { value: got.intensityK, error: got.standardErrorK ?? Number.NaN };
    });
    expectHonest(spreadOverError, 0.12);
    expect(Math.abs(bias)).toBeLessThan(4);
  });

  it('explains the share of the variance that the line explains', () => {
    const logs = [3, 1, 2, 0];
    const got = regressIntensity({ distances: [0, 1, 2, 3], intensities: logs.map(Math.exp) });
    expect(got.intensityK).toBeCloseTo(0.8, 13);
    expect(got.rSquared).toBeCloseTo(0.64, 13);
    expect(got.standardErrorK).toBeCloseTo(Math.sqrt(0.9 / 5), 13);
    expect(got.standardErrorA).toBeCloseTo(got.intensityA * Math.sqrt(0.9 * 0.7), 10);
  });

  it('leaves a point of weight 0 out', () => {
    const two = regressIntensity({ distances: [0, 1], intensities: [2, 1] });
    const distances = [0, 1, 5];
    const third = regressIntensity({ distances, intensities: [2, 1, 9], weights: [3, 4, 0] });
    expect(third.intensityK).toBeCloseTo(two.intensityK, 14);
    expect(third.standardErrorK).toBeNull();
  });

  it('has no errors for two points', () => {
    const got = regressIntensity({ distances: [0, 1], intensities: [2, 1] });
    expect(got).toMatchObject({ standardErrorA: null, standardErrorK: null, rSquared: 1 });
  });

  it.each([
    [{ distances: [1, 1, 1] }],
    [{ distances: [1], intensities: [1] }],
    [{ intensities: [1, 0, 1] }],
    [{ intensities: [1, -1, 1] }],
    [{ intensities: [1, 2] }],
    [{ weights: [1, 0, 0] }],
    [{ weights: [0, 0, 0] }],
    [{ weights: [1, 1, -1] }],
    [{ weights: [1, 1] }],
    [{ distances: [1, 2, Number.NaN] }],
  ])('refuses %j', (change) => {
    const input = { distances: [1, 2, 3], intensities: [3, 2, 1], ...change };
    expect(() => regressIntensity(input)).toThrow(DomainError);
  });
});

describe('poissonIntensity', () => {
  it('makes the likelihood largest', () => {
    const counts = fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(counts, (drawn) => {
        const fills = drawn.map((count, index) => (index === 2 ? count + 1 : count));
        const got = poissonIntensity({ distances: DISTANCES, times: TIMES, fills });
        const logLikelihood = (logA: number, k: number) =>
          fills.reduce((sum, count, index) => {
            const logMean = logA + Math.log(TIMES[index] ?? 0) - k * (DISTANCES[index] ?? 0);
            return sum + count * logMean - Math.exp(logMean);
          }, 0);
        const logA = Math.log(got.intensityA);
        const best = logLikelihood(logA, got.intensityK);
        expect(Math.abs(got.logLikelihood - best)).toBeLessThan(1e-8 * (1 + Math.abs(best)));
        for (const [stepA, stepK] of [
          [1e-3, 0],
          [-1e-3, 0],
          [0, 1e-3],
          [0, -1e-3],
          [1e-3, 1e-3],
        ] as const) {
          expect(logLikelihood(logA + stepA, got.intensityK + stepK)).toBeLessThan(best);
        }
      }),
    );
  });

  it('does not depend on the unit of distance', () => {
    const fills = [60, 40, 20, 15, 6, 1];
    const one = poissonIntensity({ distances: DISTANCES, times: TIMES, fills });
    const distances = DISTANCES.map((distance) => distance * 1e-6);
    const other = poissonIntensity({ distances, times: TIMES, fills });
    expect(other.intensityK * 1e-6).toBeCloseTo(one.intensityK, 9);
    expect(other.intensityA).toBeCloseTo(one.intensityA, 9);
    expect(other.pValue).toBeCloseTo(one.pValue ?? Number.NaN, 9);
  });

  it('states honest standard errors and p-values', () => {
    let rejected = 0;
    const decay = repeatEstimate(1500, 0.8, (draws) => {
      const fills = fillsOf(draws, rate);
      const got = poissonIntensity({ distances: DISTANCES, times: TIMES, fills });
      if ((got.pValue ?? 1) < 0.05) rejected += 1;
      return { value: got.intensityK, error: got.standardErrorK };
    });
    expectHonest(decay.spreadOverError, 0.08);
    expect(Math.abs(decay.bias)).toBeLessThan(4);
    expect(rejected).toBeGreaterThan(40);
    expect(rejected).toBeLessThan(120);
    const level = repeatEstimate(1500, 2, (draws) => {
      const fills = fillsOf(draws, rate);
      const got = poissonIntensity({ distances: DISTANCES, times: TIMES, fills });
      return { value: got.intensityA, error: got.standardErrorA };
    });
    expectHonest(level.spreadOverError, 0.08);
  });

  it('notices that intensities are not exponential', () => {
    const fills = fillsOf(new Draws(5), (distance) => 1 / distance ** 2);
    const got = poissonIntensity({ distances: DISTANCES, times: TIMES, fills });
    expect(got.pValue).toBeLessThan(0.01);
    expect(got.degreesOfFreedom).toBe(4);
  });

  it('takes each fill at its own distance, hundreds of thousands of them', () => {
    const draws = new Draws(17);
    const distances = Array.from({ length: 200_000 }, () => 5 * draws.uniform());
    const times = distances.map(() => 1);
    const fills = distances.map((distance) => draws.poisson(rate(distance)));
    const got = poissonIntensity({ distances, times, fills });
    expect(Math.abs(got.intensityK - 0.8)).toBeLessThan(4 * got.standardErrorK);
    expect(Math.abs(got.intensityA - 2)).toBeLessThan(4 * got.standardErrorA);
  });

  it('stays finite where intensities differ by hundreds of powers of ten', () => {
    const got = poissonIntensity({ distances: [0, 1, 1000], times: [1, 1, 1], fills: [1e6, 1, 0] });
    expect(got.intensityK).toBeCloseTo(Math.log(1e6), 9);
    expect(got.pearson).toBeCloseTo(0, 6);
  });

  it.each([
    ['nowhere', [0, 0, 0]],
    ['all nearest', [5, 0, 0]],
    ['all farthest', [0, 0, 5]],
  ])('refuses fills that are %s', (where, fills) => {
    const input = { distances: [1, 2, 3], times: [1, 1, 1], fills };
    expect(() => poissonIntensity(input)).toThrow(`fills are ${where}`);
  });

  it.each([
    [{ fills: [1, 0.5, 1] }],
    [{ fills: [1, -1, 1] }],
    [{ fills: [1, 1] }],
    [{ times: [1, 0, 1] }],
    [{ times: [1, Number.NaN, 1] }],
    [{ distances: [1, 1, 1] }],
    [{ distances: [1, 2, Number.POSITIVE_INFINITY] }],
    [{ distances: [1], times: [1], fills: [1] }],
  ])('refuses %j', (change) => {
    const input = { distances: [1, 2, 3], times: [1, 1, 1], fills: [3, 2, 1], ...change };
    expect(() => poissonIntensity(input)).toThrow(DomainError);
  });
});

describe('depthIntensity', () => {
  const depthsOf = (draws: Draws, count: number) =>
    Array.from({ length: count }, () => draws.exponential(0.7));

  it('states honest standard errors and rejects exponential depths as often as it says', () => {
    let rejected = 0;
    const { spreadOverError } = repeatEstimate(2000, 0.7, (draws) => {
      const got = depthIntensity({ depths: depthsOf(draws, 200), elapsed: 50 });
      if (got.gapScore > 1.094) rejected += 1;
      return { value: got.intensityK, error: got.standardErrorK };
    });
    expectHonest(spreadOverError, 0.06);
    expect(rejected).toBeGreaterThan(65);
    expect(rejected).toBeLessThan(140);
  });

  it('notices depths that are not exponential', () => {
    const draws = new Draws(9);
    const depths = Array.from({ length: 200 }, () => 1 + draws.uniform());
    expect(depthIntensity({ depths, elapsed: 1 }).gapScore).toBeGreaterThan(3);
  });

  it('measures the gap on both sides of a step', () => {
    const { largestGap } = depthIntensity({ depths: [1, 1], elapsed: 1 });
    expect(largestGap).toBeCloseTo(1 - Math.exp(-1), 14);
  });

  it.each([
    [{ depths: [] }],
    [{ depths: [0, 0] }],
    [{ depths: [1, -1] }],
    [{ depths: [Number.NaN] }],
    [{ elapsed: 0 }],
    [{ elapsed: Number.NaN }],
  ])('refuses %j', (change) => {
    expect(() => depthIntensity({ depths: [1, 2], elapsed: 1, ...change })).toThrow(DomainError);
  });
});
