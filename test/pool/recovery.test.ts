/** What a worker finds that follows a dead one: deaths at chosen instants, without threads. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as layout from '../../assembly/layout.js';
import * as at from '../../assembly/pool-layout.js';
import { encodeFrame } from '../../src/frames/index.js';
import { Book } from '../../src/index.js';
import { MID_TICKS, SAMPLE, START_US } from '../book/sample.js';
import { type LocalBook, LocalWorker, rowsOf } from './local-worker.js';
import { applyInline, frames } from './market.js';
import { Fuse } from './mortal-kernel.js';

const EMPTY = new Uint8Array(0);

function fill(id: number): Uint8Array {
  const price = MID_TICKS[1];
  return encodeFrame('fill', 0, START_US + id, [1, id, 0, price, 1, 0, 0, null, null]);
}

describe('an image that was being written when the worker died', () => {
  it('is written in full by the next worker', () => {
    const worker = new LocalWorker();
    const book = worker.open(0);
    const inline = Book.create(SAMPLE);
    for (let id = 1; id <= 5; id++) {
      worker.send(0, fill(id));
      inline.apply(fill(id));
    }
    worker.serve();
    // The copy of the fill ids fails: header and counts may be copied by then.
    const { region } = book;
    region.integers[(region.state + layout.BOOK_QUOTES_OFFSET) >> 2] = 0x7fff_0000;
    worker.send(0, EMPTY, at.RECORD_IS_IMAGE);
    expect(() => worker.serve()).toThrow(WebAssembly.RuntimeError);
    worker.die();
    // Applies the fills and the request for the image again.
    worker.serve();
    expect(region.hash()).toBe(inline.stateHash());
    // The next one begins with that image.
    worker.die();
    expect(region.hash()).toBe(inline.stateHash());
  });
});

describe('a worker that follows a dead one', () => {
  it('does not move quotes before it is where its predecessor was', () => {
    const worker = new LocalWorker();
    const book = worker.open(0);
    const tick = (mid: number, index: number): Uint8Array =>
      encodeFrame('bookTicker', 0, START_US + index, [0, mid - 1, mid + 1, 5, 5]);
    for (let index = 0; index < 20; index++) worker.send(0, tick(300_000 + 100 * index, index));
    worker.serve();
    const { bidTicks } = book.quote.read(0);
    const version = book.quote.publications(0);
    worker.die();
    expect(rowsOf(book)).toBe(0);
    expect(book.quote.publications(0)).toBe(version);
    worker.serve();
    expect(rowsOf(book)).not.toBe(0);
    // Published once more, with the same quote.
    expect(book.quote.publications(0)).toBe(version + 1);
    expect(book.quote.read(0).bidTicks).toBe(bidTicks);
    worker.send(0, tick(310_000, 30));
    worker.serve();
    expect(book.quote.read(0).bidTicks).toBeGreaterThan(bidTicks);
  });

  it('has nothing to apply again when the images are new', () => {
    const worker = new LocalWorker();
    const book = worker.open(0);
    for (const frame of frames(300, 1)) expect(worker.send(0, frame)).toBe(true);
    worker.send(0, EMPTY, at.RECORD_IS_IMAGE);
    worker.serve();
    const hash = book.region.hash();
    worker.die();
    // Published at once: the first thing a reader sees of it is right.
    expect(book.region.hash()).toBe(hash);
    expect(rowsOf(book)).not.toBe(0);
  });

  it('passes over a book that failed and over records of a slot before its book opened', () => {
    const worker = new LocalWorker();
    const first = worker.open(0);
    const other = worker.open(1);
    const inline = Book.create(SAMPLE);
    for (const frame of frames(50, 2)) {
      worker.send(0, frame);
      worker.send(1, frame);
      applyInline(inline, frame);
    }
    worker.serve();
    const slot = worker.memory.slotAddress(0);
    worker.memory.integers[(slot + at.SLOT_STATE) >> 2] = at.SLOT_IS_FAILED;
    const failedAt = first.region.hash();
    for (const frame of frames(10, 3, 50)) worker.send(0, frame);
    worker.die();
    worker.serve();
    expect(first.region.hash()).toBe(failedAt);
    expect(other.region.hash()).toBe(inline.stateHash());
    // The slot is another's now, its old records are still kept.
    const second = worker.open(0);
    const empty = second.region.hash();
    worker.die();
    worker.serve();
    expect(second.region.hash()).toBe(empty);
    expect(second.output).toEqual([]);
  });
});

/** What happens next; a worker whose fuse is lit dies inside a later step. */
type Step =
  | { readonly do: 'send'; readonly slot: number; readonly count: number }
  | { readonly do: 'image' | 'close'; readonly slot: number }
  | { readonly do: 'serve' | 'die' }
  | { readonly do: 'light'; readonly stores: number; readonly isOutsideBooks: boolean };

