/** Exact models in the live engine: tables by level of inventory, what surrounds and replaces them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type TableLevel, tableFrames } from '../../src/config/index.js';
import { Book, encodeFrame } from '../../src/index.js';
import {
  avellanedaStoikovInfiniteTable,
  carteaJaimungalLongRunTable,
  carteaJaimungalTable,
  glftLongRunTable,
  gueantLogisticTable,
  gueantLongRunTable,
  gueantTable,
  type QuoteTable,
  quoteTableAt,
} from '../../src/models/index.js';
import { LIMIT_LOTS, LOT, MID_TICKS, openBook, openInstrument, TICK } from './quoted-instrument.js';
import { START_US } from './sample.js';

const gueant = { gamma: 0.02, intensityA: 0.9, intensityK: 1.2 };
const glft = { type: 'gueantLehalleFernandezTapiaExact', ...gueant, referenceSigma: 0.6 };
const flow = { buyOrderRate: 1.1, sellOrderRate: 0.8, kappa: 1.5, phi: 0.004 };
const cartea = { type: 'carteaJaimungal', ...flow };

/** What the engine quotes at a position, and why not. */
function quoteAt(book: Book, lots: number) {
  book.position(0, START_US, lots, MID_TICKS);
  return book.quote(0);
}

/** Within the rounding of the one place where prices become ticks: bid down, ask up. */
function expectQuoted(book: Book, lots: number, table: QuoteTable, position: number): void {
  const { bid, ask } = quoteAt(book, lots);
  const { deltaBid, deltaAsk } = quoteTableAt(table, position);
  for (const [side, delta, sign] of [[bid, deltaBid, -1] as const, [ask, deltaAsk, 1] as const]) {
    if (delta === null) {
      expect(side.reason).toBe('INVENTORY');
      continue;
    }
    const off = sign * (side.priceTicks - (MID_TICKS + (sign * delta) / TICK));
    expect(off, `${lots} lots`).toBeGreaterThan(-1e-6);
    expect(off, `${lots} lots`).toBeLessThan(1 + 1e-6);
    expect(side.reason).toBe('QUOTED');
  }
}

