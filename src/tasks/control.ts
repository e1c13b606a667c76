/** The memory that all tasks of one call share with their host: a stop flag and a count of work. */

const STOP = 0;
const UNITS = 1;
const FIELDS = 2;

/** Stop flag and work counter over shared memory. Either side may make one over the same buffer. */
export class TasksControl {
  readonly buffer: SharedArrayBuffer;
  readonly #fields: BigInt64Array;

  constructor(buffer = new SharedArrayBuffer(FIELDS * BigInt64Array.BYTES_PER_ELEMENT)) {
    this.buffer = buffer;
    this.#fields = new BigInt64Array(buffer);
  }

  /** Asks every task to end early; those that have not begun will not. */
  stop(): void {
    Atomics.store(this.#fields, STOP, 1n);
  }

  get isStopped(): boolean {
    return Atomics.load(this.#fields, STOP) !== 0n;
  }

  /** Counts work that was done. */
  add(units: number): void {
    Atomics.add(this.#fields, UNITS, BigInt(units));
  }

  /** Work done by all tasks together. */
  get units(): number {
    return Number(Atomics.load(this.#fields, UNITS));
  }
}
