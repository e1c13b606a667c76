/**
 * Hedge that weighs variance against the cost of trading: small exposures are left alone, larger
 * ones are hedged up to the point where the next unit costs more than it saves.
 */
import { Matrix } from 'ml-matrix';
import { finiteResult, requireFinite, requireNonNegative, requirePositive } from '../domain.js';
import { requireNonNegativeList, requireSameLength, varianceOf } from '../shapes.js';
import { quadraticOf, type RiskyHedgeProblem } from './exposure-map.js';
import { minimiseLasso, softThreshold } from './lasso.js';

/** Arguments of {@link softThresholdHedge}. */
export interface SoftThresholdInput {
  /** Risk aversion times the variance of one unit of the instrument, above 0. */
  readonly curvature: number;
  /** Risk aversion times the covariance of instrument and book. */
  readonly slope: number;
  /** Cost of trading one unit, 0 or more. */
  readonly cost: number;
}

/**
 * The best trade in one instrument: -sign(b) max(|b| - c, 0) / a minimises a x^2 / 2 + b x + c |x|.
 *
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function softThresholdHedge(input: SoftThresholdInput): number {
  const { curvature, slope, cost } = input;
  requirePositive({ curvature });
  requireFinite({ slope });
  requireNonNegative({ cost });
  return finiteResult('softThresholdHedge', { trade: softThreshold(curvature, slope, cost) }).trade;
}

/** Arguments of {@link costAwareHedge}. */
export interface CostAwareInput extends RiskyHedgeProblem {
  /** 1/quote currency, above 0. */
  readonly riskAversion: number;
  /** Cost of trading one unit of each instrument, 0 or more. */
  readonly costs: readonly number[];
}

/** What {@link costAwareHedge} returns. */
export interface CostAwareHedge {
  /** One trade per instrument; 0 where trading does not pay. */
  readonly hedge: readonly number[];
  /** Value of the objective: half the risk aversion times the variance left, and the cost. */
  readonly objective: number;
}

/**
 * Minimises gamma/2 (e + Gx)' S (e + Gx) + sum of c |x|.
 *
 * @throws DomainError when an argument is outside its range, shapes do not fit, or instruments are
 *   so alike that no hedge settles
 */
export function costAwareHedge(input: CostAwareInput): CostAwareHedge {
  const { riskAversion, costs, bookExposures } = input;
  requirePositive({ riskAversion });
  requireNonNegativeList('costs', costs);
  const { curvature, slope, covariance, instruments } = quadraticOf(input);
  requireSameLength({ instruments: slope.to1DArray(), costs });
  const hedge = minimiseLasso({
    curvature: curvature.mul(riskAversion),
    slope: slope.mul(riskAversion).to1DArray(),
    costs,
  });
  const hedged = instruments.mmul(Matrix.columnVector(hedge)).to1DArray();
  const residual = bookExposures.map((own, index) => own + (hedged[index] ?? 0));
  const cost = hedge.reduce((sum, trade, index) => sum + Math.abs(trade) * (costs[index] ?? 0), 0);
  const objective = (riskAversion / 2) * varianceOf(covariance, residual) + cost;
  return finiteResult('costAwareHedge', { hedge, objective });
}
