/** Workers that cannot start, and books or workers that are given up. */
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import * as at from '../../assembly/pool-layout.js';
import { encodeFrame } from '../../src/frames/index.js';
import {
  Book,
  BookPool,
  EvenkeelError,
  type FailureReport,
  type PoolBook,
  type RestartReport,
} from '../../src/index.js';
import { SAMPLE } from '../book/sample.js';
import { applyInline, frames } from './market.js';
import { spinUntil, tick, turn, until, withPool } from './small-pool.js';

const FAILED = 97;
const workerFile = (name: string): string =>
  fileURLToPath(new URL(`./workers/${name}.mjs`, import.meta.url));

async function startError(name: string, startMs = 30_000): Promise<unknown> {
  const options = { workers: 2, memoryBytes: 2 ** 26, startMs };
  return BookPool.create(options, workerFile(name)).catch((cause: unknown) => cause);
}

describe('a worker that does not start', () => {
  it('is refused when it runs another build', async () => {
    const error = await startError('stale');
    expect(error).toBeInstanceOf(EvenkeelError);
    expect(error).toMatchObject({
      code: 'KERNEL_STALE',
      details: { worker: 0, part: 'kernel', found: '123456789abcdef' },
    });
  });

  it('is told with what its file threw', async () => {
    const error = await startError('broken');
    expect(error).toMatchObject({ code: 'WORKER', cause: { message: 'broken at load' } });
    expect(String(error)).toContain('broken at load');
  });

  it('is told with what is wrong with its file', async () => {
    expect(await startError('nothing-of-that-name')).toMatchObject({ code: 'WORKER' });
  });

  it('is given up when it never says anything', async () => {
    const error = await startError('silent', 200);
    expect(error).toMatchObject({ code: 'WORKER', details: { worker: 0 } });
    expect(String(error)).toContain('200 ms');
  });
});

interface Told {
  readonly restarts: RestartReport[];
  readonly failures: FailureReport[];
}

function listenTo(pool: BookPool): Told {
  const told: Told = { restarts: [], failures: [] };
  pool.on('restart', (report) => told.restarts.push(report));
  pool.on('failure', (report) => told.failures.push(report));
  return told;
}

describe('a record that kills its worker', () => {
  /** Sends a record whose place is wrong, while the worker waits for room in the output ring. */
  function sendPoison(pool: BookPool, book: PoolBook, record: Uint8Array): void {
    const { input, memory } = pool.hostOf(book.worker);
    while (book.sendBytes(record) !== 0) throw new Error('no room for the poison');
    const bytes = Math.ceil((at.RECORD_HEADER_BYTES + record.length) / 16) * 16;
    const begin = (input.tail - bytes) & (2 ** 18 - 1);
    memory.integers[(memory.input + begin + at.RECORD_MARK) >> 2] = 12_345;
  }

  it('fails its book once; the other books of the worker go on and lose nothing', async () => {
    await withPool({ inputRingBytes: 2 ** 18, memoryBytes: 2 ** 25 }, async (pool) => {
      const told = listenTo(pool);
      const output: Uint8Array[] = [];
      const loud = pool.open(SAMPLE, { onOutput: (bytes) => output.push(bytes) });
      const poisoned = pool.open(SAMPLE);
      const quiet = pool.open(SAMPLE);
      const records = frames(3000, 31);
      // No output is taken while this loop runs: the worker stands still before the poison.
      let sent = 0;
      spinUntil(() => {
        while (sent < 2500 && loud.sendBytes(records[sent] ?? new Uint8Array(0)) === 0) sent += 1;
        return (pool.metrics()[0]?.outputWaits ?? 0n) > 0n;
      });
      sendPoison(pool, poisoned, records[0] ?? new Uint8Array(0));
      for (const record of records.slice(0, 300)) {
        expect(quiet.sendBytes(record)).toBe(0);
        expect(poisoned.sendBytes(record)).toBe(0);
      }
      await until(() => told.failures.length > 0);
      expect(poisoned.sendBytes(new Uint8Array(1))).toBe(FAILED);
      // What it last quoted does not look alive.
      const { bidLots, askLots, bidReason, askReason } = poisoned.latest(0);
      expect([bidLots, askLots, bidReason, askReason]).toEqual([0, 0, FAILED, FAILED]);
      for (const ask of [poisoned.capture(), poisoned.flush(), pool.flush()]) {
        await expect(ask).rejects.toThrow(expect.objectContaining({ code: 'WORKER' }));
      }
      for (const record of records.slice(sent)) {
        while (loud.sendBytes(record) !== 0) await loud.writable();
      }
      await loud.flush();
      pool.poll();

      const inline = { loud: Book.create(SAMPLE), quiet: Book.create(SAMPLE) };
      const expected = records.map((record) => applyInline(inline.loud, record));
      for (const record of records.slice(0, 300)) applyInline(inline.quiet, record);
      expect((await loud.capture()).stateHash()).toBe(inline.loud.stateHash());
      expect((await quiet.capture()).stateHash()).toBe(inline.quiet.stateHash());
      expect(Buffer.concat(output).equals(Buffer.concat(expected))).toBe(true);

      // Told once; the deaths it took are told as restarts.
      expect(told.failures).toHaveLength(1);
      expect(told.failures[0]).toMatchObject({ worker: 0, books: [poisoned.id] });
      expect(told.restarts).toHaveLength(2);
      // A later death is none of its business: it is served no more.
      pool.hostOf(0).inject('throw');
      await until(() => told.restarts.length === 3);
      expect(told.restarts[2]?.books).toEqual([loud.id, quiet.id]);
      expect(told.failures).toHaveLength(1);
      // Its slot can be used again.
      await pool.closeBook(poisoned);
      const next = pool.open(SAMPLE);
      tick(next, 1);
      await next.flush();
      expect(next.latest(0).bidTicks).toBeGreaterThan(0);
    });
  });
});

