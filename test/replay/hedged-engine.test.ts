/** Hedges at the simulated venue, event by event: when, where and how much of them is filled. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Book, type OutputFrame } from '../../src/index.js';
import { Derivatives } from '../../src/replay/derivatives/index.js';
import { SessionEngine } from '../../src/replay/engine/index.js';

const START_US = 1_700_000_000_000_000;
const HELD = 0;
const HEDGE = 1;

function configuration(hedge: object = {}, sections: object = {}) {
  const shared = {
    contract: 'linear',
    base: 'X',
    settle: 'USD',
    tickSize: 1,
    lotSize: 1,
    takerFee: 0.001,
    quoting: { size: 1, postOnly: true },
    inventory: { maxPosition: 1000 },
    model: { type: 'linear', halfSpreadBps: 400, inventorySkewBps: 0 },
    risk: { maxAgeSeconds: null, collarBps: null },
    underlying: 'X',
  };
  return {
    book: { reportingAsset: 'USD', capacity: { instruments: 2 } },
    assets: [{ symbol: 'USD', balance: 100_000 }],
    underlyings: [
      { symbol: 'X', index: 'A', hedge: { mode: 'band', halfWidth: 2, minIntervalSeconds: 0 } },
    ],
    instruments: [
      { ...shared, symbol: 'A' },
      {
        ...shared,
        symbol: 'B',
        hedge: { maxSize: 100, settleSeconds: 1, confirmSeconds: 10, ...hedge },
      },
    ],
    ...sections,
  };
}

interface Fill {
  readonly ms: number;
  readonly ticks: number;
  readonly lots: number;
}

/** Long 10 of A from the beginning; the hedge is to sell 8 of B. */
function session(latencyMs: number, hedge: object = {}, sections: object = {}) {
  const book = Book.create(configuration(hedge, sections), { output: 'keep' });
  const derivatives = new Derivatives(book, {
    hedgeLatencyUs: latencyMs * 1000,
    underlyings: [{ underlying: 0, hedges: [HEDGE], smiled: [], band: [-2, 2], reach: 0 }],
    unrecorded: [],
    takers: null,
    optionFee: null,
  });
  const assumptions = { latencyUs: latencyMs * 1000, queueAheadLots: [], fillOnCross: false };
  const opening = [{ instrument: HELD, lots: 10, priceTicks: 100 }];
  const engine = new SessionEngine(book, assumptions, [], opening, derivatives);
  const fills: Fill[] = [];
  const nothing = (): void => undefined;
  engine.observer = {
    quote: nothing,
    trade: nothing,
    funding: nothing,
    fill: (_, time, ticks, lots) => fills.push({ ms: (time - START_US) / 1000, ticks, lots }),
  };
  const quote = (ms: number, bid: number, ask: number, lots = 0, instrument = HEDGE): void => {
    expect(engine.quote(instrument, START_US + ms * 1000, bid, ask, lots, lots)).toBe(0);
  };
  return { book, derivatives, engine, fills, quote };
}

const figuresOf = ({ hedges }: Derivatives) => hedges.figures()[0]?.[1];

