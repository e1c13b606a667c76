/** Results of runs that never were. */
import type { BenchResult, CaseResult } from '../../src/bench/index.js';
import { DEFAULT_SETTINGS, TimingHistogram } from '../../src/bench/index.js';

/** Medians of rounds around a value: uniform within `share` to either side, the same for a seed. */
export function noisy(medianNs: number, share: number, rounds: number, seed: number): number[] {
  let state = (seed * 2_654_435_761 + 12_345) >>> 0;
  return Array.from({ length: rounds }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return medianNs * (1 + share * (2 * (state / 2 ** 32) - 1));
  });
}

/** What a case differs in from one of throughput. */
export interface CaseOverrides extends Partial<CaseResult> {
  /** p99 / p50 of each round. */
  readonly p99Factor?: number;
}

/** A case whose rounds have these medians. */
export function caseResult(
  name: string,
  medians: readonly number[],
  { p99Factor = 2, ...overrides }: CaseOverrides = {},
): CaseResult {
  const timings = new TimingHistogram();
  for (const ns of medians) timings.record(ns);
  return {
    name,
    title: `title of ${name}`,
    kind: 'throughput',
    loop: 'batch',
    unit: 'tick',
    beside: null,
    parameters: {},
    samples: medians.length,
    unitsPerSample: 1,
    percentilesNs: timings.percentiles(),
    meanNs: timings.meanNs,
    ratePerSecond: 1e9 / timings.meanNs,
    correctedNs: null,
    unfinished: 0,
    checksum: 'c0ffee',
    resolutionNs: 0.01,
    rounds: medians.map((p50Ns) => ({
      p50Ns,
      p99Ns: p99Factor * p50Ns,
      meanNs: p50Ns,
      samples: 1,
      seconds: 1,
      preemptions: 0,
    })),
    histogram: timings.encode().histogram,
    warnings: [],
    ...overrides,
  };
}

/** A run of these cases on a quiet machine. */
export function result(cases: readonly CaseResult[]): BenchResult {
  return {
    format: 'evenkeel-bench',
    version: 1,
    startedAt: '2026-01-31T12:00:00.000Z',
    environment: {
      cpu: 'Test CPU',
      cores: 8,
      allowedCores: '0-7',
      isolatedCores: '2-7',
      memoryGiB: 32,
      governor: 'performance',
      clocksource: 'tsc',
      isVirtual: false,
      platform: 'linux x64 6.0',
      node: 'v20.0.0',
      v8: '11.3',
      flags: 'none',
      evenkeel: '0.1.0',
      kernel: 'release 0123456789ab',
      loadAverage: 0,
      idleCores: 8,
    },
    clock: { source: 'performance.now', costNs: 25, granularityNs: 1 },
    settings: { ...DEFAULT_SETTINGS },
    cases: [...cases],
    failures: [],
    isInterrupted: false,
    warnings: [],
  };
}
