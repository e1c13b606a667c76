/** Online estimates of the kernel against their definitions, and against known markets. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SIDE_BUY, SIDE_SELL } from '../../assembly/codes.js';
import { encodeFrame, type FieldValue, type InputFrameName } from '../../src/frames/index.js';
import { Book, type IntensityReport } from '../../src/index.js';
import { SeededRandom } from '../../src/random/index.js';
import { oracleIntensity } from '../oracle/estimates.js';
import { OracleBook } from '../oracle/index.js';

const TICK = 0.5;
const START_NS = 1_700_000_000_000_000_000n;

const configuration = {
  book: { reportingAsset: 'USD', capacity: { instruments: 2, assets: 2, fillIds: 8 } },
  instruments: [
    {
      symbol: 'X',
      contract: 'linear',
      base: 'X',
      settle: 'USD',
      tickSize: TICK,
      lotSize: 1,
      quoting: { size: 1 },
      inventory: { maxPosition: 10 },
      model: { type: 'linear', halfSpreadBps: 1, inventorySkewBps: 1 },
    },
  ],
};

/** A book and the oracle, fed with the same frames. */
class Pair {
  readonly book = Book.create(configuration, { output: 'discard' });
  readonly oracle = new OracleBook({ instruments: 2, assets: 2, fillIds: 8 });
  #sequence = 0;
  time = START_NS;

  constructor() {
    for (const [opcode, ...fields] of [
      [1, 0, 1, null],
      [1, 1, 1, null],
      [2, 0, 1, 1, 0, 0, TICK, 1, 1, 1, 0, 0, 0],
    ] as const) {
      expect(this.oracle.apply([opcode, 0, 0, ...fields]).code).toBe(0);
    }
    this.send('setVolatility', 8, 60, 0, 1, 0);
  }

  send(name: InputFrameName, opcode: number, ...fields: FieldValue[]): void {
    this.#sequence += 1;
    const values = name === 'clock' ? [] : [0, ...fields];
    const bytes = encodeFrame(name, this.#sequence, this.time, values);
    expect(this.book.apply(bytes).framesRejected).toBe(0);
    const frame = [opcode, this.#sequence, this.time, ...values] as const;
    expect(this.oracle.apply(frame as never).code).toBe(0);
  }

  compare(): void {
    const [instrument] = this.oracle.instruments;
    if (!instrument) throw new Error('the oracle has no instrument');
    const report = this.book.estimates(0);
    const sigma = Math.sqrt(instrument.volatility.variance) * TICK;
    expect(Math.abs(report.sigma - sigma)).toBeLessThanOrEqual(1e-9 * sigma);
    for (const [own, taker] of [
      [report.bought, SIDE_BUY],
      [report.sold, SIDE_SELL],
    ] as const) {
      compareSide(own, oracleIntensity(instrument, taker, this.oracle.now));
    }
  }
}

function compareSide(own: IntensityReport, expected: ReturnType<typeof oracleIntensity>): void {
  const near = (got: number | null, wanted: number) =>
    expect(Math.abs((got ?? Number.NaN) - wanted)).toBeLessThanOrEqual(1e-6 * Math.abs(wanted));
  near(own.effectiveOrders, expected.effectiveOrders);
  expect(own.code).toBe(expected.code);
  if (own.code !== 'ESTIMATED') {
    expect(own).toMatchObject({ intensityA: null, intensityK: null, standardErrorK: null });
    return;
  }
  near(own.intensityA, expected.intensityA);
  near(own.intensityK, expected.intensityK);
  expect(Math.abs((own.dispersion ?? 9) - expected.dispersion)).toBeLessThan(1e-6);
  expect(own.standardErrorK).toBeGreaterThan(0);
}

const estimators = fc.record({
  kind: fc.constant('estimators' as const),
  robust: fc.constantFrom(0, 1),
  halfLife: fc.double({ min: 0.1, max: 1000, noNaN: true }),
  // Between whole numbers: equal weights give whole effective orders, up to rounding.
  minOrders: fc.constantFrom(0.5, 2.5, 5.5),
  fromTicks: fc.constantFrom(0, 0.5, 1, 2),
});
const ticker = fc.record({
  kind: fc.constant('ticker' as const),
  bid: fc.integer({ min: 90, max: 110 }),
  spread: fc.integer({ min: 1, max: 4 }),
});
const trade = fc.record({
  kind: fc.constant('trade' as const),
  ticks: fc.integer({ min: 80, max: 125 }),
  side: fc.constantFrom(0, 1),
});
const step = fc.record({
  event: fc.oneof(
    { weight: 1, arbitrary: estimators },
    { weight: 8, arbitrary: ticker },
    { weight: 16, arbitrary: trade },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('clock' as const) }) },
  ),
  afterNs: fc.oneof(fc.constant(0n), fc.bigInt({ min: 1000n, max: 3_000_000_000n })),
});

