// Frames of hedging: how an underlying is hedged, with what, and how a hedge ended (docs/semantics.md 12).
import * as code from './codes';
import { advance } from './commit';
import * as decode from './decode';
import { checkAtMost, inconsistent, indexAt, limitAt, numberAt } from './fields';
import { instrumentOf, slotOf } from './hedge-cost';
import { forgetHedge, noteResult, track } from './hedge-flight';
import * as hedge from './hedge-layout';
import { isUnderlying, riskLane, stateOf, underlyingRow } from './region';
import * as risk from './risk-layout';

const BPS: f64 = 1e-4;
const NS_PER_SECOND: f64 = 1e9;

function checkAtLeast(book: usize, index: i32, smallest: f64): i32 {
  if (numberAt(book, index) >= smallest) return 0;
  decode.refuse(index, numberAt(book, index), smallest);
  return code.REJECT_FIELD_RANGE;
}

function checkUnderlying(book: usize): i32 {
  const state = stateOf(book);
  const capacity = load<i32>(state, risk.BOOK_UNDERLYING_CAPACITY);
  const result = checkAtMost(book, 0, <f64>(capacity - 1));
  if (result != 0) return result;
  if (isUnderlying(state, indexAt(book, 0))) return 0;
  decode.refuse(0, numberAt(book, 0), 0);
  return code.REJECT_UNKNOWN_UNDERLYING;
}

// A risk aversion, a penalty and a correlation have ranges of their own.
function checkParameters(book: usize): i32 {
  const mode = indexAt(book, 1);
  const isAverse = mode == code.HEDGING_WHALLEY_WILMOTT || mode == code.HEDGING_MINIMUM_VARIANCE;
  if (isAverse && numberAt(book, 2) == 0) return checkAtLeast(book, 2, code.MIN_POSITIVE);
  if (mode != code.HEDGING_MINIMUM_VARIANCE) return checkAtLeast(book, 5, 0);
  const result = checkAtLeast(book, 5, -1);
  return result != 0 ? result : checkAtMost(book, 5, 1);
}

export function onSetHedge(book: usize): i32 {
  let result = checkUnderlying(book);
  if (result == 0) result = checkAtMost(book, 1, code.HEDGING_MINIMUM_VARIANCE);
  if (result == 0) result = checkParameters(book);
  if (result == 0 && numberAt(book, 11) <= 0) {
    decode.refuse(11, numberAt(book, 11), 0);
    result = code.REJECT_FIELD_RANGE;
  }
  if (result != 0) return result;
  advance(book);
  const state = stateOf(book);
  const underlying = indexAt(book, 0);
  const row = underlyingRow(state, underlying);
  if (load<f64>(row, hedge.HEDGE_ROW_MODE) == code.HEDGING_OFF) {
    store<f64>(row, -Infinity, hedge.HEDGE_ROW_SENT_NOW);
  }
  store<f64>(row, numberAt(book, 1), hedge.HEDGE_ROW_MODE);
  store<f64>(row, numberAt(book, 2), hedge.HEDGE_ROW_A);
  store<f64>(row, numberAt(book, 3), hedge.HEDGE_ROW_B);
  store<f64>(row, numberAt(book, 4), hedge.HEDGE_ROW_C);
  store<f64>(row, numberAt(book, 5), hedge.HEDGE_ROW_D);
  store<f64>(row, numberAt(book, 6), hedge.HEDGE_ROW_TARGET_DELTA);
  store<f64>(row, numberAt(book, 7), hedge.HEDGE_ROW_TARGET_GAMMA);
  store<f64>(row, numberAt(book, 8), hedge.HEDGE_ROW_TARGET_VEGA);
  store<f64>(row, numberAt(book, 9), hedge.HEDGE_ROW_AGGRESSIVENESS);
  store<f64>(row, numberAt(book, 10) * NS_PER_SECOND, hedge.HEDGE_ROW_INTERVAL_NS);
  store<f64>(row, limitAt(book, 11), hedge.HEDGE_ROW_MAX_DELTA);
  if (numberAt(book, 1) == code.HEDGING_OFF) store<f64>(row, 0, hedge.HEDGE_ROW_ACTION);
  const rows = load<i32>(state, hedge.BOOK_HEDGED_ROWS);
  store<i32>(state, max(rows, underlying + 1), hedge.BOOK_HEDGED_ROWS);
  return 0;
}

// Whether the instrument can hedge something: it is a contract on an underlying that has a slot for it.
function checkSlot(book: usize): i32 {
  const state = stateOf(book);
  const lane = riskLane(state, indexAt(book, 0));
  const underlying = <i32>load<f64>(lane, risk.RISK_UNDERLYING) - 1;
  if (underlying < 0) return inconsistent(0, numberAt(book, 0), 0);
  if (load<f64>(lane, hedge.HEDGE_LANE_SLOT) != 0 || indexAt(book, 1) == 0) return 0;
  const count = load<f64>(underlyingRow(state, underlying), hedge.HEDGE_ROW_COUNT);
  if (count < <f64>code.MAX_HEDGE_INSTRUMENTS) return 0;
  decode.refuse(0, count + 1, <f64>code.MAX_HEDGE_INSTRUMENTS);
  return code.REJECT_NO_ROOM;
}

