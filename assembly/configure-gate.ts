// Frames that set up the pre-trade gate (docs/semantics.md 15).
import * as code from './codes';
import { advance } from './commit';
import * as decode from './decode';
import { checkAbove, checkAtMost, inconsistent, indexAt, limitAt, numberAt } from './fields';
import { isBudget, storeBudget } from './gate-budget';
import * as gate from './gate-layout';
import { riskLane, stateOf } from './region';

const BPS: f64 = 1e-4;
const NS_PER_SECOND: f64 = 1e9;
const MAX_SECONDS: f64 = 1e9; // times in nanoseconds stay below 2^60

// Rate and burst in two neighbouring fields, nil for no budget.
function checkBudget(book: usize, index: i32): i32 {
  const result = checkAbove(book, index, 0);
  if (result != 0) return result;
  const burst = numberAt(book, index + 1);
  if (isBudget(numberAt(book, index), burst)) return 0;
  decode.refuse(index + 1, burst, 1);
  return code.REJECT_FIELD_RANGE;
}

function budgetAt(book: usize, index: i32, budget: usize): void {
  storeBudget(budget, numberAt(book, index), numberAt(book, index + 1));
}

export function onSetGate(book: usize): i32 {
  let result = checkBudget(book, 0);
  if (result == 0) result = checkBudget(book, 2);
  if (result == 0) result = checkAbove(book, 4, 0);
  if (result == 0) result = checkAtMost(book, 4, MAX_SECONDS);
  if (result == 0) result = checkAtMost(book, 5, 1);
  if (result != 0) return result;
  advance(book);
  const state = stateOf(book);
  const seconds = numberAt(book, 4);
  const unreported: i64 = isNaN(seconds) ? 0 : <i64>Math.ceil(seconds * NS_PER_SECOND);
  store<i32>(state, 1, gate.BOOK_GATE_ACTIVE);
  budgetAt(book, 0, state + gate.BOOK_GATE_MESSAGES);
  budgetAt(book, 2, state + gate.BOOK_GATE_CANCELS);
  store<i64>(state, unreported, gate.BOOK_GATE_UNREPORTED_NS);
  store<i32>(state, indexAt(book, 5), gate.BOOK_GATE_QUOTES);
  return 0;
}

export function onSetInstrumentGate(book: usize): i32 {
  let result = 0;
  for (let index = 1; index <= 4 && result == 0; index++) result = checkAbove(book, index, 0);
  if (result == 0) result = checkBudget(book, 5);
  if (result == 0) result = checkBudget(book, 7);
  if (result == 0) result = checkAtMost(book, 10, MAX_SECONDS);
  if (result == 0 && numberAt(book, 9) > 0 && numberAt(book, 10) == 0) {
    result = inconsistent(10, 0, code.MIN_POSITIVE);
  }
  if (result == 0) result = checkAtMost(book, 11, 1);
  if (result != 0) return result;
  advance(book);
  const state = stateOf(book);
  const lane = riskLane(state, indexAt(book, 0));
  store<i32>(state, 1, gate.BOOK_GATE_ACTIVE);
  store<f64>(lane, limitAt(book, 1), gate.GATE_MAX_LOTS);
  store<f64>(lane, limitAt(book, 2), gate.GATE_MAX_VALUE);
  store<f64>(lane, limitAt(book, 3) * BPS, gate.GATE_MARK_COLLAR);
  store<f64>(lane, limitAt(book, 4) * BPS, gate.GATE_TOUCH_COLLAR);
  budgetAt(book, 5, lane + gate.GATE_MESSAGES);
  budgetAt(book, 7, lane + gate.GATE_CANCELS);
  store<f64>(lane, numberAt(book, 9), gate.GATE_REPEATS);
  store<i64>(lane, <i64>Math.ceil(numberAt(book, 10) * NS_PER_SECOND), gate.GATE_PAUSE_NS);
  store<f64>(lane, numberAt(book, 11), gate.GATE_DENIES_CROSS);
  return 0;
}
