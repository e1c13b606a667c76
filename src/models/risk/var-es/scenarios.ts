/** VaR of a book with gamma over given draws of correlated normal moves. */

import type { Matrix } from 'ml-matrix';
import { DomainError } from '../../../errors.js';
import { finiteResult, requireInside } from '../../domain.js';
import {
  COVARIANCE_ROUNDING,
  covarianceOf,
  type Rows,
  requireList,
  requireMatrix,
  requireSameLength,
} from '../../shapes.js';
import { historicalVar } from './historical.js';
import type { ValueAtRisk } from './parametric.js';

/** Arguments of {@link scenarioVar}. */
export interface ScenarioVarInput {
  /** Change of the book per unit move of each underlying; at least one. */
  readonly delta: readonly number[];
  /** Second derivative by each underlying. */
  readonly gammaDiagonal: readonly number[];
  /** Covariance of the moves; perfectly correlated moves are allowed. */
  readonly covariance: Rows;
  /** Independent standard normal draws: one row per scenario, one column per underlying. */
  readonly normals: Rows;
  /** For example 0.99; above 0, below 1. */
  readonly confidence: number;
}

/** What {@link scenarioVar} returns. */
export interface ScenarioVar extends ValueAtRisk {
  /** Profit in each scenario, money. */
  readonly pnl: readonly number[];
}

/** A pivot whose square is below this share of the variance is rounding. */
const PIVOT_TOLERANCE = 1e-12;

function refuseIndefinite(row: number): never {
  throw new DomainError(`covariance is not positive semidefinite at row ${row}`, { row });
}

/**
 * Rows of the lower triangle L with L L' = C. A move that the ones before it determine gets no
 * column of its own, so that C may be semidefinite.
 */
function choleskyRows(covariance: Matrix): number[][] {
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
function productOf(left: readonly number[], right: readonly number[]): number {
  return left.reduce((sum, value, index) => sum + value * (right[index] ?? 0), 0);
}

/**
 * Moves x = L z by the Cholesky factor of the covariance, profits d'x + sum of g x^2 / 2, and their
 * historical VaR and ES. The draws come from the caller, so that the result can be repeated.
 *
 * @throws DomainError when an argument is outside its range, shapes do not fit, the covariance is
 *   not positive semidefinite or the result overflows
 */
export function scenarioVar(input: ScenarioVarInput): ScenarioVar {
  const { delta, gammaDiagonal, normals, confidence } = input;
  requireList('delta', delta, 1);
  requireList('gammaDiagonal', gammaDiagonal);
  requireSameLength({ delta, gammaDiagonal });
  requireMatrix('normals', normals, { rows: normals.length, columns: delta.length });
  requireInside({ confidence }, 0, 1);
  const factor = choleskyRows(covarianceOf('covariance', input.covariance, delta.length));
  const pnl = normals.map((draw) => {
    let profit = 0;
    factor.forEach((row, index) => {
      const move = productOf(row, draw);
      profit += (delta[index] ?? 0) * move + ((gammaDiagonal[index] ?? 0) * move * move) / 2;
    });
    return profit;
  });
  finiteResult('scenarioVar', { pnl });
  const { valueAtRisk, expectedShortfall } = historicalVar({ pnl, confidence });
  return { pnl, valueAtRisk, expectedShortfall };
}
