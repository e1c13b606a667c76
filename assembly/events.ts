// Market data, executions, reconciliation and operator frames (docs/semantics.md 4 and 5).
import { revalue } from './book-skew';
import * as code from './codes';
import { advance } from './commit';
import * as decode from './decode';
import * as dd from './double-double';
import { emitLimitEvent, isPreview } from './encode';
import { countTrade, sampleMid, startOrders } from './estimate';
import { moveUnderlying, revalueQuanto } from './exposure';
import { checkAsset, checkAtMost, idAt, inconsistent, indexAt, numberAt } from './fields';
import { hasFillId, rememberFillId } from './fill-ids';
import { countExecution, forgetExecutions, forgetPending, isGateActive } from './gate-orders';
import { RISK_TRUST } from './guard-layout';
import { resetGuards } from './guards';
import { noteFill, noteReport } from './hedge-flight';
import * as at from './layout';
import {
  chargeFee,
  conversion,
  countFill,
  fits,
  isInverse,
  settleNotional,
  tradeAt,
} from './ledger';
import { reviseMargin } from './margin';
import * as msgpack from './msgpack';
import { assetRow, ledgerLane, quoteLane, riskLane, stateOf } from './region';
import { commandBook, commandInstrument, worstCase } from './risk';
import { addCash, setMark, setRate } from './totals';
import { observe } from './trust';

// Set when an operator command changed the book's state.
export let commandedBook: bool = false;

export function clearCommanded(): void {
  commandedBook = false;
}

export function onBookTicker(book: usize): i32 {
  const bid = numberAt(book, 1);
  const ask = numberAt(book, 2);
  if (!(bid < ask)) {
    decode.refuse(1, bid, ask);
    return code.REJECT_CROSSED_BOOK;
  }
  advance(book);
  const state = stateOf(book);
  const instrument = indexAt(book, 0);
  const quote = quoteLane(state, instrument);
  const ledger = ledgerLane(state, instrument);
  const now = load<f64>(state, at.BOOK_NOW);
  store<f64>(quote, bid, at.QUOTE_BID);
  store<f64>(quote, ask, at.QUOTE_ASK);
  store<f64>(quote, numberAt(book, 3), at.QUOTE_BID_LOTS);
  store<f64>(quote, numberAt(book, 4), at.QUOTE_ASK_LOTS);
  store<f64>(quote, now, at.QUOTE_TICKER_NOW);
  const mid = (bid + ask) * 0.5;
  if (load<f64>(ledger, at.LEDGER_MARK_MODE) != 2) {
    store<f64>(ledger, 1, at.LEDGER_MARK_MODE);
    observe(state, riskLane(state, instrument) + RISK_TRUST, mid);
    setMark(state, instrument, mid);
  }
  sampleMid(ledger, quote, mid, now);
  startOrders(ledger, now);
  return 0;
}

export function onTrade(book: usize): i32 {
  const result = checkAtMost(book, 3, code.SIDE_SELL);
  if (result != 0) return result;
  advance(book);
  const state = stateOf(book);
  const instrument = indexAt(book, 0);
  const ledger = ledgerLane(state, instrument);
  const now = load<f64>(state, at.BOOK_NOW);
  countTrade(ledger, quoteLane(state, instrument), now, numberAt(book, 1), numberAt(book, 3));
  store<f64>(ledger, numberAt(book, 1), at.LEDGER_LAST_TRADE);
  store<f64>(ledger, numberAt(book, 2), at.LEDGER_LAST_TRADE_LOTS);
  store<f64>(ledger, load<f64>(ledger, at.LEDGER_TRADE_COUNT) + 1, at.LEDGER_TRADE_COUNT);
  return 0;
}

// A price of quote currency in ticks, refused above what a ticker could say.
function checkTicks(index: i32, ticks: f64): i32 {
  if (ticks <= <f64>code.MAX_TICKS) return 0;
  decode.refuse(index, ticks, <f64>code.MAX_TICKS);
  return code.REJECT_FIELD_RANGE;
}

