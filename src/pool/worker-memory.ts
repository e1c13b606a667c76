/** The shared memory of one worker: where its parts lie, and room for books until it is used up. */
import * as layout from '../../assembly/layout.js';
import * as at from '../../assembly/pool-layout.js';
import { EvenkeelError } from '../errors.js';
import { settleOptions } from '../journal/pools/index.js';
import { SharedMemory } from '../kernel/index.js';
import type { PoolSettings } from './options.js';

/** Room in the journal area for one record behind its limit. */
const LONGEST_SEGMENT_BYTES = at.SEGMENT_HEADER_BYTES + layout.INPUT_BUFFER_BYTES + at.RECORD_ALIGN;

/** Bytes in the journal area from which on it is written; null for workers that do not journal. */
function journalLimit({ journal }: PoolSettings): number | null {
  if (journal === undefined) return null;
  return journal.policy === 'acknowledgeAfterSync' ? 1 : settleOptions(journal).groupBytes;
}

/** Address 0 is never a worker block. */
const WORKER_POINTER = 1024;

function alignUp(address: number): number {
  return Math.ceil(address / at.LINE_BYTES) * at.LINE_BYTES;
}

/** What a book occupies, returned to the memory when it closes. */
export interface Extent {
  readonly address: number;
  readonly bytes: number;
}

/** Memory of one worker with the places that host and worker agree on. */
export class WorkerMemory {
  readonly shared: SharedMemory;
  readonly integers: Int32Array;
  readonly longs: BigInt64Array;
  readonly worker = WORKER_POINTER;
  readonly slots: number;
  readonly slotCount: number;
  readonly input: number;
  readonly output: number;
  readonly #end: number;
  #next: number;
  #free: Extent[] = [];

  /** @throws EvenkeelError `USAGE` when the rings alone do not fit, or memory cannot be had */
  constructor(settings: PoolSettings) {
    const { booksPerWorker, inputRingBytes, outputRingBytes, memoryBytes } = settings;
    this.slots = alignUp(WORKER_POINTER + at.WORKER_BYTES);
    this.slotCount = booksPerWorker;
    this.input = alignUp(this.slots + booksPerWorker * at.SLOT_BYTES);
    this.output = this.input + inputRingBytes;
    const journal = this.output + outputRingBytes;
    const limit = journalLimit(settings);
    this.#next = alignUp(journal + (limit === null ? 0 : limit + LONGEST_SEGMENT_BYTES));
    this.#end = memoryBytes;
    if (this.#next > memoryBytes) {
      throw new EvenkeelError(
        'USAGE',
        `memoryBytes ${memoryBytes} is below the ${this.#next} that rings and slots take`,
        { memoryBytes, needed: this.#next },
      );
    }
    this.shared = SharedMemory.reserve(memoryBytes);
    this.integers = this.shared.integers;
    this.longs = this.shared.longs;
    this.#write(at.WORKER_SLOTS, this.slots);
    this.#write(at.WORKER_SLOT_COUNT, booksPerWorker);
    this.#write(at.WORKER_INPUT, this.input);
    this.#write(at.WORKER_INPUT_BYTES, inputRingBytes);
    this.#write(at.WORKER_OUTPUT, this.output);
    this.#write(at.WORKER_OUTPUT_BYTES, outputRingBytes);
    this.#write(at.WORKER_PARK_NS, settings.parkMs * 1e6);
    this.#write(at.WORKER_CURRENT_SLOT, -1);
    if (limit === null) return;
    this.#write(at.WORKER_JOURNAL, journal);
    this.#write(at.WORKER_JOURNAL_LIMIT, limit);
  }

  /** Index into `integers` of a field of the worker block. */
  field(offset: number): number {
    return (this.worker + offset) >> 2;
  }

  load(offset: number): number {
    return Atomics.load(this.integers, this.field(offset));
  }

  store(offset: number, value: number): void {
    Atomics.store(this.integers, this.field(offset), value);
  }

  /** A 64-bit field of the worker block. */
  long(offset: number): bigint {
    return Atomics.load(this.longs, (this.worker + offset) >> 3);
  }

  slotAddress(slot: number): number {
    return this.slots + slot * at.SLOT_BYTES;
  }

  /** Zeroed room; undefined when the memory is used up. */
  allocate(bytes: number): Extent | undefined {
    const size = alignUp(bytes);
    const index = this.#free.findIndex((extent) => extent.bytes >= size);
    const found = this.#free[index];
    if (found !== undefined) {
      const rest = { address: found.address + size, bytes: found.bytes - size };
      this.#free.splice(index, 1, ...(rest.bytes > 0 ? [rest] : []));
      this.shared.bytes.fill(0, found.address, found.address + size);
      return { address: found.address, bytes: size };
    }
    const address = alignUp(this.#next);
    if (address + size > this.#end) return undefined;
    this.#next = address + size;
    return { address, bytes: size };
  }

  /** Takes back what `allocate` gave, once; neighbours that are free become one. */
  release(extent: Extent): void {
    const merged: Extent[] = [];
    for (const free of [...this.#free, extent].sort((a, b) => a.address - b.address)) {
      const last = merged.at(-1);
      if (last !== undefined && last.address + last.bytes === free.address) {
        merged.splice(-1, 1, { address: last.address, bytes: last.bytes + free.bytes });
      } else {
        merged.push(free);
      }
    }
    this.#free = merged;
  }

  #write(offset: number, value: number): void {
    this.integers[this.field(offset)] = value;
  }
}
