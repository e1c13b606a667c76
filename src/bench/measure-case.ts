/** One measurement of one case in this process. */
import type { BenchCase, Effort, OpenCase } from './bench-case.js';
import type { EncodedTimings } from './timing-histogram.js';

/** What one measurement found, as it passes between processes. */
export interface Measurement extends EncodedTimings {
  readonly unitsPerSample: number;
  /** Length of what was measured. */
  readonly seconds: number;
  /** Ticks of an open loop that were not done in time. */
  readonly unfinished: number;
  readonly checksum: string;
  /** How often the scheduler took the processor away meanwhile. */
  readonly preemptions: number;
}

/** Measures a case that is set up. */
export async function measureOpened(opened: OpenCase, effort: Effort): Promise<Measurement> {
  // Garbage of the set-up is not to be collected during the measurement.
  globalThis.gc?.();
  const before = process.resourceUsage().involuntaryContextSwitches;
  const { timings, seconds, unitsPerSample = 1, unfinished = 0 } = await opened.measure(effort);
  const preemptions = process.resourceUsage().involuntaryContextSwitches - before;
  const { checksum } = opened;
  return { ...timings.encode(), unitsPerSample, seconds, unfinished, checksum, preemptions };
}

/** Sets a case up, measures it and ends it. */
export async function measureCase(bench: BenchCase, effort: Effort): Promise<Measurement> {
  const opened = await bench.open();
  try {
    return await measureOpened(opened, effort);
  } finally {
    await opened.close?.();
  }
}
