/** Weighted variances and GARCH: what they rest on, limits and domains. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../src/errors.js';
import {
  ewmaCovariance,
  ewmaIrregular,
  ewmaVariance,
  garchVariance,
  varianceForecastFit,
} from '../../../src/models/index.js';
import { Draws, repeatEstimate } from '../draws.js';

const returns = fc.array(fc.double({ min: -0.1, max: 0.1, noNaN: true }), { maxLength: 60 });
const share = fc.double({ min: 0, max: 1, noNaN: true });
const variance = fc.double({ min: 0, max: 0.01, noNaN: true });

const near = (got: number, expected: number, scale: number) =>
  expect(Math.abs(got - expected)).toBeLessThanOrEqual(1e-12 * scale);

describe('ewmaVariance', () => {
  it('is the sum of weighted squares, and says how many returns stand behind it', () => {
    fc.assert(
      fc.property(returns, share, variance, (changes, decay, initialVariance) => {
        const got = ewmaVariance({ returns: changes, decay, initialVariance });
        const count = changes.length;
        const weights = changes.map((_r, index) => (1 - decay) * decay ** (count - 1 - index));
        const sum = changes.reduce(
          (before, change, index) => before + (weights[index] ?? 0) * change ** 2,
          decay ** count * initialVariance,
        );
        near(got.variance, sum, 0.01);
        near(got.initialWeight, decay ** count, 1);
        const squares = weights.reduce((before, weight) => before + weight ** 2, 0);
        near(got.standardError, got.variance * Math.sqrt(2 * squares), 0.01);
        const weight = weights.reduce((before, one) => before + one, 0);
        if (squares > 1e-9) near(got.effectiveReturns, weight ** 2 / squares, 100 * count);
        expect(got.forecasts).toHaveLength(count);
        expect(got.forecasts[0] ?? initialVariance).toBe(initialVariance);
      }),
    );
  });

  it('states an honest standard error for normal returns', () => {
    const { spreadOverError, bias } = repeatEstimate(2000, 4e-4, (draws) => {
      const changes = draws.normals(60).map((z) => 0.02 * z);
      const got = ewmaVariance({ returns: changes, decay: 0.9, initialVariance: 4e-4 });
      return { value: got.variance, error: got.standardError };
    });
    expect(spreadOverError).toBeGreaterThan(0.93);
    expect(spreadOverError).toBeLessThan(1.07);
    expect(Math.abs(bias)).toBeLessThan(4);
  });

  it.each([
    [{ decay: 1.01 }],
    [{ decay: -0.01 }],
    [{ decay: Number.NaN }],
    [{ initialVariance: -1e-300 }],
    [{ returns: [Number.NaN] }],
    [{ returns: [Number.POSITIVE_INFINITY] }],
    [{ returns: [1e200] }],
  ])('refuses %j', (change) => {
    const input = { returns: [0.01], decay: 0.94, initialVariance: 1e-4, ...change };
    expect(() => ewmaVariance(input)).toThrow(DomainError);
  });

  it('returns the initial variance without returns', () => {
    expect(ewmaVariance({ returns: [], decay: 0.9, initialVariance: 3 })).toMatchObject({
      variance: 3,
      initialWeight: 1,
      effectiveReturns: 0,
      standardError: 0,
    });
  });
});

describe('ewmaIrregular', () => {
  it('equals the regular one at equal intervals', () => {
    const interval = fc.double({ min: 1e-3, max: 1e3, noNaN: true });
    fc.assert(
      fc.property(returns, interval, interval, variance, (changes, dt, halfLife, start) => {
        const irregular = ewmaIrregular({
          intervals: changes.map(() => dt),
          returns: changes,
          halfLife,
          initialVariance: start / dt,
        });
        const decay = 2 ** (-dt / halfLife);
        const regular = ewmaVariance({ returns: changes, decay, initialVariance: start });
        near(irregular.variance * dt, regular.variance, 0.02);
        irregular.forecasts.forEach((forecast, index) => {
          near(forecast, regular.forecasts[index] ?? Number.NaN, 0.02);
        });
      }),
    );
  });

  it.each([
    [{ intervals: [0] }],
    [{ intervals: [-1] }],
    [{ intervals: [] }],
    [{ halfLife: 0 }],
    [{ halfLife: Number.POSITIVE_INFINITY }],
    [{ initialVariance: -1 }],
    [{ returns: [Number.NaN] }],
  ])('refuses %j', (change) => {
    const input = { intervals: [1], returns: [1], halfLife: 1, initialVariance: 0, ...change };
    expect(() => ewmaIrregular(input)).toThrow(DomainError);
  });
});

describe('ewmaCovariance', () => {
  it('of a series with itself is its variance, and with its mirror minus that', () => {
    fc.assert(
      fc.property(returns, share, (x, decay) => {
        const initial = { initialVarianceX: 1e-4, initialVarianceY: 1e-4 };
        const own = ewmaCovariance({ x, y: x, decay, ...initial, initialCovariance: 1e-4 });
        expect(own.covariance).toBe(own.varianceX);
        const y = x.map((value) => -value);
        const mirror = ewmaCovariance({ x, y, decay, ...initial, initialCovariance: -1e-4 });
        expect(mirror.covariance + mirror.varianceX).toBe(0);
        if (mirror.correlation !== null) expect(mirror.correlation).toBeCloseTo(-1, 12);
      }),
    );
  });

  it('has no correlation where nothing moves', () => {
    const still = { x: [0], y: [1], decay: 0.9, initialVarianceX: 0, initialVarianceY: 1 };
    expect(ewmaCovariance({ ...still, initialCovariance: 0 }).correlation).toBeNull();
  });

  it.each([
    [{ initialCovariance: 2 }],
    [{ initialCovariance: Number.NaN }],
    [{ initialVarianceX: -1 }],
    [{ x: [1, 2] }],
    [{ decay: 2 }],
    [{ y: [Number.POSITIVE_INFINITY] }],
  ])('refuses %j', (change) => {
    const input = {
      x: [1],
      y: [1],
      decay: 0.9,
      initialVarianceX: 1,
      initialVarianceY: 1,
      initialCovariance: 0,
      ...change,
    };
    expect(() => ewmaCovariance(input)).toThrow(DomainError);
  });
});

describe('garchVariance', () => {
  it('is the EWMA without a constant and with weights that sum to 1', () => {
    fc.assert(
      fc.property(returns, share, variance, (changes, decay, initialVariance) => {
        const got = garchVariance({
          returns: changes,
          omega: 0,
          alpha: 1 - decay,
          beta: decay,
          initialVariance,
        });
        const ewma = ewmaVariance({ returns: changes, decay, initialVariance });
        near(got.variance, ewma.variance, 0.01);
      }),
    );
  });

  it('tends to the long-run variance, which exists only below weights of 1', () => {
    const calm = { omega: 1e-5, alpha: 0, beta: 0.9, initialVariance: 1 };
    const got = garchVariance({ ...calm, returns: Array.from({ length: 500 }, () => 0) });
    expect(got.variance).toBeCloseTo(1e-4, 12);
    expect(got.longRunVariance).toBeCloseTo(1e-4, 15);
    const integrated = { ...calm, alpha: 0.1, returns: [0] };
    expect(garchVariance(integrated).longRunVariance).toBeNull();
  });

  it.each([
    [{ alpha: -0.1 }],
    [{ beta: 1.1 }],
    [{ omega: -1 }],
    [{ initialVariance: Number.NaN }],
    [{ returns: [1e200] }],
  ])('refuses %j', (change) => {
    const input = {
      returns: [0.01],
      omega: 0,
      alpha: 0.1,
      beta: 0.9,
      initialVariance: 1,
      ...change,
    };
    expect(() => garchVariance(input)).toThrow(DomainError);
  });
});

describe('varianceForecastFit', () => {
  it('accepts forecasts that are right and finds those that are too low or too slow', () => {
    const draws = new Draws(7);
    const deviations = Array.from({ length: 2000 }, (_, index) => (index % 400 < 200 ? 1 : 3));
    const changes = deviations.map((deviation) => deviation * draws.normal());
    const right = deviations.map((deviation) => deviation ** 2);
    const fit = varianceForecastFit({ returns: changes, forecasts: right });
    expect(Math.abs(fit.meanSquaredScore - 1)).toBeLessThan(4 * fit.scoreStandardError);
    expect(fit.pValue).toBeGreaterThan(0.001);
    const low = varianceForecastFit({ returns: changes, forecasts: right.map((v) => v / 2) });
    expect(low.meanSquaredScore).toBeCloseTo(2 * fit.meanSquaredScore, 12);
    expect(low.logLikelihood).toBeLessThan(fit.logLikelihood);
    const slow = varianceForecastFit({ returns: changes, forecasts: right.map(() => 5) });
    expect(slow.pValue).toBeLessThan(1e-6);
    expect(slow.logLikelihood).toBeLessThan(fit.logLikelihood);
  });

  it('rejects true forecasts no more often than it should', () => {
    const draws = new Draws(11);
    let rejected = 0;
    for (let run = 0; run < 1000; run += 1) {
      const changes = draws.normals(200);
      const { pValue } = varianceForecastFit({ returns: changes, forecasts: changes.map(() => 1) });
      if (pValue < 0.05) rejected += 1;
    }
    expect(rejected).toBeLessThan(80);
    expect(rejected).toBeGreaterThan(20);
  });

  it('has the Ljung-Box statistic of the squares over all lags', () => {
    const fit = varianceForecastFit({
      returns: [1, Math.sqrt(2), Math.sqrt(6), Math.sqrt(3)],
      forecasts: [1, 1, 1, 1],
      lags: 2,
    });
    // Scores 1, 2, 6, 3: deviations -2, -1, 3, 0 with squares 14 and lagged products -1 and -6.
    expect(fit.meanSquaredScore).toBeCloseTo(3, 13);
    expect(fit.scoreStandardError).toBeCloseTo(Math.sqrt(14 / 3 / 4), 13);
    expect(fit.ljungBox).toBeCloseTo(24 * ((1 / 14) ** 2 / 3 + (6 / 14) ** 2 / 2), 12);
    expect(fit.pValue).toBeCloseTo(Math.exp(-fit.ljungBox / 2), 12);
  });

  it('has the likelihood of the normal density', () => {
    const fit = varianceForecastFit({ returns: [1, 2, -1], forecasts: [1, 4, 2], lags: 1 });
    const density = (r: number, v: number) =>
      Math.exp((-r * r) / (2 * v)) / Math.sqrt(2 * Math.PI * v);
    const product = density(1, 1) * density(2, 4) * density(-1, 2);
    expect(fit.logLikelihood).toBeCloseTo(Math.log(product), 12);
  });

  it.each([
    [{ forecasts: [1, 1, 0] }],
    [{ forecasts: [1, 1] }],
    [{ lags: 0 }],
    [{ lags: 2 }],
    [{ lags: 1.5 }],
    [{ returns: [1, Number.NaN, 1] }],
  ])('refuses %j', (change) => {
    const input = { returns: [1, 1, 1], forecasts: [1, 1, 1], lags: 1, ...change };
    expect(() => varianceForecastFit(input)).toThrow(DomainError);
  });
});
