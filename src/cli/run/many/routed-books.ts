/** The books of one stream: which is chosen, what cannot reach one, and waiting where a ring is full. */
import {
  POOL_RING_FULL,
  REJECT_ALREADY_DEFINED,
  REJECT_FIELD_RANGE,
  REJECT_UNKNOWN_BOOK,
} from '../../../../assembly/codes.js';
import { type BookConfiguration, emptyConfiguration } from '../../../config/index.js';
import { EvenkeelError } from '../../../errors.js';
import type { BookPool, OpenOptions, PoolBook, StreamPart } from '../../../pool/index.js';
import type { Sink } from './sink.js';

/** Books by the ids of the stream. */
export class RoutedBooks {
  /** Frames and bytes refused before a book saw them. */
  refused = 0;
  readonly #pool: BookPool;
  readonly #sink: Sink;
  readonly #books = new Map<number, PoolBook>();
  #chosen: PoolBook | undefined;
  #chosenId: number | undefined;

  constructor(pool: BookPool, sink: Sink) {
    this.#pool = pool;
    this.#sink = sink;
  }

  /** Books by id, in the order in which they were opened. */
  get all(): ReadonlyMap<number, PoolBook> {
    return this.#books;
  }

  /** Id of the chosen book; undefined when none is. */
  get chosen(): number | undefined {
    return this.#chosenId;
  }

  /** Opens a book of a document; the first one is chosen. @throws EvenkeelError as `BookPool.open` */
  open(id: number, document: unknown, snapshot?: Uint8Array): void {
    const options = this.#optionsOf(id);
    this.#add(id, this.#pool.open(document, snapshot ? { ...options, snapshot } : options));
  }

  #optionsOf(id: number): OpenOptions {
    const onOutput = (frames: Uint8Array): void => this.#sink.frames(id, frames);
    return { delivery: 'poll', name: `book-${id}`, onOutput };
  }

  #add(id: number, book: PoolBook): void {
    this.#books.set(id, book);
    this.#sink.know(id, book.configuration);
    if (this.#books.size === 1) this.choose(id);
  }

  /** What follows is for this book; one that is not open leaves none chosen. */
  choose(id: number | undefined): PoolBook | undefined {
    this.#chosen = id === undefined ? undefined : this.#books.get(id);
    this.#chosenId = this.#chosen === undefined ? undefined : id;
    return this.#chosen;
  }

  /** Takes a part of a stream. */
  async take(part: StreamPart): Promise<void> {
    switch (part.kind) {
      case 'frames':
        return this.send(part.bytes);
      case 'book':
        if (this.choose(part.book) === undefined) this.#refuse(REJECT_UNKNOWN_BOOK, 0);
        return;
      case 'openBook':
        return this.#openEmpty(part);
      case 'refused':
        return this.#refuse(part.code, part.bytes);
    }
  }

  /** Sends whole frames to the chosen book; waits while its ring is full. */
  async send(frames: Uint8Array): Promise<void> {
    const book = this.#chosen;
    if (book === undefined) return this.#refuse(REJECT_UNKNOWN_BOOK, frames.length);
    for (;;) {
      const result = book.sendBytes(frames);
      if (result === 0) return;
      if (result !== POOL_RING_FULL) return this.#refuse(result, frames.length);
      await book.writable();
    }
  }

  /** Opens a book that frames of the stream will define. */
  #openEmpty({ book, kind: _, ...capacity }: StreamPart & { kind: 'openBook' }): void {
    this.choose(undefined);
    const result = this.#tryOpen(book, capacity);
    if (result === 0) this.choose(book);
    else this.#refuse(result, 0);
  }

  #tryOpen(book: number, capacity: BookConfiguration['capacity']): number {
    if (this.#books.has(book)) return REJECT_ALREADY_DEFINED;
    try {
      const empty = emptyConfiguration(capacity);
      this.#add(book, this.#pool.openConfiguration(empty, this.#optionsOf(book)));
      return 0;
    } catch (error) {
      // Capacity out of range, no room for another book, or the journal of one with other capacities.
      if (error instanceof EvenkeelError) return REJECT_FIELD_RANGE;
      throw error;
    }
  }

  #refuse(code: number, bytes: number): void {
    this.refused += 1;
    this.#sink.reject(this.#chosenId, code, bytes);
  }
}
