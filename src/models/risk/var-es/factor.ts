/**
 * Normal VaR and expected shortfall of a book whose returns have covariance B F B' + D, and what
 * each instrument and each factor contributes (Euler allocation: Tasche 1999, Garman 1996).
 */
import { Matrix } from 'ml-matrix';
import { finiteResult, requirePositive } from '../../domain.js';
import { normalPdf } from '../../normal.js';
import {
  covarianceOf,
  matrixOf,
  type Rows,
  requireList,
  requireNonNegativeList,
  requireSameLength,
  varianceOf,
} from '../../shapes.js';
import { type NormalVar, upperQuantile } from './parametric.js';

/** Returns r = B f + e: factors f with covariance F, specific returns e that are independent. */
export interface FactorModel {
  /** B: one row per instrument, one column per factor. */
  readonly loadings: Rows;
  /** F, per step; symmetric, positive semidefinite. */
  readonly factorCovariance: Rows;
  /** Diagonal of D, per step; 0 or more, one per instrument. */
  readonly specificVariances: readonly number[];
}

/** Arguments of {@link factorVar}. */
export interface FactorVarInput extends FactorModel {
  /** Money in each instrument, signed; at least one. */
  readonly exposures: readonly number[];
  /** For example 0.99; above 0, below 1. */
  readonly confidence: number;
  /** Steps, above 0. */
  readonly horizon: number;
}

/** Parts that add up to the whole; below 0 where one hedges the others. Money. */
export interface RiskParts {
  readonly valueAtRisk: readonly number[];
  readonly expectedShortfall: readonly number[];
}

/** What {@link factorVar} returns; profits have mean 0. */
export interface FactorVar extends NormalVar {
  /** B'w: money in each factor. */
  readonly factorExposures: readonly number[];
  /** By instrument: their sum is the whole. */
  readonly instruments: RiskParts;
  /** By factor: with the specific parts their sum is the whole. */
  readonly factors: RiskParts;
  /** By instrument, of its specific return alone; 0 or more. */
  readonly specific: RiskParts;
}

/**
 * With b = B'w: sd^2 = b'Fb + sum of D w^2, VaR = z sd, ES = n(z) / (1 - confidence) sd. An
 * instrument contributes w_i ((B F b)_i + D_i w_i) / sd of the deviation, a factor b_k (F b)_k / sd,
 * an instrument's specific return D_i w_i^2 / sd. The N x N covariance is never made: O(N k).
 *
 * @throws DomainError when an argument is outside its range, shapes do not fit, the factor
 *   covariance is none or the result overflows
 */
export function factorVar(input: FactorVarInput): FactorVar {
  const { exposures, loadings, confidence, horizon, specificVariances } = input;
  requireList('exposures', exposures, 1);
  requirePositive({ horizon });
  requireNonNegativeList('specificVariances', specificVariances);
  requireSameLength({ exposures, loadings, specificVariances });
  const quantile = upperQuantile(confidence);
  const factorCount = loadings[0]?.length ?? 0;
  const B = matrixOf('loadings', loadings, { rows: exposures.length, columns: factorCount });
  const F = covarianceOf('factorCovariance', input.factorCovariance, factorCount);
  const b = B.transpose().mmul(Matrix.columnVector([...exposures]));
  const factorExposures = b.to1DArray();
  const Fb = F.mmul(b);
  const common = B.mmul(Fb).to1DArray();
  const specific = exposures.map((w, index) => (specificVariances[index] ?? 0) * w * w);
  const systematic = varianceOf(F, factorExposures);
  const variance = systematic + specific.reduce((sum, part) => sum + part, 0);
  const standardDeviation = Math.sqrt(variance * horizon);
  const shortfall = normalPdf(quantile) / (1 - confidence);
  const partsOf = (variances: readonly number[]): RiskParts => {
    const deviations = variances.map((part) =>
      variance > 0 ? (part * horizon) / standardDeviation : 0,
    );
    return finiteResult('factorVar', {
      valueAtRisk: deviations.map((part) => quantile * part),
      expectedShortfall: deviations.map((part) => shortfall * part),
    });
  };
  const whole = finiteResult('factorVar', {
    quantile,
    standardDeviation,
    valueAtRisk: quantile * standardDeviation,
    expectedShortfall: shortfall * standardDeviation,
    factorExposures,
  });
  return {
    ...whole,
    instruments: partsOf(exposures.map((w, i) => w * (common[i] ?? 0) + (specific[i] ?? 0))),
    factors: partsOf(factorExposures.map((own, k) => own * Fb.get(k, 0))),
    specific: partsOf(specific),
  };
}
