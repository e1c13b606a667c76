/**
 * Variance per bar from open, high, low and close: Parkinson 1980, Garman and Klass 1980, Rogers
 * and Satchell 1991, Yang and Zhang 2000.
 */
import { DomainError } from '../../errors.js';
import { finiteResult } from '../domain.js';
import { requireList, requirePositiveList, requireSameLength } from '../shapes.js';
import { logReturn } from './log-return.js';

/** Bars, oldest first, prices above 0, each low <= open, close <= high. */
export interface Bars {
  readonly open: readonly number[];
  readonly high: readonly number[];
  readonly low: readonly number[];
  readonly close: readonly number[];
}

/** An estimated variance per bar. */
export interface BarEstimate {
  readonly variance: number;
  /** Null when there are too few bars to tell. */
  readonly standardError: number | null;
}

/** What {@link barVariance} returns. */
export interface BarVariance {
  /** From the range; for prices without drift. */
  readonly parkinson: BarEstimate;
  /** From range and body; for prices without drift. */
  readonly garmanKlass: BarEstimate;
  /** Free of drift. */
  readonly rogersSatchell: BarEstimate;
  /** Free of drift, with the jumps from close to open; null with fewer than 3 bars. */
  readonly yangZhang: BarEstimate | null;
}

/** Logarithms of one bar. */
interface Bar {
  readonly body: number;
  readonly parkinson: number;
  readonly garmanKlass: number;
  readonly rogersSatchell: number;
}

function barOf(open: number, high: number, low: number, close: number): Bar {
  const range = logReturn(low, high);
  const body = logReturn(open, close);
  const up = logReturn(close, high) * logReturn(open, high);
  const down = logReturn(close, low) * logReturn(open, low);
  return {
    body,
    parkinson: range ** 2 / (4 * Math.LN2),
    garmanKlass: range ** 2 / 2 - (2 * Math.LN2 - 1) * body ** 2,
    rogersSatchell: up + down,
  };
}

/**
 * The four estimators over all bars. The standard errors of the first three are those of a mean,
 * that of the last comes from leaving out one bar at a time (jackknife).
 *
 * @throws DomainError when there is no bar, lists differ in length or a bar is impossible
 */
export function barVariance(bars: Bars): BarVariance {
  const { open, high, low, close } = bars;
  requireSameLength({ open, high, low, close });
  requireList('open', open, 1);
  for (const [name, prices] of Object.entries({ open, high, low, close })) {
    requirePositiveList(name, prices);
  }
  const all = open.map((start, index) => {
    const [top, bottom, end] = [high[index] ?? 0, low[index] ?? 0, close[index] ?? 0];
    if (bottom > Math.min(start, end) || top < Math.max(start, end)) {
      const details = { index, open: start, high: top, low: bottom, close: end };
      throw new DomainError(`bar ${index}: low ${bottom} to high ${top} misses a price`, details);
    }
    return barOf(start, top, bottom, end);
  });
  const gaps = open.slice(1).map((start, index) => logReturn(close[index] ?? 0, start));
  return finiteResult('barVariance', {
    parkinson: meanOf(all.map((bar) => bar.parkinson)),
    garmanKlass: meanOf(all.map((bar) => bar.garmanKlass)),
    rogersSatchell: meanOf(all.map((bar) => bar.rogersSatchell)),
    yangZhang: yangZhangOf(gaps, all.slice(1)),
  });
}

/** Mean and squared deviations of a list, and the mean and variance without one of its entries. */
class Sample {
  readonly count: number;
  readonly mean: number;
  readonly squares: number;

  constructor(private readonly values: readonly number[]) {
    this.count = values.length;
    this.mean = values.reduce((sum, value) => sum + value, 0) / this.count;
    this.squares = values.reduce((sum, value) => sum + (value - this.mean) ** 2, 0);
  }

  get variance(): number {
    return this.squares / (this.count - 1);
  }

  private deviation(index: number): number {
    return (this.values[index] ?? Number.NaN) - this.mean;
  }

  meanWithout(index: number): number {
    return this.mean - this.deviation(index) / (this.count - 1);
  }

  varianceWithout(index: number): number {
    const removed = (this.deviation(index) ** 2 * this.count) / (this.count - 1);
    return Math.max(this.squares - removed, 0) / (this.count - 2);
  }
}

function meanOf(values: readonly number[]): BarEstimate {
  const sample = new Sample(values);
  const { count, mean } = sample;
  return { variance: mean, standardError: count > 1 ? Math.sqrt(sample.variance / count) : null };
}

/** Weight of the open-to-close variance that Yang and Zhang found best, for m bars. */
const bodyWeight = (count: number): number => 0.34 / (1.34 + (count + 1) / (count - 1));

/** The first bar only supplies the close before the first gap. */
function yangZhangOf(gaps: readonly number[], bars: readonly Bar[]): BarEstimate | null {
  const count = bars.length;
  if (count < 2) return null;
  const gap = new Sample(gaps);
  const body = new Sample(bars.map((bar) => bar.body));
  const rogersSatchell = new Sample(bars.map((bar) => bar.rogersSatchell));
  const weight = bodyWeight(count);
  const variance = gap.variance + weight * body.variance + (1 - weight) * rogersSatchell.mean;
  if (count < 3) return { variance, standardError: null };
  const without = bodyWeight(count - 1);
  const reduced = new Sample(
    bars.map(
      (_bar, index) =>
        gap.varianceWithout(index) +
        without * body.varianceWithout(index) +
        (1 - without) * rogersSatchell.meanWithout(index),
    ),
  );
  return { variance, standardError: Math.sqrt(((count - 1) / count) * reduced.squares) };
}
