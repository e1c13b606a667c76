/** Books come and go: slots, memory, snapshots, and what is refused. */
import { describe, expect, it } from 'vitest';
import { Book, BookPool, EvenkeelError, type PoolBook } from '../../src/index.js';
import { SAMPLE, START_US } from '../book/sample.js';
import { applyInline, frames } from './market.js';
import { tick, until, withPool } from './small-pool.js';

/** The sample book with room for so many fill ids: 24 bytes each in the region and its two images. */
const wide = (fillIds: number): unknown => ({
  ...SAMPLE,
  book: { ...SAMPLE.book, capacity: { ...SAMPLE.book.capacity, fillIds } },
});

async function sendAll(book: PoolBook, records: readonly Uint8Array[]): Promise<void> {
  for (const record of records) while (book.sendBytes(record) !== 0) await book.writable();
}

describe('a pool', () => {
  it('opens books up to its slots and uses a slot again', async () => {
    await withPool({ booksPerWorker: 2 }, async (pool) => {
      const [first, second] = [pool.open(SAMPLE), pool.open(SAMPLE)];
      expect(pool.books).toEqual([first, second]);
      expect(() => pool.open(SAMPLE)).toThrow(
        expect.objectContaining({
          code: 'POOL_FULL',
          details: { workers: [0], booksPerWorker: 2 },
        }),
      );
      await pool.closeBook(first);
      const third = pool.open(SAMPLE);
      expect(third.id).not.toBe(first.id);
      tick(third, 1);
      await third.flush();
      expect(third.latest(0).bidTicks).toBeGreaterThan(0);
      expect(() => pool.open(SAMPLE)).toThrow(expect.objectContaining({ code: 'POOL_FULL' }));
    });
  });

  it('opens books up to its memory and uses memory again, in other pieces as well', async () => {
    await withPool({ booksPerWorker: 64, memoryBytes: 2 ** 23 }, async (pool) => {
      const open: PoolBook[] = [];
      const fill = (): void => {
        for (;;) open.push(pool.open(wide(2 ** 12)));
      };
      expect(fill).toThrow(
        expect.objectContaining({
          code: 'POOL_FULL',
          details: { workers: [0], memoryBytes: 2 ** 23 },
        }),
      );
      const most = open.length;
      expect(most).toBeGreaterThan(3);
      // What two neighbours leave holds what neither alone would: and the rest of it another.
      await Promise.all(open.splice(0, 3).map((book) => pool.closeBook(book)));
      const large = pool.open(wide(2 ** 13));
      const small = pool.open(wide(2 ** 9));
      await Promise.all([large, small].map((book) => pool.closeBook(book)));
      expect(fill).toThrow(expect.objectContaining({ code: 'POOL_FULL' }));
      expect(open.length).toBe(most);
    });
  });

  it('puts a book where there is room when the emptiest worker has none', async () => {
    await withPool({ workers: 2, memoryBytes: 2 ** 23 }, async (pool) => {
      // One large book on the first worker, two small ones on the second.
      expect(pool.open(wide(2 ** 16)).worker).toBe(0);
      for (let index = 0; index < 2; index++) pool.open(SAMPLE, { worker: 1 });
      expect(pool.open(wide(2 ** 16)).worker).toBe(1);
      expect(() => pool.open(wide(2 ** 16))).toThrow(
        expect.objectContaining({
          code: 'POOL_FULL',
          details: { workers: [0, 1], memoryBytes: 2 ** 23 },
        }),
      );
      expect(pool.open(SAMPLE).worker).toBe(0);
    });
  });

  it('spreads books over its workers', async () => {
    await withPool({ workers: 3, memoryBytes: 2 ** 23 }, async (pool) => {
      const workers = Array.from({ length: 6 }, () => pool.open(SAMPLE).worker);
      expect(workers).toEqual([0, 1, 2, 0, 1, 2]);
      expect(pool.metrics().map(({ books }) => books)).toEqual([2, 2, 2]);
    });
  });

  it('takes nothing for a book that cannot be opened', async () => {
    await withPool({ booksPerWorker: 1, memoryBytes: 2 ** 22 }, async (pool) => {
      const snapshot = Book.create(SAMPLE).snapshot();
      const damaged = snapshot.slice();
      damaged[100] = (damaged[100] ?? 0) ^ 1;
      for (let attempt = 0; attempt < 20; attempt++) {
        expect(() => pool.open({ instruments: [] })).toThrow(
          expect.objectContaining({ code: 'CONFIGURATION' }),
        );
        expect(() => pool.open(SAMPLE, { snapshot: damaged })).toThrow(
          expect.objectContaining({ code: 'SNAPSHOT' }),
        );
        expect(() => pool.open(SAMPLE, { worker: 1 })).toThrow(
          expect.objectContaining({ code: 'USAGE', details: { worker: 1, workers: 1 } }),
        );
      }
      expect(pool.books).toEqual([]);
      pool.open(SAMPLE);
    });
  });

  it('goes on from a snapshot, its own or a book’s', async () => {
    const records = frames(400, 5);
    const inline = Book.create(SAMPLE);
    for (const record of records.slice(0, 200)) applyInline(inline, record);
    await withPool({}, async (pool) => {
      const first = pool.open(SAMPLE, { snapshot: inline.snapshot() });
      expect(first.latest(0).bidTicks).toBe(inline.quote(0).bid.priceTicks);
      await sendAll(first, records.slice(200, 300));
      const second = pool.open(SAMPLE, { snapshot: (await first.capture()).snapshot() });
      await sendAll(second, records.slice(300));
      for (const record of records.slice(200)) applyInline(inline, record);
      expect((await second.capture()).stateHash()).toBe(inline.stateHash());
    });
  });

  it('closes a book behind everything that was sent to it, and no sooner', async () => {
    await withPool({}, async (pool) => {
      const output: Uint8Array[] = [];
      const book = pool.open(SAMPLE, { onOutput: (bytes) => output.push(bytes) });
      const records = frames(600, 6);
      const inline = Book.create(SAMPLE);
      const expected = records.map((record) => applyInline(inline, record));
      await sendAll(book, records);
      const closing = pool.closeBook(book);
      // From the call on, also while the ring is full.
      expect(tick(book, 1)).toBe(98);
      await closing;
      expect(Buffer.concat(output).equals(Buffer.concat(expected))).toBe(true);
      expect(pool.books).toEqual([]);
    });
  });

  it('closes a book once, however often it is asked', async () => {
    await withPool({ booksPerWorker: 3, memoryBytes: 2 ** 23 }, async (pool) => {
      const book = pool.open(wide(2 ** 12));
      await Promise.all([pool.closeBook(book), pool.closeBook(book)]);
      await pool.closeBook(book);
      // Its memory was given back once: two books do not share it.
      const pair = [8, 9].map((seed) => ({
        book: pool.open(wide(2 ** 12)),
        inline: Book.create(wide(2 ** 12)),
        records: frames(100, seed),
      }));
      for (const { book: one, inline, records } of pair) {
        for (const record of records) {
          one.sendBytes(record);
          applyInline(inline, record);
        }
      }
      for (const { book: one, inline } of pair) {
        expect((await one.capture()).stateHash()).toBe(inline.stateHash());
      }
    });
  });

  it('does not close the book of another pool', async () => {
    await withPool({}, async (first) => {
      await withPool({}, async (second) => {
        const [own, other] = [first.open(SAMPLE), second.open(SAMPLE)];
        expect(own.id).toBe(other.id);
        await first.closeBook(other);
        expect(first.books).toEqual([own]);
        expect(tick(own, 1)).toBe(0);
        expect(tick(other, 1)).toBe(0);
      });
    });
  });

  it('answers for a closed book with a code or an error, never with another book’s numbers', async () => {
    await withPool({ booksPerWorker: 1 }, async (pool) => {
      const book = pool.open(SAMPLE);
      tick(book, 1);
      await pool.closeBook(book);
      const next = pool.open(SAMPLE);
      tick(next, 2);
      await next.flush();
      expect(tick(book, 3)).toBe(98);
      expect(book.trade(0, START_US, 300_000, 1, 0)).toBe(98);
      expect(book.halt(START_US, 'closed')).toBe(98);
      expect(book.sendBytes(frames(1, 1)[0] ?? new Uint8Array(0))).toBe(98);
      for (const read of [() => book.latest(0), () => book.publications(0), () => book.risk()]) {
        expect(read).toThrow(expect.objectContaining({ code: 'WORKER' }));
      }
      await expect(book.capture()).rejects.toThrow(expect.objectContaining({ code: 'WORKER' }));
    });
  });

  it('takes a book while its worker is being replaced', async () => {
    await withPool({}, async (pool) => {
      const restarts: unknown[] = [];
      pool.on('restart', (report) => restarts.push(report));
      const host = pool.hostOf(0);
      host.inject('throw');
      await until(() => host.state === 'starting' || restarts.length === 1);
      const book = pool.open(SAMPLE);
      tick(book, 1);
      await book.flush();
      expect(book.latest(0).bidTicks).toBeGreaterThan(0);
      await until(() => restarts.length === 1);
    });
  });
});

