/**
 * The record of what a book was fed, and the way back from it. This one is kept in memory; one on disk goes in
 * its place and must recover to the same hash, or say why it does not.
 */
import type { BookConfiguration } from '../../src/config/index.js';
import { Book } from '../../src/index.js';

export interface InputLog {
  /** Bytes that are about to be applied. */
  append(bytes: Uint8Array): void;
  /** The state as it is now: recovery need not look further back. */
  checkpoint(book: Book): void;
  /** A book in the state that the log leads to. */
  recover(): Book;
  /** Everything appended, in pieces. */
  pieces(): readonly Uint8Array[];
}

export class MemoryLog implements InputLog {
  readonly #configuration: BookConfiguration;
  readonly #pieces: Uint8Array[] = [];
  #snapshot: Uint8Array | undefined;
  #covered = 0;

  constructor(configuration: BookConfiguration) {
    this.#configuration = configuration;
  }

  append(bytes: Uint8Array): void {
    this.#pieces.push(bytes);
  }

  checkpoint(book: Book): void {
    this.#snapshot = book.snapshot();
    this.#covered = this.#pieces.length;
  }

  recover(): Book {
    const book =
      this.#snapshot === undefined
        ? Book.fromConfiguration(this.#configuration)
        : Book.restoreConfiguration(this.#configuration, this.#snapshot);
    for (const bytes of this.#pieces.slice(this.#covered)) {
      book.apply(bytes);
      book.discardOutput();
    }
    return book;
  }

  pieces(): readonly Uint8Array[] {
    return this.#pieces;
  }
}
