/** The last ids of one kind, in order of arrival. */
export class LastIds {
  readonly #order: bigint[] = [];
  readonly #known = new Set<bigint>();
  constructor(readonly capacity: number) {}

  has(id: bigint): boolean {
    return this.#known.has(id);
  }

  add(id: bigint): void {
    this.#order.push(id);
    this.#known.add(id);
    if (this.#order.length <= this.capacity) return;
    const oldest = this.#order.shift();
    if (oldest !== undefined) this.#known.delete(oldest);
  }
}
