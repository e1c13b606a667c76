/** The same frames come to the same bits: inline, in pools of any size, however they are cut. */
import fc from 'fast-check';
import { Packr } from 'msgpackr';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Book, BookPool, type Fill, type PoolBook } from '../../src/index.js';
import { type BookPort, MarketSink, SessionEngine } from '../../src/replay/engine/index.js';
import { generateMarket } from '../../src/replay/generated/index.js';
import { builtInSession } from '../../src/replay/index.js';
import { merge } from '../../src/replay/sources/index.js';
import { arbitraryEvents, writeFrames } from '../properties/events.js';
import { arbitraryBookSetup, type Setup } from '../properties/setup.js';
import { toConfiguration } from '../properties/setup-frames.js';
import { spinUntil, withPool } from './small-pool.js';

const packr = new Packr({ useRecords: false });

/** Frames per record, in turn; the last one counts for all that follow. */
type Cutting = readonly number[];

const arbitraryCutting: fc.Arbitrary<Cutting> = fc.oneof(
  fc.constant([1]),
  fc.constant([1000]),
  fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 }),
);

function cut(frames: readonly Uint8Array[], cutting: Cutting): readonly Uint8Array[] {
  const records: Uint8Array[] = [];
  for (let from = 0; from < frames.length; ) {
    const count = cutting[records.length] ?? cutting.at(-1) ?? 1;
    records.push(Buffer.concat(frames.slice(from, from + count)));
    from += count;
  }
  return records;
}

interface Run {
  readonly book: PoolBook;
  readonly records: readonly Uint8Array[];
  readonly output: Uint8Array[];
}

const pools: BookPool[] = [];
const counts = { frames: 0, applied: 0, outputBytes: 0 };

/** One book on every worker of a pool, each with a cutting of its own, fed in turn. */
async function runAll(
  pool: BookPool,
  setup: Setup,
  frames: readonly Uint8Array[],
  cuttings: readonly Cutting[],
): Promise<{ hashes: bigint[]; outputs: Buffer[] }> {
  const configuration = toConfiguration(setup);
  const runs = Array.from({ length: pool.workers }, (_, worker): Run => {
    const output: Uint8Array[] = [];
    const onOutput = (bytes: Uint8Array): void => {
      output.push(bytes);
    };
    const book = pool.open(configuration, { worker, onOutput });
    return { book, records: cut(frames, cuttings[worker] ?? [1]), output };
  });
  const most = Math.max(...runs.map(({ records }) => records.length));
  for (let index = 0; index < most; index++) {
    for (const { book, records } of runs) {
      const record = records[index];
      if (record === undefined) continue;
      while (book.sendBytes(record) !== 0) await book.writable();
    }
  }
  const copies = await Promise.all(runs.map(({ book }) => book.capture()));
  await Promise.all(runs.map(({ book }) => pool.closeBook(book)));
  return {
    hashes: copies.map((copy) => copy.stateHash()),
    outputs: runs.map(({ output }) => Buffer.concat(output)),
  };
}

describe('a stream of frames', () => {
  beforeAll(async () => {
    for (const workers of [1, 2, 3]) {
      pools.push(
        await BookPool.create({
          workers,
          booksPerWorker: 2,
          inputRingBytes: 2 ** 17,
          outputRingBytes: 2 ** 16,
          memoryBytes: 2 ** 24,
          spinUs: 5,
        }),
      );
    }
  });

  afterAll(async () => {
    await Promise.all(pools.map((pool) => pool.close()));
    // A property over streams that are mostly refused would prove little.
    expect(counts.applied).toBeGreaterThan(counts.frames * 0.6);
    expect(counts.outputBytes).toBeGreaterThan(counts.frames * 10);
  });

  it('comes to the state and the output of a book inline, on every worker, however cut', async () => {
    const cuttings = fc.array(arbitraryCutting, { minLength: 3, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(
        arbitraryBookSetup,
        arbitraryEvents(150),
        fc.nat(2),
        cuttings,
        async (setup, run, poolIndex, cut) => {
          const pool = pools[poolIndex];
          if (pool === undefined) throw new Error('no pool');
          const frames = writeFrames(setup, run).map((frame) => packr.pack(frame));
          const inline = Book.create(toConfiguration(setup));
          const { framesApplied } = inline.apply(Buffer.concat(frames));
          const expected = Buffer.from(inline.drain());
          counts.frames += frames.length;
          counts.applied += framesApplied;
          counts.outputBytes += expected.length;
          const { hashes, outputs } = await runAll(pool, setup, frames, cut);
          expect(hashes).toEqual(hashes.map(() => inline.stateHash()));
          for (const output of outputs) expect(output.equals(expected)).toBe(true);
        },
      ),
      { numRuns: 120, interruptAfterTimeLimit: 40_000 },
    );
  });
});

/** A book whose every call is sent to a pool as well; the pool's refusals are waited out. */
function mirrored(book: Book, twin: PoolBook, onFill: () => void): BookPort {
  const both = (code: number, send: () => number): number => {
    spinUntil(() => send() === 0);
    return code;
  };
  return {
    instruments: book.instruments,
    quotes: book.quotes,
    get equity() {
      return book.equity;
    },
    bookTicker: (...call) => both(book.bookTicker(...call), () => twin.bookTicker(...call)),
    trade: (...call) => both(book.trade(...call), () => twin.trade(...call)),
    fill: (fill: Fill) => {
      onFill();
      return both(book.fill(fill), () => twin.fill(fill));
    },
    working: (...call) => both(book.working(...call), () => twin.working(...call)),
    funding: (...call) => both(book.funding(...call), () => twin.funding(...call)),
    position: (...call) => both(book.position(...call), () => twin.position(...call)),
    exposures: () => book.exposures(),
    clock: (time) => both(book.clock(time), () => twin.clock(time)),
    positionLots: (instrument) => book.positionLots(instrument),
    positionOf: (instrument) => book.positionOf(instrument),
    risk: () => book.risk(),
    stateHash: () => book.stateHash(),
    discardOutput: () => book.discardOutput(),
  };
}

describe('a replayed session', () => {
  it('comes to the same state in a pool', async () => {
    const { book: configuration, session } = builtInSession({ seed: 5, durationSeconds: 300 });
    if (session.generated === undefined) throw new Error('no generated session');
    const { streams } = generateMarket(session.generated, configuration.instruments);
    await withPool({ memoryBytes: 2 ** 26 }, async (pool) => {
      const book = Book.fromConfiguration(configuration, { output: 'discard' });
      const twin = pool.openConfiguration(configuration);
      const assumptions = { latencyUs: 5000, queueAheadLots: [], fillOnCross: false };
      let fills = 0;
      const port = mirrored(book, twin, () => {
        fills += 1;
      });
      const engine = new SessionEngine(port, assumptions, []);
      const sink = new MarketSink([engine], configuration.instruments.length);
      await merge(streams, sink.take);
      engine.finish(sink.lastTime, true);
      const copy = await twin.capture();
      expect(copy.stateHash()).toBe(book.stateHash());
      expect(fills).toBeGreaterThan(20);
    });
  });
});
