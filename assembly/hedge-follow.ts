// Which underlyings an accepted frame decides on again, and positions that are to go altogether.
import * as code from './codes';
import { isPreview } from './encode';
import { decide, send } from './hedge';
import { assess, instrumentOf, slotOf } from './hedge-cost';
import { tend, track } from './hedge-flight';
import * as hedge from './hedge-layout';
import * as at from './layout';
import * as op from './opcodes';
import { isInstrument, riskLane, stateOf, underlyingRow } from './region';
import * as risk from './risk-layout';

function decideAll(book: usize): void {
  const count = load<i32>(stateOf(book), hedge.BOOK_HEDGED_ROWS);
  for (let underlying = 0; underlying < count; underlying++) decide(book, underlying, false);
}

function underlyingOf(state: usize, instrument: i32): i32 {
  return <i32>load<f64>(riskLane(state, instrument), risk.RISK_UNDERLYING) - 1;
}

// A ticker matters when it moves the index, or brings back a market that a hedge waited for.
function followMarket(book: usize, instrument: i32, moved: i32): void {
  const state = stateOf(book);
  if (moved >= 0) decide(book, moved, false);
  if (load<f64>(riskLane(state, instrument), hedge.HEDGE_LANE_SLOT) == 0) return;
  const underlying = underlyingOf(state, instrument);
  if (underlying == moved) return;
  const action = load<f64>(underlyingRow(state, underlying), hedge.HEDGE_ROW_ACTION);
  if (action == code.HEDGE_STALE_MARKET) decide(book, underlying, false);
}

// To be called once per accepted frame, when limits have been judged. `moved` is the underlying whose index
// or chain the frame moved, -1 for none.
export function followHedges(book: usize, opcode: i32, instrument: i32, moved: i32): void {
  if (isPreview || load<i32>(stateOf(book), hedge.BOOK_HEDGED_ROWS) == 0) return;
  switch (opcode) {
    case op.OP_BOOK_TICKER:
    case op.OP_MARK:
      followMarket(book, instrument, moved);
      return;
    case op.OP_INDEX:
      if (moved >= 0) decide(book, moved, false);
      return;
    case op.OP_TRADE:
    case op.OP_WORKING:
    case op.OP_ALPHA:
      return;
    case op.OP_SET_HEDGE:
      decide(book, <i32>load<f64>(book, at.IO_REGISTERS), true);
      return;
    default:
      follow(book, instrument, moved);
  }
}

// Exposures may have moved: those of the instrument's underlying, or of all when none is named. The index
// may follow the instrument while it is a contract on something else.
function follow(book: usize, instrument: i32, moved: i32): void {
  if (instrument < 0) {
    decideAll(book);
    return;
  }
  const underlying = underlyingOf(stateOf(book), instrument);
  if (underlying >= 0) decide(book, underlying, false);
  if (moved >= 0 && moved != underlying) decide(book, moved, false);
}

// Base units that the exposure of the instrument's underlying is, and what a lot of it moves; 0 without.
let exposure: f64 = 0;
let perLot: f64 = 0;

function measure(state: usize, instrument: i32): void {
  exposure = 0;
  perLot = 0;
  const slot = <i32>load<f64>(riskLane(state, instrument), hedge.HEDGE_LANE_SLOT) - 1;
  if (slot < 0) return;
  const row = underlyingRow(state, underlyingOf(state, instrument));
  assess(state, row);
  exposure = load<f64>(row, hedge.HEDGE_ROW_DELTA);
  perLot = load<f64>(slotOf(row, slot), hedge.HEDGE_SLOT_DELTA);
}

// Sends a hedge that takes the position of an instrument to 0, within the size of one order and with the
// same rule for what is under way as any hedge. Trading states do not hold it back. Returns whether the
// position is gone; until then call it again, with every frame or clock.
export function flattenInstrument(book: usize, instrument: i32): bool {
  const state = stateOf(book);
  const lane = riskLane(state, instrument);
  track(state, instrument);
  tend(book, instrument);
  if (load<f64>(lane, hedge.HEDGE_LANE_STATE) != hedge.HEDGE_STATE_IDLE) return false;
  const expected = load<f64>(lane, hedge.HEDGE_LANE_EXPECTED);
  if (expected == 0) return true;
  const size = Math.min(Math.abs(expected), load<f64>(lane, hedge.HEDGE_LANE_MAX_LOTS));
  const lots = expected > 0 ? -size : size;
  measure(state, instrument);
  const after = exposure + lots * perLot;
  send(book, instrument, lots, 0, exposure, after, code.HEDGE_FLATTEN);
  return false;
}

// The same for every instrument that is a contract on an underlying.
export function flattenUnderlying(book: usize, underlying: i32): bool {
  const state = stateOf(book);
  const count = load<i32>(state, at.BOOK_INSTRUMENT_COUNT);
  let isFlat = true;
  for (let instrument = 0; instrument < count; instrument++) {
    if (!isInstrument(state, instrument) || underlyingOf(state, instrument) != underlying) continue;
    if (!flattenInstrument(book, instrument)) isFlat = false;
  }
  return isFlat;
}
