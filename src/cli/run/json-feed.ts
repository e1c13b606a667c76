/** JSON lines in and out. A line that is no frame is answered by a reject line, never by an exit. */
import type { Book } from '../../book/index.js';
import { EvenkeelError } from '../../errors.js';
import {
  decodeFrames,
  encodeFrame,
  formatJsonFrame,
  parseJsonFrame,
  type SymbolTable,
} from '../../frames/index.js';
import { applyAll, type Feed } from './feed.js';
import { type Line, LineSplitter } from './line-splitter.js';
import type { Output } from './output.js';

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

/** How a line that is no frame is answered. */
export function rejectedLine(line: number, { message }: EvenkeelError): string {
  return `${JSON.stringify({ frame: 'reject', code: 'JSON_LINE', line, message })}\n`;
}

/** One JSON object per line, both ways. */
export class JsonFeed implements Feed {
  framesApplied = 0;
  framesRejected = 0;
  linesRejected = 0;
  readonly #book: Book;
  readonly #output: Output;
  readonly #symbols: SymbolTable;
  readonly #lines = new LineSplitter();
  #frames: Uint8Array[] = [];

  constructor(book: Book, output: Output) {
    this.#book = book;
    this.#output = output;
    this.#symbols = symbolTable(book);
  }

  get unfinishedBytes(): number {
    return this.#lines.unfinishedBytes;
  }

  async push(chunk: Uint8Array): Promise<void> {
    for (const line of this.#lines.push(chunk)) await this.#take(line);
    await this.#flush();
  }

  async end(): Promise<void> {
    for (const line of this.#lines.end()) await this.#take(line);
    await this.#flush();
  }

  async #take({ number, text }: Line): Promise<void> {
    try {
      const { name, sequence, time, values } = parseJsonFrame(text, this.#symbols);
      this.#frames.push(encodeFrame(name, sequence, time, values));
    } catch (error) {
      if (!(error instanceof EvenkeelError)) throw error;
      await this.#flush();
      this.linesRejected += 1;
      await this.#output.write(rejectedLine(number, error));
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