describe('the engine and the exact models agree to one tick, at every lot', () => {
  const positions = Array.from({ length: 2 * LIMIT_LOTS + 1 }, (_, index) => index - LIMIT_LOTS);

  it.each([
    ['no end', {}],
    ['drift and impact', { drift: 0.01, impact: 0.2 }],
    ['xi 0', { xi: 0 }],
    ['a horizon', { horizonSeconds: 30, terminalPenalty: 0.01 }],
  ])('Gueant-Lehalle-Fernandez-Tapia, %s', (_, keys) => {
    const { book } = openBook([openInstrument('X', { ...glft, ...keys })]);
    const own = { ...gueant, xi: gueant.gamma, sigma: 0.6, tradeSize: 1, levelsPerSide: 10 };
    const input = { ...own, ...keys };
    const hasEnd = 'horizonSeconds' in keys;
    const table = hasEnd ? gueantTable({ ...input, tau: 30 }) : gueantLongRunTable(input);
    for (const lots of positions) expectQuoted(book, lots, table, lots * LOT);
  });

  it('Gueant-Lehalle-Fernandez-Tapia 2013 itself, in lots', () => {
    const { book } = openBook([openInstrument('X', { ...glft, tradeSize: 1 })]);
    const table = glftLongRunTable({ ...gueant, sigma: 0.6, maxLots: 10 });
    for (const lots of positions) expectQuoted(book, lots, table, lots * LOT);
  });

  it('Cartea-Jaimungal, with uneven flow around a target', () => {
    const model = { ...cartea, horizonSeconds: 20, alpha: 0.02 };
    const { book } = openBook([openInstrument('X', model, { target: 3 })]);
    const table = carteaJaimungalTable({ ...flow, alpha: 0.02, tau: 20, minLots: -13, maxLots: 7 });
    for (const lots of positions) expectQuoted(book, lots, table, lots * LOT - 3);
  });

  it('Avellaneda-Stoikov with infinite horizon', () => {
    const own = { gamma: 0.02, k: 1.2 };
    const type = 'avellanedaStoikovInfinite';
    const { book } = openBook([openInstrument('X', { type, ...own, referenceSigma: 0.6 })]);
    const table = avellanedaStoikovInfiniteTable({
      ...own,
      sigma: 0.6,
      tradeSize: 1,
      levelsPerSide: 10,
    });
    for (const lots of positions) expectQuoted(book, lots, table, lots * LOT);
  });

  it('Gueant with a logistic intensity', () => {
    const own = { gamma: 0.02, lambda: 2, alpha: -0.7, beta: 1.5, terminalPenalty: 0.01 };
    const model = { type: 'gueantLogistic', ...own, horizonSeconds: 20, referenceSigma: 0.6 };
    const { book } = openBook([openInstrument('X', model)]);
    const input = { ...own, sigma: 0.6, tradeSize: 1, levelsPerSide: 10, tau: 20 };
    const table = gueantLogisticTable(input);
    for (const lots of positions) expectQuoted(book, lots, table, lots * LOT);
  });

  it('for any parameters and trade size', () => {
    const unit = fc.double({ min: 0.05, max: 1, noNaN: true });
    fc.assert(
      fc.property(unit, unit, unit, unit, fc.integer({ min: 3, max: 60 }), (a, b, c, d, step) => {
        const size = step * LOT;
        const own = { gamma: a / 20, intensityA: b * 2, intensityK: c * 3 };
        const model = { type: glft.type, ...own, referenceSigma: d, tradeSize: size };
        const { book } = openBook([openInstrument('X', model)]);
        const levelsPerSide = Math.ceil(LIMIT_LOTS / step);
        const input = { ...own, xi: own.gamma, sigma: d, tradeSize: size, levelsPerSide };
        const solved = gueantLongRunTable(input);
        // Counted in lots, whole levels are exact.
        const lowestPosition = -levelsPerSide * step;
        const table = { ...solved, lowestPosition, tradeSize: step };
        for (const lots of [-LIMIT_LOTS, -step, 0, 1, step, step + 1, LIMIT_LOTS - 1]) {
          expectQuoted(book, lots, table, lots);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('an inverse contract counts base units at the reference price', () => {
    const model = { ...cartea, referencePrice: 1000, tradeSize: 2 };
    const terms = { contract: 'inverse', base: 'X', settle: 'X', lotSize: 1, multiplier: 100 };
    const inverse = { ...openInstrument('X', model), ...terms };
    const sizes = {
      quoting: { size: 20, sizeSkew: 0, maxHalfSpreadBps: 9000, softWall: { skewBps: 0 } },
    };
    const inventory = { inventory: { maxPosition: 200 } };
    const { book } = openBook([{ ...inverse, ...sizes, ...inventory }], {
      assets: [{ symbol: 'X', rate: 1000 }],
    });
    const table = carteaJaimungalLongRunTable({ ...flow, minLots: -10, maxLots: 10 });
    const { deltaBid } = quoteTableAt(table, 3);
    const { bid } = quoteAt(book, 60);
    expect(bid.priceTicks).toBe(Math.floor(MID_TICKS - (deltaBid ?? Number.NaN) / TICK));
  });
});

/** A table whose bid and ask move apart from the fair value by the number of the level. */
const level = (bidTicks: number, askTicks: number, sides: TableLevel['sides'] = 'both') => ({
  bidTicks,
  askTicks,
  sides,
});

function send(book: Book, frames: ReturnType<typeof tableFrames>): number {
  const bytes = frames.map(({ name, values }) => encodeFrame(name, 0, START_US, values));
  return book.apply(Buffer.concat(bytes)).framesRejected;
}

describe('a table', () => {
  it('holds its last values beyond its levels; limits and soft wall go on', () => {
    const { book } = openBook([openInstrument('X', cartea)]);
    const levels = [level(10, 40), level(20, 20), level(40, 10)];
    expect(send(book, tableFrames({ lowestLots: -10, lotsPerLevel: 10, levels }, 0, 100))).toBe(0);
    const prices = (lots: number): number[] => {
      const { bid, ask } = quoteAt(book, lots);
      return [bid.priceTicks - MID_TICKS, ask.priceTicks - MID_TICKS];
    };
    expect(prices(0)).toEqual([-20, 20]);
    expect(prices(5)).toEqual([-30, 15]);
    expect(prices(10)).toEqual([-40, 10]);
    expect(prices(50)).toEqual([-40, 10]);
    expect(prices(-90)).toEqual([-10, 40]);
    expect(quoteAt(book, 100).bid.reason).toBe('INVENTORY');
  });

  it('withdraws a side that the level does not quote, unless that side must reduce', () => {
    const { book } = openBook([openInstrument('X', cartea, { target: 5 })]);
    const levels = [level(10, 40, 'bid'), level(20, 20), level(40, 10, 'ask')];
    send(book, tableFrames({ lowestLots: -10, lotsPerLevel: 10, levels }, 0, 100));
    const reasons = (lots: number) => {
      const { bid, ask } = quoteAt(book, lots);
      return [bid.reason, ask.reason];
    };
    expect(reasons(50)).toEqual(['QUOTED', 'QUOTED']);
    expect(reasons(51)).toEqual(['INVENTORY', 'QUOTED']);
    expect(reasons(60)).toEqual(['INVENTORY', 'QUOTED']);
    // Below the target and long: the table wants no ask, but it is the ask that reduces.
    expect(reasons(40)).toEqual(['QUOTED', 'INVENTORY']);
    book.apply(encodeFrame('tradingState', 0, START_US, [0, 1, 'test']));
    expect(reasons(40)).toEqual(['REDUCING', 'QUOTED']);
  });

  it('is replaced at one frame; rows in use are refused, rows given back must be written again', () => {
    const { book } = openBook([openInstrument('X', cartea), openInstrument('Y', cartea)]);
    const before = book.quote(0);
    const table = { lowestLots: 0, lotsPerLevel: 10, levels: [level(33, 44)] };
    const [write, take] = tableFrames(table, 0, 100);
    if (write === undefined || take === undefined) throw new Error('no frames');
    expect(send(book, [take])).toBe(1);
    expect(send(book, [write])).toBe(0);
    expect(book.quote(0)).toEqual(before);
    expect(send(book, [take])).toBe(0);
    expect(book.quote(0).bid.priceTicks).toBe(MID_TICKS - 33);
    expect(send(book, [write])).toBe(1);
    expect(send(book, [{ ...take, values: [1, 100, 1, 0, 10] }])).toBe(1);
    expect(book.rejects()).toEqual({ INCONSISTENT: 3 });
    // Rows of the table of the configuration are free again, and empty.
    expect(send(book, [{ ...take, values: [0, 0, 21, -100, 10] }])).toBe(1);
    expect(send(book, tableFrames(table, 1, 0))).toBe(0);
    // Another model gives rows back too.
    expect(send(book, [{ name: 'setLinear', values: [0, 5, 0, 0] }])).toBe(0);
    expect(book.quote(0).bid.priceTicks).toBe(MID_TICKS - 50);
    expect(send(book, [write])).toBe(0);
  });

  it('goes with a snapshot, and a what-if leaves no trace', () => {
    const { book, configuration } = openBook([openInstrument('X', glft)]);
    quoteAt(book, 37);
    const hash = book.stateHash();
    const fill = { instrument: 0, time: START_US, fillId: 1, priceTicks: MID_TICKS, sizeLots: 20 };
    const expected = book.whatIf({ ...fill, side: 'buy' }).quote;
    expect(book.stateHash()).toBe(hash);
    const copy = Book.restore(configuration, book.snapshot());
    expect(copy.stateHash()).toBe(hash);
    for (const one of [book, copy]) one.fill({ ...fill, side: 'buy' });
    expect(copy.stateHash()).toBe(book.stateHash());
    expect(copy.quote(0)).toMatchObject({ bid: expected.bid, ask: expected.ask });
    const more = { reportingAsset: 'USD', capacity: { tableLevels: 64 } };
    const smaller = { ...(configuration as object), book: more };
    expect(() => Book.restore(smaller, book.snapshot())).toThrow(
      expect.objectContaining({ code: 'SNAPSHOT' }),
    );
  });
});
