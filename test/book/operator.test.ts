/** Operator commands: a kill always works, and the book says what holds it. */
import { describe, expect, it } from 'vitest';
import { Book } from '../../src/index.js';
import { quotedBook, SAMPLE, START_US } from './sample.js';

const TIME = START_US + 1000;

describe('operator commands', () => {
  it('a long reason is cut at a character, an empty one is a mistake', () => {
    const book = quotedBook();
    expect(book.halt(TIME, 'é'.repeat(50))).toBe(0);
    expect(book.risk()).toMatchObject({ state: 'HALTED', operatorReason: 'é'.repeat(32) });
    expect(() => book.resume(TIME, '')).toThrow(expect.objectContaining({ code: 'USAGE' }));
  });

  it('a halt is accepted when nobody has drained the output', () => {
    const book = quotedBook();
    let code = 0;
    for (let step = 0; code === 0 && step < 1e6; step++) {
      const bid = 500_000 + 1000 * (step % 2);
      code = book.bookTicker(1, TIME + step, bid, bid + 2, 1, 1);
    }
    expect(code).toBe(18);
    expect(book.halt(TIME + 2e6, 'kill')).toBe(0);
    expect(book.risk().state).toBe('HALTED');
    expect(book.quote(1)).toMatchObject({ bid: { reason: 'HALTED' }, ask: { reason: 'HALTED' } });
  });

  it('names what holds the state, not what moved it last', () => {
    const book = quotedBook();
    book.halt(TIME, 'operator');
    book.cash(0, TIME, -600, 'adjustment');
    expect(book.risk()).toMatchObject({ state: 'HALTED', limit: 'OPERATOR' });
    book.resume(TIME, 'operator');
    expect(book.risk()).toMatchObject({ state: 'REDUCING', limit: 'LOSS_REDUCE' });
  });

  it('a limit that halted stays latched until an operator releases it', () => {
    const book = quotedBook();
    book.cash(0, TIME, -1100, 'adjustment');
    expect(book.risk()).toMatchObject({ state: 'HALTED', limit: 'LOSS_HALT' });
    book.cash(0, TIME, 1100, 'adjustment');
    expect(book.risk().state).toBe('HALTED');
    book.resume(TIME, 'checked');
    expect(book.risk()).toMatchObject({ state: 'ACTIVE', limit: 'NONE' });
  });

  it('an argument of a wrong type is a mistake of the caller and does not stop the book', () => {
    const book = quotedBook();
    const wrong = book.bookTicker.bind(book) as (...values: unknown[]) => number;
    expect(() => wrong(0, 1n, 1, 2, 3, 4)).toThrow(TypeError);
    expect(book.bookTicker(0, TIME, 299_999, 300_001, 1, 1)).toBe(0);
  });

  it('reads outside the book are NaN or a coded error', () => {
    const book = Book.create(SAMPLE);
    for (const index of [-1, 6, 1e9, Number.NaN]) {
      expect(book.quotes.bidTicks(index)).toBeNaN();
      expect(book.positionLots(index)).toBeNaN();
      const unknown = expect.objectContaining({ code: 'UNKNOWN_INSTRUMENT' });
      expect(() => book.quote(index)).toThrow(unknown);
    }
  });

  it('a published post-only price does not stay across the market', () => {
    const wide = SAMPLE.instruments.map((one) => ({
      ...one,
      quoting: { ...one.quoting, requoteThresholdBps: 50 },
    }));
    const book = Book.create({ ...SAMPLE, instruments: wide });
    book.bookTicker(1, TIME, 600_000, 600_010, 1, 1);
    const { bid } = book.quote(1);
    book.bookTicker(1, TIME + 1, bid.priceTicks - 20, bid.priceTicks - 10, 1, 1);
    expect(book.quote(1).bid.priceTicks).toBeLessThan(bid.priceTicks - 10);
  });

  it('reports the market it last heard of', () => {
    const book = quotedBook();
    book.trade(1, TIME, 600_005, 3, 0);
    expect(book.market(1)).toMatchObject({
      bid: 59_999.9,
      ask: 60_000.1,
      mark: 60_000,
      lastTrade: 60_000.5,
      lastTradeSize: 3,
      tradeCount: 1,
      tickerAgeNs: 1e6,
    });
    expect(Book.create(SAMPLE).market(0)).toMatchObject({ bid: null, mark: null, lastTrade: null });
  });
});
