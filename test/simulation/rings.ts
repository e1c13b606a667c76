/**
 * The rings of a pool worker that dies, between calls of its kernel and inside them. At every death what others see
 * is looked at: what counts as applied has been answered, and nothing was answered twice.
 */
import { createHash } from 'node:crypto';
import * as at from '../../assembly/pool-layout.js';
import { Book } from '../../src/index.js';
import { type LocalBook, LocalWorker } from '../pool/local-worker.js';
import { Fuse } from '../pool/mortal-kernel.js';
import { require } from './auditor/violation.js';
import type { Draw } from './draw.js';
import type { Outcome } from './twin.js';

/** Chances per packet that is sent: of a fuse that is lit, of a worker that serves, of a death between calls. */
const LIGHTS = 0.1;
const SERVES = 0.05;
const DIES = 0.002;
/** Chance that a worker that begins after a death has a fuse that burns. */
const BURNS_ON = 0.5;

/** A book whose frames come by the ring. */
class Fed {
  readonly #book: LocalBook;
  readonly #worker: LocalWorker;
  readonly #frames: readonly Uint8Array[];
  // Bytes of output up to each frame, and where in the ring the frames sent so far ended.
  readonly #answered: readonly number[];
  readonly #sent: { readonly end: number; readonly next: number }[] = [];
  #next = 0;

  constructor(
    worker: LocalWorker,
    slot: number,
    document: unknown,
    frames: readonly Uint8Array[],
    answered: readonly number[],
  ) {
    this.#worker = worker;
    this.#book = worker.open(slot, document);
    this.#frames = frames;
    this.#answered = answered;
  }

  get isOver(): boolean {
    return this.#next >= this.#frames.length;
  }

  /** Some frames as one record; false when the ring is full. */
  send(count: number): boolean {
    const some = this.#frames.slice(this.#next, this.#next + count);
    if (!this.#worker.send(this.#book.slot, Buffer.concat(some))) return false;
    this.#next += some.length;
    this.#sent.push({ end: this.#worker.input.tail, next: this.#next });
    return true;
  }

  /** What the host has been given is whole as far as READ says. */
  requireAnswered(): void {
    const read = this.#worker.memory.load(at.WORKER_READ);
    const applied = this.#sent.findLast(({ end }) => ((end - read) | 0) <= 0)?.next ?? 0;
    const expected = this.#answered[applied] ?? 0;
    const given = this.#book.output.reduce((sum, { length }) => sum + length, 0);
    require('what a worker says is applied was answered', given >= expected, { given, expected });
  }

  outcome(): Outcome {
    const hash = createHash('sha256');
    for (const bytes of this.#book.output) hash.update(bytes);
    return { state: this.#book.region.hash(), output: hash.digest('hex') };
  }

  /** Rows say what a book says that is fed frame by frame. */
  requireRows(whole: Book): void {
    for (const index of whole.instruments.keys()) {
      const { bidTicks, askTicks, bidLots, askLots } = this.#book.quote.read(index);
      const { bid, ask } = whole.quote(index);
      const found = [bidTicks, bidLots, askTicks, askLots].join();
      const expected = [bid.priceTicks, bid.sizeLots, ask.priceTicks, ask.sizeLots].join();
      require('rows are those of the last frame', found === expected, { index, found, expected });
    }
    const equity = this.#worker.publishedEquity(this.#book.slot);
    const facts = { equity, expected: whole.equity };
    require('the risk row is that of the last frame', equity === whole.equity, facts);
  }
}

/** Bytes that a book has answered before each frame, and behind the last. */
function answers(book: Book, frames: readonly Uint8Array[]): number[] {
  const answered = [0];
  for (const bytes of frames) {
    book.apply(bytes);
    answered.push((answered.at(-1) ?? 0) + book.drain().length);
  }
  return answered;
}

/** Two books of one worker, whose frames come in turn, some together. */
export function throughRings(
  document: unknown,
  frames: readonly Uint8Array[],
  draw: Draw,
): { readonly outcomes: Outcome[]; readonly deaths: number } {
  const fuse = new Fuse();
  const worker = new LocalWorker({}, fuse);
  const whole = Book.create(document);
  const answered = answers(whole, frames);
  const books = [0, 1].map((slot) => new Fed(worker, slot, document, frames, answered));
  const some = (): boolean => {
    const waiting = books.filter(({ isOver }) => !isOver);
    const book = waiting[draw.whole(0, waiting.length - 1)];
    return book?.send(draw.whole(1, 4)) ?? false;
  };
  const light = (): void => {
    const isOutside = draw.chance(0.7);
    const counts = (address: number): boolean => !isOutside || worker.isOutsideBooks(address);
    fuse.light(Math.round(draw.log(1, 5000)), counts);
  };
  let between = 0;
  const survive = (act: () => void): void =>
    worker.survive(act, () => {
      for (const book of books) book.requireAnswered();
      // The host goes on meanwhile.
      if (draw.chance(0.5)) while (some());
      if (draw.chance(BURNS_ON)) light();
    });
  while (books.some(({ isOver }) => !isOver)) {
    if (draw.chance(LIGHTS)) light();
    if (!some() || draw.chance(SERVES)) survive(() => worker.serve());
    if (!draw.chance(DIES)) continue;
    between += 1;
    survive(() => worker.die());
  }
  survive(() => worker.serve());
  require('a worker reports no error', worker.errors.length === 0, { errors: worker.errors });
  for (const book of books) book.requireRows(whole);
  return { outcomes: books.map((book) => book.outcome()), deaths: between + fuse.burnt };
}
