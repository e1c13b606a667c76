/** What a book of a pool takes, answers and shows. */
import { describe, expect, it } from 'vitest';
import * as at from '../../assembly/pool-layout.js';
import { Book, type PoolBook } from '../../src/index.js';
import { MID_TICKS, SAMPLE, START_US } from '../book/sample.js';
import { applyInline, frames } from './market.js';
import { spinUntil, tick, until, withPool } from './small-pool.js';

const RING_FULL = 96;
const TOO_LONG = 99;

describe('a book of a pool', () => {
  it('comes to the same as a book by every call', async () => {
    await withPool({}, async (pool) => {
      const [book, inline] = [pool.open(SAMPLE), Book.create(SAMPLE)];
      let time = START_US;
      const feed = (one: Book | PoolBook): number[] => {
        time = START_US;
        const next = (): number => (time += 1000);
        return [
          ...MID_TICKS.map((mid, index) => one.bookTicker(index, next(), mid - 1, mid + 1, 50, 50)),
          one.trade(1, next(), MID_TICKS[1], 3, 0),
          one.fill({
            instrument: 1,
            time: next(),
            fillId: 2n ** 63n + 1n,
            side: 'buy',
            priceTicks: MID_TICKS[1],
            sizeLots: 7,
          }),
          one.working(1, next(), 5, 6, 5, 5),
          one.mark(0, next(), 3000.5),
          one.assetRate(2, BigInt(next()) * 1000n + 1n, 151.5),
          one.funding(1, next(), 0.0001, 60_000),
          one.position(0, next(), -3, MID_TICKS[0]),
          one.cash(0, next(), 1000, 'capital'),
          one.alpha(1, next(), 2.5),
          one.clock(next()),
          one.settle(3, next(), 150),
        ];
      };
      expect(feed(book).every((result) => result === 0)).toBe(true);
      expect(feed(inline).every((result) => result === 0)).toBe(true);
      expect((await book.capture()).stateHash()).toBe(inline.stateHash());
    });
  });

  it('is halted, reduced and resumed by an operator', async () => {
    await withPool({}, async (pool) => {
      const book = pool.open(SAMPLE);
      tick(book, 1);
      await book.flush();
      expect(book.latest(0).bidLots).toBeGreaterThan(0);
      for (const [act, state, isQuoted] of [
        [() => book.halt(START_US + 10, 'kill'), 'HALTED', false],
        [() => book.resume(START_US + 11, 'all clear'), 'ACTIVE', true],
        [() => book.reduce(START_US + 12, 'x'.repeat(64)), 'REDUCING', false],
        [() => book.resume(START_US + 13, 'é'.repeat(40)), 'ACTIVE', true],
      ] as const) {
        expect(act()).toBe(0);
        await book.flush();
        expect(book.risk().state).toBe(state);
        expect(book.latest(0).bidLots > 0).toBe(isQuoted);
      }
    });
  });

  it('shows the quotes and the risk of an inline book', async () => {
    await withPool({}, async (pool) => {
      const [book, inline] = [pool.open(SAMPLE), Book.create(SAMPLE)];
      for (const record of frames(500, 3)) {
        while (book.sendBytes(record) !== 0) await book.writable();
        applyInline(inline, record);
      }
      await book.flush();
      for (const [index] of MID_TICKS.entries()) {
        const own = inline.quote(index);
        const latest = book.latest(index);
        expect(latest).toMatchObject({
          bidTicks: own.bid.priceTicks,
          bidLots: own.bid.sizeLots,
          askTicks: own.ask.priceTicks,
          askLots: own.ask.sizeLots,
          version: inline.quotes.version(index),
        });
        expect(latest.timeNs).toBeLessThanOrEqual(book.risk().timeNs);
        expect(book.publications(index)).toBeGreaterThanOrEqual(latest.version);
      }
      const { equity, drawdown, lossToday, state, grossNotional } = inline.risk();
      expect(book.risk()).toMatchObject({ equity, state, grossNotional });
      expect(book.risk().drawdown).toBeCloseTo(drawdown, 9);
      expect(book.risk().lossToday).toBeCloseTo(lossToday, 9);
    });
  });

  it('answers every question of a book by a capture, which lives on', async () => {
    await withPool({}, async (pool) => {
      const [book, inline] = [pool.open(SAMPLE), Book.create(SAMPLE)];
      for (const record of frames(300, 4)) {
        book.sendBytes(record);
        applyInline(inline, record);
      }
      const copy = await book.capture();
      const fill = {
        instrument: 1,
        time: START_US + 10_000_000,
        fillId: 99_999,
        side: 'sell',
        priceTicks: MID_TICKS[1],
        sizeLots: 2,
      } as const;
      expect(copy.explain(1)).toEqual(inline.explain(1));
      expect(copy.whatIf(fill)).toEqual(inline.whatIf(fill));
      expect(copy.snapshot()).toEqual(inline.snapshot());
      expect(copy.positionOf(1)).toEqual(inline.positionOf(1));
      expect(copy.risk()).toEqual(inline.risk());
      expect(copy.rejects()).toEqual(inline.rejects());
      // It is a book of its own.
      expect(copy.fill(fill)).toBe(0);
      expect(copy.positionOf(1)).not.toEqual(inline.positionOf(1));
      expect((await book.capture()).stateHash()).toBe(inline.stateHash());
      // Captures of one moment, asked for together.
      const both = await Promise.all([book.capture(), book.capture()]);
      expect(both.map((one) => one.stateHash())).toEqual([inline.stateHash(), inline.stateHash()]);
    });
  });

  it.each([-1, 6, 0.5, Number.NaN, Number.POSITIVE_INFINITY])(
    'has no instrument %d to read',
    async (instrument) => {
      await withPool({}, async (pool) => {
        const book = pool.open(SAMPLE);
        for (const read of [() => book.latest(instrument), () => book.publications(instrument)]) {
          expect(read).toThrow(expect.objectContaining({ code: 'UNKNOWN_INSTRUMENT' }));
        }
      });
    },
  );

  it('refuses a record that is too long, and takes the longest', async () => {
    await withPool({}, async (pool) => {
      const book = pool.open(SAMPLE);
      const longest = book.longestRecordBytes;
      expect(longest).toBe(2 ** 16 / at.RECORD_SHARE - at.RECORD_HEADER_BYTES);
      expect(book.sendBytes(new Uint8Array(longest + 1))).toBe(TOO_LONG);
      // Zeroes are no frames: one reject passes over all of them.
      expect(book.sendBytes(new Uint8Array(longest))).toBe(0);
      expect(book.sendBytes(new Uint8Array(0))).toBe(0);
      await book.flush();
      expect(book.risk().framesRejected).toBe(1);
    });
  });

  it('waits for nothing that was claimed and not sent', async () => {
    await withPool({}, async (pool) => {
      const book = pool.open(SAMPLE);
      // Whatever place of the ring the record would have had, its end among them.
      for (let index = 0; index < 3000; index++) {
        const wrong = (): number => book.send('alpha', START_US, [0, 'wrong']);
        expect(wrong).toThrow(expect.objectContaining({ code: 'USAGE' }));
        await book.flush();
        while (tick(book, index) !== 0) await book.writable();
      }
      await book.flush();
      expect(pool.metrics()[0]).toMatchObject({ backlogBytes: 0, records: 3000n });
    });
  });

  it('says when the ring is full, and goes on when it is not', async () => {
    await withPool({ workers: 2 }, async (pool) => {
      const [held, free] = [0, 1].map((worker) => pool.open(SAMPLE, { worker }));
      if (held === undefined || free === undefined) throw new Error('no books');
      const host = pool.hostOf(0);
      host.inject('stall');
      let sent = 0;
      for (; sent < 10_000; sent++) if (tick(held, sent) === RING_FULL) break;
      expect(sent).toBeGreaterThan(500);
      expect(pool.metrics()[0]?.ringFull).toBe(1);
      expect(held.halt(START_US, 'full')).toBe(RING_FULL);
      // The other worker is not held up.
      expect(tick(free, 1)).toBe(0);
      await free.flush();
      const position = held.sentPosition;
      expect(held.isApplied(position)).toBe(false);
      host.inject('terminate');
      await held.flush();
      expect(held.isApplied(position)).toBe(true);
      expect(held.risk().framesApplied - free.risk().framesApplied).toBe(sent - 1);
      expect(tick(held, sent)).toBe(0);
    });
  });

  it('wakes a worker that sleeps', async () => {
    await withPool({ spinUs: 0, parkMs: 1000 }, async (pool) => {
      const book = pool.open(SAMPLE);
      // Were it left to sleep each time, this would take longer than a test may.
      for (let index = 0; index < 200; index++) {
        await until(() => pool.metrics()[0]?.isParked === true);
        tick(book, index);
        await book.flush();
      }
      expect(pool.metrics()[0]?.parks).toBeGreaterThanOrEqual(200n);
      expect(book.risk().timeNs).toBe(BigInt(START_US + 199) * 1000n);
    });
  });

  it('counts what its worker does', async () => {
    await withPool({ spinUs: Number.POSITIVE_INFINITY }, async (pool) => {
      const book = pool.open(SAMPLE);
      for (let index = 0; index < 2000; index++) {
        while (tick(book, index) !== 0) await book.writable();
      }
      await pool.flush();
      const [metrics] = pool.metrics();
      expect(metrics).toMatchObject({
        worker: 0,
        state: 'serving',
        books: 1,
        isParked: false,
        backlogBytes: 0,
        outputBacklogBytes: 0,
        records: 2000n,
        parks: 0n,
        outputWaits: 0n,
        restarts: 0,
      });
      expect(metrics?.images).toBeGreaterThan(0n);
      expect(metrics?.batches).toBeGreaterThan(20n);
      expect(metrics?.keptBytes).toBeLessThanOrEqual(2 ** 16);
    });
  });

  it('knows what was applied long after', async () => {
    await withPool({ inputRingBytes: 2 ** 24, memoryBytes: 2 ** 26 }, async (pool) => {
      const book = pool.open(SAMPLE);
      tick(book, 1);
      const first = book.sentPosition;
      await book.flush();
      // Records of a slot without a book are passed over: 2 GiB of them, so that the positions of the
      // ring are behind `first` again.
      const { input } = pool.hostOf(0);
      while (book.sentPosition < first + 2 ** 31 + 2 ** 24) {
        spinUntil(() => input.claim(input.longest) !== 0);
        input.commit(3, at.RECORD_IS_FRAMES, input.longest);
      }
      expect(book.isApplied(first)).toBe(true);
      await book.flush();
      expect(tick(book, 2)).toBe(0);
      await book.flush();
      expect(book.risk().timeNs).toBe(BigInt(START_US + 2) * 1000n);
    });
  });

  it('is fed by a loop that never lets the event loop turn', async () => {
    await withPool({}, async (pool) => {
      const book = pool.open(SAMPLE);
      for (let index = 0; index < 20_000; index++) {
        if (tick(book, index) !== 0) spinUntil(() => tick(book, index) === 0);
      }
      const position = book.sentPosition;
      spinUntil(() => book.isApplied(position));
      const last = Book.create(SAMPLE);
      for (let index = 0; index < 20_000; index++) {
        const mid = 300_000 + 10 * (index % 1000);
        last.bookTicker(0, START_US + index, mid - 1, mid + 1, 40, 60);
        last.discardOutput();
      }
      expect(book.latest(0).bidTicks).toBe(last.quote(0).bid.priceTicks);
      expect((await book.capture()).stateHash()).toBe(last.stateHash());
    });
  });
});
