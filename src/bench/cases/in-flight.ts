/** Ticks sent to a pool and not applied yet: which of them are done. */
import type { OpenLoopTarget } from '../loops/index.js';
import type { PooledBookUnderTest } from './pool-under-test.js';

/** More than a ring of 16 MiB holds, so that the ring is full first. */
const MOST = 1 << 20;

/** Remembers the ring position of each tick, in order. */
export class InFlight implements OpenLoopTarget {
  readonly #feed: { readonly book: PooledBookUnderTest; send(): boolean };
  readonly #positions = new Float64Array(MOST);
  #sent = 0;
  #done = 0;

  constructor(feed: { readonly book: PooledBookUnderTest; send(): boolean }) {
    this.#feed = feed;
  }

  send(): boolean {
    if (this.#sent - this.#done === MOST || !this.#feed.send()) return false;
    this.#positions[this.#sent++ % MOST] = this.#feed.book.sentPosition;
    return true;
  }

  completed(): number {
    const { book } = this.#feed;
    while (this.#done < this.#sent && book.isApplied(this.#positions[this.#done % MOST] ?? 0)) {
      this.#done++;
    }
    return this.#done;
  }
}