describe('a worker that dies without getting on', () => {
  it('is given up after five deaths', async () => {
    await withPool({ workers: 2 }, async (pool) => {
      const told = listenTo(pool);
      const books = [pool.open(SAMPLE, { worker: 0 }), pool.open(SAMPLE, { worker: 0 })];
      const other = pool.open(SAMPLE, { worker: 1 });
      for (let death = 1; death <= 5; death++) {
        pool.hostOf(0).inject('throw');
        await until(() => told.restarts.length + told.failures.length === death);
      }
      expect(told.restarts).toHaveLength(4);
      expect(told.failures).toMatchObject([{ worker: 0, books: books.map(({ id }) => id) }]);
      expect(told.failures[0]?.cause.message).toBe('injected fault');
      expect(pool.metrics().map(({ state }) => state)).toEqual(['failed', 'serving']);
      for (const book of books) {
        expect(tick(book, 1)).toBe(FAILED);
        expect(book.halt(1_700_000_000_000_000, 'failed')).toBe(FAILED);
        await expect(book.capture()).rejects.toThrow(expect.objectContaining({ code: 'WORKER' }));
        // The last quote can still be read, and the book be closed.
        expect(book.latest(0).bidTicks).toBe(0);
      }
      const open = (): unknown => pool.open(SAMPLE, { worker: 0 });
      expect(open).toThrow(expect.objectContaining({ code: 'WORKER' }));
      expect(pool.open(SAMPLE).worker).toBe(1);
      await Promise.all(books.map((book) => pool.closeBook(book)));
      expect(tick(other, 1)).toBe(0);
      await other.flush();
      expect(await pool.close()).toEqual({ abandonedBytes: [0, 0], terminated: [] });
    });
  });

  it('lives as long as frames are applied in between', async () => {
    await withPool({}, async (pool) => {
      const told = listenTo(pool);
      const book = pool.open(SAMPLE);
      for (let death = 1; death <= 8; death++) {
        tick(book, death);
        await book.flush();
        pool.hostOf(0).inject('throw');
        await until(() => told.restarts.length + told.failures.length === death);
      }
      expect(told.failures).toEqual([]);
    });
  });

  it('is given up at once when its file cannot be loaded again', async () => {
    const use = async (pool: BookPool): Promise<void> => {
      const told = listenTo(pool);
      const book = pool.open(SAMPLE);
      process.env.EVENKEEL_TEST_BREAK = '1';
      pool.hostOf(0).inject('exit');
      await until(() => told.failures.length === 1);
      expect(told.failures[0]?.cause.message).toContain('broken at reload');
      expect(told.restarts).toEqual([]);
      expect(tick(book, 1)).toBe(FAILED);
    };
    try {
      await withPool({}, use, workerFile('breaking'));
    } finally {
      delete process.env.EVENKEEL_TEST_BREAK;
    }
  });

  it('does not stop telling when a listener throws', async () => {
    await withPool({}, async (pool) => {
      const errors: unknown[] = [];
      const book = pool.open(SAMPLE);
      pool.on('error', (error) => errors.push(error));
      pool.on('restart', () => {
        throw new Error('of restart');
      });
      pool.on('failure', () => {
        throw new Error('of failure');
      });
      for (let death = 1; death <= 5; death++) {
        pool.hostOf(0).inject('throw');
        await until(() => errors.length === death);
      }
      expect(errors.map(String)).toEqual([
        ...Array.from({ length: 4 }, () => 'Error: of restart'),
        'Error: of failure',
      ]);
      expect(tick(book, 1)).toBe(FAILED);
    });
  });
});

