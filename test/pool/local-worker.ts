/** A worker without a thread: the kernel serves when told, and dies between two calls or, by its fuse, inside one. */
import * as layout from '../../assembly/layout.js';
import * as at from '../../assembly/pool-layout.js';
import { openRegion } from '../../src/book/open-region.js';
import { validateConfiguration } from '../../src/config/index.js';
import { type BookRegion, type KernelExports, SharedMemory } from '../../src/kernel/index.js';
import { InputRing } from '../../src/pool/input-ring.js';
import { type PoolOptions, poolSettings } from '../../src/pool/options.js';
import { OutputRing, OutputStream } from '../../src/pool/output-ring.js';
import { LatestQuote, RowReader } from '../../src/pool/published.js';
import { allocateRoom, fillSlot, type Serving } from '../../src/pool/slot.js';
import { WorkerMemory } from '../../src/pool/worker-memory.js';
import { SAMPLE } from '../book/sample.js';
import { Death, type Fuse, mortalKernel } from './mortal-kernel.js';

/** A book of a local worker. */
export interface LocalBook {
  readonly slot: number;
  readonly region: BookRegion;
  readonly images: readonly [number, number];
  readonly quote: LatestQuote;
  readonly output: Uint8Array[];
  readonly stream: OutputStream;
}

const DAMAGE = 0xa5;

/** Frames that a book has accepted. */
export const acceptedOf = (region: BookRegion): bigint =>
  region.long(region.state + layout.BOOK_FRAMES_APPLIED);

export class LocalWorker {
  readonly memory: WorkerMemory;
  readonly input: InputRing;
  readonly output: OutputRing;
  readonly errors: unknown[] = [];
  readonly risk: RowReader;
  /** By slot, of workers that journal: a book that takes what is written, and nothing else. */
  readonly journals = new Map<number, BookRegion>();
  protected readonly books = new Map<number, LocalBook>();
  protected kernel: KernelExports;
  readonly #fuse: Fuse | undefined;

  /** @param fuse lets it die inside calls, see `survive`; slower */
  constructor(options: PoolOptions = {}, fuse?: Fuse) {
    const settings = poolSettings({
      ...{ booksPerWorker: 4, memoryBytes: 2 ** 25 },
      ...{ inputRingBytes: at.MIN_RING_BYTES, outputRingBytes: 2 ** 20 },
      ...options,
    });
    this.#fuse = fuse;
    this.memory = new WorkerMemory(settings);
    this.input = new InputRing(this.memory, settings.inputRingBytes);
    this.output = new OutputRing(this.memory, settings.outputRingBytes);
    this.risk = new RowReader(this.memory.shared, at.RISK_HALF_BYTES);
    // Never sleeps: nobody would wake it up.
    this.memory.store(at.WORKER_SPINS, -1);
    this.memory.store(at.WORKER_COMMAND, at.COMMAND_SERVE);
    this.kernel = this.succeed();
  }

  open(slot: number, configuration: unknown = SAMPLE, snapshot?: Uint8Array): LocalBook {
    const validated = validateConfiguration(configuration);
    const room = allocateRoom(this.memory, validated.capacity);
    if (room === undefined) throw new Error('no room for a book');
    const place = { memory: this.memory.shared, address: room.extent.address };
    const region = openRegion(validated, { place, snapshot });
    const output: Uint8Array[] = [];
    const stream = new OutputStream((bytes) => output.push(bytes));
    const quote = new LatestQuote(this.memory.shared, room.rows);
    const book = { slot, region, images: room.images, quote, output, stream };
    this.books.set(slot, book);
    fillSlot(this, slot, region, { ...room, ...this.serving(region, slot) });
    return book;
  }

  protected serving(_region: BookRegion, _slot: number): Serving {
    return { sendsOutput: true };
  }

  /** False when the ring was full. */
  send(slot: number, frames: Uint8Array, kind: number = at.RECORD_IS_FRAMES): boolean {
    const address = this.input.claim(frames.length);
    if (address === 0) return false;
    this.memory.shared.bytes.set(frames, address);
    this.input.commit(slot, kind, frames.length);
    return true;
  }

  /** Applies everything sent, as far as the worker lives. */
  serve(): void {
    this.kernel.serve(this.memory.worker);
    this.drain();
  }

  /**
   * Does something that the kernel may die of. Then another one begins and it is done again, until nobody dies.
   *
   * @param onDeath told before the next one begins
   */
  survive(act: () => void, onDeath: () => void = () => undefined): void {
    for (let deaths = 0; ; deaths++) {
      try {
        if (deaths > 0) this.die();
        act();
        return;
      } catch (cause) {
        if (!(cause instanceof Death)) throw cause;
        this.drain();
        onDeath();
      }
    }
  }

  /** Whether an address is in no book: rings, slots, rows, images, the worker's own. */
  isOutsideBooks(address: number): boolean {
    for (const { region } of this.books.values()) {
      if (address >= region.book && address < region.state + region.stateBytes) return false;
    }
    return true;
  }

  /** Records taken. */
  protected drain(): number {
    return this.output.drain(
      (slot) => this.books.get(slot)?.stream,
      (error) => this.errors.push(error),
    );
  }

  /** Lets the worker die and another one begin; open books are damaged in between. */
  die(): void {
    for (const { slot, region } of this.books.values()) {
      if (this.slotState(slot) !== at.SLOT_IS_OPEN) continue;
      this.memory.shared.bytes.fill(DAMAGE, region.book, region.state + region.stateBytes);
    }
    this.succeed();
  }

  /** Says how far the journals are, before another kernel begins. */
  protected resume(): void {
    for (const [slot, journal] of this.journals) {
      const address = this.memory.slotAddress(slot);
      this.memory.longs[(address + at.SLOT_JOURNALED) >> 3] = acceptedOf(journal);
    }
  }

  /** A kernel that knows nothing of the one before it. */
  succeed(): KernelExports {
    this.resume();
    const { shared } = this.memory;
    const fuse = this.#fuse;
    this.kernel = fuse ? mortalKernel(shared, fuse) : SharedMemory.attach(shared.handle).kernel;
    this.kernel.startServing(this.memory.worker);
    return this.kernel;
  }

  slotState(slot: number): number {
    return this.slotField(slot, at.SLOT_STATE);
  }

  slotField(slot: number, field: number): number {
    return this.memory.integers[(this.memory.slotAddress(slot) + field) >> 2] ?? 0;
  }

  /** Equity as the risk row has it. */
  publishedEquity(slot: number): number {
    this.risk.read(this.memory.slotAddress(slot) + at.SLOT_RISK);
    return this.risk.float(at.PUBLISHED_EQUITY);
  }
}

/** Where the rows are that a book copies its quotes to; 0 while they are not to move. */
export function rowsOf({ region }: LocalBook): number {
  return region.integer(region.book + layout.IO_QUOTE_ROWS);
}
