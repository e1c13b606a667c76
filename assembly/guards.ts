// Guards and the ladder: limits at every level, what they do to quotes, and how they let go
// (docs/semantics.md 13). A tick looks at the guards of its instrument, its underlying and the book; a
// book without guards looks at one number.
import * as code from './codes';
import { emitLadder, isPreview } from './encode';
import * as guard from './guard-layout';
import { flattenInstrument } from './hedge-follow';
import * as at from './layout';
import { isFloored, measureOf } from './measures';
import { guardRow, isInstrument, quoteLane, riskLane, stateOf, underlyingRow } from './region';
import { followRung } from './risk';
import * as risk from './risk-layout';
import { hasDoubt, isInDoubt } from './trust';

const LEAN_STEPS: f64 = 16;

// Whether the evaluation changed what every instrument, or those of an underlying, quote by.
let isBookTouched: bool = false;

// Head of a list of guards; the lists of instruments and underlyings are in their rows.
function bookList(state: usize): usize {
  return state + guard.BOOK_FIRST_GUARD;
}

export function underlyingList(state: usize, underlying: i32): usize {
  return underlyingRow(state, underlying) + risk.UNDERLYING_FIRST_GUARD;
}

export function instrumentList(state: usize, instrument: i32): usize {
  return riskLane(state, instrument) + risk.RISK_FIRST_GUARD;
}

export function listOf(state: usize, scope: i32, index: i32): usize {
  if (scope == code.GUARD_OF_INSTRUMENT) return instrumentList(state, index);
  if (scope == code.GUARD_OF_UNDERLYING) return underlyingList(state, index);
  return bookList(state);
}

function first(list: usize): i32 {
  return <i32>load<f64>(list) - 1;
}

function next(state: usize, index: i32): i32 {
  return <i32>load<f64>(guardRow(state, index), guard.GUARD_NEXT) - 1;
}

// Highest rung that a list asks for.
function rungOf(state: usize, list: usize): f64 {
  let rung: f64 = code.RUNG_NORMAL;
  for (let index = first(list); index >= 0; index = next(state, index)) {
    rung = Math.max(rung, load<f64>(guardRow(state, index), guard.GUARD_RUNG));
  }
  return rung;
}

function leanOf(state: usize, list: usize): f64 {
  let lean: f64 = 0;
  for (let index = first(list); index >= 0; index = next(state, index)) {
    lean = Math.max(lean, load<f64>(guardRow(state, index), guard.GUARD_LEAN));
  }
  return lean;
}

// Whether a value is beyond a limit, or beyond the share of it at which its rung is left. The limit of a
// measure of which less is worse is a floor.
function isBeyond(row: usize, value: f64, limit: f64, ratio: f64): bool {
  if (!isFloored(load<f64>(row, guard.GUARD_MEASURE))) return value > limit * ratio;
  return limit < Infinity && !(value * ratio >= limit);
}

// The rung that a measure asks for when limits are scaled by a ratio.
function wanted(row: usize, value: f64, ratio: f64): f64 {
  if (isBeyond(row, value, load<f64>(row, guard.GUARD_HARD), ratio))
    return load<f64>(row, guard.GUARD_HARD_RUNG);
  if (isBeyond(row, value, load<f64>(row, guard.GUARD_SOFT), ratio))
    return load<f64>(row, guard.GUARD_SOFT_RUNG);
  return code.RUNG_NORMAL;
}

function countFlattening(state: usize): void {
  const count = load<i32>(state, guard.BOOK_GUARD_COUNT);
  let flattening = 0;
  for (let index = 0; index < count; index++) {
    if (load<f64>(guardRow(state, index), guard.GUARD_RUNG) == code.RUNG_FLATTEN) flattening++;
  }
  store<i32>(state, flattening, guard.BOOK_FLATTENING);
}

function report(book: usize, index: i32, row: usize, before: f64): void {
  countFlattening(stateOf(book));
  const rung = load<f64>(row, guard.GUARD_RUNG);
  const isHard = rung == load<f64>(row, guard.GUARD_HARD_RUNG);
  const limit = load<f64>(row + (isHard ? guard.GUARD_HARD : guard.GUARD_SOFT));
  emitLadder(
    book,
    <i32>load<f64>(row, guard.GUARD_SCOPE),
    <i32>load<f64>(row, guard.GUARD_INDEX),
    <i32>before,
    <i32>rung,
    index,
    load<f64>(row, guard.GUARD_VALUE),
    limit,
  );
}

// Sixteenths of the way from where leaning begins to the limit. Falls half a step late, so that a measure
// at the edge of one does not move quotes back and forth.
function leanSteps(row: usize, value: f64): f64 {
  const start = load<f64>(row, guard.GUARD_LEAN_START);
  const before = load<f64>(row, guard.GUARD_LEAN);
  const hard = load<f64>(row, guard.GUARD_HARD);
  const limit = hard < Infinity ? hard : load<f64>(row, guard.GUARD_SOFT);
  if (start >= 1 || limit == Infinity) return 0;
  const isFloor = isFloored(load<f64>(row, guard.GUARD_MEASURE));
  const used = isFloor ? limit / Math.max(value, limit) : value / limit;
  const way = (used - start) / (1 - start);
  const exact = Math.min(Math.max(way, 0), 1) * LEAN_STEPS;
  if (exact >= before + 1) return Math.floor(exact);
  return exact < before - 0.5 ? Math.ceil(exact) : before;
}

