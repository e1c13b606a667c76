/** The last `capacity` fill ids of a book. */
export class FillWindow {
  readonly #ring: (bigint | undefined)[];
  readonly #known = new Set<bigint>();
  #next = 0;

  constructor(capacity: number) {
    this.#ring = new Array<bigint | undefined>(capacity).fill(undefined);
  }

  has(id: bigint): boolean {
    return this.#known.has(id);
  }

  /** Remembers an id and forgets the oldest. */
  add(id: bigint): void {
    const oldest = this.#ring[this.#next];
    if (oldest !== undefined) this.#known.delete(oldest);
    this.#ring[this.#next] = id;
    this.#known.add(id);
    this.#next = (this.#next + 1) % this.#ring.length;
  }
}
