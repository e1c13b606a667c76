/** The reading end of a worker's output ring: each record once, also when a worker wrote it twice. */
import * as at from '../../assembly/pool-layout.js';
import { EvenkeelError } from '../errors.js';
import type { WorkerMemory } from './worker-memory.js';

/** Receives the output frames of one book, in order; the bytes are a copy. */
export type OutputListener = (frames: Uint8Array) => void;

/** Whose records arrive in a slot, and up to where they did. */
export class OutputStream {
  readonly #listener: OutputListener;
  #nextMark = 0;
  #pieces: Uint8Array[] = [];

  constructor(listener: OutputListener) {
    this.#listener = listener;
  }

  /** Takes a record unless it was taken before. */
  take(mark: number, bytes: Uint8Array, isPartial: boolean): void {
    const ahead = (mark - this.#nextMark) | 0;
    // A worker that follows a dead one answers again what its predecessor had answered.
    if (ahead < 0) return;
    if (ahead > 0) {
      const details = { mark, expected: this.#nextMark };
      throw new EvenkeelError('INVARIANT', 'an output record is missing', details);
    }
    this.#nextMark = (this.#nextMark + 1) | 0;
    this.#pieces.push(bytes);
    if (isPartial) return;
    const whole = this.#pieces.length === 1 ? bytes : Buffer.concat(this.#pieces);
    this.#pieces = [];
    this.#listener(whole);
  }
}

/** Reads records of all books of a worker. */
export class OutputRing {
  readonly #memory: WorkerMemory;
  readonly #size: number;
  #head: number;

  constructor(memory: WorkerMemory, size: number) {
    this.#memory = memory;
    this.#size = size;
    this.#head = memory.load(at.WORKER_OUTPUT_HEAD);
  }

  /** Position up to which records were taken. */
  get head(): number {
    return this.#head;
  }

  /**
   * Hands on what has arrived. A listener may drain as well: what it takes is not taken again here.
   *
   * @param onError told what a listener threw; the records behind it are handed on all the same
   * @returns records taken
   */
  drain(
    streamOf: (slot: number) => OutputStream | undefined,
    onError: (error: unknown) => void,
  ): number {
    const tail = this.#memory.load(at.WORKER_OUTPUT_TAIL);
    if (tail === this.#head) return 0;
    let records = 0;
    while (((tail - this.#head) | 0) > 0) {
      records += 1;
      try {
        this.#takeOne(streamOf);
      } catch (error) {
        onError(error);
      }
    }
    this.#memory.store(at.WORKER_OUTPUT_HEAD, this.#head);
    Atomics.notify(this.#memory.integers, this.#memory.field(at.WORKER_OUTPUT_HEAD));
    return records;
  }

  #takeOne(streamOf: (slot: number) => OutputStream | undefined): void {
    const { integers, shared } = this.#memory;
    const begin = this.#memory.output + (this.#head & (this.#size - 1));
    const read = (field: number): number => integers[(begin + field) >> 2] ?? 0;
    const length = read(at.RECORD_LENGTH);
    const kind = read(at.RECORD_KIND);
    const bytes = at.RECORD_HEADER_BYTES + length;
    this.#head = (this.#head + ((bytes + at.RECORD_ALIGN - 1) & -at.RECORD_ALIGN)) | 0;
    if (kind === at.RECORD_IS_PAD) return;
    const content = begin + at.RECORD_HEADER_BYTES;
    const copy = shared.bytes.slice(content, content + length);
    const stream = streamOf(read(at.RECORD_SLOT));
    stream?.take(read(at.RECORD_MARK), copy, kind === at.RECORD_IS_PARTIAL);
  }
}
