/** Quote tables and factor loadings. */
import * as codes from '../../assembly/codes.js';
import * as op from '../../assembly/opcodes.js';
import { forInstrument, type Handler, type HandlerEntry } from './handler.js';
import type { Instrument } from './instrument.js';
import { TABLE_COEFFICIENTS } from './model.js';
import type { OracleBook } from './oracle-book.js';

const setTableLevel: Handler = (book, fields) => {
  const [row, sides] = [fields.at(0), fields.at(3)];
  if (row >= book.tableCapacity) return book.refuse(codes.REJECT_FIELD_RANGE, 0, row);
  if (sides > codes.TABLE_ASK_ONLY) return book.refuse(codes.REJECT_FIELD_RANGE, 3, sides);
  if (book.tableRows.get(row)?.owner) return book.refuse(codes.REJECT_INCONSISTENT, 0, row);
  book.commit();
  const level = {
    bid: fields.at(1),
    ask: fields.at(2),
    hasBid: sides !== codes.TABLE_ASK_ONLY,
    hasAsk: sides !== codes.TABLE_BID_ONLY,
  };
  book.tableRows.set(row, { level, owner: null });
  return 0;
};

const setTable = forInstrument((book, instrument, fields) => {
  const [first, count] = [fields.at(1), fields.at(2)];
  if (count < 1) return book.refuse(codes.REJECT_FIELD_RANGE, 2, count, 1);
  if (count > book.tableCapacity) return book.refuse(codes.REJECT_FIELD_RANGE, 2, count);
  if (first + count > book.tableCapacity) return book.refuse(codes.REJECT_FIELD_RANGE, 1, first);
  const rows = Array.from({ length: count }, (_, index) => book.tableRows.get(first + index));
  const free = rows.flatMap((row) => (row === undefined || row.owner !== null ? [] : [row]));
  if (free.length < count) return book.refuse(codes.REJECT_INCONSISTENT, 1);
  book.commit();
  releaseTable(book, instrument);
  for (const row of free) row.owner = instrument;
  const levels = free.map(({ level }) => level);
  instrument.table = { levels, lowest: fields.at(3), step: fields.at(4) };
  instrument.model = TABLE_COEFFICIENTS;
  book.requote = instrument.index;
  return 0;
});

/** Rows that were quoted by must be written again before a table can take them. */
export function releaseTable(book: OracleBook, instrument: Instrument): void {
  instrument.table = null;
  for (const [row, { owner }] of book.tableRows) {
    if (owner === instrument) book.tableRows.delete(row);
  }
}

const setFactorLoadings = forInstrument((book, instrument, fields) => {
  book.commit();
  const wasExposed = instrument.exposedValue !== 0 && isLoaded(instrument);
  instrument.factors = {
    coefficient: fields.at(1),
    cap: fields.at(2) * 1e-4,
    idiosyncratic: fields.at(3),
    loadings: [4, 5, 6, 7, 8, 9, 10, 11].map((field) => fields.at(field)),
  };
  book.requote = instrument.index;
  instrument.exposedValue = 0;
  book.moveExposure(instrument);
  if (wasExposed) book.requoteWhole();
  return 0;
});

export function isLoaded({ factors }: Instrument): boolean {
  return factors?.loadings.some((loading) => loading !== 0) ?? false;
}

export const SKEW_HANDLERS: readonly HandlerEntry[] = [
  [op.OP_SET_TABLE_LEVEL, setTableLevel],
  [op.OP_SET_TABLE, setTable],
  [op.OP_SET_FACTOR_LOADINGS, setFactorLoadings],
];
