/** Splits a stream of many books (docs/protocol.md) by the kernel's bounded reader. */
import * as layout from '../../assembly/layout.js';
import { OP_BOOK } from '../../assembly/opcodes.js';
import * as at from '../../assembly/pool-layout.js';
import { SharedMemory } from '../kernel/index.js';

/** A part of a stream, in order. */
export type StreamPart =
  /** Whole frames for the book chosen last; the bytes are valid until the next part is asked for. */
  | { readonly kind: 'frames'; readonly bytes: Uint8Array }
  | { readonly kind: 'book'; readonly book: number }
  | {
      readonly kind: 'openBook';
      readonly book: number;
      readonly instruments: number;
      readonly assets: number;
      readonly fillIds: number;
      readonly tableLevels: number;
      readonly underlyings: number;
      readonly expiries: number;
      readonly options: number;
      readonly guards: number;
    }
  /** Bytes that are no frames, or a refused frame of those that name books, with the reject code. */
  | { readonly kind: 'refused'; readonly code: number; readonly bytes: number };

const IO = 1024;
/** Registers, then what would be a book's header, then the bytes to read. */
const INPUT = IO + layout.IO_BYTES + layout.HEADER_BYTES;

/** Takes chunks of any size; what ends inside a frame waits for the next chunk. */
export class StreamSplitter {
  readonly #memory = SharedMemory.reserve(INPUT + layout.INPUT_BUFFER_BYTES);
  // Bytes of an unfinished frame at the begin of the buffer: fewer than a frame may have.
  #kept = 0;

  /** Bytes of a frame that has not ended yet. */
  get unfinishedBytes(): number {
    return this.#kept;
  }

  /** Parts of a chunk. @param isFinal no more will come: what has not ended is refused */
  *push(chunk: Uint8Array, isFinal: boolean): Generator<StreamPart> {
    let from = 0;
    do {
      const room = layout.INPUT_BUFFER_BYTES - this.#kept;
      const piece = chunk.subarray(from, from + room);
      this.#memory.bytes.set(piece, INPUT + this.#kept);
      from += piece.length;
      yield* this.#split(this.#kept + piece.length, isFinal && from === chunk.length);
    } while (from < chunk.length);
  }

  *#split(length: number, isFinal: boolean): Generator<StreamPart> {
    const { bytes, kernel } = this.#memory;
    const end = INPUT + length;
    let p = INPUT;
    while (p < end) {
      const next = kernel.route(IO, p, end, isFinal ? 1 : 0);
      const found = this.#integer(layout.IO_LAST_CODE);
      if (found === at.ROUTE_NOTHING) break;
      if (found === at.ROUTE_FRAMES) yield { kind: 'frames', bytes: bytes.subarray(p, next) };
      else if (found === at.ROUTE_BOOK) yield this.#naming();
      else yield this.#refused(next - p);
      p = next;
    }
    bytes.copyWithin(INPUT, p, end);
    this.#kept = end - p;
  }

  // Registers hold opcode, sequence, time, then the fields.
  #naming(): StreamPart {
    const element = (index: number): number => this.#memory.floats[(IO >> 3) + index] ?? 0;
    const book = element(3);
    if (element(0) === OP_BOOK) return { kind: 'book', book };
    return {
      kind: 'openBook',
      book,
      instruments: element(4),
      assets: element(5),
      fillIds: element(6),
      tableLevels: element(7),
      underlyings: element(8),
      expiries: element(9),
      options: element(10),
      guards: element(11),
    };
  }

  #refused(bytes: number): StreamPart {
    return { kind: 'refused', code: Number(this.#memory.longs[IO >> 3]), bytes };
  }

  #integer(offset: number): number {
    return this.#memory.integers[(IO + offset) >> 2] ?? 0;
  }
}
