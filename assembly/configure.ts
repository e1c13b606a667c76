// Define and configure frames. Every handler checks all, then commits (docs/semantics.md 3 and 7).
import * as code from './codes';
import { advance } from './commit';
import * as decode from './decode';
import { restartOrders, storeSigma } from './estimate';
import {
  checkAbove,
  checkAsset,
  checkAtMost,
  inconsistent,
  indexAt,
  limitAt,
  numberAt,
} from './fields';
import { clearGate } from './gate-orders';
import { impose } from './guards';
import * as at from './layout';
import { isInverse } from './ledger';
import {
  assetRow,
  isInstrument,
  ledgerLane,
  optionLane,
  quoteLane,
  riskLane,
  stateOf,
} from './region';
import * as risk from './risk-layout';
import { followTable, releaseTable } from './tables';
import { setMoved, setRate } from './totals';

const CONFIGURED_QUOTING: i32 = 1;
const CONFIGURED_MODEL: i32 = 2;
const CONFIGURED_INVENTORY: i32 = 4;
const BPS: f64 = 1e-4;

function markConfigured(quote: usize, part: i32): void {
  const parts = <i32>load<f64>(quote, at.QUOTE_CONFIGURED);
  store<f64>(quote, <f64>(parts | part), at.QUOTE_CONFIGURED);
}

export function onDefineAsset(book: usize): i32 {
  const state = stateOf(book);
  const asset = indexAt(book, 0);
  const follows = indexAt(book, 2);
  const row = assetRow(state, asset);
  const previous = <i32>load<f64>(row, at.ASSET_RATE_INSTRUMENT) - 1;
  if (follows >= 0) {
    const contract = load<f64>(ledgerLane(state, follows), at.LEDGER_CONTRACT);
    if (contract >= code.CONTRACT_OPTION) return inconsistent(2, <f64>follows, contract);
    const follower = load<f64>(ledgerLane(state, follows), at.LEDGER_RATE_ASSET);
    if (follower != 0 && <i32>follower != asset + 1) {
      return inconsistent(2, <f64>follows, follower - 1);
    }
  }
  advance(book);
  if (previous >= 0) store<f64>(ledgerLane(state, previous), 0, at.LEDGER_RATE_ASSET);
  if (follows >= 0) store<f64>(ledgerLane(state, follows), <f64>(asset + 1), at.LEDGER_RATE_ASSET);
  store<f64>(row, 1, at.ASSET_DEFINED);
  store<f64>(row, <f64>(follows + 1), at.ASSET_RATE_INSTRUMENT);
  setRate(state, asset, numberAt(book, 1));
  return 0;
}

export function onDefineInstrument(book: usize): i32 {
  const state = stateOf(book);
  const instrument = indexAt(book, 0);
  if (isInstrument(state, instrument)) {
    decode.refuse(0, <f64>instrument, 0);
    return code.REJECT_ALREADY_DEFINED;
  }
  let result = checkAtMost(book, 1, code.CONTRACT_INVERSE_OPTION);
  for (let index = 2; index <= 4 && result == 0; index++) result = checkAsset(book, index);
  if (result == 0) result = checkFees(book, 10);
  if (result != 0) return result;
  const ledger = ledgerLane(state, instrument);
  // No asset is worth what an option costs.
  const follower = load<f64>(ledger, at.LEDGER_RATE_ASSET);
  if (follower != 0 && numberAt(book, 1) >= code.CONTRACT_OPTION) {
    return inconsistent(1, numberAt(book, 1), follower - 1);
  }
  advance(book);
  store<f64>(ledger, 1, at.LEDGER_DEFINED);
  store<f64>(ledger, numberAt(book, 1), at.LEDGER_CONTRACT);
  store<f64>(ledger, numberAt(book, 3), at.LEDGER_SETTLE_ASSET);
  store<f64>(ledger, numberAt(book, 4), at.LEDGER_FEE_ASSET);
  storeTerms(book, ledger, quoteLane(state, instrument));
  clearGate(state, instrument);
  const count = load<i32>(state, at.BOOK_INSTRUMENT_COUNT);
  store<i32>(state, max(count, instrument + 1), at.BOOK_INSTRUMENT_COUNT);
  impose(book, instrument);
  return 0;
}

