/** A book that a worker serves: frames go in through its ring, quotes are read from shared memory. */
import * as code from '../../assembly/codes.js';
import * as at from '../../assembly/pool-layout.js';
import { Book, BookCalls, type Time, type TradingState } from '../book/index.js';
import type { BookConfiguration } from '../config/index.js';
import { EvenkeelError } from '../errors.js';
import {
  codeName,
  type FieldValue,
  FrameWriter,
  type InputFrameName,
  TRADING_STATES,
} from '../frames/index.js';
import type { RecoveryReport } from '../journal/index.js';
import { LatestQuote, RowReader } from './published.js';
import type { WorkerHost } from './worker-host.js';

/** The verdict on a book as last published. Money in reporting currency. */
export interface PublishedRisk {
  readonly timeNs: bigint;
  readonly state: TradingState;
  /** Which limit set the state, `NONE` while ACTIVE. */
  readonly limit: string;
  readonly equity: number;
  readonly capital: number;
  readonly grossNotional: number;
  readonly drawdown: number;
  /** Loss since the UTC day began; below 0 is a gain. */
  readonly lossToday: number;
  readonly framesApplied: number;
  readonly framesRejected: number;
}

/** Where a book lives; made by the pool. */
export interface PoolBookPlace {
  readonly id: number;
  readonly host: WorkerHost;
  readonly slot: number;
  readonly rows: number;
  readonly imageBytes: number;
  readonly recovery: RecoveryReport | null;
}

/** Looks between two readings of the clock: about a tenth of a microsecond. */
const LOOKS_PER_CLOCK = 32;
const CAPTURE_ATTEMPTS = 10;

/**
 * A book of a pool. Every call that sends returns 0 when the frame was taken, else a pool code such as
 * `RING_FULL` (96); whether it was then applied, the book tells by its output and its risk row.
 */
export class PoolBook extends BookCalls {
  readonly id: number;
  readonly configuration: BookConfiguration;
  /** Index of the worker that serves it. */
  readonly worker: number;
  /** How it came back from its journal; null without one. */
  readonly recovery: RecoveryReport | null;
  readonly #host: WorkerHost;
  readonly #slot: number;
  readonly #imageBytes: number;
  readonly #writer: FrameWriter;
  readonly #quote: LatestQuote;
  readonly #risk: RowReader;
  readonly #instruments: number;
  // Pool code with which everything is refused for good; 0 while the book is served.
  #end = 0;
  #isGone = false;

  constructor(configuration: BookConfiguration, place: PoolBookPlace) {
    super();
    const { id, host, slot, rows, imageBytes, recovery } = place;
    const { shared } = host.memory;
    this.id = id;
    this.configuration = configuration;
    this.worker = host.index;
    this.recovery = recovery;
    this.#host = host;
    this.#slot = slot;
    this.#imageBytes = imageBytes;
    this.#writer = new FrameWriter(shared.bytes);
    this.#quote = new LatestQuote(shared, rows);
    this.#risk = new RowReader(shared, at.RISK_HALF_BYTES);
    this.#instruments = configuration.capacity.instruments;
  }

  // ---- Input

  /** Best bid and ask: the fast path. Parameters as of `Book.bookTicker`. */
  bookTicker(
    instrument: number,
    timeUs: number,
    bidTicks: number,
    askTicks: number,
    bidLots: number,
    askLots: number,
  ): number {
    const room = this.#claim(code.MAX_FRAME_BYTES);
    if (room < 0) return -room;
    const writer = this.#writer;
    writer.position = room;
    writer.bookTicker(instrument, timeUs, bidTicks, askTicks, bidLots, askLots);
    return this.#commit(at.RECORD_IS_FRAMES, writer.position - room);
  }

  /** A public trade. @param aggressor 0 buy, 1 sell */
  trade(
    instrument: number,
    timeUs: number,
    priceTicks: number,
    sizeLots: number,
    aggressor: number,
  ): number {
    const room = this.#claim(code.MAX_FRAME_BYTES);
    if (room < 0) return -room;
    const writer = this.#writer;
    writer.position = room;
    writer.trade(instrument, timeUs, priceTicks, sizeLots, aggressor);
    return this.#commit(at.RECORD_IS_FRAMES, writer.position - room);
  }

