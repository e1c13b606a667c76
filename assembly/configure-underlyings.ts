// Underlyings, expiries and options: what they are, and the market data that is theirs
// (docs/semantics.md 10).
import * as code from './codes';
import { advance } from './commit';
import * as decode from './decode';
import { moveUnderlying, requestRemark, setIndex } from './exposure';
import {
  checkAbove,
  checkAsset,
  checkAtMost,
  idAt,
  inconsistent,
  indexAt,
  limitAt,
  numberAt,
} from './fields';
import { impose } from './guards';
import * as at from './layout';
import * as region from './region';
import { stateOf } from './region';
import * as risk from './risk-layout';

const BPS: f64 = 1e-4;
const NS_PER_SECOND: f64 = 1e9;

// Whether field `index` names a row that the book has room for.
function checkRow(book: usize, index: i32, capacityAt: usize): i32 {
  const capacity = load<i32>(stateOf(book) + capacityAt);
  return checkAtMost(book, index, <f64>(capacity - 1));
}

function checkUnderlying(book: usize, index: i32): i32 {
  const result = checkRow(book, index, risk.BOOK_UNDERLYING_CAPACITY);
  if (result != 0) return result;
  if (region.isUnderlying(stateOf(book), indexAt(book, index))) return 0;
  decode.refuse(index, numberAt(book, index), 0);
  return code.REJECT_UNKNOWN_UNDERLYING;
}

function checkExpiry(book: usize, index: i32): i32 {
  const result = checkRow(book, index, risk.BOOK_EXPIRY_CAPACITY);
  if (result != 0) return result;
  if (region.isExpiry(stateOf(book), indexAt(book, index))) return 0;
  decode.refuse(index, numberAt(book, index), 0);
  return code.REJECT_UNKNOWN_EXPIRY;
}

function checkFollowed(book: usize, underlying: i32): i32 {
  const state = stateOf(book);
  const follows = indexAt(book, 2);
  if (follows < 0) return 0;
  if (!region.isInstrument(state, follows)) {
    decode.refuse(2, <f64>follows, 0);
    return code.REJECT_UNKNOWN_INSTRUMENT;
  }
  // The price of an option is made of the index.
  const contract = load<f64>(region.ledgerLane(state, follows), at.LEDGER_CONTRACT);
  if (contract >= code.CONTRACT_OPTION) return inconsistent(2, <f64>follows, contract);
  const follower = load<f64>(region.ledgerLane(state, follows), at.LEDGER_INDEX_OF);
  if (follower == 0 || <i32>follower == underlying + 1) return 0;
  return inconsistent(2, <f64>follows, follower - 1);
}

export function onDefineUnderlying(book: usize): i32 {
  let result = checkRow(book, 0, risk.BOOK_UNDERLYING_CAPACITY);
  if (result == 0 && indexAt(book, 1) >= 0) result = checkAsset(book, 1);
  if (result == 0) result = checkFollowed(book, indexAt(book, 0));
  if (result == 0) result = checkAbove(book, 3, 0);
  if (result == 0) result = checkAbove(book, 4, 0);
  if (result != 0) return result;
  advance(book);
  const state = stateOf(book);
  const underlying = indexAt(book, 0);
  const row = region.underlyingRow(state, underlying);
  const previous = <i32>load<f64>(row, risk.UNDERLYING_FOLLOWS) - 1;
  const follows = indexAt(book, 2);
  if (previous >= 0) store<f64>(region.ledgerLane(state, previous), 0, at.LEDGER_INDEX_OF);
  store<f64>(row, 1, risk.UNDERLYING_DEFINED);
  const count = max(load<i32>(state, risk.BOOK_UNDERLYING_COUNT), underlying + 1);
  store<i32>(state, count, risk.BOOK_UNDERLYING_COUNT);
  store<f64>(row, numberAt(book, 1) + 1, risk.UNDERLYING_COLLATERAL);
  store<f64>(row, <f64>(follows + 1), risk.UNDERLYING_FOLLOWS);
  store<f64>(row, limitAt(book, 3) * BPS, risk.UNDERLYING_REMARK_FRACTION);
  store<f64>(row, limitAt(book, 4) * NS_PER_SECOND, risk.UNDERLYING_REMARK_NS);
  if (follows < 0) return 0;
  const ledger = region.ledgerLane(state, follows);
  store<f64>(ledger, <f64>(underlying + 1), at.LEDGER_INDEX_OF);
  const mark = load<f64>(region.quoteLane(state, follows), at.QUOTE_MARK);
  if (mark > 0) setIndex(state, underlying, mark * load<f64>(ledger, at.LEDGER_TICK_SIZE));
  return 0;
}

