/**
 * Books open and close, are captured and restored, while their workers die. `EVENKEEL_DEATHS` asks for
 * more deaths.
 */
import { describe, expect, it } from 'vitest';
import { Book, type BookPool, type PoolBook } from '../../src/index.js';
import type { Fault } from '../../src/pool/faults.js';
import { SAMPLE } from '../book/sample.js';
import { applyInline, frames, randomOf } from './market.js';
import { turn, until, withPool } from './small-pool.js';

const WAYS: readonly (Fault | 'terminate')[] = ['throw', 'terminate', 'exit', 'trap'];
const DEATHS = Number(process.env.EVENKEEL_DEATHS ?? 20);
const LIVES = 3;

/** One book after another in the same place, each beside its inline counterpart. */
class Tenant {
  lives = 0;
  readonly #pool: BookPool;
  readonly #random: () => number;
  readonly #seed: number;

  constructor(pool: BookPool, seed: number) {
    this.#pool = pool;
    this.#random = randomOf(seed);
    this.#seed = seed;
  }

  /** Opens, feeds, captures and closes books as long as told. */
  async live(isOver: () => boolean): Promise<void> {
    let snapshot: Uint8Array | undefined;
    for (let time = 0; !isOver(); ) {
      const count = 20 + Math.floor(this.#random() * 300);
      const records = frames(count, this.#seed + 31 * this.lives, time);
      snapshot = await this.#oneLife(records, snapshot);
      // Some books go on where the one before them ended.
      time = snapshot === undefined ? 0 : time + count;
      this.lives += 1;
    }
  }

  async #oneLife(
    records: readonly Uint8Array[],
    snapshot: Uint8Array | undefined,
  ): Promise<Uint8Array | undefined> {
    const output: Uint8Array[] = [];
    const onOutput = (bytes: Uint8Array): void => {
      output.push(bytes);
    };
    const options = snapshot === undefined ? { onOutput } : { onOutput, snapshot };
    const book: PoolBook = this.#pool.open(SAMPLE, options);
    const inline = snapshot === undefined ? Book.create(SAMPLE) : Book.restore(SAMPLE, snapshot);
    const expected: Uint8Array[] = [];
    const half = Math.floor(records.length / 2);
    for (const [index, record] of records.entries()) {
      while (book.sendBytes(record) !== 0) await book.writable();
      expected.push(applyInline(inline, record));
      if (index === half) expect((await book.capture()).stateHash()).toBe(inline.stateHash());
    }
    const last = this.#random() < 0.5 ? await book.capture() : undefined;
    await this.#pool.closeBook(book);
    expect(Buffer.concat(output).equals(Buffer.concat(expected))).toBe(true);
    if (last !== undefined) expect(last.stateHash()).toBe(inline.stateHash());
    return last?.snapshot();
  }
}

describe('books that come and go', () => {
  it(`lose nothing by ${DEATHS} deaths of their workers`, {
    timeout: 60_000 + DEATHS * 2000,
  }, async () => {
    await withPool({ workers: 2, booksPerWorker: 3, memoryBytes: 2 ** 24 }, async (pool) => {
      let deaths = 0;
      let failures = 0;
      pool.on('restart', () => {
        deaths += 1;
      });
      pool.on('failure', () => {
        failures += 1;
      });
      const isOver = (): boolean => deaths >= DEATHS || failures > 0;
      const tenants = [1, 2, 3, 4].map((seed) => new Tenant(pool, 1000 * seed));
      const lives = Promise.all(tenants.map((tenant) => tenant.live(isOver)));
      const random = randomOf(77);
      const kill = async (): Promise<void> => {
        while (!isOver()) {
          const before = deaths;
          await turn(Math.floor(random() * 12));
          pool.hostOf(Math.floor(random() * 2)).inject(WAYS[deaths % WAYS.length] ?? 'throw');
          await until(() => deaths > before || failures > 0);
        }
      };
      await Promise.all([lives, kill()]);
      expect(failures).toBe(0);
      expect(pool.books).toEqual([]);
      const lived = tenants.reduce((sum, tenant) => sum + tenant.lives, 0);
      expect(lived).toBeGreaterThan(LIVES * tenants.length);
    });
  });
});
