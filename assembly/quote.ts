// From terms to published quotes, two instruments at a time: a tick computes its pair and keeps one
// lane, a sweep keeps both, so both give the same bits (docs/semantics.md 6, steps 10 and 11).
import * as code from './codes';
import { emitQuote, isPreview } from './encode';
import { admitQuotes, isGateActive } from './gate-orders';
import * as at from './layout';
import { quoteBlock, stateOf } from './region';
import * as terms from './terms';

export const LANES_NONE: i32 = 0;
export const LANE_EVEN: i32 = 1;
export const LANE_ODD: i32 = 2;
export const LANES_BOTH: i32 = 3;

// Conditions that withdraw both sides.
let isUnconfigured: v128 = f64x2.splat(0);
let isHalted: v128 = f64x2.splat(0);
let hasNoMarket: v128 = f64x2.splat(0);
let isStale: v128 = f64x2.splat(0);
let isReducing: v128 = f64x2.splat(0);
let isBlocked: v128 = f64x2.splat(0);
let isStopped: v128 = f64x2.splat(0); // published quotes may only shrink or go

function judgeBoth(block: usize, now: f64, bookState: f64): void {
  const state = f64x2.pmax(v128.load(block, at.QUOTE_STATE), f64x2.splat(bookState));
  isReducing = f64x2.eq(state, f64x2.splat(code.STATE_REDUCING));
  isHalted = f64x2.eq(state, f64x2.splat(code.STATE_HALTED));
  const zero = f64x2.splat(0);
  const byModel = f64x2.ne(v128.load(block, at.QUOTE_BY_MODEL), zero);
  const model = v128.load(block, at.QUOTE_MODEL_TICKS);
  hasNoMarket = f64x2.eq(v128.bitselect(model, v128.load(block, at.QUOTE_BID), byModel), zero);
  const age = f64x2.sub(f64x2.splat(now), v128.load(block, at.QUOTE_TICKER_NOW));
  isStale = f64x2.gt(age, v128.load(block, at.QUOTE_MAX_AGE));
  isUnconfigured = f64x2.ne(v128.load(block, at.QUOTE_CONFIGURED), f64x2.splat(7));
  const isDown = v128.or(v128.or(isUnconfigured, isHalted), hasNoMarket);
  isBlocked = v128.or(isDown, isStale);
}

function when(condition: v128, reason: i32, otherwise: v128): v128 {
  return v128.bitselect(f64x2.splat(<f64>reason), otherwise, condition);
}

// Whether a price is further from the mark than the collar allows.
function isOutsideCollar(block: usize, price: v128): v128 {
  const mark = v128.load(block, at.QUOTE_MARK);
  const distance = f64x2.abs(f64x2.sub(price, mark));
  return f64x2.gt(distance, f64x2.mul(v128.load(block, at.QUOTE_COLLAR), mark));
}

// Whether a published price may not stay, however little it would move: it would take liquidity
// although post-only (`isBeyond` the opposite touch), or has left the collar.
function isForbidden(block: usize, published: v128, isBeyond: v128): v128 {
  const zero = f64x2.splat(0);
  const isPostOnly = f64x2.ne(v128.load(block, at.QUOTE_POST_ONLY), zero);
  const isWrong = v128.or(v128.and(isPostOnly, isBeyond), isOutsideCollar(block, published));
  return v128.and(isWrong, f64x2.gt(published, zero));
}

