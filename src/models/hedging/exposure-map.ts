/** Exposures of a book and of the instruments that may hedge it, as the solvers take them. */
import { Matrix } from 'ml-matrix';
import { covarianceOf, matrixOf, type Rows, requireList } from '../shapes.js';

/** What is to be hedged, and with what. */
export interface HedgeProblem {
  /** One row per exposure (delta, gamma, vega, a factor), one column per instrument. */
  readonly instrumentExposures: Rows;
  /** Exposures of the book, in the order of the rows. */
  readonly bookExposures: readonly number[];
}

/** A hedge problem with the covariance of what moves the exposures. */
export interface RiskyHedgeProblem extends HedgeProblem {
  /** Covariance of the exposures' movements per step, in the order of the rows. */
  readonly covariance: Rows;
}

/** The exposures of the instruments. @throws DomainError when shapes do not fit or are empty */
export function instrumentsOf({ instrumentExposures, bookExposures }: HedgeProblem): Matrix {
  requireList('bookExposures', bookExposures, 1);
  const shape = { rows: bookExposures.length, columns: instrumentExposures[0]?.length ?? 0 };
  return matrixOf('instrumentExposures', instrumentExposures, shape);
}

/** Matrices of a quadratic hedge problem. */
export interface Quadratic {
  /** G' S G: variance that instruments bring in. */
  readonly curvature: Matrix;
  /** G' S e: covariance of instruments and book. */
  readonly slope: Matrix;
  /** S. */
  readonly covariance: Matrix;
  /** G. */
  readonly instruments: Matrix;
}

/** @throws DomainError when shapes do not fit or the covariance is none */
export function quadraticOf(problem: RiskyHedgeProblem): Quadratic {
  const instruments = instrumentsOf(problem);
  const covariance = covarianceOf('covariance', problem.covariance, instruments.rows);
  const weighted = instruments.transpose().mmul(covariance);
  const product = weighted.mmul(instruments);
  return {
    // Products of rounded numbers are symmetric only up to rounding.
    curvature: product.add(product.transpose()).mul(0.5),
    slope: weighted.mmul(Matrix.columnVector([...problem.bookExposures])),
    covariance,
    instruments,
  };
}