describe('online estimates', () => {
  it('equal their definition after any frames', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const pair = new Pair();
        for (const { event, afterNs } of steps) {
          pair.time += afterNs;
          if (event.kind === 'ticker') {
            pair.send('bookTicker', 16, event.bid, event.bid + event.spread, 1, 1);
          } else if (event.kind === 'trade') {
            pair.send('trade', 17, event.ticks, 1, event.side);
          } else if (event.kind === 'clock') pair.send('clock', 27);
          else {
            const { robust, halfLife, minOrders, fromTicks } = event;
            pair.send('setEstimators', 15, robust, halfLife, minOrders, fromTicks);
          }
          pair.compare();
        }
      }),
      { numRuns: 150 },
    );
  });

  it('find A and k of exponential depths, and say THIN before', () => {
    const pair = new Pair();
    const random = new SeededRandom(5);
    const [intensityA, perTick] = [2, 0.4];
    pair.send('setEstimators', 15, 0, 500, 50, 1);
    pair.send('bookTicker', 16, 1000, 1001, 1, 1);
    expect(pair.book.estimates(0).bought.code).toBe('THIN');
    for (let order = 0; order < 8000; order += 1) {
      // Two sides of rate A each: one order every 1 / (2 A) seconds.
      const wait = -Math.log1p(-random.uniform()) / (2 * intensityA);
      pair.time += BigInt(Math.round(wait * 1e9));
      const depth = -Math.log1p(-random.uniform()) / perTick;
      const side = random.uniform() < 0.5 ? 0 : 1;
      // The deepest price within reach; nothing is nearer than half a tick.
      const ticks = side === 0 ? Math.floor(1000.5 + depth) : Math.ceil(1000.5 - depth);
      if (side === 0 ? ticks > 1000 : ticks < 1001) {
        // Trades of one moment are one order.
        if (depth > 2) pair.send('trade', 17, side === 0 ? 1001 : 1000, 1, side);
        pair.send('trade', 17, ticks, 1, side);
      }
    }
    const { bought, sold } = pair.book.estimates(0);
    for (const { intensityK, standardErrorK, intensityA: A, dispersion, code } of [bought, sold]) {
      expect(code).toBe('ESTIMATED');
      const k = (intensityK ?? 0) * TICK;
      // The order sees prices half a tick below its depth, the same for all: k is not moved.
      expect(Math.abs(k - perTick)).toBeLessThan(4 * (standardErrorK ?? 0) * TICK);
      expect(A).toBeGreaterThan(1.5);
      expect(A).toBeLessThan(2.5);
      expect(Math.abs((dispersion ?? 9) - 1)).toBeLessThan(0.3);
    }
  });

  it('without setEstimators there is nothing, and the volatility is as ever', () => {
    const pair = new Pair();
    pair.send('bookTicker', 16, 1000, 1001, 1, 1);
    pair.send('trade', 17, 1003, 1, 0);
    expect(pair.book.estimates(0)).toMatchObject({
      symbol: 'X',
      robust: false,
      bought: { code: 'OFF', effectiveOrders: 0, intensityA: null },
      sold: { code: 'OFF' },
    });
  });

  it('orders that all end within a tick have no finite k', () => {
    const pair = new Pair();
    pair.send('setEstimators', 15, 0, 100, 2, 0);
    pair.send('bookTicker', 16, 1000, 1001, 1, 1);
    for (let order = 0; order < 5; order += 1) {
      pair.time += 1_000_000_000n;
      pair.send('trade', 17, 1001, 1, 0);
    }
    expect(pair.book.estimates(0).bought).toMatchObject({ code: 'NO_DECAY', intensityK: null });
    expect(pair.book.estimates(0).sold.code).toBe('THIN');
  });

  it('a jump moves the robust volatility far less than the plain one', () => {
    const sigmas = [0, 1].map((robust) => {
      const pair = new Pair();
      pair.send('setEstimators', 15, robust, 100, 2, 0);
      const random = new SeededRandom(1);
      let bid = 10_000;
      for (let second = 0; second < 600; second += 1) {
        pair.time += 1_000_000_000n;
        bid += Math.round(random.normal() * 10) + (second === 590 ? 1000 : 0);
        pair.send('bookTicker', 16, bid, bid + 1, 1, 1);
      }
      return pair.book.estimates(0).sigma / TICK;
    });
    const [plain = 0, robust = 0] = sigmas;
    expect(plain).toBeGreaterThan(60);
    expect(robust).toBeLessThan(35);
    expect(robust).toBeGreaterThan(5);
  });

  it('survive a snapshot', () => {
    const pair = new Pair();
    pair.send('setEstimators', 15, 1, 100, 1, 0);
    for (const bid of [1000, 1003, 1001, 1010]) {
      pair.time += 1_000_000_000n;
      pair.send('bookTicker', 16, bid, bid + 1, 1, 1);
      pair.send('trade', 17, bid + 3, 1, 0);
      pair.send('trade', 17, bid + 5, 1, 0);
    }
    const restored = Book.restore(configuration, pair.book.snapshot());
    expect(restored.estimates(0)).toEqual(pair.book.estimates(0));
    expect(restored.estimates(0).bought.code).toBe('ESTIMATED');
  });
});
