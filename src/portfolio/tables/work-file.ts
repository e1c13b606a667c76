/** Positions as numbers in a file beside the output: blocks of columns, read back without parsing. */
import { closeSync, openSync, readSync, writeFileSync } from 'node:fs';
import { EvenkeelError } from '../../errors.js';
import { BLOCK_ROWS } from '../blocks.js';

/** Columns of the file in order, each BLOCK_ROWS numbers per block. */
export const WORK_COLUMNS = [
  'row',
  'instrument',
  'portfolio',
  'lots',
  'entryTicks',
  'openBuyLots',
  'openSellLots',
  'booked',
] as const;

/** A block by columns. */
export type WorkBlock = Readonly<Record<(typeof WORK_COLUMNS)[number], Float64Array>>;

const BLOCK_NUMBERS = WORK_COLUMNS.length * BLOCK_ROWS;
const BLOCK_BYTES = BLOCK_NUMBERS * Float64Array.BYTES_PER_ELEMENT;

function viewsOf(numbers: Float64Array): WorkBlock {
  const entries = WORK_COLUMNS.map((name, column) => [
    name,
    numbers.subarray(column * BLOCK_ROWS, (column + 1) * BLOCK_ROWS),
  ]);
  return Object.fromEntries(entries) as WorkBlock;
}

/** Fills blocks and writes each when it is full. */
export class WorkWriter {
  readonly block: WorkBlock;
  readonly path: string;
  readonly #numbers = new Float64Array(BLOCK_NUMBERS);
  readonly #file: number;
  #rows = 0;
  #isOpen = true;
  #at = 0;

  constructor(path: string) {
    this.path = path;
    this.block = viewsOf(this.#numbers);
    this.#file = open(path, 'w');
  }

  /** Rows so far. */
  get rows(): number {
    return this.#rows + this.#at;
  }

  /** Place in `block` of the next row. */
  get at(): number {
    return this.#at;
  }

  /** The row at `at` is complete. */
  advance(): void {
    if (++this.#at === BLOCK_ROWS) this.#flush();
  }

  /** Writes what is left. */
  finish(): void {
    if (this.#at > 0) this.#flush();
    this.close();
  }

  close(): void {
    if (this.#isOpen) closeSync(this.#file);
    this.#isOpen = false;
  }

  #flush(): void {
    try {
      writeFileSync(this.#file, new Uint8Array(this.#numbers.buffer));
    } catch (cause) {
      throw new EvenkeelError('IO', `cannot write ${this.path}`, { path: this.path }, { cause });
    }
    this.#rows += this.#at;
    this.#at = 0;
  }
}

/** Reads blocks in any order. */
export class WorkReader {
  readonly block: WorkBlock;
  readonly #numbers = new Float64Array(BLOCK_NUMBERS);
  readonly #path: string;
  readonly #file: number;

  constructor(path: string) {
    this.#path = path;
    this.#file = open(path, 'r');
    this.block = viewsOf(this.#numbers);
  }

  /** Replaces the content of `block`. */
  read(index: number): void {
    const bytes = new Uint8Array(this.#numbers.buffer);
    for (let at = 0; at < BLOCK_BYTES; ) {
      const read = readSync(this.#file, bytes, at, BLOCK_BYTES - at, index * BLOCK_BYTES + at);
      if (read === 0) {
        const message = `${this.#path} ends before block ${index}`;
        throw new EvenkeelError('IO', message, { path: this.#path, block: index });
      }
      at += read;
    }
  }

  close(): void {
    closeSync(this.#file);
  }
}

function open(path: string, mode: 'r' | 'w'): number {
  try {
    return openSync(path, mode);
  } catch (cause) {
    const what = mode === 'r' ? 'read' : 'write';
    throw new EvenkeelError('IO', `cannot ${what} ${path}`, { path }, { cause });
  }
}
