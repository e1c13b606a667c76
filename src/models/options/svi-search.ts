/** Least squares of raw SVI over vertex and rounding: a grid, and a simplex from its low places. */
import { nelderMead } from '../nelder-mead.js';
import type { FittedSlice, Place, SliceFitter } from './svi-least-squares.js';

const VERTICES = 33;
const ROUNDINGS = 25;
/** Roundings of the grid: e^9 times the first is 24 spans of the points. */
const LOG_ROUNDING_MIN = Math.log(0.003);
const LOG_ROUNDINGS = 9;
/** Low places of the grid that are looked at more closely, and of these. */
const STARTS = 6;
const FINALS = 2;
/** A search ends at these shares of its first steps, or with errors of this share of the largest variance. */
const SHARE_ROUGH = 1e-2;
const SHARE_FINE = 1e-9;
const ERROR_END = 1e-14;
const STEPS: Place = [0.05, 0.2];

interface Low {
  readonly place: Place;
  readonly value: number;
}

/**
 * A grid of places, one row per rounding.
 *
 * @param counts of vertices and roundings, 2 or more
 */
export function gridPlaces([vertices, roundings]: readonly [number, number]): readonly Place[][] {
  return Array.from({ length: roundings }, (_, row) =>
    Array.from({ length: vertices }, (__, column): Place => {
      const rounding = LOG_ROUNDING_MIN + (row / (roundings - 1)) * LOG_ROUNDINGS;
      return [(2 * column) / (vertices - 1) - 1, rounding];
    }),
  );
}

/** Places of the grid that are lower than those around, lowest first. */
function lowPlaces(read: (place: Place) => number): readonly Low[] {
  const rows = gridPlaces([VERTICES, ROUNDINGS]).map((row) =>
    row.map((place): Low => ({ place, value: read(place) })),
  );
  const around = [-1, 0, 1].flatMap((down) => [-1, 0, 1].map((right) => [down, right] as const));
  const isLow = ({ value }: Low, row: number, column: number): boolean =>
    around.every(([down, right]) => {
      const other = rows[row + down]?.[column + right];
      return other === undefined || value <= other.value;
    });
  return rows
    .flatMap((row, at) => row.filter((low, column) => isLow(low, at, column)))
    .sort((a, b) => a.value - b.value);
}

/** The slice of least squares. */
export function leastSquares(fitter: SliceFitter): FittedSlice {
  const read = ([vertex = 0, rounding = 0]: readonly number[]): number =>
    fitter.fit([vertex, rounding]).squares;
  const valueEnd = (ERROR_END * Math.max(...fitter.columns.variance)) ** 2;
  const search = (start: readonly number[], shareEnd: number) =>
    nelderMead(read, start, STEPS, { shareEnd, valueEnd });
  const rough = lowPlaces(read)
    .slice(0, STARTS)
    .map(({ place }) => search(place, SHARE_ROUGH))
    .sort((a, b) => a.value - b.value);
  const best = rough
    .slice(0, FINALS)
    .map(({ point }) => search(point, SHARE_FINE))
    .reduce((least, each) => (each.value < least.value ? each : least));
  const [vertex = 0, rounding = 0] = best.point;
  return fitter.fit([vertex, rounding]);
}
