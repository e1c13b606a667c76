/** The clock of every timing, and what the clock itself costs and resolves. */

/** Nanoseconds on a monotonic clock, from any origin. */
export type Now = () => number;

/**
 * The clock of this process. `performance.now` and `process.hrtime` read the same counter;
 * `hrtime.bigint` allocates and is no finer.
 */
export const systemNow: Now = () => performance.now() * 1e6;

/** What a clock costs and resolves. */
export interface ClockReport {
  readonly source: string;
  /** Time of one read, ns. Every single call that is timed contains about one. */
  readonly costNs: number;
  /** Smallest step between two readings, ns; 1 when it is finer than can be seen. */
  readonly granularityNs: number;
}

const READS = 100_000;
const COST_LOOPS = 100;
const COST_READS = 1000;
/** Steps this close are one step, rounded differently. */
const SAME_STEP_NS = 2;

/** Reads the clock over and over. */
export function measureClock(now: Now = systemNow, source = 'performance.now'): ClockReport {
  const counts = new Map<number, number>();
  const began = now();
  let previous = began;
  for (let index = 0; index < READS; index++) {
    const next = now();
    const step = Math.round(next - previous);
    counts.set(step, (counts.get(step) ?? 0) + 1);
    previous = next;
  }
  return { source, costNs: costOf(now), granularityNs: granularityOf(counts) };
}

/** Apart from the loop above, whose map takes longer than the clock; median of many short loops. */
function costOf(now: Now): number {
  const costs = Array.from({ length: COST_LOOPS }, () => {
    const began = now();
    for (let read = 1; read < COST_READS; read++) now();
    return (now() - began) / COST_READS;
  });
  return costs.sort((a, b) => a - b)[COST_LOOPS / 2] ?? 0;
}

/** Readings fall on a grid: the smallest distance between the steps that occur often. */
function granularityOf(counts: ReadonlyMap<number, number>): number {
  const frequent = [...counts].filter(([, count]) => count >= READS / 1000);
  const steps = frequent.map(([step]) => step).sort((a, b) => a - b);
  let granularity = Number.POSITIVE_INFINITY;
  let start = steps[0] ?? 0;
  let last = start;
  for (const step of steps) {
    if (step - last > SAME_STEP_NS) {
      granularity = Math.min(granularity, step - start);
      start = step;
    }
    last = step;
  }
  return Number.isFinite(granularity) ? granularity : 1;
}
