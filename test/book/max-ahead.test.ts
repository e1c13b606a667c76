/** How far ahead of the last frame the next may be. */
import { describe, expect, it } from 'vitest';
import { REJECT_TIME_AHEAD } from '../../assembly/codes.js';
import { decodeFrames, encodeFrame, type FieldValue } from '../../src/frames/index.js';
import { Book } from '../../src/index.js';
import { SAMPLE, START_US } from './sample.js';

const START_NS = BigInt(START_US) * 1000n;
const TOUCH = [0, 300_000, 300_002, 5, 5] as const;

function bookOf(maxAheadSeconds: number | null): Book {
  const book = Book.create({ ...SAMPLE, book: { ...SAMPLE.book, maxAheadSeconds } });
  expect(book.bookTicker(0, START_US, 300_000, 300_002, 5, 5)).toBe(0);
  book.discardOutput();
  return book;
}

const tick = (book: Book, us: number): number =>
  book.bookTicker(0, START_US + us, 300_000, 300_002, 5, 5);

/** The answer to a frame at a time, in ns after the first one. */
function send(
  book: Book,
  name: 'bookTicker' | 'setMaxAhead' | 'clock',
  ns: bigint,
  ...values: FieldValue[]
) {
  book.apply(encodeFrame(name, 0n, START_NS + ns, values));
  return [...decodeFrames(book.drain())].find((frame) => frame.name === 'reject');
}

describe('a frame that is ahead', () => {
  it('is accepted as far as the bound, to the nanosecond', () => {
    const book = bookOf(1.5);
    const refusal = send(book, 'bookTicker', 1_500_000_001n, ...TOUCH);
    expect(refusal).toMatchObject({
      ...{ code: REJECT_TIME_AHEAD, field: -1, measure: 1_500_000_001, bound: 1.5e9 },
      timeNs: START_NS + 1_500_000_001n,
    });
    expect(send(book, 'bookTicker', 1_500_000_000n, ...TOUCH)).toBeUndefined();
    expect(book.rejects()).toMatchObject({ TIME_AHEAD: 1 });
  });

  it('changes nothing: what others say is measured against the last accepted frame', () => {
    const book = bookOf(1);
    const before = book.stateHash();
    const years = START_US + 3e8 * 1e6;
    expect(book.bookTicker(0, years, 300_000, 300_002, 5, 5)).toBe(REJECT_TIME_AHEAD);
    const fill = { instrument: 0, fillId: 1, side: 'buy', priceTicks: 1, sizeLots: 1 } as const;
    expect(book.fill({ ...fill, time: years })).toBe(REJECT_TIME_AHEAD);
    expect(book.stateHash()).toBe(before);
    expect(tick(book, 500_000)).toBe(0);
  });

  it('may be a clock, after which others follow', () => {
    const book = bookOf(1);
    const later = 60_000_000;
    expect(tick(book, later)).toBe(REJECT_TIME_AHEAD);
    expect(book.clock(START_US + later)).toBe(0);
    expect(tick(book, later)).toBe(0);
  });

  it('may be a halt: it does not wait for a clock', () => {
    const book = bookOf(1);
    expect(book.halt(START_US + 60_000_000, 'the feed is silent')).toBe(0);
    expect(book.risk().state).toBe('HALTED');
  });

  it('may be the first that has a time', () => {
    const book = Book.create({ ...SAMPLE, book: { ...SAMPLE.book, maxAheadSeconds: 1e-6 } });
    expect(tick(book, 0)).toBe(0);
    expect(tick(book, 2)).toBe(REJECT_TIME_AHEAD);
  });

  it('is any frame without a bound, and one that a frame takes away again', () => {
    expect(tick(bookOf(null), 3e8 * 1e6)).toBe(0);
    const book = bookOf(1);
    expect(send(book, 'setMaxAhead', 0n, null)).toBeUndefined();
    expect(tick(book, 3e8 * 1e6)).toBe(0);
  });

  it('keeps its bound in a snapshot', () => {
    const book = Book.restore(
      { ...SAMPLE, book: { ...SAMPLE.book, maxAheadSeconds: 1 } },
      bookOf(1).snapshot(),
    );
    expect(tick(book, 1_000_001)).toBe(REJECT_TIME_AHEAD);
    expect(tick(book, 1_000_000)).toBe(0);
  });

  it('is bounded by more than nothing', () => {
    const book = bookOf(null);
    for (const seconds of [0, -1]) {
      expect(send(book, 'setMaxAhead', 0n, seconds)).toMatchObject({ code: 8, field: 0 });
    }
    // Longer than all of time.
    expect(send(book, 'setMaxAhead', 0n, 1e15)).toBeUndefined();
    expect(tick(book, 3e8 * 1e6)).toBe(0);
    const maxAheadSeconds = 0;
    expect(() => Book.create({ ...SAMPLE, book: { ...SAMPLE.book, maxAheadSeconds } })).toThrow(
      expect.objectContaining({ code: 'CONFIGURATION' }),
    );
  });
});
