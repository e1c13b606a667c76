/** The pool cases on a pool without threads: a book behind a small ring, applied a little later. */
import { describe, expect, it } from 'vitest';
import { poolCases } from '../../src/bench/cases/pool.js';
import type {
  CreatePool,
  PooledBookUnderTest,
  PoolUnderTest,
} from '../../src/bench/cases/pool-under-test.js';
import { DEFAULT_SETTINGS, labCases, runInProcess } from '../../src/bench/index.js';
import { quoteOfBook } from '../../src/bench/workload.js';
import { Book, type Fill } from '../../src/index.js';

const FRAME_BYTES = 40;
const RING_FRAMES = 50;
const RING_FULL = 19;

/** Applies one frame at every second look, as a worker would between two looks of the host. */
class DelayedBook implements PooledBookUnderTest {
  readonly #book: Book;
  readonly #waiting: (() => number)[] = [];
  sentPosition = 0;
  #applied = 0;
  #looks = 0;

  constructor(configuration: unknown) {
    this.#book = Book.create(configuration, { output: 'discard' });
  }

  bookTicker(...tick: Parameters<Book['bookTicker']>): number {
    return this.#push(() => this.#book.bookTicker(...tick));
  }

  fill(fill: Fill): number {
    return this.#push(() => this.#book.fill(fill));
  }

  isApplied(position: number): boolean {
    if (this.#looks++ % 2 === 1) this.#applyOne();
    return this.#applied >= position;
  }

  latest(instrument: number) {
    return quoteOfBook(this.#book)(instrument);
  }

  #push(apply: () => number): number {
    // A host that only sends would wait for ever: the worker goes on meanwhile.
    if (this.#waiting.length === RING_FRAMES) {
      this.#applyOne();
      return RING_FULL;
    }
    this.#waiting.push(apply);
    this.sentPosition += FRAME_BYTES;
    return 0;
  }

  #applyOne(): void {
    const apply = this.#waiting.shift();
    if (apply === undefined) return;
    if (apply() !== 0) throw new Error('the book refused a frame');
    this.#applied += FRAME_BYTES;
  }
}

function recordingPool(log: string[]): CreatePool {
  return async ({ workers, spinUs }): Promise<PoolUnderTest> => {
    log.push(`create ${workers} ${spinUs}`);
    return {
      open: (configuration) => {
        log.push('open');
        return new DelayedBook(configuration);
      },
      close: async () => {
        log.push('close');
      },
    };
  };
}

const SETTINGS = {
  ...DEFAULT_SETTINGS,
  secondsPerCase: 0.02,
  rounds: 1,
  ratePerSecond: 20_000,
  workers: 2,
};

describe('pool cases', async () => {
  const log: string[] = [];
  const cases = poolCases(SETTINGS, recordingPool(log));
  const { cases: results, failures } = await runInProcess(cases, SETTINGS);
  const inline = labCases(SETTINGS).filter(({ name }) => name === 'inline/tick');
  const { cases: inlineResults } = await runInProcess(inline, SETTINGS);

  it('all run, on as many workers as they say, and end their pools', () => {
    expect(failures).toEqual([]);
    expect(results.map(({ name }) => name)).toEqual([
      'pool/round-trip',
      'pool/round-trip-parked',
      'pool/open-loop',
      'pool/open-loop-poisson',
      'pool/throughput',
    ]);
    const one = ['create 1 50', 'open'];
    const opened = [...one, ...one, ...one, ...one, 'create 2 50', 'open', 'open'];
    expect(log).toEqual([...opened, ...Array.from({ length: 5 }, () => 'close')]);
  });

  it('give the quotes of the inline engine', () => {
    const expected = inlineResults[0]?.checksum;
    for (const { name, checksum } of results) expect([name, checksum]).toEqual([name, expected]);
  });

  it('count per worker, and every tick of an open loop', () => {
    const of = (name: string) => results.find((each) => each.name === name);
    expect(of('pool/throughput')?.unitsPerSample).toBe(10_000);
    expect(of('pool/open-loop')?.samples).toBe(400);
    expect(of('pool/open-loop-poisson')?.samples).toBe(400);
    expect(of('pool/open-loop')?.unfinished).toBe(0);
    const parked = of('pool/round-trip-parked');
    expect(parked?.parameters).toMatchObject({ pauseMs: 2, spinUs: 50 });
    expect(parked?.samples).toBeLessThan(20);
  });

  it('are reported when the pool does not start', async () => {
    const broken: CreatePool = async () => ({
      open: () => {
        throw new Error('no such worker');
      },
      close: async () => undefined,
    });
    const { failures: told } = await runInProcess(poolCases(SETTINGS, broken), SETTINGS);
    expect(told).toHaveLength(5);
    expect(told[0]).toEqual({ name: 'pool/round-trip', reason: 'no such worker' });
  });
});
