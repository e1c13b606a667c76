/** What `run` does with bytes: applies them to the book and passes on what the book answers. */
import type { ApplyResult, Book } from '../../book/index.js';
import { EvenkeelError } from '../../errors.js';
import { JournaledBook } from '../../journal/index.js';
import type { Output } from './output.js';

/** Takes input in chunks of any size. */
export interface Feed {
  push(chunk: Uint8Array): Promise<void>;
  /** No more input: what is left is judged as final. */
  end(): Promise<void>;
  /** Bytes kept because they may continue; bounded. */
  readonly unfinishedBytes: number;
  readonly framesApplied: number;
  readonly framesRejected: number;
  /** Lines that are no frame; 0 for binary input. */
  readonly linesRejected: number;
}

/**
 * Applies bytes, draining output whenever the buffer is full. What a journaled book answers leaves when the
 * input that led to it is on the disk, unless the policy says otherwise.
 *
 * @param drain passes the output frames on and says how many bytes they had
 * @returns bytes consumed
 * @throws EvenkeelError `OUTPUT_FULL` when the answer to one frame does not fit into the buffer
 */
export async function applyAll(
  book: Book,
  bytes: Uint8Array,
  isFinal: boolean,
  drain: () => Promise<number>,
  count: (result: ApplyResult) => void,
): Promise<number> {
  const journal = book instanceof JournaledBook ? book : null;
  let consumed = 0;
  for (;;) {
    await journal?.ready();
    const result = book.apply(bytes.subarray(consumed), isFinal);
    consumed += result.consumedBytes;
    count(result);
    if (journal !== null && journal.policy !== 'acknowledgeBeforeSync') await journal.flushed();
    const drained = await drain();
    // A journaled book also stops where the disk is behind.
    const isBehind = journal !== null && result.consumedBytes > 0 && consumed < bytes.length;
    if (!result.outputFull && !isBehind) return consumed;
    if (result.outputFull && drained === 0 && result.consumedBytes === 0) {
      throw new EvenkeelError('OUTPUT_FULL', 'the answer to one frame exceeds the output buffer');
    }
  }
}

/** Frames in, frames out, as bytes. */
export class BinaryFeed implements Feed {
  readonly linesRejected = 0;
  framesApplied = 0;
  framesRejected = 0;
  readonly #book: Book;
  readonly #output: Output;
  // At most one frame: the kernel rejects what does not end within the longest one.
  #tail: Uint8Array = new Uint8Array();

  constructor(book: Book, output: Output) {
    this.#book = book;
    this.#output = output;
  }

  get unfinishedBytes(): number {
    return this.#tail.length;
  }

  async push(chunk: Uint8Array): Promise<void> {
    const bytes = this.#tail.length === 0 ? chunk : Buffer.concat([this.#tail, chunk]);
    await this.#apply(bytes, false);
  }

  async end(): Promise<void> {
    await this.#apply(this.#tail, true);
  }

  async #apply(bytes: Uint8Array, isFinal: boolean): Promise<void> {
    const drain = async (): Promise<number> => {
      const frames = this.#book.drain();
      await this.#output.write(frames);
      return frames.length;
    };
    const consumed = await applyAll(this.#book, bytes, isFinal, drain, (result) => {
      this.framesApplied += result.framesApplied;
      this.framesRejected += result.framesRejected;
    });
    // A copy: the chunk belongs to the stream that delivered it.
    this.#tail = bytes.slice(consumed);
  }
}
