/** A book without a journal, and all that it was fed: what a journaled one must be, and must come back to. */
import type { BookConfiguration } from '../../../src/config/index.js';
import { Book } from '../../../src/index.js';

export interface Input {
  readonly bytes: Uint8Array;
  readonly consumedBytes: number;
  readonly framesApplied: number;
  readonly output: Uint8Array;
  /** Frames accepted up to here. */
  readonly ordinal: number;
  readonly stateHash: bigint;
}

export class Reference {
  readonly inputs: Input[] = [];
  readonly #book: Book;
  readonly #begin: Pick<Input, 'ordinal' | 'stateHash'>;

  constructor(configuration: BookConfiguration) {
    this.#book = Book.fromConfiguration(configuration);
    this.#begin = { ordinal: this.#book.framesAccepted, stateHash: this.#book.stateHash() };
  }

  get now(): Pick<Input, 'ordinal' | 'stateHash'> {
    return this.inputs.at(-1) ?? this.#begin;
  }

  take(bytes: Uint8Array): Input {
    const { consumedBytes, framesApplied } = this.#book.apply(bytes);
    const output = this.#book.drain();
    const { framesAccepted: ordinal } = this.#book;
    const stateHash = this.#book.stateHash();
    const input = { bytes, consumedBytes, framesApplied, output, ordinal, stateHash };
    this.inputs.push(input);
    return input;
  }

  /** The state at an ordinal that lies between two inputs, and the input that follows; else null. */
  at(ordinal: number): { readonly stateHash: bigint; readonly next: number } | null {
    const next = this.inputs.findLastIndex((input) => input.ordinal <= ordinal) + 1;
    const last = this.inputs[next - 1] ?? this.#begin;
    return last.ordinal === ordinal ? { stateHash: last.stateHash, next } : null;
  }
}
