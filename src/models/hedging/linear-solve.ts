/** Square linear systems between quantities of different units. */
import { Matrix, SingularValueDecomposition, solve } from 'ml-matrix';
import { DomainError } from '../../errors.js';

/** Beyond, less than four digits of the solution would be left. */
const CONDITION_MAX = 1e12;

/** The power of two that brings the largest entry near 1: scaling by it loses nothing. */
function scaleOf(entries: readonly number[]): number {
  const largest = entries.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
  return largest > 0 ? 2 ** -Math.round(Math.log2(largest)) : 1;
}

/**
 * Solves A x = b after rows and columns are brought to one scale, so that units do not matter.
 *
 * @param matrix A, square
 * @param right b
 * @param singular what a singular A means to the caller, told in the error
 * @throws DomainError when A is singular up to rounding
 */
export function solveScaled(matrix: Matrix, right: readonly number[], singular: string): number[] {
  const rowScales = matrix.to2DArray().map(scaleOf);
  const scaled = matrix.clone().mulColumnVector(rowScales);
  const columnScales = scaled.transpose().to2DArray().map(scaleOf);
  scaled.mulRowVector(columnScales);
  const { condition } = new SingularValueDecomposition(scaled);
  if (!(condition < CONDITION_MAX)) {
    throw new DomainError(`${singular} (condition ${condition})`, { condition });
  }
  const scaledRight = Matrix.columnVector([...right]).mulColumnVector(rowScales);
  return solve(scaled, scaledRight).mulColumnVector(columnScales).to1DArray();
}
