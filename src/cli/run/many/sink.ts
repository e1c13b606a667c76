/** Where the output of many books is gathered until it is written: as frames, or as lines of JSON. */
import { OP_BOOK, OP_REJECT } from '../../../../assembly/opcodes.js';
import type { BookConfiguration } from '../../../config/index.js';
import type { EvenkeelError } from '../../../errors.js';
import {
  decodeFrames,
  encodeStreamFrame,
  formatJsonFrame,
  type SymbolTable,
} from '../../../frames/index.js';
import { rejectedLine } from '../json-feed.js';

/** In the place of a book's id: no book. */
const NO_BOOK = BigInt(Number.MAX_SAFE_INTEGER);

/** Symbols of a book that the stream defined. */
export const NO_SYMBOLS: SymbolTable = {
  instrumentIndex: () => undefined,
  assetIndex: () => undefined,
  instrumentSymbol: () => undefined,
};

/** Gathers output; `take` empties it. */
export interface Sink {
  /** Symbols of a book, for lines. */
  know(book: number, configuration: BookConfiguration): void;
  frames(book: number, frames: Uint8Array): void;
  /** Input that no book saw. @param book the chosen one, undefined for none */
  reject(book: number | undefined, code: number, bytes: number): void;
  rejectLine(line: number, error: EvenkeelError): void;
  take(): Uint8Array | string;
}

/** Symbols of a configuration as JSON frames use them. */
export function symbolsOf({ instruments, assets }: BookConfiguration): SymbolTable {
  const instrumentIndexes = new Map(instruments.map(({ symbol }, index) => [symbol, index]));
  const assetIndexes = new Map(assets.map(({ symbol }, index) => [symbol, index]));
  return {
    instrumentIndex: (symbol) => instrumentIndexes.get(symbol),
    assetIndex: (symbol) => assetIndexes.get(symbol),
    instrumentSymbol: (index) => instruments[index]?.symbol,
  };
}

/** MessagePack: each part behind a frame that names its book. */
export class BinarySink implements Sink {
  #parts: Uint8Array[] = [];
  #book: number | bigint | undefined;

  know(): void {
    // Frames carry indexes only.
  }

  frames(book: number, frames: Uint8Array): void {
    this.#name(book);
    this.#parts.push(frames);
  }

  reject(book: number | undefined, code: number, bytes: number): void {
    this.#name(book ?? NO_BOOK);
    this.#parts.push(encodeStreamFrame(OP_REJECT, [0, code, -1, 0, 0, bytes]));
  }

  rejectLine(): void {
    // Binary input has no lines.
  }

  take(): Uint8Array {
    const bytes = Buffer.concat(this.#parts);
    this.#parts = [];
    return bytes;
  }

  #name(book: number | bigint): void {
    if (book === this.#book) return;
    this.#book = book;
    this.#parts.push(encodeStreamFrame(OP_BOOK, [book]));
  }
}

/** One JSON object per line, each with its book. */
export class JsonSink implements Sink {
  readonly symbols = new Map<number, SymbolTable>();
  #lines: string[] = [];

  know(book: number, configuration: BookConfiguration): void {
    this.symbols.set(book, symbolsOf(configuration));
  }

  frames(book: number, frames: Uint8Array): void {
    const symbols = this.symbols.get(book);
    if (symbols === undefined) return;
    for (const frame of decodeFrames(frames)) {
      this.#lines.push(`{"book":${book},${formatJsonFrame(frame, symbols).slice(1)}\n`);
    }
  }

  reject(book: number | undefined, code: number, bytes: number): void {
    const [frame] = decodeFrames(encodeStreamFrame(OP_REJECT, [0, code, -1, 0, 0, bytes]));
    if (frame === undefined) return;
    const line = formatJsonFrame(frame, NO_SYMBOLS);
    this.#lines.push(`{"book":${book ?? null},${line.slice(1)}\n`);
  }

  rejectLine(line: number, error: EvenkeelError): void {
    this.#lines.push(rejectedLine(line, error));
  }

  take(): string {
    const text = this.#lines.join('');
    this.#lines = [];
    return text;
  }
}
