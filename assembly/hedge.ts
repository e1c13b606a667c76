// Whether to hedge, how far and with what: the decision on one underlying (docs/semantics.md 12).
import * as code from './codes';
import { emitHedge } from './encode';
import { dealerRate, internalisationThreshold, whalleyWilmottHalfWidth } from './hedge-band';
import {
  assess,
  cheapestSlot,
  instrumentOf,
  slotCount,
  slotOf,
  storeExposures,
  unitCost,
} from './hedge-cost';
import { beginHedge, tend } from './hedge-flight';
import * as hedge from './hedge-layout';
import { deltaPenalty, savedBySolution, solvedLots, solveExposures } from './hedge-variance';
import * as at from './layout';
import { quoteLane, stateOf, underlyingRow } from './region';
import * as risk from './risk-layout';

// Hedges that the frame being applied may still lead to.
let hedgesLeft: i32 = hedge.HEDGES_PER_FRAME;

export function allowHedges(): void {
  hedgesLeft = hedge.HEDGES_PER_FRAME;
}

function note(state: usize, row: usize, action: i32): void {
  store<f64>(row, <f64>action, hedge.HEDGE_ROW_ACTION);
  store<f64>(row, load<f64>(state, at.BOOK_NOW), hedge.HEDGE_ROW_ACTION_NOW);
}

function noteNumbers(row: usize, low: f64, high: f64, wanted: f64, pay: f64, hold: f64): void {
  store<f64>(row, low, hedge.HEDGE_ROW_LOW);
  store<f64>(row, high, hedge.HEDGE_ROW_HIGH);
  store<f64>(row, wanted, hedge.HEDGE_ROW_WANTED);
  store<f64>(row, pay, hedge.HEDGE_ROW_PAY);
  store<f64>(row, hold, hedge.HEDGE_ROW_HOLD);
}

// What keeps the instruments from hedging: the most telling of their verdicts.
function obstacle(row: usize): i32 {
  let worst: f64 = code.HEDGE_NO_INSTRUMENT;
  const count = slotCount(row);
  for (let index = 0; index < count; index++) {
    worst = Math.max(worst, load<f64>(slotOf(row, index), hedge.HEDGE_SLOT_VERDICT));
  }
  return <i32>worst;
}

function isTooSoon(state: usize, row: usize): bool {
  const since = load<f64>(state, at.BOOK_NOW) - load<f64>(row, hedge.HEDGE_ROW_SENT_NOW);
  return since < load<f64>(row, hedge.HEDGE_ROW_INTERVAL_NS);
}

// Whole lots towards 0 within the room of a slot; 0 with a verdict when that is not an order.
function orderLots(state: usize, slot: usize, lots: f64): f64 {
  const whole = Math.trunc(lots);
  const low = load<f64>(slot, hedge.HEDGE_SLOT_LOW);
  const high = load<f64>(slot, hedge.HEDGE_SLOT_HIGH);
  const sent = Math.trunc(whole < low ? low : whole > high ? high : whole);
  const quote = quoteLane(state, instrumentOf(slot));
  const perLot =
    load<f64>(quote, at.QUOTE_NOTIONAL_FIXED) +
    load<f64>(quote, at.QUOTE_NOTIONAL_PER_TICK) * load<f64>(quote, at.QUOTE_BID);
  const size = Math.abs(sent);
  const isSmall =
    size < Math.max(load<f64>(quote, at.QUOTE_MIN_LOTS), 1) ||
    size * perLot < load<f64>(quote, at.QUOTE_MIN_NOTIONAL);
  if (!isSmall) return sent;
  const verdict = sent == whole ? code.HEDGE_ROUNDED : code.HEDGE_LIMITED;
  store<f64>(slot, <f64>verdict, hedge.HEDGE_SLOT_VERDICT);
  return 0;
}

