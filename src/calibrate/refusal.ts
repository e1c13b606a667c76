/** What the data cannot support, in numbers. */

/** An estimate that is not good enough to quote by. */
export interface Refusal {
  readonly instrument: string;
  /** What was estimated, for example `intensity`. */
  readonly quantity: string;
  /** Observations that it rests on. */
  readonly samples: number;
  /** What was measured of it, for example `orders`, and how much. */
  readonly measure: string;
  readonly value: number;
  /** The least, or with `isMost` the largest, value that is allowed. */
  readonly threshold: number;
  readonly isMost: boolean;
}

/** One line for people. */
export function refusalText(refusal: Refusal): string {
  const { instrument, quantity, samples, measure, value, threshold, isMost } = refusal;
  const allowed = `${threshold} or ${isMost ? 'less' : 'more'}`;
  return (
    `${instrument}: ${quantity} is not supported: ${measure} is ${short(value)}; ` +
    `allowed: ${allowed} (sample: ${samples.toLocaleString('en-US')})`
  );
}

const short = (value: number): string =>
  Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));

/** What estimates must reach. */
export interface Thresholds {
  /** Samples of the mid. */
  readonly minSamples: number;
  /** Market orders that a fit of the intensity rests on. */
  readonly minOrders: number;
  /** Decay k over its standard error. */
  readonly minScore: number;
  /** Share of the deviance that the exponential form explains, 0 to 1. */
  readonly minFit: number;
  /** Standard error of sigma over sigma. */
  readonly maxSigmaError: number;
}

/** Thresholds unless told. */
export const DEFAULT_THRESHOLDS: Thresholds = {
  minSamples: 100,
  minOrders: 100,
  minScore: 3,
  minFit: 0.9,
  maxSigmaError: 0.3,
};
