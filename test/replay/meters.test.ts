import { describe, expect, it } from 'vitest';
import { AggressorRule } from '../../src/replay/engine/aggressor-rule.js';
import {
  DrawdownMeter,
  InventoryMeter,
  MarkoutMeter,
  QuoteMeter,
  ValueMeter,
} from '../../src/replay/meters/index.js';

const S = 1e6;

describe('inventory', () => {
  it('weights by time and counts the time at the limit', () => {
    const meter = new InventoryMeter(4);
    meter.change(0, 0);
    meter.change(2 * S, 3);
    meter.change(6 * S, -4);
    const figures = meter.figures(10 * S);
    expect(figures).toMatchObject({ meanAbsLots: 2.8, maxAbsLots: 4, timeAtLimit: 0.4 });
  });

  it('the limit may move', () => {
    const meter = new InventoryMeter(Infinity);
    meter.limit(0, 4);
    meter.change(0, 4);
    meter.limit(2 * S, 5);
    meter.limit(6 * S, 3);
    expect(meter.figures(10 * S).timeAtLimit).toBeCloseTo(0.6, 12);
  });

  it('half-life: a position that decays by a known factor a second', () => {
    const meter = new InventoryMeter(Infinity);
    // An AR(1) with phi 0.9 driven by a seeded +-1 has a half-life of ln 2 / -ln 0.9 = 6.58 s.
    let state = 12_345;
    let x = 0;
    for (let second = 0; second < 200_000; second++) {
      state = (state * 48_271) % 2_147_483_647;
      x = 0.9 * x + (state % 2 === 0 ? 1 : -1);
      meter.change(second * S, x);
      meter.sample();
    }
    expect(meter.figures(200_000 * S).reversion.halfLifeSeconds).toBeCloseTo(6.58, 0);
  });

  it('half-life is null when flat and when it does not persist', () => {
    const flat = new InventoryMeter(1);
    const jumping = new InventoryMeter(1);
    for (let second = 0; second < 30; second++) {
      flat.change(second * S, 5);
      flat.sample();
      jumping.change(second * S, second % 2 === 0 ? 1 : -1);
      jumping.sample();
    }
    expect(flat.figures(30 * S).reversion).toMatchObject({ verdict: 'constant' });
    expect(jumping.figures(30 * S).reversion).toMatchObject({
      ...{ verdict: 'noPersistence', halfLifeSeconds: null },
    });
  });
});

describe('value', () => {
  it('adds up value times hours', () => {
    const meter = new ValueMeter();
    meter.change(0, 0);
    meter.change(1800 * S, 100);
    meter.change(3600 * S, 40);
    expect(meter.hours(7200 * S)).toBeCloseTo(100 * 0.5 + 40, 12);
  });

  it('is 0 before anything was held', () => {
    expect(new ValueMeter().hours(5 * S)).toBe(0);
  });
});

describe('markouts', () => {
  it('takes the mid that held when the horizon ended, weighted by size', () => {
    const meter = new MarkoutMeter();
    meter.add(0, 100, 1);
    meter.add(0.5 * S, 102, -3);
    expect(meter.due).toBe(1 * S);
    // The mid was 101 until 1.2 s, 103 until 2 s.
    meter.settle(1.2 * S, 101);
    meter.settle(2 * S, 103);
    const [one, ten] = meter.figures();
    const bought = (101 - 100) / 100;
    const sold = -(103 - 102) / 102;
    expect(one?.fills).toBe(2);
    expect(one?.bps).toBeCloseTo(((bought + 3 * sold) / 4) * 1e4, 9);
    expect(ten).toEqual({ seconds: 10, bps: null, fills: 0 });
    expect(meter.due).toBe(10 * S);
  });
});

it('markouts forget fills that the longest horizon has settled', () => {
  const meter = new MarkoutMeter();
  for (let index = 0; index < 5000; index++) {
    meter.add(index * S, 100, 1);
    if (meter.due < index * S) meter.settle(index * S, 101);
  }
  expect(meter.waiting).toBeLessThan(1200);
  expect(meter.figures()).toMatchObject([{ bps: 100 }, { bps: 100 }, { bps: 100, fills: 4939 }]);
});

describe('quotes and drawdown', () => {
  it('share of time quoted per side', () => {
    const meter = new QuoteMeter();
    meter.begin(0);
    meter.update(2 * S, 5, 5);
    meter.update(6 * S, 0, 5);
    expect(meter.figures(10 * S)).toEqual({ updates: 2, bidQuoted: 0.4, askQuoted: 0.8 });
  });

  it('worst fall below the highest value', () => {
    const meter = new DrawdownMeter();
    for (const pnl of [-1, 2, 0, 5, 3, 4, 1]) meter.add(pnl);
    expect(meter.worst).toBe(4);
  });
});

describe('aggressor rule', () => {
  it.each([
    [102, 0],
    [103, 0],
    [100, 1],
    [99, 1],
    [101.5, 0],
    [100.5, 1],
  ])('market 100 @ 102, trade at %f: %i', (price, side) => {
    const rule = new AggressorRule(1);
    rule.quote(0, 100, 102);
    expect(rule.infer(0, price)).toBe(side);
  });

  it('at the mid by the last trade', () => {
    const rule = new AggressorRule(1);
    rule.quote(0, 100, 102);
    expect([100, 101, 101, 102, 101, 101].map((price) => rule.infer(0, price))).toEqual([
      1, 0, 0, 0, 1, 1,
    ]);
  });
});