function attach(book: usize, instrument: i32, underlying: i32): void {
  const lane = region.riskLane(stateOf(book), instrument);
  store<f64>(lane, <f64>(underlying + 1), risk.RISK_UNDERLYING);
  impose(book, instrument);
}

function isOption(state: usize, instrument: i32): bool {
  const ledger = region.ledgerLane(state, instrument);
  return load<f64>(ledger, at.LEDGER_CONTRACT) >= code.CONTRACT_OPTION;
}

// A contract says once what it is a contract on: exposures are kept by differences.
export function onSetUnderlying(book: usize): i32 {
  const state = stateOf(book);
  const instrument = indexAt(book, 0);
  if (isOption(state, instrument)) return inconsistent(0, <f64>instrument, 0);
  const result = checkUnderlying(book, 1);
  if (result != 0) return result;
  const attached = load<f64>(region.riskLane(state, instrument), risk.RISK_UNDERLYING);
  if (attached != 0 && attached != numberAt(book, 1) + 1) {
    return inconsistent(1, numberAt(book, 1), attached - 1);
  }
  advance(book);
  attach(book, instrument, indexAt(book, 1));
  moveUnderlying(state, instrument);
  return 0;
}

export function onDefineExpiry(book: usize): i32 {
  let result = checkRow(book, 0, risk.BOOK_EXPIRY_CAPACITY);
  if (result == 0) result = checkUnderlying(book, 1);
  if (result != 0) return result;
  const state = stateOf(book);
  const row = region.expiryRow(state, indexAt(book, 0));
  const before = load<f64>(row, risk.EXPIRY_UNDERLYING);
  const isUsed = load<f64>(row, risk.EXPIRY_OPTION_COUNT) != 0;
  if (isUsed && before != numberAt(book, 1)) return inconsistent(1, numberAt(book, 1), before);
  if (idAt(book, 2) > <u64>code.MAX_TIME_NS) {
    decode.refuse(2, <f64>idAt(book, 2), <f64>code.MAX_TIME_NS);
    return code.REJECT_FIELD_RANGE;
  }
  advance(book);
  const isDefined = load<f64>(row, risk.EXPIRY_DEFINED) != 0;
  if (!isDefined || before != numberAt(book, 1)) {
    // What the market of another underlying said is not carried over.
    memory.fill(row, 0, risk.EXPIRY_BYTES);
    store<f64>(row, 1, risk.EXPIRY_CARRY);
  }
  store<f64>(row, 1, risk.EXPIRY_DEFINED);
  store<f64>(row, numberAt(book, 1), risk.EXPIRY_UNDERLYING);
  store<i64>(row, idAt(book, 2), risk.EXPIRY_TIME_NS);
  const expiries = max(load<i32>(state, risk.BOOK_EXPIRY_COUNT), indexAt(book, 0) + 1);
  store<i32>(state, expiries, risk.BOOK_EXPIRY_COUNT);
  store<f64>(row, numberAt(book, 3), risk.EXPIRY_RATE);
  return 0;
}

// A lane for an option of an underlying: in its last pair, or in a new one. -1 when none is left.
function findSlot(state: usize, row: usize): i32 {
  const last = <i32>load<f64>(row, risk.UNDERLYING_LAST_PAIR) - 1;
  if (last >= 0) {
    const odd = region.optionLane(state, 2 * last + 1);
    if (load<f64>(odd, risk.OPTION_INSTRUMENT) == 0) return 2 * last + 1;
  }
  const next = load<i32>(state, risk.BOOK_OPTION_PAIRS);
  return 2 * next < load<i32>(state, risk.BOOK_OPTION_CAPACITY) ? 2 * next : -1;
}

// Makes a new pair the last of its underlying.
function appendPair(state: usize, row: usize, pair: i32): void {
  const last = <i32>load<f64>(row, risk.UNDERLYING_LAST_PAIR) - 1;
  if (last < 0) store<f64>(row, <f64>(pair + 1), risk.UNDERLYING_FIRST_PAIR);
  else store<i32>(region.optionBlock(state, last), pair + 1, risk.OPTION_NEXT_PAIR);
  store<f64>(row, <f64>(pair + 1), risk.UNDERLYING_LAST_PAIR);
  store<i32>(state, pair + 1, risk.BOOK_OPTION_PAIRS);
}

