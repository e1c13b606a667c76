// From state to published quotes, two instruments at a time: a tick computes its pair and keeps one
// lane, a sweep keeps both, so both give the same bits (docs/semantics.md 6 and 7; formulas cited there).
import * as code from './codes';
import { emitQuote, isPreview } from './encode';
import * as at from './layout';
import { quoteBlock, stateOf } from './region';

export const LANES_NONE: i32 = 0;
export const LANE_EVEN: i32 = 1;
export const LANE_ODD: i32 = 2;
export const LANES_BOTH: i32 = 3;

// Values that flow from prices to sizes of one pair.
let fair: v128 = f64x2.splat(0);
let inventory: v128 = f64x2.splat(0); // x
let over: v128 = f64x2.splat(0); // how far into the soft wall, 0 .. 1
let bid: v128 = f64x2.splat(0);
let ask: v128 = f64x2.splat(0);
let bidSize: v128 = f64x2.splat(0);
let askSize: v128 = f64x2.splat(0);
let bidRoom: v128 = f64x2.splat(0);
let askRoom: v128 = f64x2.splat(0);
let state: v128 = f64x2.splat(0);

function fairValue(block: usize, terms: usize): void {
  const touchBid = v128.load(block, at.QUOTE_BID);
  const touchAsk = v128.load(block, at.QUOTE_ASK);
  const bidLots = v128.load(block, at.QUOTE_BID_LOTS);
  const askLots = v128.load(block, at.QUOTE_ASK_LOTS);
  const mid = f64x2.mul(f64x2.add(touchBid, touchAsk), f64x2.splat(0.5));
  const depth = f64x2.pmax(f64x2.add(bidLots, askLots), f64x2.splat(1));
  const imbalance = f64x2.div(f64x2.sub(bidLots, askLots), depth);
  const halfTouch = f64x2.mul(f64x2.sub(touchAsk, touchBid), f64x2.splat(0.5));
  const micro = f64x2.mul(f64x2.mul(v128.load(block, at.QUOTE_MICRO_WEIGHT), halfTouch), imbalance);
  const alpha = f64x2.mul(v128.load(block, at.QUOTE_ALPHA), mid);
  fair = f64x2.add(f64x2.add(mid, micro), alpha);
  v128.store(terms, mid, at.TERM_MID);
  v128.store(terms, fair, at.TERM_FAIR);
}

function clamp(value: v128, low: v128, high: v128): v128 {
  return f64x2.pmin(f64x2.pmax(value, low), high);
}

