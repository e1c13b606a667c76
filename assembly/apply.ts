// From bytes to state: decode, check order, hand to the handler, judge limits, requote.
import * as bookSkew from './book-skew';
import { followModel } from './chain';
import { followClock, followIndex, followPosition, isInChain, quoteChain } from './chain-follow';
import * as code from './codes';
import { checkOrder } from './commit';
import * as configure from './configure';
import * as configureGate from './configure-gate';
import * as guarding from './configure-guards';
import * as hedging from './configure-hedge';
import * as margining from './configure-margin';
import * as optionModels from './configure-option-models';
import * as configureSkew from './configure-skew';
import * as underlyings from './configure-underlyings';
import * as decode from './decode';
import { emitReject, isPreview } from './encode';
import * as events from './events';
import { movedUnderlying } from './exposure';
import { checkInstrument, indexAt, numberAt, setId, setNumber } from './fields';
import * as gate from './gate';
import { BOOK_GUARD_COUNT } from './guard-layout';
import { followFlatten, followGuards } from './guards';
import { allowHedges } from './hedge';
import { followHedges } from './hedge-follow';
import { HEDGE_FRAME_BYTES, HEDGES_PER_FRAME } from './hedge-layout';
import * as at from './layout';
import * as msgpack from './msgpack';
import * as op from './opcodes';
import { quoteAll, quoteInstrument } from './quote';
import { stateOf } from './region';
import { evaluateBook, evaluateInstrument } from './risk';
import { BOOK_UNDERLYING_COUNT } from './risk-layout';

// Room that one frame may need: a quote of every instrument, hedges and a handful of events. Only an operator
// may use the last of it, so that a kill is never refused because nobody drained.
function hasRoom(book: usize, isOperator: bool): bool {
  if (isPreview) return true;
  const state = stateOf(book);
  const instruments = <usize>load<i32>(state, at.BOOK_INSTRUMENT_CAPACITY);
  const guards = <usize>load<i32>(state, BOOK_GUARD_COUNT);
  // A rung of the book, or a chain that is priced again, may change the state of every instrument.
  const hasStates = guards > 0 || load<i32>(state, BOOK_UNDERLYING_COUNT) > 0;
  const states = hasStates ? instruments : 0;
  const hedges: usize = HEDGES_PER_FRAME * HEDGE_FRAME_BYTES;
  const once = (instruments + states + guards + 8) * at.QUOTE_FRAME_BYTES + hedges;
  // An operator who resets guards sees states and rungs fall, and rise again where a limit is still passed.
  const reset = once + (states + guards) * at.QUOTE_FRAME_BYTES;
  const needed = isOperator ? reset : once + reset;
  return load<usize>(book, at.IO_OUTPUT_LIMIT) - load<usize>(book, at.IO_OUTPUT_END) >= needed;
}

function namesInstrument(opcode: i32): bool {
  switch (opcode) {
    case op.OP_DEFINE_ASSET:
    case op.OP_DEFINE_INSTRUMENT:
    case op.OP_SET_BOOK_LIMITS:
    case op.OP_SET_MAX_AHEAD:
    case op.OP_SET_TABLE_LEVEL:
    case op.OP_ASSET_RATE:
    case op.OP_CASH:
    case op.OP_CLOCK:
    case op.OP_DEFINE_UNDERLYING:
    case op.OP_DEFINE_EXPIRY:
    case op.OP_SET_SMILE:
    case op.OP_SET_GUARD:
    case op.OP_SET_LADDER:
    case op.OP_SET_VEGA_RISK:
    case op.OP_INDEX:
    case op.OP_FORWARD:
    case op.OP_SET_HEDGE:
    case op.OP_REMARK:
    case op.OP_SET_GATE:
    case op.OP_SET_ACCOUNT:
    case op.OP_SET_COLLATERAL:
      return false;
    default:
      return true;
  }
}