function countOptions(state: usize, expiry: i32, change: f64): void {
  const row = region.expiryRow(state, expiry);
  const count = load<f64>(row, risk.EXPIRY_OPTION_COUNT) + change;
  store<f64>(row, count, risk.EXPIRY_OPTION_COUNT);
}

// Whether the instrument can have these terms: an option that is held or ordered keeps those it has.
function checkTerms(book: usize): i32 {
  const state = stateOf(book);
  const instrument = indexAt(book, 0);
  if (!isOption(state, instrument)) return inconsistent(0, <f64>instrument, 0);
  const lane = region.riskLane(state, instrument);
  const slot = <i32>load<f64>(lane, risk.RISK_OPTION) - 1;
  const underlying = load<f64>(region.expiryRow(state, indexAt(book, 1)), risk.EXPIRY_UNDERLYING);
  if (slot >= 0) {
    const held = Math.abs(load<f64>(lane, risk.RISK_LOTS));
    const open = held + load<f64>(lane, risk.RISK_BUY_LOTS) + load<f64>(lane, risk.RISK_SELL_LOTS);
    if (open != 0) return inconsistent(0, open, 0);
    const attached = load<f64>(lane, risk.RISK_UNDERLYING) - 1;
    return attached == underlying ? 0 : inconsistent(1, underlying, attached);
  }
  if (findSlot(state, region.underlyingRow(state, <i32>underlying)) >= 0) return 0;
  decode.refuse(0, 1, <f64>load<i32>(state, risk.BOOK_OPTION_CAPACITY));
  return code.REJECT_NO_ROOM;
}

function takeSlot(state: usize, instrument: i32, underlying: i32): i32 {
  const lane = region.riskLane(state, instrument);
  const known = <i32>load<f64>(lane, risk.RISK_OPTION) - 1;
  if (known >= 0) {
    const expiry = load<f64>(region.optionLane(state, known), risk.OPTION_EXPIRY);
    countOptions(state, <i32>expiry, -1);
    return known;
  }
  const row = region.underlyingRow(state, underlying);
  const slot = findSlot(state, row);
  if ((slot & 1) == 0) appendPair(state, row, slot >> 1);
  const count = load<f64>(row, risk.UNDERLYING_OPTION_COUNT) + 1;
  store<f64>(row, count, risk.UNDERLYING_OPTION_COUNT);
  store<f64>(lane, <f64>(slot + 1), risk.RISK_OPTION);
  return slot;
}

// The terms of an option. An instrument that is neither held nor ordered may get new ones, which is how
// a chain rolls on within the capacity it was given.
export function onDefineOption(book: usize): i32 {
  let result = checkExpiry(book, 1);
  if (result == 0) result = checkAtMost(book, 2, code.RIGHT_PUT);
  if (result == 0) result = checkAbove(book, 4, 0);
  if (result == 0) result = checkAtMost(book, 5, 1);
  if (result == 0) result = checkAtMost(book, 6, 1);
  if (result == 0) result = checkTerms(book);
  if (result != 0) return result;
  advance(book);
  const state = stateOf(book);
  const instrument = indexAt(book, 0);
  const expiry = indexAt(book, 1);
  const ledger = region.ledgerLane(state, instrument);
  const row = region.expiryRow(state, expiry);
  const underlying = <i32>load<f64>(row, risk.EXPIRY_UNDERLYING);
  const option = region.optionLane(state, takeSlot(state, instrument, underlying));
  const isCoin = load<f64>(ledger, at.LEDGER_CONTRACT) == code.CONTRACT_INVERSE_OPTION;
  attach(book, instrument, underlying);
  countOptions(state, expiry, 1);
  clearResults(option);
  store<f64>(option, <f64>(instrument + 1), risk.OPTION_INSTRUMENT);
  store<f64>(option, <f64>expiry, risk.OPTION_EXPIRY);
  store<f64>(option, numberAt(book, 2) == code.RIGHT_CALL ? 1 : -1, risk.OPTION_SIGN);
  store<f64>(option, numberAt(book, 3), risk.OPTION_STRIKE);
  store<f64>(option, isCoin ? 1 : 0, risk.OPTION_COIN);
  store<f64>(option, load<f64>(ledger, at.LEDGER_UNIT), risk.OPTION_UNIT);
  store<f64>(option, load<f64>(ledger, at.LEDGER_TICK_SIZE), risk.OPTION_TICK);
  const own = numberAt(book, 4);
  store<f64>(option, isNaN(own) ? 0 : own, risk.OPTION_OWN_VOLATILITY);
  store<f64>(option, numberAt(book, 5), risk.OPTION_MARKED);
  quoteBy(state, instrument, numberAt(book, 6));
  moveUnderlying(state, instrument);
  return 0;
}

