/** A run: rounds of all cases, interleaved, so that what changes over time meets all of them. */
import type { BenchCase, Effort, LabOptions } from './bench-case.js';
import { labCases } from './cases/index.js';
import { measureClock } from './clock.js';
import { readEnvironment } from './environment.js';
import { measureInFreshProcess } from './fresh-process.js';
import { type Measurement, measureOpened } from './measure-case.js';
import { machineWarnings, noiseWarnings, spinWarnings } from './results/advice.js';
import {
  type BenchResult,
  RESULT_FORMAT,
  RESULT_VERSION,
  type RunSettings,
} from './results/result-schema.js';
import { summarise } from './results/summarise.js';
import { selectCases } from './select-cases.js';

/** Warm-up of each measurement: the compilers of V8 are done with such small loops by then. */
const WARMUP_SECONDS = 0.25;

/** What to run, beside how. */
export interface RunOptions {
  /** Globs or parts of names; none for all but baselines. */
  readonly cases?: readonly string[];
  readonly withBaselines?: boolean;
  /** Stops the run; the result has what was done. */
  readonly signal?: AbortSignal | undefined;
  /** Told before each measurement. */
  readonly progress?: ((done: number, total: number, caseName: string) => void) | undefined;
}

/** Takes one measurement; null when it was stopped. */
type Measure = (bench: BenchCase, round: number, effort: Effort) => Promise<Measurement | null>;

/** What stays the same unless it is said otherwise. */
export const DEFAULT_SETTINGS: RunSettings = {
  secondsPerCase: 4,
  rounds: 8,
  ratePerSecond: 100_000,
  workers: 1,
  spinUs: 50,
  seed: 1,
};

/** Measures cases of the lab, every round of every case in a process of its own. */
export async function runBench(
  settings: RunSettings,
  { cases = [], withBaselines = false, ...options }: RunOptions = {},
): Promise<BenchResult> {
  const chosen = selectCases(labCases(settings), cases, withBaselines);
  return await runCases(chosen, settings, options, (bench, round, effort) => {
    const lab: LabOptions = { ...settings, seed: settings.seed + round };
    const request = { caseName: bench.name, options: lab, effort };
    return measureInFreshProcess(request, options.signal);
  });
}

/** Measures cases in this process; each is set up once. For cases that are costly to set up. */
export async function runInProcess(
  chosen: readonly BenchCase[],
  settings: RunSettings,
  options: RunOptions = {},
): Promise<BenchResult> {
  const opened = new Map<string, Awaited<ReturnType<BenchCase['open']>>>();
  try {
    return await runCases(chosen, settings, options, async (bench, _, effort) => {
      const ready = opened.get(bench.name) ?? (await bench.open());
      opened.set(bench.name, ready);
      return await measureOpened(ready, effort);
    });
  } finally {
    for (const each of opened.values()) await each.close?.();
  }
}

async function runCases(
  cases: readonly BenchCase[],
  settings: RunSettings,
  { signal, progress }: RunOptions,
  measure: Measure,
): Promise<BenchResult> {
  const startedAt = new Date().toISOString();
  const environment = await readEnvironment();
  const clock = measureClock();
  const { measurements, failures } = await interleave(cases, settings, measure, signal, progress);
  const context = { clock, ratePerSecond: settings.ratePerSecond };
  const results = cases.flatMap((bench) => {
    const taken = measurements.get(bench.name) ?? [];
    return taken.length === 0 ? [] : [summarise(bench, taken, context)];
  });
  return {
    format: RESULT_FORMAT,
    version: RESULT_VERSION,
    startedAt,
    environment,
    clock,
    settings: { ...settings },
    cases: results,
    failures: [...failures].map(([name, reason]) => ({ name, reason })),
    isInterrupted: signal?.aborted ?? false,
    warnings: [
      ...machineWarnings(environment),
      ...spinWarnings(cases, environment.idleCores),
      ...noiseWarnings(results),
    ],
  };
}

interface Taken {
  readonly measurements: ReadonlyMap<string, readonly Measurement[]>;
  /** Reason by name. A case that failed once is left out of the rounds that follow. */
  readonly failures: ReadonlyMap<string, string>;
}

async function interleave(
  cases: readonly BenchCase[],
  { secondsPerCase, rounds }: RunSettings,
  measure: Measure,
  signal: AbortSignal | undefined,
  progress: RunOptions['progress'],
): Promise<Taken> {
  const seconds = secondsPerCase / rounds;
  const effort = { seconds, warmupSeconds: Math.min(WARMUP_SECONDS, seconds) };
  const measurements = new Map<string, Measurement[]>();
  const failures = new Map<string, string>();
  let done = 0;
  for (let round = 0; round < rounds; round++) {
    for (const bench of cases) {
      if (signal?.aborted) return { measurements, failures };
      progress?.(done++, rounds * cases.length, bench.name);
      if (failures.has(bench.name)) continue;
      try {
        const measurement = await measure(bench, round, effort);
        if (measurement === null) continue;
        measurements.set(bench.name, [...(measurements.get(bench.name) ?? []), measurement]);
      } catch (cause) {
        failures.set(bench.name, cause instanceof Error ? cause.message : String(cause));
      }
    }
  }
  return { measurements, failures };
}
