/** The report on a clock, for clocks of known grid and cost; the histogram's exact edges. */
import { describe, expect, it } from 'vitest';
import { measureClock, type Now, systemNow } from '../../src/bench/clock.js';
import { TimingHistogram } from '../../src/bench/timing-histogram.js';

/** Reads take 40 .. 99 ns and fall on a grid. */
function gridClock(gridNs: number): Now {
  let time = 0;
  let reads = 0;
  return () => {
    time += 40 + ((reads++ * 7919) % 60);
    return Math.floor(time / gridNs) * gridNs;
  };
}

describe('measureClock', () => {
  it.each([
    [1, 1],
    [10, 10],
    [125 / 3, 42],
    [1000, 1000],
  ])('finds a grid of %d ns', (gridNs, expected) => {
    const { granularityNs, costNs } = measureClock(gridClock(gridNs), 'fake');
    expect(Math.abs(granularityNs - expected)).toBeLessThanOrEqual(1);
    expect(Math.abs(costNs - 69.5)).toBeLessThan(1);
  });

  it('reports the clock of this process', () => {
    const { source, costNs, granularityNs } = measureClock();
    expect(source).toBe('performance.now');
    expect(costNs).toBeGreaterThan(0);
    expect(granularityNs).toBeGreaterThan(0);
    const first = systemNow();
    expect(systemNow()).toBeGreaterThanOrEqual(first);
  });
});

describe('TimingHistogram', () => {
  it('has percentiles within a thousandth, and exact mean and maximum', () => {
    const timings = new TimingHistogram();
    for (let ns = 1; ns <= 10_000; ns++) timings.record(ns * 10);
    const { p50, p99, max } = timings.percentiles();
    expect(Math.abs(p50 / 50_000 - 1)).toBeLessThan(0.001);
    expect(Math.abs(p99 / 99_000 - 1)).toBeLessThan(0.001);
    expect(max).toBe(100_000);
    expect(timings.meanNs).toBe(50_005);
    expect(timings.percentiles(10).max).toBe(10_000);
  });

  it('survives its encoding, and adds up', () => {
    const one = new TimingHistogram();
    const other = new TimingHistogram();
    one.record(100);
    other.record(7_000_000_000);
    const both = new TimingHistogram();
    both.add(one.encode());
    both.add(other.encode());
    expect(both.samples).toBe(2);
    expect(both.totalNs).toBe(7_000_000_100);
    expect(both.percentiles()).toMatchObject({ p50: 100, max: 7_000_000_000 });
  });

  it('takes 0 and more than an hour, and never answers beyond what was recorded', () => {
    const timings = new TimingHistogram();
    timings.record(0);
    timings.record(9e12);
    expect(timings.samples).toBe(2);
    expect(timings.percentiles()).toMatchObject({ p50: 0, max: 9e12 });
    expect(timings.percentiles().p99).toBeLessThanOrEqual(9e12);
  });
});
