/** Throughput: many units between two readings of the clock, by tinybench. */
import { Bench } from 'tinybench';
import { TimingHistogram } from '../timing-histogram.js';
import type { LoopTimings } from './closed-loop.js';

/** However long one batch takes. */
const FEWEST_SAMPLES = 8;

/** Times batches; a sample is one call of `batch`. */
export function throughput(batch: () => void, seconds: number, warmupSeconds: number): LoopTimings {
  const bench = new Bench({
    time: seconds * 1000,
    warmupTime: warmupSeconds * 1000,
    iterations: FEWEST_SAMPLES,
    warmupIterations: 1,
    retainSamples: true,
    throws: true,
  });
  const [task] = bench.add('batch', batch).runSync();
  const result = task?.result;
  if (result === undefined || !('latency' in result)) throw new Error('a batch did not complete');
  const timings = new TimingHistogram();
  for (const ms of result.latency.samples ?? []) timings.record(ms * 1e6);
  return { timings, seconds: timings.totalNs / 1e9 };
}
