/** The host's side of a book in a pool: sends ticks and waits for them without yielding. */
import { systemNow } from '../clock.js';
import { CHECKED_TICKS, configuration, INSTRUMENTS, sendTick, takePositions } from '../workload.js';
import type { PooledBookUnderTest, PoolUnderTest } from './pool-under-test.js';

/** A worker that applies nothing for so long is given up. */
const STUCK_NS = 10e9;

/** Waits without yielding. @throws Error when it takes too long */
export function spinUntil(isDone: () => boolean): void {
  let deadline = 0;
  for (let turn = 1; !isDone(); turn++) {
    if (turn % 4096 !== 0) continue;
    const time = systemNow();
    if (deadline === 0) deadline = time + STUCK_NS;
    if (time > deadline) throw new Error('the worker has applied nothing for 10 seconds');
  }
}

/** A book of the pool and the number of its next tick. */
export class TickFeed {
  readonly book: PooledBookUnderTest;
  #index = 0;

  constructor(book: PooledBookUnderTest) {
    this.book = book;
  }

  /** False when the ring is full; the same tick is then the next. */
  send(): boolean {
    if (sendTick(this.book, this.#index) !== 0) return false;
    this.#index++;
    return true;
  }

  settle(): void {
    const position = this.book.sentPosition;
    spinUntil(() => this.book.isApplied(position));
  }

  /** One tick, until its quote can be read here. */
  roundTrip(): void {
    if (!this.send()) throw new Error('the ring is full although nothing is under way');
    const position = this.book.sentPosition;
    if (!this.book.isApplied(position)) spinUntil(() => this.book.isApplied(position));
    this.book.latest((this.#index - 1) % INSTRUMENTS);
  }
}

/** Opens the workload's book; positions taken, the checked ticks sent and applied. */
export function openFeed(pool: PoolUnderTest): TickFeed {
  const feed = new TickFeed(pool.open(configuration()));
  takePositions(feed.book);
  for (let count = 0; count < CHECKED_TICKS; count++) spinUntil(() => feed.send());
  feed.settle();
  return feed;
}
