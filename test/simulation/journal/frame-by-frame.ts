/** A book without a journal that takes a stream frame by frame: what a long stream must lead to. */
import { MOST_INPUT_BYTES, openRegion } from '../../../src/book/index.js';
import type { BookConfiguration } from '../../../src/config/index.js';
import { Book } from '../../../src/index.js';

/** Bytes of a call, of which the first were consumed. */
export interface Call {
  readonly bytes: Uint8Array;
  readonly applied: number;
  readonly isFinal: boolean;
  /** Where it begins in the stream. */
  readonly at: number;
}

export class FrameByFrame extends Book {
  // What the kernel sees at once decides where bytes that are no frame end, so it is cut as `apply` cuts it.
  #piece: { readonly call: Call | null; readonly from: number; readonly end: number } = {
    ...{ call: null, from: 0, end: 0 },
  };

  static of(configuration: BookConfiguration, snapshot: Uint8Array): FrameByFrame {
    return new FrameByFrame(configuration, openRegion(configuration, { snapshot }));
  }

  /** Applies the frame, or the bytes that are none, at a place of a call; returns the place behind it. */
  step(call: Call, from: number): number {
    if (this.#piece.call !== call || from === this.#piece.end) this.#begin(call, from);
    const next = this.#apply(call, from);
    if (next !== from) return next;
    // A frame that the piece ends in.
    this.#begin(call, from);
    return this.#apply(call, from);
  }

  #begin(call: Call, from: number): void {
    const chunk = call.bytes.subarray(from, from + MOST_INPUT_BYTES);
    this.region.bytes.set(chunk, this.region.input);
    this.#piece = { call, from, end: from + chunk.length };
  }

  #apply({ bytes, isFinal }: Call, at: number): number {
    const { kernel, book, input } = this.region;
    const { from, end } = this.#piece;
    const place = input + at - from;
    const ends = isFinal && end === bytes.length ? 1 : 0;
    return at + (kernel.applyUntil(book, place, place + 1, input + end - from, ends) >>> 0) - place;
  }
}