// Judges one guard. Returns whether its rung or its lean changed. Rungs up take confirmations and are not
// taken on doubtful data beyond WIDEN; rungs down take the recover ratio; CANCEL_ALL and FLATTEN stay.
function judge(book: usize, index: i32, isDoubtful: bool): bool {
  const state = stateOf(book);
  const row = guardRow(state, index);
  const value = measureOf(state, row);
  if (isNaN(value)) return false;
  store<f64>(row, value, guard.GUARD_VALUE);
  const before = load<f64>(row, guard.GUARD_RUNG);
  let rung = wanted(row, value, 1);
  if (isDoubtful) rung = Math.min(rung, Math.max(before, code.RUNG_WIDEN));
  let pending: f64 = 0;
  if (rung > before) {
    pending = load<f64>(row, guard.GUARD_PENDING) + 1;
    if (pending < load<f64>(row, guard.GUARD_CONFIRMATIONS)) rung = before;
    else pending = 0;
  } else if (rung < before) {
    const left = wanted(row, value, load<f64>(row, guard.GUARD_RECOVER));
    const isHeld = before >= code.RUNG_CANCEL_ALL || isDoubtful;
    rung = isHeld ? before : Math.min(left, before);
  }
  store<f64>(row, pending, guard.GUARD_PENDING);
  const lean = isDoubtful ? load<f64>(row, guard.GUARD_LEAN) : leanSteps(row, value);
  const isLeanMoved = lean != load<f64>(row, guard.GUARD_LEAN);
  store<f64>(row, lean, guard.GUARD_LEAN);
  store<f64>(row, rung, guard.GUARD_RUNG);
  if (rung != before) report(book, index, row, before);
  return rung != before || isLeanMoved;
}

function judgeList(book: usize, list: usize, isDoubtful: bool): bool {
  const state = stateOf(book);
  let isChanged = false;
  for (let index = first(list); index >= 0; index = next(state, index)) {
    if (judge(book, index, isDoubtful)) isChanged = true;
  }
  return isChanged;
}

// The book's own rung follows its guards up at once and down one rung at a time, after the hold time.
function climb(state: usize): bool {
  const before = load<f64>(state, guard.BOOK_RUNG);
  const target = rungOf(state, bookList(state));
  const now = load<f64>(state, at.BOOK_NOW);
  const isHeld = now - load<f64>(state, guard.BOOK_RUNG_NOW) < load<f64>(state, guard.BOOK_HOLD_NS);
  if (target == before || (target < before && isHeld)) return false;
  store<f64>(state, target > before ? target : before - 1, guard.BOOK_RUNG);
  store<f64>(state, now, guard.BOOK_RUNG_NOW);
  return true;
}

// What book, underlying and instrument ask for together, as what the quote of an instrument reads.
export function impose(book: usize, instrument: i32): void {
  const state = stateOf(book);
  const lane = riskLane(state, instrument);
  const own = instrumentList(state, instrument);
  let rung = Math.max(load<f64>(state, guard.BOOK_RUNG), rungOf(state, own));
  let steps = Math.max(leanOf(state, bookList(state)), leanOf(state, own));
  const underlying = <i32>load<f64>(lane, risk.RISK_UNDERLYING) - 1;
  if (underlying >= 0) {
    const list = underlyingList(state, underlying);
    rung = Math.max(rung, rungOf(state, list));
    steps = Math.max(steps, leanOf(state, list));
  }
  const quote = quoteLane(state, instrument);
  const isWide = rung >= code.RUNG_WIDEN;
  const most = load<f64>(state, guard.BOOK_MAX_LEAN);
  store<f64>(lane, rung, guard.RISK_RUNG);
  store<f64>(quote, 1 + (most - 1) * (steps / LEAN_STEPS), at.QUOTE_LEAN);
  store<f64>(quote, isWide ? load<f64>(state, guard.BOOK_WIDEN) : 1, at.QUOTE_WIDEN);
  store<f64>(quote, isWide ? load<f64>(state, guard.BOOK_SHRINK) : 1, at.QUOTE_SHRINK);
  store<f64>(quote, rung >= code.RUNG_STOP_NEW ? 1 : 0, at.QUOTE_STOPPED);
  followRung(book, instrument);
}

// The same for all instruments, or for those of an underlying.
function imposeAll(book: usize, underlying: i32): void {
  const state = stateOf(book);
  const count = load<i32>(state, at.BOOK_INSTRUMENT_COUNT);
  for (let instrument = 0; instrument < count; instrument++) {
    if (!isInstrument(state, instrument)) continue;
    const attached = <i32>load<f64>(riskLane(state, instrument), risk.RISK_UNDERLYING) - 1;
    if (underlying < 0 || attached == underlying) impose(book, instrument);
  }
}

