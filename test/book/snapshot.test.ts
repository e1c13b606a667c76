/** Snapshots restore to the same hash and the same future; damaged ones are refused. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import xxhash from 'xxhash-wasm';
import { Book } from '../../src/index.js';
import { MID_TICKS, quotedBook, SAMPLE, START_US } from './sample.js';

/** A few hundred deterministic events. */
function live(book: Book, from: number, count: number): void {
  for (let step = from; step < from + count; step++) {
    const instrument = step % 4;
    const time = START_US + step * 1000;
    const mid = (MID_TICKS[instrument] ?? 0) + ((step * 7) % 11) - 5;
    book.bookTicker(instrument, time, mid - 1, mid + 1, 5 + (step % 9), 7);
    if (step % 5 !== 0) continue;
    const side = step % 3 === 0 ? 'buy' : 'sell';
    book.fill({ instrument, time, fillId: step, side, priceTicks: mid, sizeLots: 1 + (step % 4) });
  }
}

describe('snapshot', () => {
  it('restores to the same hash, and the same events lead to the same hash again', () => {
    const original = quotedBook();
    live(original, 1, 400);
    original.discardOutput();
    const copy = Book.restore(SAMPLE, original.snapshot());
    expect(copy.stateHash()).toBe(original.stateHash());
    live(original, 401, 300);
    live(copy, 401, 300);
    expect(copy.stateHash()).toBe(original.stateHash());
    expect(copy.drain()).toEqual(original.drain());
  });

  it('carries every byte: two histories that differ in one fill differ in hash', () => {
    const [one, two] = [quotedBook(), quotedBook()];
    one.fill({
      instrument: 0,
      time: START_US,
      fillId: 1,
      side: 'buy',
      priceTicks: 300_000,
      sizeLots: 1,
    });
    two.fill({
      instrument: 0,
      time: START_US,
      fillId: 2,
      side: 'buy',
      priceTicks: 300_000,
      sizeLots: 1,
    });
    expect(one.stateHash()).not.toBe(two.stateHash());
  });

  it('the hash is XXH64 of the state bytes', async () => {
    const { h64Raw } = await xxhash();
    const book = quotedBook();
    live(book, 1, 50);
    expect(book.stateHash()).toBe(h64Raw(book.snapshot().subarray(40), 0n));
  });

  it('is refused when a byte is damaged, cut or foreign', () => {
    const book = quotedBook();
    live(book, 1, 50);
    const good = book.snapshot();
    const refused = expect.objectContaining({ code: 'SNAPSHOT' });
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const bad = Uint8Array.from(good);
        bad[at] = (bad[at] ?? 0) ^ flip;
        expect(() => Book.restore(SAMPLE, bad)).toThrow(refused);
      }),
      { numRuns: 300 },
    );
    for (const length of [0, 31, 32, good.length - 1]) {
      expect(() => Book.restore(SAMPLE, good.subarray(0, length))).toThrow(refused);
    }
    const small = {
      ...SAMPLE,
      book: { ...SAMPLE.book, capacity: { instruments: 4, assets: 8, fillIds: 64 } },
    };
    expect(() => Book.restore(small, good)).toThrow(refused);
  });

  it('the debug build gives the same hash as the release build', () => {
    const release = quotedBook();
    live(release, 1, 400);
    process.env.EVENKEEL_KERNEL = 'debug';
    try {
      const debug = quotedBook();
      live(debug, 1, 400);
      expect(debug.stateHash()).toBe(release.stateHash());
    } finally {
      delete process.env.EVENKEEL_KERNEL;
    }
  });
});

describe('identity of a snapshot', () => {
  it('another order of instruments, other terms or assets are refused; other models are not', () => {
    const snapshot = quotedBook().snapshot();
    const [first, second, ...rest] = SAMPLE.instruments;
    const swapped = { ...SAMPLE, instruments: [second, first, ...rest] };
    const tick = { ...SAMPLE, instruments: [{ ...first, tickSize: 0.1 }, second, ...rest] };
    for (const other of [swapped, tick]) {
      expect(() => Book.restore(other, snapshot)).toThrow(
        expect.objectContaining({ code: 'SNAPSHOT' }),
      );
    }
    const model = { ...first, model: { type: 'linear', halfSpreadBps: 9, inventorySkewBps: 9 } };
    const tuned = { ...SAMPLE, instruments: [model, second, ...rest] };
    expect(Book.restore(tuned, snapshot).stateHash()).toBe(quotedBook().stateHash());
  });
});
