/** msgpackr decodes `bookTicker` frames, the plain engine applies them. */
import { Unpackr } from 'msgpackr';
import { encodeFrame } from '../../frames/index.js';
import type { PlainBook } from './plain-book.js';

/** Time as a number: 256 ns coarse, and faster than msgpackr's other ways. */
const unpackr = new Unpackr({ useRecords: false, int64AsType: 'number' });
/** The lab's own streams hold nothing else. */
const TICKER_OPCODE = encodeFrame('bookTicker', 0, 0, [0, 1, 2, 1, 1])[1];

function applyFrame(book: PlainBook, frame: readonly number[]): void {
  const [opcode, , timeNs, instrument, bid, ask, bidLots, askLots] = frame as [
    ...[number, number, number, number],
    ...[number, number, number, number],
  ];
  if (opcode !== TICKER_OPCODE) throw new Error(`opcode ${opcode} is not a ticker`);
  const code = book.bookTicker(instrument, timeNs / 1000, bid, ask, bidLots, askLots);
  if (code !== 0) throw new Error(`tick refused with code ${code}`);
}

/** One frame from bytes to a quote. */
export function applyPlainFrame(book: PlainBook, bytes: Uint8Array): void {
  applyFrame(book, unpackr.unpack(bytes) as number[]);
}

/** A stream of frames. */
export function applyPlainStream(book: PlainBook, stream: Uint8Array): void {
  unpackr.unpackMultiple(stream, (frame: unknown) => {
    applyFrame(book, frame as number[]);
  });
}