function handle(book: usize, opcode: i32): i32 {
  switch (opcode) {
    case op.OP_TRADE:
      return events.onTrade(book);
    case op.OP_MARK:
      return events.onMark(book);
    case op.OP_ASSET_RATE:
      return events.onAssetRate(book);
    case op.OP_FILL:
      return events.onFill(book);
    case op.OP_WORKING:
      return events.onWorking(book);
    case op.OP_POSITION:
      return events.onPosition(book);
    case op.OP_CASH:
      return events.onCash(book);
    case op.OP_FUNDING:
      return events.onFunding(book);
    case op.OP_SETTLE:
      return events.onSettle(book);
    case op.OP_ALPHA:
      return events.onAlpha(book);
    case op.OP_CLOCK:
      return events.onClock(book);
    case op.OP_TRADING_STATE:
      return events.onTradingState(book);
    default:
      return handleConfiguration(book, opcode);
  }
}

function handleConfiguration(book: usize, opcode: i32): i32 {
  switch (opcode) {
    case op.OP_DEFINE_ASSET:
      return configure.onDefineAsset(book);
    case op.OP_DEFINE_INSTRUMENT:
      return configure.onDefineInstrument(book);
    case op.OP_SET_FEES:
      return configure.onSetFees(book);
    case op.OP_SET_QUOTING:
      return configure.onSetQuoting(book);
    case op.OP_SET_LINEAR:
      return configure.onSetLinear(book);
    case op.OP_SET_AVELLANEDA_STOIKOV:
      return configure.onSetAvellanedaStoikov(book);
    case op.OP_SET_GUEANT:
      return configure.onSetGueant(book);
    case op.OP_SET_VOLATILITY:
      return configure.onSetVolatility(book);
    case op.OP_SET_INVENTORY:
      return configure.onSetInventory(book);
    case op.OP_SET_RISK:
      return configure.onSetRisk(book);
    case op.OP_SET_TABLE_LEVEL:
      return configureSkew.onSetTableLevel(book);
    case op.OP_SET_TABLE:
      return configureSkew.onSetTable(book);
    case op.OP_SET_FACTOR_LOADINGS:
      return configureSkew.onSetFactorLoadings(book);
    case op.OP_SET_ESTIMATORS:
      return configure.onSetEstimators(book);
    case op.OP_SET_BOOK_LIMITS:
      return configure.onSetBookLimits(book);
    case op.OP_SET_MAX_AHEAD:
      return configure.onSetMaxAhead(book);
    default:
      return handleDerivative(book, opcode);
  }
}

function handleDerivative(book: usize, opcode: i32): i32 {
  switch (opcode) {
    case op.OP_DEFINE_UNDERLYING:
      return underlyings.onDefineUnderlying(book);
    case op.OP_SET_UNDERLYING:
      return underlyings.onSetUnderlying(book);
    case op.OP_DEFINE_EXPIRY:
      return underlyings.onDefineExpiry(book);
    case op.OP_DEFINE_OPTION:
      return underlyings.onDefineOption(book);
    case op.OP_SET_SMILE:
      return underlyings.onSetSmile(book);
    case op.OP_SET_GUARD:
      return guarding.onSetGuard(book);
    case op.OP_SET_LADDER:
      return guarding.onSetLadder(book);
    case op.OP_SET_OPTION_MODEL:
      return optionModels.onSetOptionModel(book);
    case op.OP_SET_VEGA_RISK:
      return optionModels.onSetVegaRisk(book);
    case op.OP_INDEX:
      return underlyings.onIndex(book);
    case op.OP_FORWARD:
      return underlyings.onForward(book);
    case op.OP_REMARK:
      return underlyings.onRemark(book);
    case op.OP_IMPLIED_VOL:
      return underlyings.onImpliedVol(book);
    default:
      return handleHedging(book, opcode);
  }
}

function handleHedging(book: usize, opcode: i32): i32 {
  switch (opcode) {
    case op.OP_SET_HEDGE:
      return hedging.onSetHedge(book);
    case op.OP_SET_HEDGE_INSTRUMENT:
      return hedging.onSetHedgeInstrument(book);
    case op.OP_HEDGE_RESULT:
      return hedging.onHedgeResult(book);
    default:
      return handleGate(book, opcode);
  }
}

