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

/** What happens next. `read` deaths come before the last batch was published. */
type Step =
  | { readonly do: 'send'; readonly slot: number; readonly count: number }
  | { readonly do: 'image' | 'close'; readonly slot: number }
  | { readonly do: 'serve' | 'die' | 'serve, die before READ' };

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
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom('image', 'close'), slot: arbitrarySlot }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constantFrom('serve', 'die', 'serve, die before READ') }),
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

/** Three books on one worker through the steps. */
function live(steps: readonly Step[]): number {
  const worker = new LocalWorker();
  let seed = 1;
  const pairs = [0, 1, 2].map((slot) => new Pair(worker, slot, seed++));
  const pairAt = (slot: number): Pair => {
    const pair = pairs[slot];
    if (pair === undefined) throw new Error(`no slot ${slot}`);
    return pair;
  };
  let deaths = 0;
  const die = (): void => {
    deaths += 1;
    worker.die();
  };
  // At most one batch is served at a time, so that the READ before it is the last one published.
  let sent = 0;
  const serve = (): void => {
    worker.serve();
    sent = 0;
  };
  for (const step of steps) {
    if (sent > at.BATCH_RECORDS - 13) serve();
    if (step.do === 'send') {
      pairAt(step.slot).send(step.count);
      sent += step.count;
    } else if (step.do === 'image') {
      worker.send(step.slot, EMPTY, at.RECORD_IS_IMAGE);
      sent += 1;
    } else if (step.do === 'close') {
      // The host opens the next book when it has seen READ behind the request.
      while (!worker.send(step.slot, EMPTY, at.RECORD_IS_CLOSE)) serve();
      serve();
      pairAt(step.slot).expectSame();
      pairs[step.slot] = new Pair(worker, step.slot, seed++);
    } else if (step.do === 'serve') {
      serve();
    } else if (step.do === 'die') {
      die();
    } else {
      const read = worker.memory.load(at.WORKER_READ);
      const released = worker.memory.load(at.WORKER_RELEASED);
      serve();
      worker.memory.store(at.WORKER_READ, read);
      worker.memory.store(at.WORKER_RELEASED, released);
      die();
    }
  }
  serve();
  for (const pair of pairs) pair.expectSame();
  expect(worker.errors).toEqual([]);
  return deaths;
}

describe('any course of sending, serving, dying, closing and opening', () => {
  it('comes to the states, outputs and rows of undisturbed books', () => {
    let deaths = 0;
    fc.assert(
      fc.property(fc.array(arbitraryStep, { maxLength: 150, size: 'max' }), (steps) => {
        deaths += live(steps);
      }),
      { numRuns: 40 },
    );
    expect(deaths).toBeGreaterThan(100);
  });
});
