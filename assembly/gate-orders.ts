// What the gate remembers between orders: ids, lots that no working frame has reported yet, quotes
// that may still rest, fills in a row (docs/semantics.md 15).
import { moveUnderlying } from './exposure';
import { draw, waitOf } from './gate-budget';
import * as gate from './gate-layout';
import { hasId, rememberId } from './id-window';
import * as at from './layout';
import { reviseMargin } from './margin';
import { ledgerLane, orderRing, orderTable, quoteBlock, quoteLane, riskLane } from './region';

export function isGateActive(state: usize): bool {
  return load<i32>(state, gate.BOOK_GATE_ACTIVE) != 0;
}

export function hasOrderId(state: usize, id: u64): bool {
  return hasId(orderTable(state), gate.GATE_ORDER_IDS, id);
}

export function rememberOrderId(state: usize, id: u64): void {
  const counter = state + gate.BOOK_GATE_ORDER_COUNT;
  rememberId(orderRing(state), orderTable(state), gate.GATE_ORDER_IDS, counter, id);
}

function add(address: usize, lots: f64): void {
  store<f64>(address, load<f64>(address) + lots);
}

// An allowed order is an open one from its verdict on; the next working frame replaces all.
export function reserve(state: usize, instrument: i32, isBuy: bool, lots: f64): void {
  const lane = riskLane(state, instrument);
  const buys = load<f64>(lane, gate.GATE_PENDING_BUY);
  const sells = load<f64>(lane, gate.GATE_PENDING_SELL);
  if (buys + sells == 0) {
    store<i64>(lane, load<i64>(state, at.BOOK_TIME_NS), gate.GATE_PENDING_NS);
  }
  add(lane + (isBuy ? gate.GATE_PENDING_BUY : gate.GATE_PENDING_SELL), lots);
  add(quoteLane(state, instrument) + (isBuy ? at.QUOTE_OTHER_BUY : at.QUOTE_OTHER_SELL), lots);
  add(ledgerLane(state, instrument) + (isBuy ? at.LEDGER_OPEN_BUY : at.LEDGER_OPEN_SELL), lots);
  moveUnderlying(state, instrument);
  reviseMargin(state, instrument);
}

// Called by a working frame, which counts every order that was allowed before it.
export function forgetPending(state: usize, instrument: i32): void {
  const lane = riskLane(state, instrument);
  store<f64>(lane, 0, gate.GATE_PENDING_BUY);
  store<f64>(lane, 0, gate.GATE_PENDING_SELL);
  store<i64>(lane, 0, gate.GATE_PENDING_NS);
  store<f64>(lane, 0, gate.GATE_QUOTED_BID);
  store<f64>(lane, 0, gate.GATE_QUOTED_ASK);
}

export function countExecution(state: usize, instrument: i32, isBuy: bool): void {
  const lane = riskLane(state, instrument);
  const now = load<i64>(state, at.BOOK_TIME_NS);
  const run = load<f64>(lane, gate.GATE_RUN);
  const step: f64 = isBuy ? 1 : -1;
  const isPaused = now - load<i64>(lane, gate.GATE_RUN_NS) >= load<i64>(lane, gate.GATE_PAUSE_NS);
  store<f64>(lane, run * step > 0 && !isPaused ? run + step : step, gate.GATE_RUN);
  store<i64>(lane, now, gate.GATE_RUN_NS);
}

// An operator command ends the rows of an instrument, or of all (-1).
export function forgetExecutions(state: usize, instrument: i32): void {
  const first = max(instrument, 0);
  const end = instrument < 0 ? load<i32>(state, at.BOOK_INSTRUMENT_COUNT) : instrument + 1;
  for (let index = first; index < end; index++) {
    store<f64>(riskLane(state, index), 0, gate.GATE_RUN);
  }
}

function maskOf(even: bool, odd: bool): v128 {
  const first = i64x2.replace_lane(i64x2.splat(0), 0, even ? -1 : 0);
  return i64x2.replace_lane(first, 1, odd ? -1 : 0);
}

// Whether a quote that replaces the published one has a message to be sent with, or must go without.
function admit(state: usize, lane: usize, now: i64, mustGo: bool): bool {
  const ofBook = state + gate.BOOK_GATE_MESSAGES;
  const own = lane + gate.GATE_MESSAGES;
  if (!mustGo && max(waitOf(ofBook, now), waitOf(own, now)) > 0) return false;
  draw(ofBook, now);
  draw(own, now);
  return true;
}

// Published quotes that may not stay: smaller ones come, or their price would trade.
function mustReplace(block: usize, forbidden: v128, bidLots: v128, askLots: v128): v128 {
  const bid = v128.load(block, at.QUOTE_QUOTED_BID);
  const ask = v128.load(block, at.QUOTE_QUOTED_ASK);
  const bidBeyond = v128.and(
    f64x2.ge(bid, v128.load(block, at.QUOTE_ASK)),
    f64x2.gt(bid, f64x2.splat(0)),
  );
  const askBeyond = v128.and(
    f64x2.le(ask, v128.load(block, at.QUOTE_BID)),
    f64x2.gt(ask, f64x2.splat(0)),
  );
  const bidSmaller = f64x2.lt(bidLots, v128.load(block, at.QUOTE_QUOTED_BID_LOTS));
  const askSmaller = f64x2.lt(askLots, v128.load(block, at.QUOTE_QUOTED_ASK_LOTS));
  const smaller = v128.or(bidSmaller, askSmaller);
  return v128.or(v128.or(forbidden, smaller), v128.or(bidBeyond, askBeyond));
}

// Which of the lanes that want to be replaced may be; what they replace may rest a while longer.
export function admitQuotes(
  state: usize,
  block: usize,
  wanted: v128,
  forbidden: v128,
  bidLots: v128,
  askLots: v128,
): v128 {
  const pair = <i32>((block - quoteBlock(state, 0)) / at.QUOTE_BLOCK_BYTES);
  const lane = riskLane(state, pair << 1);
  let admitted = wanted;
  if (load<i32>(state, gate.BOOK_GATE_QUOTES) != 0) {
    const now = load<i64>(state, at.BOOK_TIME_NS);
    const wants = i64x2.bitmask(wanted);
    const must = i64x2.bitmask(mustReplace(block, forbidden, bidLots, askLots));
    const even = (wants & 1) != 0 && admit(state, lane, now, (must & 1) != 0);
    const odd = (wants & 2) != 0 && admit(state, lane + at.LANE_BYTES, now, (must & 2) != 0);
    admitted = maskOf(even, odd);
  }
  rememberLots(lane + gate.GATE_QUOTED_BID, block + at.QUOTE_QUOTED_BID_LOTS, admitted);
  rememberLots(lane + gate.GATE_QUOTED_ASK, block + at.QUOTE_QUOTED_ASK_LOTS, admitted);
  return admitted;
}

function rememberLots(largest: usize, published: usize, lanes: v128): void {
  const known = v128.load(largest);
  const lots = f64x2.pmax(known, v128.load(published));
  v128.store(largest, v128.bitselect(lots, known, lanes));
}

// Before an instrument has a gate of its own.
export function clearGate(state: usize, instrument: i32): void {
  const lane = riskLane(state, instrument);
  store<f64>(lane, Infinity, gate.GATE_MAX_LOTS);
  store<f64>(lane, Infinity, gate.GATE_MAX_VALUE);
  store<f64>(lane, Infinity, gate.GATE_MARK_COLLAR);
  store<f64>(lane, Infinity, gate.GATE_TOUCH_COLLAR);
}