// Expected cost of an order, reporting currency.
function costOf(slot: usize, lots: f64): f64 {
  const side = lots > 0 ? hedge.HEDGE_SLOT_BUY_COST : hedge.HEDGE_SLOT_SELL_COST;
  const size = Math.abs(lots);
  const impact = load<f64>(slot, hedge.HEDGE_SLOT_IMPACT);
  return size * load<f64>(slot + side) + 0.5 * impact * size * size;
}

// Sends a hedge and takes its lots for expected. False when this frame may send no more.
export function send(
  book: usize,
  instrument: i32,
  lots: f64,
  cost: f64,
  before: f64,
  after: f64,
  reason: i32,
): bool {
  if (hedgesLeft == 0) return false;
  hedgesLeft--;
  const state = stateOf(book);
  const id = load<i64>(state, hedge.BOOK_HEDGE_COUNT) + 1;
  store<i64>(state, id, hedge.BOOK_HEDGE_COUNT);
  const quote = quoteLane(state, instrument);
  const seen = load<f64>(quote + (lots > 0 ? at.QUOTE_ASK : at.QUOTE_BID));
  // an option quoted by its model has an infinite ask while there is none
  const touch = seen < Infinity ? seen : 0;
  beginHedge(state, instrument, id, lots);
  emitHedge(book, id, instrument, lots, touch, cost, before, after, reason);
  return true;
}

function moveExposure(address: usize, change: f64): void {
  store<f64>(address, load<f64>(address) + change);
}

function sendSlot(book: usize, row: usize, slot: usize, lots: f64, reason: i32): bool {
  const before = load<f64>(row, hedge.HEDGE_ROW_DELTA);
  const after = before + lots * load<f64>(slot, hedge.HEDGE_SLOT_DELTA);
  const instrument = instrumentOf(slot);
  if (!send(book, instrument, lots, costOf(slot, lots), before, after, reason)) {
    store<f64>(slot, code.HEDGE_RATE_LIMITED, hedge.HEDGE_SLOT_VERDICT);
    return false;
  }
  store<f64>(slot, code.HEDGE_IN_FLIGHT, hedge.HEDGE_SLOT_VERDICT);
  store<f64>(row, after, hedge.HEDGE_ROW_DELTA);
  moveExposure(row + hedge.HEDGE_ROW_GAMMA, lots * load<f64>(slot, hedge.HEDGE_SLOT_GAMMA));
  moveExposure(row + hedge.HEDGE_ROW_VEGA, lots * load<f64>(slot, hedge.HEDGE_SLOT_VEGA));
  store<f64>(row, load<f64>(stateOf(book), at.BOOK_NOW), hedge.HEDGE_ROW_SENT_NOW);
  store<f64>(row, load<f64>(row, hedge.HEDGE_ROW_SENT) + 1, hedge.HEDGE_ROW_SENT);
  return true;
}

// Trades delta with the cheapest instrument, what it has no room for with the next. Returns the action.
function tradeDelta(book: usize, row: usize, wanted: f64, reason: i32): i32 {
  const state = stateOf(book);
  let left = wanted;
  let isSent = false;
  for (;;) {
    const index = cheapestSlot(row, left, Math.abs(left), false);
    if (index < 0) break;
    const slot = slotOf(row, index);
    const delta = load<f64>(slot, hedge.HEDGE_SLOT_DELTA);
    const lots = orderLots(state, slot, left / delta);
    if (lots == 0 || !sendSlot(book, row, slot, lots, reason)) continue;
    isSent = true;
    left -= lots * delta;
  }
  return isSent ? reason : obstacle(row);
}

