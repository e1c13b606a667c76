/**
 * Blocks on their way from the threads that evaluate them to the one that writes them, in shared
 * memory. Block b lies in slot b modulo slots, and is taken in order.
 */
import { BLOCK_ROWS } from '../blocks.js';

/** Changed by whatever happens, so that nothing is missed between a look and a wait. */
const EVENTS = 0;
const STOP = 1;
/** Blocks that were taken. */
const TAKEN = 2;
/** One per slot: the block in it, from 1. */
const SLOTS = 3;

/** What another thread needs; can be cloned to it. */
export interface BlockRingMemory {
  readonly control: SharedArrayBuffer;
  readonly data: SharedArrayBuffer;
  readonly columns: number;
}

/** One side of the ring. Every side may stop it; who waits then gets nothing. */
export class BlockRing {
  readonly memory: BlockRingMemory;
  readonly #control: Int32Array;
  readonly #slots: readonly (readonly Float64Array[])[];

  constructor(memory: BlockRingMemory) {
    this.memory = memory;
    this.#control = new Int32Array(memory.control);
    const slots = this.#control.length - SLOTS;
    this.#slots = Array.from({ length: slots }, (_, slot) =>
      Array.from({ length: memory.columns }, (_, column) => {
        const at = (slot * memory.columns + column) * BLOCK_ROWS;
        return new Float64Array(memory.data, at * Float64Array.BYTES_PER_ELEMENT, BLOCK_ROWS);
      }),
    );
  }

  /** @param slots at least as many as there are threads that fill them */
  static create(columns: number, slots: number): BlockRing {
    const numbers = slots * columns * BLOCK_ROWS;
    return new BlockRing({
      control: new SharedArrayBuffer((SLOTS + slots) * Int32Array.BYTES_PER_ELEMENT),
      data: new SharedArrayBuffer(numbers * Float64Array.BYTES_PER_ELEMENT),
      columns,
    });
  }

  /** Columns to put a block into, as soon as the one before it there was taken; null when stopped. */
  room(block: number): readonly Float64Array[] | null {
    return this.#wait(block, () => block < this.taken + this.#slots.length);
  }

  /** The block is complete. */
  fill(block: number): void {
    Atomics.store(this.#control, SLOTS + this.#slotOf(block), block + 1);
    this.#tell();
  }

  /** Columns of a block as soon as it is complete; null when stopped. */
  next(block: number): readonly Float64Array[] | null {
    const field = SLOTS + this.#slotOf(block);
    return this.#wait(block, () => Atomics.load(this.#control, field) === block + 1);
  }

  /** The block was taken. */
  take(block: number): void {
    Atomics.store(this.#control, TAKEN, block + 1);
    this.#tell();
  }

  /** Blocks that were taken. */
  get taken(): number {
    return Atomics.load(this.#control, TAKEN);
  }

  /** Ends every wait. */
  stop(): void {
    Atomics.store(this.#control, STOP, 1);
    this.#tell();
  }

  get isStopped(): boolean {
    return Atomics.load(this.#control, STOP) !== 0;
  }

  #slotOf(block: number): number {
    return block % this.#slots.length;
  }

  #wait(block: number, isReady: () => boolean): readonly Float64Array[] | null {
    for (;;) {
      const events = Atomics.load(this.#control, EVENTS);
      if (this.isStopped) return null;
      if (isReady()) return this.#slots[this.#slotOf(block)] ?? null;
      Atomics.wait(this.#control, EVENTS, events);
    }
  }

  #tell(): void {
    Atomics.add(this.#control, EVENTS, 1);
    Atomics.notify(this.#control, EVENTS);
  }
}

/** A block as soon as it is there; an error when none will come. */
export function requireBlock(ring: BlockRing, block: number): readonly Float64Array[] {
  const slot = ring.next(block);
  if (slot === null) throw new Error('stopped');
  return slot;
}
