/** Minimum of a function of a few variables without its derivatives. */

/** Where a function is least, as far as it was searched. */
export interface Minimum {
  readonly point: readonly number[];
  readonly value: number;
}

const STEPS_MAX = 500;
const ROUNDS_MAX = 8;
/** A round that improves by a smaller share is the last. */
const SHARE_LEAST = 1e-6;

/** When a search ends. */
export interface SearchEnd {
  /** Share of the first steps below which the simplex counts as a point. */
  readonly shareEnd: number;
  /** Value that is low enough. */
  readonly valueEnd: number;
}

/** One round from a simplex of axis steps around a point. */
function simplexSearch(
  read: (point: readonly number[]) => number,
  start: Minimum,
  steps: readonly number[],
  { shareEnd, valueEnd }: SearchEnd,
): Minimum {
  const moved = steps.map((step, axis) => {
    const point = start.point.map((x, index) => (index === axis ? x + step : x));
    return { point, value: read(point) };
  });
  let simplex: Minimum[] = [start, ...moved];
  for (let count = 0; count < STEPS_MAX; count += 1) {
    simplex.sort((a, b) => a.value - b.value);
    const [best = start] = simplex;
    const worst = simplex.at(-1) ?? start;
    const others = simplex.slice(0, -1);
    const isSmall = steps.every((step, axis) => {
      const reach = Math.abs((worst.point[axis] ?? 0) - (best.point[axis] ?? 0));
      return reach <= shareEnd * Math.abs(step);
    });
    if (isSmall || best.value <= valueEnd) break;
    const along = (factor: number): Minimum => {
      const point = worst.point.map((x, axis) => {
        const center = others.reduce((sum, each) => sum + (each.point[axis] ?? 0), 0);
        return x + factor * (center / others.length - x);
      });
      return { point, value: read(point) };
    };
    const reflected = along(2);
    const second = others.at(-1) ?? best;
    if (reflected.value < best.value) {
      const expanded = along(3);
      simplex = [...others, expanded.value < reflected.value ? expanded : reflected];
    } else if (reflected.value < second.value) simplex = [...others, reflected];
    else {
      const contracted = along(reflected.value < worst.value ? 1.5 : 0.5);
      if (contracted.value < Math.min(worst.value, reflected.value)) {
        simplex = [...others, contracted];
      } else {
        simplex = simplex.map(({ point }) => {
          const nearer = point.map((x, axis) => (x + (best.point[axis] ?? 0)) / 2);
          return { point: nearer, value: read(nearer) };
        });
      }
    }
  }
  return simplex.reduce((least, each) => (each.value < least.value ? each : least));
}

/**
 * Simplex search of Nelder and Mead, The Computer Journal 7(4), 1965, begun anew around what it
 * found until that no longer improves. It finds a minimum near the start, not the least of all.
 *
 * @param read the function; it may be infinite but not NaN
 * @param start coordinates of the first corner
 * @param steps to the other corners of the first simplex, one per coordinate, none 0
 * @param end when it is good enough
 */
export function nelderMead(
  read: (point: readonly number[]) => number,
  start: readonly number[],
  steps: readonly number[],
  end: SearchEnd,
): Minimum {
  let found: Minimum = { point: start, value: read(start) };
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const next = simplexSearch(read, found, steps, end);
    const isLow = next.value <= end.valueEnd;
    const isLast = isLow || !(next.value < found.value * (1 - SHARE_LEAST));
    found = next.value < found.value ? next : found;
    if (isLast) break;
  }
  return found;
}