describe('options of a pool', () => {
  it.each([
    ['workers', 0],
    ['workers', 65],
    ['workers', 1.5],
    ['workers', Number.NaN],
    ['booksPerWorker', 0],
    ['booksPerWorker', 4097],
    ['inputRingBytes', 2 ** 15],
    ['inputRingBytes', 2 ** 31],
    ['inputRingBytes', 2 ** 20 + 16],
    ['outputRingBytes', 65_537],
    ['outputRingBytes', Number.POSITIVE_INFINITY],
    ['memoryBytes', 0],
    ['memoryBytes', 2 ** 31],
    ['spinUs', -1],
    ['spinUs', Number.NaN],
    ['parkMs', 0],
    ['parkMs', 1001],
    ['stallMs', 9],
    ['startMs', 99],
    ['startMs', '1000'],
    ['workers', null],
    ['worker', 1],
    ['toString', 1],
  ])('%s must not be %s', async (name, value) => {
    const options = Object.fromEntries([[name, value]]);
    const error: unknown = await BookPool.create(options).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(EvenkeelError);
    expect(error).toMatchObject({ code: 'USAGE', details: { name } });
    expect(String(error)).toContain(name);
  });

  it('may be left out or undefined', async () => {
    const given = { startMs: undefined, spinUs: undefined } as unknown as { startMs: number };
    await withPool(given, async (pool) => expect(pool.workers).toBe(1));
  });

  it('that leave no room for the rings start no thread', async () => {
    let threads = 0;
    const count = (): void => {
      threads += 1;
    };
    process.on('worker', count);
    try {
      await expect(
        BookPool.create({ workers: 2, inputRingBytes: 2 ** 20, memoryBytes: 2 ** 20 }),
      ).rejects.toThrow(expect.objectContaining({ code: 'USAGE' }));
    } finally {
      process.off('worker', count);
    }
    expect(threads).toBe(0);
  });
});
