/** The end of a pool: in time, with a report, and nothing left that waits. */
import { describe, expect, it } from 'vitest';
import { Book, BookPool, type PoolBook } from '../../src/index.js';
import { SAMPLE } from '../book/sample.js';
import { applyInline, frames } from './market.js';
import { spinUntil, tick, until, withPool } from './small-pool.js';

const CLOSED = 98;
const WORKER = expect.objectContaining({ code: 'WORKER' });

async function sendAll(book: PoolBook, records: readonly Uint8Array[]): Promise<void> {
  for (const record of records) while (book.sendBytes(record) !== 0) await book.writable();
}

describe('closing a pool', () => {
  it('applies what was sent, hands on its output, and takes no more', async () => {
    await withPool({ workers: 2 }, async (pool) => {
      const output: Uint8Array[] = [];
      const book = pool.open(SAMPLE, { onOutput: (bytes) => output.push(bytes) });
      const records = frames(900, 21);
      const inline = Book.create(SAMPLE);
      const expected = Buffer.concat(records.map((record) => applyInline(inline, record)));
      await sendAll(book, records);
      const closing = pool.close();
      expect(tick(book, 1)).toBe(CLOSED);
      expect(() => pool.open(SAMPLE)).toThrow(expect.objectContaining({ code: 'USAGE' }));
      expect(await closing).toEqual({ abandonedBytes: [0, 0], terminated: [] });
      expect(Buffer.concat(output).equals(expected)).toBe(true);
      expect(pool.metrics().map(({ state }) => state)).toEqual(['stopped', 'stopped']);
      // What was published last can still be read.
      expect(book.latest(0).bidTicks).toBe(inline.quote(0).bid.priceTicks);
    });
  });

  it('hands on more output than the ring holds', async () => {
    await withPool({ inputRingBytes: 2 ** 20 }, async (pool) => {
      let bytes = 0;
      const book = pool.open(SAMPLE, {
        onOutput: (frame) => {
          bytes += frame.length;
        },
      });
      let sent = 0;
      // Nothing is taken while this loop runs.
      spinUntil(() => {
        while (tick(book, sent) === 0) sent += 1;
        return (
          (pool.metrics()[0]?.outputWaits ?? 0n) > 0n && (pool.metrics()[0]?.ringFull ?? 0) > 3
        );
      });
      const inline = Book.create(SAMPLE);
      let expected = 0;
      for (let index = 0; index < sent; index++) {
        const mid = 300_000 + 10 * (index % 1000);
        inline.bookTicker(0, 1_700_000_000_000_000 + index, mid - 1, mid + 1, 40, 60);
        expected += inline.drain().length;
      }
      expect(expected).toBeGreaterThan(4 * 2 ** 16);
      expect(await pool.close()).toEqual({ abandonedBytes: [0], terminated: [] });
      expect(bytes).toBe(expected);
    });
  });

  it('ends in its time when a worker hangs, and says what it abandoned', async () => {
    await withPool({ workers: 2, inputRingBytes: 2 ** 17 }, async (pool) => {
      const [held, free] = [0, 1].map((worker) => pool.open(SAMPLE, { worker }));
      if (held === undefined || free === undefined) throw new Error('no books');
      await held.flush();
      pool.hostOf(0).inject('stall');
      let sent = 0;
      while (tick(held, sent) === 0) sent += 1;
      tick(free, 1);
      const before = pool.metrics()[0]?.backlogBytes ?? 0;
      const report = await pool.close(400);
      expect(report.terminated).toEqual([0]);
      expect(report.abandonedBytes).toEqual([before, 0]);
      expect(before).toBeGreaterThan(2 ** 16);
      // Nothing waits for ever for what will not come.
      await expect(held.flush()).rejects.toThrow(WORKER);
      await expect(held.capture()).rejects.toThrow(WORKER);
      await expect(pool.flush()).rejects.toThrow(WORKER);
      await pool.closeBook(held);
      await free.flush();
    });
  });

  it('lets go whoever waits when it ends', async () => {
    await withPool({}, async (pool) => {
      const book = pool.open(SAMPLE);
      const other = pool.open(SAMPLE);
      pool.hostOf(0).inject('stall');
      let sent = 0;
      while (tick(book, sent) === 0) sent += 1;
      const waiting = [
        book.flush(),
        book.capture(),
        pool.closeBook(book),
        pool.closeBook(other),
        other.flush(),
      ];
      const settled = Promise.allSettled(waiting);
      expect((await pool.close(200)).terminated).toEqual([0]);
      const ends = (await settled).map(({ status }) => status);
      expect(ends).toEqual(['rejected', 'rejected', 'fulfilled', 'fulfilled', 'rejected']);
    });
  });

  it('gives every caller the report of the first', async () => {
    await withPool({}, async (pool) => {
      const book = pool.open(SAMPLE);
      pool.hostOf(0).inject('stall');
      tick(book, 1);
      const [first, second] = await Promise.all([pool.close(100), pool.close(0)]);
      expect(first.terminated).toEqual([0]);
      expect(first.abandonedBytes[0]).toBeGreaterThan(0);
      expect(second).toEqual(first);
      expect(await pool.close()).toEqual(first);
      await pool[Symbol.asyncDispose]();
    });
  });

  it.each([Number.NaN, -1, Number.POSITIVE_INFINITY, 600_001])(
    'takes no time limit of %d ms',
    async (timeoutMs) => {
      await withPool({}, async (pool) => {
        await expect(pool.close(timeoutMs)).rejects.toThrow(
          expect.objectContaining({ code: 'USAGE', details: { timeoutMs, most: 600_000 } }),
        );
        // Not closed yet.
        expect(tick(pool.open(SAMPLE), 1)).toBe(0);
      });
    },
  );

  it('does not wait for a worker that is being replaced', async () => {
    for (let attempt = 0; attempt < 12; attempt++) {
      await withPool({}, async (pool) => {
        const book = pool.open(SAMPLE);
        const failures: unknown[] = [];
        pool.on('failure', (report) => failures.push(report));
        tick(book, 1);
        pool.hostOf(0).inject(attempt % 2 === 0 ? 'throw' : 'terminate');
        // At another moment of the death each time.
        for (let wait = 0; wait < attempt; wait++) await until(() => true);
        await new Promise((done) => setTimeout(done, attempt));
        await pool.close();
        expect(failures).toEqual([]);
        expect(pool.metrics()[0]?.state).toBe('stopped');
      });
    }
  });

  it('may be called before anything was opened, and by a pool that is not kept', async () => {
    const pool = await BookPool.create({ workers: 2, memoryBytes: 2 ** 26 });
    expect(await pool.close(0)).toMatchObject({ abandonedBytes: [0, 0] });
  });
});