function handleGate(book: usize, opcode: i32): i32 {
  switch (opcode) {
    case op.OP_SET_GATE:
      return configureGate.onSetGate(book);
    case op.OP_SET_INSTRUMENT_GATE:
      return configureGate.onSetInstrumentGate(book);
    default:
      return handleMargin(book, opcode);
  }
}

function handleMargin(book: usize, opcode: i32): i32 {
  switch (opcode) {
    case op.OP_SET_ACCOUNT:
      return margining.onSetAccount(book);
    case op.OP_SET_COLLATERAL:
      return margining.onSetCollateral(book);
    case op.OP_SET_MARGIN_TIER:
      return margining.onSetMarginTier(book);
    case op.OP_SET_MARGIN_SLOPE:
      return margining.onSetMarginSlope(book);
    case op.OP_SET_ISOLATED:
      return margining.onSetIsolated(book);
    case op.OP_SET_OPTION_MARGIN:
      return margining.onSetOptionMargin(book);
    default:
      return margining.onSetMargin(book);
  }
}

// A what-if moves the quote of its own instrument only.
function followExposures(book: usize, instrument: i32): void {
  bookSkew.setMoved(false);
  if (isPreview) bookSkew.skewPair(stateOf(book), instrument >> 1);
  else bookSkew.skewAll(stateOf(book));
}

// Which instruments must be quoted again after an accepted frame.
function conclude(book: usize, opcode: i32, instrument: i32): void {
  allowHedges();
  const moved = movedUnderlying;
  const priced = followIndex(book);
  const shifted = followPosition(book, instrument);
  if (opcode == op.OP_CLOCK) followClock(book);
  if (instrument >= 0) evaluateInstrument(book, instrument);
  const isBookChanged = evaluateBook(book) || events.commandedBook;
  events.clearCommanded();
  // A print moves nothing that a guard of its instrument watches, and no quote.
  const watched = opcode == op.OP_TRADE ? -1 : instrument;
  const isGuarded = followGuards(book, watched, moved, opcode == op.OP_CLOCK);
  if (!followFlatten(book)) followHedges(book, opcode, instrument, moved);
  const isSkewMoved = bookSkew.moved;
  if (isSkewMoved) followExposures(book, instrument);
  if (watched >= 0) followModel(stateOf(book), instrument);
  const isAnyMoved = isBookChanged || isSkewMoved || isGuarded;
  // Each is quoted once: on STOP_NEW a second time could give another reason.
  let isQuoted = false;
  if (isAnyMoved || opcode == op.OP_CLOCK) {
    quoteAll(book);
    isQuoted = !isPreview;
  } else {
    if (priced >= 0) quoteChain(book, priced);
    if (shifted >= 0 && shifted != priced) quoteChain(book, shifted);
    isQuoted = watched >= 0 && isInChain(stateOf(book), watched, priced, shifted);
  }
  if (watched >= 0 && !isQuoted) quoteInstrument(book, watched);
}

// The frames of the hot path have functions of their own: a compiler gives those of the largest ones that
// hold all handlers fewer registers.
function applyTicker(book: usize): i32 {
  const instrument = indexAt(book, 0);
  let result = checkOrder(book);
  if (result == 0) result = checkInstrument(book, instrument);
  if (result == 0) result = events.onBookTicker(book, instrument);
  if (result == 0) conclude(book, op.OP_BOOK_TICKER, instrument);
  return result;
}

function applyCheckOrder(book: usize): i32 {
  const instrument = indexAt(book, 0);
  let result = checkOrder(book);
  if (result == 0) result = checkInstrument(book, instrument);
  if (result == 0) result = gate.onCheckOrder(book, instrument);
  if (result == 0) conclude(book, op.OP_CHECK_ORDER, instrument);
  return result;
}

