/** One book's memory: reserved once, never grown, with the views and addresses others read through. */
import * as at from '../../assembly/layout.js';
import * as risk from '../../assembly/risk-layout.js';
import { EvenkeelError } from '../errors.js';
import type { KernelExports } from './exports.js';
import { SharedMemory, sizer } from './shared-memory.js';

/** What a book reserves memory for. */
export interface Capacity {
  /** 1 .. 1,048,576. */
  readonly instruments: number;
  /** 1 .. 65,536. */
  readonly assets: number;
  /** Remembered fill ids, a power of two, 8 .. 16,777,216. */
  readonly fillIds: number;
  /** Levels of quote tables, of all instruments together, 0 .. 16,777,216. */
  readonly tableLevels: number;
  /** 0 .. 131,072. */
  readonly underlyings: number;
  /** 0 .. 65,536. */
  readonly expiries: number;
  /** 0 .. 1,048,576, even per underlying. */
  readonly options: number;
  /** Watched measures of risk, 0 .. 65,536. */
  readonly guards: number;
}

/** Capacities in the order of the kernel's calls. */
export type Sizes = readonly [
  instruments: number,
  assets: number,
  fillIds: number,
  tableLevels: number,
  underlyings: number,
  expiries: number,
  options: number,
  guards: number,
];

/** A capacity in the order of the kernel's calls. */
export function sizesOf(capacity: Capacity): Sizes {
  const { instruments, assets, fillIds, tableLevels } = capacity;
  const { underlyings, expiries, options, guards } = capacity;
  return [instruments, assets, fillIds, tableLevels, underlyings, expiries, options, guards];
}

/** Address 0 is never a book. */
const BOOK_POINTER = 1024;

/** Where a book lies in a memory it shares with others. */
export interface Place {
  readonly memory: SharedMemory;
  /** Book pointer: zeroed unless it holds a book, 64-byte aligned, with room for `regionBytes`. */
  readonly address: number;
  /** Whether the book is there already. */
  readonly holdsBook?: boolean;
}

/**
 * Bytes a book of these capacities occupies.
 *
 * @throws EvenkeelError `USAGE` when a capacity is out of range
 */
export function regionBytes(capacity: Capacity): number {
  const bytes = sizer().bookBytes(...sizesOf(capacity)) >>> 0;
  if (bytes > 0) return bytes;
  throw new EvenkeelError('USAGE', 'capacity out of range', { ...capacity });
}

/** Memory, kernel instance and views of one book. */
export class BookRegion {
  readonly kernel: KernelExports;
  readonly capacity: Capacity;
  readonly bytes: Uint8Array;
  readonly floats: Float64Array;
  readonly integers: Int32Array;
  readonly longs: BigInt64Array;
  readonly book: number;
  readonly state: number;
  readonly stateBytes: number;
  readonly #quotes: number;
  readonly #ledgers: number;
  readonly #skews: number;
  readonly #assets: number;
  readonly #underlyings: number;
  readonly #expiries: number;
  readonly #options: number;
  readonly #risks: number;
  readonly #guards: number;
  /** Where callers put frames; `INPUT_BUFFER_BYTES` long. */
  readonly input: number;

