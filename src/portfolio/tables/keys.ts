/** Finds two rows of the same portfolio and instrument. */
import { BLOCK_ROWS, blocksOf } from '../blocks.js';
import { duplicateKey } from './market-table.js';
import { type WorkBlock, WorkReader, type WorkWriter } from './work-file.js';

/** How much is kept of keys. */
export interface KeyLimits {
  /** At most; a prime spreads keys of which there are more. */
  readonly bits: number;
  /** So many rows may share a bit with another before they are looked up. */
  readonly suspects: number;
}

/** 128 MiB: the largest prime below 2^30. */
const LIMITS: KeyLimits = { bits: 1073741789, suspects: 65536 };
const WORD_BITS = 32;

/** A bit per key, or per bucket of keys when there are too many: those whose bit is set are looked up. */
export class DuplicateKeys {
  readonly #file: string;
  readonly #work: WorkWriter;
  readonly #portfolios: readonly string[];
  readonly #instruments: readonly string[];
  readonly #bits: Int32Array;
  readonly #limits: KeyLimits;
  readonly #isExact: boolean;
  /** Key to number of its row. */
  readonly #suspects = new Map<number, number>();

  constructor(
    file: string,
    work: WorkWriter,
    portfolios: readonly string[],
    instruments: readonly string[],
    limits = LIMITS,
  ) {
    this.#file = file;
    this.#work = work;
    this.#portfolios = portfolios;
    this.#instruments = instruments;
    const keys = portfolios.length * instruments.length;
    this.#limits = limits;
    this.#isExact = keys <= limits.bits;
    this.#bits = new Int32Array(Math.ceil(Math.min(keys, limits.bits) / WORD_BITS));
  }

  /** Takes the row that the work file is about to take. @throws EvenkeelError `DATA` */
  add({ portfolio, instrument, row }: WorkBlock, at: number): void {
    const key = this.#keyOf(portfolio[at] as number, instrument[at] as number);
    const bit = this.#isExact ? key : key % this.#limits.bits;
    const word = bit >>> 5;
    const mask = 1 << (bit & (WORD_BITS - 1));
    const before = this.#bits[word] as number;
    this.#bits[word] = before | mask;
    if ((before & mask) === 0) return;
    if (this.#suspects.has(key)) this.#throw(key, this.#suspects.get(key), row[at]);
    this.#suspects.set(key, row[at] as number);
    if (this.#isExact || this.#suspects.size === this.#limits.suspects) this.#lookUp();
  }

  /** Looks the last ones up, once the work file is complete. @throws EvenkeelError `DATA` */
  finish(): void {
    if (this.#suspects.size > 0) this.#lookUp();
  }

  #lookUp(): void {
    const { path, rows, at, block } = this.#work;
    const reader = new WorkReader(path);
    try {
      for (let index = 0; index < blocksOf(rows - at); index++) {
        reader.read(index);
        this.#compare(reader.block, Math.min(BLOCK_ROWS, rows - at - index * BLOCK_ROWS));
      }
    } finally {
      reader.close();
    }
    this.#compare(block, at);
    this.#suspects.clear();
  }

  #compare({ portfolio, instrument, row }: WorkBlock, count: number): void {
    for (let at = 0; at < count; at++) {
      const key = this.#keyOf(portfolio[at] as number, instrument[at] as number);
      const suspect = this.#suspects.get(key);
      if (suspect !== undefined && suspect !== row[at]) this.#throw(key, row[at], suspect);
    }
  }

  #keyOf(portfolio: number, instrument: number): number {
    return portfolio * this.#instruments.length + instrument;
  }

  #throw(key: number, first = 0, second = 0): never {
    const portfolio = this.#portfolios[Math.floor(key / this.#instruments.length)] ?? '';
    const instrument = this.#instruments[key % this.#instruments.length] ?? '';
    throw duplicateKey(this.#file, [first, second], { portfolio, instrument });
  }
}