function storeTerms(book: usize, ledger: usize, quote: usize): void {
  const tick = numberAt(book, 5);
  const unit = numberAt(book, 6) * numberAt(book, 7);
  const inverse = isInverse(ledger);
  store<f64>(ledger, tick, at.LEDGER_TICK_SIZE);
  store<f64>(ledger, unit, at.LEDGER_UNIT);
  store<f64>(ledger, inverse ? unit / tick : unit * tick, at.LEDGER_VALUE_SCALE);
  store<f64>(ledger, 60, at.LEDGER_HALF_LIFE);
  store<f64>(quote, inverse ? unit : 0, at.QUOTE_NOTIONAL_FIXED);
  store<f64>(quote, inverse ? 0 : unit * tick, at.QUOTE_NOTIONAL_PER_TICK);
  store<f64>(quote, numberAt(book, 8), at.QUOTE_MIN_LOTS);
  store<f64>(quote, numberAt(book, 9), at.QUOTE_MIN_NOTIONAL);
  store<f64>(quote, 1, at.QUOTE_LEAN);
  store<f64>(quote, 1, at.QUOTE_WIDEN);
  store<f64>(quote, 1, at.QUOTE_SHRINK);
  store<f64>(quote, Infinity, at.QUOTE_MAX_POSITION);
  store<f64>(quote, Infinity, at.QUOTE_MAX_NOTIONAL);
  store<f64>(quote, Infinity, at.QUOTE_MAX_AGE);
  store<f64>(quote, Infinity, at.QUOTE_COLLAR);
  store<f64>(quote, Infinity, at.QUOTE_END_SECONDS);
  store<f64>(quote, code.DROP_NOT_CONFIGURED, at.QUOTE_QUOTED_BID_REASON);
  store<f64>(quote, code.DROP_NOT_CONFIGURED, at.QUOTE_QUOTED_ASK_REASON);
  storeFees(book, ledger, quote, 10);
}

// A fee of the whole notional or more is a mistake of units.
function checkFees(book: usize, first: i32): i32 {
  for (let index = first; index < first + 2; index++) {
    const result = checkAtMost(book, index, 1);
    if (result != 0) return result;
    if (numberAt(book, index) < -1) {
      decode.refuse(index, numberAt(book, index), -1);
      return code.REJECT_FIELD_RANGE;
    }
  }
  return 0;
}

function storeFees(book: usize, ledger: usize, quote: usize, first: i32): void {
  store<f64>(ledger, numberAt(book, first), at.LEDGER_MAKER_FEE);
  store<f64>(ledger, numberAt(book, first + 1), at.LEDGER_TAKER_FEE);
  storeFloor(ledger, quote);
}

// The half-spread covers its own floor and the maker fee plus the wanted edge.
function storeFloor(ledger: usize, quote: usize): void {
  const byFee = load<f64>(ledger, at.LEDGER_MAKER_FEE) + load<f64>(ledger, at.LEDGER_MIN_EDGE);
  const floor = Math.max(load<f64>(ledger, at.LEDGER_MIN_HALF_SPREAD), byFee);
  store<f64>(quote, floor, at.QUOTE_FLOOR_FAIR);
}

export function onSetFees(book: usize): i32 {
  const result = checkFees(book, 1);
  if (result != 0) return result;
  advance(book);
  const state = stateOf(book);
  const instrument = indexAt(book, 0);
  storeFees(book, ledgerLane(state, instrument), quoteLane(state, instrument), 1);
  return 0;
}

export function onSetQuoting(book: usize): i32 {
  let result = checkAtMost(book, 4, 1);
  if (result == 0 && numberAt(book, 9) >= 1) result = inconsistent(9, numberAt(book, 9), 1);
  if (result == 0 && numberAt(book, 6) < numberAt(book, 5)) {
    result = inconsistent(6, numberAt(book, 6), numberAt(book, 5));
  }
  if (result != 0) return result;
  advance(book);
  const state = stateOf(book);
  const instrument = indexAt(book, 0);
  const quote = quoteLane(state, instrument);
  const ledger = ledgerLane(state, instrument);
  store<f64>(quote, numberAt(book, 1), at.QUOTE_QUOTE_LOTS);
  store<f64>(quote, numberAt(book, 2), at.QUOTE_SIZE_SKEW);
  store<f64>(quote, numberAt(book, 3), at.QUOTE_MICRO_WEIGHT);
  store<f64>(quote, numberAt(book, 4), at.QUOTE_POST_ONLY);
  store<f64>(ledger, numberAt(book, 5) * BPS, at.LEDGER_MIN_HALF_SPREAD);
  store<f64>(quote, numberAt(book, 6) * BPS, at.QUOTE_CAP_FAIR);
  store<f64>(ledger, numberAt(book, 7) * BPS, at.LEDGER_MIN_EDGE);
  store<f64>(quote, numberAt(book, 8) * BPS, at.QUOTE_MAX_SKEW);
  store<f64>(quote, numberAt(book, 9), at.QUOTE_WALL_START);
  store<f64>(quote, 1 / (1 - numberAt(book, 9)), at.QUOTE_WALL_SCALE);
  store<f64>(quote, numberAt(book, 10) * BPS, at.QUOTE_WALL_SKEW);
  store<f64>(quote, numberAt(book, 11) * BPS, at.QUOTE_REQUOTE_FAIR);
  store<f64>(quote, 1 + numberAt(book, 12), at.QUOTE_REQUOTE_SIZE);
  storeFloor(ledger, quote);
  markConfigured(quote, CONFIGURED_QUOTING);
  return 0;
}

