/** Input of many books: a stream of frames, or lines of JSON that name their book. */
import { EvenkeelError } from '../../../errors.js';
import { encodeFrame, frameOfJson, parseJsonObject, readInteger } from '../../../frames/index.js';
import { type StreamPart, StreamSplitter } from '../../../pool/index.js';
import type { Feed } from '../feed.js';
import { type Line, LineSplitter } from '../line-splitter.js';
import type { RoutedBooks } from './routed-books.js';
import { type JsonSink, NO_SYMBOLS } from './sink.js';

abstract class RoutedFeed implements Feed {
  linesRejected = 0;
  protected readonly books: RoutedBooks;

  constructor(books: RoutedBooks) {
    this.books = books;
  }

  abstract readonly unfinishedBytes: number;
  abstract push(chunk: Uint8Array): Promise<void>;
  abstract end(): Promise<void>;

  /** As published by the workers. */
  get framesApplied(): number {
    return this.#sum(({ framesApplied }) => framesApplied);
  }

  get framesRejected(): number {
    return this.books.refused + this.#sum(({ framesRejected }) => framesRejected);
  }

  #sum(count: (risk: { framesApplied: number; framesRejected: number }) => number): number {
    let sum = 0;
    for (const book of this.books.all.values()) sum += count(book.risk());
    return sum;
  }
}

/** Frames as bytes. */
export class RoutedBinaryFeed extends RoutedFeed {
  readonly #splitter = new StreamSplitter();

  get unfinishedBytes(): number {
    return this.#splitter.unfinishedBytes;
  }

  async push(chunk: Uint8Array): Promise<void> {
    for (const part of this.#splitter.push(chunk, false)) await this.books.take(part);
  }

  async end(): Promise<void> {
    for (const part of this.#splitter.push(new Uint8Array(), true)) await this.books.take(part);
  }
}

/** One JSON object per line; `book` names the book, the one of the line before without it. */
export class RoutedJsonFeed extends RoutedFeed {
  readonly #lines = new LineSplitter();
  readonly #sink: JsonSink;

  constructor(books: RoutedBooks, sink: JsonSink) {
    super(books);
    this.#sink = sink;
  }

  get unfinishedBytes(): number {
    return this.#lines.unfinishedBytes;
  }

  async push(chunk: Uint8Array): Promise<void> {
    for (const line of this.#lines.push(chunk)) await this.#take(line);
  }

  async end(): Promise<void> {
    for (const line of this.#lines.end()) await this.#take(line);
  }

  async #take({ number, text }: Line): Promise<void> {
    try {
      await this.#apply(new Map(parseJsonObject(text)));
    } catch (error) {
      if (!(error instanceof EvenkeelError)) throw error;
      this.linesRejected += 1;
      this.#sink.rejectLine(number, error);
    }
  }

  async #apply(given: Map<string, unknown>): Promise<void> {
    const named = given.get('book');
    const book = named === undefined ? this.books.chosen : wholeNumber('book', named);
    if (given.get('frame') === 'openBook') return this.books.take(openingOf(book, given));
    given.delete('book');
    if (book === undefined || this.books.choose(book) === undefined) {
      throw new EvenkeelError('DATA', `no open book has the id ${String(book)}`, { book });
    }
    const symbols = this.#sink.symbols.get(book) ?? NO_SYMBOLS;
    const { name, sequence, time, values } = frameOfJson(given, symbols);
    await this.books.send(encodeFrame(name, sequence, time, values));
  }
}

function wholeNumber(name: string, value: unknown): number {
  return Number(readInteger(name, value));
}

function openingOf(book: number | undefined, given: ReadonlyMap<string, unknown>): StreamPart {
  const read = (name: string): number => wholeNumber(name, given.get(name));
  const readOr0 = (name: string): number => (given.has(name) ? read(name) : 0);
  const optional = ['tableLevels', 'underlyings', 'expiries', 'options', 'guards'];
  const known = ['frame', 'book', 'instruments', 'assets', 'fillIds', ...optional];
  for (const key of given.keys()) {
    if (known.includes(key)) continue;
    throw new EvenkeelError('DATA', `openBook has no field ${JSON.stringify(key)}`);
  }
  return {
    kind: 'openBook',
    book: book ?? read('book'),
    instruments: read('instruments'),
    assets: read('assets'),
    fillIds: read('fillIds'),
    tableLevels: readOr0('tableLevels'),
    underlyings: readOr0('underlyings'),
    expiries: readOr0('expiries'),
    options: readOr0('options'),
    guards: readOr0('guards'),
  };
}
