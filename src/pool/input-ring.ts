/** The writing end of a worker's input ring. One thread writes: the one that created the pool. */
import * as at from '../../assembly/pool-layout.js';
import type { WorkerMemory } from './worker-memory.js';

/** Writes records; the worker sees each by the last store. */
export class InputRing {
  /** Bytes a record may hold. */
  readonly longest: number;
  /** How often there was no room. */
  refusals = 0;
  readonly #memory: WorkerMemory;
  readonly #integers: Int32Array;
  readonly #size: number;
  readonly #tailIndex: number;
  readonly #parkedIndex: number;
  readonly #releasedIndex: number;
  #tail: number;
  // Of the record that is claimed and not yet committed.
  #pad = 0;
  #sent = 0;
  // As last read: reading the worker's line with every record would cost a cache miss each.
  #released: number;

  /** @param longest bytes a record may hold, if it is less than what the ring takes */
  constructor(memory: WorkerMemory, size: number, longest = Number.POSITIVE_INFINITY) {
    this.#memory = memory;
    this.#integers = memory.integers;
    this.#size = size;
    this.longest = Math.min(size / at.RECORD_SHARE - at.RECORD_HEADER_BYTES, longest);
    this.#tailIndex = memory.field(at.WORKER_TAIL);
    this.#parkedIndex = memory.field(at.WORKER_PARKED);
    this.#releasedIndex = memory.field(at.WORKER_RELEASED);
    this.#tail = memory.load(at.WORKER_TAIL);
    this.#released = memory.load(at.WORKER_RELEASED);
  }

  /** Position behind the last record; wraps at 2^32 as a signed 32-bit integer. */
  get tail(): number {
    return this.#tail;
  }

  /** Bytes of ring behind which the last record ends, since the beginning: does not wrap. */
  get sentBytes(): number {
    return this.#sent;
  }

  /**
   * Room for a record of up to `bytes`, at most `longest`. Nothing is visible before `commit`; a claim
   * that is not committed is forgotten by the next one.
   *
   * @returns address where its content begins; 0 when there is no room now
   */
  claim(bytes: number): number {
    const needed = (at.RECORD_HEADER_BYTES + bytes + at.RECORD_ALIGN - 1) & -at.RECORD_ALIGN;
    const place = this.#tail & (this.#size - 1);
    const pad = place + needed > this.#size ? this.#size - place : 0;
    if (this.#freeBytes() < pad + needed) {
      this.#released = Atomics.load(this.#integers, this.#releasedIndex);
      if (this.#freeBytes() < pad + needed) {
        this.refusals += 1;
        return 0;
      }
    }
    if (pad > 0) {
      const padding = (this.#memory.input + place) >> 2;
      this.#integers[padding + (at.RECORD_KIND >> 2)] = at.RECORD_IS_PAD;
      this.#integers[padding + (at.RECORD_LENGTH >> 2)] = pad - at.RECORD_HEADER_BYTES;
    }
    this.#pad = pad;
    return this.#memory.input + ((place + pad) & (this.#size - 1)) + at.RECORD_HEADER_BYTES;
  }

  /** Publishes what was claimed last. @param bytes at most those claimed */
  commit(slot: number, kind: number, bytes: number): void {
    const integers = this.#integers;
    const begin = (this.#tail + this.#pad) | 0;
    const record = (this.#memory.input + (begin & (this.#size - 1))) >> 2;
    integers[record + (at.RECORD_LENGTH >> 2)] = bytes;
    integers[record + (at.RECORD_KIND >> 2)] = kind;
    integers[record + (at.RECORD_SLOT >> 2)] = slot;
    integers[record + (at.RECORD_MARK >> 2)] = begin;
    const length = (at.RECORD_HEADER_BYTES + bytes + at.RECORD_ALIGN - 1) & -at.RECORD_ALIGN;
    this.#tail = (begin + length) | 0;
    this.#sent += this.#pad + length;
    Atomics.store(integers, this.#tailIndex, this.#tail);
    // After the store: a worker that is about to sleep sees the record, or is seen here.
    if (Atomics.load(integers, this.#parkedIndex) !== 0) Atomics.notify(integers, this.#tailIndex);
  }

  #freeBytes(): number {
    return this.#size - ((this.#tail - this.#released) | 0);
  }
}
