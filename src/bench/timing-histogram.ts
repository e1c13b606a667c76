/** Times of single samples in an HDR histogram, with exact mean and maximum beside it. */
import {
  build,
  decodeFromCompressedBase64,
  encodeIntoCompressedBase64,
  type Histogram,
} from 'hdr-histogram-js';

/** What every timing reports, ns. */
export interface Percentiles {
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly 'p99.9': number;
  readonly max: number;
}

/** A histogram as text, to pass between processes and to keep in result files. */
export interface EncodedTimings {
  readonly samples: number;
  readonly totalNs: number;
  readonly maxNs: number;
  /** HDR histogram (V2, compressed, base64), values in ns. */
  readonly histogram: string;
}

/** Longer samples count as this long. */
const LONGEST_NS = 3.6e12;

/** Samples in ns; three significant digits, up to an hour. */
export class TimingHistogram {
  #histogram: Histogram = build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: LONGEST_NS,
    numberOfSignificantValueDigits: 3,
    bitBucketSize: 32,
  });
  #totalNs = 0;
  #maxNs = 0;

  get samples(): number {
    return this.#histogram.totalCount;
  }

  /** Sum of all samples. */
  get totalNs(): number {
    return this.#totalNs;
  }

  /** NaN without samples. */
  get meanNs(): number {
    return this.#totalNs / this.samples;
  }

  /** @param ns 0 or more */
  record(ns: number): void {
    this.#histogram.recordValue(Math.min(Math.round(ns), LONGEST_NS));
    this.#totalNs += ns;
    if (ns > this.#maxNs) this.#maxNs = ns;
  }

  add({ totalNs, maxNs, histogram }: EncodedTimings): void {
    this.#histogram.add(decodeFromCompressedBase64(histogram));
    this.#totalNs += totalNs;
    this.#maxNs = Math.max(this.#maxNs, maxNs);
  }

  /** @param divisor units of one sample: percentiles per unit */
  percentiles(divisor = 1): Percentiles {
    return percentilesOf(this.#histogram, this.#maxNs, divisor);
  }

  /**
   * What would have been seen had a sample been due every `intervalNs`: a sample that took longer
   * kept others from being taken, and those are filled in (Tene's correction, as HdrHistogram
   * implements it). For closed loops only; an open loop has nothing to fill in.
   */
  correctedPercentiles(intervalNs: number): Percentiles {
    const corrected = this.#histogram.copyCorrectedForCoordinatedOmission(Math.round(intervalNs));
    return percentilesOf(corrected, this.#maxNs, 1);
  }

  encode(): EncodedTimings {
    return {
      samples: this.samples,
      totalNs: this.#totalNs,
      maxNs: this.#maxNs,
      histogram: encodeIntoCompressedBase64(this.#histogram),
    };
  }
}

/** The histogram answers with the end of a bucket, which may lie beyond what was recorded. */
function percentilesOf(histogram: Histogram, maxNs: number, divisor: number): Percentiles {
  const at = (percentile: number): number =>
    Math.min(histogram.getValueAtPercentile(percentile), maxNs) / divisor;
  return { p50: at(50), p90: at(90), p99: at(99), 'p99.9': at(99.9), max: maxNs / divisor };
}
