// The pre-trade gate: the verdict on an order that the engine did not propose (docs/semantics.md 15).
// `judge` changes nothing; what an allowed order leaves behind is written by `onCheckOrder`.
import * as code from './codes';
import { advance } from './commit';
import * as decode from './decode';
import { emitOrderVerdict, isPreview } from './encode';
import { checkAtMost, idAt, inconsistent, indexAt, numberAt } from './fields';
import { draw, waitOf } from './gate-budget';
import * as gate from './gate-layout';
import { hasOrderId, rememberOrderId, reserve } from './gate-orders';
import { roomByGuards } from './guard-room';
import * as at from './layout';
import { marginBudget, marginOf, marginRoom } from './margin-room';
import { ledgerLane, quoteLane, riskLane, stateOf, touchNow } from './region';

// The order that is judged.
let isBuy: bool = false;
let lots: f64 = 0;
let counted: f64 = 0; // lots of an amended order that are open already
let reach: f64 = 0; // limit price; of a market order the opposite touch

// What was found. `smallest` is the least that may be sent instead.
let verdict: i32 = 0;
let orderCode: i32 = 0;
let allowed: f64 = 0;
let measure: f64 = 0;
let bound: f64 = 0;
let smallest: f64 = 1;

function deny(reason: i32, measured: f64, limit: f64): bool {
  verdict = code.VERDICT_DENY;
  orderCode = reason;
  allowed = 0;
  measure = measured;
  bound = limit;
  return true;
}

// Cuts the order to the room. Returns whether nothing is left of it that could be sent.
function cut(reason: i32, room: f64, measured: f64, limit: f64): bool {
  if (!(room < allowed)) return false;
  if (room < smallest) return deny(reason, measured, limit);
  verdict = code.VERDICT_RESIZE;
  orderCode = reason;
  allowed = room;
  measure = measured;
  bound = limit;
  return false;
}

function isMarketBad(state: usize, instrument: i32, quote: usize, trading: f64): bool {
  if (trading == code.STATE_HALTED) {
    return deny(code.ORDER_TRADING_HALTED, trading, code.STATE_REDUCING);
  }
  const mark = load<f64>(quote, at.QUOTE_MARK);
  if (load<f64>(quote, at.QUOTE_BID) == 0 || mark == 0) {
    return deny(code.ORDER_MARKET_UNKNOWN, mark, 0);
  }
  const age = load<f64>(state, at.BOOK_NOW) - load<f64>(touchNow(state, instrument));
  const oldest = load<f64>(quote, at.QUOTE_MAX_AGE);
  return age > oldest && deny(code.ORDER_MARKET_STALE, age, oldest);
}

function isPriceBad(quote: usize, lane: usize): bool {
  const own = load<f64>(quote + (isBuy ? at.QUOTE_QUOTED_ASK : at.QUOTE_QUOTED_BID));
  const crosses = own > 0 && (isBuy ? reach >= own : reach <= own);
  if (crosses && load<f64>(lane, gate.GATE_DENIES_CROSS) != 0) {
    return deny(code.ORDER_CROSSES_OWN, reach, own);
  }
  const mark = load<f64>(quote, at.QUOTE_MARK);
  const distance = Math.abs(reach - mark);
  const fromMark = load<f64>(lane, gate.GATE_MARK_COLLAR) * mark;
  if (distance > fromMark) return deny(code.ORDER_MARK_COLLAR, distance, fromMark);
  const touch = load<f64>(quote + (isBuy ? at.QUOTE_ASK : at.QUOTE_BID));
  const through = isBuy ? reach - touch : touch - reach;
  const fromTouch = load<f64>(lane, gate.GATE_TOUCH_COLLAR) * touch;
  return through > fromTouch && deny(code.ORDER_TOUCH_COLLAR, through, fromTouch);
}

// Enough fills of the side in a row, and the pause after the last is not over.
function isRepeated(lane: usize, now: i64): bool {
  const run = load<f64>(lane, gate.GATE_RUN) * (isBuy ? 1 : -1);
  const most = load<f64>(lane, gate.GATE_REPEATS);
  if (most == 0 || run < most) return false;
  if (now - load<i64>(lane, gate.GATE_RUN_NS) >= load<i64>(lane, gate.GATE_PAUSE_NS)) return false;
  return deny(code.ORDER_REPEATED, run, most);
}

function isUnreported(state: usize, lane: usize, now: i64): bool {
  const longest = load<i64>(state, gate.BOOK_GATE_UNREPORTED_NS);
  const since = load<i64>(lane, gate.GATE_PENDING_NS);
  const pending = load<f64>(lane, gate.GATE_PENDING_BUY) + load<f64>(lane, gate.GATE_PENDING_SELL);
  if (longest == 0 || pending == 0 || now - since <= longest) return false;
  return deny(code.ORDER_UNREPORTED, <f64>(now - since), <f64>longest);
}

