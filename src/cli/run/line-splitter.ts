/** Bytes into lines, with bounded memory whatever arrives. */
import { MAX_LINE_CHARACTERS } from '../../frames/index.js';

const NEWLINE = 0x0a;

/** One line; a longer one than is read comes cut, so that whoever parses it refuses it. */
export interface Line {
  /** From 1. */
  readonly number: number;
  /** Without surrounding blanks; not empty. */
  readonly text: string;
}

/** Takes chunks of any size. */
export class LineSplitter {
  #partial: Buffer = Buffer.alloc(0);
  #number = 0;
  // Inside a line that is too long: everything up to its newline is passed over.
  #isSkipping = false;

  /** Bytes of a line that has not ended. */
  get unfinishedBytes(): number {
    return this.#partial.length;
  }

  *push(chunk: Uint8Array): Generator<Line> {
    const bytes = Buffer.concat([this.#partial, chunk]);
    let start = 0;
    for (;;) {
      const end = bytes.indexOf(NEWLINE, start);
      if (end < 0) break;
      if (!this.#isSkipping) yield* this.#line(bytes.subarray(start, end));
      this.#isSkipping = false;
      start = end + 1;
    }
    const rest = bytes.subarray(start);
    if (!this.#isSkipping && rest.length > MAX_LINE_CHARACTERS) {
      yield* this.#line(rest);
      this.#isSkipping = true;
    }
    this.#partial = this.#isSkipping ? Buffer.alloc(0) : Buffer.from(rest);
  }

  /** What had not ended. */
  *end(): Generator<Line> {
    if (this.#partial.length > 0) yield* this.#line(this.#partial);
    this.#partial = Buffer.alloc(0);
  }

  *#line(bytes: Buffer): Generator<Line> {
    this.#number += 1;
    // A character has at most four bytes; the rest of a longer line cannot make it shorter.
    const text = bytes.toString('utf8', 0, MAX_LINE_CHARACTERS * 4 + 1).trim();
    if (text !== '') yield { number: this.#number, text };
  }
}
