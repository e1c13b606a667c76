/** The pre-trade gate: what it allows, makes smaller and denies (docs/semantics.md 15). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Book, codeName } from '../../src/index.js';
import { START_US } from './sample.js';

const MID = 100_000;
const MAX_LOTS = 100;
const BUY = 0;
const SELL = 1;
const NEW = 0;
const CANCEL = 2;

function bookOf(gate: object = {}, sections: object = {}): Book {
  const instrument = (symbol: string) => ({
    symbol,
    contract: 'linear',
    base: symbol,
    settle: 'USD',
    tickSize: 0.01,
    lotSize: 0.1,
    underlying: 'U',
    quoting: { size: 1, sizeSkew: 0 },
    inventory: { maxPosition: MAX_LOTS / 10 },
    model: { type: 'linear', halfSpreadBps: 100, inventorySkewBps: 0 },
    risk: { maxAgeSeconds: 60, collarBps: null },
    gate,
  });
  const book = Book.create({
    book: { reportingAsset: 'USD' },
    assets: [{ symbol: 'USD', balance: 1e6 }],
    underlyings: [{ symbol: 'U', index: 'A' }],
    instruments: [instrument('A'), instrument('B')],
    ...sections,
  });
  for (const index of [0, 1]) tick(book, index, 0);
  return book;
}

function tick(book: Book, index: number, seconds: number): void {
  book.bookTicker(index, START_US + seconds * 1e6, MID - 1, MID + 1, 1, 1);
}

let nextId = 1;

/** The name of the reason, and the lots that may be sent. */
function ask(book: Book, lots: number, changes: object = {}): [string, number] {
  const order = {
    action: NEW,
    side: BUY,
    price: MID,
    only: 0,
    seconds: 0,
    id: nextId++,
    ...changes,
  };
  const { action, side, price, only, seconds, id } = order;
  const time = START_US + seconds * 1e6;
  const found = book.checkOrder(0, time, id, action, side, lots, price, only);
  return [codeName(found, 'order'), book.verdict.report().allowedLots];
}

