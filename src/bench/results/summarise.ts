/** From the measurements of the rounds to the result of a case. */
import type { BenchCase } from '../bench-case.js';
import type { ClockReport } from '../clock.js';
import type { Measurement } from '../measure-case.js';
import { type EncodedTimings, type Percentiles, TimingHistogram } from '../timing-histogram.js';
import { caseWarnings } from './advice.js';
import type { CaseResult, RoundResult } from './result-schema.js';

/** What all cases of a run share. */
export interface RunContext {
  readonly clock: ClockReport;
  /** Rate of the run; closed loops are corrected for it. */
  readonly ratePerSecond: number;
}

function histogramOf(timings: readonly EncodedTimings[]): TimingHistogram {
  const histogram = new TimingHistogram();
  for (const each of timings) histogram.add(each);
  return histogram;
}

/** The clock shows nothing below its granularity; a time of 0 is known to be less than that. */
function roundOf(measurement: Measurement, resolutionNs: number): RoundResult {
  const { unitsPerSample, seconds, preemptions, samples } = measurement;
  const histogram = histogramOf([measurement]);
  const { p50, p99 } = histogram.percentiles(unitsPerSample);
  return {
    p50Ns: Math.max(p50, resolutionNs),
    p99Ns: Math.max(p99, resolutionNs),
    meanNs: Math.max(histogram.meanNs / unitsPerSample, resolutionNs),
    samples,
    seconds,
    preemptions,
  };
}

/** Only where calls are quicker than the distance at which they would be due. */
function corrected(
  bench: BenchCase,
  histogram: TimingHistogram,
  ratePerSecond: number,
): Percentiles | null {
  const intervalNs = 1e9 / ratePerSecond;
  if (bench.loop !== 'closed' || histogram.percentiles().p50 > intervalNs) return null;
  return histogram.correctedPercentiles(intervalNs);
}

/** @param measurements one or more, in the order in which they were taken */
export function summarise(
  bench: BenchCase,
  measurements: readonly Measurement[],
  context: RunContext,
): CaseResult {
  const unitsPerSample = measurements[0]?.unitsPerSample ?? 1;
  const resolutionNs = context.clock.granularityNs / unitsPerSample;
  const histogram = histogramOf(measurements);
  const seconds = measurements.reduce((sum, each) => sum + each.seconds, 0);
  const { name, title, loop, unit, beside, parameters } = bench;
  const result: CaseResult = {
    name,
    title,
    kind: loop === 'batch' ? 'throughput' : 'latency',
    loop,
    unit,
    beside: beside ?? null,
    parameters,
    samples: histogram.samples,
    unitsPerSample,
    percentilesNs: histogram.percentiles(unitsPerSample),
    meanNs: Math.max(histogram.meanNs / unitsPerSample, resolutionNs),
    ratePerSecond: (histogram.samples * unitsPerSample) / seconds,
    correctedNs: corrected(bench, histogram, context.ratePerSecond),
    unfinished: measurements.reduce((sum, each) => sum + each.unfinished, 0),
    checksum: checksumOf(measurements),
    resolutionNs,
    rounds: measurements.map((each) => roundOf(each, resolutionNs)),
    histogram: histogram.encode().histogram,
    warnings: [],
  };
  return { ...result, warnings: caseWarnings(result, context) };
}

/** Rounds of one case do the same fixed work; when their results differ, that is the result. */
function checksumOf(measurements: readonly Measurement[]): string {
  return [...new Set(measurements.map(({ checksum }) => checksum))].join('/');
}
