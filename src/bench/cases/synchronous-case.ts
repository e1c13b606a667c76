/** Cases of an engine that has answered when the call returns, driven by any of the loops. */
import type { BenchCase, CaseTimings, Effort, LabOptions, LoopKind } from '../bench-case.js';
import { systemNow } from '../clock.js';
import { type ArrivalProcess, closedLoop, openLoop, throughput } from '../loops/index.js';
import { CHECKED_TICKS } from '../workload.js';

/** Units of a batch: long enough for any clock, short enough for many samples. */
const BATCH_UNITS = 1000;

/** What such a case is made of. */
export interface SynchronousCase {
  readonly name: string;
  readonly title: string;
  readonly loop: LoopKind;
  readonly unit: string;
  readonly unitsPerCall?: number;
  readonly beside?: string;
  /** Of open loops; default constant. */
  readonly arrivals?: ArrivalProcess;
  readonly spinningThreads: number;
}

/** An engine that is set up. */
export interface SynchronousEngine {
  /** Does the next piece of work. */
  readonly call: () => void;
  /** Depends on every result so far. */
  readonly checksum: () => string;
}

/** A case of an engine; `open` sets it up anew. */
export function synchronousCase(
  { unitsPerCall = 1, arrivals = 'constant', ...terms }: SynchronousCase,
  options: LabOptions,
  open: () => SynchronousEngine,
): BenchCase {
  const parameters =
    terms.loop === 'open' ? { ratePerSecond: options.ratePerSecond, arrivals } : {};
  return {
    ...terms,
    parameters,
    open() {
      const { call, checksum } = open();
      for (let units = 0; units < CHECKED_TICKS; units += unitsPerCall) call();
      const measure = {
        batch: (effort: Effort) => inBatches(call, unitsPerCall, effort),
        closed: (effort: Effort) => oneByOne(call, effort),
        open: (effort: Effort) => onArrival(call, arrivals, options, effort),
      }[terms.loop];
      return { checksum: checksum(), measure };
    },
  };
}

function inBatches(call: () => void, unitsPerCall: number, effort: Effort): CaseTimings {
  const calls = Math.ceil(BATCH_UNITS / unitsPerCall);
  const batch = (): void => {
    for (let index = 0; index < calls; index++) call();
  };
  const timings = throughput(batch, effort.seconds, effort.warmupSeconds);
  return { ...timings, unitsPerSample: calls * unitsPerCall };
}

function oneByOne(call: () => void, { seconds, warmupSeconds }: Effort): CaseTimings {
  closedLoop(call, { seconds: warmupSeconds, now: systemNow });
  return closedLoop(call, { seconds, now: systemNow });
}

function onArrival(
  call: () => void,
  process: ArrivalProcess,
  { ratePerSecond, seed }: LabOptions,
  { seconds, warmupSeconds }: Effort,
): CaseTimings {
  let completed = 0;
  const target = {
    send: () => {
      call();
      completed++;
      return true;
    },
    completed: () => completed,
  };
  const common = { process, ratePerSecond, now: systemNow };
  openLoop(target, { ...common, seconds: warmupSeconds, seed: seed + 1 });
  return openLoop(target, { ...common, seconds, seed });
}
