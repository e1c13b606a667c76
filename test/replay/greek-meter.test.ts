/** Delta over time and PnL by greeks, on books whose figures are given, and on a real one with a smile. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Book } from '../../src/index.js';
import { DeltaMeter } from '../../src/replay/derivatives/delta-meter.js';
import { GreekMeter } from '../../src/replay/derivatives/greek-meter.js';
import type { DerivativesPort } from '../../src/replay/derivatives/index.js';

const SECOND = 1e6;
const DAY_US = 86_400 * SECOND;

describe('delta over time', () => {
  it('is weighted by time, in size and in the band', () => {
    const meter = new DeltaMeter();
    meter.band(0, -1, 1);
    meter.change(0, 0.5);
    meter.change(2 * SECOND, -3);
    meter.change(3 * SECOND, 1);
    expect(meter.figures(6 * SECOND)).toEqual({
      lowest: -3,
      highest: 1,
      meanSize: (2 * 0.5 + 3 + 3 * 1) / 6,
      insideBand: 5 / 6,
      series: [],
    });
  });

  it('counts no time in which delta or band were not known', () => {
    const meter = new DeltaMeter();
    meter.change(0, Number.NaN);
    meter.change(10 * SECOND, 2);
    meter.band(12 * SECOND, -1, 1);
    const { meanSize, insideBand, lowest } = meter.figures(14 * SECOND);
    expect([meanSize, insideBand, lowest]).toEqual([2, 0, 2]);
    expect(new DeltaMeter().figures(5)).toMatchObject({ meanSize: null, highest: null });
  });

  it('keeps at most 500 points, evenly spaced from the first on', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), (seconds) => {
        const meter = new DeltaMeter();
        for (let second = 1; second <= seconds; second++) {
          meter.change(second * SECOND, second);
          meter.sample(second);
        }
        const { series } = meter.figures(seconds * SECOND);
        const steps = new Set(series.slice(1).map(([at], place) => at - (series[place]?.[0] ?? 0)));
        expect(series.length).toBeLessThanOrEqual(500);
        expect(series.length).toBeGreaterThanOrEqual(Math.min(seconds, 250));
        expect(series[0]).toEqual([1, 1]);
        expect(steps.size).toBeLessThanOrEqual(1);
        for (const [at, delta] of series) expect(delta).toBe(at);
      }),
      { numRuns: 30 },
    );
  });
});

/** A book that says what it is told to. */
function told(figures: { index: number; delta: number; gamma: number; thetaPerDay: number }) {
  const port = {
    instruments: [{ contract: 'linear', lotSize: 0.5, multiplier: 2 }],
    positionLots: () => 3,
    option: () => null,
    exposure: () => figures,
  };
  return port as unknown as DerivativesPort;
}

const closeTo = (parts: Record<string, number>) =>
  Object.fromEntries(
    Object.entries(parts).map(([name, value]) => [name, expect.closeTo(value, 9)]),
  );