export function onMark(book: usize): i32 {
  const state = stateOf(book);
  const instrument = indexAt(book, 0);
  const ledger = ledgerLane(state, instrument);
  const ticks = numberAt(book, 1) / load<f64>(ledger, at.LEDGER_TICK_SIZE);
  const result = checkTicks(1, ticks);
  if (result != 0) return result;
  advance(book);
  store<f64>(ledger, 2, at.LEDGER_MARK_MODE);
  observe(state, riskLane(state, instrument) + RISK_TRUST, ticks);
  setMark(state, instrument, ticks);
  return 0;
}

export function onAssetRate(book: usize): i32 {
  const result = checkAsset(book, 0);
  if (result != 0) return result;
  advance(book);
  setRate(stateOf(book), indexAt(book, 0), numberAt(book, 1));
  return 0;
}

function checkFill(book: usize): i32 {
  const state = stateOf(book);
  let result = checkAtMost(book, 2, code.SIDE_SELL);
  if (result == 0) result = checkAtMost(book, 5, code.LIQUIDITY_TAKER);
  if (result == 0) result = checkAtMost(book, 6, code.PURPOSE_HEDGE);
  if (result == 0 && indexAt(book, 8) >= 0) result = checkAsset(book, 8);
  if (result != 0) return result;
  if (numberAt(book, 4) < 1) {
    decode.refuse(4, numberAt(book, 4), 1);
    return code.REJECT_FIELD_RANGE;
  }
  if (hasFillId(state, idAt(book, 1))) {
    decode.refuse(1, <f64>idAt(book, 1), 0);
    store<i64>(book, load<i64>(book, at.IO_DUPLICATE_FILLS) + 1, at.IO_DUPLICATE_FILLS);
    return code.REJECT_DUPLICATE_FILL;
  }
  return checkFits(book, signedLots(book), numberAt(book, 3), 4);
}

function signedLots(book: usize): f64 {
  return numberAt(book, 2) == code.SIDE_BUY ? numberAt(book, 4) : -numberAt(book, 4);
}

function checkFits(book: usize, lots: f64, ticks: f64, index: i32): i32 {
  if (fits(stateOf(book), indexAt(book, 0), lots, ticks)) return 0;
  decode.refuse(index, lots, <f64>code.MAX_LOTS);
  return code.REJECT_OVERFLOW;
}

export function onFill(book: usize): i32 {
  const result = checkFill(book);
  if (result != 0) return result;
  advance(book);
  const state = stateOf(book);
  const instrument = indexAt(book, 0);
  const ledger = ledgerLane(state, instrument);
  const lots = signedLots(book);
  const ticks = numberAt(book, 3);
  if (!isPreview) rememberFillId(state, idAt(book, 1));
  if (numberAt(book, 6) == code.PURPOSE_HEDGE) {
    tradeAt(state, instrument, lots, ticks, at.LEDGER_HEDGE_HI, at.BOOK_HEDGE_HI);
  } else {
    tradeAt(state, instrument, lots, ticks, at.LEDGER_SPREAD_HI, at.BOOK_SPREAD_HI);
  }
  noteFill(state, instrument, lots, numberAt(book, 6) == code.PURPOSE_HEDGE);
  countFill(ledger, lots, ticks);
  if (isGateActive(state)) countExecution(state, instrument, lots > 0);
  const given = indexAt(book, 8);
  const asset = given >= 0 ? given : <i32>load<f64>(ledger, at.LEDGER_FEE_ASSET);
  const amount = numberAt(book, 7);
  if (!isNaN(amount)) {
    chargeFee(state, instrument, asset, amount);
    return 0;
  }
  const isTaker = numberAt(book, 5) == code.LIQUIDITY_TAKER;
  const rate = load<f64>(ledger + (isTaker ? at.LEDGER_TAKER_FEE : at.LEDGER_MAKER_FEE));
  const settle = <i32>load<f64>(ledger, at.LEDGER_SETTLE_ASSET);
  const fee = rate * settleNotional(ledger, Math.abs(lots), ticks);
  chargeFee(state, instrument, asset, fee * conversion(state, settle, asset));
  return 0;
}

