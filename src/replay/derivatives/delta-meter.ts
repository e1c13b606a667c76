/** Delta over time: its range, its mean size, the share of time in its band. */

/** What a delta did. Base units; null while it was not known. */
export interface DeltaFigures {
  readonly lowest: number | null;
  readonly highest: number | null;
  /** Time-weighted. */
  readonly meanSize: number | null;
  /** Share of the time in which delta and band were known; null without a band. */
  readonly insideBand: number | null;
  /** Seconds since the session began and delta, at most 500 points. */
  readonly series: readonly (readonly [seconds: number, delta: number])[];
}

const POINTS_MAX = 500;

/** Measures one delta. Times in microseconds. */
export class DeltaMeter {
  #delta = Number.NaN;
  #since = Number.NaN;
  #low = Number.NaN;
  #high = Number.NaN;
  #lowest = Number.POSITIVE_INFINITY;
  #highest = Number.NEGATIVE_INFINITY;
  #sizeUs = 0;
  #knownUs = 0;
  #insideUs = 0;
  #bandUs = 0;
  #samples = 0;
  #stride = 1;
  #series: (readonly [number, number])[] = [];

  /** The band from `time` on; NaN for none. */
  band(time: number, low: number, high: number): void {
    this.#elapse(time);
    this.#low = low;
    this.#high = high;
  }

  /** Delta from `time` on; NaN when it is not known. */
  change(time: number, delta: number): void {
    this.#elapse(time);
    this.#delta = delta;
    if (delta < this.#lowest) this.#lowest = delta;
    if (delta > this.#highest) this.#highest = delta;
  }

  /** Once a second; a full series goes on with half its points, twice as far apart. */
  sample(seconds: number): void {
    if (this.#samples++ % this.#stride !== 0 || Number.isNaN(this.#delta)) return;
    this.#series.push([seconds, this.#delta]);
    if (this.#series.length <= POINTS_MAX) return;
    this.#series = this.#series.filter((_, place) => place % 2 === 0);
    this.#stride *= 2;
  }

  figures(time: number): DeltaFigures {
    this.#elapse(time);
    const isKnown = this.#lowest <= this.#highest;
    return {
      lowest: isKnown ? this.#lowest : null,
      highest: isKnown ? this.#highest : null,
      meanSize: this.#knownUs > 0 ? this.#sizeUs / this.#knownUs : null,
      insideBand: this.#bandUs > 0 ? this.#insideUs / this.#bandUs : null,
      series: this.#series,
    };
  }

  #elapse(time: number): void {
    const passed = Number.isNaN(this.#since) ? 0 : time - this.#since;
    this.#since = time;
    if (Number.isNaN(this.#delta)) return;
    this.#knownUs += passed;
    this.#sizeUs += Math.abs(this.#delta) * passed;
    if (Number.isNaN(this.#low) || Number.isNaN(this.#high)) return;
    this.#bandUs += passed;
    if (this.#delta >= this.#low && this.#delta <= this.#high) this.#insideUs += passed;
  }
}
