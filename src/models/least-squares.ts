/** Nonlinear least squares of a few variables. */
import { Matrix, solve } from 'ml-matrix';

const STEPS_MAX = 60;
const DAMPING_START = 1e-3;
const DAMPING_MAX = 1e12;
/** A step that improves by a smaller share is the last. */
const SHARE_LEAST = 1e-9;

const sumOfSquares = (values: Float64Array): number =>
  values.reduce((sum, value) => sum + value * value, 0);

/** Half of the digits go to the difference, half to the step. */
const STEP = 2 ** -26;

/** Normal equations J'J and J'r at a point, J by differences. */
function normalEquations(
  read: (point: readonly number[]) => Float64Array,
  point: readonly number[],
  here: Float64Array,
): { readonly square: Matrix; readonly right: Matrix } {
  const columns = point.map((x, axis) => {
    const step = STEP * (1 + Math.abs(x));
    const there = read(point.map((value, index) => (index === axis ? value + step : value)));
    return there.map((value, row) => (value - (here[row] ?? 0)) / step);
  });
  const product = (left: Float64Array, right: Float64Array): number =>
    left.reduce((sum, value, row) => sum + value * (right[row] ?? 0), 0);
  return {
    square: new Matrix(columns.map((left) => columns.map((right) => product(left, right)))),
    right: Matrix.columnVector(columns.map((column) => product(column, here))),
  };
}

/** One step that lowers the sum of squares, with the damping it took; null where none does. */
function dampedStep(
  read: (point: readonly number[]) => Float64Array,
  point: readonly number[],
  here: Float64Array,
  start: number,
): {
  readonly point: readonly number[];
  readonly there: Float64Array;
  readonly damping: number;
} | null {
  const { square, right } = normalEquations(read, point, here);
  const before = sumOfSquares(here);
  const largest = square.diagonal().reduce((most, value) => Math.max(most, value), 0);
  if (!(largest > 0)) return null;
  for (let damping = start; damping <= DAMPING_MAX; damping *= 8) {
    const damped = square.clone();
    square.diagonal().forEach((value, axis) => {
      damped.set(axis, axis, value * (1 + damping) + largest * Number.EPSILON);
    });
    const change = solve(damped, right).to1DArray();
    const next = point.map((x, axis) => x - (change[axis] ?? 0));
    const there = read(next);
    if (sumOfSquares(there) < before) return { point: next, there, damping };
  }
  return null;
}

/**
 * Least squares near a start: Levenberg, Quarterly of Applied Mathematics 2, 1944; Marquardt, Journal
 * of the Society for Industrial and Applied Mathematics 11, 1963.
 *
 * @param read residuals at a point, always as many; smooth, but for kinks of penalties
 */
export function levenbergMarquardt(
  read: (point: readonly number[]) => Float64Array,
  start: readonly number[],
): readonly number[] {
  let point = start;
  let here = read(start);
  let damping = DAMPING_START;
  for (let count = 0; count < STEPS_MAX; count += 1) {
    const step = dampedStep(read, point, here, damping);
    if (step === null) break;
    const [before, after] = [sumOfSquares(here), sumOfSquares(step.there)];
    ({ point, there: here } = step);
    damping = Math.max(step.damping / 8, 1e-9);
    if (before - after < SHARE_LEAST * before) break;
  }
  return point;
}
