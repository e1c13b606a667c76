// Trading states: limits of instruments and of the book, hysteresis, the halt latch (semantics 5).
import * as code from './codes';
import * as dd from './double-double';
import { emitRiskState } from './encode';
import { RISK_RUNG } from './guard-layout';
import * as at from './layout';
import { ledgerLane, quoteLane, riskLane, stateOf } from './region';
import { moved, setMoved } from './totals';
import { hasDoubt } from './trust';

// What an evaluation found.
let limit: i32 = 0;
let measure: f64 = 0;
let bound: f64 = 0;

function found(limitCode: i32, measured: f64, allowed: f64): bool {
  limit = limitCode;
  measure = measured;
  bound = allowed;
  return true;
}

function exceeds(limitCode: i32, measured: f64, allowed: f64): bool {
  return measured > allowed && found(limitCode, measured, allowed);
}

function recovers(measured: f64, allowed: f64, ratio: f64): bool {
  return allowed == Infinity || measured <= ratio * allowed;
}

function setInstrumentState(book: usize, instrument: i32): void {
  const state = stateOf(book);
  const ledger = ledgerLane(state, instrument);
  const quote = quoteLane(state, instrument);
  const previous = load<f64>(quote, at.QUOTE_STATE);
  const commanded = Math.max(
    load<f64>(ledger, at.LEDGER_OPERATOR_STATE),
    load<f64>(ledger, at.LEDGER_AUTOMATIC_STATE),
  );
  const next = Math.max(commanded, stateOfRung(load<f64>(riskLane(state, instrument), RISK_RUNG)));
  if (next == previous) return;
  store<f64>(quote, next, at.QUOTE_STATE);
  emitRiskState(book, instrument, <i32>previous, <i32>next, limit, measure, bound);
}

// What a rung of the ladder means for quoting.
function stateOfRung(rung: f64): f64 {
  if (rung >= code.RUNG_CANCEL_ALL) return code.STATE_HALTED;
  return rung >= code.RUNG_REDUCE_ONLY ? code.STATE_REDUCING : code.STATE_ACTIVE;
}

// The rung of an instrument is another.
export function followRung(book: usize, instrument: i32): void {
  const rung = load<f64>(riskLane(stateOf(book), instrument), RISK_RUNG);
  found(code.LIMIT_GUARD, rung, 0);
  setInstrumentState(book, instrument);
}

// Value of so many lots at the mark, quote currency. `quote` is a lane of a quote block.
export function notionalAtMark(quote: usize, lots: f64): f64 {
  const perLot =
    load<f64>(quote, at.QUOTE_NOTIONAL_FIXED) +
    load<f64>(quote, at.QUOTE_NOTIONAL_PER_TICK) * load<f64>(quote, at.QUOTE_MARK);
  return lots * perLot;
}

// Largest position that open orders can lead to.
export function worstCase(position: f64, openBuy: f64, openSell: f64): f64 {
  return Math.max(position + openBuy, openSell - position);
}

// Judges position and notional of one instrument. The caller requotes it.
export function evaluateInstrument(book: usize, instrument: i32): void {
  const state = stateOf(book);
  const ledger = ledgerLane(state, instrument);
  const quote = quoteLane(state, instrument);
  const position = Math.abs(load<f64>(quote, at.QUOTE_POSITION));
  const automatic = load<f64>(ledger, at.LEDGER_AUTOMATIC_STATE);
  if (position == 0 && automatic == code.STATE_ACTIVE) return;
  const notional = notionalAtMark(quote, position);
  const maxPosition = load<f64>(quote, at.QUOTE_MAX_POSITION);
  const maxNotional = load<f64>(quote, at.QUOTE_MAX_NOTIONAL);
  if (automatic == code.STATE_ACTIVE) {
    const isOver =
      exceeds(code.LIMIT_POSITION, position, maxPosition) ||
      exceeds(code.LIMIT_NOTIONAL, notional, maxNotional);
    if (!isOver) return;
    store<f64>(ledger, code.STATE_REDUCING, at.LEDGER_AUTOMATIC_STATE);
  } else {
    const ratio = load<f64>(state, at.BOOK_RECOVER_RATIO);
    if (!recovers(position, maxPosition, ratio)) return;
    if (!recovers(notional, maxNotional, ratio)) return;
    found(code.LIMIT_RECOVERED, position, maxPosition);
    store<f64>(ledger, code.STATE_ACTIVE, at.LEDGER_AUTOMATIC_STATE);
  }
  setInstrumentState(book, instrument);
}

export function commandInstrument(book: usize, instrument: i32, next: i32): void {
  store<f64>(ledgerLane(stateOf(book), instrument), <f64>next, at.LEDGER_OPERATOR_STATE);
  found(code.LIMIT_OPERATOR, <f64>next, 0);
  setInstrumentState(book, instrument);
}

