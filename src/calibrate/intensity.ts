/**
 * Fill intensity A e^(-k delta) from how deep the market orders of the public tape reached.
 *
 * Most orders take what rests at the touch and end there; the exponential form describes those that
 * go on. Depths are counted in bins of equal width, so that counts are Poisson with a mean that falls
 * as e^(-k depth), and the fit begins at the smallest depth from which that form holds.
 */
import { type PoissonIntensity, poissonIntensity, regressIntensity } from '../models/index.js';
import type { Thresholds } from './refusal.js';

/** A fit for one side, or for the mean of both. */
export interface IntensityEstimate {
  /** Orders that reached the range of the fit. */
  readonly orders: number;
  /** Orders per second and side that reach the mid, extrapolated: lambda = A e^(-k delta), 1/s. */
  readonly intensityA: number;
  readonly standardErrorA: number;
  /** 1/price. */
  readonly intensityK: number;
  readonly standardErrorK: number;
  /** k by weighted regression of the logarithms, 1/price; null with fewer than two bins in use. */
  readonly regressionK: number | null;
  /** Share of the deviance from a constant intensity that the form explains, at most 1. */
  readonly fit: number;
  /** Pearson's sum per degree of freedom; above 1 orders come in clusters, and errors allow for it. */
  readonly dispersion: number;
  /** p-value of the deviance as if orders were independent. */
  readonly pValue: number | null;
}

/** Where a fit is made, in price from the mid. */
export interface FitRange {
  readonly from: number;
  readonly to: number;
  readonly binWidth: number;
}

/** Both sides of an instrument. */
export interface InstrumentIntensity {
  readonly range: FitRange;
  /** Orders that bought: they fill asks. Null when they cannot be fitted alone. */
  readonly bought: IntensityEstimate | null;
  /** Orders that sold: they fill bids. */
  readonly sold: IntensityEstimate | null;
  /** The mean of both sides, as models with one intensity take it. */
  readonly both: IntensityEstimate;
}

/** Depths beyond the mid in price. */
export interface DepthSample {
  readonly bought: readonly number[];
  readonly sold: readonly number[];
  readonly seconds: number;
  readonly tickSize: number;
  /** Where the fit begins, price; null: the smallest depth from which the form holds. */
  readonly fromDepth: number | null;
}

const BINS_MOST = 12;
const BINS_LEAST = 4;
/** Depths above this share of the orders are sweeps of which there are too few to fit. */
const TAIL_SHARE = 0.95;
/** Where a fit may begin, ticks from the mid: about 6 starts per factor of 4. */
const STARTS = Array.from({ length: 64 }, (_, step) => Math.round(1.26 ** step - 1)).filter(
  (start, index, all) => start !== all[index - 1],
);

/**
 * The fit from the smallest start at which the thresholds hold, else the one that explains most of
 * the deviance; null when no start has orders in two bins.
 */
export function estimateIntensity(
  sample: DepthSample,
  thresholds: Thresholds,
): InstrumentIntensity | null {
  const sides = [sample.bought, sample.sold].map((depths) => halfTicks(depths, sample.tickSize));
  const all = sides.flat().sort((left, right) => left - right);
  let best: InstrumentIntensity | null = null;
  const { fromDepth, tickSize } = sample;
  const starts = fromDepth === null ? STARTS : [Math.round(fromDepth / tickSize)];
  for (const startTicks of starts) {
    const beyond = all.filter((depth) => depth >= 2 * startTicks);
    if (beyond.length < Math.min(thresholds.minOrders, MOST_LEAST) && best !== null) break;
    const range = rangeFrom(startTicks, beyond);
    if (range === null) break;
    const both = fitBins(all, range, 2 * sample.seconds, sample.tickSize);
    if (both === null) continue;
    const [bought, sold] = sides.map((depths) =>
      fitBins(depths, range, sample.seconds, sample.tickSize),
    );
    const found = {
      range: inPrice(range, sample.tickSize),
      bought: bought ?? null,
      sold: sold ?? null,
      both,
    };
    if (isSupported(both, thresholds)) return found;
    if (best === null || both.fit > best.both.fit) best = found;
  }
  return best;
}

/** However few orders are asked for, a start with fewer says nothing new. */
const MOST_LEAST = 30;

/** Whether a fit reaches all thresholds. */
export function isSupported(estimate: IntensityEstimate, thresholds: Thresholds): boolean {
  const { orders, fit, intensityK, standardErrorK } = estimate;
  const { minOrders, minFit, minScore } = thresholds;
  return orders >= minOrders && fit >= minFit && intensityK >= minScore * standardErrorK;
}

