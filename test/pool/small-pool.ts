/** Pools small enough to fill, closed whatever a test does to them. */
import { BookPool, type PoolBook, type PoolOptions } from '../../src/index.js';
import { START_US } from '../book/sample.js';

const SMALL: PoolOptions = {
  workers: 1,
  booksPerWorker: 4,
  inputRingBytes: 2 ** 16,
  outputRingBytes: 2 ** 16,
  memoryBytes: 2 ** 24,
  spinUs: 20,
  parkMs: 10,
  stallMs: 600_000,
};

export async function withPool<Outcome>(
  options: PoolOptions,
  use: (pool: BookPool) => Promise<Outcome>,
  filename?: string,
): Promise<Outcome> {
  const all = { ...SMALL, ...options };
  const pool = await (filename === undefined
    ? BookPool.create(all)
    : BookPool.create(all, filename));
  try {
    return await use(pool);
  } finally {
    await pool.close();
  }
}

export const turn = (ms = 0): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** Waits for something that will come; the test's own timeout says when it does not. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await turn(2);
}

/** The same without letting the event loop turn; a worker goes on meanwhile. */
export function spinUntil(isSo: () => boolean): void {
  const word = new Int32Array(new SharedArrayBuffer(4));
  while (!isSo()) Atomics.wait(word, 0, 0, 1);
}

/** Sends a tick that moves the quote of the first instrument; the pool code. */
export function tick(book: PoolBook, index: number): number {
  const mid = 300_000 + 10 * (index % 1000);
  return book.bookTicker(0, START_US + index, mid - 1, mid + 1, 40, 60);
}