describe('a hedge', () => {
  it('is taken at the touch that stands when it arrives, not at that of the decision', () => {
    const { book, derivatives, fills, quote } = session(100);
    quote(0, 100, 101);
    quote(50, 99, 100);
    quote(99, 97, 98);
    expect(fills).toEqual([]);
    quote(150, 90, 91);
    expect(fills).toEqual([{ ms: 100, ticks: 97, lots: -8 }]);
    expect(book.positionLots(HEDGE)).toBe(-8);
    expect(book.hedges()).toEqual([]);
    expect(figuresOf(derivatives)).toEqual({
      ...{ sent: 1, done: 1, partial: 0, rejected: 0, boughtLots: 0, soldLots: 8 },
    });
    // Sold at 97 against a mid of 97.5; the fee is a share of the traded value.
    const { slippage, fees } = derivatives.takingCost(HEDGE);
    expect(slippage).toBeCloseTo(8 * 0.5, 12);
    expect(fees).toBeCloseTo(8 * 97 * 0.001, 12);
  });

  it('takes what is displayed, once, and the rest is asked for again', () => {
    const { derivatives, fills, quote } = session(100);
    quote(0, 100, 101, 5);
    quote(150, 100, 101, 2);
    expect(fills).toEqual([{ ms: 100, ticks: 100, lots: -5 }]);
    // The rest was asked for at 100 ms, and arrives at 200 ms at the touch of 150 ms.
    quote(250, 100, 101, 9);
    expect(fills.slice(1)).toEqual([{ ms: 200, ticks: 100, lots: -2 }]);
    quote(400, 100, 101, 9);
    expect(fills.slice(2)).toEqual([{ ms: 300, ticks: 100, lots: -1 }]);
    expect(figuresOf(derivatives)).toMatchObject({ sent: 3, done: 1, partial: 2, soldLots: 8 });
  });

  it('is rejected when the size was taken before, and waits as the book says', () => {
    const { derivatives, fills, quote } = session(100, { settleSeconds: 2 });
    quote(0, 100, 101, 5);
    // Nobody quotes B anew; seconds pass with A.
    for (let ms = 1000; ms <= 3000; ms += 500) quote(ms, 100, 101, 1, HELD);
    expect(fills).toHaveLength(1);
    expect(figuresOf(derivatives)?.rejected).toBeGreaterThan(0);
    expect(figuresOf(derivatives)?.sent).toBeLessThan(5);
    for (let ms = 3600; ms <= 7000; ms += 500) quote(ms, 100, 101, 50);
    expect(fills.slice(1).map(({ lots }) => lots)).toEqual([-3]);
  });

  it('ends an endless demand in a market without size', () => {
    const { derivatives, quote } = session(0, { settleSeconds: 0 });
    quote(0, 100, 101, 5);
    for (let ms = 1; ms <= 5; ms++) quote(ms, 100, 101, 1, HELD);
    // One round a step, whatever the book asks for.
    expect(figuresOf(derivatives)?.sent).toBeLessThan(10);
  });

  it('without latency is taken at the touch of the decision', () => {
    const { fills, quote } = session(0);
    quote(0, 100, 101);
    quote(10, 90, 91);
    expect(fills).toEqual([{ ms: 0, ticks: 100, lots: -8 }]);
  });

  it('is what the book put into its output', () => {
    const { book, derivatives, quote } = session(100);
    const frames: OutputFrame[] = [];
    for (const ms of [0, 150, 300, 450]) {
      quote(ms, 100, 101, 5);
      frames.push(...book.drainFrames().filter(({ name }) => name === 'hedge'));
    }
    expect(frames).toHaveLength(figuresOf(derivatives)?.sent ?? -1);
    const first = frames[0];
    expect(first).toMatchObject({ instrument: HEDGE, sizeLots: 8 });
  });

  it('is also how a rung of the ladder flattens', () => {
    const guards = [{ instrument: 'A', measure: 'position', hard: 5, atHard: 'flatten' }];
    const { book, fills, quote } = session(100, {}, { guards });
    quote(0, 100, 101, 50, HELD);
    quote(50, 100, 101, 50);
    quote(150, 98, 99, 50, HELD);
    quote(1300, 98, 99, 50, HELD);
    expect(fills.filter(({ lots }) => lots === -10)).toEqual([{ ms: 100, ticks: 100, lots: -10 }]);
    expect(book.positionLots(HELD)).toBe(0);
  });

  it('without a market is rejected', () => {
    const guards = [{ instrument: 'A', measure: 'position', hard: 5, atHard: 'flatten' }];
    const { book, derivatives, fills, quote } = session(100, {}, { guards });
    // The position is known before its market is.
    for (let ms = 0; ms <= 1500; ms += 500) quote(ms, 100, 101, 50);
    expect(fills.filter(({ lots }) => lots === -10)).toEqual([]);
    const [held] = derivatives.hedges.figures();
    expect(held?.[0]).toBe(HELD);
    expect(held?.[1]).toMatchObject({ done: 0, partial: 0, soldLots: 0 });
    expect(held?.[1].rejected).toBeGreaterThan(0);
    expect(book.positionLots(HELD)).toBe(10);
  });

  it('ends once, whatever the market and the delays, and its fills are the position', () => {
    const step = fc.record({
      passes: fc.integer({ min: 0, max: 1500 }),
      instrument: fc.constantFrom(HELD, HEDGE),
      bid: fc.integer({ min: 90, max: 110 }),
      lots: fc.integer({ min: 0, max: 6 }),
    });
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 1, maxLength: 40 }),
        fc.constantFrom(0, 1, 100, 700, 12_000),
        fc.constantFrom(0, 1, 3),
        (steps, latencyMs, settleSeconds) => {
          const { book, derivatives, fills, quote } = session(latencyMs, { settleSeconds });
          let ms = 0;
          for (const { passes, instrument, bid, lots } of steps) {
            ms += passes;
            quote(ms, bid, bid + 1, lots, instrument);
          }
          const own = figuresOf(derivatives);
          const ended = (own?.done ?? 0) + (own?.partial ?? 0) + (own?.rejected ?? 0);
          expect((own?.sent ?? 0) - ended).toBe(book.hedges().length);
          const filled = fills.reduce((sum, { lots: signed }) => sum + signed, 0);
          const held = book.positionLots(HELD) - 10 + book.positionLots(HEDGE);
          expect(held).toBe(filled);
          expect((own?.boughtLots ?? 0) - (own?.soldLots ?? 0)).toBe(book.positionLots(HEDGE));
          const times = fills.map((fill) => fill.ms);
          expect(times).toEqual([...times].sort((a, b) => a - b));
        },
      ),
      { numRuns: 60 },
    );
  });
});