function releaseOptionModel(state: usize, instrument: i32): void {
  const slot = <i32>load<f64>(riskLane(state, instrument), risk.RISK_OPTION) - 1;
  if (slot >= 0) store<f64>(optionLane(state, slot), 0, risk.OPTION_MODEL_TYPE);
}

export function clearModel(state: usize, instrument: i32): void {
  const quote = quoteLane(state, instrument);
  releaseTable(state, instrument);
  releaseOptionModel(state, instrument);
  for (let offset = at.QUOTE_HALF_CONST; offset <= at.QUOTE_HORIZON; offset += at.VECTOR_BYTES) {
    store<f64>(quote + offset, 0);
  }
  store<f64>(quote, 1, at.QUOTE_BID_SHARE);
  store<f64>(quote, 1, at.QUOTE_ASK_SHARE);
  store<f64>(quote, Infinity, at.QUOTE_END_SECONDS);
  markConfigured(quote, CONFIGURED_MODEL);
}

export function onSetLinear(book: usize): i32 {
  advance(book);
  const state = stateOf(book);
  const quote = quoteLane(state, indexAt(book, 0));
  clearModel(state, indexAt(book, 0));
  store<f64>(quote, numberAt(book, 1) * BPS, at.QUOTE_HALF_FAIR);
  store<f64>(quote, numberAt(book, 2), at.QUOTE_HALF_SIGMA);
  store<f64>(quote, numberAt(book, 3) * BPS, at.QUOTE_SKEW_FAIR);
  return 0;
}

// Base units per lot; an inverse contract needs a price for that.
function baseUnits(ledger: usize, referencePrice: f64): f64 {
  const unit = load<f64>(ledger, at.LEDGER_UNIT);
  return isInverse(ledger) ? unit / referencePrice : unit;
}

function checkReference(book: usize, index: i32): i32 {
  const price = numberAt(book, index);
  const result = checkAbove(book, index, 0);
  if (result != 0) return result;
  const ledger = ledgerLane(stateOf(book), indexAt(book, 0));
  return isInverse(ledger) && isNaN(price) ? inconsistent(index, price, 0) : 0;
}

// ln(1+y)/y without loss near 0.
function logOverOne(y: f64): f64 {
  return y == 0 ? 1 : Math.log1p(y) / y;
}

// Avellaneda and Stoikov 2008, equations 29 and 30, with trade size D: gamma acts as gamma*D.
export function onSetAvellanedaStoikov(book: usize): i32 {
  let result = checkReference(book, 5);
  if (result == 0) result = checkAbove(book, 6, 0);
  if (result != 0) return result;
  advance(book);
  const state = stateOf(book);
  const ledger = ledgerLane(state, indexAt(book, 0));
  const quote = quoteLane(state, indexAt(book, 0));
  const gamma = numberAt(book, 1);
  const k = numberAt(book, 2);
  const size = numberAt(book, 4);
  const tick = load<f64>(ledger, at.LEDGER_TICK_SIZE);
  clearModel(state, indexAt(book, 0));
  store<f64>(quote, logOverOne((gamma * size) / k) / k / tick, at.QUOTE_HALF_CONST);
  store<f64>(quote, ((gamma * size) / 2) * tick, at.QUOTE_HALF_VARIANCE);
  const perLot = gamma * baseUnits(ledger, numberAt(book, 5)) * tick;
  store<f64>(quote, perLot, at.QUOTE_SKEW_VARIANCE);
  store<f64>(quote, numberAt(book, 3), at.QUOTE_HORIZON);
  store<f64>(quote, limitAt(book, 6), at.QUOTE_END_SECONDS);
  return 0;
}

// Gueant 2017, equations 4.6 to 4.9 (arXiv:1605.01862v5), general xi and trade size D.
export function onSetGueant(book: usize): i32 {
  const result = checkReference(book, 6);
  if (result != 0) return result;
  advance(book);
  const state = stateOf(book);
  const ledger = ledgerLane(state, indexAt(book, 0));
  const quote = quoteLane(state, indexAt(book, 0));
  const intensity = numberAt(book, 3);
  const k = numberAt(book, 4);
  const size = numberAt(book, 5);
  const tick = load<f64>(ledger, at.LEDGER_TICK_SIZE);
  const y = (numberAt(book, 2) * size) / k;
  const inverseC = 1 + Math.expm1(Math.log1p(y) + logOverOne(y));
  const c1 = logOverOne(y) / k;
  const c2 = Math.sqrt((numberAt(book, 1) / (2 * intensity * size * k)) * inverseC);
  clearModel(state, indexAt(book, 0));
  store<f64>(quote, c1 / tick, at.QUOTE_HALF_CONST);
  store<f64>(quote, (size / 2) * c2, at.QUOTE_HALF_SIGMA);
  store<f64>(quote, c2 * baseUnits(ledger, numberAt(book, 6)), at.QUOTE_SKEW_SIGMA);
  return 0;
}