function valuePerLot(quote: usize, ticks: f64): f64 {
  return (
    load<f64>(quote, at.QUOTE_NOTIONAL_FIXED) + load<f64>(quote, at.QUOTE_NOTIONAL_PER_TICK) * ticks
  );
}

// Position towards the side when everything open on it is filled, without what an amend replaces. A
// quote may rest in any size that was published since the last working frame.
function worstCase(instrument: i32, state: usize, quote: usize, lane: usize): f64 {
  const ledger = ledgerLane(state, instrument);
  const position = load<f64>(quote, at.QUOTE_POSITION);
  const other = load<f64>(quote + (isBuy ? at.QUOTE_OTHER_BUY : at.QUOTE_OTHER_SELL));
  const open = load<f64>(ledger + (isBuy ? at.LEDGER_OPEN_BUY : at.LEDGER_OPEN_SELL));
  const quoted = load<f64>(quote + (isBuy ? at.QUOTE_QUOTED_BID_LOTS : at.QUOTE_QUOTED_ASK_LOTS));
  const before = load<f64>(lane + (isBuy ? gate.GATE_QUOTED_BID : gate.GATE_QUOTED_ASK));
  counted = Math.min(counted, other);
  const resting = Math.max(open - other, Math.max(quoted, before));
  return (isBuy ? position : -position) + (other - counted) + resting;
}

// Whether size rules leave nothing of the order. What only closes the position, or does not grow an
// order, is asked for reduce-only alone.
function isSizeBad(state: usize, instrument: i32, isReduceOnly: bool): bool {
  const quote = quoteLane(state, instrument);
  const lane = riskLane(state, instrument);
  const now = load<i64>(state, at.BOOK_TIME_NS);
  const worst = worstCase(instrument, state, quote, lane);
  const closable = Math.max(0, -worst);
  smallest = Math.max(load<f64>(quote, at.QUOTE_MIN_LOTS), 1);
  if (isReduceOnly && cut(code.ORDER_REDUCE_ONLY, closable, lots, closable)) return true;
  if (allowed <= closable || allowed <= counted) return false;
  if (isUnreported(state, lane, now)) return true;
  const maxLots = load<f64>(lane, gate.GATE_MAX_LOTS);
  if (allowed > maxLots) return deny(code.ORDER_MAX_LOTS, allowed, maxLots);
  const value = allowed * valuePerLot(quote, reach);
  const maxValue = load<f64>(lane, gate.GATE_MAX_VALUE);
  if (value > maxValue) return deny(code.ORDER_MAX_VALUE, value, maxValue);
  const most = load<f64>(quote, at.QUOTE_MAX_POSITION);
  if (cut(code.ORDER_POSITION_ROOM, most - worst, worst + lots, most)) return true;
  const perLot = valuePerLot(quote, load<f64>(quote, at.QUOTE_MARK));
  const maxNotional = load<f64>(quote, at.QUOTE_MAX_NOTIONAL);
  const byValue = Math.floor(maxNotional / perLot) - worst;
  if (cut(code.ORDER_NOTIONAL_ROOM, byValue, (worst + lots) * perLot, maxNotional)) return true;
  const guarded = Math.max(closable, roomByGuards(state, instrument, isBuy, worst));
  if (cut(code.ORDER_GUARD_ROOM, guarded, lots, guarded)) return true;
  const budget = marginBudget(state, instrument);
  const needed = marginOf(state, instrument, isBuy, worst + allowed);
  if (needed <= budget) return false;
  const room = marginRoom(state, instrument, isBuy, worst, closable, allowed, budget);
  return cut(code.ORDER_MARGIN_ROOM, room, needed, budget);
}

function isOverBudget(ofBook: usize, own: usize, now: i64): bool {
  const wait = max(waitOf(ofBook, now), waitOf(own, now));
  return wait > 0 && deny(code.ORDER_MESSAGE_BUDGET, <f64>wait, 0);
}

