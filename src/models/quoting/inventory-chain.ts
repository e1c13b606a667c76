/**
 * With exponential fill intensities the value function of a market maker is the logarithm of a
 * positive function v on the levels of inventory that grows linearly:
 *
 *     dv(q)/dtau = -decay(q) v(q) + askRate v(q - 1) + bidRate v(q + 1),
 *
 * an ask filled leads one level down, a bid one level up (Gueant, Lehalle and Fernandez-Tapia 2013,
 * theorem 1). v leaves the range of binary64 for ordinary parameters and quotes need ratios of
 * neighbours, so that everything here adds positive numbers only and keeps logarithms: every level
 * keeps its relative accuracy, which an ordinary matrix exponential does not give.
 */
import { DomainError } from '../../errors.js';
import { groundStateOf } from './ground-state.js';
import { PositiveGrowth } from './positive-growth.js';

/** Coefficients of the growth; see the top of this file. */
export interface InventoryChain {
  /** By level, lowest inventory first, 1/time. */
  readonly decay: readonly number[];
  /** 1/time, 0 or more. */
  readonly askRate: number;
  /** 1/time, 0 or more. */
  readonly bidRate: number;
}

/** ln v by level: offset + relative. */
export interface LogValues {
  readonly relative: Float64Array;
  readonly offset: number;
}

/** Levels, and a constant, times steps of one solution; a second or two. */
const WORK_MAX = 1_000_000;
const WORK_PER_STEP = 100;
/** Largest difference of ln v between neighbours; beyond, the smaller one is lost at once. */
const LOG_RATIO_MAX = 600;
/** Differences of ln v from the ground state that no longer count, and that rounding makes. */
const SETTLED = 1e-12;
const SETTLED_RELATIVE = 1e-14;

/**
 * ln v after a time, from ln v at time 0. Once the shape is that of the ground state only the common
 * factor goes on growing: with flow on both sides a long horizon costs no more than the time in
 * which inventory forgets where it started.
 *
 * @throws DomainError when the rates overflow or the horizon is too long for them
 */
export function propagate(
  chain: InventoryChain,
  logInitial: readonly number[],
  tau: number,
): LogValues {
  const relative = Float64Array.from(logInitial);
  let offset = normalise(relative);
  const { decay, askRate, bidRate } = chain;
  if (tau === 0 || (askRate === 0 && bidRate === 0)) {
    return { relative: relative.map((log, level) => log - (decay[level] ?? 0) * tau), offset };
  }
  liftLostLevels(relative, chain);
  const ground = askRate > 0 && bidRate > 0 ? groundStateOf(chain) : null;
  const growth = new PositiveGrowth(chain);
  let left = tau;
  for (let work = 0; work < WORK_MAX; work += relative.length + WORK_PER_STEP) {
    const time = growth.advance(relative, left);
    offset += normalise(relative) - growth.topDecay * time;
    left -= time;
    if (left <= 0) return { relative, offset };
    const difference = ground && settledDifference(relative, ground.relative);
    if (ground && difference !== null) {
      offset += difference - ground.eigenvalue * left;
      return { relative: ground.relative, offset };
    }
  }
  throw new DomainError(
    `tau is ${tau}, too long to follow with these rates; the long-run table serves instead`,
    { tau, followed: tau - left },
  );
}

/** Takes the largest value out and returns it. */
function normalise(values: Float64Array): number {
  const largest = values.reduce((max, value) => Math.max(max, value), Number.NEGATIVE_INFINITY);
  for (let level = 0; level < values.length; level += 1) {
    values[level] = (values[level] ?? 0) - largest;
  }
  return largest;
}

/**
 * A level far below its neighbour takes its value from the neighbour after an instant. Lifting it
 * to where the ratio still has a binary64 changes nothing that is left after that instant.
 */
function liftLostLevels(values: Float64Array, { askRate, bidRate }: InventoryChain): void {
  const lift = (level: number, neighbour: number): void => {
    const least = (values[neighbour] ?? 0) - LOG_RATIO_MAX;
    values[level] = Math.max(values[level] ?? 0, least);
  };
  const last = values.length - 1;
  if (askRate > 0) for (let level = 1; level <= last; level += 1) lift(level, level - 1);
  if (bidRate > 0) for (let level = last - 1; level >= 0; level -= 1) lift(level, level + 1);
}

/** The difference of two shapes when it is the same at every level, otherwise null. */
function settledDifference(values: Float64Array, shape: Float64Array): number | null {
  let [low, high] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let level = 0; level < values.length; level += 1) {
    const own = shape[level] ?? 0;
    const difference = (values[level] ?? 0) - own;
    const tolerance = SETTLED + SETTLED_RELATIVE * Math.abs(own);
    low = Math.max(low, difference - tolerance);
    high = Math.min(high, difference + tolerance);
  }
  return low <= high ? (low + high) / 2 : null;
}
