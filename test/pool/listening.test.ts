/** Output frames of a pool: all of them, once, in order, whatever their listeners do. */
import { describe, expect, it } from 'vitest';
import { Book, type BookPool, type PoolBook } from '../../src/index.js';
import { SAMPLE } from '../book/sample.js';
import { applyInline, frames } from './market.js';
import { spinUntil, until, withPool } from './small-pool.js';

const RING_FULL = 96;

interface Heard {
  readonly book: PoolBook;
  readonly output: Uint8Array[];
  readonly text: () => string;
}

/** A book whose output is kept, `during` called with each piece. */
function listen(pool: BookPool, during: (count: number) => void = () => undefined): Heard {
  const output: Uint8Array[] = [];
  const onOutput = (bytes: Uint8Array): void => {
    output.push(bytes);
    during(output.length);
  };
  const text = (): string => Buffer.concat(output).toString('base64');
  return { book: pool.open(SAMPLE, { onOutput }), output, text };
}

function expectedOf(records: readonly Uint8Array[]): string {
  const inline = Book.create(SAMPLE);
  return Buffer.concat(records.map((record) => applyInline(inline, record))).toString('base64');
}

async function sendAll(book: PoolBook, records: readonly Uint8Array[]): Promise<void> {
  for (const record of records) while (book.sendBytes(record) !== 0) await book.writable();
}

