/** A worker that journals dies between any two steps, and between any two stores of one: no threads. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as at from '../../assembly/pool-layout.js';
import { Book } from '../../src/index.js';
import type { JournalPolicy } from '../../src/journal/index.js';
import { SAMPLE } from '../book/sample.js';
import { type Instant, LocalJournal } from './local-journal.js';
import type { LocalBook } from './local-worker.js';
import { applyInline, frames } from './market.js';
import { Fuse } from './mortal-kernel.js';

const EMPTY = new Uint8Array(0);

/** A book of the worker beside an undisturbed one. */
class Pair {
  readonly book: LocalBook;
  readonly inline = Book.create(SAMPLE);
  readonly #worker: LocalJournal;
  readonly #expected: Uint8Array[] = [];
  readonly #frames: readonly Uint8Array[];
  #next = 0;

  constructor(worker: LocalJournal, slot: number, seed: number) {
    this.#worker = worker;
    this.book = worker.open(slot);
    this.#frames = frames(20_000, seed);
  }

  /** Sends so many frames as one record. */
  send(count: number): void {
    const record = Buffer.concat(this.#frames.slice(this.#next, this.#next + count));
    if (!this.#worker.send(this.book.slot, record)) return;
    this.#next += count;
    this.#expected.push(applyInline(this.inline, record));
  }

  expectSame(): void {
    const { region, output, quote, slot } = this.book;
    const hash = this.inline.stateHash();
    expect(region.hash()).toBe(hash);
    expect(this.#worker.journals.get(slot)?.hash()).toBe(hash);
    expect(Buffer.concat(output).equals(Buffer.concat(this.#expected))).toBe(true);
    for (let instrument = 0; instrument < 4; instrument++) {
      const { bidTicks, askTicks, version, timeNs } = quote.read(instrument);
      const own = this.inline.quote(instrument);
      expect([bidTicks, askTicks, version]).toEqual([
        own.bid.priceTicks,
        own.ask.priceTicks,
        own.version,
      ]);
      const age = BigInt(this.inline.market(instrument).quoteAgeNs);
      // Quotes of the configuration have no time.
      if (timeNs > 0n) expect(this.inline.timeNs - timeNs).toBe(age);
    }
    expect(this.#worker.publishedEquity(slot)).toBe(this.inline.equity);
  }
}

type Step =
  | { readonly do: 'send'; readonly slot: number; readonly count: number }
  | { readonly do: 'image'; readonly slot: number }
  | { readonly do: 'serve' }
  | { readonly do: 'die'; readonly batches: number; readonly instant: Instant | 'between' }
  | { readonly do: 'light'; readonly stores: number; readonly isOutsideBooks: boolean };

const slot = fc.nat(1);
const arbitraryStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('send' as const),
      slot,
      count: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 100, max: 200 })),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('image' as const), slot }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('serve' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('die' as const),
      batches: fc.nat(3),
      instant: fc.constantFrom('applied' as const, 'written' as const, 'between' as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('light' as const),
      stores: fc.oneof(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 4000 })),
      isOutsideBooks: fc.boolean(),
    }),
  },
);

class Life {
  deaths = { applied: 0, written: 0, between: 0 };
  readonly fuse = new Fuse();
  readonly worker: LocalJournal;
  readonly #pairs: readonly Pair[];

  constructor(seed: number, policy: JournalPolicy) {
    const outputRingBytes = at.MIN_RING_BYTES;
    this.worker = new LocalJournal({ outputRingBytes }, policy, this.fuse);
    this.#pairs = [0, 1].map((each) => new Pair(this.worker, each, seed + each));
  }

  take(step: Step): void {
    if (step.do === 'serve') this.#serve();
    else if (step.do === 'light') this.#light(step);
    else if (step.do === 'image') this.worker.send(step.slot, EMPTY, at.RECORD_IS_IMAGE);
    else if (step.do === 'send') this.#pairs[step.slot]?.send(step.count);
    else this.#die(step.batches, step.instant);
  }

  #serve(): void {
    this.worker.survive(() => this.worker.serve());
  }

  #light({ stores, isOutsideBooks }: { stores: number; isOutsideBooks: boolean }): void {
    const { worker } = this;
    this.fuse.light(stores, (address) => !isOutsideBooks || worker.isOutsideBooks(address));
  }

  #die(batches: number, instant: Instant | 'between'): void {
    this.worker.survive(() => {
      if (instant !== 'between' && !this.worker.serveUntil(batches, instant)) return;
      this.deaths[instant] += 1;
      this.worker.die();
    });
  }

  expectSame(): void {
    this.#serve();
    expect(this.worker.memory.load(at.WORKER_READ)).toBe(this.worker.input.tail);
    for (const pair of this.#pairs) pair.expectSame();
    expect(this.worker.errors).toEqual([]);
    expect(this.worker.leaks).toEqual([]);
  }
}

describe('any course of sending, serving and dying of a worker that journals', () => {
  it.each(['acknowledgeAfterSync', 'acknowledgePerGroup'] as const)(
    'comes to undisturbed states, outputs and journals, under %s',
    (policy) => {
      const deaths = { applied: 0, written: 0, between: 0 };
      let partial = 0;
      let inside = 0;
      fc.assert(
        fc.property(
          fc.nat(1e6),
          fc.array(arbitraryStep, { maxLength: 60, size: 'max' }),
          (seed, steps) => {
            const life = new Life(seed, policy);
            for (const step of steps) life.take(step);
            life.expectSame();
            partial += life.worker.partial;
            inside += life.fuse.burnt;
            for (const how of ['applied', 'written', 'between'] as const)
              deaths[how] += life.deaths[how];
          },
        ),
        { numRuns: 20 },
      );
      expect(partial).toBeGreaterThan(5);
      expect(inside).toBeGreaterThan(20);
      for (const count of Object.values(deaths)) expect(count).toBeGreaterThan(5);
    },
  );
});
