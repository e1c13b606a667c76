/** JSON lines in and out. A line that is no frame is answered by a reject line, never by an exit. */
import type { Book } from '../../book/index.js';
import { EvenkeelError } from '../../errors.js';
import {
  decodeFrames,
  encodeFrame,
  formatJsonFrame,
  MAX_LINE_CHARACTERS,
  parseJsonFrame,
  type SymbolTable,
} from '../../frames/index.js';
import { applyAll, type Feed } from './feed.js';
import type { Output } from './output.js';

const NEWLINE = 0x0a;

/** Symbols of a book as JSON frames use them. */
export function symbolTable(book: Book): SymbolTable {
  const instruments = new Map(book.instruments.map(({ symbol, index }) => [symbol, index]));
  const assets = new Map(book.assets.map((symbol, index) => [symbol, index]));
  return {
    instrumentIndex: (symbol) => instruments.get(symbol),
    assetIndex: (symbol) => assets.get(symbol),
    instrumentSymbol: (index) => book.instruments[index]?.symbol,
  };
}

/** One JSON object per line, both ways. */
export class JsonFeed implements Feed {
  framesApplied = 0;
  framesRejected = 0;
  linesRejected = 0;
  readonly #book: Book;
  readonly #output: Output;
  readonly #symbols: SymbolTable;
  #frames: Uint8Array[] = [];
  #partial: Buffer = Buffer.alloc(0);
  #line = 0;
  // Inside a line that is too long: everything up to its newline is passed over.
  #isSkipping = false;

  constructor(book: Book, output: Output) {
    this.#book = book;
    this.#output = output;
    this.#symbols = symbolTable(book);
  }

  get unfinishedBytes(): number {
    return this.#partial.length;
  }

  async push(chunk: Uint8Array): Promise<void> {
    const bytes = Buffer.concat([this.#partial, chunk]);
    let start = 0;
    for (;;) {
      const end = bytes.indexOf(NEWLINE, start);
      if (end < 0) break;
      if (!this.#isSkipping) await this.#take(bytes.subarray(start, end));
      this.#isSkipping = false;
      start = end + 1;
    }
    const rest = bytes.subarray(start);
    if (!this.#isSkipping && rest.length > MAX_LINE_CHARACTERS) {
      await this.#take(rest);
      this.#isSkipping = true;
    }
    this.#partial = this.#isSkipping ? Buffer.alloc(0) : Buffer.from(rest);
    await this.#flush();
  }

  async end(): Promise<void> {
    if (this.#partial.length > 0) await this.#take(this.#partial);
    this.#partial = Buffer.alloc(0);
    await this.#flush();
  }

  async #take(bytes: Buffer): Promise<void> {
    this.#line += 1;
    // A character has at most four bytes; the rest of a longer line cannot make it shorter.
    const text = bytes.toString('utf8', 0, MAX_LINE_CHARACTERS * 4 + 1).trim();
    if (text === '') return;
    try {
      const { name, sequence, time, values } = parseJsonFrame(text, this.#symbols);
      this.#frames.push(encodeFrame(name, sequence, time, values));
    } catch (error) {
      if (!(error instanceof EvenkeelError)) throw error;
      await this.#flush();
      this.linesRejected += 1;
      const { message } = error;
      const reject = { frame: 'reject', code: 'JSON_LINE', line: this.#line, message };
      await this.#output.write(`${JSON.stringify(reject)}\n`);
    }
  }

  async #flush(): Promise<void> {
    if (this.#frames.length === 0) return;
    const bytes = Buffer.concat(this.#frames);
    this.#frames = [];
    const drain = async (): Promise<number> => {
      const frames = this.#book.drain();
      const lines = decodeFrames(frames).map((frame) => formatJsonFrame(frame, this.#symbols));
      await this.#output.write(lines.map((line) => `${line}\n`).join(''));
      return frames.length;
    };
    await applyAll(this.#book, bytes, true, drain, (result) => {
      this.framesApplied += result.framesApplied;
      this.framesRejected += result.framesRejected;
    });
  }
}
