import { REJECT_UNKNOWN_INSTRUMENT } from '../../assembly/codes.js';
import type { Fields } from './fields.js';
import type { Instrument } from './instrument.js';
import type { OracleBook } from './oracle-book.js';

/** Returns 0, or a REJECT_ code before anything is written. */
export type Handler = (book: OracleBook, fields: Fields) => number;

/** Which instruments a frame requotes: an index, or one of these. */
export const REQUOTE_NONE = -1;
export const REQUOTE_ALL = -2;

/** [opcode, handler]. */
export type HandlerEntry = readonly [number, Handler];

/** A handler of an instrument that has to be defined; the instrument is field 0. */
export function forInstrument(
  handle: (book: OracleBook, instrument: Instrument, fields: Fields) => number,
): Handler {
  return (book, fields) => {
    const instrument = book.instruments[fields.at(0)];
    if (instrument === undefined) return book.refuse(REJECT_UNKNOWN_INSTRUMENT, 0, fields.at(0));
    book.named = instrument;
    return handle(book, instrument, fields);
  };
}