// Reservation price and half-spread, then the one place where prices become ticks.
function prices(block: usize, terms: usize, clock: f64): void {
  const zero = f64x2.splat(0);
  const one = f64x2.splat(1);
  const deviation = f64x2.sub(v128.load(block, at.QUOTE_POSITION), v128.load(block, at.QUOTE_TARGET));
  const up = v128.load(block, at.QUOTE_INVENTORY_UP);
  const down = v128.load(block, at.QUOTE_INVENTORY_DOWN);
  const perLot = v128.bitselect(up, down, f64x2.ge(deviation, zero));
  inventory = clamp(f64x2.mul(deviation, perLot), f64x2.splat(-1), one);
  const sigma = v128.load(block, at.QUOTE_SIGMA);
  const left = f64x2.sub(v128.load(block, at.QUOTE_END_SECONDS), f64x2.splat(clock));
  const tau = f64x2.pmin(v128.load(block, at.QUOTE_HORIZON), f64x2.pmax(zero, left));
  const risk = f64x2.mul(f64x2.mul(sigma, sigma), tau);

  const base = f64x2.add(
    v128.load(block, at.QUOTE_HALF_CONST),
    f64x2.mul(v128.load(block, at.QUOTE_HALF_FAIR), fair),
  );
  const bySigma = f64x2.mul(v128.load(block, at.QUOTE_HALF_SIGMA), sigma);
  const byRisk = f64x2.mul(v128.load(block, at.QUOTE_HALF_VARIANCE), risk);
  const model = f64x2.add(f64x2.add(base, bySigma), byRisk);
  const floor = f64x2.mul(v128.load(block, at.QUOTE_FLOOR_FAIR), fair);
  const cap = f64x2.mul(v128.load(block, at.QUOTE_CAP_FAIR), fair);
  const half = f64x2.pmax(f64x2.splat(0.5), f64x2.pmax(floor, f64x2.pmin(model, cap)));

  const atFull = f64x2.mul(f64x2.mul(v128.load(block, at.QUOTE_SKEW_FAIR), fair), inventory);
  const skewSigma = f64x2.mul(v128.load(block, at.QUOTE_SKEW_SIGMA), sigma);
  const skewRisk = f64x2.mul(v128.load(block, at.QUOTE_SKEW_VARIANCE), risk);
  const rawSkew = f64x2.add(atFull, f64x2.mul(f64x2.add(skewSigma, skewRisk), deviation));
  const maxSkew = f64x2.mul(v128.load(block, at.QUOTE_MAX_SKEW), fair);
  const skew = clamp(rawSkew, f64x2.neg(maxSkew), maxSkew);

  const beyond = f64x2.sub(f64x2.abs(inventory), v128.load(block, at.QUOTE_WALL_START));
  over = f64x2.pmax(zero, f64x2.mul(beyond, v128.load(block, at.QUOTE_WALL_SCALE)));
  const height = f64x2.mul(v128.load(block, at.QUOTE_WALL_SKEW), fair);
  const push = f64x2.mul(f64x2.mul(over, over), height);
  const wall = v128.bitselect(f64x2.neg(push), push, f64x2.lt(inventory, zero));
  const reservation = f64x2.sub(f64x2.sub(fair, skew), wall);
  bid = f64x2.floor(f64x2.sub(reservation, half));
  ask = f64x2.ceil(f64x2.add(reservation, half));
  const isPostOnly = f64x2.ne(v128.load(block, at.QUOTE_POST_ONLY), zero);
  const belowAsk = f64x2.sub(v128.load(block, at.QUOTE_ASK), one);
  const aboveBid = f64x2.add(v128.load(block, at.QUOTE_BID), one);
  bid = v128.bitselect(f64x2.pmin(bid, belowAsk), bid, isPostOnly);
  ask = v128.bitselect(f64x2.pmax(ask, aboveBid), ask, isPostOnly);

  v128.store(terms, reservation, at.TERM_RESERVATION);
  v128.store(terms, inventory, at.TERM_NORMALISED);
  v128.store(terms, base, at.TERM_BASE_HALF);
  v128.store(terms, model, at.TERM_MODEL_HALF);
  v128.store(terms, half, at.TERM_HALF);
  v128.store(terms, skew, at.TERM_SKEW);
  v128.store(terms, wall, at.TERM_WALL);
  v128.store(terms, bid, at.TERM_BID);
  v128.store(terms, ask, at.TERM_ASK);
  v128.store(terms, floor, at.TERM_FLOOR);
  v128.store(terms, cap, at.TERM_CAP);
}

// Sizes skewed by inventory, and the room that limits and working orders leave.
function sizes(block: usize, terms: usize): void {
  const zero = f64x2.splat(0);
  const one = f64x2.splat(1);
  const two = f64x2.splat(2);
  const position = v128.load(block, at.QUOTE_POSITION);
  const perLot = f64x2.add(
    v128.load(block, at.QUOTE_NOTIONAL_FIXED),
    f64x2.mul(v128.load(block, at.QUOTE_NOTIONAL_PER_TICK), fair),
  );
  const byValue = f64x2.floor(f64x2.div(v128.load(block, at.QUOTE_MAX_NOTIONAL), perLot));
  const limit = f64x2.pmin(v128.load(block, at.QUOTE_MAX_POSITION), byValue);
  const isReducing = f64x2.eq(state, one);
  const isOutside = f64x2.gt(f64x2.abs(position), limit);
  const mustReduce = v128.or(isReducing, isOutside);

  const shift = f64x2.mul(v128.load(block, at.QUOTE_SIZE_SKEW), inventory);
  const inside = f64x2.sub(one, over);
  let bidRatio = clamp(f64x2.sub(one, shift), zero, two);
  let askRatio = clamp(f64x2.add(one, shift), zero, two);
  bidRatio = v128.bitselect(f64x2.mul(bidRatio, inside), bidRatio, f64x2.gt(inventory, zero));
  askRatio = v128.bitselect(f64x2.mul(askRatio, inside), askRatio, f64x2.lt(inventory, zero));
  const bidReduces = v128.and(mustReduce, f64x2.lt(position, zero));
  const askReduces = v128.and(mustReduce, f64x2.gt(position, zero));
  bidRatio = v128.bitselect(f64x2.pmax(bidRatio, one), bidRatio, bidReduces);
  askRatio = v128.bitselect(f64x2.pmax(askRatio, one), askRatio, askReduces);
  const quoteLots = v128.load(block, at.QUOTE_QUOTE_LOTS);
  bidSize = f64x2.floor(f64x2.mul(quoteLots, bidRatio));
  askSize = f64x2.floor(f64x2.mul(quoteLots, askRatio));

  const longest = f64x2.add(position, v128.load(block, at.QUOTE_OTHER_BUY));
  const shortest = f64x2.sub(position, v128.load(block, at.QUOTE_OTHER_SELL));
  const closeShort = f64x2.pmax(zero, f64x2.neg(longest));
  const closeLong = f64x2.pmax(zero, shortest);
  const freeBid = f64x2.pmax(closeShort, f64x2.sub(limit, longest));
  const freeAsk = f64x2.pmax(closeLong, f64x2.add(limit, shortest));
  bidRoom = v128.bitselect(closeShort, freeBid, isReducing);
  askRoom = v128.bitselect(closeLong, freeAsk, isReducing);
  v128.store(terms, bidSize, at.TERM_BID_SIZE);
  v128.store(terms, askSize, at.TERM_ASK_SIZE);
  v128.store(terms, bidRoom, at.TERM_BID_ROOM);
  v128.store(terms, askRoom, at.TERM_ASK_ROOM);
}