describe('a worker that stands still', () => {
  it('is replaced, and told why', async () => {
    await withPool({ stallMs: 500 }, async (pool) => {
      const told = listenTo(pool);
      const book = pool.open(SAMPLE);
      tick(book, 1);
      pool.hostOf(0).inject('stall');
      tick(book, 2);
      await until(() => told.restarts.length > 0);
      expect(told.restarts[0]?.cause.message).toBe('the worker stalled for more than 500 ms');
      await book.flush();
      expect(book.risk().framesApplied).toBeGreaterThan(0);
    });
  });

  it('is not one that sleeps longer than a worker may stand still', async () => {
    await withPool({ spinUs: 0, parkMs: 1000, stallMs: 250 }, async (pool) => {
      const told = listenTo(pool);
      pool.open(SAMPLE);
      const parks = (): bigint => pool.metrics()[0]?.parks ?? 0n;
      const before = parks();
      await until(() => parks() >= before + 2n || told.restarts.length > 0);
      expect(told.restarts).toEqual([]);
    });
  });

  it('is not one whose record takes longer than it may stand still', async () => {
    // 1,000 quotes per frame, and more frames than a worker applies in that time.
    const [instrument] = SAMPLE.instruments;
    const instruments = Array.from({ length: 1000 }, (_, index) => ({
      ...instrument,
      symbol: `SPOT-${index}`,
    }));
    const capacity = { instruments: 1000, assets: 8, fillIds: 64 };
    const large = { ...SAMPLE, book: { ...SAMPLE.book, capacity }, instruments };
    const assets = SAMPLE.assets.slice(0, 1);
    const options = { stallMs: 500, inputRingBytes: 2 ** 22, memoryBytes: 2 ** 25 };
    await withPool(options, async (pool) => {
      const told = listenTo(pool);
      const book = pool.open({ ...large, assets });
      const clock = encodeFrame('clock', 0, 1_700_000_000_000_000, []);
      const count = Math.floor(book.longestRecordBytes / clock.length);
      const before = book.risk().framesApplied;
      expect(book.sendBytes(Buffer.concat(Array(count).fill(clock)))).toBe(0);
      await book.flush();
      expect(told.restarts).toEqual([]);
      expect(book.risk().framesApplied).toBe(before + count);
    });
  });

  it('is not one that waits for a host that takes no output', async () => {
    await withPool({ stallMs: 250 }, async (pool) => {
      const told = listenTo(pool);
      const book = pool.open(SAMPLE, { onOutput: () => undefined, delivery: 'poll' });
      let sent = 0;
      spinUntil(() => {
        while (tick(book, sent) === 0) sent += 1;
        return (pool.metrics()[0]?.outputWaits ?? 0n) > 0n;
      });
      // Long enough to be found still if it were, were the clock of the looks as late as it likes.
      await turn(1000);
      expect(told.restarts).toEqual([]);
      while (pool.poll() > 0 || !book.isApplied(book.sentPosition)) await turn();
      expect(told.restarts).toEqual([]);
    });
  });
});