// The verdict on the order in the registers, as of the last frame. Changes no state.
function judge(book: usize): void {
  const state = stateOf(book);
  const instrument = indexAt(book, 0);
  const action = indexAt(book, 2);
  const quote = quoteLane(state, instrument);
  const lane = riskLane(state, instrument);
  const now = load<i64>(state, at.BOOK_TIME_NS);
  verdict = code.VERDICT_ALLOW;
  orderCode = 0;
  measure = 0;
  bound = 0;
  if (action == code.ACTION_CANCEL) {
    allowed = 0;
    isOverBudget(state + gate.BOOK_GATE_CANCELS, lane + gate.GATE_CANCELS, now);
    return;
  }
  isBuy = numberAt(book, 3) == code.SIDE_BUY;
  lots = numberAt(book, 4);
  counted = numberAt(book, 7);
  allowed = lots;
  const price = numberAt(book, 5);
  reach = price > 0 ? price : load<f64>(quote + (isBuy ? at.QUOTE_ASK : at.QUOTE_BID));
  const ofBook = <f64>load<i32>(state, at.BOOK_STATE);
  const trading = Math.max(ofBook, load<f64>(quote, at.QUOTE_STATE));
  if (isMarketBad(state, instrument, quote, trading)) return;
  if (action == code.ACTION_NEW) {
    if (hasOrderId(state, idAt(book, 1))) {
      deny(code.ORDER_DUPLICATE_ORDER, <f64>idAt(book, 1), 0);
      return;
    }
    if (isRepeated(lane, now)) return;
  }
  if (isPriceBad(quote, lane)) return;
  const isReduceOnly = trading == code.STATE_REDUCING || numberAt(book, 6) != 0;
  if (isSizeBad(state, instrument, isReduceOnly)) return;
  isOverBudget(state + gate.BOOK_GATE_MESSAGES, lane + gate.GATE_MESSAGES, now);
}

function storeVerdict(book: usize): void {
  store<f64>(book, <f64>verdict, gate.GATE_VERDICT);
  store<f64>(book, <f64>orderCode, gate.GATE_CODE);
  store<f64>(book, allowed, gate.GATE_ALLOWED_LOTS);
  store<f64>(book, measure + 0.0, gate.GATE_MEASURE);
  store<f64>(book, bound, gate.GATE_BOUND);
}

// Whether the fields make an order. Those of a cancel beyond its id say nothing.
function checkFields(book: usize): i32 {
  let result = checkAtMost(book, 2, code.ACTION_CANCEL);
  if (result == 0) result = checkAtMost(book, 3, code.SIDE_SELL);
  if (result == 0) result = checkAtMost(book, 5, <f64>code.MAX_TICKS);
  if (result == 0) result = checkAtMost(book, 6, 1);
  if (result != 0 || numberAt(book, 2) == code.ACTION_CANCEL) return result;
  if (numberAt(book, 4) < 1) {
    decode.refuse(4, 0, 1);
    return code.REJECT_FIELD_RANGE;
  }
  if (numberAt(book, 2) == code.ACTION_NEW && numberAt(book, 7) > 0) {
    return inconsistent(7, numberAt(book, 7), 0);
  }
  return 0;
}

function count(state: usize): void {
  store<i64>(state, load<i64>(state, gate.BOOK_GATE_CHECKED) + 1, gate.BOOK_GATE_CHECKED);
  if (orderCode == 0) return;
  const gap = orderCode > code.ORDER_MESSAGE_BUDGET ? gate.GATE_COUNTER_GAP : 0;
  const counter = state + ((<usize>(orderCode - code.ORDER_TRADING_HALTED - gap)) << 3);
  const counts = load<i64>(counter, gate.BOOK_GATE_COUNTERS);
  store<i64>(counter, counts + 1, gate.BOOK_GATE_COUNTERS);
}

// What an order that may be sent leaves behind.
function take(book: usize): void {
  const state = stateOf(book);
  const lane = riskLane(state, indexAt(book, 0));
  const now = load<i64>(state, at.BOOK_TIME_NS);
  const action = indexAt(book, 2);
  const isCancel = action == code.ACTION_CANCEL;
  draw(state + (isCancel ? gate.BOOK_GATE_CANCELS : gate.BOOK_GATE_MESSAGES), now);
  draw(lane + (isCancel ? gate.GATE_CANCELS : gate.GATE_MESSAGES), now);
  if (isCancel) return;
  if (action == code.ACTION_NEW && !isPreview) rememberOrderId(state, idAt(book, 1));
  if (allowed > counted) reserve(state, indexAt(book, 0), isBuy, allowed - counted);
}

export function onCheckOrder(book: usize, instrument: i32): i32 {
  const result = checkFields(book);
  if (result != 0) return result;
  advance(book);
  const state = stateOf(book);
  store<i32>(state, 1, gate.BOOK_GATE_ACTIVE);
  judge(book);
  storeVerdict(book);
  count(state);
  if (verdict != code.VERDICT_DENY) take(book);
  emitOrderVerdict(book, idAt(book, 1), instrument);
  return 0;
}

// The verdict that the order in the registers would get now. Returns 0 or a reject code.
export function judgeOnly(book: usize): i32 {
  const result = checkFields(book);
  if (result != 0) return result;
  judge(book);
  storeVerdict(book);
  return 0;
}
