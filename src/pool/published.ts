/** Reading what a worker publishes, whole, while it writes. */
import * as at from '../../assembly/pool-layout.js';
import { EvenkeelError } from '../errors.js';
import type { SharedMemory } from '../kernel/index.js';

const TWO_32 = 4294967296;
/** The writer would have to publish during every one of them. */
const MAX_ATTEMPTS = 1_000_000;

/** Copies the valid half of a row into registers of its own; nothing is allocated. */
export class RowReader {
  readonly #integers: Int32Array;
  readonly #words: Int32Array;
  readonly #floats: Float64Array;
  readonly #halfBytes: number;

  constructor(memory: SharedMemory, halfBytes: number) {
    const registers = new ArrayBuffer(halfBytes);
    this.#integers = memory.integers;
    this.#words = new Int32Array(registers);
    this.#floats = new Float64Array(registers);
    this.#halfBytes = halfBytes;
  }

  /** Version of a row: how often it was published. */
  version(row: number): number {
    return Atomics.load(this.#integers, (row + at.ROW_VERSION) >> 2);
  }

  /**
   * Reads a row. Its words are read by atomic loads, which the final look at the version cannot
   * overtake on any processor.
   *
   * @returns the version it was read at
   */
  read(row: number): number {
    const integers = this.#integers;
    const words = this.#words;
    const versionIndex = (row + at.ROW_VERSION) >> 2;
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const version = Atomics.load(integers, versionIndex);
      const half = (row + at.ROW_HALF + (version & 1) * this.#halfBytes) >> 2;
      for (let word = 0; word < words.length; word++) {
        words[word] = Atomics.load(integers, half + word);
      }
      if (Atomics.load(integers, versionIndex) === version) return version;
    }
    throw new EvenkeelError('INVARIANT', 'a published row never stood still', { row });
  }

  integer(field: number): number {
    return this.#words[field >> 2] ?? 0;
  }

  /** A 64-bit integer as a number; exact below 2^53. */
  wide(field: number): number {
    const word = field >> 2;
    return (this.#words[word + 1] ?? 0) * TWO_32 + ((this.#words[word] ?? 0) >>> 0);
  }

  /** A 64-bit integer. */
  long(field: number): bigint {
    const word = field >> 2;
    const high = BigInt(this.#words[word + 1] ?? 0);
    return (high << 32n) | BigInt((this.#words[word] ?? 0) >>> 0);
  }

  float(field: number): number {
    return this.#floats[field >> 3] ?? Number.NaN;
  }
}

/**
 * The latest quote of an instrument: one object, filled anew by every `read`. Prices in ticks, sizes
 * in lots, 0 when the side is withdrawn, with the code of the reason beside it.
 */
export class LatestQuote {
  bidTicks = 0;
  bidLots = 0;
  askTicks = 0;
  askLots = 0;
  /** 0 when quoted. */
  bidReason = 0;
  askReason = 0;
  /** How often the quote was replaced, as in `Book.quotes.version`. */
  version = 0;
  readonly #reader: RowReader;
  readonly #rows: number;

  constructor(memory: SharedMemory, rows: number) {
    this.#reader = new RowReader(memory, at.QUOTE_HALF_BYTES);
    this.#rows = rows;
  }

  /** Time of the frame that made the quote, nanoseconds since the epoch. */
  get timeNs(): bigint {
    return this.#reader.long(at.PUBLISHED_TIME_NS);
  }

  /** How often the row of an instrument was written: cheap to look at until it moves. */
  publications(instrument: number): number {
    return this.#reader.version(this.#rows + instrument * at.QUOTE_ROW_BYTES);
  }

  /** Fills this object with the quote of an instrument. */
  read(instrument: number): this {
    const reader = this.#reader;
    reader.read(this.#rows + instrument * at.QUOTE_ROW_BYTES);
    this.bidTicks = reader.wide(at.PUBLISHED_BID);
    this.bidLots = reader.wide(at.PUBLISHED_BID_LOTS);
    this.askTicks = reader.wide(at.PUBLISHED_ASK);
    this.askLots = reader.wide(at.PUBLISHED_ASK_LOTS);
    this.bidReason = reader.integer(at.PUBLISHED_BID_REASON);
    this.askReason = reader.integer(at.PUBLISHED_ASK_REASON);
    this.version = reader.wide(at.PUBLISHED_QUOTE_VERSION);
    return this;
  }
}
