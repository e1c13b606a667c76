/** Factor covariance: what it must reproduce, planted factors, wide panels, refusals. */
import { Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../src/errors.js';
import { denseCovariance, estimateFactorCovariance } from '../../../src/models/index.js';
import { Draws } from '../draws.js';

/** Panel of assets that follow planted factors, with the loadings used. */
function panel(seed: number, steps: number, assets: number, factors: number) {
  const draws = new Draws(seed);
  const loadings = Array.from({ length: assets }, () =>
    Array.from({ length: factors }, (_, factor) => (factor === 0 ? 1 : 0) + 0.5 * draws.normal()),
  );
  const deviations = Array.from({ length: assets }, () => 10 ** (draws.uniform() * 4 - 2));
  const returns = Array.from({ length: steps }, () => {
    const moves = draws.normals(factors);
    return loadings.map((row, asset) => {
      const common = row.reduce((sum, loading, factor) => sum + loading * (moves[factor] ?? 0), 0);
      return (deviations[asset] ?? 1) * (common + 0.5 * draws.normal());
    });
  });
  return { returns, loadings, deviations };
}

function sampleCovariance(returns: readonly (readonly number[])[]): Matrix {
  const centred = new Matrix(returns.map((row) => [...row])).center('column');
  return centred
    .transpose()
    .mmul(centred)
    .div(returns.length - 1);
}

describe('estimateFactorCovariance', () => {
  it('keeps every sample variance and recovers planted covariances', () => {
    const { returns, loadings, deviations } = panel(1, 4000, 12, 2);
    const model = estimateFactorCovariance({ returns, factorCount: 2 });
    const sigma = denseCovariance(model);
    const sample = sampleCovariance(returns);
    expect(model.significantFactorCount).toBe(2);
    sigma.forEach((row, i) => {
      row.forEach((value, j) => {
        const scale = (deviations[i] ?? 0) * (deviations[j] ?? 0);
        if (i === j) expect(value / sample.get(i, i)).toBeCloseTo(1, 10);
        const [left = [], right = []] = [loadings[i], loadings[j]];
        const common = left.reduce((sum, loading, f) => sum + loading * (right[f] ?? 0), 0);
        expect(Math.abs(value / scale - common - (i === j ? 0.25 : 0))).toBeLessThan(0.25);
      });
    });
  });

  it('is exact when the panel has no more factors than asked for', () => {
    const draws = new Draws(2);
    const rows = Array.from({ length: 50 }, () => draws.normals(2));
    const returns = rows.map(([a = 0, b = 0]) => [a, b, a + b, 2 * a - b, -3 * b]);
    const model = estimateFactorCovariance({ returns, factorCount: 2 });
    const sample = sampleCovariance(returns);
    expect(model.explainedShare).toBeCloseTo(1, 12);
    denseCovariance(model).forEach((row, i) => {
      row.forEach((value, j) => {
        expect(value).toBeCloseTo(sample.get(i, j), 10);
      });
    });
    expect(() => estimateFactorCovariance({ returns, factorCount: 3 })).toThrow(
      /only 2 independent factors/,
    );
  });

  it.each([40, 6])('has eigenvectors of the correlations of 8 assets over %d steps', (steps) => {
    const { returns } = panel(3, steps, 8, 2);
    const model = estimateFactorCovariance({ returns, factorCount: 3 });
    const covariance = sampleCovariance(returns);
    const deviations = covariance.diagonal().map(Math.sqrt);
    const correlations = covariance.divColumnVector(deviations).divRowVector(deviations);
    model.factorVariances.forEach((variance, factor) => {
      const vector = model.loadings.map(
        (row, asset) => (row[factor] ?? 0) / (deviations[asset] ?? 1),
      );
      const image = correlations.mmul(Matrix.columnVector(vector)).to1DArray();
      image.forEach((value, asset) => {
        expect(value).toBeCloseTo(variance * (vector[asset] ?? 0), 10);
      });
      expect(Math.hypot(...vector)).toBeCloseTo(1, 12);
    });
  });

  it.each([
    [320, 600],
    [400, 90],
  ])('works for %d assets over %d steps', (assets, steps) => {
    const { returns } = panel(4, steps, assets, 3);
    const model = estimateFactorCovariance({ returns, factorCount: 3 });
    expect(model.loadings).toHaveLength(assets);
    expect(model.significantFactorCount).toBe(3);
    expect(model.explainedShare).toBeGreaterThan(0.6);
    expect(model.explainedShares[0]).toBeGreaterThan(model.explainedShares[2] ?? 1);
    expect(Math.min(...model.idiosyncraticVariances)).toBeGreaterThanOrEqual(0);
  });

  it('finds no significant factor in noise', () => {
    const draws = new Draws(6);
    const returns = Array.from({ length: 200 }, () => draws.normals(40));
    const model = estimateFactorCovariance({ returns, factorCount: 1 });
    expect(model.significantFactorCount).toBeLessThanOrEqual(1);
    expect(model.explainedShare).toBeLessThan(0.1);
  });

  it.each([
    [
      'too few steps',
      [
        [1, 2],
        [2, 1],
      ],
      1,
    ],
    ['one asset', [[1], [2], [3]], 1],
    ['no panel', [], 1],
    ['a ragged panel', [[1, 2], [2], [3, 1]], 1],
    [
      'a hole',
      [
        [1, 2],
        [2, Number.NaN],
        [3, 1],
      ],
      1,
    ],
    [
      'an asset that stands still',
      [
        [1, 5],
        [2, 5],
        [4, 5],
      ],
      1,
    ],
    [
      'as many factors as assets',
      [
        [1, 2],
        [2, 1],
        [3, 5],
        [1, 1],
      ],
      2,
    ],
    [
      'no factor',
      [
        [1, 2],
        [2, 1],
        [3, 5],
      ],
      0,
    ],
    [
      'half a factor',
      [
        [1, 2],
        [2, 1],
        [3, 5],
      ],
      0.5,
    ],
  ])('refuses %s', (_name, returns, factorCount) => {
    expect(() => estimateFactorCovariance({ returns, factorCount })).toThrow(DomainError);
  });
});
