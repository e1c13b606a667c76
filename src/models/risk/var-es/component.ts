/** What each position adds to the VaR of the whole (Euler allocation; Garman 1996). */
import { Matrix } from 'ml-matrix';
import { finiteResult } from '../../domain.js';
import { covarianceOf, type Rows, requireList, varianceOf } from '../../shapes.js';
import { upperQuantile } from './parametric.js';

/** Arguments of {@link componentVar}. */
export interface ComponentVarInput {
  /** Money in each asset, signed; at least one. */
  readonly exposures: readonly number[];
  /** Covariance of the assets' returns per step. */
  readonly covariance: Rows;
  /** For example 0.99; above 0, below 1. */
  readonly confidence: number;
}

/** What {@link componentVar} returns. */
export interface ComponentVar {
  /** Normal VaR of the whole, money per step. */
  readonly valueAtRisk: number;
  /** Change of the VaR per unit of money in each asset; 0 when nothing is at risk. */
  readonly marginal: readonly number[];
  /** Exposure times marginal: money, below 0 where a position hedges; their sum is the VaR. */
  readonly component: readonly number[];
}

/**
 * marginal_i = z (C w)_i / sd, component_i = w_i marginal_i.
 *
 * @throws DomainError when an argument is outside its range, shapes do not fit, the covariance is
 *   none or the result overflows
 */
export function componentVar(input: ComponentVarInput): ComponentVar {
  const { exposures, confidence } = input;
  requireList('exposures', exposures, 1);
  const quantile = upperQuantile(confidence);
  const covariance = covarianceOf('covariance', input.covariance, exposures.length);
  const deviation = Math.sqrt(varianceOf(covariance, exposures));
  const products = covariance.mmul(Matrix.columnVector([...exposures])).to1DArray();
  const marginal = products.map((value) => (deviation > 0 ? (quantile * value) / deviation : 0));
  const component = marginal.map((value, index) => value * (exposures[index] ?? Number.NaN));
  return finiteResult('componentVar', {
    valueAtRisk: quantile * deviation,
    marginal,
    component,
  });
}