// Why a side is not quoted, 0 when it is.
function reasonOf(block: usize, price: v128, size: v128, room: v128): v128 {
  const one = f64x2.splat(1);
  const lots = f64x2.pmin(size, room);
  const perLot = f64x2.add(
    v128.load(block, at.QUOTE_NOTIONAL_FIXED),
    f64x2.mul(v128.load(block, at.QUOTE_NOTIONAL_PER_TICK), price),
  );
  const isCheap = f64x2.lt(f64x2.mul(lots, perLot), v128.load(block, at.QUOTE_MIN_NOTIONAL));
  const isSmall = f64x2.lt(lots, f64x2.pmax(v128.load(block, at.QUOTE_MIN_LOTS), one));
  const isOff = isOutsideCollar(block, price);
  const isAbove = f64x2.gt(price, f64x2.splat(<f64>code.MAX_TICKS));
  const isNoPrice = v128.or(f64x2.lt(price, one), isAbove);
  // Sizes below one lot are small too, so this finds every dropped side.
  const isDropped = v128.or(v128.or(isCheap, isSmall), v128.or(isOff, isNoPrice));
  if (!v128.any_true(v128.or(isDropped, isBlocked))) return f64x2.splat(0);

  const noRoom = f64x2.le(room, f64x2.splat(0));
  let reason = when(isCheap, code.DROP_MIN_NOTIONAL, f64x2.splat(0));
  reason = when(isSmall, code.DROP_MIN_SIZE, reason);
  reason = when(noRoom, code.DROP_LIMIT, reason);
  reason = when(f64x2.lt(size, one), code.DROP_INVENTORY, reason);
  reason = when(v128.and(noRoom, isReducing), code.DROP_REDUCING, reason);
  reason = when(v128.and(noRoom, isStopped), code.DROP_STOPPED, reason);
  reason = when(isOff, code.DROP_COLLAR, reason);
  reason = when(isNoPrice, code.DROP_PRICE, reason);
  reason = when(isStale, code.DROP_STALE, reason);
  reason = when(hasNoMarket, code.DROP_NO_MARKET, reason);
  reason = when(isHalted, code.DROP_HALTED, reason);
  return when(isUnconfigured, code.DROP_NOT_CONFIGURED, reason);
}

// Whether a side differs enough from what is published at `side`, the published price's field.
function differs(
  published: usize,
  price: v128,
  lots: v128,
  oldReason: v128,
  reason: v128,
  threshold: v128,
  growth: v128,
): v128 {
  const oldLots = v128.load(published, at.VECTOR_BYTES);
  const isMoved = f64x2.gt(f64x2.abs(f64x2.sub(price, v128.load(published))), threshold);
  const isSmaller = f64x2.lt(lots, oldLots);
  const isLarger = f64x2.gt(lots, f64x2.mul(oldLots, growth));
  return v128.or(v128.or(f64x2.ne(reason, oldReason), isMoved), v128.or(isSmaller, isLarger));
}

function laneMask(lanes: i32): v128 {
  const even = i64x2.replace_lane(i64x2.splat(0), 0, lanes & LANE_EVEN ? -1 : 0);
  return i64x2.replace_lane(even, 1, lanes & LANE_ODD ? -1 : 0);
}

function keep(block: usize, offset: usize, value: v128, mask: v128): void {
  v128.store(block + offset, v128.bitselect(value, v128.load(block + offset), mask));
}

// What a pair would be quoted at, left in these: prices in ticks, sizes in lots, both 0 where the reason
// is not.
export let bid: v128 = f64x2.splat(0);
export let ask: v128 = f64x2.splat(0);
export let bidLots: v128 = f64x2.splat(0);
export let askLots: v128 = f64x2.splat(0);
export let bidReason: v128 = f64x2.splat(0);
export let askReason: v128 = f64x2.splat(0);

// Computes the quotes of a pair block as of now, wherever it lies.
export function computePair(state: usize, block: usize): void {
  judgeBoth(block, load<f64>(state, at.BOOK_NOW), <f64>load<i32>(state, at.BOOK_STATE));
  terms.computeFair(block);
  terms.computePrices(block, load<f64>(state, at.BOOK_SECONDS));
  terms.computeSizes(block, isReducing);
  const zero = f64x2.splat(0);
  isStopped = f64x2.ne(v128.load(block, at.QUOTE_STOPPED), zero);
  if (v128.any_true(isStopped)) terms.holdBack(block, isStopped);
  bidReason = reasonOf(block, terms.bid, terms.bidSize, terms.bidRoom);
  askReason = reasonOf(block, terms.ask, terms.askSize, terms.askRoom);
  const bidOn = f64x2.eq(bidReason, zero);
  const askOn = f64x2.eq(askReason, zero);
  bid = v128.and(terms.bid, bidOn);
  ask = v128.and(terms.ask, askOn);
  bidLots = v128.and(f64x2.pmin(terms.bidSize, terms.bidRoom), bidOn);
  askLots = v128.and(f64x2.pmin(terms.askSize, terms.askRoom), askOn);
}

