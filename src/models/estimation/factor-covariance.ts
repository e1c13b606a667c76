/**
 * Covariance of many assets by few factors, Sigma = B F B' + D, from a panel of returns: principal
 * components of the correlations. Needs the eigenvalues of a matrix as large as the smaller side of
 * the panel: some 300 assets take a fraction of a second.
 */
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { DomainError } from '../../errors.js';
import { finiteResult, requireWhole } from '../domain.js';
import { type Rows, requireMatrix } from '../shapes.js';

/** Arguments of {@link estimateFactorCovariance}. */
export interface FactorCovarianceInput {
  /** One row per step, one column per asset; at least 3 steps and 2 assets. */
  readonly returns: Rows;
  /**
   * Factors, from 1 to one less than the smaller of assets and steps; as many as are significant,
   * at least 1, unless told.
   */
  readonly factorCount?: number;
}

/** Sigma = B F B' + D, all per step. */
export interface FactorCovariance {
  /** B: one row per asset, one column per factor, largest factor first. */
  readonly loadings: readonly (readonly number[])[];
  /** Diagonal of F: variance of each factor. */
  readonly factorVariances: readonly number[];
  /** Diagonal of D: variance of each asset that no factor explains, 0 or more. */
  readonly idiosyncraticVariances: readonly number[];
  /** Share of all standardised variance that each factor explains, 0 to 1. */
  readonly explainedShares: readonly number[];
  /** Sum of the shares, 0 to 1. */
  readonly explainedShare: number;
  /**
   * Factors whose share exceeds what noise alone reaches in a panel of this shape (edge of
   * Marchenko and Pastur 1967). More factors than that are fitted to noise.
   */
  readonly significantFactorCount: number;
}

/** Eigenvalues below this share of the largest are rounding. */
const RANK_TOLERANCE = 1e-12;

/**
 * Factors are uncorrelated; each asset's variance equals its sample variance (divisor n - 1). The
 * sign of a factor is such that its loadings sum to 0 or more.
 *
 * @throws DomainError when the panel is ragged or not finite, an asset does not move, or the panel
 *   has not as many independent factors as asked for
 */
export function estimateFactorCovariance(input: FactorCovarianceInput): FactorCovariance {
  const { returns } = input;
  const steps = returns.length;
  const assets = returns[0]?.length ?? 0;
  requireWhole({ steps }, 3);
  requireWhole({ assets }, 2);
  requireMatrix('returns', returns, { rows: steps, columns: assets });
  const most = Math.min(assets, steps) - 1;
  if (input.factorCount !== undefined) requireWhole({ factorCount: input.factorCount }, 1, most);
  const { scores, deviations } = standardise(returns, assets);
  const noiseEdge = (1 + Math.sqrt(assets / steps)) ** 2;
  const significant = (values: readonly number[]): number =>
    values.filter((value) => value > noiseEdge).length;
  const countOf = (values: readonly number[]): number =>
    input.factorCount ?? Math.min(Math.max(significant(values), 1), most);
  const { values, vectors } = principalComponents(scores, countOf);
  const factorCount = vectors.length;
  const loadings = deviations.map((deviation, asset) =>
    vectors.map((vector) => deviation * (vector[asset] ?? 0)),
  );
  const explainedShares = values.slice(0, factorCount).map((value) => value / assets);
  const factorVariances = values.slice(0, factorCount);
  const idiosyncraticVariances = deviations.map((deviation, asset) => {
    const explained = vectors.reduce(
      (sum, vector, factor) => sum + (factorVariances[factor] ?? 0) * (vector[asset] ?? 0) ** 2,
      0,
    );
    return deviation ** 2 * Math.max(1 - explained, 0);
  });
  return finiteResult('estimateFactorCovariance', {
    loadings,
    factorVariances,
    idiosyncraticVariances,
    explainedShares,
    explainedShare: Math.min(
      explainedShares.reduce((sum, share) => sum + share, 0),
      1,
    ),
    significantFactorCount: significant(values),
  });
}