export function onSetVolatility(book: usize): i32 {
  advance(book);
  const state = stateOf(book);
  const ledger = ledgerLane(state, indexAt(book, 0));
  const tick = load<f64>(ledger, at.LEDGER_TICK_SIZE);
  const sigma = numberAt(book, 3) / tick;
  store<f64>(ledger, numberAt(book, 1), at.LEDGER_HALF_LIFE);
  store<f64>(ledger, numberAt(book, 2), at.LEDGER_SAMPLE_TIME);
  store<f64>(ledger, sigma * sigma, at.LEDGER_VARIANCE);
  store<f64>(ledger, numberAt(book, 4) / tick, at.LEDGER_SIGMA_FLOOR);
  storeSigma(ledger, quoteLane(state, indexAt(book, 0)));
  return 0;
}

export function onSetEstimators(book: usize): i32 {
  const result = checkAtMost(book, 1, 1);
  if (result != 0) return result;
  advance(book);
  const ledger = ledgerLane(stateOf(book), indexAt(book, 0));
  store<f64>(ledger, numberAt(book, 1), at.LEDGER_ROBUST);
  store<f64>(ledger, numberAt(book, 2), at.LEDGER_ORDER_HALF_LIFE);
  store<f64>(ledger, numberAt(book, 3), at.LEDGER_ORDER_MINIMUM);
  store<f64>(ledger, numberAt(book, 4), at.LEDGER_ORDER_FROM);
  restartOrders(ledger);
  return 0;
}

export function onSetInventory(book: usize): i32 {
  const target = numberAt(book, 1);
  const maxPosition = numberAt(book, 2);
  let result = checkAbove(book, 3, 0);
  if (result == 0 && !(Math.abs(target) < maxPosition))
    result = inconsistent(1, target, maxPosition);
  if (result != 0) return result;
  advance(book);
  const state = stateOf(book);
  const quote = quoteLane(state, indexAt(book, 0));
  store<f64>(quote, target, at.QUOTE_TARGET);
  store<f64>(quote, maxPosition, at.QUOTE_MAX_POSITION);
  store<f64>(quote, limitAt(book, 3), at.QUOTE_MAX_NOTIONAL);
  store<f64>(quote, 1 / (maxPosition - target), at.QUOTE_INVENTORY_UP);
  store<f64>(quote, 1 / (maxPosition + target), at.QUOTE_INVENTORY_DOWN);
  markConfigured(quote, CONFIGURED_INVENTORY);
  followTable(state, indexAt(book, 0));
  return 0;
}

export function onSetRisk(book: usize): i32 {
  let result = checkAbove(book, 1, 0);
  if (result == 0) result = checkAbove(book, 2, 0);
  if (result != 0) return result;
  advance(book);
  const quote = quoteLane(stateOf(book), indexAt(book, 0));
  store<f64>(quote, limitAt(book, 1) * 1e9, at.QUOTE_MAX_AGE);
  store<f64>(quote, limitAt(book, 2) * BPS, at.QUOTE_COLLAR);
  return 0;
}

export function onSetBookLimits(book: usize): i32 {
  for (let index = 0; index < 5; index++) {
    const result = checkAbove(book, index, 0);
    if (result != 0) return result;
  }
  advance(book);
  const state = stateOf(book);
  store<f64>(state, limitAt(book, 0), at.BOOK_MAX_GROSS);
  store<f64>(state, limitAt(book, 1), at.BOOK_LOSS_REDUCE);
  store<f64>(state, limitAt(book, 2), at.BOOK_LOSS_HALT);
  store<f64>(state, limitAt(book, 3), at.BOOK_DRAWDOWN_REDUCE);
  store<f64>(state, limitAt(book, 4), at.BOOK_DRAWDOWN_HALT);
  store<f64>(state, numberAt(book, 5), at.BOOK_RECOVER_RATIO);
  setMoved(true);
  return 0;
}

export function onSetMaxAhead(book: usize): i32 {
  const result = checkAbove(book, 0, 0);
  if (result != 0) return result;
  advance(book);
  const ns = limitAt(book, 0) * 1e9;
  const most: i64 = ns < <f64>code.MAX_TIME_NS ? <i64>ns : i64.MAX_VALUE;
  store<i64>(stateOf(book), most, at.BOOK_MAX_AHEAD_NS);
  return 0;
}