// Computes the pair and replaces the published quotes of the chosen lanes where they differ enough.
// Returns the lanes replaced.
export function quotePair(book: usize, block: usize, lanes: i32): i32 {
  const state = stateOf(book);
  computePair(state, block);
  if (terms.areKept()) {
    v128.store(book, bidLots, at.TERM_BID_LOTS);
    v128.store(book, askLots, at.TERM_ASK_LOTS);
    v128.store(book, bidReason, at.TERM_BID_REASON);
    v128.store(book, askReason, at.TERM_ASK_REASON);
  }

  const zero = f64x2.splat(0);
  const share = v128.load(block, at.QUOTE_REQUOTE_FAIR);
  const threshold = f64x2.pmax(zero, f64x2.mul(share, terms.fair));
  const growth = v128.load(block, at.QUOTE_REQUOTE_SIZE);
  const oldBid = v128.load(block, at.QUOTE_QUOTED_BID_REASON);
  const oldAsk = v128.load(block, at.QUOTE_QUOTED_ASK_REASON);
  const bidAt = block + at.QUOTE_QUOTED_BID;
  const askAt = block + at.QUOTE_QUOTED_ASK;
  const bidDiffers = differs(bidAt, bid, bidLots, oldBid, bidReason, threshold, growth);
  const askDiffers = differs(askAt, ask, askLots, oldAsk, askReason, threshold, growth);
  const isKnown = f64x2.gt(v128.load(block, at.QUOTE_CONFIGURED), zero);
  const chosen = v128.and(laneMask(lanes), isKnown);
  const oldBidPrice = v128.load(bidAt);
  const oldAskPrice = v128.load(askAt);
  const bidBeyond = f64x2.ge(oldBidPrice, v128.load(block, at.QUOTE_ASK));
  const askBeyond = f64x2.le(oldAskPrice, v128.load(block, at.QUOTE_BID));
  const bidMustGo = isForbidden(block, oldBidPrice, bidBeyond);
  const askMustGo = isForbidden(block, oldAskPrice, askBeyond);
  const mustGo = v128.or(bidMustGo, askMustGo);
  let replaced = v128.and(chosen, v128.or(mustGo, v128.or(bidDiffers, askDiffers)));
  if (!v128.any_true(replaced)) return 0;
  if (isGateActive(state)) {
    replaced = admitQuotes(state, block, replaced, mustGo, bidLots, askLots);
    if (!v128.any_true(replaced)) return 0;
  }
  keep(block, at.QUOTE_QUOTED_BID, bid, replaced);
  keep(block, at.QUOTE_QUOTED_BID_LOTS, bidLots, replaced);
  keep(block, at.QUOTE_QUOTED_ASK, ask, replaced);
  keep(block, at.QUOTE_QUOTED_ASK_LOTS, askLots, replaced);
  keep(block, at.QUOTE_QUOTED_BID_REASON, bidReason, replaced);
  keep(block, at.QUOTE_QUOTED_ASK_REASON, askReason, replaced);
  keep(block, at.QUOTE_QUOTED_NOW, f64x2.splat(load<f64>(state, at.BOOK_NOW)), replaced);
  const version = f64x2.add(v128.load(block, at.QUOTE_QUOTED_VERSION), f64x2.splat(1));
  keep(block, at.QUOTE_QUOTED_VERSION, version, replaced);
  return i64x2.bitmask(replaced);
}

// Requotes one instrument.
export function quoteInstrument(book: usize, instrument: i32): void {
  const block = quoteBlock(stateOf(book), instrument >> 1);
  const lane = instrument & 1;
  const replaced = quotePair(book, block, LANE_EVEN << lane);
  if (replaced) emitQuote(book, instrument, block + <usize>(lane * at.LANE_BYTES));
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
