/** What a book that is fed frame by frame comes to. */
import { Book } from '../../../src/index.js';
import type { Desk } from '../desk.js';

/** Before each frame and behind the last. */
export class Course {
  readonly accepted: number[] = [];
  /** Bytes of output. */
  readonly answered: number[] = [0];
  readonly output: Uint8Array;
  readonly #hashes = new Map<number, bigint>();

  constructor(
    desk: Desk,
    readonly frames: readonly Uint8Array[],
  ) {
    const book = Book.fromConfiguration(desk.configuration);
    const output: Uint8Array[] = [];
    this.#note(book);
    for (const bytes of frames) {
      book.apply(bytes);
      const answer = book.drain();
      output.push(answer);
      this.answered.push((this.answered.at(-1) ?? 0) + answer.length);
      this.#note(book);
    }
    this.output = Buffer.concat(output);
  }

  #note(book: Book): void {
    const { framesAccepted } = book;
    this.accepted.push(framesAccepted);
    if (!this.#hashes.has(framesAccepted)) this.#hashes.set(framesAccepted, book.stateHash());
  }

  hashAt(ordinal: number): bigint | undefined {
    return this.#hashes.get(ordinal);
  }

  /** Frames that a book which accepted so many may have behind it: refused ones come with those before. */
  reach(ordinal: number): number {
    const beyond = this.accepted.findIndex((accepted) => accepted > ordinal);
    return (beyond < 0 ? this.accepted.length : beyond) - 1;
  }
}
