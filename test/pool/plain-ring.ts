/** Both far ends of the rings in plain TypeScript, from what assembly/pool-layout.ts says of them. */
import * as at from '../../assembly/pool-layout.js';
import { poolSettings } from '../../src/pool/options.js';
import { WorkerMemory } from '../../src/pool/worker-memory.js';

/** Where positions begin: at 0, before the sign turns, before they wrap. */
export const BEGINNINGS = [0, 2 ** 31 - 4096, 2 ** 31, 2 ** 32 - 4096, 2 ** 32 - 16] as const;

/** Memory of a worker with the smallest rings, every position as if so many bytes had passed. */
export function memoryAt(passed: number): WorkerMemory {
  const ring = at.MIN_RING_BYTES;
  const settings = { inputRingBytes: ring, outputRingBytes: ring, memoryBytes: 2 ** 20 };
  const memory = new WorkerMemory(poolSettings({ ...settings, booksPerWorker: 4 }));
  const positions = [
    at.WORKER_TAIL,
    at.WORKER_READ,
    at.WORKER_RELEASED,
    at.WORKER_OUTPUT_TAIL,
    at.WORKER_OUTPUT_HEAD,
  ];
  for (const field of positions) memory.store(field, passed);
  return memory;
}

/** A record as it was found, its content copied. */
export interface PlainRecord {
  readonly kind: number;
  readonly slot: number;
  readonly mark: number;
  readonly position: number;
  readonly bytes: Uint8Array;
}

export function alignUp(bytes: number): number {
  return Math.ceil(bytes / at.RECORD_ALIGN) * at.RECORD_ALIGN;
}

/** Takes records off an input ring. */
export class PlainConsumer {
  position: number;
  pads = 0;
  readonly #memory: WorkerMemory;
  readonly #size: number;

  constructor(memory: WorkerMemory) {
    this.#memory = memory;
    this.#size = memory.load(at.WORKER_INPUT_BYTES);
    this.position = memory.load(at.WORKER_READ);
  }

  /** The next record; undefined when there is none. */
  take(): PlainRecord | undefined {
    while (this.position !== this.#memory.load(at.WORKER_TAIL)) {
      const { position } = this;
      const begin = this.#memory.input + ((position >>> 0) % this.#size);
      const field = (offset: number): number => this.#memory.integers[(begin + offset) >> 2] ?? 0;
      const content = begin + at.RECORD_HEADER_BYTES;
      const end = content + field(at.RECORD_LENGTH);
      if (end > this.#memory.input + this.#size) throw new Error('a record over the end');
      this.position = (position + alignUp(end - begin)) | 0;
      if (field(at.RECORD_KIND) !== at.RECORD_IS_PAD) {
        const [kind, slot] = [field(at.RECORD_KIND), field(at.RECORD_SLOT)];
        const bytes = this.#memory.shared.bytes.slice(content, end);
        return { kind, slot, mark: field(at.RECORD_MARK), position, bytes };
      }
      this.pads += 1;
    }
    return undefined;
  }

  /** Gives back everything taken. */
  release(): void {
    this.#memory.store(at.WORKER_READ, this.position);
    this.#memory.store(at.WORKER_RELEASED, this.position);
  }
}

/** Puts records into an output ring. */
export class PlainProducer {
  readonly #memory: WorkerMemory;
  readonly #size: number;

  constructor(memory: WorkerMemory) {
    this.#memory = memory;
    this.#size = memory.load(at.WORKER_OUTPUT_BYTES);
  }

  /** False when there is no room. */
  put(slot: number, kind: number, mark: number, bytes: Uint8Array): boolean {
    const tail = this.#memory.load(at.WORKER_OUTPUT_TAIL) >>> 0;
    const used = (tail - this.#memory.load(at.WORKER_OUTPUT_HEAD)) >>> 0;
    const needed = alignUp(at.RECORD_HEADER_BYTES + bytes.length);
    const place = tail % this.#size;
    const pad = place + needed > this.#size ? this.#size - place : 0;
    if (used + pad + needed > this.#size) return false;
    if (pad > 0) this.#header(place, pad - at.RECORD_HEADER_BYTES, at.RECORD_IS_PAD, 0, 0);
    const begin = (place + pad) % this.#size;
    this.#header(begin, bytes.length, kind, slot, mark);
    this.#memory.shared.bytes.set(bytes, this.#memory.output + begin + at.RECORD_HEADER_BYTES);
    this.#memory.store(at.WORKER_OUTPUT_TAIL, tail + pad + needed);
    return true;
  }

  #header(place: number, length: number, kind: number, slot: number, mark: number): void {
    const begin = (this.#memory.output + place) >> 2;
    for (const [index, value] of [length, kind, slot, mark].entries()) {
      this.#memory.integers[begin + index] = value;
    }
  }
}