function when(condition: v128, reason: i32, otherwise: v128): v128 {
  return v128.bitselect(f64x2.splat(<f64>reason), otherwise, condition);
}

// Why a side is not quoted, 0 when it is. Later lines win.
function reasonOf(block: usize, price: v128, size: v128, room: v128, now: f64): v128 {
  const zero = f64x2.splat(0);
  const one = f64x2.splat(1);
  const lots = f64x2.pmin(size, room);
  const perLot = f64x2.add(
    v128.load(block, at.QUOTE_NOTIONAL_FIXED),
    f64x2.mul(v128.load(block, at.QUOTE_NOTIONAL_PER_TICK), price),
  );
  const isCheap = f64x2.lt(f64x2.mul(lots, perLot), v128.load(block, at.QUOTE_MIN_NOTIONAL));
  const minLots = f64x2.pmax(v128.load(block, at.QUOTE_MIN_LOTS), one);
  const noRoom = f64x2.le(room, zero);
  const mark = v128.load(block, at.QUOTE_MARK);
  const distance = f64x2.abs(f64x2.sub(price, mark));
  const isOff = f64x2.gt(distance, f64x2.mul(v128.load(block, at.QUOTE_COLLAR), mark));
  const age = f64x2.sub(f64x2.splat(now), v128.load(block, at.QUOTE_TICKER_NOW));
  let reason = when(isCheap, code.DROP_MIN_NOTIONAL, zero);
  reason = when(f64x2.lt(lots, minLots), code.DROP_MIN_SIZE, reason);
  reason = when(noRoom, code.DROP_LIMIT, reason);
  reason = when(f64x2.lt(size, one), code.DROP_INVENTORY, reason);
  reason = when(v128.and(noRoom, f64x2.eq(state, one)), code.DROP_REDUCING, reason);
  reason = when(isOff, code.DROP_COLLAR, reason);
  reason = when(f64x2.lt(price, one), code.DROP_PRICE, reason);
  reason = when(f64x2.gt(age, v128.load(block, at.QUOTE_MAX_AGE)), code.DROP_STALE, reason);
  reason = when(f64x2.eq(v128.load(block, at.QUOTE_BID), zero), code.DROP_NO_MARKET, reason);
  reason = when(f64x2.eq(state, f64x2.splat(2)), code.DROP_HALTED, reason);
  const isConfigured = f64x2.eq(v128.load(block, at.QUOTE_CONFIGURED), f64x2.splat(7));
  return when(v128.not(isConfigured), code.DROP_NOT_CONFIGURED, reason);
}

// Whether a side differs enough from what is published.
function differs(
  price: v128,
  lots: v128,
  reason: v128,
  oldPrice: v128,
  oldLots: v128,
  oldReason: v128,
  threshold: v128,
  growth: v128,
): v128 {
  const isMoved = f64x2.gt(f64x2.abs(f64x2.sub(price, oldPrice)), threshold);
  const isSmaller = f64x2.lt(lots, oldLots);
  const isLarger = f64x2.gt(lots, f64x2.mul(oldLots, growth));
  const isResized = v128.or(isSmaller, isLarger);
  return v128.or(v128.or(f64x2.ne(reason, oldReason), isMoved), isResized);
}

function laneMask(lanes: i32): v128 {
  const mask = i64x2.splat(0);
  const even = i64x2.replace_lane(mask, 0, lanes & LANE_EVEN ? -1 : 0);
  return i64x2.replace_lane(even, 1, lanes & LANE_ODD ? -1 : 0);
}

function keep(block: usize, offset: usize, value: v128, mask: v128): void {
  v128.store(block + offset, v128.bitselect(value, v128.load(block + offset), mask));
}