  /**
   * Any frame by name, fields in the order of the protocol.
   *
   * @throws EvenkeelError when the values do not fit the schema in number or type
   */
  override send(
    name: InputFrameName,
    time: Time,
    values: readonly FieldValue[],
    sequence: number | bigint = 0,
  ): number {
    const room = this.#claim(code.MAX_FRAME_BYTES);
    if (room < 0) return -room;
    const writer = this.#writer;
    writer.position = room;
    writer.frame(name, sequence, time, values);
    return this.#commit(at.RECORD_IS_FRAMES, writer.position - room);
  }

  /**
   * Whole frames as bytes, from anyone: the kernel answers bad ones by reject frames.
   *
   * @param frames at most `longestRecordBytes`; they are copied
   */
  sendBytes(frames: Uint8Array): number {
    if (frames.length > this.#host.input.longest) return code.POOL_RECORD_TOO_LONG;
    const room = this.#claim(frames.length);
    if (room < 0) return -room;
    this.#host.memory.shared.bytes.set(frames, room);
    return this.#commit(at.RECORD_IS_FRAMES, frames.length);
  }

  /** Bytes that one `sendBytes` may have. */
  get longestRecordBytes(): number {
    return this.#host.input.longest;
  }

  /** Resolves when a ring that was full may have room again. */
  async writable(): Promise<void> {
    await this.#host.untilRead(1);
  }

  // ---- Progress

  /** Position behind the last frame sent to this book's worker, for `isApplied`; only grows. */
  get sentPosition(): number {
    return this.#host.input.sentBytes;
  }

  /** Whether everything sent before a position has been applied and published. */
  isApplied(position: number): boolean {
    return this.#host.isApplied(position);
  }

  /**
   * Spins until everything sent so far has been applied and published.
   *
   * @param maxUs how long at most: a dead worker is replaced only when the event loop turns
   * @returns whether it was; otherwise `await flush()`
   */
  spinUntilApplied(maxUs: number): boolean {
    const position = this.sentPosition;
    if (this.isApplied(position)) return true;
    const until = performance.now() + maxUs / 1000;
    do {
      for (let look = 0; look < LOOKS_PER_CLOCK; look++) if (this.isApplied(position)) return true;
    } while (performance.now() < until);
    return false;
  }

  /**
   * Resolves when everything sent so far has been applied.
   *
   * @throws EvenkeelError `WORKER` when the book or its worker was given up, or stopped before
   */
  async flush(): Promise<void> {
    const position = this.sentPosition;
    await this.#host.untilApplied(position);
    // The records of a book that failed are passed over.
    const isLost = this.#end === code.POOL_BOOK_FAILED || !this.isApplied(position);
    if (isLost) this.#refuseForGood();
  }

  // ---- Reading

  /**
   * The latest published quote: always the same object, whole as of one frame. A book that was given
   * up keeps its last one.
   *
   * @throws EvenkeelError `UNKNOWN_INSTRUMENT`, or `WORKER` when the book was closed
   */
  latest(instrument: number): LatestQuote {
    this.#requireInstrument(instrument);
    return this.#quote.read(instrument);
  }

  /** How often the quote of an instrument was published: cheap to look at until it moves. */
  publications(instrument: number): number {
    this.#requireInstrument(instrument);
    return this.#quote.publications(instrument);
  }

  /** The verdict on the book as last published: after every batch of frames. */
  risk(): PublishedRisk {
    if (this.#isGone) this.#refuseForGood();
    const reader = this.#risk;
    reader.read(this.#host.memory.slotAddress(this.#slot) + at.SLOT_RISK);
    const equity = reader.float(at.PUBLISHED_EQUITY);
    return {
      timeNs: reader.long(at.PUBLISHED_RISK_TIME_NS),
      state: TRADING_STATES[reader.integer(at.PUBLISHED_STATE)] ?? 'HALTED',
      limit: codeName(reader.integer(at.PUBLISHED_LIMIT)),
      equity,
      capital: reader.float(at.PUBLISHED_CAPITAL),
      grossNotional: reader.float(at.PUBLISHED_GROSS),
      drawdown: reader.float(at.PUBLISHED_PEAK) - equity,
      lossToday: reader.float(at.PUBLISHED_DAY_OPEN) - equity,
      framesApplied: reader.wide(at.PUBLISHED_APPLIED),
      framesRejected: reader.wide(at.PUBLISHED_REJECTED),
    };
  }

  /**
   * A private copy of the book as of everything sent so far: ask it `explain`, `whatIf`, `positionOf`,
   * `stateHash`, `snapshot`. The worker is held up for the copy, some microseconds per thousand
   * instruments.
   *
   * @throws EvenkeelError `WORKER` when the book can no longer answer
   */
  async capture(): Promise<Book> {
    for (let attempt = 0; attempt < CAPTURE_ATTEMPTS; attempt++) {
      await this.#requestImage();
      await this.flush();
      if (this.#end !== 0) this.#refuseForGood();
      const image = this.#copyImage();
      if (image !== undefined) return Book.fromImage(this.configuration, image);
    }
    throw new EvenkeelError('WORKER', `book ${this.id} moved on during every copy`, {});
  }

  /** Whether frames are taken. */
  get isServed(): boolean {
    return this.#end === 0;
  }

  /** Refuses everything from now on. Called by the pool. @param refusal a pool code */
  refuseAll(refusal: number): void {
    this.#end = refusal;
  }

  /**
   * Refuses everything from now on and asks the worker to serve the book no longer; resolves when it
   * does not, and never will. Called by the pool.
   */
  async retire(): Promise<void> {
    const host = this.#host;
    const { input } = host;
    if (this.#end === 0) {
      this.#end = code.POOL_BOOK_CLOSED;
      while (input.claim(0) === 0 && !host.isOver) await this.writable();
      if (!host.isOver) this.#commit(at.RECORD_IS_CLOSE, 0);
    }
    await host.untilApplied(input.sentBytes);
  }

  /** Its memory is another's from now on: nothing is read any more. Called by the pool. */
  forget(): void {
    this.#isGone = true;
  }

  // ---- Inside

  /** Address of room in the ring, or the pool code of the refusal below 0. */
  #claim(bytes: number): number {
    if (this.#end !== 0) return -this.#end;
    const room = this.#host.input.claim(bytes);
    return room === 0 ? -code.POOL_RING_FULL : room;
  }

  #commit(kind: number, bytes: number): number {
    this.#host.input.commit(this.#slot, kind, bytes);
    return 0;
  }

  async #requestImage(): Promise<void> {
    while (this.#claim(0) < 0) {
      if (this.#end !== 0) this.#refuseForGood();
      await this.writable();
    }
    this.#commit(at.RECORD_IS_IMAGE, 0);
  }

  /** IO block and state as of the last image; undefined when the worker replaced it meanwhile. */
  #copyImage(): Uint8Array | undefined {
    const { integers, shared } = this.#host.memory;
    const slot = this.#host.memory.slotAddress(this.#slot);
    const which = Atomics.load(integers, (slot + at.SLOT_IMAGE) >> 2);
    const positionIndex = ((slot + at.SLOT_IMAGE_POSITION) >> 2) + which;
    const position = Atomics.load(integers, positionIndex);
    const address = integers[((slot + at.SLOT_IMAGE_ADDRESS) >> 2) + which] ?? 0;
    const image = shared.bytes.slice(address, address + this.#imageBytes);
    // Adds nothing: unlike a load it stays behind the copy on every processor.
    const isSame = Atomics.add(integers, (slot + at.SLOT_IMAGE) >> 2, 0) === which;
    return isSame && Atomics.load(integers, positionIndex) === position ? image : undefined;
  }

  #requireInstrument(instrument: number): void {
    if (this.#isGone) this.#refuseForGood();
    if (Number.isInteger(instrument) && instrument >= 0 && instrument < this.#instruments) return;
    throw new EvenkeelError('UNKNOWN_INSTRUMENT', `no instrument has index ${instrument}`, {
      instrument,
      capacity: this.#instruments,
    });
  }

  #refuseForGood(): never {
    throw new EvenkeelError('WORKER', `book ${this.id} is no longer served`, {
      book: this.id,
      code: codeName(this.#end, 'pool'),
    });
  }
}
