// Hedges under way: the position that an instrument will have once everything in flight has arrived.
// Fills and results move it, position reports only when they cannot be late (docs/semantics.md 12), so
// that a late feed cannot cause a second hedge.
import * as code from './codes';
import { emitLimitEvent } from './encode';
import * as hedge from './hedge-layout';
import * as at from './layout';
import { quoteLane, riskLane, stateOf } from './region';

const DEFAULT_SETTLE_NS: f64 = 2e9;
const DEFAULT_CONFIRM_NS: f64 = 10e9;
const NS_PER_SECOND: f64 = 1e9;

function nowOf(state: usize): f64 {
  return load<f64>(state, at.BOOK_NOW);
}

function positionOf(state: usize, instrument: i32): f64 {
  return load<f64>(quoteLane(state, instrument), at.QUOTE_POSITION);
}

// Begins to keep the expected position of an instrument, if it is not kept yet.
export function track(state: usize, instrument: i32): void {
  const lane = riskLane(state, instrument);
  if (load<f64>(lane, hedge.HEDGE_LANE_ROLE) != hedge.HEDGE_ROLE_NONE) return;
  store<f64>(lane, hedge.HEDGE_ROLE_TRACKED, hedge.HEDGE_LANE_ROLE);
  store<f64>(lane, positionOf(state, instrument), hedge.HEDGE_LANE_EXPECTED);
  store<f64>(lane, Infinity, hedge.HEDGE_LANE_MAX_LOTS);
  store<f64>(lane, DEFAULT_SETTLE_NS, hedge.HEDGE_LANE_SETTLE_NS);
  store<f64>(lane, DEFAULT_CONFIRM_NS, hedge.HEDGE_LANE_CONFIRM_NS);
  store<f64>(lane, nowOf(state), hedge.HEDGE_LANE_QUIET_NOW);
  store<f64>(lane, -1, hedge.HEDGE_LANE_REPORT_NOW);
}

function endHedge(lane: usize, now: f64, state: i32): void {
  store<f64>(lane, 0, hedge.HEDGE_LANE_ID);
  store<f64>(lane, 0, hedge.HEDGE_LANE_LOTS);
  store<f64>(lane, <f64>state, hedge.HEDGE_LANE_STATE);
  store<f64>(lane, now, hedge.HEDGE_LANE_QUIET_NOW);
}

// A hedge was sent: its lots are expected from now on.
export function beginHedge(state: usize, instrument: i32, id: i64, lots: f64): void {
  const lane = riskLane(state, instrument);
  const now = nowOf(state);
  const expected = load<f64>(lane, hedge.HEDGE_LANE_EXPECTED) + lots;
  store<f64>(lane, <f64>id, hedge.HEDGE_LANE_ID);
  store<f64>(lane, lots, hedge.HEDGE_LANE_LOTS);
  store<f64>(lane, expected, hedge.HEDGE_LANE_EXPECTED);
  store<f64>(lane, lots, hedge.HEDGE_LANE_IN_FLIGHT);
  store<f64>(lane, now, hedge.HEDGE_LANE_SENT_NOW);
  store<f64>(lane, now, hedge.HEDGE_LANE_QUIET_NOW);
  store<f64>(lane, hedge.HEDGE_STATE_OPEN, hedge.HEDGE_LANE_STATE);
}

// A fill of signed lots: what was in flight leaves it, everything else moves the expected position.
export function noteFill(state: usize, instrument: i32, lots: f64, isHedge: bool): void {
  const lane = riskLane(state, instrument);
  if (load<f64>(lane, hedge.HEDGE_LANE_ROLE) == hedge.HEDGE_ROLE_NONE) return;
  const inFlight = load<f64>(lane, hedge.HEDGE_LANE_IN_FLIGHT);
  let arrived: f64 = 0;
  if (isHedge && lots * inFlight > 0) {
    arrived = Math.abs(lots) < Math.abs(inFlight) ? lots : inFlight;
  }
  const expected = load<f64>(lane, hedge.HEDGE_LANE_EXPECTED) + (lots - arrived);
  store<f64>(lane, inFlight - arrived, hedge.HEDGE_LANE_IN_FLIGHT);
  store<f64>(lane, expected, hedge.HEDGE_LANE_EXPECTED);
  store<f64>(lane, nowOf(state), hedge.HEDGE_LANE_QUIET_NOW);
  store<f64>(lane, -1, hedge.HEDGE_LANE_REPORT_NOW);
  // What an ended hedge still owed has arrived.
  if (arrived == 0 || inFlight != arrived) return;
  if (load<f64>(lane, hedge.HEDGE_LANE_STATE) == hedge.HEDGE_STATE_HELD) {
    store<f64>(lane, hedge.HEDGE_STATE_IDLE, hedge.HEDGE_LANE_STATE);
  }
}