export function onWorking(book: usize): i32 {
  if (numberAt(book, 3) > numberAt(book, 1)) {
    return inconsistent(3, numberAt(book, 3), numberAt(book, 1));
  }
  if (numberAt(book, 4) > numberAt(book, 2)) {
    return inconsistent(4, numberAt(book, 4), numberAt(book, 2));
  }
  advance(book);
  const state = stateOf(book);
  const instrument = indexAt(book, 0);
  const quote = quoteLane(state, instrument);
  const ledger = ledgerLane(state, instrument);
  store<f64>(ledger, numberAt(book, 1), at.LEDGER_OPEN_BUY);
  store<f64>(ledger, numberAt(book, 2), at.LEDGER_OPEN_SELL);
  store<f64>(quote, numberAt(book, 1) - numberAt(book, 3), at.QUOTE_OTHER_BUY);
  store<f64>(quote, numberAt(book, 2) - numberAt(book, 4), at.QUOTE_OTHER_SELL);
  if (isGateActive(state)) forgetPending(state, instrument);
  moveUnderlying(state, instrument);
  reviseMargin(state, instrument);
  const position = load<f64>(quote, at.QUOTE_POSITION);
  const most = load<f64>(quote, at.QUOTE_MAX_POSITION);
  const worst = worstCase(position, numberAt(book, 1), numberAt(book, 2));
  const wasBreached = load<f64>(ledger, at.LEDGER_WORST_CASE_BREACH) != 0;
  const isBreached = worst > most;
  store<f64>(ledger, isBreached ? 1 : 0, at.LEDGER_WORST_CASE_BREACH);
  if (isBreached && !wasBreached) {
    emitLimitEvent(book, instrument, code.LIMIT_WORST_CASE, worst, most);
  }
  return 0;
}

export function onPosition(book: usize): i32 {
  const state = stateOf(book);
  const instrument = indexAt(book, 0);
  const current = load<f64>(quoteLane(state, instrument), at.QUOTE_POSITION);
  const lots = numberAt(book, 1) - current;
  const result = checkFits(book, lots, numberAt(book, 2), 1);
  if (result != 0) return result;
  advance(book);
  noteReport(state, instrument, lots == 0);
  if (lots == 0) return 0;
  const bucket = at.LEDGER_ADJUSTMENT_HI;
  tradeAt(state, instrument, lots, numberAt(book, 2), bucket, at.BOOK_ADJUSTMENT_HI);
  return 0;
}

// Capital flows move the baselines of loss and drawdown with them: they are not PnL.
export function onCash(book: usize): i32 {
  let result = checkAsset(book, 0);
  if (result == 0) result = checkAtMost(book, 2, code.CASH_ADJUSTMENT);
  if (result != 0) return result;
  advance(book);
  const state = stateOf(book);
  const asset = indexAt(book, 0);
  if (numberAt(book, 2) == code.CASH_ADJUSTMENT) {
    addCash(state, asset, numberAt(book, 1), at.BOOK_ADJUSTMENT_HI);
    return 0;
  }
  addCash(state, asset, numberAt(book, 1), at.BOOK_CAPITAL_HI);
  const flow = numberAt(book, 1) * load<f64>(assetRow(state, asset), at.ASSET_RATE);
  store<f64>(state, load<f64>(state, at.BOOK_PEAK) + flow, at.BOOK_PEAK);
  store<f64>(state, load<f64>(state, at.BOOK_DAY_OPEN) + flow, at.BOOK_DAY_OPEN);
  return 0;
}