// Applies the frame in the registers. 0 or the reject code.
export function applyDecoded(book: usize): i32 {
  if (decode.opcode == op.OP_BOOK_TICKER) return applyTicker(book);
  if (decode.opcode == op.OP_CHECK_ORDER) return applyCheckOrder(book);
  let result = checkOrder(book);
  if (result != 0) return result;
  const opcode = decode.opcode;
  let instrument = -1;
  if (namesInstrument(opcode) && indexAt(book, 0) >= 0) {
    instrument = indexAt(book, 0);
    result = checkInstrument(book, instrument);
    if (result != 0) return result;
  } else if (opcode == op.OP_DEFINE_INSTRUMENT) {
    instrument = indexAt(book, 0);
  }
  result = handle(book, opcode);
  if (result == 0) conclude(book, opcode, instrument);
  return result;
}

// Passes over bytes up to the next array header. Returns where reading goes on.
function skipGarbage(book: usize, p: usize, end: usize): usize {
  let next = p + 1;
  while (next < end && !decode.isArrayHeader(<i32>load<u8>(next))) next++;
  decode.forgetHeader(book);
  decode.refuse(-1, <f64>load<u8>(p), 0);
  emitReject(book, code.REJECT_NOT_A_FRAME, next - p);
  return next;
}

// Reports a frame that was not applied and passes over it: whole when it is well-formed, else a byte.
// Returns p when only bytes still to come (`isOpen`) can tell where the frame ends.
function reject(book: usize, p: usize, window: usize, result: i32, isOpen: bool): usize {
  let next = msgpack.cursor;
  if (result <= code.REJECT_FIELD_RANGE) {
    next = msgpack.skipObject(p, window);
    if (next == msgpack.SKIP_INCOMPLETE && isOpen) return p;
    if (next <= msgpack.SKIP_INCOMPLETE) next = p + 1;
  }
  emitReject(book, result, next - p);
  return next;
}

// Applies the frames in [p, end). Returns the address after the last byte consumed: `end`, or the
// begin of an incomplete frame (unless `isFinal`), or where output space ran out (IO_LAST_CODE says so).
export function applyFrames(book: usize, p: usize, end: usize, isFinal: i32): usize {
  return applyUntil(book, p, end, end, isFinal);
}

// The same, and no frame that begins at `stop` or behind it, though what lies there is seen.
export function applyUntil(book: usize, p: usize, stop: usize, end: usize, isFinal: i32): usize {
  store<i32>(book, 0, at.IO_LAST_CODE);
  store<i32>(book, 0, at.IO_CALL_APPLIED);
  store<i32>(book, 0, at.IO_CALL_REJECTED);
  while (p < stop) {
    const isLong = end - p > <usize>code.MAX_FRAME_BYTES;
    const window = isLong ? p + code.MAX_FRAME_BYTES : end;
    let result = decode.decodeFrame(book, p, window);
    if (!hasRoom(book, result == 0 && decode.opcode == op.OP_TRADING_STATE)) {
      store<i32>(book, code.REJECT_OUTPUT_FULL, at.IO_LAST_CODE);
      return p;
    }
    if (result == 0) {
      result = applyDecoded(book);
      if (result == 0) {
        p = msgpack.cursor;
        store<i32>(book, load<i32>(book, at.IO_CALL_APPLIED) + 1, at.IO_CALL_APPLIED);
        continue;
      }
    } else if (result == msgpack.INCOMPLETE) {
      if (!isLong && !isFinal) return p;
      result = isLong ? code.REJECT_FRAME_TOO_LONG : code.REJECT_TRUNCATED;
      emitReject(book, result, isLong ? 1 : end - p);
      p = isLong ? p + 1 : end;
      continue;
    }
    if (result == code.REJECT_NOT_A_FRAME) {
      p = skipGarbage(book, p, end);
      continue;
    }
    const next = reject(book, p, window, result, !isLong && !isFinal);
    if (next == p) return p;
    p = next;
  }
  return p;
}

const MAX_TIME_US: i64 = code.MAX_TIME_NS / 1000;

function begin(book: usize, opcode: i32, timeUs: f64): i32 {
  decode.setHeader(opcode, <i64>timeUs * 1000);
  if (!hasRoom(book, false)) return code.REJECT_OUTPUT_FULL;
  if (timeUs >= 0 && timeUs <= <f64>MAX_TIME_US && Math.floor(timeUs) == timeUs) return 0;
  decode.refuse(-1, timeUs, <f64>MAX_TIME_US);
  return code.REJECT_FIELD_RANGE;
}

