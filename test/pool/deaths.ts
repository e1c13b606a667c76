/** A pool under load whose workers die again and again, beside the same frames undisturbed. */
import {
  Book,
  BookPool,
  type PoolBook,
  type PoolOptions,
  type RestartReport,
} from '../../src/index.js';
import type { Fault } from '../../src/pool/faults.js';
import { SAMPLE } from '../book/sample.js';
import { applyInline, frames, randomOf } from './market.js';

const WAYS: readonly (Fault | 'terminate')[] = ['throw', 'exit', 'terminate', 'stall', 'trap'];
const BOOKS_PER_WORKER = 2;
const FRAMES_PER_BOOK = 1500;

/** What came of it. */
export interface DeathRun {
  readonly restarts: readonly RestartReport[];
  readonly failures: number;
  /** Deaths after which a state hash or an output differed from the undisturbed run. */
  readonly differences: readonly string[];
  readonly framesApplied: number;
  readonly framesSent: number;
  /** Of the undisturbed books at the end, in the order of opening. */
  readonly hashes: readonly bigint[];
}

/** A book in the pool and its undisturbed counterpart. */
interface Pair {
  readonly book: PoolBook;
  readonly inline: Book;
  readonly seed: number;
  output: Uint8Array[];
}

const turn = (ms = 0): Promise<void> => new Promise((done) => setTimeout(done, ms));

async function sendAll(
  book: PoolBook,
  records: readonly Uint8Array[],
  onSent: (index: number) => void,
): Promise<void> {
  for (const [index, record] of records.entries()) {
    onSent(index);
    while (book.sendBytes(record) !== 0) await book.writable();
    // The event loop must turn, as it does in a process that reads sockets.
    if (index % 256 === 255) await turn();
  }
}

function openPairs(pool: BookPool, seed: number): readonly Pair[] {
  return Array.from({ length: pool.workers * BOOKS_PER_WORKER }, (_, index) => {
    const pair: Pair = {
      book: pool.open(SAMPLE, { onOutput: (bytes) => pair.output.push(bytes) }),
      inline: Book.create(SAMPLE),
      seed: seed + index,
      output: [],
    };
    return pair;
  });
}

/** What differs between a book and its counterpart; empty when nothing does. */
async function difference({ book, inline, output }: Pair, expected: Buffer): Promise<string> {
  const copy = await book.capture();
  const hashes = copy.stateHash() === inline.stateHash() ? '' : `state of book ${book.id}`;
  return Buffer.concat(output).equals(expected) ? hashes : `${hashes} output of book ${book.id}`;
}

/** Lets workers die `deaths` times, each time in the middle of the frames, in every way. */
export async function deathRun(
  deaths: number,
  workers: number,
  seed: number,
  options: PoolOptions = {},
): Promise<DeathRun> {
  const random = randomOf(seed);
  const pool = await BookPool.create({
    workers,
    booksPerWorker: BOOKS_PER_WORKER,
    inputRingBytes: 2 ** 18,
    outputRingBytes: 2 ** 17,
    memoryBytes: 2 ** 26,
    spinUs: 20,
    stallMs: 400,
    ...options,
  });
  const restarts: RestartReport[] = [];
  let failures = 0;
  pool.on('restart', (report) => restarts.push(report));
  pool.on('failure', () => {
    failures += 1;
  });
  const pairs = openPairs(pool, seed);
  const differences: string[] = [];
  try {
    for (let death = 0; death < deaths; death++) {
      const way = WAYS[death % WAYS.length] ?? 'throw';
      const victim = pool.hostOf(Math.floor(random() * workers));
      const when = Math.floor(random() * FRAMES_PER_BOOK);
      const step = pairs.map(async (pair, index) => {
        const next = frames(FRAMES_PER_BOOK, pair.seed * 7919 + death, death * FRAMES_PER_BOOK);
        await sendAll(pair.book, next, (sent) => {
          if (index === 0 && sent === when) victim.inject(way);
        });
        return Buffer.concat(next.map((record) => applyInline(pair.inline, record)));
      });
      const expected = await Promise.all(step);
      while (restarts.length + failures <= death) await turn(2);
      for (const [index, pair] of pairs.entries()) {
        await pair.book.flush();
        pool.poll();
        const found = await difference(pair, expected[index] ?? Buffer.alloc(0));
        if (found !== '') differences.push(`after death ${death} (${way}): ${found}`);
        pair.output = [];
      }
    }
    const applied = pairs.map(({ book }) => book.risk().framesApplied);
    return {
      restarts,
      failures,
      differences,
      framesApplied: applied.reduce((sum, count) => sum + count, 0),
      framesSent: deaths * FRAMES_PER_BOOK * pairs.length,
      hashes: pairs.map(({ inline }) => inline.stateHash()),
    };
  } finally {
    await pool.close();
  }
}
