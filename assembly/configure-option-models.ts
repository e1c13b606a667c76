// Frames that say how options are quoted (docs/semantics.md 11).
import * as code from './codes';
import { advance } from './commit';
import { clearModel } from './configure';
import * as decode from './decode';
import { requestRemark } from './exposure';
import { checkAbove, checkAtMost, inconsistent, indexAt, limitAt, numberAt } from './fields';
import * as at from './layout';
import { MODEL_GREEKS, MODEL_NONE, MODEL_VEGA, responseOf } from './option-quotes';
import { isUnderlying, optionLane, riskLane, stateOf, underlyingRow } from './region';
import * as risk from './risk-layout';

const FIRST: i32 = 3; // field of the first parameter
const PARAMETERS: i32 = 8;

function atLeast(book: usize, place: i32, smallest: f64): i32 {
  const index = FIRST + place;
  if (numberAt(book, index) >= smallest) return 0;
  decode.refuse(index, numberAt(book, index), smallest);
  return code.REJECT_FIELD_RANGE;
}

// Parameters from `first` on that must be above 0, then those that must be 0 or more; the rest is free.
function checkParameters(book: usize, positive: i32, nonNegative: i32): i32 {
  for (let place = 0; place < positive + nonNegative; place++) {
    const smallest = place < positive ? code.MIN_POSITIVE : 0;
    const result = atLeast(book, place, smallest);
    if (result != 0) return result;
  }
  return 0;
}

function checkModel(book: usize, type: i32): i32 {
  if (type == MODEL_NONE) return 0;
  if (type == MODEL_GREEKS) return checkParameters(book, 0, 5);
  if (type != MODEL_VEGA) return checkParameters(book, 2, 4);
  let result = atLeast(book, 0, code.MIN_POSITIVE); // lambda
  if (result == 0) result = atLeast(book, 2, code.MIN_POSITIVE); // beta
  return result == 0 ? atLeast(book, 3, code.MIN_POSITIVE) : result; // trade size
}

export function onSetOptionModel(book: usize): i32 {
  let result = checkAtMost(book, 1, <f64>MODEL_VEGA);
  if (result == 0) result = checkAtMost(book, 2, 1);
  if (result == 0) result = checkModel(book, indexAt(book, 1));
  if (result != 0) return result;
  const state = stateOf(book);
  const instrument = indexAt(book, 0);
  const lane = riskLane(state, instrument);
  const slot = <i32>load<f64>(lane, risk.RISK_OPTION) - 1;
  if (slot < 0) {
    decode.refuse(0, <f64>instrument, 0);
    return code.REJECT_NOT_AN_OPTION;
  }
  advance(book);
  const option = optionLane(state, slot);
  clearModel(state, instrument);
  store<f64>(option, numberAt(book, 1), risk.OPTION_MODEL_TYPE);
  store<f64>(option, numberAt(book, 2), risk.OPTION_SPREAD_UNIT);
  for (let place = 0; place < PARAMETERS; place++) {
    const offset = option + <usize>place * at.VECTOR_BYTES;
    store<f64>(offset, numberAt(book, FIRST + place), risk.OPTION_PARAMETERS);
  }
  const isVega = indexAt(book, 1) == MODEL_VEGA;
  const size = numberAt(book, FIRST + 3);
  const flow = isVega
    ? size *
      responseOf(numberAt(book, FIRST), numberAt(book, FIRST + 1), numberAt(book, FIRST + 2), 1)
    : 0;
  store<f64>(option, flow, risk.OPTION_RESPONSE);
  // Distances and flow come with the next re-mark, which this asks for.
  requestRemark(<i32>load<f64>(lane, risk.RISK_UNDERLYING) - 1);
  return 0;
}

export function onSetVegaRisk(book: usize): i32 {
  const state = stateOf(book);
  const capacity = load<i32>(state, risk.BOOK_UNDERLYING_CAPACITY);
  let result = checkAtMost(book, 0, <f64>(capacity - 1));
  if (result == 0 && !isUnderlying(state, indexAt(book, 0))) {
    decode.refuse(0, numberAt(book, 0), 0);
    result = code.REJECT_UNKNOWN_UNDERLYING;
  }
  if (result == 0) result = checkAbove(book, 3, 0);
  if (result != 0) return result;
  advance(book);
  const row = underlyingRow(state, indexAt(book, 0));
  store<f64>(row, numberAt(book, 1), risk.UNDERLYING_VEGA_GAMMA);
  store<f64>(row, numberAt(book, 2), risk.UNDERLYING_VOL_OF_VARIANCE);
  store<f64>(row, limitAt(book, 3), risk.UNDERLYING_MAX_VEGA);
  requestRemark(indexAt(book, 0));
  return 0;
}