/** Prices and mids are multiples of half a tick. */
const halfTicks = (depths: readonly number[], tickSize: number): number[] =>
  depths.map((depth) => Math.round((2 * depth) / tickSize));

/** A range in half ticks. */
interface BinRange {
  readonly start: number;
  readonly width: number;
  readonly bins: number;
}

function rangeFrom(startTicks: number, sorted: readonly number[]): BinRange | null {
  const start = 2 * startTicks;
  const tail = sorted[Math.ceil(TAIL_SHARE * sorted.length) - 1];
  if (tail === undefined || tail <= start) return null;
  // Whole ticks: every bin then has as many possible prices as any other.
  const ticks = (tail - start) / 2;
  const width = 2 * Math.max(1, Math.ceil(ticks / BINS_MOST));
  return { start, width, bins: Math.max(BINS_LEAST, Math.ceil((tail - start) / width)) };
}

const inPrice = ({ start, width, bins }: BinRange, tickSize: number): FitRange => ({
  from: (start * tickSize) / 2,
  to: ((start + bins * width) * tickSize) / 2,
  binWidth: (width * tickSize) / 2,
});

/** @param time seconds of all sides together */
function fitBins(
  depths: readonly number[],
  range: BinRange,
  time: number,
  tickSize: number,
): IntensityEstimate | null {
  const counts = new Array<number>(range.bins).fill(0);
  for (const depth of depths) {
    const bin = Math.floor((depth - range.start) / range.width);
    if (bin >= 0 && bin < range.bins) counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const orders = counts.reduce((sum, count) => sum + count, 0);
  const last = range.bins - 1;
  if (orders === 0 || counts[0] === orders || counts[last] === orders) return null;
  const { from, binWidth } = inPrice(range, tickSize);
  const distances = counts.map((_, bin) => from + bin * binWidth);
  const times = counts.map(() => time);
  const fitted = poissonIntensity({ distances, times, fills: counts });
  return {
    ...errorsOf(fitted, counts, distances, binWidth),
    orders,
    regressionK: regressionOf(counts, distances, time),
    fit: shareExplained(fitted.deviance, counts),
    pValue: fitted.pValue,
  };
}

/**
 * From the rate of orders that end in the bin at delta, A (1 - e^(-k w)) e^(-k delta), to A, with
 * errors by the delta method, times the root of the dispersion (McCullagh and Nelder 1989, section
 * 6.2): with m the mean distance of the fills, var ln A = 1 / n + (m - w / (e^(k w) - 1))^2 var k.
 */
function errorsOf(
  fitted: PoissonIntensity,
  counts: readonly number[],
  distances: readonly number[],
  width: number,
): Pick<
  IntensityEstimate,
  'intensityA' | 'standardErrorA' | 'intensityK' | 'standardErrorK' | 'dispersion'
> {
  const { intensityK, standardErrorK, pearson, degreesOfFreedom } = fitted;
  const orders = counts.reduce((sum, count) => sum + count, 0);
  const mean = counts.reduce((sum, count, bin) => sum + count * (distances[bin] ?? 0), 0) / orders;
  // With k at 0 or below an order has no last bin; A is then that of the bins.
  const share = intensityK > 0 ? -Math.expm1(-intensityK * width) : 1;
  const shift = intensityK > 0 ? width / Math.expm1(intensityK * width) : 0;
  const intensityA = fitted.intensityA / share;
  const varianceLogA = 1 / orders + ((mean - shift) * standardErrorK) ** 2;
  const dispersion = pearson / degreesOfFreedom;
  const inflation = Math.sqrt(Math.max(1, dispersion));
  return {
    intensityA,
    standardErrorA: intensityA * Math.sqrt(varianceLogA) * inflation,
    intensityK,
    standardErrorK: standardErrorK * inflation,
    dispersion,
  };
}

/** Share of the deviance of the counts from their mean; 0 when they are all equal. */
function shareExplained(deviance: number, counts: readonly number[]): number {
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  const constant = counts.reduce(
    (sum, count) => sum + 2 * ((count > 0 ? count * Math.log(count / mean) : 0) - (count - mean)),
    0,
  );
  return constant > 0 ? 1 - deviance / constant : 0;
}

function regressionOf(
  counts: readonly number[],
  distances: readonly number[],
  time: number,
): number | null {
  const used = counts.flatMap((count, bin) =>
    count > 0 ? [{ count, distance: distances[bin] ?? Number.NaN }] : [],
  );
  if (used.length < 2) return null;
  return regressIntensity({
    distances: used.map(({ distance }) => distance),
    intensities: used.map(({ count }) => count / time),
    weights: used.map(({ count }) => count),
  }).intensityK;
}