// Tells of a refusal.
function finish(book: usize, result: i32): i32 {
  if (result != 0 && result != code.REJECT_OUTPUT_FULL) emitReject(book, result, 0);
  return result;
}

// A bookTicker frame without the bytes: time in whole microseconds, not sequenced.
export function applyBookTicker(
  book: usize,
  instrument: f64,
  timeUs: f64,
  bidTicks: f64,
  askTicks: f64,
  bidLots: f64,
  askLots: f64,
): i32 {
  let result = begin(book, op.OP_BOOK_TICKER, timeUs);
  const state = stateOf(book);
  if (result == 0) result = decode.checkValue(state, op.KIND_INSTRUMENT, 0, instrument);
  if (result == 0) result = decode.checkTicks(1, bidTicks);
  if (result == 0) result = decode.checkTicks(2, askTicks);
  if (result == 0) result = decode.checkLots(3, bidLots);
  if (result == 0) result = decode.checkLots(4, askLots);
  setNumber(book, 0, instrument);
  setNumber(book, 1, bidTicks);
  setNumber(book, 2, askTicks);
  setNumber(book, 3, bidLots);
  setNumber(book, 4, askLots);
  if (result == 0) result = applyTicker(book);
  return finish(book, result);
}

// A trade frame without the bytes.
export function applyTrade(
  book: usize,
  instrument: f64,
  timeUs: f64,
  priceTicks: f64,
  sizeLots: f64,
  aggressor: f64,
): i32 {
  let result = begin(book, op.OP_TRADE, timeUs);
  const state = stateOf(book);
  if (result == 0) result = decode.checkValue(state, op.KIND_INSTRUMENT, 0, instrument);
  if (result == 0) result = decode.checkValue(state, op.KIND_TICKS, 1, priceTicks);
  if (result == 0) result = decode.checkValue(state, op.KIND_LOTS, 2, sizeLots);
  if (result == 0) result = decode.checkValue(state, op.KIND_ENUM, 3, aggressor);
  setNumber(book, 0, instrument);
  setNumber(book, 1, priceTicks);
  setNumber(book, 2, sizeLots);
  setNumber(book, 3, aggressor);
  if (result == 0) result = applyDecoded(book);
  return finish(book, result);
}

// The fields of a checkOrder frame that the host wrote into the registers, all as numbers.
function readOrder(book: usize): i32 {
  const state = stateOf(book);
  const orderId = numberAt(book, 1);
  let result = decode.checkValue(state, op.KIND_INSTRUMENT, 0, numberAt(book, 0));
  if (result == 0) result = decode.checkSafeId(1, orderId);
  if (result == 0) result = decode.checkValue(state, op.KIND_ENUM, 2, numberAt(book, 2));
  if (result == 0) result = decode.checkValue(state, op.KIND_ENUM, 3, numberAt(book, 3));
  if (result == 0) result = decode.checkLots(4, numberAt(book, 4));
  if (result == 0) result = decode.checkLots(5, numberAt(book, 5));
  if (result == 0) result = decode.checkValue(state, op.KIND_ENUM, 6, numberAt(book, 6));
  if (result == 0) result = decode.checkLots(7, numberAt(book, 7));
  if (result == 0) setId(book, 1, <u64>orderId);
  return result;
}

// A checkOrder frame without the bytes: fields in the registers, time behind them in microseconds. The
// verdict is in the IO block.
export function applyOrder(book: usize): i32 {
  let result = begin(book, op.OP_CHECK_ORDER, numberAt(book, 8));
  if (result == 0) result = readOrder(book);
  if (result == 0) result = applyCheckOrder(book);
  return finish(book, result);
}

// The verdict that the order would get as of the last frame. 0 or a reject code.
export function previewOrder(book: usize): i32 {
  let result = readOrder(book);
  if (result == 0) result = checkInstrument(book, indexAt(book, 0));
  return result == 0 ? gate.judgeOnly(book) : result;
}
