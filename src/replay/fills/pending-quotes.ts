/** Quotes on their way to the venue: first in, first out, growing when latency spans many. */

/** A quote pair in flight. */
export class PendingQuotes {
  /** Per entry: due time (us), bid ticks, bid lots, ask ticks, ask lots, bid and ask lots filled so far. */
  static readonly #STRIDE = 7;
  #slots = new Float64Array(16 * PendingQuotes.#STRIDE);
  #capacity = 16;
  #first = 0;
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** When the oldest takes effect; +Infinity when none is in flight. */
  get due(): number {
    return this.#count === 0 ? Number.POSITIVE_INFINITY : this.field(0);
  }

  /** Field of the oldest entry, in the order of `push`. */
  field(index: number): number {
    return this.#slots[this.#first * PendingQuotes.#STRIDE + index] as number;
  }

  /** Largest lots of a side (0 bid, 1 ask) in flight. */
  largest(side: number): number {
    let most = 0;
    for (let index = 0; index < this.#count; index++) {
      const slot = (this.#first + index) % this.#capacity;
      const lots = this.#slots[slot * PendingQuotes.#STRIDE + 2 + 2 * side] as number;
      if (lots > most) most = lots;
    }
    return most;
  }

  /** Appends a quote; due times never decrease. */
  push(
    due: number,
    bidTicks: number,
    bidLots: number,
    askTicks: number,
    askLots: number,
    bidFilled: number,
    askFilled: number,
  ): void {
    if (this.#count === this.#capacity) this.#grow();
    const slot = (this.#first + this.#count++) % this.#capacity;
    const at = slot * PendingQuotes.#STRIDE;
    this.#slots[at] = due;
    this.#slots[at + 1] = bidTicks;
    this.#slots[at + 2] = bidLots;
    this.#slots[at + 3] = askTicks;
    this.#slots[at + 4] = askLots;
    this.#slots[at + 5] = bidFilled;
    this.#slots[at + 6] = askFilled;
  }

  /** Forgets the oldest. */
  shift(): void {
    this.#first = (this.#first + 1) % this.#capacity;
    this.#count--;
  }

  #grow(): void {
    const stride = PendingQuotes.#STRIDE;
    const slots = new Float64Array(2 * this.#capacity * stride);
    const split = this.#first * stride;
    slots.set(this.#slots.subarray(split));
    slots.set(this.#slots.subarray(0, split), this.#slots.length - split);
    this.#slots = slots;
    this.#capacity *= 2;
    this.#first = 0;
  }
}