function takeSlot(state: usize, instrument: i32, lane: usize): void {
  const row = underlyingRow(state, <i32>load<f64>(lane, risk.RISK_UNDERLYING) - 1);
  const count = load<f64>(row, hedge.HEDGE_ROW_COUNT);
  const slot = slotOf(row, <i32>count);
  memory.fill(slot, 0, hedge.HEDGE_SLOT_BYTES);
  store<f64>(slot, <f64>(instrument + 1), hedge.HEDGE_SLOT_INSTRUMENT);
  store<f64>(row, count + 1, hedge.HEDGE_ROW_COUNT);
  store<f64>(lane, count + 1, hedge.HEDGE_LANE_SLOT);
}

// The last slot takes the place of the one that goes.
function giveSlot(state: usize, lane: usize): void {
  const row = underlyingRow(state, <i32>load<f64>(lane, risk.RISK_UNDERLYING) - 1);
  const last = <i32>load<f64>(row, hedge.HEDGE_ROW_COUNT) - 1;
  const own = load<f64>(lane, hedge.HEDGE_LANE_SLOT);
  const moved = riskLane(state, instrumentOf(slotOf(row, last)));
  memory.copy(slotOf(row, <i32>own - 1), slotOf(row, last), hedge.HEDGE_SLOT_BYTES);
  store<f64>(moved, own, hedge.HEDGE_LANE_SLOT);
  memory.fill(slotOf(row, last), 0, hedge.HEDGE_SLOT_BYTES);
  store<f64>(row, <f64>last, hedge.HEDGE_ROW_COUNT);
  store<f64>(lane, 0, hedge.HEDGE_LANE_SLOT);
}

// Turned off, an instrument keeps its slot while a hedge is under way: it counts until it has ended.
export function onSetHedgeInstrument(book: usize): i32 {
  let result = checkAtMost(book, 1, 1);
  if (result == 0 && numberAt(book, 2) < 0) result = checkAtLeast(book, 2, 0);
  if (result == 0) result = checkAtLeast(book, 5, 1);
  if (result == 0) result = checkSlot(book);
  if (result != 0) return result;
  advance(book);
  const state = stateOf(book);
  const instrument = indexAt(book, 0);
  const lane = riskLane(state, instrument);
  const isOn = indexAt(book, 1) == 1;
  const halfSpread = numberAt(book, 2);
  track(state, instrument);
  const current = load<f64>(lane, hedge.HEDGE_LANE_STATE);
  if (current == hedge.HEDGE_STATE_UNCONFIRMED) forgetHedge(state, instrument);
  const isIdle = load<f64>(lane, hedge.HEDGE_LANE_STATE) == hedge.HEDGE_STATE_IDLE;
  const hasSlot = load<f64>(lane, hedge.HEDGE_LANE_SLOT) != 0;
  const role = isOn ? hedge.HEDGE_ROLE_ENABLED : hedge.HEDGE_ROLE_TRACKED;
  store<f64>(lane, <f64>role, hedge.HEDGE_LANE_ROLE);
  store<f64>(lane, isNaN(halfSpread) ? -1 : halfSpread * BPS, hedge.HEDGE_LANE_HALF_SPREAD);
  store<f64>(lane, numberAt(book, 3) * BPS, hedge.HEDGE_LANE_IMPACT);
  store<f64>(lane, numberAt(book, 4) * BPS, hedge.HEDGE_LANE_CARRY);
  store<f64>(lane, numberAt(book, 5), hedge.HEDGE_LANE_MAX_LOTS);
  store<f64>(lane, numberAt(book, 6) * NS_PER_SECOND, hedge.HEDGE_LANE_SETTLE_NS);
  store<f64>(lane, numberAt(book, 7) * NS_PER_SECOND, hedge.HEDGE_LANE_CONFIRM_NS);
  if (isOn && !hasSlot) takeSlot(state, instrument, lane);
  if (!isOn && hasSlot && isIdle) giveSlot(state, lane);
  return 0;
}

export function onHedgeResult(book: usize): i32 {
  const state = stateOf(book);
  const instrument = indexAt(book, 0);
  const lane = riskLane(state, instrument);
  const open = load<f64>(lane, hedge.HEDGE_LANE_ID);
  if (open == 0 || numberAt(book, 1) != open) return inconsistent(1, numberAt(book, 1), open);
  const lots = load<f64>(lane, hedge.HEDGE_LANE_LOTS);
  let result =
    numberAt(book, 2) > Math.abs(lots) ? inconsistent(2, numberAt(book, 2), Math.abs(lots)) : 0;
  if (result == 0) result = checkAtMost(book, 3, code.RESULT_REJECTED);
  if (result != 0) return result;
  advance(book);
  const filled = lots > 0 ? numberAt(book, 2) : -numberAt(book, 2);
  noteResult(state, instrument, filled, indexAt(book, 3) == code.RESULT_REJECTED);
  return 0;
}