describe('PnL by greeks', () => {
  it('explains a move by the greeks before it', () => {
    const figures = { index: 100, delta: 10, gamma: 0.2, thetaPerDay: -48 };
    const meter = new GreekMeter(told(figures), {
      ...{ underlying: 0, hedges: [0], smiled: [], band: null, reach: 0 },
    });
    meter.begin(0);
    Object.assign(figures, { index: 103, delta: -99, gamma: -99, thetaPerDay: -24 });
    meter.observe(DAY_US / 4);
    // 3 lots of 1 unit hedge: 3 of the delta of 10.
    const first = { delta: 7 * 3, hedge: 3 * 3, gamma: (0.2 * 9) / 2, vega: 0, theta: -48 / 4 };
    expect(meter.figures(DAY_US / 4).pnl).toEqual(closeTo(first));
    meter.observe(DAY_US / 2);
    const { pnl, grossMoves } = meter.figures(DAY_US / 2);
    expect(pnl).toEqual(closeTo({ ...first, theta: -12 - 6 }));
    expect(grossMoves).toBeCloseTo(21 + 9 + 0.9 + 18, 12);
  });

  it.each(['linear', 'inverse', 'quanto', 'option'])(
    'knows the delta of %s as the book does',
    (kind) => {
      const book = Book.create(hedgedBook(kind));
      const start = 1_767_225_600_000_000;
      const index = (second: number, price: number): void => {
        const time = start + second * SECOND;
        expect(book.bookTicker(0, time, price * 2 - 1, price * 2 + 1, 1, 1)).toBe(0);
        expect(book.send('remark', time, [0])).toBe(0);
      };
      index(0, 60_000);
      expect(book.position(1, start, 300, 1_000)).toBe(0);
      expect(book.exposure(0).contractDelta).not.toBe(0);
      const meter = new GreekMeter(book, {
        ...{ underlying: 0, hedges: [1], smiled: [], band: null, reach: 0 },
      });
      meter.begin(start);
      for (const [second, price] of [60_100, 59_900, 60_500].entries()) {
        index(second + 1, price);
        meter.observe(start + (second + 1) * SECOND);
      }
      const { pnl } = meter.figures(start + 4 * SECOND);
      expect(Math.abs(pnl.hedge)).toBeGreaterThan(1);
      expect(Math.abs(pnl.delta)).toBeLessThan(1e-9 * Math.abs(pnl.hedge));
    },
  );

  it('is inside the band up to the reach of a lot, the band of the last decision too', () => {
    const figures = { index: 100, delta: 2.05, gamma: 0, thetaPerDay: 0 };
    const share = (reach: number, decision: object): number | null => {
      const port = { ...told(figures), explainHedge: () => decision };
      const meter = new GreekMeter(port as DerivativesPort, {
        ...{ underlying: 0, hedges: [], smiled: [], band: 'decided', reach },
      });
      meter.begin(0);
      return meter.figures(SECOND).delta.insideBand;
    };
    const decided = { action: 'INSIDE', bandLow: -2, bandHigh: 2 };
    expect([share(0, decided), share(0.1, decided)]).toEqual([0, 1]);
    expect(share(0, { ...decided, bandHigh: null })).toBe(1);
    expect(share(0, { ...decided, action: 'OFF' })).toBeNull();
  });

  it('explains what volatilities of a smile do', () => {
    const book = Book.create(smiledBook());
    const start = 1_767_225_600_000_000;
    const index = (second: number, price: number): void => {
      const code = book.bookTicker(0, start + second * SECOND, price * 2 - 1, price * 2 + 1, 1, 1);
      expect(code).toBe(0);
    };
    index(0, 60_000);
    expect(book.send('remark', start, [0])).toBe(0);
    expect(book.position(1, start, 100, 1_000)).toBe(0);
    const meter = new GreekMeter(book, {
      ...{ underlying: 0, hedges: [], smiled: [1], band: null, reach: 0 },
    });
    meter.begin(start);
    meter.observe(start);
    const opening = book.equity;
    for (let second = 1; second <= 200; second++) {
      index(second, 60_000 - 10 * second);
      meter.observe(start + second * SECOND);
    }
    const { pnl } = meter.figures(start + 200 * SECOND);
    const explained = Object.values(pnl).reduce((sum, part) => sum + part, 0);
    expect(Math.abs(pnl.vega)).toBeGreaterThan(100);
    const change = book.equity - opening;
    expect(Math.abs(change - explained)).toBeLessThan(2e-3 * Math.abs(change));
  });
});

function smiledBook(): unknown {
  const shared = { tickSize: 0.5, lotSize: 0.1, settle: 'USD', inventory: { maxPosition: 1000 } };
  const smile = { a: 0.01, b: 0.1, rho: -0.5, m: 0, sigma: 0.1 };
  return {
    book: { reportingAsset: 'USD' },
    assets: [{ symbol: 'USD', balance: 1e6 }],
    underlyings: [
      { symbol: 'BTC', index: 'PERP', initialIndex: 60_000, remark: { thresholdBps: 0.001 } },
    ],
    expiries: [{ symbol: 'E', underlying: 'BTC', time: '2026-03-01T00:00:00Z', smile }],
    instruments: [
      {
        ...shared,
        ...{ symbol: 'PERP', contract: 'linear', base: 'BTC', underlying: 'BTC' },
        quoting: { size: 1 },
        model: { type: 'linear', halfSpreadBps: 5, inventorySkewBps: 0 },
      },
      {
        ...shared,
        ...{ symbol: 'CALL', contract: 'option', base: 'BTC' },
        quoting: { size: 1 },
        model: { type: 'optionGreeks', halfSpread: 0.01 },
        option: { expiry: 'E', right: 'call', strike: 62_000 },
      },
    ],
  };
}

/** A book whose second instrument is of a kind and hedges. */
function hedgedBook(contract: string): unknown {
  const shared = { tickSize: 0.5, lotSize: 0.1, inventory: { maxPosition: 1000 } };
  const quoted = {
    quoting: { size: 1 },
    model: { type: 'linear', halfSpreadBps: 5, inventorySkewBps: 0 },
  };
  const isOption = contract === 'option';
  const option = { expiry: 'E', right: 'put', strike: 61_000, volatility: 0.5 };
  return {
    book: { reportingAsset: 'USD' },
    assets: [
      { symbol: 'USD', balance: 1e6 },
      { symbol: 'COIN', rate: 3000 },
      { symbol: 'BTC', rate: 60_000 },
    ],
    underlyings: [{ symbol: 'BTC', index: 'PERP', hedge: { mode: 'band', halfWidth: 1e9 } }],
    expiries: [{ symbol: 'E', underlying: 'BTC', time: '2026-03-01T00:00:00Z' }],
    instruments: [
      {
        ...{ ...shared, ...quoted, symbol: 'PERP', contract: 'linear', base: 'BTC', settle: 'USD' },
        underlying: 'BTC',
      },
      {
        ...{ ...shared, ...quoted, symbol: 'HEDGE', contract, base: 'BTC' },
        settle: contract === 'quanto' ? 'COIN' : contract === 'inverse' ? 'BTC' : 'USD',
        multiplier: contract === 'inverse' ? 100 : 1,
        hedge: { maxSize: 10 },
        ...(isOption ? { option } : { underlying: 'BTC' }),
      },
    ],
  };
}
