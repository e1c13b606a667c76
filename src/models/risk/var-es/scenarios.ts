/** VaR of a book with gamma over given draws of correlated normal moves. */

import { finiteResult, requireInside } from '../../domain.js';
import {
  covarianceOf,
  type Rows,
  requireList,
  requireMatrix,
  requireSameLength,
} from '../../shapes.js';
import { choleskyRows, productOf } from './cholesky.js';
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
