/** The factor of a covariance that makes correlated moves of independent draws. */
import type { Matrix } from 'ml-matrix';
import { DomainError } from '../../../errors.js';
import { COVARIANCE_ROUNDING } from '../../shapes.js';

/** A pivot whose square is below this share of the variance is rounding. */
const PIVOT_TOLERANCE = 1e-12;

function refuseIndefinite(row: number): never {
  throw new DomainError(`covariance is not positive semidefinite at row ${row}`, { row });
}

/**
 * Rows of the lower triangle L with L L' = C. A move that the ones before it determine gets no
 * column of its own, so that C may be semidefinite.
 *
 * @throws DomainError when C is not positive semidefinite
 */
export function choleskyRows(covariance: Matrix): number[][] {
  const rows: number[][] = [];
  for (let i = 0; i < covariance.rows; i += 1) {
    const row: number[] = [];
    const variance = covariance.get(i, i);
    rows.forEach((other, j) => {
      const rest = covariance.get(i, j) - productOf(row, other);
      const pivot = other[j] ?? 0;
      // What a missing column leaves is at most the root of the rounding, by Cauchy and Schwarz.
      const noise = Math.sqrt(COVARIANCE_ROUNDING * variance * covariance.get(j, j));
      if (pivot === 0 && Math.abs(rest) > noise) refuseIndefinite(i);
      row.push(pivot > 0 ? rest / pivot : 0);
    });
    const rest = variance - productOf(row, row);
    if (rest < -variance * COVARIANCE_ROUNDING) refuseIndefinite(i);
    row.push(rest > variance * PIVOT_TOLERANCE ? Math.sqrt(rest) : 0);
    rows.push(row);
  }
  return rows;
}

/** Sum of products over the entries of the first. */
export function productOf(left: readonly number[], right: readonly number[]): number {
  return left.reduce((sum, value, index) => sum + value * (right[index] ?? 0), 0);
}