describe('output of a pool', () => {
  it('arrives by itself, without a poll', async () => {
    await withPool({}, async (pool) => {
      const heard = listen(pool);
      const records = frames(300, 8);
      await sendAll(heard.book, records);
      const expected = expectedOf(records);
      await until(() => heard.text() === expected);
    });
  });

  it('waits in its ring for a host that does not look, and the worker waits with it', async () => {
    await withPool({}, async (pool) => {
      const heard = listen(pool);
      const records = frames(6000, 9);
      let sent = 0;
      // The event loop does not turn: nobody takes output.
      spinUntil(() => {
        while (sent < records.length) {
          const record = records[sent] ?? new Uint8Array(0);
          if (heard.book.sendBytes(record) === RING_FULL) break;
          sent += 1;
        }
        return (
          (pool.metrics()[0]?.outputWaits ?? 0n) > 0n && (pool.metrics()[0]?.ringFull ?? 0) > 9
        );
      });
      expect(sent).toBeLessThan(records.length);
      expect(heard.output).toEqual([]);
      expect(pool.metrics()[0]?.outputBacklogBytes).toBeGreaterThan(2 ** 15);
      await sendAll(heard.book, records.slice(sent));
      await heard.book.flush();
      pool.poll();
      expect(heard.text()).toBe(expectedOf(records));
    });
  });

  it.each(['throw', 'exit', 'terminate', 'trap'] as const)(
    'is neither lost nor doubled when the worker dies by %s while it waits for room',
    async (way) => {
      await withPool({ inputRingBytes: 2 ** 18 }, async (pool) => {
        let restarts = 0;
        pool.on('restart', () => {
          restarts += 1;
        });
        const heard = listen(pool);
        const records = frames(2500, 16);
        let sent = 0;
        const waits = (): bigint => pool.metrics()[0]?.outputWaits ?? 0n;
        spinUntil(() => {
          for (; sent < records.length; sent++) {
            if (heard.book.sendBytes(records[sent] ?? new Uint8Array(0)) !== 0) break;
          }
          return waits() > 0n;
        });
        pool.hostOf(0).inject(way);
        await sendAll(heard.book, records.slice(sent));
        await until(() => restarts === 1);
        await heard.book.flush();
        pool.poll();
        expect(heard.text()).toBe(expectedOf(records));
      });
    },
  );

  it('is handed on by poll to a host that spins', async () => {
    await withPool({}, async (pool) => {
      const heard = listen(pool);
      const records = frames(3000, 10);
      let polled = 0;
      for (const record of records) {
        spinUntil(() => {
          polled += pool.poll();
          return heard.book.sendBytes(record) === 0;
        });
      }
      const position = heard.book.sentPosition;
      spinUntil(() => {
        polled += pool.poll();
        return heard.book.isApplied(position);
      });
      polled += pool.poll();
      expect(heard.text()).toBe(expectedOf(records));
      expect(polled).toBeGreaterThanOrEqual(heard.output.length);
      expect(pool.poll()).toBe(0);
    });
  });

  it('reaches a slow listener whole', async () => {
    await withPool({}, async (pool) => {
      const word = new Int32Array(new SharedArrayBuffer(4));
      const heard = listen(pool, (count) => {
        if (count % 40 === 0) Atomics.wait(word, 0, 0, 2);
      });
      const records = frames(4000, 11);
      await sendAll(heard.book, records);
      await heard.book.flush();
      pool.poll();
      expect(heard.text()).toBe(expectedOf(records));
    });
  });

  it('goes on behind a listener that throws; the error is told', async () => {
    await withPool({}, async (pool) => {
      const errors: unknown[] = [];
      pool.on('error', (error) => errors.push(error));
      const failure = new Error('listener');
      const loud = listen(pool, (count) => {
        if (count % 2 === 0) throw failure;
      });
      const quiet = listen(pool);
      const records = frames(200, 12);
      await Promise.all([loud, quiet].map(({ book }) => sendAll(book, records)));
      await pool.flush();
      pool.poll();
      const expected = expectedOf(records);
      expect(loud.text()).toBe(expected);
      expect(quiet.text()).toBe(expected);
      await until(() => errors.length === Math.floor(loud.output.length / 2));
      expect(new Set(errors)).toEqual(new Set([failure]));
      // Neither closing the other book nor the pool trips over what a listener throws.
      await sendAll(loud.book, frames(50, 13, 200));
      await pool.closeBook(quiet.book);
      await sendAll(loud.book, frames(50, 13, 250));
      expect(await pool.close()).toEqual({ abandonedBytes: [0], terminated: [] });
    });
  });

  it('may be answered from within', async () => {
    await withPool({}, async (pool) => {
      const records = frames(400, 14);
      const closings: Promise<void>[] = [];
      let next = 100;
      // Sends, polls, captures and closes while it is being told.
      const heard = listen(pool, (count) => {
        const record = records[next];
        if (record !== undefined && heard.book.sendBytes(record) === 0) next += 1;
        pool.poll();
        if (count === 50) closings.push(pool.closeBook(other.book));
      });
      const other = listen(pool);
      const first = records.slice(0, 100);
      await Promise.all([heard, other].map(({ book }) => sendAll(book, first)));
      await until(() => closings.length === 1);
      await Promise.all(closings);
      expect(other.text()).toBe(expectedOf(first));
      await heard.book.flush();
      pool.poll();
      await heard.book.flush();
      pool.poll();
      expect(pool.books).toEqual([heard.book]);
      expect(expectedOf(records.slice(0, next)).startsWith(heard.text().slice(0, -4))).toBe(true);
    });
  });

  it('is cut in parts and joined when one record makes more than fits', async () => {
    await withPool({ memoryBytes: 2 ** 25 }, async (pool) => {
      const heard = listen(pool);
      // 4,000 frames that are refused, in one record: many times what one output record holds.
      const record = Buffer.concat(
        Array.from({ length: 4000 }, () => Uint8Array.of(0x93, 99, 0)),
      ).subarray(0, heard.book.longestRecordBytes);
      heard.book.sendBytes(record);
      await heard.book.flush();
      await until(() => pool.metrics()[0]?.outputBacklogBytes === 0);
      expect(heard.text()).toBe(expectedOf([record]));
      expect(heard.output.length).toBeLessThan(60);
    });
  });

  it('is dropped for a book that nobody listens to', async () => {
    await withPool({}, async (pool) => {
      const book = pool.open(SAMPLE);
      await sendAll(book, frames(3000, 15));
      await book.flush();
      expect(pool.poll()).toBe(0);
      expect(pool.metrics()[0]).toMatchObject({ outputBacklogBytes: 0, outputWaits: 0n });
    });
  });
});
