// Frames that set up guards and the ladder (docs/semantics.md 13).
import * as code from './codes';
import { advance } from './commit';
import * as decode from './decode';
import {
  checkAbove,
  checkAsset,
  checkAtMost,
  inconsistent,
  indexAt,
  limitAt,
  numberAt,
} from './fields';
import * as guard from './guard-layout';
import { imposeLadder, listOf } from './guards';
import * as at from './layout';
import { isFloored, isMeasured } from './measures';
import { guardRow, isInstrument, isUnderlying, stateOf } from './region';
import * as risk from './risk-layout';
import { retireDoubts } from './trust';

const NS_PER_SECOND: f64 = 1e9;
const BPS: f64 = 1e-4;

function unknown(index: i32, given: f64, result: i32): i32 {
  decode.refuse(index, given, 0);
  return result;
}

function checkScope(book: usize): i32 {
  const state = stateOf(book);
  const index = numberAt(book, 2);
  switch (indexAt(book, 1)) {
    case code.GUARD_OF_BOOK:
      return checkAtMost(book, 2, 0);
    case code.GUARD_OF_ASSET:
      if (index >= <f64>load<i32>(state, at.BOOK_ASSET_CAPACITY))
        return unknown(2, index, code.REJECT_UNKNOWN_ASSET);
      return checkAsset(book, 2);
    case code.GUARD_OF_UNDERLYING: {
      const capacity = <f64>load<i32>(state, risk.BOOK_UNDERLYING_CAPACITY);
      const isKnown = index < capacity && isUnderlying(state, <i32>index);
      return isKnown ? 0 : unknown(2, index, code.REJECT_UNKNOWN_UNDERLYING);
    }
    case code.GUARD_OF_INSTRUMENT: {
      const capacity = <f64>load<i32>(state, at.BOOK_INSTRUMENT_CAPACITY);
      const isKnown = index < capacity && isInstrument(state, <i32>index);
      return isKnown ? 0 : unknown(2, index, code.REJECT_UNKNOWN_INSTRUMENT);
    }
    case code.GUARD_OF_FACTOR:
      return checkAtMost(book, 2, <f64>(code.FACTORS_MAX - 1));
    default:
      return unknown(1, numberAt(book, 1), code.REJECT_FIELD_RANGE);
  }
}

// A guard stays where it is: it is part of the list of its scope.
function checkPlace(book: usize): i32 {
  const row = guardRow(stateOf(book), indexAt(book, 0));
  if (load<f64>(row, guard.GUARD_MEASURE) == 0) return 0;
  const scope = load<f64>(row, guard.GUARD_SCOPE);
  if (scope != numberAt(book, 1)) return inconsistent(1, numberAt(book, 1), scope);
  const index = load<f64>(row, guard.GUARD_INDEX);
  return index == numberAt(book, 2) ? 0 : inconsistent(2, numberAt(book, 2), index);
}

function checkLimits(book: usize): i32 {
  let result = checkAbove(book, 4, 0);
  if (result == 0) result = checkAbove(book, 5, 0);
  if (result == 0) {
    // a soft limit beyond the hard one; NaN for none at all is in order
    const soft = numberAt(book, 4);
    const hard = numberAt(book, 5);
    const isBeyond = isFloored(numberAt(book, 3)) ? soft < hard : soft > hard;
    if (isBeyond) result = inconsistent(4, soft, hard);
  }
  if (result == 0) result = checkAtMost(book, 6, code.RUNG_FLATTEN);
  if (result == 0) result = checkAtMost(book, 7, code.RUNG_FLATTEN);
  if (result == 0 && numberAt(book, 7) < numberAt(book, 6)) {
    result = inconsistent(7, numberAt(book, 7), numberAt(book, 6));
  }
  if (result == 0 && numberAt(book, 8) < 1) {
    decode.refuse(8, numberAt(book, 8), 1);
    result = code.REJECT_FIELD_RANGE;
  }
  return result;
}

export function onSetGuard(book: usize): i32 {
  const state = stateOf(book);
  const capacity = load<i32>(state, risk.BOOK_GUARD_CAPACITY);
  let result = checkAtMost(book, 0, <f64>(capacity - 1));
  if (result == 0) result = checkScope(book);
  if (result == 0 && !isMeasured(indexAt(book, 1), indexAt(book, 3))) {
    result = unknown(3, numberAt(book, 3), code.REJECT_FIELD_RANGE);
  }
  if (result == 0) result = checkPlace(book);
  if (result == 0) result = checkLimits(book);
  if (result != 0) return result;
  advance(book);
  const row = guardRow(state, indexAt(book, 0));
  if (load<f64>(row, guard.GUARD_MEASURE) == 0) link(book, row);
  store<f64>(row, numberAt(book, 1), guard.GUARD_SCOPE);
  store<f64>(row, numberAt(book, 2), guard.GUARD_INDEX);
  store<f64>(row, numberAt(book, 3), guard.GUARD_MEASURE);
  store<f64>(row, limitAt(book, 4), guard.GUARD_SOFT);
  store<f64>(row, limitAt(book, 5), guard.GUARD_HARD);
  store<f64>(row, numberAt(book, 6), guard.GUARD_SOFT_RUNG);
  store<f64>(row, numberAt(book, 7), guard.GUARD_HARD_RUNG);
  store<f64>(row, numberAt(book, 8), guard.GUARD_CONFIRMATIONS);
  store<f64>(row, numberAt(book, 9), guard.GUARD_RECOVER);
  store<f64>(row, numberAt(book, 10), guard.GUARD_LEAN_START);
  store<f64>(row, numberAt(book, 11), guard.GUARD_PARAMETER);
  store<f64>(row, 0, guard.GUARD_PENDING);
  return 0;
}

// Guards of a scope are judged in the order of their definition.
function link(book: usize, row: usize): void {
  const state = stateOf(book);
  const count = max(load<i32>(state, guard.BOOK_GUARD_COUNT), indexAt(book, 0) + 1);
  store<i32>(state, count, guard.BOOK_GUARD_COUNT);
  let place = listOf(state, indexAt(book, 1), indexAt(book, 2));
  while (load<f64>(place) != 0) {
    place = guardRow(state, <i32>load<f64>(place) - 1) + guard.GUARD_NEXT;
  }
  store<f64>(place, numberAt(book, 0) + 1);
}

export function onSetLadder(book: usize): i32 {
  for (let index = 0; index <= 3; index += 3) {
    if (numberAt(book, index) >= 1) continue;
    decode.refuse(index, numberAt(book, index), 1);
    return code.REJECT_FIELD_RANGE;
  }
  const result = checkAbove(book, 4, 0);
  if (result != 0) return result;
  advance(book);
  const state = stateOf(book);
  retireDoubts(state);
  store<f64>(state, numberAt(book, 0), guard.BOOK_WIDEN);
  store<f64>(state, numberAt(book, 1), guard.BOOK_SHRINK);
  store<f64>(state, numberAt(book, 2) * NS_PER_SECOND, guard.BOOK_HOLD_NS);
  store<f64>(state, numberAt(book, 3), guard.BOOK_MAX_LEAN);
  store<f64>(state, limitAt(book, 4) * BPS, guard.BOOK_JUMP);
  store<f64>(state, numberAt(book, 5) * NS_PER_SECOND, guard.BOOK_JUMP_NS);
  imposeLadder(book);
  return 0;
}
