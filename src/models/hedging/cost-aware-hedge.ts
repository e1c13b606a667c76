/**
 * Hedge that weighs variance against the cost of trading: small exposures are left alone, larger
 * ones are hedged up to the point where the next unit costs more than it saves.
 */
import { LuDecomposition, Matrix } from 'ml-matrix';
import { DomainError } from '../../errors.js';
import { finiteResult, requireFinite, requireNonNegative, requirePositive } from '../domain.js';
import { requireNonNegativeList, requireSameLength, varianceOf } from '../shapes.js';
import { quadraticOf, type RiskyHedgeProblem } from './exposure-map.js';

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
  return finiteResult('softThresholdHedge', { trade: minimiser(curvature, slope, cost) }).trade;
}

function minimiser(curvature: number, slope: number, cost: number): number {
  const excess = Math.abs(slope) - cost;
  return excess > 0 ? (-Math.sign(slope) * excess) / curvature : 0;
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

const SWEEPS_MAX = 10_000;
/** Slack of the optimality conditions relative to the sums of their terms. */
const ROUNDING = 1e-12;

/** The problem x'Qx / 2 + b'x + sum of c |x|. */
interface Lasso {
  readonly curvature: Matrix;
  readonly slope: readonly number[];
  readonly costs: readonly number[];
}

/**
 * Minimises gamma/2 (e + Gx)' S (e + Gx) + sum of c |x|: coordinate descent, one soft threshold
 * after the other, until the signs hold still; the system of the instruments in use is then solved
 * at once and the conditions of optimality are checked.
 *
 * @throws DomainError when an argument is outside its range, shapes do not fit, or instruments are
 *   so alike that the descent does not settle
 */
export function costAwareHedge(input: CostAwareInput): CostAwareHedge {
  const { riskAversion, costs, bookExposures } = input;
  requirePositive({ riskAversion });
  requireNonNegativeList('costs', costs);
  const { curvature, slope, covariance, instruments } = quadraticOf(input);
  requireSameLength({ instruments: slope.to1DArray(), costs });
  const hedge = minimise({
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

function minimise(problem: Lasso): number[] {
  const x = problem.costs.map(() => 0);
  let signs = '';
  for (let sweep = 0; sweep < SWEEPS_MAX; sweep += 1) {
    descend(problem, x);
    if (isOptimal(problem, x)) return x;
    const before = signs;
    signs = x.map(Math.sign).join();
    const solved = signs === before ? solveActive(problem, x) : null;
    if (solved !== null && isOptimal(problem, solved)) return solved;
  }
  throw new DomainError(`instruments are too alike: no hedge settled in ${SWEEPS_MAX} sweeps`, {
    sweeps: SWEEPS_MAX,
  });
}

/** Slope of the quadratic part along one instrument, and the size of its terms. */
function gradient({ curvature, slope }: Lasso, x: readonly number[], index: number) {
  let value = slope[index] ?? 0;
  let scale = Math.abs(value);
  x.forEach((trade, other) => {
    const term = curvature.get(index, other) * trade;
    value += term;
    scale += Math.abs(term);
  });
  return { value, scale };
}

/** One sweep over all instruments, in place; one without effect stays at 0. */
function descend(problem: Lasso, x: number[]): void {
  x.forEach((trade, index) => {
    const own = problem.curvature.get(index, index);
    if (own === 0) return;
    const others = gradient(problem, x, index).value - own * trade;
    x[index] = minimiser(own, others, problem.costs[index] ?? 0);
  });
}

/** Karush-Kuhn-Tucker: the slope equals the cost where we trade, and does not exceed it elsewhere. */
function isOptimal(problem: Lasso, x: readonly number[]): boolean {
  return x.every((trade, index) => {
    const { value, scale } = gradient(problem, x, index);
    const cost = problem.costs[index] ?? 0;
    const miss = trade === 0 ? Math.abs(value) - cost : Math.abs(value + Math.sign(trade) * cost);
    return miss <= ROUNDING * (scale + cost);
  });
}

/** The instruments in use at once, with the signs they have; null when these do not hold. */
function solveActive({ curvature, slope, costs }: Lasso, x: readonly number[]): number[] | null {
  const active = x.flatMap((trade, index) => (trade === 0 ? [] : [index]));
  if (active.length === 0) return null;
  const right = active.map((index) => {
    const sign = Math.sign(x[index] ?? 0);
    return -((slope[index] ?? 0) + sign * (costs[index] ?? 0));
  });
  const system = new LuDecomposition(curvature.selection(active, active));
  if (system.isSingular()) return null;
  const trades = system.solve(Matrix.columnVector(right)).to1DArray();
  const solved = x.map(() => 0);
  active.forEach((index, place) => {
    solved[index] = trades[place] ?? Number.NaN;
  });
  return active.every((i) => Math.sign(solved[i] ?? 0) === Math.sign(x[i] ?? 0)) ? solved : null;
}
