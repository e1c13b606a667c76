/** Hedge that leaves the least variance, with any number of instruments. */
import { Matrix } from 'ml-matrix';
import { finiteResult, requireNonNegative } from '../domain.js';
import { varianceOf } from '../shapes.js';
import { quadraticOf, type RiskyHedgeProblem } from './exposure-map.js';
import { solveScaled } from './linear-solve.js';

/** Arguments of {@link minimumVarianceHedge}. */
export interface MinimumVarianceInput extends RiskyHedgeProblem {
  /**
   * Variance per squared unit of an instrument that is added to make similar instruments share the
   * hedge, 0 or more.
   */
  readonly ridge: number;
}

/** What {@link minimumVarianceHedge} returns. */
export interface MinimumVarianceHedge {
  /** One position per instrument. */
  readonly hedge: readonly number[];
  /** Exposures of book and hedge together. */
  readonly residualExposures: readonly number[];
  /** Variance of the residual exposures per step. */
  readonly residualVariance: number;
}

/**
 * h = -(G' S G + ridge)^-1 G' S e.
 *
 * @throws DomainError when shapes do not fit, the covariance is none, or without a ridge some
 *   instruments hedge the same
 */
export function minimumVarianceHedge(input: MinimumVarianceInput): MinimumVarianceHedge {
  const { ridge, bookExposures } = input;
  requireNonNegative({ ridge });
  const { curvature, slope, covariance, instruments } = quadraticOf(input);
  const hedge = solveScaled(
    curvature.add(Matrix.eye(instruments.columns).mul(ridge)),
    slope.to1DArray().map((value) => -value),
    'some instruments hedge the same; a ridge above 0 lets them share',
  );
  const hedged = instruments.mmul(Matrix.columnVector(hedge)).to1DArray();
  const residualExposures = bookExposures.map((own, index) => own + (hedged[index] ?? 0));
  return finiteResult('minimumVarianceHedge', {
    hedge,
    residualExposures,
    residualVariance: varianceOf(covariance, residualExposures),
  });
}