  /**
   * @param place a memory of its own without it
   * @throws EvenkeelError `USAGE` when a capacity is out of range or memory cannot be had
   */
  constructor(capacity: Capacity, place?: Place) {
    const sizes = sizesOf(capacity);
    const bytes = regionBytes(capacity);
    const memory = place?.memory ?? SharedMemory.reserve(BOOK_POINTER + bytes);
    this.capacity = capacity;
    this.kernel = memory.kernel;
    this.book = place?.address ?? BOOK_POINTER;
    this.state = this.book + at.IO_BYTES;
    if (place?.holdsBook !== true) this.kernel.createBook(this.book, ...sizes);
    this.stateBytes = this.kernel.stateBytes(...sizes);
    this.input = this.kernel.inputBuffer(this.book);
    this.#quotes = this.kernel.quoteLane(this.state, 0);
    this.#ledgers = this.kernel.ledgerLane(this.state, 0);
    this.#skews = this.kernel.skewLane(this.state, 0);
    this.#assets = this.kernel.assetRow(this.state, 0);
    this.#underlyings = this.kernel.underlyingRow(this.state, 0);
    this.#expiries = this.kernel.expiryRow(this.state, 0);
    this.#options = this.kernel.optionLane(this.state, 0);
    this.#risks = this.kernel.riskLane(this.state, 0);
    this.#guards = this.kernel.guardRow(this.state, 0);
    this.bytes = memory.bytes;
    this.floats = memory.floats;
    this.integers = memory.integers;
    this.longs = memory.longs;
  }

  /** Address of an instrument's lane in its quote block: add a `QUOTE_` offset. */
  quoteLane(instrument: number): number {
    return (
      this.#quotes + (instrument >> 1) * at.QUOTE_BLOCK_BYTES + (instrument & 1) * at.LANE_BYTES
    );
  }

  /** Address of an instrument's lane in its ledger block: add a `LEDGER_` offset. */
  ledgerLane(instrument: number): number {
    return (
      this.#ledgers + (instrument >> 1) * at.LEDGER_BLOCK_BYTES + (instrument & 1) * at.LANE_BYTES
    );
  }

  /** Address of an instrument's lane in its skew block: add a `SKEW_` offset. */
  skewLane(instrument: number): number {
    return this.#skews + (instrument >> 1) * at.SKEW_BLOCK_BYTES + (instrument & 1) * at.LANE_BYTES;
  }

  /** Address of an asset: add an `ASSET_` offset. */
  assetRow(asset: number): number {
    return this.#assets + asset * at.ASSET_BYTES;
  }

  /** Address of an underlying: add an `UNDERLYING_` offset. */
  underlyingRow(underlying: number): number {
    return this.#underlyings + underlying * risk.UNDERLYING_BYTES;
  }

  /** Address of an expiry: add an `EXPIRY_` offset. */
  expiryRow(expiry: number): number {
    return this.#expiries + expiry * risk.EXPIRY_BYTES;
  }

  /** Address of an option's lane in its block: add an `OPTION_` offset. */
  optionLane(slot: number): number {
    return this.#options + (slot >> 1) * risk.OPTION_BLOCK_BYTES + (slot & 1) * at.LANE_BYTES;
  }

  /** Address of an instrument's lane in its risk block: add a `RISK_` offset. */
  riskLane(instrument: number): number {
    return (
      this.#risks + (instrument >> 1) * risk.RISK_BLOCK_BYTES + (instrument & 1) * at.LANE_BYTES
    );
  }

  /** Address of a guard: add a `GUARD_` offset. */
  guardRow(guard: number): number {
    return this.#guards + guard * risk.GUARD_BYTES;
  }

  /** binary64 at a byte address. */
  float(address: number): number {
    return this.floats[address >> 3] ?? Number.NaN;
  }

  /** Double-double at a byte address, rounded to binary64. */
  wide(address: number): number {
    return this.float(address) + this.float(address + at.LOW_PART);
  }

  integer(address: number): number {
    return this.integers[address >> 2] ?? 0;
  }

  long(address: number): bigint {
    return this.longs[address >> 3] ?? 0n;
  }

  /** IO block and state, as a view: what an image of the book holds. */
  imageView(): Uint8Array {
    return this.bytes.subarray(this.book, this.state + this.stateBytes);
  }

  /** The hashed state, as a view. */
  stateView(): Uint8Array {
    return this.bytes.subarray(this.state, this.state + this.stateBytes);
  }

  /** XXH64 of the state. */
  hash(): bigint {
    return BigInt.asUintN(64, this.kernel.hashBytes(this.state, this.stateBytes));
  }
}
