/** Closed loop: the next call begins when the one before has returned. */
import type { Now } from '../clock.js';
import { TimingHistogram } from '../timing-histogram.js';

/** How long to run, and on which clock. */
export interface LoopOptions {
  readonly seconds: number;
  readonly now: Now;
}

/** What a loop measured. */
export interface LoopTimings {
  readonly timings: TimingHistogram;
  /** From the first call to the last. */
  readonly seconds: number;
}

/**
 * Times single calls until the time is over; at least one.
 *
 * @param pause runs before each call, outside its time
 */
export function closedLoop(
  call: () => void,
  { seconds, now }: LoopOptions,
  pause: () => void = () => undefined,
): LoopTimings {
  const timings = new TimingHistogram();
  const began = now();
  const end = began + seconds * 1e9;
  let finished: number;
  do {
    pause();
    const started = now();
    call();
    finished = now();
    timings.record(finished - started);
  } while (finished < end);
  return { timings, seconds: (finished - began) / 1e9 };
}

/** The same for calls that answer later; one is under way at a time. */
export async function closedLoopAsync(
  call: () => Promise<void>,
  { seconds, now }: LoopOptions,
): Promise<LoopTimings> {
  const timings = new TimingHistogram();
  const began = now();
  const end = began + seconds * 1e9;
  let finished: number;
  do {
    const started = now();
    await call();
    finished = now();
    timings.record(finished - started);
  } while (finished < end);
  return { timings, seconds: (finished - began) / 1e9 };
}