const arbitrarySlot = fc.nat(2);
const arbitraryStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('send' as const),
      slot: arbitrarySlot,
      count: fc.integer({ min: 1, max: 12 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('image', 'close'), slot: arbitrarySlot }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('serve', 'die') }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('light' as const),
      stores: fc.oneof(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 3000 })),
      isOutsideBooks: fc.boolean(),
    }),
  },
);

/** A book of the worker beside an undisturbed one. */
class Pair {
  readonly book: LocalBook;
  readonly inline = Book.create(SAMPLE);
  readonly #worker: LocalWorker;
  readonly #expected: Uint8Array[] = [];
  readonly #frames: Iterator<Uint8Array>;

  constructor(worker: LocalWorker, slot: number, seed: number) {
    this.#worker = worker;
    this.book = worker.open(slot);
    this.#frames = frames(700, seed)[Symbol.iterator]();
  }

  send(count: number): void {
    for (let sent = 0; sent < count; sent++) {
      const { value } = this.#frames.next();
      if (value === undefined || !this.#worker.send(this.book.slot, value)) return;
      this.#expected.push(applyInline(this.inline, value));
    }
  }

  expectSame(): void {
    const { region, output, slot } = this.book;
    expect(region.hash()).toBe(this.inline.stateHash());
    expect(Buffer.concat(output).equals(Buffer.concat(this.#expected))).toBe(true);
    if (this.#worker.slotState(slot) !== at.SLOT_IS_OPEN) return;
    for (const [instrument] of MID_TICKS.entries()) {
      const { bidTicks, bidLots, askTicks, askLots } = this.book.quote.read(instrument);
      const own = this.inline.quote(instrument);
      expect({ bidTicks, bidLots, askTicks, askLots }).toEqual({
        bidTicks: own.bid.priceTicks,
        bidLots: own.bid.sizeLots,
        askTicks: own.ask.priceTicks,
        askLots: own.ask.sizeLots,
      });
    }
    expect(this.#worker.publishedEquity(slot)).toBe(this.inline.equity);
  }
}

/** Three books on one worker. */
class Life {
  readonly fuse = new Fuse();
  readonly worker = new LocalWorker({}, this.fuse);
  #seed = 1;
  readonly #pairs = new Map([0, 1, 2].map((slot) => [slot, this.#open(slot)]));

  take(step: Step): void {
    switch (step.do) {
      case 'send':
        this.#pair(step.slot).send(step.count);
        return;
      case 'image':
        this.worker.send(step.slot, EMPTY, at.RECORD_IS_IMAGE);
        return;
      case 'close':
        this.#close(step.slot);
        return;
      case 'serve':
        this.#serve();
        return;
      case 'die':
        this.worker.survive(() => this.worker.die());
        return;
      default:
        this.fuse.light(
          step.stores,
          (address) => !step.isOutsideBooks || this.worker.isOutsideBooks(address),
        );
    }
  }

  expectSame(): void {
    this.#serve();
    for (const pair of this.#pairs.values()) pair.expectSame();
    expect(this.worker.errors).toEqual([]);
  }

  #open(slot: number): Pair {
    return new Pair(this.worker, slot, this.#seed++);
  }

  #pair(slot: number): Pair {
    const pair = this.#pairs.get(slot);
    if (pair === undefined) throw new Error(`no slot ${slot}`);
    return pair;
  }

  #serve(): void {
    this.worker.survive(() => this.worker.serve());
  }

  #close(slot: number): void {
    while (!this.worker.send(slot, EMPTY, at.RECORD_IS_CLOSE)) this.#serve();
    // The host opens the next book when it has seen READ behind the request.
    this.#serve();
    expect(this.worker.slotState(slot)).toBe(at.SLOT_IS_FREE);
    this.#pair(slot).expectSame();
    this.#pairs.set(slot, this.#open(slot));
  }
}

describe('any course of sending, serving, dying anywhere, closing and opening', () => {
  it('comes to the states, outputs and rows of undisturbed books', () => {
    let deaths = 0;
    fc.assert(
      fc.property(fc.array(arbitraryStep, { maxLength: 150, size: 'max' }), (steps) => {
        const life = new Life();
        for (const step of steps) life.take(step);
        life.expectSame();
        deaths += life.fuse.burnt;
      }),
      { numRuns: 25 },
    );
    expect(deaths).toBeGreaterThan(50);
  });
});