export function onFunding(book: usize): i32 {
  const state = stateOf(book);
  const instrument = indexAt(book, 0);
  const ledger = ledgerLane(state, instrument);
  const ticks = numberAt(book, 2) / load<f64>(ledger, at.LEDGER_TICK_SIZE);
  let result = checkTicks(2, ticks);
  if (Math.abs(numberAt(book, 1)) > 1) {
    // a rate of the whole notional or more is a mistake of units
    decode.refuse(1, numberAt(book, 1), 1);
    result = code.REJECT_FIELD_RANGE;
  }
  if (result != 0) return result;
  advance(book);
  const position = load<f64>(quoteLane(state, instrument), at.QUOTE_POSITION);
  if (position == 0) return 0;
  const payment = -numberAt(book, 1) * settleNotional(ledger, position, ticks);
  dd.addTo(ledger + at.LEDGER_FUNDING_HI, payment, 0);
  const settle = <i32>load<f64>(ledger, at.LEDGER_SETTLE_ASSET);
  addCash(state, settle, payment, at.BOOK_FUNDING_HI);
  return 0;
}

export function onSettle(book: usize): i32 {
  const state = stateOf(book);
  const instrument = indexAt(book, 0);
  const ledger = ledgerLane(state, instrument);
  const ticks = numberAt(book, 1) / load<f64>(ledger, at.LEDGER_TICK_SIZE);
  if (isInverse(ledger) && ticks == 0) return inconsistent(1, 0, code.MIN_POSITIVE);
  const position = load<f64>(quoteLane(state, instrument), at.QUOTE_POSITION);
  let result = checkTicks(1, ticks);
  if (result == 0) result = checkFits(book, -position, ticks, 1);
  if (result != 0) return result;
  advance(book);
  if (load<f64>(ledger, at.LEDGER_MARK_MODE) == 0) store<f64>(ledger, 3, at.LEDGER_MARK_MODE);
  setMark(state, instrument, ticks);
  if (position == 0) return 0;
  tradeAt(state, instrument, -position, ticks, at.LEDGER_SPREAD_HI, at.BOOK_SPREAD_HI);
  noteFill(state, instrument, -position, false);
  return 0;
}

export function onAlpha(book: usize): i32 {
  if (Math.abs(numberAt(book, 1)) > 10000) {
    decode.refuse(1, numberAt(book, 1), 10000);
    return code.REJECT_FIELD_RANGE;
  }
  advance(book);
  const quote = quoteLane(stateOf(book), indexAt(book, 0));
  store<f64>(quote, numberAt(book, 1) * 1e-4, at.QUOTE_ALPHA);
  return 0;
}

// Passing time is when positions are valued again for whole-book skew and exposures: ticks do not.
export function onClock(book: usize): i32 {
  advance(book);
  revalue(stateOf(book));
  revalueQuanto(stateOf(book));
  return 0;
}

// The book's operator command keeps its text; the reason is part of the state.
export function onTradingState(book: usize): i32 {
  const result = checkAtMost(book, 1, code.STATE_HALTED);
  if (result != 0) return result;
  advance(book);
  const state = stateOf(book);
  const text = state + at.BOOK_OPERATOR_REASON;
  memory.fill(text, 0, code.MAX_REASON_BYTES);
  memory.copy(text, msgpack.textAddress, msgpack.textBytes);
  store<i32>(state, msgpack.textBytes, at.BOOK_OPERATOR_REASON_BYTES);
  const instrument = indexAt(book, 0);
  if (indexAt(book, 1) == code.STATE_ACTIVE) resetGuards(book, instrument);
  if (isGateActive(state)) forgetExecutions(state, instrument);
  if (instrument >= 0) commandInstrument(book, instrument, indexAt(book, 1));
  else commandedBook = commandBook(book, indexAt(book, 1));
  return 0;
}
