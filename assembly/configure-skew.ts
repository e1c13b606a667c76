// Frames that deliver quote tables and factor loadings (docs/semantics.md 8 and 9).
import * as bookSkew from './book-skew';
import * as code from './codes';
import { advance } from './commit';
import { clearModel } from './configure';
import * as decode from './decode';
import { checkAtMost, inconsistent, indexAt, numberAt } from './fields';
import * as at from './layout';
import { skewLane, stateOf } from './region';
import { ownerOf, takeTable, unwrittenRow, writeLevel } from './tables';

const BPS: f64 = 1e-4;

function tableCapacity(book: usize): f64 {
  return <f64>load<i32>(stateOf(book), at.BOOK_TABLE_CAPACITY);
}

export function onSetTableLevel(book: usize): i32 {
  let result = checkAtMost(book, 0, tableCapacity(book) - 1);
  if (result == 0) result = checkAtMost(book, 3, code.TABLE_ASK_ONLY);
  if (result != 0) return result;
  const state = stateOf(book);
  const row = indexAt(book, 0);
  const owner = ownerOf(state, row);
  if (owner > 0) return inconsistent(0, <f64>row, owner - 1);
  advance(book);
  writeLevel(state, row, numberAt(book, 1), numberAt(book, 2), numberAt(book, 3));
  return 0;
}

export function onSetTable(book: usize): i32 {
  const capacity = tableCapacity(book);
  if (numberAt(book, 2) < 1) {
    decode.refuse(2, 0, 1);
    return code.REJECT_FIELD_RANGE;
  }
  let result = checkAtMost(book, 2, capacity);
  if (result == 0) result = checkAtMost(book, 1, capacity - numberAt(book, 2));
  if (result != 0) return result;
  const state = stateOf(book);
  const first = indexAt(book, 1);
  const levels = indexAt(book, 2);
  const missing = unwrittenRow(state, first, levels);
  if (missing >= 0) return inconsistent(1, <f64>missing, ownerOf(state, missing));
  advance(book);
  const instrument = indexAt(book, 0);
  clearModel(state, instrument);
  takeTable(state, instrument, first, levels, numberAt(book, 3), numberAt(book, 4));
  return 0;
}

export function onSetFactorLoadings(book: usize): i32 {
  advance(book);
  const state = stateOf(book);
  const instrument = indexAt(book, 0);
  const skew = skewLane(state, instrument);
  store<i32>(state, 1, at.BOOK_HAS_FACTORS);
  bookSkew.withdrawExposure(state, instrument);
  store<f64>(skew, numberAt(book, 1), at.SKEW_COEFFICIENT);
  store<f64>(skew, numberAt(book, 2) * BPS, at.SKEW_CAP);
  store<f64>(skew, numberAt(book, 3), at.SKEW_IDIOSYNCRATIC);
  for (let factor = 0; factor < at.FACTORS_MAX; factor++) {
    const place = skew + <usize>factor * at.VECTOR_BYTES;
    store<f64>(place, numberAt(book, 4 + factor), at.SKEW_LOADING);
  }
  bookSkew.moveExposure(state, instrument);
  bookSkew.skewPair(state, instrument >> 1);
  return 0;
}