// Computes the pair and replaces the published quotes of the chosen lanes where they differ enough.
// Returns the lanes replaced.
export function quotePair(
  book: usize,
  block: usize,
  lanes: i32,
): i32 {
  const base = stateOf(book);
  const now = load<f64>(base, at.BOOK_NOW);
  const zero = f64x2.splat(0);
  const terms = book;
  const bookState = f64x2.splat(<f64>load<i32>(base, at.BOOK_STATE));
  state = f64x2.pmax(v128.load(block, at.QUOTE_STATE), bookState);
  fairValue(block, terms);
  prices(block, terms, load<f64>(base, at.BOOK_SECONDS));
  sizes(block, terms);
  const bidReason = reasonOf(block, bid, bidSize, bidRoom, now);
  const askReason = reasonOf(block, ask, askSize, askRoom, now);
  const bidOn = f64x2.eq(bidReason, zero);
  const askOn = f64x2.eq(askReason, zero);
  const bidLots = v128.and(f64x2.pmin(bidSize, bidRoom), bidOn);
  const askLots = v128.and(f64x2.pmin(askSize, askRoom), askOn);
  const bidPrice = v128.and(bid, bidOn);
  const askPrice = v128.and(ask, askOn);
  v128.store(terms, bidLots, at.TERM_BID_LOTS);
  v128.store(terms, askLots, at.TERM_ASK_LOTS);
  v128.store(terms, bidReason, at.TERM_BID_REASON);
  v128.store(terms, askReason, at.TERM_ASK_REASON);

  const threshold = f64x2.mul(v128.load(block, at.QUOTE_REQUOTE_FAIR), fair);
  const growth = v128.load(block, at.QUOTE_REQUOTE_SIZE);
  const bidDiffers = differs(
    bidPrice,
    bidLots,
    bidReason,
    v128.load(block, at.QUOTE_QUOTED_BID),
    v128.load(block, at.QUOTE_QUOTED_BID_LOTS),
    v128.load(block, at.QUOTE_QUOTED_BID_REASON),
    threshold,
    growth,
  );
  const askDiffers = differs(
    askPrice,
    askLots,
    askReason,
    v128.load(block, at.QUOTE_QUOTED_ASK),
    v128.load(block, at.QUOTE_QUOTED_ASK_LOTS),
    v128.load(block, at.QUOTE_QUOTED_ASK_REASON),
    threshold,
    growth,
  );
  const isKnown = f64x2.gt(v128.load(block, at.QUOTE_CONFIGURED), zero);
  const chosen = v128.and(laneMask(lanes), isKnown);
  const replaced = v128.and(chosen, v128.or(bidDiffers, askDiffers));
  if (!v128.any_true(replaced)) return 0;
  keep(block, at.QUOTE_QUOTED_BID, bidPrice, replaced);
  keep(block, at.QUOTE_QUOTED_BID_LOTS, bidLots, replaced);
  keep(block, at.QUOTE_QUOTED_ASK, askPrice, replaced);
  keep(block, at.QUOTE_QUOTED_ASK_LOTS, askLots, replaced);
  keep(block, at.QUOTE_QUOTED_BID_REASON, bidReason, replaced);
  keep(block, at.QUOTE_QUOTED_ASK_REASON, askReason, replaced);
  keep(block, at.QUOTE_QUOTED_NOW, f64x2.splat(now), replaced);
  const version = f64x2.add(v128.load(block, at.QUOTE_QUOTED_VERSION), f64x2.splat(1));
  keep(block, at.QUOTE_QUOTED_VERSION, version, replaced);
  return i64x2.bitmask(replaced);
}

// Requotes one instrument.
export function quoteInstrument(book: usize, instrument: i32): void {
  const block = quoteBlock(stateOf(book), instrument >> 1);
  const lane = <usize>(instrument & 1);
  const replaced = quotePair(book, block, LANE_EVEN << <i32>lane);
  if (replaced) emitQuote(book, instrument, block + lane * at.LANE_BYTES);
}

// Requotes every instrument in index order.
export function quoteAll(book: usize): void {
  if (isPreview) return;
  const base = stateOf(book);
  const count = load<i32>(base, at.BOOK_INSTRUMENT_COUNT);
  let block = quoteBlock(base, 0);
  for (let even = 0; even < count; even += 2) {
    const replaced = quotePair(book, block, LANES_BOTH);
    if (replaced & LANE_EVEN) emitQuote(book, even, block);
    if (replaced & LANE_ODD) emitQuote(book, even + 1, block + at.LANE_BYTES);
    block += at.QUOTE_BLOCK_BYTES;
  }
}
