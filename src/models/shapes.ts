/** Guards of lists and matrices: wrong shapes and entries that are not finite are refused. */
import { Matrix } from 'ml-matrix';
import { DomainError } from '../errors.js';

/** Rows of a matrix as callers hand it in. */
export type Rows = readonly (readonly number[])[];

/** Largest difference of mirrored entries, relative to the scale of their row and column. */
const SYMMETRY = 1e-9;

/** Covariances come rounded to some seven digits; what they break by less is not held against them. */
export const COVARIANCE_ROUNDING = 1e-6;

function refuse(what: string, value: unknown, allowed: string): never {
  throw new DomainError(`${what} is ${value}; allowed: ${allowed}`, { name: what, value, allowed });
}

/**
 * @param countMin entries that are needed
 * @throws DomainError when there are fewer entries or one is not a finite number
 */
export function requireList(name: string, values: readonly number[], countMin = 0): void {
  if (values.length < countMin) {
    refuse(`${name}.length`, values.length, `${countMin} or more`);
  }
  values.forEach((value, index) => {
    if (!Number.isFinite(value)) refuse(`${name}[${index}]`, value, 'a finite number');
  });
}

/** @throws DomainError when an entry is not a finite number of 0 or more */
export function requireNonNegativeList(name: string, values: readonly number[]): void {
  requireList(name, values);
  const index = values.findIndex((value) => value < 0);
  if (index >= 0) refuse(`${name}[${index}]`, values[index], '0 or more');
}

/** @throws DomainError when an entry is not a finite number above 0 */
export function requirePositiveList(name: string, values: readonly number[]): void {
  requireList(name, values);
  const index = values.findIndex((value) => value <= 0);
  if (index >= 0) refuse(`${name}[${index}]`, values[index], 'above 0');
}

/** @throws DomainError when the lists differ in length */
export function requireSameLength(lists: Readonly<Record<string, readonly unknown[]>>): void {
  const [first, ...others] = Object.entries(lists);
  for (const [name, list] of others) {
    if (first !== undefined && list.length !== first[1].length) {
      refuse(`${name}.length`, list.length, `${first[1].length} as of ${first[0]}`);
    }
  }
}

/** @throws DomainError when the shape is another or an entry is not a finite number */
export function requireMatrix(
  name: string,
  rows: Rows,
  shape: { readonly rows: number; readonly columns: number },
): void {
  if (rows.length !== shape.rows) refuse(`${name}.length`, rows.length, `${shape.rows} rows`);
  rows.forEach((row, index) => {
    if (row.length !== shape.columns) {
      refuse(`${name}[${index}].length`, row.length, `${shape.columns} columns`);
    }
    requireList(`${name}[${index}]`, row);
  });
}

/** A matrix of the given shape, at least 1 by 1. @throws DomainError as {@link requireMatrix} */
export function matrixOf(
  name: string,
  rows: Rows,
  shape: { readonly rows: number; readonly columns: number },
): Matrix {
  if (shape.rows === 0 || shape.columns === 0) refuse(name, 'empty', 'at least one row and column');
  requireMatrix(name, rows, shape);
  return new Matrix(rows.map((row) => [...row]));
}

/**
 * A symmetric matrix; both halves are averaged, so that rounding in the input does no harm.
 *
 * @throws DomainError when it is not square of that size, not symmetric within 1e-9 or not finite
 */
export function symmetricOf(name: string, rows: Rows, size: number): Matrix {
  const matrix = matrixOf(name, rows, { rows: size, columns: size });
  const largest = rows.map((row) => row.reduce((max, value) => Math.max(max, Math.abs(value)), 0));
  for (let i = 0; i < size; i += 1) {
    for (let j = 0; j < i; j += 1) {
      const [lower, upper] = [matrix.get(i, j), matrix.get(j, i)];
      const scale = Math.min(largest[i] ?? 0, largest[j] ?? 0);
      if (Math.abs(lower - upper) > SYMMETRY * scale) {
        refuse(`${name}[${i}][${j}]`, lower, `${upper} as its mirror, for the matrix is symmetric`);
      }
      const middle = lower + (upper - lower) / 2;
      matrix.set(i, j, middle).set(j, i, middle);
    }
  }
  return matrix;
}

/**
 * A covariance matrix: symmetric, variances of 0 or more, correlations within -1 and 1. Whether it
 * is positive semidefinite shows where it is used.
 *
 * @throws DomainError when it is not
 */
export function covarianceOf(name: string, rows: Rows, size: number): Matrix {
  const matrix = symmetricOf(name, rows, size);
  for (let i = 0; i < size; i += 1) {
    if (matrix.get(i, i) < 0) refuse(`${name}[${i}][${i}]`, matrix.get(i, i), '0 or more');
    for (let j = 0; j < i; j += 1) {
      const limit = Math.sqrt(matrix.get(i, i)) * Math.sqrt(matrix.get(j, j));
      if (Math.abs(matrix.get(i, j)) > limit * (1 + COVARIANCE_ROUNDING)) {
        refuse(`${name}[${i}][${j}]`, matrix.get(i, j), `${limit} at most, by the variances`);
      }
    }
  }
  return matrix;
}

/**
 * Variance w'Cw of exposures; rounding below 0 counts as 0.
 *
 * @throws DomainError when it is below 0 beyond rounding: the matrix is not positive semidefinite
 */
export function varianceOf(covariance: Matrix, exposures: readonly number[]): number {
  let sum = 0;
  let scale = 0;
  exposures.forEach((left, i) => {
    exposures.forEach((right, j) => {
      const term = left * covariance.get(i, j) * right;
      sum += term;
      scale += Math.abs(term);
    });
  });
  if (sum < -COVARIANCE_ROUNDING * scale) {
    refuse('variance of the exposures', sum, '0 or more: the covariance is not semidefinite');
  }
  return Math.max(sum, 0);
}
