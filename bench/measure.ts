/** How a case is timed: tinybench for throughput, an HDR histogram for single calls. */
import { build, type Histogram } from 'hdr-histogram-js';
import { Bench } from 'tinybench';

/** How long to measure. */
export interface Effort {
  /** Per throughput case, ms. */
  readonly timeMs: number;
  /** Single calls in a histogram. */
  readonly calls: number;
  /** Instruments of the sweep cases. */
  readonly sweeps: readonly number[];
  /** Market events of the replay case. */
  readonly replayEvents: number;
}

/** One line of the result. */
export interface Result {
  readonly name: string;
  readonly unit: string;
  /** Nanoseconds per unit: mean of the samples. */
  readonly nsPerUnit: number;
  readonly unitsPerSecond: number;
  /** Nanoseconds of single calls, without the clock's own cost; only where calls were timed singly. */
  readonly percentiles?: Readonly<Record<string, number>>;
  /** The same work by the baseline of this run. */
  readonly baselineNsPerUnit?: number;
  readonly baseline?: string;
  /** Depends on every result computed, so that nothing can be optimised away. */
  readonly checksum: string;
  /** What was aimed for, ns per unit. */
  readonly aimNs?: number;
}

/** Mean nanoseconds of one call of `run`, by tinybench. */
export async function meanNs(name: string, run: () => void, timeMs: number): Promise<number> {
  const bench = new Bench({ name, time: timeMs, warmupTime: Math.min(250, timeMs) });
  bench.add(name, run);
  const [task] = await bench.run();
  const result = task?.result;
  if (result === undefined || !('latency' in result)) throw new Error(`${name} did not complete`);
  return result.latency.mean * 1e6;
}

const PERCENTILES = [50, 90, 99, 99.9] as const;

function summary(histogram: Histogram, clockNs: number): Record<string, number> {
  const entries = PERCENTILES.map((percentile): [string, number] => [
    `p${percentile}`,
    Math.max(0, histogram.getValueAtPercentile(percentile) - clockNs),
  ]);
  return Object.fromEntries([...entries, ['max', Math.max(0, histogram.maxValue - clockNs)]]);
}

/** Median cost of reading the clock twice, ns. */
function clockCost(): number {
  const histogram = build({ highestTrackableValue: 1e9 });
  for (let index = 0; index < 100_000; index++) {
    const started = process.hrtime.bigint();
    histogram.recordValue(Number(process.hrtime.bigint() - started));
  }
  return histogram.getValueAtPercentile(50);
}

/** Percentiles of single calls, ns. The clock's median cost is subtracted. */
export function callPercentiles(
  run: (index: number) => void,
  calls: number,
): Record<string, number> {
  const clockNs = clockCost();
  const histogram = build({ highestTrackableValue: 1e9 });
  for (let index = 0; index < Math.min(calls, 50_000); index++) run(index);
  for (let index = 0; index < calls; index++) {
    const started = process.hrtime.bigint();
    run(index);
    histogram.recordValue(Math.max(1, Number(process.hrtime.bigint() - started)));
  }
  return summary(histogram, clockNs);
}
