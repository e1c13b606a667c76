/** Minimises x'Qx / 2 + b'x + sum of c |x|: a quadratic with a price on every unit of x. */
import { LuDecomposition, Matrix } from 'ml-matrix';
import { DomainError } from '../../errors.js';

/** The problem; Q is symmetric and positive semidefinite, costs are 0 or more. */
export interface Lasso {
  /** Q. */
  readonly curvature: Matrix;
  /** b. */
  readonly slope: readonly number[];
  /** c. */
  readonly costs: readonly number[];
}

const ROUNDS_MAX = 10_000;
/** Slack of the conditions of optimality relative to the sums of their terms. */
const ROUNDING = 1e-12;
/** Slack where numbers are too small to have all their digits. */
const DENORMAL = 1e-320;

/** Minimiser for one variable: -sign(b) max(|b| - c, 0) / a. */
export function softThreshold(curvature: number, slope: number, cost: number): number {
  const excess = Math.abs(slope) - cost;
  return excess > 0 ? (-Math.sign(slope) * excess) / curvature : 0;
}

/**
 * Coordinate descent, which finds out what is worth using, and after each sweep a jump to where the
 * variables in use would be best, or to the best point on the way where one of them changes sign
 * (feature-sign search, Lee, Battle, Raina and Ng 2006). Both lower the objective; the jump makes
 * an end where variables are alike and descent alone would creep.
 *
 * @throws DomainError when the conditions of optimality are not reached in 10,000 rounds
 */
export function minimiseLasso(problem: Lasso): number[] {
  let x = problem.costs.map(() => 0);
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    descend(problem, x);
    if (isOptimal(problem, x)) return x;
    x = jump(problem, x);
    if (isOptimal(problem, x)) return x;
  }
  throw new DomainError(`instruments are too alike: no hedge settled in ${ROUNDS_MAX} rounds`, {
    rounds: ROUNDS_MAX,
  });
}

/** Slope of the quadratic part along one variable, and the size of its terms. */
function gradient({ curvature, slope }: Lasso, x: readonly number[], index: number) {
  let value = slope[index] ?? 0;
  let scale = Math.abs(value);
  x.forEach((other, column) => {
    const term = curvature.get(index, column) * other;
    value += term;
    scale += Math.abs(term);
  });
  return { value, scale };
}

/** One sweep over all variables, in place; one without effect stays at 0. */
function descend(problem: Lasso, x: number[]): void {
  x.forEach((before, index) => {
    const own = problem.curvature.get(index, index);
    if (own === 0) return;
    const others = gradient(problem, x, index).value - own * before;
    x[index] = softThreshold(own, others, problem.costs[index] ?? 0);
  });
}

/** Karush-Kuhn-Tucker: the slope equals the cost where we trade, and does not exceed it elsewhere. */
function isOptimal(problem: Lasso, x: readonly number[]): boolean {
  return x.every((one, index) => {
    const { value, scale } = gradient(problem, x, index);
    const cost = problem.costs[index] ?? 0;
    const miss = one === 0 ? Math.abs(value) - cost : Math.abs(value + Math.sign(one) * cost);
    return miss <= ROUNDING * (scale + cost) + DENORMAL * (1 + problem.curvature.get(index, index));
  });
}

function objective(problem: Lasso, x: readonly number[]): number {
  return x.reduce((sum, one, index) => {
    const own = problem.slope[index] ?? 0;
    const half = (gradient(problem, x, index).value + own) / 2;
    return sum + half * one + (problem.costs[index] ?? 0) * Math.abs(one);
  }, 0);
}

function jump(problem: Lasso, x: readonly number[]): number[] {
  const target = solveInUse(problem, x);
  if (target === null) return [...x];
  let best = [...x];
  let least = Number.POSITIVE_INFINITY;
  for (const share of [...signChanges(x, target), 1]) {
    const point = x.map((from, index) => {
      const to = target[index] ?? 0;
      // A variable that changes its sign at this very share is 0 there, without rounding.
      if (from !== 0 && from / (from - to) === share) return 0;
      return share === 1 ? to : from + share * (to - from);
    });
    const value = objective(problem, point);
    if (value < least) [best, least] = [point, value];
  }
  return best;
}

/** Shares of the way from x to the target at which a variable changes its sign. */
function signChanges(x: readonly number[], target: readonly number[]): number[] {
  return x.flatMap((from, index) => {
    const to = target[index] ?? 0;
    return from * to < 0 || (from !== 0 && to === 0) ? [from / (from - to)] : [];
  });
}

/** Best values of the variables in use with the signs they have; null when these are not unique. */
function solveInUse({ curvature, slope, costs }: Lasso, x: readonly number[]): number[] | null {
  const inUse = x.flatMap((one, index) => (one === 0 ? [] : [index]));
  if (inUse.length === 0) return null;
  const system = new LuDecomposition(curvature.selection(inUse, inUse));
  if (system.isSingular()) return null;
  const right = inUse.map((index) => {
    const sign = Math.sign(x[index] ?? 0);
    return -((slope[index] ?? 0) + sign * (costs[index] ?? 0));
  });
  const solution = system.solve(Matrix.columnVector(right)).to1DArray();
  const target = x.map(() => 0);
  inUse.forEach((index, place) => {
    target[index] = solution[place] ?? 0;
  });
  return target.every(Number.isFinite) ? target : null;
}
