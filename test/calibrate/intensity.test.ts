/** Fits of the intensity to depths that are known. */
import { describe, expect, it } from 'vitest';
import { estimateIntensity, isSupported } from '../../src/calibrate/intensity.js';
import { LaggedMid } from '../../src/calibrate/lagged-mid.js';
import { DEFAULT_THRESHOLDS } from '../../src/calibrate/refusal.js';
import { SeededRandom } from '../../src/random/index.js';

const random = new SeededRandom(3);
const uniform = (count: number, most: number): number[] =>
  Array.from({ length: count }, () => random.uniform() * most);
const exponential = (count: number, mean: number): number[] =>
  uniform(count, 1).map((share) => -Math.log1p(-share) * mean);
const sample = { seconds: 1000, tickSize: 0.01, fromDepth: null };

describe('estimateIntensity', () => {
  it('passes over the orders that end at the touch', () => {
    const touch = new Array<number>(5000).fill(0.005);
    const side = [...touch, ...exponential(1000, 0.5)];
    const found = estimateIntensity({ ...sample, bought: side, sold: side }, DEFAULT_THRESHOLDS);
    expect(found?.range.from).toBeGreaterThan(0.005);
    const { intensityK = 0, standardErrorK = 1 } = found?.both ?? {};
    expect(Math.abs(intensityK - 2)).toBeLessThan(4 * standardErrorK);
  });

  it('begins where it is told', () => {
    const side = exponential(3000, 0.5);
    const found = estimateIntensity(
      { ...sample, bought: side, sold: side, fromDepth: 0.25 },
      DEFAULT_THRESHOLDS,
    );
    expect(found?.range.from).toBeCloseTo(0.25, 12);
    expect(found?.both.intensityA).toBeGreaterThan(2.5);
  });

  it('orders that come in clusters widen the errors and move nothing else', () => {
    const once = exponential(500, 0.5);
    const tenfold = once.flatMap((depth) => new Array<number>(10).fill(depth));
    const [alone, clustered] = [once, tenfold].map((side) =>
      estimateIntensity(
        { ...sample, bought: side, sold: side, fromDepth: 0 },
        { ...DEFAULT_THRESHOLDS, minFit: 0 },
      ),
    );
    expect(clustered?.both.intensityK).toBeCloseTo(alone?.both.intensityK ?? 0, 9);
    const ratio = (clustered?.both.standardErrorK ?? 0) / (alone?.both.standardErrorK ?? 1);
    expect(ratio).toBeGreaterThan(0.9);
  });

  it('depths that do not thin out are not supported: k is not above 0', () => {
    const side = uniform(2000, 1);
    const found = estimateIntensity(
      { ...sample, bought: side, sold: side, fromDepth: 0 },
      {
        ...DEFAULT_THRESHOLDS,
      },
    );
    const { intensityK = 9, standardErrorK = 0 } = found?.both ?? {};
    expect(intensityK).toBeLessThan(3 * standardErrorK);
    expect(found && isSupported(found.both, { ...DEFAULT_THRESHOLDS, minFit: -10 })).toBe(false);
  });

  it.each([
    ['no orders', [], []],
    ['one order', [0.3], []],
    ['all at the touch', new Array<number>(500).fill(0.005), []],
  ])('%s: nothing', (_name, bought, sold) => {
    expect(estimateIntensity({ ...sample, bought, sold }, DEFAULT_THRESHOLDS)).toBeNull();
  });
});

describe('LaggedMid', () => {
  it('gives the mid in effect that long ago', () => {
    const mid = new LaggedMid(100);
    expect(mid.at(5)).toBeNull();
    mid.add(10, 1);
    expect([mid.at(50), mid.at(109), mid.at(110)]).toEqual([null, null, 1]);
    mid.add(120, 2);
    expect([mid.at(200), mid.at(219), mid.at(220)]).toEqual([1, 1, 2]);
  });

  it('equals a search through everything, over many mids', () => {
    const mid = new LaggedMid(37);
    const all: (readonly [number, number])[] = [];
    let time = 0;
    for (let index = 0; index < 20_000; index += 1) {
      time += Math.floor(random.uniform() * 20);
      mid.add(time, index);
      all.push([time, index]);
      if (index % 97 !== 0) continue;
      const expected = all.findLast(([at]) => at <= time - 37)?.[1] ?? null;
      expect(mid.at(time)).toBe(expected);
    }
  });
});
