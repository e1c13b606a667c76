/** VaR of a book with gamma by simulation, with standard errors and contributions. */
import { finiteResult, requireFinite, requireWhole } from '../../domain.js';
import {
  covarianceOf,
  type Rows,
  requireList,
  requireMatrix,
  requireNonNegativeList,
  requireSameLength,
} from '../../shapes.js';
import { choleskyRows, productOf } from './cholesky.js';
import type { FactorModel } from './factor.js';
import { type SampleVar, sampleVar } from './sample.js';

/** How the underlyings move together: a whole covariance, or factors. */
export type MoveModel = { readonly covariance: Rows } | FactorModel;

/** Arguments of {@link monteCarloVar}. */
export interface MonteCarloInput {
  /** Change of the book per unit move of each underlying; at least one. */
  readonly delta: readonly number[];
  /** Second derivative by each underlying. */
  readonly gammaDiagonal: readonly number[];
  /** Moves over the horizon. */
  readonly moves: MoveModel;
  /** For example 0.99; above 0, below 1. */
  readonly confidence: number;
  /** Scenarios, from 1; times the underlyings at most 20,000,000. */
  readonly scenarios: number;
  /** The next independent standard normal draw; seeded, the result can be repeated. */
  readonly normal: () => number;
}

const CELLS_MAX = 20_000_000;

/** A source of correlated moves, one per underlying. */
type Sampler = (normal: () => number) => number[];

function draws(count: number, normal: () => number): number[] {
  return Array.from({ length: count }, () => {
    const draw = normal();
    requireFinite({ draw });
    return draw;
  });
}

function denseSampler(covariance: Rows, size: number): Sampler {
  const factor = choleskyRows(covarianceOf('covariance', covariance, size));
  return (normal) => {
    const draw = draws(size, normal);
    return factor.map((row) => productOf(row, draw));
  };
}

function factorSampler(model: FactorModel, size: number): Sampler {
  const { loadings, specificVariances } = model;
  const factorCount = loadings[0]?.length ?? 0;
  requireMatrix('loadings', loadings, { rows: size, columns: factorCount });
  requireNonNegativeList('specificVariances', specificVariances);
  requireSameLength({ loadings, specificVariances });
  const factors = denseSampler(model.factorCovariance, factorCount);
  const deviations = specificVariances.map(Math.sqrt);
  return (normal) => {
    const common = factors(normal);
    const own = draws(size, normal);
    return loadings.map(
      (row, index) => productOf(row, common) + (deviations[index] ?? 0) * (own[index] ?? 0),
    );
  };
}

/**
 * Profits d x + g x^2 / 2 of each underlying under normal moves x with the covariance asked for (by
 * its Cholesky factor, or B f + sqrt(D) e), then VaR, ES, standard errors and parts by underlying as
 * `sampleVar`. A scenario takes one draw per factor and one per underlying, in that order.
 *
 * @throws DomainError when an argument or a draw is outside its range, shapes do not fit, a
 *   covariance is not positive semidefinite or the result overflows
 */
export function monteCarloVar(input: MonteCarloInput): SampleVar {
  const { delta, gammaDiagonal, moves, confidence, scenarios, normal } = input;
  requireList('delta', delta, 1);
  requireList('gammaDiagonal', gammaDiagonal);
  requireSameLength({ delta, gammaDiagonal });
  requireWhole({ scenarios }, 1, Math.floor(CELLS_MAX / delta.length));
  const sampler =
    'covariance' in moves
      ? denseSampler(moves.covariance, delta.length)
      : factorSampler(moves, delta.length);
  const pnl = Array.from({ length: scenarios }, () =>
    sampler(normal).map(
      (move, index) => (delta[index] ?? 0) * move + ((gammaDiagonal[index] ?? 0) * move * move) / 2,
    ),
  );
  finiteResult('monteCarloVar', { pnl });
  return sampleVar({ pnl, confidence });
}
