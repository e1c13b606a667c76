/** Minimises x'Qx / 2 + b'x + sum of c |x|: a quadratic with a price on every unit of x. */
import { EigenvalueDecomposition, LuDecomposition, Matrix } from 'ml-matrix';
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
/** Variables whose smallest eigenvalue, each scaled to 1, is below have one too many among them. */
const DEPENDENT = 1e-13;

/** Minimiser for one variable: -sign(b) max(|b| - c, 0) / a. */
export function softThreshold(curvature: number, slope: number, cost: number): number {
  const excess = Math.abs(slope) - cost;
  return excess > 0 ? 0 - (Math.sign(slope) * excess) / curvature : 0;
}

/**
 * Rounds of three moves, none of which raises the objective: a sweep of coordinate descent, which
 * finds out what is worth using; an exchange that takes dependent variables out of use; and a jump
 * to where those in use are best together, or to the best point on the way where one changes sign
 * (feature-sign search, Lee, Battle, Raina and Ng 2006). Descent alone would creep where variables
 * are alike.
 *
 * @throws DomainError when the conditions of optimality are not reached in 10,000 rounds
 */
export function minimiseLasso(problem: Lasso): number[] {
  let x = problem.costs.map(() => 0);
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    descend(problem, x);
    if (isOptimal(problem, x)) return x;
    exchange(problem, x);
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

/**
 * While the variables in use are dependent, trades them against each other in place, at no change
 * of the quadratic part and no higher cost, until one is out of use.
 */
function exchange(problem: Lasso, x: number[]): void {
  for (let use = inUse(x); use.length > 1; use = inUse(x)) {
    const direction = neutralDirection(problem, use);
    if (direction === null) return;
    const costSlope = use.reduce(
      (sum, i, place) =>
        sum + (problem.costs[i] ?? 0) * Math.sign(x[i] ?? 0) * (direction[place] ?? 0),
      0,
    );
    const forward = costSlope > 0 ? -1 : 1;
    const step = leaves(x, use, direction, forward) ?? leaves(x, use, direction, -forward);
    if (step === null) return;
    use.forEach((index, place) => {
      const moved = (x[index] ?? 0) + step.distance * (direction[place] ?? 0);
      x[index] = index === step.index ? 0 : moved;
    });
  }
}

/** The variable that reaches 0 first along a direction, and where; null when none does. */
function leaves(
  x: readonly number[],
  use: readonly number[],
  direction: readonly number[],
  sign: number,
): { readonly index: number; readonly distance: number } | null {
  let first: { index: number; distance: number } | null = null;
  use.forEach((index, place) => {
    const distance = -(x[index] ?? 0) / (direction[place] ?? 0);
    const isAhead = Number.isFinite(distance) && distance * sign > 0;
    if (isAhead && (first === null || Math.abs(distance) < Math.abs(first.distance))) {
      first = { index, distance };
    }
  });
  return first;
}

/** Direction among the variables in use that the quadratic part does not notice; null without. */
function neutralDirection({ curvature }: Lasso, use: readonly number[]): number[] | null {
  const scales = use.map((index) => 1 / Math.sqrt(curvature.get(index, index)));
  const scaled = curvature.selection([...use], [...use]);
  scaled.mulRowVector(scales).mulColumnVector(scales);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(scaled, {
    assumeSymmetric: true,
  });
  const smallest = Math.min(...realEigenvalues);
  if (smallest > DEPENDENT) return null;
  const vector = eigenvectorMatrix.getColumn(realEigenvalues.indexOf(smallest));
  return vector.map((value, place) => value * (scales[place] ?? 0));
}

const inUse = (x: readonly number[]): number[] =>
  x.flatMap((one, index) => (one === 0 ? [] : [index]));

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
  const use = inUse(x);
  if (use.length === 0) return null;
  const system = new LuDecomposition(curvature.selection(use, use));
  if (system.isSingular()) return null;
  const right = use.map((index) => {
    const sign = Math.sign(x[index] ?? 0);
    return -((slope[index] ?? 0) + sign * (costs[index] ?? 0));
  });
  const solution = system.solve(Matrix.columnVector(right)).to1DArray();
  const target = x.map(() => 0);
  use.forEach((index, place) => {
    target[index] = solution[place] ?? 0;
  });
  return target.every(Number.isFinite) ? target : null;
}
