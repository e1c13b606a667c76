/**
 * Combinations of assets that inventory risk moves independently: what the square root of
 * D^1/2 Sigma D^1/2 is made of, D the response of each asset's flow. The singular values of
 * D^1/2 R, Sigma = R R', are those square roots: unlike the eigenvalues of the product they keep the
 * digits of assets whose risk and flow are small beside others.
 */
import { EigenvalueDecomposition, type Matrix, SingularValueDecomposition } from 'ml-matrix';
import { DomainError } from '../../errors.js';
import { covarianceOf, matrixOf, type Rows, requireList } from '../shapes.js';
import type { AssetTerms } from './multi-asset-flow.js';

/** (D^1/2 Sigma D^1/2)^1/2 = Q diag(speeds) Q', shapes = D^-1/2 Q; one column per mode. */
export interface RiskModes {
  readonly speeds: readonly number[];
  readonly shapes: Matrix;
}

/** Eigenvalues of correlations this far below 0 are rounding. */
const SEMIDEFINITE = 1e-9;
/** Entries this small beside the largest of a matrix change no digit of it. */
const NEGLIGIBLE = 1e-150;

/**
 * R with covariance = R R', by the eigenvalues of the correlations, which have one scale.
 *
 * @throws DomainError when it is not symmetric and positive semidefinite
 */
function rootOf(name: string, rows: Rows, size: number): Matrix {
  const correlation = covarianceOf(name, rows, size);
  const deviations = correlation.diagonal().map(Math.sqrt);
  const inverse = deviations.map((deviation) => (deviation > 0 ? 1 / deviation : 0));
  correlation.mulRowVector(inverse).mulColumnVector(inverse);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(correlation, {
    assumeSymmetric: true,
  });
  const least = realEigenvalues.reduce((min, value) => Math.min(min, value), 0);
  if (least < -SEMIDEFINITE * size) {
    throw new DomainError(`${name} is not positive semidefinite`, { name, eigenvalue: least });
  }
  const roots = realEigenvalues.map((value) => Math.sqrt(Math.max(value, 0)));
  return eigenvectorMatrix.mulRowVector(roots).mulColumnVector(deviations);
}

function modesOf(root: Matrix, terms: readonly AssetTerms[]): RiskModes {
  const scales = terms.map(({ response }) => Math.sqrt(response));
  root.mulColumnVector(scales);
  requireList('risk times flow', root.to1DArray());
  const largest = root.to1DArray().reduce((max, value) => Math.max(max, Math.abs(value)), 0);
  if (largest > 0) root.div(largest);
  // Reflections of a column that is denormal throughout would not be orthogonal.
  root.apply((row, column) => {
    if (Math.abs(root.get(row, column)) < NEGLIGIBLE) root.set(row, column, 0);
  });
  const { leftSingularVectors, diagonal } = new SingularValueDecomposition(root, {
    autoTranspose: true,
  });
  return {
    speeds: diagonal.map((value) => value * largest),
    shapes: leftSingularVectors.divColumnVector(scales),
  };
}

/**
 * Modes of a covariance of all assets.
 *
 * @throws DomainError when it is not symmetric and positive semidefinite or overflows
 */
export function covarianceModes(covariance: Rows, terms: readonly AssetTerms[]): RiskModes {
  return modesOf(rootOf('covariance', covariance, terms.length), terms);
}

/**
 * Modes of Sigma = L V L'; one per factor.
 *
 * @param loadings L, one row per asset, one column per factor
 * @param factorCovariance V
 * @throws DomainError when shapes do not fit, V is not symmetric and positive semidefinite or the
 *   product overflows
 */
export function factorModes(
  loadings: Rows,
  factorCovariance: Rows,
  terms: readonly AssetTerms[],
): RiskModes {
  const factors = factorCovariance.length;
  const matrix = matrixOf('loadings', loadings, { rows: terms.length, columns: factors });
  return modesOf(matrix.mmul(rootOf('factorCovariance', factorCovariance, factors)), terms);
}