describe('the gate', () => {
  it('allows what fits and counts it before it is reported', () => {
    const book = bookOf();
    const quoted = book.quote(0).bid.sizeLots;
    expect(ask(book, 60)).toEqual(['ALLOWED', 60]);
    expect(ask(book, 60)).toEqual(['POSITION_ROOM', MAX_LOTS - 60 - quoted]);
    book.working(0, START_US, 0, 0, 0, 0);
    expect(ask(book, 60)[0]).toBe('ALLOWED');
  });

  it('lets go of what closes a position, and no further', () => {
    const book = bookOf();
    book.position(0, START_US, -40, MID);
    book.send('tradingState', START_US, [0, 1, 'test']);
    expect(ask(book, 100)[0]).toBe('REDUCE_ONLY');
    expect(ask(book, 10, { side: SELL })[0]).toBe('REDUCE_ONLY');
    book.send('tradingState', START_US, [0, 2, 'test']);
    expect(ask(book, 1)).toEqual(['TRADING_HALTED', 0]);
  });

  it.each([
    ['MARK_COLLAR', { markCollarBps: 100, denyCross: false }, 1, { price: 101_100 }],
    ['TOUCH_COLLAR', { touchCollarBps: 10 }, 1, { price: 100_200 }],
    ['CROSSES_OWN', { markCollarBps: null, touchCollarBps: null }, 1, { price: 102_000 }],
    ['MAX_LOTS', { maxSize: 1 }, 11, {}],
    ['MAX_VALUE', { maxValue: 1000 }, 11, {}],
    ['MARKET_STALE', {}, 1, { seconds: 61 }],
  ])('denies by %s', (reason, gate, lots, changes) => {
    expect(ask(bookOf(gate), lots, changes)).toEqual([reason, 0]);
  });

  it('knows an order id once', () => {
    const book = bookOf();
    expect(ask(book, 1, { id: 1 })[0]).toBe('ALLOWED');
    expect(ask(book, 1, { id: 1 })[0]).toBe('DUPLICATE_ORDER');
  });

  it('has budgets of messages, and others for cancels', () => {
    const messages = { perSecond: 10, burst: 2 };
    const book = bookOf({ messages, cancels: { perSecond: 10, burst: 5 } });
    const reasons = [0, 0, 0, 0.1].map((seconds) => ask(book, 1, { seconds })[0]);
    expect(reasons).toEqual(['ALLOWED', 'ALLOWED', 'MESSAGE_BUDGET', 'ALLOWED']);
    const cancels = Array.from(
      { length: 6 },
      () => ask(book, 1, { action: CANCEL, seconds: 0.1 })[0],
    );
    expect(cancels.filter((reason) => reason === 'ALLOWED')).toHaveLength(5);
  });

  it('closes a side after fills in a row, until a pause or an operator', () => {
    const book = bookOf({ repeats: { fills: 2, pauseSeconds: 30 } });
    const fill = (fillId: number): void => {
      const trade = { instrument: 0, time: START_US, side: 'buy' as const };
      book.fill({ ...trade, fillId, priceTicks: MID, sizeLots: 1 });
    };
    fill(1);
    fill(2);
    expect(ask(book, 1)[0]).toBe('REPEATED');
    expect(ask(book, 1, { side: SELL })[0]).toBe('ALLOWED');
    expect(ask(book, 1, { seconds: 30 })[0]).toBe('ALLOWED');
    fill(3);
  });

  it('cuts orders to what guards of delta leave', () => {
    const guards = [{ measure: 'delta', underlying: 'U', hard: 5 }];
    const book = bookOf({}, { guards });
    book.position(1, START_US, 20, MID);
    expect(ask(book, 80)).toEqual(['GUARD_ROOM', 30]);
    expect(ask(book, 1)[0]).toBe('GUARD_ROOM');
    expect(ask(book, 50, { side: SELL })[0]).toBe('ALLOWED');
  });

  it('previews without a trace', () => {
    const book = bookOf();
    const before = book.stateHash();
    const order = { instrument: 0, orderId: 1, side: 'buy' as const, lots: 500, priceTicks: MID };
    expect(book.previewOrder(order)).toMatchObject({ verdict: 'resize' });
    expect(book.stateHash()).toBe(before);
  });

  it('says the same as a frame', () => {
    const [typed, framed] = [bookOf(), bookOf()];
    typed.checkOrder(0, START_US, 7, NEW, BUY, 500, MID);
    framed.send('checkOrder', START_US, [0, 7, NEW, BUY, 500, MID, 0, 0]);
    expect(framed.stateHash()).toBe(typed.stateHash());
  });
});

describe('any sequence of orders', () => {
  const step = fc.oneof(
    fc.record({
      kind: fc.constant('order'),
      side: fc.constantFrom(BUY, SELL),
      lots: fc.integer({ min: 1, max: 150 }),
    }),
    fc.record({
      kind: fc.constant('fill'),
      side: fc.constantFrom(BUY, SELL),
      lots: fc.integer({ min: 1, max: 150 }),
    }),
    fc.record({ kind: fc.constant('report'), side: fc.constant(BUY), lots: fc.constant(1) }),
  );

  it('that the gate allows never takes the worst case beyond a hard limit', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const book = bookOf({ markCollarBps: null, touchCollarBps: null });
        const open: [number, number] = [0, 0];
        let position = 0;
        let fillId = 1;
        for (const { kind, side, lots } of steps) {
          if (kind === 'order') {
            open[side as 0 | 1] += ask(book, lots, { side })[1];
          } else if (kind === 'fill') {
            const sizeLots = Math.min(lots, open[side as 0 | 1]);
            if (sizeLots === 0) continue;
            open[side as 0 | 1] -= sizeLots;
            position += side === BUY ? sizeLots : -sizeLots;
            const way = side === BUY ? 'buy' : 'sell';
            const trade = { instrument: 0, time: START_US, side: way } as const;
            book.fill({ ...trade, fillId: fillId++, priceTicks: MID, sizeLots });
          } else {
            book.working(0, START_US, open[0], open[1], 0, 0);
          }
          expect(position + open[0]).toBeLessThanOrEqual(MAX_LOTS);
          expect(position - open[1]).toBeGreaterThanOrEqual(-MAX_LOTS);
        }
      }),
      { numRuns: 100 },
    );
  });
});