// A model needs no touch to quote: where there is none, nothing is to be stayed away from.
function quoteBy(state: usize, instrument: i32, byModel: f64): void {
  const quote = region.quoteLane(state, instrument);
  const seen = load<f64>(region.touchNow(state, instrument));
  store<f64>(quote, byModel, at.QUOTE_BY_MODEL);
  store<f64>(region.touchNow(state, instrument), seen);
  store<f64>(quote, 0, at.QUOTE_MODEL_TICKS);
  if (load<f64>(quote, at.QUOTE_BID) != 0) return;
  store<f64>(quote, byModel != 0 ? Infinity : 0, at.QUOTE_ASK);
}

// An option has no greeks until its chain is marked.
function clearResults(option: usize): void {
  for (
    let offset = risk.OPTION_VOLATILITY;
    offset <= risk.OPTION_DECAY;
    offset += at.VECTOR_BYTES
  ) {
    store<f64>(option + offset, 0);
  }
}

export function onSetSmile(book: usize): i32 {
  let result = checkExpiry(book, 0);
  if (result == 0 && Math.abs(numberAt(book, 3)) > 1) {
    decode.refuse(3, numberAt(book, 3), 1);
    result = code.REJECT_FIELD_RANGE;
  }
  if (result != 0) return result;
  // The smallest total variance of the smile: below 0 there would be no volatility.
  const rho = numberAt(book, 3);
  const lowest =
    numberAt(book, 1) + numberAt(book, 2) * numberAt(book, 5) * Math.sqrt(1 - rho * rho);
  if (lowest < 0) return inconsistent(1, lowest, 0);
  advance(book);
  const row = region.expiryRow(stateOf(book), indexAt(book, 0));
  store<f64>(row, 1, risk.EXPIRY_HAS_SMILE);
  store<f64>(row, numberAt(book, 1), risk.EXPIRY_SVI_A);
  store<f64>(row, numberAt(book, 2), risk.EXPIRY_SVI_B);
  store<f64>(row, rho, risk.EXPIRY_SVI_RHO);
  store<f64>(row, numberAt(book, 4), risk.EXPIRY_SVI_M);
  store<f64>(row, numberAt(book, 5), risk.EXPIRY_SVI_SIGMA);
  return 0;
}

export function onIndex(book: usize): i32 {
  const result = checkUnderlying(book, 0);
  if (result != 0) return result;
  advance(book);
  setIndex(stateOf(book), indexAt(book, 0), numberAt(book, 1));
  return 0;
}

// The forward moves with the index from now on.
export function onForward(book: usize): i32 {
  const result = checkExpiry(book, 0);
  if (result != 0) return result;
  const state = stateOf(book);
  const row = region.expiryRow(state, indexAt(book, 0));
  const underlying = <i32>load<f64>(row, risk.EXPIRY_UNDERLYING);
  const index = load<f64>(region.underlyingRow(state, underlying), risk.UNDERLYING_INDEX);
  if (!(index > 0)) return inconsistent(1, numberAt(book, 1), index);
  advance(book);
  store<f64>(row, numberAt(book, 1) / index, risk.EXPIRY_CARRY);
  return 0;
}

export function onRemark(book: usize): i32 {
  const result = checkUnderlying(book, 0);
  if (result != 0) return result;
  advance(book);
  requestRemark(indexAt(book, 0));
  return 0;
}

export function onImpliedVol(book: usize): i32 {
  const state = stateOf(book);
  const slot = <i32>load<f64>(region.riskLane(state, indexAt(book, 0)), risk.RISK_OPTION) - 1;
  if (slot < 0) {
    decode.refuse(0, numberAt(book, 0), 0);
    return code.REJECT_NOT_AN_OPTION;
  }
  advance(book);
  store<f64>(region.optionLane(state, slot), numberAt(book, 1), risk.OPTION_OWN_VOLATILITY);
  return 0;
}
