/** A pool under load whose workers die again and again, beside the same frames undisturbed. */
import { BookPool, type PoolBook, type RestartReport } from '../../src/index.js';
import type { Fault } from '../../src/pool/faults.js';
import { SAMPLE } from '../book/sample.js';
import { frames, inlineRun, randomOf } from './market.js';

const WAYS: readonly (Fault | 'terminate')[] = ['throw', 'exit', 'terminate', 'stall', 'trap'];
const BOOKS_PER_WORKER = 2;
const FRAMES_PER_DEATH = 6000;

/** What came of it. */
export interface DeathRun {
  readonly deaths: number;
  readonly restarts: readonly RestartReport[];
  /** Per book: what it came to and what it should have. */
  readonly books: readonly {
    readonly stateHash: bigint;
    readonly expectedHash: bigint;
    readonly isOutputEqual: boolean;
    readonly framesApplied: number;
    readonly framesSent: number;
  }[];
  readonly failures: number;
}

async function sendAll(
  book: PoolBook,
  records: readonly Uint8Array[],
  onSent: (index: number) => void,
): Promise<void> {
  for (const [index, record] of records.entries()) {
    onSent(index);
    while (book.sendBytes(record) !== 0) await book.writable();
    // The event loop must turn, as it does in a process that reads sockets.
    if (index % 256 === 255) await new Promise((done) => setImmediate(done));
  }
}

/** Lets workers die `deaths` times, at random moments, in every way. */
export async function deathRun(deaths: number, workers: number, seed: number): Promise<DeathRun> {
  const random = randomOf(seed);
  const pool = await BookPool.create({
    workers,
    booksPerWorker: BOOKS_PER_WORKER,
    inputRingBytes: 2 ** 18,
    outputRingBytes: 2 ** 17,
    memoryBytes: 2 ** 26,
    spinUs: 20,
    stallMs: 400,
  });
  const restarts: RestartReport[] = [];
  let failures = 0;
  pool.on('restart', (report) => restarts.push(report));
  pool.on('failure', () => {
    failures += 1;
  });
  const streams = Array.from({ length: workers * BOOKS_PER_WORKER }, (_, index) => {
    const output: Uint8Array[] = [];
    const book = pool.open(SAMPLE, { onOutput: (bytes) => output.push(bytes) });
    return { book, output, sent: [] as Uint8Array[], seed: seed + index };
  });
  try {
    for (let death = 0; death < deaths; death++) {
      const parts = streams.map((stream) => {
        const count = FRAMES_PER_DEATH / streams.length;
        const next = frames(count, stream.seed * 7919 + death, stream.sent.length);
        stream.sent.push(...next);
        return { book: stream.book, next };
      });
      const way = WAYS[death % WAYS.length] ?? 'throw';
      const victim = pool.hostOf(Math.floor(random() * workers));
      const when = Math.floor((random() * FRAMES_PER_DEATH) / streams.length);
      const onSent = (index: number): void => {
        if (index === when) victim.inject(way);
      };
      const none = (): void => undefined;
      await Promise.all(
        parts.map(({ book, next }, index) => sendAll(book, next, index === 0 ? onSent : none)),
      );
      while (restarts.length + failures <= death) await new Promise((done) => setTimeout(done, 2));
    }
    const books = [];
    for (const { book, output, sent } of streams) {
      const copy = await book.capture();
      pool.poll();
      const expected = inlineRun(sent);
      books.push({
        stateHash: copy.stateHash(),
        expectedHash: expected.stateHash,
        isOutputEqual: Buffer.concat(output).equals(expected.output),
        framesApplied: book.risk().framesApplied,
        framesSent: sent.length,
      });
    }
    return { deaths, restarts, books, failures };
  } finally {
    await pool.close();
  }
}
