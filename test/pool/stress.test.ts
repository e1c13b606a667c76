/** Host and worker at full speed: nothing is lost, nothing torn, and the bits are those of one thread. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Book, type PoolBook } from '../../src/index.js';
import { START_US } from '../book/sample.js';
import { randomOf } from './market.js';
import { spinUntil, withPool } from './small-pool.js';

const FRAMES = 10_000_000;
const WITH_OUTPUT = 200_000;
const INSTRUMENTS = 4;
/** Mid prices return after so many ticks of an instrument. */
const PRICES = 1000;

const CONFIGURATION = {
  book: { reportingAsset: 'USD', capacity: { instruments: INSTRUMENTS, assets: 8, fillIds: 64 } },
  assets: [{ symbol: 'USD', balance: 1_000_000 }],
  instruments: Array.from({ length: INSTRUMENTS }, (_, index) => ({
    symbol: `PERP-${index}`,
    contract: 'linear',
    base: `COIN-${index}`,
    settle: 'USD',
    tickSize: 0.01,
    lotSize: 1,
    quoting: { size: 10 + index },
    inventory: { target: 0, maxPosition: 100 },
    model: { type: 'linear', halfSpreadBps: 2 + index, inventorySkewBps: 4 },
  })),
};

/** Every tick of an instrument moves its quote: time, price and version tell of one and the same. */
function midOf(instrument: number, nth: number): number {
  return 100_000 * (instrument + 1) + 100 * (nth % PRICES);
}

function send(book: Book | PoolBook, index: number): number {
  const instrument = index % INSTRUMENTS;
  const mid = midOf(instrument, Math.floor(index / INSTRUMENTS));
  return book.bookTicker(instrument, START_US + index, mid - 1, mid + 1, 40, index & 1023);
}

/** Bid, ask and lots of every quote there can be, by instrument and price. */
function quoteTable(): readonly (readonly (readonly number[])[])[] {
  const book = Book.create(CONFIGURATION, { output: 'discard' });
  const table: number[][][] = Array.from({ length: INSTRUMENTS }, () => []);
  for (let index = 0; index < PRICES * INSTRUMENTS; index++) {
    send(book, index);
    const { bid, ask } = book.quote(index % INSTRUMENTS);
    const quote = [bid.priceTicks, bid.sizeLots, ask.priceTicks, ask.sizeLots];
    table[index % INSTRUMENTS]?.push(quote);
  }
  return table;
}

/** Reads a quote and holds everything in it against the frame that its time names. */
class RowWatch {
  reads = 0;
  /** How often the row had moved since the last look. */
  moves = 0;
  wrong: string[] = [];
  readonly #book: PoolBook;
  readonly #table = quoteTable();
  /** Before the first tick, and at the last look. */
  readonly #first: readonly number[];
  readonly #last: number[];

  constructor(book: PoolBook) {
    this.#book = book;
    this.#first = CONFIGURATION.instruments.map((_, index) => book.latest(index).version);
    this.#last = [...this.#first];
  }

  look(instrument: number): void {
    const { version, bidTicks, bidLots, askTicks, askLots, timeNs } = this.#book.latest(instrument);
    this.reads += 1;
    const nth = version - (this.#first[instrument] ?? 0) - 1;
    if (nth < 0) return;
    const last = this.#last[instrument] ?? 0;
    if (version > last) this.moves += 1;
    this.#last[instrument] = version;
    const expected = this.#table[instrument]?.[nth % PRICES];
    const found = [bidTicks, bidLots, askTicks, askLots];
    const time = BigInt(START_US + nth * INSTRUMENTS + instrument) * 1000n;
    if (version >= last && time === timeNs && String(found) === String(expected)) return;
    this.wrong.push(`instrument ${instrument}: ${last} -> ${version}, ${timeNs}, ${found}`);
  }
}

describe('a worker at full speed', () => {
  it(`comes to the bits of one thread after ${FRAMES} frames, its rows whole all the time`, {
    timeout: 180_000,
  }, async () => {
    const inline = Book.create(CONFIGURATION, { output: 'discard' });
    for (let index = 0; index < FRAMES; index++) send(inline, index);
    await withPool({ inputRingBytes: 2 ** 22, spinUs: 200 }, async (pool) => {
      const book = pool.open(CONFIGURATION);
      const watch = new RowWatch(book);
      const random = randomOf(1);
      for (let index = 0; index < FRAMES; index++) {
        if (index % 64 === 0) watch.look(Math.floor(random() * INSTRUMENTS));
        // While the ring is full the worker writes as fast as it can, and this thread only reads.
        while (send(book, index) !== 0) watch.look(Math.floor(random() * INSTRUMENTS));
      }
      await book.flush();
      for (let instrument = 0; instrument < INSTRUMENTS; instrument++) watch.look(instrument);
      expect(watch.wrong.slice(0, 5)).toEqual([]);
      expect(watch.moves).toBeGreaterThan(1000);
      expect((await book.capture()).stateHash()).toBe(inline.stateHash());
      const [metrics] = pool.metrics();
      expect(metrics).toMatchObject({ backlogBytes: 0, restarts: 0, outputWaits: 0n });
      expect(metrics?.records).toBe(BigInt(FRAMES) + 1n);
    });
  });

  it(`hands on the output of ${WITH_OUTPUT} frames byte for byte`, async () => {
    const inline = Book.create(CONFIGURATION);
    const expected = createHash('sha256');
    let expectedBytes = 0;
    for (let index = 0; index < WITH_OUTPUT; index++) {
      send(inline, index);
      const frames = inline.drain();
      expectedBytes += frames.length;
      expected.update(frames);
    }
    const found = createHash('sha256');
    let bytes = 0;
    const onOutput = (frames: Uint8Array): void => {
      bytes += frames.length;
      found.update(frames);
    };
    await withPool({ outputRingBytes: 2 ** 17 }, async (pool) => {
      const book = pool.open(CONFIGURATION, { onOutput });
      for (let index = 0; index < WITH_OUTPUT; index++) {
        // A host that spins, and polls while it does.
        spinUntil(() => {
          if (send(book, index) === 0) return true;
          pool.poll();
          return false;
        });
      }
      await book.flush();
      pool.poll();
    });
    expect(bytes).toBe(expectedBytes);
    expect(found.digest('hex')).toBe(expected.digest('hex'));
    expect(expectedBytes).toBeGreaterThan(WITH_OUTPUT * 20);
  });
});
