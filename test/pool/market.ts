/** A repeatable stream of frames with everything in it: ticks, fills, orders, mistakes, repeats. */
import { encodeFrame } from '../../src/frames/index.js';
import { Book } from '../../src/index.js';
import { MID_TICKS, SAMPLE, START_US } from '../book/sample.js';

/** mulberry32: small, seeded, good enough to mix a stream. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function frameOf(random: () => number, index: number): Uint8Array {
  const instrument = Math.floor(random() * MID_TICKS.length);
  const mid = (MID_TICKS[instrument] ?? 0) + Math.floor(random() * 400) - 200;
  const time = START_US + index * 1000;
  const kind = random();
  if (kind < 0.6) return encodeFrame('bookTicker', 0, time, [instrument, mid, mid + 2, 40, 60]);
  if (kind < 0.75) {
    const side = random() < 0.5 ? 0 : 1;
    const lots = 1 + Math.floor(random() * 5);
    // One of ten repeats an id.
    const fillId = random() < 0.1 ? Math.floor(index / 2) : index;
    return encodeFrame('fill', 0, time, [instrument, fillId, side, mid, lots, 0, 0, null, null]);
  }
  if (kind < 0.85) return encodeFrame('trade', 0, time, [instrument, mid, 3, 1]);
  if (kind < 0.9) return encodeFrame('working', 0, time, [instrument, 12, 15, 10, 10]);
  if (kind < 0.93) return encodeFrame('clock', 0, time, []);
  if (kind < 0.95) return encodeFrame('funding', 0, time, [instrument, 0.0001, 100]);
  // A crossed book, and bytes that are no frame.
  if (kind < 0.98) return encodeFrame('bookTicker', 0, time, [instrument, mid, mid, 1, 1]);
  return Uint8Array.of(0xc1, 0x00, 0xff);
}

/** `count` frames from place `from` of a session on; the same for the same seed. */
export function frames(count: number, seed: number, from = 0): readonly Uint8Array[] {
  const random = randomOf(seed);
  return Array.from({ length: count }, (_, index) => frameOf(random, from + index));
}

/** Applies one record inline, as the pool's workers must; what the book answered. */
export function applyInline(book: Book, record: Uint8Array): Uint8Array {
  const output: Uint8Array[] = [];
  for (let from = 0; from < record.length; ) {
    from += book.apply(record.subarray(from)).consumedBytes;
    output.push(book.drain());
  }
  return Buffer.concat(output);
}

/** What a book must come to: its hash and its output, one record applied after the other. */
export interface Expected {
  readonly stateHash: bigint;
  readonly output: Buffer;
}

/** Applies records inline. */
export function inlineRun(
  records: readonly Uint8Array[],
  configuration: unknown = SAMPLE,
): Expected {
  const book = Book.create(configuration);
  const output = Buffer.concat(records.map((record) => applyInline(book, record)));
  return { stateHash: book.stateHash(), output };
}
