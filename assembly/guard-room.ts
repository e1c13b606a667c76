// How much of an order the hard limits of guards leave: those that are linear in lots, of the instrument
// and of the delta of its underlying (docs/semantics.md 15). Infinite where there is none.
import * as code from './codes';
import { deltaOf, openDeltaDown, openDeltaUp } from './exposure';
import * as guard from './guard-layout';
import * as at from './layout';
import { guardRow, ledgerLane, optionLane, quoteLane, riskLane, underlyingRow } from './region';
import * as risk from './risk-layout';

// Base units of delta that a lot of the instrument is.
function deltaPerLot(state: usize, lane: usize, ledger: usize, index: f64): f64 {
  const slot = <i32>load<f64>(lane, risk.RISK_OPTION) - 1;
  if (slot >= 0) {
    const option = optionLane(state, slot);
    return load<f64>(option, risk.OPTION_UNIT) * load<f64>(option, risk.OPTION_DELTA);
  }
  const scale = load<f64>(lane, risk.RISK_SCALE);
  return load<f64>(ledger, at.LEDGER_CONTRACT) == code.CONTRACT_INVERSE ? scale / index : scale;
}

// Lots until a limit of delta, in the direction in which a lot moves it.
function deltaRoom(state: usize, row: usize, perLot: f64, limit: f64): f64 {
  const delta = deltaOf(state, row);
  const worst = perLot > 0 ? delta + openDeltaUp(row) : openDeltaDown(row) - delta;
  return (limit - worst) / Math.abs(perLot);
}

function underlyingRoom(state: usize, lane: usize, ledger: usize, isBuy: bool): f64 {
  const underlying = <i32>load<f64>(lane, risk.RISK_UNDERLYING) - 1;
  if (underlying < 0) return Infinity;
  const row = underlyingRow(state, underlying);
  const index = load<f64>(row, risk.UNDERLYING_INDEX);
  const size = deltaPerLot(state, lane, ledger, index);
  const perLot = isBuy ? size : -size;
  let room: f64 = Infinity;
  let next = <i32>load<f64>(row, risk.UNDERLYING_FIRST_GUARD) - 1;
  // an inverse contract has no delta before there is an index
  while (next >= 0 && perLot != 0 && size < Infinity) {
    const guarded = guardRow(state, next);
    const measure = load<f64>(guarded, guard.GUARD_MEASURE);
    const hard = load<f64>(guarded, guard.GUARD_HARD);
    if (measure == code.MEASURE_DELTA) room = Math.min(room, deltaRoom(state, row, perLot, hard));
    if (measure == code.MEASURE_DOLLAR_DELTA) {
      room = Math.min(room, deltaRoom(state, row, perLot, hard / index));
    }
    next = <i32>load<f64>(guarded, guard.GUARD_NEXT) - 1;
  }
  return room;
}

function instrumentRoom(state: usize, instrument: i32, worstLots: f64): f64 {
  const quote = quoteLane(state, instrument);
  const fixed = load<f64>(quote, at.QUOTE_NOTIONAL_FIXED);
  const perTick = load<f64>(quote, at.QUOTE_NOTIONAL_PER_TICK);
  const perLot = fixed + perTick * load<f64>(quote, at.QUOTE_MARK);
  let room: f64 = Infinity;
  let next = <i32>load<f64>(riskLane(state, instrument), risk.RISK_FIRST_GUARD) - 1;
  while (next >= 0) {
    const guarded = guardRow(state, next);
    const measure = load<f64>(guarded, guard.GUARD_MEASURE);
    const hard = load<f64>(guarded, guard.GUARD_HARD);
    if (measure == code.MEASURE_POSITION) room = Math.min(room, hard - worstLots);
    if (measure == code.MEASURE_NOTIONAL) room = Math.min(room, hard / perLot - worstLots);
    next = <i32>load<f64>(guarded, guard.GUARD_NEXT) - 1;
  }
  return room;
}

// Whole lots of the side that guards leave on top of `worstLots`, the position towards the side with
// everything open on it filled. A measure that is not known yet leaves all.
export function roomByGuards(state: usize, instrument: i32, isBuy: bool, worstLots: f64): f64 {
  if (load<i32>(state, guard.BOOK_GUARD_COUNT) == 0) return Infinity;
  const lane = riskLane(state, instrument);
  const own = instrumentRoom(state, instrument, worstLots);
  const shared = underlyingRoom(state, lane, ledgerLane(state, instrument), isBuy);
  const room = isNaN(shared) ? own : Math.min(own, shared);
  return room < Infinity ? Math.max(Math.floor(room), 0) : Infinity;
}