// Half the width of the band without a trade, base units.
function halfWidthOf(row: usize, mode: i32, cost: f64): f64 {
  const a = load<f64>(row, hedge.HEDGE_ROW_A);
  if (mode == code.HEDGING_BAND) return a;
  if (mode == code.HEDGING_DEALER) {
    const impact = load<f64>(row, hedge.HEDGE_ROW_C);
    return internalisationThreshold(a, impact, load<f64>(row, hedge.HEDGE_ROW_D));
  }
  const index = load<f64>(row, risk.UNDERLYING_INDEX);
  // Without a known cost nothing can be traded: the band does not hide why.
  if (cost == Infinity) return 0;
  const discount = load<f64>(row, hedge.HEDGE_ROW_B);
  const gamma = load<f64>(row, hedge.HEDGE_ROW_GAMMA);
  return whalleyWilmottHalfWidth(discount, cost / index, index, gamma, a);
}

// Risk cost per base unit squared that makes a band of this width worth its cost: trading the next unit at
// the edge costs what it saves.
function penaltyOf(row: usize, mode: i32, half: f64, cost: f64): f64 {
  if (mode == code.HEDGING_DEALER) {
    const pull = 2 * load<f64>(row, hedge.HEDGE_ROW_D) - load<f64>(row, hedge.HEDGE_ROW_C);
    return Math.max(pull, 0);
  }
  return half > 0 ? cost / half : Infinity;
}

// What a dealer trades until the next decision may come: all of it where there is no speed.
function pacedDelta(row: usize, deviation: f64, wanted: f64): f64 {
  const eta = load<f64>(row, hedge.HEDGE_ROW_B);
  const seconds = load<f64>(row, hedge.HEDGE_ROW_INTERVAL_NS) * 1e-9;
  if (eta == 0 || seconds == 0) return wanted;
  const pull = penaltyOf(row, code.HEDGING_DEALER, 0, 0);
  const paced = dealerRate(-pull * deviation, load<f64>(row, hedge.HEDGE_ROW_A), eta) * seconds;
  return Math.abs(paced) < Math.abs(wanted) ? paced : wanted;
}

function clampDelta(row: usize, wanted: f64): f64 {
  const most = load<f64>(row, hedge.HEDGE_ROW_MAX_DELTA);
  return wanted > most ? most : wanted < -most ? -most : wanted;
}

// Risk cost of holding `from` rather than `to`, both measured from the target.
function holdCost(penalty: f64, from: f64, to: f64): f64 {
  const saved = from * from - to * to;
  return saved == 0 ? 0 : 0.5 * penalty * saved;
}

function decideBand(book: usize, row: usize, mode: i32, isTarget: bool): i32 {
  const state = stateOf(book);
  const target = load<f64>(row, hedge.HEDGE_ROW_TARGET_DELTA);
  const deviation = load<f64>(row, hedge.HEDGE_ROW_DELTA) - target;
  let cheapest = cheapestSlot(row, -deviation, 0, false);
  if (cheapest < 0) cheapest = cheapestSlot(row, -deviation, 0, true);
  const cost = cheapest < 0 ? Infinity : unitCost(slotOf(row, cheapest), -deviation, 0);
  const half = halfWidthOf(row, mode, cost);
  const penalty = penaltyOf(row, mode, half, cost);
  const size = Math.abs(deviation);
  if (size <= half) {
    const pay = size == 0 ? 0 : cost * size;
    noteNumbers(row, target - half, target + half, 0, pay, holdCost(penalty, deviation, 0));
    return code.HEDGE_INSIDE;
  }
  const edge = deviation > 0 ? half : -half;
  const goal = edge * (1 - load<f64>(row, hedge.HEDGE_ROW_AGGRESSIVENESS));
  let wanted = goal - deviation;
  if (mode == code.HEDGING_DEALER) wanted = pacedDelta(row, deviation, wanted);
  wanted = clampDelta(row, wanted);
  const hold = holdCost(penalty, deviation, deviation + wanted);
  const pay = wanted == 0 ? 0 : cost * Math.abs(wanted);
  noteNumbers(row, target - half, target + half, wanted, pay, hold);
  if (isTooSoon(state, row)) return code.HEDGE_RATE_LIMITED;
  const reason = mode == code.HEDGING_DEALER ? code.HEDGE_DEALER : code.HEDGE_BAND;
  return tradeDelta(book, row, wanted, isTarget ? code.HEDGE_TARGET : reason);
}