// A position report arrived. One that repeats the position keeps the time of the first that stands.
export function noteReport(state: usize, instrument: i32, isRepeated: bool): void {
  const lane = riskLane(state, instrument);
  if (load<f64>(lane, hedge.HEDGE_LANE_ROLE) == hedge.HEDGE_ROLE_NONE) return;
  if (isRepeated && isFresh(lane)) return;
  store<f64>(lane, nowOf(state), hedge.HEDGE_LANE_REPORT_NOW);
}

// Whether the report that stands came so late after fills and hedges that it knows all of them.
function isFresh(lane: usize): bool {
  const report = load<f64>(lane, hedge.HEDGE_LANE_REPORT_NOW);
  if (report < 0) return false;
  const quiet = load<f64>(lane, hedge.HEDGE_LANE_QUIET_NOW);
  return report - quiet >= load<f64>(lane, hedge.HEDGE_LANE_SETTLE_NS);
}

// The venue's last word on the open hedge: `filled` signed lots of it, whether or not their fills arrived.
export function noteResult(state: usize, instrument: i32, filled: f64, isRefused: bool): void {
  const lane = riskLane(state, instrument);
  const inFlight = load<f64>(lane, hedge.HEDGE_LANE_IN_FLIGHT);
  const arrived = load<f64>(lane, hedge.HEDGE_LANE_LOTS) - inFlight;
  // Fills are facts: a result cannot take them back.
  const total = Math.abs(filled) > Math.abs(arrived) ? filled : arrived;
  const owed = total - arrived;
  const expected = load<f64>(lane, hedge.HEDGE_LANE_EXPECTED) - (inFlight - owed);
  store<f64>(lane, expected, hedge.HEDGE_LANE_EXPECTED);
  store<f64>(lane, owed, hedge.HEDGE_LANE_IN_FLIGHT);
  const isHeld = owed != 0 || isRefused;
  endHedge(lane, nowOf(state), isHeld ? hedge.HEDGE_STATE_HELD : hedge.HEDGE_STATE_IDLE);
}

// An operator says that the position as it stands is right: nothing is in flight.
export function forgetHedge(state: usize, instrument: i32): void {
  const lane = riskLane(state, instrument);
  store<f64>(lane, positionOf(state, instrument), hedge.HEDGE_LANE_EXPECTED);
  store<f64>(lane, 0, hedge.HEDGE_LANE_IN_FLIGHT);
  store<f64>(lane, -1, hedge.HEDGE_LANE_REPORT_NOW);
  endHedge(lane, nowOf(state), hedge.HEDGE_STATE_IDLE);
}

function tendOpen(book: usize, instrument: i32, lane: usize, now: f64): void {
  if (load<f64>(lane, hedge.HEDGE_LANE_IN_FLIGHT) == 0) {
    const quiet = now - load<f64>(lane, hedge.HEDGE_LANE_QUIET_NOW);
    if (quiet < load<f64>(lane, hedge.HEDGE_LANE_SETTLE_NS)) return;
    endHedge(lane, now, hedge.HEDGE_STATE_IDLE);
    return;
  }
  if (load<f64>(lane, hedge.HEDGE_LANE_STATE) == hedge.HEDGE_STATE_UNCONFIRMED) return;
  const waited = now - load<f64>(lane, hedge.HEDGE_LANE_SENT_NOW);
  const most = load<f64>(lane, hedge.HEDGE_LANE_CONFIRM_NS);
  if (waited <= most) return;
  store<f64>(lane, hedge.HEDGE_STATE_UNCONFIRMED, hedge.HEDGE_LANE_STATE);
  const seconds = waited / NS_PER_SECOND;
  emitLimitEvent(book, instrument, code.HEDGE_UNCONFIRMED, seconds, most / NS_PER_SECOND);
}

// What passing time does to an instrument: a hedge that has arrived settles, one that did not becomes
// unconfirmed, a report that stands is believed.
export function tend(book: usize, instrument: i32): void {
  const state = stateOf(book);
  const lane = riskLane(state, instrument);
  const now = nowOf(state);
  const settle = load<f64>(lane, hedge.HEDGE_LANE_SETTLE_NS);
  const current = load<f64>(lane, hedge.HEDGE_LANE_STATE);
  if (current == hedge.HEDGE_STATE_OPEN || current == hedge.HEDGE_STATE_UNCONFIRMED) {
    tendOpen(book, instrument, lane, now);
  } else if (current == hedge.HEDGE_STATE_HELD) {
    if (now - load<f64>(lane, hedge.HEDGE_LANE_QUIET_NOW) < settle) return;
    store<f64>(lane, 0, hedge.HEDGE_LANE_IN_FLIGHT);
    store<f64>(lane, hedge.HEDGE_STATE_IDLE, hedge.HEDGE_LANE_STATE);
  }
  if (load<f64>(lane, hedge.HEDGE_LANE_STATE) != hedge.HEDGE_STATE_IDLE) return;
  if (!isFresh(lane) || now - load<f64>(lane, hedge.HEDGE_LANE_REPORT_NOW) < settle) return;
  store<f64>(lane, positionOf(state, instrument), hedge.HEDGE_LANE_EXPECTED);
  store<f64>(lane, -1, hedge.HEDGE_LANE_REPORT_NOW);
}
