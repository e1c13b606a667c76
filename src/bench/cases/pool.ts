/** Live books on worker threads: round trips, arrivals, sustained throughput. */
import type { BenchCase, CaseTimings, Effort, LabOptions } from '../bench-case.js';
import { systemNow } from '../clock.js';
import { type ArrivalProcess, closedLoop, openLoop, throughput } from '../loops/index.js';
import { quoteChecksum } from '../workload.js';
import { InFlight } from './in-flight.js';
import type { CreatePool } from './pool-under-test.js';
import { openFeed, spinUntil, type TickFeed } from './tick-feed.js';

/** Frames to each worker between two readings of the clock. */
const BATCH_FRAMES = 10_000;
/** Between two ticks of the parked case: long after the worker has stopped spinning. */
const PAUSE_MS = 2;
function sleep(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

interface PoolCase {
  readonly name: string;
  readonly title: string;
  readonly loop: BenchCase['loop'];
  readonly beside?: string;
  readonly workers: number;
  readonly parameters: BenchCase['parameters'];
  readonly measure: (feeds: readonly TickFeed[], effort: Effort) => CaseTimings;
}

function roundTrips(feed: TickFeed, effort: Effort, pause?: () => void): CaseTimings {
  const { seconds, warmupSeconds } = effort;
  const call = (): void => feed.roundTrip();
  // Warmed up without pauses: with them there would be too few calls.
  closedLoop(call, { seconds: warmupSeconds, now: systemNow });
  return closedLoop(call, { seconds, now: systemNow }, pause);
}

function onArrival(
  feed: TickFeed,
  process: ArrivalProcess,
  { ratePerSecond, seed }: LabOptions,
  { seconds, warmupSeconds }: Effort,
): CaseTimings {
  const target = new InFlight(feed);
  const common = { process, ratePerSecond, now: systemNow };
  openLoop(target, { ...common, seconds: warmupSeconds, seed: seed + 1 });
  feed.settle();
  return openLoop(target, { ...common, seconds, seed });
}

/** Ticks to every book in turn, then until all are applied. */
function sustained(feeds: readonly TickFeed[], effort: Effort): CaseTimings {
  const batch = (): void => {
    for (let count = 0; count < BATCH_FRAMES; count++) {
      for (const feed of feeds) if (!feed.send()) spinUntil(() => feed.send());
    }
    for (const feed of feeds) feed.settle();
  };
  const timings = throughput(batch, effort.seconds, effort.warmupSeconds);
  return { ...timings, unitsPerSample: BATCH_FRAMES };
}

function casesOf(options: LabOptions): readonly PoolCase[] {
  const { ratePerSecond, workers } = options;
  const first = (feeds: readonly TickFeed[]): TickFeed => feeds[0] as TickFeed;
  const arrival = (name: string, title: string, arrivals: ArrivalProcess): PoolCase => ({
    name,
    title,
    loop: 'open',
    workers: 1,
    parameters: { ratePerSecond, arrivals },
    measure: (feeds, effort) => onArrival(first(feeds), arrivals, options, effort),
  });
  return [
    {
      name: 'round-trip',
      title: 'tick to quote visible on the host, worker spinning',
      loop: 'closed',
      beside: 'baseline/piscina-run',
      workers: 1,
      parameters: {},
      measure: (feeds, effort) => roundTrips(first(feeds), effort),
    },
    {
      name: 'round-trip-parked',
      title: 'tick to quote visible on the host, worker woken up',
      loop: 'closed',
      beside: 'baseline/piscina-run',
      workers: 1,
      parameters: { pauseMs: PAUSE_MS },
      measure: (feeds, effort) => roundTrips(first(feeds), effort, () => sleep(PAUSE_MS)),
    },
    arrival('open-loop', 'ticks at equal distances, from arrival to quote', 'constant'),
    arrival('open-loop-poisson', 'ticks of a Poisson process, from arrival to quote', 'poisson'),
    {
      name: 'throughput',
      title: `frames sustained per worker, ${workers} at once`,
      loop: 'batch',
      beside: 'inline/frame',
      workers,
      parameters: { workers },
      measure: sustained,
    },
  ];
}

/** All cases of the pool. @param createPool starts the pool to be measured */
export function poolCases(options: LabOptions, createPool: CreatePool): readonly BenchCase[] {
  const { spinUs } = options;
  return casesOf(options).map(({ workers, measure, ...terms }) => ({
    ...terms,
    name: `pool/${terms.name}`,
    unit: terms.loop === 'batch' ? 'frame' : 'tick',
    spinningThreads: 1 + workers,
    parameters: { ...terms.parameters, spinUs },
    async open() {
      const pool = await createPool({ workers, spinUs });
      const feeds: TickFeed[] = [];
      for (let worker = 0; worker < workers; worker++) feeds.push(openFeed(pool));
      const { book } = feeds[0] as TickFeed;
      return {
        checksum: quoteChecksum((instrument) => book.latest(instrument)),
        measure: (effort: Effort) => measure(feeds, effort),
        close: async () => {
          await pool.close();
        },
      };
    },
  }));
}
