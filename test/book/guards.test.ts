/** Guards, the ladder, the leaning skew, and prices that must be confirmed (docs/semantics.md 13). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Book } from '../../src/index.js';
import { START_US } from './sample.js';

const MID = 100_000;
const TICK = 0.01;

function instrument(symbol: string, changes: object = {}) {
  return {
    symbol,
    contract: 'linear',
    base: symbol,
    settle: 'USD',
    tickSize: TICK,
    lotSize: 0.1,
    quoting: { size: 1, sizeSkew: 0, requoteThresholdBps: 0, maxSkewBps: 5000 },
    inventory: { maxPosition: 1000 },
    model: { type: 'linear', halfSpreadBps: 10, inventorySkewBps: 100 },
    risk: { maxAgeSeconds: null, collarBps: null },
    underlying: 'U',
    ...changes,
  };
}

function bookOf(guards: readonly object[], ladder: object = {}): Book {
  const book = Book.create({
    book: { reportingAsset: 'USD', ladder: { holdSeconds: 0, ...ladder } },
    assets: [{ symbol: 'USD', balance: 10_000 }],
    underlyings: [{ symbol: 'U', index: 'A' }],
    instruments: [instrument('A'), instrument('B')],
    guards,
  });
  for (const index of [0, 1]) tick(book, index, 0, MID);
  book.discardOutput();
  return book;
}

function tick(book: Book, index: number, ms: number, mid: number): number {
  return book.bookTicker(index, START_US + ms * 1000, mid - 1, mid + 1, 1, 1);
}

function rungs(book: Book): string[] {
  return book.ladder().guards.map(({ rung }) => rung);
}

function reasons(book: Book, index = 0): string[] {
  const { bid, ask } = book.quote(index);
  return [bid.reason, ask.reason];
}

describe('a guard', () => {
  it('climbs by soft and hard limit and lets go below the recover ratio', () => {
    const book = bookOf([
      { measure: 'position', instrument: 'A', soft: 10, hard: 20, recoverRatio: 0.5 },
    ]);
    const seen = [50, 101, 150, 201, 150, 99, 51, 50].map((lots) => {
      book.position(0, START_US, lots, MID);
      return rungs(book)[0];
    });
    expect(seen).toEqual([
      'normal',
      'widen',
      'widen',
      'reduceOnly',
      'reduceOnly',
      'widen',
      'widen',
      'normal',
    ]);
  });

  it('counts open orders in the worst case', () => {
    const book = bookOf([{ measure: 'position', instrument: 'A', hard: 20 }]);
    book.working(0, START_US, 0, 201, 0, 0);
    expect(rungs(book)).toEqual(['reduceOnly']);
  });

  it('takes as many evaluations in a row as configured', () => {
    const book = bookOf([{ measure: 'position', instrument: 'A', hard: 20, confirmations: 3 }]);
    book.position(0, START_US, 300, MID);
    tick(book, 0, 1, MID);
    expect(rungs(book)).toEqual(['normal']);
    tick(book, 0, 2, MID);
    expect(rungs(book)).toEqual(['reduceOnly']);
  });

  it.each([
    ['delta', { underlying: 'U' }, 20],
    ['dollarDelta', { underlying: 'U' }, 20_000],
    ['netNotional', { underlying: 'U' }, 20_000],
    ['grossNotional', { underlying: 'U' }, 20_000],
    ['grossNotional', { asset: 'USD' }, 20_000],
    ['grossNotional', {}, 20_000],
    ['leverage', {}, 2],
    ['notional', { instrument: 'B' }, 10_000],
  ])('watches %s of %o', (measure, scope, limit) => {
    const just = [{ measure, ...scope, hard: limit * 1.0001 }];
    const over = [{ measure, ...scope, hard: limit * 0.9999 }];
    for (const [guards, rung] of [
      [just, 'normal'],
      [over, 'reduceOnly'],
    ] as const) {
      const book = bookOf(guards);
      book.position(0, START_US, 100, MID);
      book.position(1, START_US, 100, MID);
      expect(rungs(book)).toEqual([rung]);
    }
  });

  it('watches loss and drawdown of the book', () => {
    const book = bookOf([
      { measure: 'dailyLoss', hard: 100, atHard: 'stopNew' },
      { measure: 'drawdown', hard: 50, atHard: 'widen', atSoft: 'normal' },
    ]);
    book.position(0, START_US, 100, MID);
    tick(book, 0, 1, MID - 600);
    expect(rungs(book)).toEqual(['normal', 'widen']);
    tick(book, 0, 2, MID - 1100);
    expect(rungs(book)).toEqual(['stopNew', 'widen']);
  });
});

describe('the rungs', () => {
  const at = (rung: string): object[] => [
    { measure: 'position', instrument: 'B', hard: 1, atSoft: 'normal', atHard: rung },
  ];

  it('widen: wider by its multiple and smaller', () => {
    const book = bookOf(at('widen'), { widen: 3, shrink: 0.5 });
    const { bps } = book.explain(1);
    book.position(1, START_US, 11, MID);
    expect(book.explain(1).bps.halfSpread).toBeCloseTo(3 * bps.halfSpread, 9);
    expect(book.quote(1).bid.sizeLots).toBe(5);
  });

  it('reduceOnly: quotes only the side that reduces', () => {
    const book = bookOf(at('reduceOnly'));
    book.position(1, START_US, 11, MID);
    expect(reasons(book, 1)).toEqual(['REDUCING', 'QUOTED']);
    expect(reasons(book, 0)).toEqual(['QUOTED', 'QUOTED']);
  });

  it('stopNew: nothing new and nothing better', () => {
    const book = bookOf(at('stopNew'));
    const before = book.quote(1);
    book.position(1, START_US, 11, MID);
    tick(book, 1, 1, MID - 500);
    const after = book.quote(1);
    expect(after.bid.reason).toBe('STOPPED');
    expect(after.ask.priceTicks).toBeGreaterThanOrEqual(before.ask.priceTicks);
    expect(after.ask.sizeLots).toBeLessThanOrEqual(before.ask.sizeLots);
    tick(book, 1, 2, MID + 500);
    expect(book.quote(1).ask.priceTicks).toBeGreaterThan(before.ask.priceTicks);
  });

  it('stopNew: a side that becomes too small is withdrawn by one quote', () => {
    const book = Book.create({
      book: { reportingAsset: 'USD', ladder: { shrink: 0.1 } },
      assets: [{ symbol: 'USD', balance: 10_000 }],
      instruments: [instrument('A', { underlying: undefined, minSize: 0.5 })],
      guards: [{ measure: 'grossNotional', hard: 9_000, atHard: 'stopNew' }],
    });
    tick(book, 0, 0, MID);
    book.discardOutput();
    book.position(0, START_US, 100, MID);
    expect(reasons(book)).toEqual(['STOPPED', 'MIN_SIZE']);
    expect(book.drainFrames().filter(({ name }) => name === 'quote')).toHaveLength(1);
  });

  it('cancelAll: withdrawn until an operator says why not', () => {
    const book = bookOf(at('cancelAll'));
    book.position(1, START_US, 11, MID);
    expect(reasons(book, 1)).toEqual(['HALTED', 'HALTED']);
    book.position(1, START_US, 0, MID);
    tick(book, 1, 1, MID);
    expect(reasons(book, 1)).toEqual(['HALTED', 'HALTED']);
    const restored = Book.restoreConfiguration(book.configuration, book.snapshot());
    expect(restored.ladder()).toEqual(book.ladder());
    restored.send('tradingState', START_US + 2000, [1, 0, 'looked into it']);
    expect(reasons(restored, 1)).toEqual(['QUOTED', 'QUOTED']);
  });

  it('flatten: closes what is held, once', () => {
    const book = bookOf(at('flatten'));
    book.position(1, START_US, 11, MID);
    tick(book, 1, 1, MID);
    tick(book, 1, 2, MID);
    const hedges = book.drainFrames().filter(({ name }) => name === 'hedge');
    expect(hedges).toHaveLength(1);
    expect(hedges[0]).toMatchObject({ instrument: 1, side: 1, sizeLots: 11 });
  });

  it('are told when an operator takes them back', () => {
    const book = bookOf(at('cancelAll'));
    book.position(1, START_US, 11, MID);
    book.discardOutput();
    book.send('tradingState', START_US, [1, 0, 'looked into it']);
    const ladder = book.drainFrames().filter(({ name }) => name === 'ladder');
    expect(ladder).toMatchObject([
      { previous: 4, rung: 0, guard: 0 },
      { previous: 0, rung: 4, guard: 0 },
    ]);
  });

  it('hold an instrument from the moment it is said to be of an underlying', () => {
    const guards = [{ measure: 'delta', underlying: 'U', hard: 1, atHard: 'cancelAll' }];
    const book = Book.create({
      book: { reportingAsset: 'USD' },
      assets: [{ symbol: 'USD', balance: 10_000 }],
      underlyings: [{ symbol: 'U', index: 'A' }],
      instruments: [instrument('A'), instrument('B', { underlying: undefined })],
      guards,
    });
    for (const index of [0, 1]) tick(book, index, 0, MID);
    book.position(0, START_US, 11, MID);
    expect(reasons(book, 1)).toEqual(['QUOTED', 'QUOTED']);
    book.send('setUnderlying', START_US, [1, 0]);
    expect(reasons(book, 1)).toEqual(['HALTED', 'HALTED']);
  });

  it('are not confirmed by public trades', () => {
    const guards = [
      { measure: 'position', instrument: 'B', hard: 1, atHard: 'cancelAll', confirmations: 2 },
    ];
    const book = bookOf(guards);
    book.position(1, START_US, 11, MID);
    book.trade(1, START_US, MID, 1, 0);
    expect(rungs(book)).toEqual(['normal']);
    expect(reasons(book, 1)).toEqual(['QUOTED', 'QUOTED']);
  });

  it('of the book hold all instruments and step down one at a time', () => {
    const guards = [{ measure: 'grossNotional', hard: 9_000, atHard: 'stopNew', recoverRatio: 1 }];
    const book = bookOf(guards, { holdSeconds: 5 });
    book.position(0, START_US, 100, MID);
    expect(reasons(book, 1)).toEqual(['STOPPED', 'STOPPED']);
    book.position(0, START_US, 0, MID);
    const rung = (seconds: number): string => {
      book.send('clock', START_US + seconds * 1e6, []);
      return book.ladder().rung;
    };
    expect([1, 5, 6, 10, 15].map(rung)).toEqual([
      'stopNew',
      'reduceOnly',
      'reduceOnly',
      'widen',
      'normal',
    ]);
    expect(reasons(book, 1)).toEqual(['QUOTED', 'QUOTED']);
  });
});

describe('a book near a limit', () => {
  it('leans harder', () => {
    const guards = [{ measure: 'leverage', hard: 2, leanStart: 0.5 }];
    const book = bookOf(guards, { maxLean: 3 });
    const plain = bookOf([]);
    const lean = [40, 100, 150, 199].map((lots) => {
      for (const each of [book, plain]) each.position(0, START_US, lots, MID);
      return book.explain(0).bps.inventorySkew / plain.explain(0).bps.inventorySkew;
    });
    expect(lean[0]).toBe(1);
    expect(lean[1]).toBe(1);
    expect(lean[2]).toBeCloseTo(2, 9);
    expect(lean[3]).toBeGreaterThan(2.7);
  });
});

describe('a price that jumps', () => {
  const guards = [{ measure: 'dailyLoss', hard: 100, atHard: 'cancelAll', atSoft: 'normal' }];

  it('does not trip a guard alone, but with a second that agrees', () => {
    const book = bookOf(guards, { jumpBps: 100, jumpSeconds: 60 });
    book.position(0, START_US, 100, MID);
    tick(book, 0, 1, MID - 5000);
    expect(book.ladder()).toMatchObject({ pricesInDoubt: 2 });
    expect(rungs(book)).toEqual(['widen']);
    tick(book, 0, 2, MID);
    expect(book.ladder()).toMatchObject({ pricesInDoubt: 0 });
    expect(rungs(book)).toEqual(['normal']);
    tick(book, 0, 3, MID - 5000);
    tick(book, 0, 4, MID - 4990);
    expect(rungs(book)).toEqual(['cancelAll']);
  });

  it('is believed after a while', () => {
    const book = bookOf(guards, { jumpBps: 100, jumpSeconds: 60 });
    book.position(0, START_US, 100, MID);
    tick(book, 0, 1, MID - 5000);
    book.send('clock', START_US + 61_000_000, []);
    expect(rungs(book)).toEqual(['cancelAll']);
  });

  it('is believed after a while by guards of its instrument, said again or not', () => {
    const position = [{ measure: 'position', instrument: 'A', hard: 20, atHard: 'cancelAll' }];
    const book = bookOf(position, { jumpBps: 100, jumpSeconds: 5 });
    tick(book, 0, 1, MID - 5000);
    book.position(0, START_US + 2000, 300, MID);
    expect(rungs(book)).toEqual(['widen']);
    book.send('clock', START_US + 5_001_000, []);
    expect(rungs(book)).toEqual(['cancelAll']);
  });

  it('that was believed after a while is not in doubt again when the while is longer', () => {
    const book = bookOf(guards, { jumpBps: 100, jumpSeconds: 5 });
    book.position(0, START_US, 100, MID);
    tick(book, 0, 1, MID - 5000);
    book.send('clock', START_US + 6_000_000, []);
    expect(rungs(book)).toEqual(['cancelAll']);
    book.send('setLadder', START_US + 6_000_000, [1, 1, 0, 1, 100, 600]);
    expect(book.ladder()).toMatchObject({ pricesInDoubt: 0 });
  });

  it('is not believed at once because another one has been in doubt for long', () => {
    const book = bookOf(guards, { jumpBps: 100, jumpSeconds: 5 });
    book.position(0, START_US, 100, MID);
    tick(book, 1, 1, MID - 5000);
    tick(book, 0, 60_000, MID - 5000);
    expect(rungs(book)).toEqual(['widen']);
  });

  it('is judged when it is settled, whatever came in between', () => {
    const limits = { maxDailyLoss: { reduce: null, halt: 100 } };
    const book = Book.create({
      book: { reportingAsset: 'USD', limits, ladder: { jumpBps: 100 } },
      assets: [{ symbol: 'USD', balance: 10_000 }],
      instruments: [instrument('A', { underlying: undefined })],
    });
    tick(book, 0, 0, MID);
    book.position(0, START_US, 100, MID);
    tick(book, 0, 1, MID - 5000);
    const restored = Book.restoreConfiguration(book.configuration, book.snapshot());
    for (const each of [book, restored]) {
      tick(each, 0, 2, MID - 5000);
      expect(each.risk().state).toBe('HALTED');
    }
    expect(restored.stateHash()).toBe(book.stateHash());
  });

  it('does not move the peak of equity or the limits of the book', () => {
    const limits = { maxDrawdown: { reduce: null, halt: 100 } };
    const book = Book.create({
      book: { reportingAsset: 'USD', limits, ladder: { jumpBps: 100 } },
      assets: [{ symbol: 'USD', balance: 10_000 }],
      instruments: [instrument('A', { underlying: undefined })],
    });
    tick(book, 0, 0, MID);
    book.position(0, START_US, 100, MID);
    tick(book, 0, 1, MID + 5000);
    tick(book, 0, 2, MID);
    expect(book.risk().state).toBe('ACTIVE');
    expect(book.risk().peakEquity).toBe(10_000);
  });
});

describe('any sequence', () => {
  const guards = [
    { measure: 'position', instrument: 'A', soft: 5, hard: 15, recoverRatio: 0.7 },
    { measure: 'delta', underlying: 'U', soft: 10, hard: 25, atHard: 'stopNew', confirmations: 2 },
    { measure: 'leverage', soft: 1, hard: 3, leanStart: 0.3 },
  ];
  const moves = fc.array(
    fc.record({ index: fc.constantFrom(0, 1), lots: fc.integer({ min: -400, max: 400 }) }),
    { maxLength: 30 },
  );

  it('ends in a ladder that does not move on constant input', () => {
    fc.assert(
      fc.property(moves, (positions) => {
        const book = bookOf(guards);
        for (const { index, lots } of positions) book.position(index, START_US, lots, MID);
        const settle = (from: number): string => {
          for (let ms = from; ms < from + 20; ms++) tick(book, ms % 2, ms, MID);
          const { rung, guards: all } = book.ladder();
          return JSON.stringify([rung, all.map((each) => [each.rung, each.lean])]);
        };
        const settled = settle(1);
        book.discardOutput();
        expect(settle(100)).toBe(settled);
        expect(book.drainFrames().filter(({ name }) => name === 'ladder')).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it('a larger measure never asks for a lower rung from the same start', () => {
    const order = ['normal', 'widen', 'reduceOnly', 'stopNew', 'cancelAll', 'flatten'];
    fc.assert(
      fc.property(moves, fc.nat(400), fc.nat(400), (positions, a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)].map((lots) => {
          const book = bookOf(guards);
          for (const each of positions) book.position(each.index, START_US, each.lots, MID);
          book.position(0, START_US, lots, MID);
          return order.indexOf(rungs(book)[0] ?? '');
        });
        expect(high).toBeGreaterThanOrEqual(low ?? 0);
      }),
      { numRuns: 50 },
    );
  });
});
