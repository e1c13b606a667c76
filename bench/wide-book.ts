/** A book of many instruments, defined by frames: a configuration of a million would dwarf the sweep. */
import { configuration, START_US, tickOf } from '../src/bench/index.js';
import { Book, encodeFrame } from '../src/index.js';

/** Frames that define one more instrument like those of the workload, flat. */
function definition(index: number): Uint8Array {
  const terms = [index, 1, 1, 0, 0, 0.1, 0.001, 1, 1, 0, 0.0001, 0.0005];
  const quoting = [index, 10, 0.5, 0.5, 1, 0.5, 500, 0, 500, 0.8, 5, 0.5, 0.1];
  return Buffer.concat([
    encodeFrame('defineInstrument', 0, 0, terms),
    encodeFrame('setQuoting', 0, 0, quoting),
    encodeFrame('setLinear', 0, 0, [index, 2, 0.5, 4]),
    encodeFrame('setVolatility', 0, 0, [index, 60, 0.1, 5, 1]),
    encodeFrame('setInventory', 0, 0, [index, 0, 500, 1e6]),
    encodeFrame('setRisk', 0, 0, [index, 10, 200]),
  ]);
}

/** Frames that define instruments behind the first. @param from the first that is new */
export function wideningFrames(instruments: number, from = 0): readonly Uint8Array[] {
  const first = Math.max(1, from);
  return Array.from({ length: Math.max(instruments - first, 0) }, (_, index) =>
    definition(first + index),
  );
}

/** Applies them and gives all a market. */
export function widen(book: Book, instruments: number, from = 0): void {
  for (const frames of wideningFrames(instruments, from)) book.apply(frames);
  for (let index = from; index < instruments; index++) {
    const [, bid, ask, bidLots, askLots] = tickOf(index, instruments);
    book.bookTicker(index, START_US, bid, ask, bidLots, askLots);
  }
}

/** Every instrument has a market. */
export function wideBook(instruments: number): Book {
  const book = Book.create(configuration(1, instruments), { output: 'discard' });
  widen(book, instruments);
  return book;
}
