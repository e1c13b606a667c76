/**
 * Value function of a market maker under any fill intensity, by inventory level (Gueant 2017,
 * eq. 3.9):
 *
 *     dtheta(q)/dtau = -cost(q) + H((theta(q) - theta(q + D)) / D) + H((theta(q) - theta(q - D)) / D)
 *
 * The equation is stiff where levels trade much faster than the horizon. Its linearisation is the
 * generator of the inventory's own movement, so that an implicit step is an average over levels and
 * stable for every step size: linearly implicit Euler steps, extrapolated to high order.
 */
import { DomainError } from '../../errors.js';
import { InventoryGenerator } from './inventory-generator.js';

/** What a dealer earns on one side by quoting best against a cost of a fill. */
export interface Earning {
  /** H(p), quote currency per time. */
  readonly earningRate: number;
  /** -H'(p) / D, fills per time. */
  readonly fillRate: number;
}

/** Arguments of {@link solveHamiltonJacobi}. */
export interface HamiltonJacobiProblem {
  /** By level, lowest inventory first, quote currency per time. */
  readonly holdingCost: readonly number[];
  /** theta at tau = 0 by level, quote currency. */
  readonly initial: readonly number[];
  readonly tau: number;
  /** D, base units. */
  readonly tradeSize: number;
  /** Distance that counts as large, price; the solution is accurate to about 1e-9 of it. */
  readonly quoteScale: number;
  readonly earn: (cost: number) => Earning;
}

/** theta by level: offset + relative; relative is 0 at the level of least cost. */
export interface ValueFunction {
  readonly relative: Float64Array;
  readonly offset: number;
}

/** Euler steps of the columns of one extrapolation: 1, 2 .. 8. */
const COLUMNS = 8;
/** Estimated error of a step over quoteScale x D; the column kept is better than its estimate. */
const TOLERANCE = 1e-9;
/** Change still to come, over quoteScale x D, that no longer counts. */
const SETTLED = 1e-13;
/** Accepted and refused steps of one solution. */
const STEPS_MAX = 2000;
const GROWTH_MAX = 8;
const SHRINK_MAX = 0.1;
const SAFETY = 0.8;

/** @throws DomainError when the solution overflows or the horizon is too long to follow */
export function solveHamiltonJacobi(problem: HamiltonJacobiProblem): ValueFunction {
  const { holdingCost, initial, tau, tradeSize, quoteScale } = problem;
  const anchor = holdingCost.indexOf(Math.min(...holdingCost));
  const relative = Float64Array.from(initial);
  let offset = anchorAt(relative, anchor);
  const generator = new InventoryGenerator(problem);
  const weight = (value: number) => quoteScale * tradeSize + Math.abs(value) / relative.length;
  let left = tau;
  let time = tau;
  for (let step = 0; step < STEPS_MAX && left > 0; step += 1) {
    const { drift, spread, rateMax } = generator.linearise(relative, anchor);
    if (!Number.isFinite(spread)) break;
    if (spread * left <= SETTLED * weight(0)) return { relative, offset: offset + drift * left };
    time = Math.min(left, step === 0 ? 0.1 / rateMax : time);
    const { change, coarser } = extrapolatedStep(generator, relative, time);
    const common = Math.abs((change[anchor] ?? 0) - (coarser[anchor] ?? 0));
    const shape = shapeDifference(change, coarser, anchor, relative, weight);
    const ratio = Math.max(shape, common / (weight(0) + Math.abs(drift) * time)) / TOLERANCE;
    if (ratio <= 1) {
      change.forEach((value, level) => {
        relative[level] = (relative[level] ?? 0) + value;
      });
      offset += drift * time + anchorAt(relative, anchor);
      left -= time;
    }
    const factor = SAFETY * ratio ** (-1 / COLUMNS);
    time *= Number.isFinite(ratio)
      ? Math.min(GROWTH_MAX, Math.max(SHRINK_MAX, factor))
      : SHRINK_MAX;
  }
  if (left <= 0) return { relative, offset };
  throw new DomainError(`tau is ${tau}; the value function could not be followed to its end`, {
    tau,
    followed: tau - left,
  });
}

/** Takes the value at the anchor out and returns it. */
function anchorAt(values: Float64Array, anchor: number): number {
  const value = values[anchor] ?? 0;
  for (let level = 0; level < values.length; level += 1)
    values[level] = (values[level] ?? 0) - value;
  return value;
}

/** Change over a step by Richardson extrapolation of 1 .. {@link COLUMNS} Euler steps. */
function extrapolatedStep(
  generator: InventoryGenerator,
  start: Float64Array,
  time: number,
): { readonly change: Float64Array; readonly coarser: Float64Array } {
  let row: Float64Array[] = [];
  for (let steps = 1; steps <= COLUMNS; steps += 1) {
    const next = [generator.eulerChange(start, time, steps)];
    row.forEach((before, column) => {
      const finer = next[column] ?? before;
      const gain = steps / (steps - column - 1) - 1;
      next.push(finer.map((value, level) => value + (value - (before[level] ?? 0)) / gain));
    });
    row = next;
  }
  const [coarser = start, change = start] = row.slice(-2);
  return { change, coarser };
}

/**
 * Largest difference of two changes over the weight of its level, less that at the anchor: what all
 * levels share grows with the step by rounding alone and moves no quote.
 */
function shapeDifference(
  left: Float64Array,
  right: Float64Array,
  anchor: number,
  start: Float64Array,
  weight: (value: number) => number,
): number {
  const common = (left[anchor] ?? 0) - (right[anchor] ?? 0);
  let largest = 0;
  for (let level = 0; level < left.length; level += 1) {
    const difference = Math.abs((left[level] ?? 0) - (right[level] ?? 0) - common);
    largest = Math.max(largest, difference / weight(start[level] ?? 0));
  }
  return largest;
}