/** Euclidean length; values are scaled so that squares neither overflow nor vanish. */
function lengthOf(values: readonly number[]): number {
  const largest = values.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
  if (largest === 0) return 0;
  return largest * Math.sqrt(values.reduce((sum, value) => sum + (value / largest) ** 2, 0));
}

/** Returns less their means over their standard deviations, times 1 / sqrt(n - 1). */
function standardise(returns: Rows, assets: number): { scores: Matrix; deviations: number[] } {
  const scores = new Matrix(returns.map((row) => [...row]));
  const deviations: number[] = [];
  for (let asset = 0; asset < assets; asset += 1) {
    const column = scores.getColumn(asset);
    const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
    const centred = column.map((value) => value - mean);
    const norm = lengthOf(centred);
    const largest = column.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
    if (!(norm > largest * 1e-14)) {
      throw new DomainError(`asset ${asset} does not move`, { asset, value: column[0] });
    }
    scores.setColumn(
      asset,
      centred.map((value) => value / norm),
    );
    deviations.push(norm / Math.sqrt(column.length - 1));
  }
  return { scores, deviations };
}

interface Components {
  /** Every eigenvalue of the correlations that can be above 0, largest first. */
  readonly values: readonly number[];
  /** Unit eigenvectors of the first factors, one entry per asset. */
  readonly vectors: readonly (readonly number[])[];
}

/** Eigenvectors of X'X, by way of XX' where that is smaller. */
function principalComponents(
  scores: Matrix,
  countOf: (values: readonly number[]) => number,
): Components {
  const isTall = scores.rows >= scores.columns;
  const gram = isTall ? scores.transpose().mmul(scores) : scores.mmul(scores.transpose());
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(gram, {
    assumeSymmetric: true,
  });
  const order = realEigenvalues
    .map((value, index) => ({ value: Math.max(value, 0), index }))
    .sort((left, right) => right.value - left.value);
  const largest = order[0]?.value ?? 0;
  const values = order.map(({ value }) => value);
  const factorCount = countOf(values);
  const rank = order.filter(({ value }) => value > largest * RANK_TOLERANCE).length;
  if (rank < factorCount) {
    throw new DomainError(
      `factorCount is ${factorCount}; the panel has only ${rank} independent factors`,
      { factorCount, rank },
    );
  }
  const vectors = order.slice(0, factorCount).map(({ index }) => {
    const vector = eigenvectorMatrix.getColumnVector(index);
    return unitVector(isTall ? vector : scores.transpose().mmul(vector));
  });
  return { values, vectors };
}

/** Length 1 and a sum of 0 or more, so that a factor has one sign. */
function unitVector(column: Matrix): number[] {
  const entries = column.to1DArray();
  const sign = entries.reduce((sum, value) => sum + value, 0) < 0 ? -1 : 1;
  const norm = lengthOf(entries);
  return entries.map((value) => (sign * value) / norm);
}

/**
 * The dense matrix Sigma = B F B' + D.
 *
 * @param model factor covariance, for example of {@link estimateFactorCovariance}
 * @throws DomainError when the shapes do not fit together
 */
export function denseCovariance(
  model: Pick<FactorCovariance, 'loadings' | 'factorVariances' | 'idiosyncraticVariances'>,
): number[][] {
  const { loadings, factorVariances, idiosyncraticVariances } = model;
  const assets = idiosyncraticVariances.length;
  requireMatrix('loadings', loadings, { rows: assets, columns: factorVariances.length });
  return loadings.map((left, row) =>
    loadings.map((right, column) => {
      const common = left.reduce(
        (sum, loading, factor) =>
          sum + loading * (factorVariances[factor] ?? 0) * (right[factor] ?? 0),
        0,
      );
      return common + (row === column ? (idiosyncraticVariances[row] ?? 0) : 0);
    }),
  );
}