function isMarkInDoubt(state: usize, instrument: i32): bool {
  return isInDoubt(state, riskLane(state, instrument) + guard.RISK_TRUST);
}

function followUnderlying(book: usize, underlying: i32): void {
  const state = stateOf(book);
  const list = underlyingList(state, underlying);
  if (first(list) < 0) return;
  const trust = underlyingRow(state, underlying) + guard.UNDERLYING_TRUST;
  if (!judgeList(book, list, isInDoubt(state, trust))) return;
  imposeAll(book, underlying);
  isBookTouched = true;
}

function followInstrument(book: usize, instrument: i32): void {
  const state = stateOf(book);
  const list = instrumentList(state, instrument);
  if (first(list) < 0) return;
  if (judgeList(book, list, isMarkInDoubt(state, instrument))) impose(book, instrument);
}

function followBook(book: usize): void {
  const state = stateOf(book);
  if (first(bookList(state)) < 0) return;
  const isChanged = judgeList(book, bookList(state), hasDoubt(state));
  const hasClimbed = climb(state);
  if (!isChanged && !hasClimbed) return;
  imposeAll(book, -1);
  isBookTouched = true;
}

// Judges the guards that a frame can have moved: those of the instrument it names and of its underlying,
// of the underlying whose index it moved, and of the book. `isClock`: all of them. Returns whether other
// instruments must be quoted again.
export function followGuards(book: usize, instrument: i32, moved: i32, isClock: bool): bool {
  const state = stateOf(book);
  const count = load<i32>(state, guard.BOOK_GUARD_COUNT);
  if (count == 0 || isPreview) return false;
  isBookTouched = false;
  if (isClock) followAll(book);
  if (instrument >= 0) followInstrument(book, instrument);
  const attached = instrument < 0 ? -1 : attachedTo(state, instrument);
  if (attached >= 0) followUnderlying(book, attached);
  if (moved >= 0 && moved != attached) followUnderlying(book, moved);
  followBook(book);
  return isBookTouched;
}

function attachedTo(state: usize, instrument: i32): i32 {
  return <i32>load<f64>(riskLane(state, instrument), risk.RISK_UNDERLYING) - 1;
}

function followAll(book: usize): void {
  const state = stateOf(book);
  const instruments = load<i32>(state, at.BOOK_INSTRUMENT_COUNT);
  for (let instrument = 0; instrument < instruments; instrument++) {
    followInstrument(book, instrument);
  }
  const underlyings = load<i32>(state, risk.BOOK_UNDERLYING_COUNT);
  for (let underlying = 0; underlying < underlyings; underlying++)
    followUnderlying(book, underlying);
}

// Takes back the rungs of one instrument, or of all (-1).
function resetRungs(book: usize, instrument: i32): void {
  const state = stateOf(book);
  const count = load<i32>(state, guard.BOOK_GUARD_COUNT);
  for (let index = 0; index < count; index++) {
    const row = guardRow(state, index);
    const isOfInstrument = load<f64>(row, guard.GUARD_SCOPE) == code.GUARD_OF_INSTRUMENT;
    const isNamed = isOfInstrument && load<f64>(row, guard.GUARD_INDEX) == <f64>instrument;
    if (instrument >= 0 && !isNamed) continue;
    const before = load<f64>(row, guard.GUARD_RUNG);
    store<f64>(row, code.RUNG_NORMAL, guard.GUARD_RUNG);
    store<f64>(row, 0, guard.GUARD_PENDING);
    if (before != code.RUNG_NORMAL) report(book, index, row, before);
  }
}

// An operator's ACTIVE takes every rung back, of the book or of one instrument; what still exceeds its
// limit is found again by the evaluation of the same frame.
export function resetGuards(book: usize, instrument: i32): void {
  const state = stateOf(book);
  if (load<i32>(state, guard.BOOK_GUARD_COUNT) == 0) return;
  resetRungs(book, instrument);
  if (instrument >= 0) {
    impose(book, instrument);
    return;
  }
  store<f64>(state, code.RUNG_NORMAL, guard.BOOK_RUNG);
  store<f64>(state, load<f64>(state, at.BOOK_NOW), guard.BOOK_RUNG_NOW);
  imposeAll(book, -1);
}

// Brings every instrument in line with a new ladder.
export function imposeLadder(book: usize): void {
  imposeAll(book, -1);
}

// Sends what closes the positions of instruments on FLATTEN. Returns whether there are any: then the
// hedger keeps still.
export function followFlatten(book: usize): bool {
  const state = stateOf(book);
  if (load<i32>(state, guard.BOOK_FLATTENING) == 0 || isPreview) return false;
  const count = load<i32>(state, at.BOOK_INSTRUMENT_COUNT);
  for (let instrument = 0; instrument < count; instrument++) {
    if (!isInstrument(state, instrument)) continue;
    if (load<f64>(riskLane(state, instrument), guard.RISK_RUNG) != code.RUNG_FLATTEN) continue;
    flattenInstrument(book, instrument);
  }
  return true;
}