// Why the book is in its state: the latch, the operator, or a soft limit, the strictest first.
function causeOf(state: usize): i32 {
  const latch = load<i32>(state, at.BOOK_LATCH);
  if (latch != 0) return latch;
  const operator = load<i32>(state, at.BOOK_OPERATOR_STATE);
  const automatic = load<i32>(state, at.BOOK_AUTOMATIC_STATE);
  if (operator > automatic) return code.LIMIT_OPERATOR;
  return load<i32>(state, at.BOOK_AUTOMATIC_LIMIT);
}

// Returns whether the state changed: then every instrument must be requoted. The frame says what moved
// the state, BOOK_LIMIT what holds it.
function setBookState(book: usize): bool {
  const state = stateOf(book);
  const previous = load<i32>(state, at.BOOK_STATE);
  const latched = load<i32>(state, at.BOOK_LATCH) != 0 ? code.STATE_HALTED : code.STATE_ACTIVE;
  const automatic = max(latched, load<i32>(state, at.BOOK_AUTOMATIC_STATE));
  const next = max(automatic, load<i32>(state, at.BOOK_OPERATOR_STATE));
  store<i32>(state, causeOf(state), at.BOOK_LIMIT);
  if (next == previous) return false;
  store<i32>(state, next, at.BOOK_STATE);
  emitRiskState(book, -1, previous, next, limit, measure, bound);
  return true;
}

function evaluateHard(state: usize, loss: f64, drawdown: f64): void {
  if (load<i32>(state, at.BOOK_LATCH) != 0) return;
  const isOver =
    exceeds(code.LIMIT_LOSS_HALT, loss, load<f64>(state, at.BOOK_LOSS_HALT)) ||
    exceeds(code.LIMIT_DRAWDOWN_HALT, drawdown, load<f64>(state, at.BOOK_DRAWDOWN_HALT));
  if (isOver) store<i32>(state, limit, at.BOOK_LATCH);
}

function evaluateSoft(state: usize, loss: f64, drawdown: f64, gross: f64): void {
  const maxLoss = load<f64>(state, at.BOOK_LOSS_REDUCE);
  const maxDrawdown = load<f64>(state, at.BOOK_DRAWDOWN_REDUCE);
  const maxGross = load<f64>(state, at.BOOK_MAX_GROSS);
  const hardLimit = limit;
  const hardMeasure = measure;
  const hardBound = bound;
  if (load<i32>(state, at.BOOK_AUTOMATIC_STATE) == code.STATE_ACTIVE) {
    const isOver =
      exceeds(code.LIMIT_LOSS_REDUCE, loss, maxLoss) ||
      exceeds(code.LIMIT_DRAWDOWN_REDUCE, drawdown, maxDrawdown) ||
      exceeds(code.LIMIT_GROSS_NOTIONAL, gross, maxGross);
    if (isOver) {
      store<i32>(state, code.STATE_REDUCING, at.BOOK_AUTOMATIC_STATE);
      store<i32>(state, limit, at.BOOK_AUTOMATIC_LIMIT);
    }
  } else {
    const ratio = load<f64>(state, at.BOOK_RECOVER_RATIO);
    const isInside =
      recovers(loss, maxLoss, ratio) &&
      recovers(drawdown, maxDrawdown, ratio) &&
      recovers(gross, maxGross, ratio);
    if (!isInside) return;
    found(code.LIMIT_RECOVERED, drawdown, maxDrawdown);
    store<i32>(state, code.STATE_ACTIVE, at.BOOK_AUTOMATIC_STATE);
    store<i32>(state, code.LIMIT_NONE, at.BOOK_AUTOMATIC_LIMIT);
  }
  // A hard breach in the same frame is what the state change reports.
  if (hardLimit != 0) found(hardLimit, hardMeasure, hardBound);
}

// Judges the book when equity, gross notional or a baseline moved. Returns whether its state changed.
export function evaluateBook(book: usize): bool {
  if (!moved) return false;
  const state = stateOf(book);
  // While a price is in doubt so is equity: it is judged when that is settled.
  if (hasDoubt(state)) return false;
  setMoved(false);
  const equity = dd.valueAt(state + at.BOOK_EQUITY_HI);
  const peak = Math.max(load<f64>(state, at.BOOK_PEAK), equity);
  store<f64>(state, peak, at.BOOK_PEAK);
  const loss = load<f64>(state, at.BOOK_DAY_OPEN) - equity;
  const drawdown = peak - equity;
  limit = 0;
  evaluateHard(state, loss, drawdown);
  evaluateSoft(state, loss, drawdown, dd.valueAt(state + at.BOOK_GROSS_HI));
  return setBookState(book);
}

// Operator command on the book. ACTIVE releases the latch and starts a new peak.
export function commandBook(book: usize, next: i32): bool {
  const state = stateOf(book);
  store<i32>(state, next, at.BOOK_OPERATOR_STATE);
  found(code.LIMIT_OPERATOR, <f64>next, 0);
  if (next == code.STATE_ACTIVE) {
    store<i32>(state, 0, at.BOOK_LATCH);
    store<f64>(state, dd.valueAt(state + at.BOOK_EQUITY_HI), at.BOOK_PEAK);
  }
  const isChanged = setBookState(book);
  setMoved(true);
  return evaluateBook(book) || isChanged;
}
