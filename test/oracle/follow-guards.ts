/** When guards are judged, and what follows for instruments (section 13 of the contract). */
import * as codes from '../../assembly/codes.js';
import * as op from '../../assembly/opcodes.js';
import type { Guard } from './guards.js';
import type { Instrument } from './instrument.js';
import { lotAtMark, measureOf } from './measures.js';
import type { OracleBook } from './oracle-book.js';

/** What a frame may have moved. */
export interface Cause {
  /** The instrument it names; null for none, and for a trade. */
  readonly named: Instrument | null;
  /** The underlying whose index it set. */
  readonly moved: number | null;
  readonly isClock: boolean;
}

export const markName = (instrument: number): string => `mark ${instrument}`;
export const indexName = (underlying: number): string => `index ${underlying}`;

/** Returns whether every instrument must be quoted again. */
export function followGuards(book: OracleBook, { named, moved, isClock }: Cause): boolean {
  let isTouched = false;
  if (isClock) {
    for (const one of book.instruments) if (one !== undefined) followInstrument(book, one);
    book.derivatives.underlyings.forEach((_, row) => {
      isTouched = followUnderlying(book, row) || isTouched;
    });
  }
  if (named !== null) followInstrument(book, named);
  const attached = named?.underlying ?? null;
  const rows = [attached, moved === attached ? null : moved];
  for (const row of rows) {
    if (row !== null) isTouched = followUnderlying(book, row) || isTouched;
  }
  return followBook(book) || isTouched;
}

function followInstrument(book: OracleBook, instrument: Instrument): void {
  const inDoubt = book.ladder.doubts.isDoubted(markName(instrument.index), book.now);
  if (judgeAll(book, book.ladder.ofInstrument(instrument.index), inDoubt)) book.impose(instrument);
}

function followUnderlying(book: OracleBook, row: number): boolean {
  const inDoubt = book.ladder.doubts.isDoubted(indexName(row), book.now);
  if (!judgeAll(book, book.ladder.ofUnderlying(row), inDoubt)) return false;
  for (const instrument of book.instruments) {
    if (instrument?.underlying === row) book.impose(instrument);
  }
  return true;
}

function followBook(book: OracleBook): boolean {
  const guards = book.ladder.ofBook();
  if (guards.length === 0) return false;
  const isChanged = judgeAll(book, guards, book.ladder.doubts.isAnyDoubted(book.now));
  const hasClimbed = book.ladder.climb(book.now);
  if (!isChanged && !hasClimbed) return false;
  book.imposeAll();
  return true;
}

function judgeAll(book: OracleBook, guards: readonly Guard[], inDoubt: boolean): boolean {
  let isAnyChanged = false;
  for (const guard of guards) {
    const value = measureOf(guard.terms, book);
    if (value === null) continue;
    const { before, isChanged } = guard.judge(value, inDoubt);
    if (guard.rung !== before) emitLadder(book, guard, before);
    if (isChanged) isAnyChanged = true;
  }
  return isAnyChanged;
}

export function emitLadder(book: OracleBook, guard: Guard, before: number): void {
  const { scope, of, index } = guard.terms;
  book.emit(op.OP_LADDER, scope, of, before, guard.rung, index, guard.value, guard.limit);
}

/** Whole lots of a side that hard limits leave, on top of `worst` with everything open filled. */
export function guardRoom(
  book: OracleBook,
  instrument: Instrument,
  isBuy: boolean,
  worst: number,
): number {
  const own = book.ladder.ofInstrument(instrument.index).map(({ terms }) => {
    const isLots = terms.measure === codes.MEASURE_POSITION;
    return (isLots ? terms.hard : terms.hard / lotAtMark(instrument)) - worst;
  });
  const shared = deltaRooms(book, instrument, isBuy);
  const room = Math.min(Number.POSITIVE_INFINITY, ...own, ...shared);
  return room === Number.POSITIVE_INFINITY ? room : Math.max(0, Math.floor(room));
}

/** By every guard of delta of the underlying; none while an index is missing. */
function deltaRooms(book: OracleBook, instrument: Instrument, isBuy: boolean): number[] {
  const { underlying: row, pointValue, inverse } = instrument;
  if (row === null) return [];
  const { index, worstUp, worstDown } = book.exposure(row);
  if (worstUp === null || worstDown === null || (inverse && index === null)) return [];
  const { option, unit } = instrument;
  const linear = inverse ? pointValue / (index ?? 1) : pointValue;
  const signed = option === null ? linear : unit * option.priced.greeks.delta;
  if (signed === 0) return [];
  const perLot = Math.abs(signed);
  const worst = signed > 0 === isBuy ? worstUp : -worstDown;
  return book.ladder.ofUnderlying(row).flatMap(({ terms: { measure, hard } }) => {
    if (measure === codes.MEASURE_DELTA) return [(hard - worst) / perLot];
    if (measure !== codes.MEASURE_DOLLAR_DELTA || index === null) return [];
    return [(hard / index - worst) / perLot];
  });
}
