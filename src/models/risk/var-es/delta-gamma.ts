/** VaR of a book with gamma under normal movements, by the moments of its profit. */
import { Matrix } from 'ml-matrix';
import { finiteResult, requireInside } from '../../domain.js';
import { covarianceOf, type Rows, requireList, symmetricOf } from '../../shapes.js';
import { cornishFisherVar } from './cornish-fisher.js';

/** Arguments of {@link deltaGammaVar}. */
export interface DeltaGammaInput {
  /** Change of the book per unit move of each underlying; at least one. */
  readonly delta: readonly number[];
  /** Second derivatives, symmetric. */
  readonly gamma: Rows;
  /** Covariance of the moves. */
  readonly covariance: Rows;
  /** For example 0.99; above 0, below 1. */
  readonly confidence: number;
}

/** What {@link deltaGammaVar} returns; moments of the profit. */
export interface DeltaGammaVar {
  /** Money. */
  readonly mean: number;
  /** Money squared. */
  readonly variance: number;
  /** 0 when nothing varies. */
  readonly skewness: number;
  /** 0 when nothing varies. */
  readonly excessKurtosis: number;
  /** Loss by the Cornish-Fisher expansion, money. */
  readonly valueAtRisk: number;
  /** See `cornishFisherVar`. */
  readonly isMonotone: boolean;
}

function traceOfProduct(left: Matrix, right: Matrix): number {
  let sum = 0;
  for (let row = 0; row < left.rows; row += 1) {
    for (let column = 0; column < left.columns; column += 1) {
      sum += left.get(row, column) * right.get(column, row);
    }
  }
  return sum;
}

/**
 * The profit is d'x + x'Gx/2 with x normal, covariance C. Its cumulants are tr(GC)/2,
 * d'Cd + tr((GC)^2)/2, 3 d'CGCd + tr((GC)^3) and 12 d'CGCGCd + 3 tr((GC)^4).
 *
 * @throws DomainError when an argument is outside its range, shapes do not fit, the covariance is
 *   none or the result overflows
 */
export function deltaGammaVar(input: DeltaGammaInput): DeltaGammaVar {
  const { confidence } = input;
  requireList('delta', input.delta, 1);
  requireInside({ confidence }, 0, 1);
  const size = input.delta.length;
  const gamma = symmetricOf('gamma', input.gamma, size);
  const covariance = covarianceOf('covariance', input.covariance, size);
  const spread = gamma.mmul(covariance);
  const square = spread.mmul(spread);
  const delta = Matrix.columnVector([...input.delta]);
  // d'C, d'CGC and d'CGCGC, one factor after the other.
  const first = delta.transpose().mmul(covariance);
  const second = first.mmul(spread);
  const third = second.mmul(spread);
  const along = (row: Matrix): number => row.mmul(delta).get(0, 0);
  const mean = spread.trace() / 2;
  const variance = Math.max(along(first) + traceOfProduct(spread, spread) / 2, 0);
  const thirdCumulant = 3 * along(second) + traceOfProduct(square, spread);
  const fourthCumulant = 12 * along(third) + 3 * traceOfProduct(square, square);
  const standardDeviation = Math.sqrt(variance);
  const skewness = variance > 0 ? thirdCumulant / variance / standardDeviation : 0;
  const excessKurtosis = variance > 0 ? fourthCumulant / variance / variance : 0;
  const moments = { mean, skewness, excessKurtosis };
  const { valueAtRisk, isMonotone } = cornishFisherVar({
    ...moments,
    standardDeviation,
    confidence,
  });
  return finiteResult('deltaGammaVar', { ...moments, variance, valueAtRisk, isMonotone });
}