// Lots of a slot within the delta that the decision may still trade.
function withinDelta(lots: f64, delta: f64, left: f64): f64 {
  const size = Math.abs(lots * delta);
  return size > left ? (lots < 0 ? -left : left) / Math.abs(delta) : lots;
}

function tradeSolved(book: usize, row: usize, reason: i32): i32 {
  const state = stateOf(book);
  let left = load<f64>(row, hedge.HEDGE_ROW_MAX_DELTA);
  let isSent = false;
  const count = slotCount(row);
  for (let index = 0; index < count; index++) {
    const solved = solvedLots(row, index);
    if (solved == 0) continue;
    const slot = slotOf(row, index);
    const delta = load<f64>(slot, hedge.HEDGE_SLOT_DELTA);
    const lots = orderLots(state, slot, withinDelta(solved, delta, left));
    if (lots == 0 || !sendSlot(book, row, slot, lots, reason)) continue;
    isSent = true;
    left -= Math.abs(lots * delta);
  }
  return isSent ? reason : obstacle(row);
}

function decideVariance(book: usize, row: usize, isTarget: bool): i32 {
  const target = load<f64>(row, hedge.HEDGE_ROW_TARGET_DELTA);
  const deviation = load<f64>(row, hedge.HEDGE_ROW_DELTA) - target;
  const isUsable = solveExposures(row);
  let pay: f64 = 0;
  let wanted: f64 = 0;
  let isTraded = false;
  const count = slotCount(row);
  for (let index = 0; index < count; index++) {
    const lots = solvedLots(row, index);
    if (lots == 0) continue;
    isTraded = true;
    const slot = slotOf(row, index);
    pay += costOf(slot, lots);
    wanted += lots * load<f64>(slot, hedge.HEDGE_SLOT_DELTA);
  }
  const cheapest = cheapestSlot(row, -deviation, 0, true);
  const cost = cheapest < 0 ? Infinity : unitCost(slotOf(row, cheapest), -deviation, 0);
  const half = deltaPenalty() > 0 ? cost / deltaPenalty() : Infinity;
  if (!isTraded) pay = deviation == 0 ? 0 : cost * Math.abs(deviation);
  noteNumbers(row, target - half, target + half, wanted, pay, savedBySolution(row, isTraded));
  if (!isTraded) return isUsable ? code.HEDGE_INSIDE : obstacle(row);
  if (isTooSoon(stateOf(book), row)) return code.HEDGE_RATE_LIMITED;
  return tradeSolved(book, row, isTarget ? code.HEDGE_TARGET : code.HEDGE_MINIMUM_VARIANCE);
}

// Decides on an underlying and hedges it. `isTarget`: because it was configured anew.
export function decide(book: usize, underlying: i32, isTarget: bool): void {
  const state = stateOf(book);
  const row = underlyingRow(state, underlying);
  const mode = <i32>load<f64>(row, hedge.HEDGE_ROW_MODE);
  const count = slotCount(row);
  for (let index = 0; index < count; index++) tend(book, instrumentOf(slotOf(row, index)));
  if (mode == code.HEDGING_OFF) return;
  assess(state, row);
  const isVariance = mode == code.HEDGING_MINIMUM_VARIANCE;
  const needsIndex = isVariance || mode == code.HEDGING_WHALLEY_WILMOTT;
  const hasIndex = load<f64>(row, risk.UNDERLYING_INDEX) > 0;
  if (!storeExposures(state, row) || (needsIndex && !hasIndex)) {
    note(state, row, code.HEDGE_NO_INDEX);
    return;
  }
  note(
    state,
    row,
    isVariance ? decideVariance(book, row, isTarget) : decideBand(book, row, mode, isTarget),
  );
}
