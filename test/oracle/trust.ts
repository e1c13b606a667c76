/** Which prices are in doubt (section 13 of the contract). */

interface Price {
  /** Believed last; null when any price would be believed. */
  believed: number | null;
  doubted: { readonly price: number; readonly since: number } | null;
}

/** Marks and indexes by a name of their own. */
export class Doubts {
  /** Fraction; Infinity believes everything. */
  #jump = Number.POSITIVE_INFINITY;
  #jumpNs = 0;
  readonly #prices = new Map<string, Price>();
  /** Since when there has been a price in doubt without a break. */
  #since = 0;

  /** Other bounds from now on; what was over by the old ones stays over. */
  configure(jump: number, jumpNs: number, now: number): void {
    for (const [name, { doubted }] of this.#prices) {
      if (doubted === null || this.isDoubted(name, now)) continue;
      this.#prices.set(name, { believed: null, doubted: null });
    }
    this.#jump = jump;
    this.#jumpNs = jumpNs;
  }

  observe(name: string, price: number, now: number): void {
    if (this.#jump === Number.POSITIVE_INFINITY) return;
    const { believed, doubted } = this.#prices.get(name) ?? { believed: null, doubted: null };
    const isWaitOver = doubted !== null && now - doubted.since >= this.#jumpNs;
    const isBelieved =
      believed === null ||
      this.#agree(price, believed) ||
      isWaitOver ||
      (doubted !== null && this.#agree(price, doubted.price));
    if (isBelieved) {
      this.#prices.set(name, { believed: price, doubted: null });
      return;
    }
    if (!this.#isAnyLive(now)) this.#since = now;
    this.#prices.set(name, { believed, doubted: { price, since: doubted?.since ?? now } });
  }

  isDoubted(name: string, now: number): boolean {
    const doubted = this.#prices.get(name)?.doubted ?? null;
    return doubted !== null && now - doubted.since < this.#jumpNs;
  }

  /** Whether the book waits for some price. */
  isAnyDoubted(now: number): boolean {
    return this.#isAnyLive(now) && now - this.#since < this.#jumpNs;
  }

  #isAnyLive(now: number): boolean {
    return [...this.#prices.keys()].some((name) => this.isDoubted(name, now));
  }

  #agree(price: number, other: number): boolean {
    return Math.abs(price - other) <= this.#jump * other;
  }
}
