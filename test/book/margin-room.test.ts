/** Orders against the equity of their account: `MARGIN_ROOM` of the gate (docs/semantics.md 15). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Book, codeName } from '../../src/index.js';
import { type MarginChanges, MID, marginBook, tick } from './margin-book.js';
import { marginEvents, nothingSaid } from './margin-events.js';
import { START_US } from './sample.js';

const BUY = 0;
const SELL = 1;
const FLAT = { initial: 0.1, maintenance: 0.05 };
const rates = { L: FLAT, I: FLAT, M: FLAT };
/** 2,000 USD carry 20,000 of notional: 400 lots. */
const balances = { USD: 2000, BTC: 1, USDT: 0 };

let nextId = 1;

/** The name of the reason, and the lots that may be sent. */
function ask(book: Book, index: number, side: number, lots: number, only = 0): [string, number] {
  const found = book.checkOrder(index, START_US, nextId++, 0, side, lots, 0, only);
  return [codeName(found, 'order'), book.verdict.report().allowedLots];
}

/** Nothing is quoted, so nothing but orders is open. */
function quietBook(changes: MarginChanges = {}): Book {
  const book = marginBook({ rates, balances, ...changes });
  for (const index of [0, 1, 2, 3, 4]) book.send('setQuoting', START_US, silent(index));
  return book;
}

const silent = (index: number) => [index, 0, 0, 0, 0, 0, 500, 0, 500, 0.8, 5, 0.5, 0.1];

describe('the margin room of an order', () => {
  it('is what the equity of its asset leaves, to the lot', () => {
    const book = quietBook();
    expect(ask(book, 0, BUY, 401)).toEqual(['MARGIN_ROOM', 400]);
    expect(book.verdict.report()).toMatchObject({ measure: 401 * 5, bound: 2000 });
    expect(book.solvency().assets[0]).toMatchObject({ initialMargin: 2000, free: 0 });
    expect(ask(book, 0, BUY, 1)).toEqual(['MARGIN_ROOM', 0]);
    expect(ask(book, 0, SELL, 400)).toEqual(['ALLOWED', 400]);
    expect(book.gate(0).counters.byReason).toMatchObject({ MARGIN_ROOM: 2 });
  });

  it('of a multiAsset account is what the whole book leaves', () => {
    const book = quietBook({ mode: 'multiAsset', haircut: 0.5 });
    const most = (2000 + 25_000) / 5;
    expect(ask(book, 0, BUY, 6000)).toEqual(['MARGIN_ROOM', most]);
  });

  it('of an isolated position is what its own collateral leaves', () => {
    const book = quietBook();
    book.send('setIsolated', START_US, [0, 500]);
    expect(ask(book, 0, BUY, 200)).toEqual(['MARGIN_ROOM', 100]);
  });

  it('is not asked of what only closes, or needs no more margin than before', () => {
    const book = quietBook();
    book.position(0, START_US, 380, MID);
    tick(book, 0, 0.97 * MID);
    expect(book.solvency().verdict).toBe('MARGIN_CALL');
    expect(ask(book, 0, SELL, 380, 1)).toEqual(['ALLOWED', 380]);
    book.working(0, START_US, 0, 0, 0, 0);
    expect(ask(book, 0, SELL, 760)).toEqual(['ALLOWED', 760]);
    expect(ask(book, 0, SELL, 10)).toEqual(['MARGIN_ROOM', 0]);
    expect(ask(book, 0, BUY, 1)).toEqual(['MARGIN_ROOM', 0]);
  });

  it('is needed by sold options and not by bought ones', () => {
    const book = quietBook();
    book.send('remark', START_US, [0]);
    for (const index of [3, 4]) book.bookTicker(index, START_US, 250, 260, 1, 1);
    const [reason, lots] = ask(book, 3, SELL, 1000);
    expect(reason).toBe('MARGIN_ROOM');
    expect(lots).toBeGreaterThan(10);
    expect(book.solvency().assets[1]?.free).toBeGreaterThanOrEqual(0);
    expect(ask(book, 3, BUY, 1000)[0]).toBe('ALLOWED');
  });

  it('never lets initial margin pass what stands behind it', () => {
    const orders = fc.array(
      fc.tuple(fc.constantFrom(0, 1, 2), fc.boolean(), fc.integer({ min: 1, max: 3000 })),
      {
        minLength: 1,
        maxLength: 4,
      },
    );
    const seen = new Set<string>();
    fc.assert(
      fc.property(marginEvents, orders, fc.boolean(), (events, wanted, isMulti) => {
        const changes = { mode: isMulti ? 'multiAsset' : 'singleAsset' };
        const book = marginBook(changes);
        const said = nothingSaid(changes);
        for (const event of events) event(book, said);
        for (const [index, isBuy, lots] of wanted) {
          const before = book.solvency();
          const [reason, allowed] = ask(book, index, isBuy ? BUY : SELL, lots);
          seen.add(reason);
          if (allowed === 0) continue;
          const after = book.solvency();
          const own = after.instruments[index];
          const [account, earlier] = accountsOf(after, before, index);
          const bound = Math.max(account.cushion, earlier.initial);
          expect(account.initial).toBeLessThanOrEqual(bound + 1e-9 * (1 + Math.abs(bound)));
          expect(own).toBeDefined();
        }
      }),
      { numRuns: 150 },
    );
    expect([...seen]).toEqual(expect.arrayContaining(['ALLOWED', 'MARGIN_ROOM']));
  });
});

type Report = ReturnType<Book['solvency']>;

/** What stands behind an instrument and the initial margin that it answers for, now and before. */
function accountsOf(after: Report, before: Report, index: number) {
  const of = (report: Report) => {
    const own = report.instruments[index];
    if (own !== undefined && own.isolated !== null) {
      return { cushion: own.isolated.equity, initial: own.initialMargin };
    }
    const account = report.mode === 'multiAsset' ? report : report.assets[index];
    return { cushion: account?.collateral ?? 0, initial: account?.initialMargin ?? 0 };
  };
  return [of(after), of(before)] as const;
}
