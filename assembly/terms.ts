// The terms of a quote of two neighbouring instruments: fair value, reservation price, half-spread,
// prices in ticks, sizes and room in lots (docs/semantics.md 6; formulas and papers there).
import * as at from './layout';

export let fair: v128 = f64x2.splat(0);
export let bid: v128 = f64x2.splat(0);
export let ask: v128 = f64x2.splat(0);
export let bidSize: v128 = f64x2.splat(0);
export let askSize: v128 = f64x2.splat(0);
export let bidRoom: v128 = f64x2.splat(0);
export let askRoom: v128 = f64x2.splat(0);
export let reservation: v128 = f64x2.splat(0);
export let inventory: v128 = f64x2.splat(0); // x, normalised
let over: v128 = f64x2.splat(0); // how far into the soft wall, 0 .. 1

// Whether the terms are kept in the IO block at `sheet` for explain.
let isKept: bool = false;
let sheet: usize = 0;

export function keepTerms(on: bool, book: usize): void {
  isKept = on;
  sheet = book;
}

export function areKept(): bool {
  return isKept;
}

// Around what is quoted: the mid, or the price of the model for options that have one.
export function computeFair(block: usize): void {
  const touchBid = v128.load(block, at.QUOTE_BID);
  const touchAsk = v128.load(block, at.QUOTE_ASK);
  const bidLots = v128.load(block, at.QUOTE_BID_LOTS);
  const askLots = v128.load(block, at.QUOTE_ASK_LOTS);
  const byModel = f64x2.ne(v128.load(block, at.QUOTE_BY_MODEL), f64x2.splat(0));
  const middle = f64x2.mul(f64x2.add(touchBid, touchAsk), f64x2.splat(0.5));
  const mid = v128.bitselect(v128.load(block, at.QUOTE_MODEL_TICKS), middle, byModel);
  const depth = f64x2.pmax(f64x2.add(bidLots, askLots), f64x2.splat(1));
  const imbalance = f64x2.div(f64x2.sub(bidLots, askLots), depth);
  const halfTouch = f64x2.mul(f64x2.sub(touchAsk, touchBid), f64x2.splat(0.5));
  const weighed = f64x2.mul(v128.load(block, at.QUOTE_MICRO_WEIGHT), halfTouch);
  const micro = v128.andnot(f64x2.mul(weighed, imbalance), byModel);
  const alpha = f64x2.mul(v128.load(block, at.QUOTE_ALPHA), mid);
  fair = f64x2.add(f64x2.add(mid, micro), alpha);
  if (isKept) {
    v128.store(sheet, mid, at.TERM_MID);
    v128.store(sheet, fair, at.TERM_FAIR);
  }
}

function clamp(value: v128, low: v128, high: v128): v128 {
  return f64x2.pmin(f64x2.pmax(value, low), high);
}

// Volatility squared x time to the end of the session.
function riskOf(block: usize, sigma: v128, clock: f64): v128 {
  const left = f64x2.sub(v128.load(block, at.QUOTE_END_SECONDS), f64x2.splat(clock));
  const tau = f64x2.pmin(v128.load(block, at.QUOTE_HORIZON), f64x2.pmax(f64x2.splat(0), left));
  return f64x2.mul(f64x2.mul(sigma, sigma), tau);
}

function halfSpread(block: usize, sigma: v128, risk: v128): v128 {
  const base = f64x2.add(
    v128.load(block, at.QUOTE_HALF_CONST),
    f64x2.mul(v128.load(block, at.QUOTE_HALF_FAIR), fair),
  );
  const bySigma = f64x2.mul(v128.load(block, at.QUOTE_HALF_SIGMA), sigma);
  const byRisk = f64x2.mul(v128.load(block, at.QUOTE_HALF_VARIANCE), risk);
  const model = f64x2.add(f64x2.add(base, bySigma), byRisk);
  const floor = f64x2.mul(v128.load(block, at.QUOTE_FLOOR_FAIR), fair);
  const cap = f64x2.mul(v128.load(block, at.QUOTE_CAP_FAIR), fair);
  const calm = f64x2.pmax(f64x2.splat(0.5), f64x2.pmax(floor, f64x2.pmin(model, cap)));
  const half = f64x2.mul(calm, v128.load(block, at.QUOTE_WIDEN));
  if (isKept) {
    v128.store(sheet, base, at.TERM_BASE_HALF);
    v128.store(sheet, model, at.TERM_MODEL_HALF);
    v128.store(sheet, half, at.TERM_HALF);
    v128.store(sheet, floor, at.TERM_FLOOR);
    v128.store(sheet, cap, at.TERM_CAP);
  }
  return half;
}

// Fair value minus own-inventory skew minus whole-book skew minus soft wall.
function setReservation(block: usize, sigma: v128, risk: v128, deviation: v128): void {
  const zero = f64x2.splat(0);
  const atFull = f64x2.mul(f64x2.mul(v128.load(block, at.QUOTE_SKEW_FAIR), fair), inventory);
  const skewSigma = f64x2.mul(v128.load(block, at.QUOTE_SKEW_SIGMA), sigma);
  const skewRisk = f64x2.mul(v128.load(block, at.QUOTE_SKEW_VARIANCE), risk);
  const byLevel = f64x2.add(v128.load(block, at.QUOTE_SKEW_CONST), atFull);
  const rawSkew = f64x2.add(byLevel, f64x2.mul(f64x2.add(skewSigma, skewRisk), deviation));
  const maxSkew = f64x2.mul(v128.load(block, at.QUOTE_MAX_SKEW), fair);
  const leaning = f64x2.mul(rawSkew, v128.load(block, at.QUOTE_LEAN));
  const skew = clamp(leaning, f64x2.neg(maxSkew), maxSkew);
  const beyond = f64x2.sub(f64x2.abs(inventory), v128.load(block, at.QUOTE_WALL_START));
  over = f64x2.pmax(zero, f64x2.mul(beyond, v128.load(block, at.QUOTE_WALL_SCALE)));
  const height = f64x2.mul(v128.load(block, at.QUOTE_WALL_SKEW), fair);
  const push = f64x2.mul(f64x2.mul(over, over), height);
  const wall = v128.bitselect(f64x2.neg(push), push, f64x2.lt(inventory, zero));
  const bookSkew = f64x2.mul(v128.load(block, at.QUOTE_BOOK_SKEW), fair);
  reservation = f64x2.sub(f64x2.sub(f64x2.sub(fair, skew), bookSkew), wall);
  if (isKept) {
    v128.store(sheet, inventory, at.TERM_NORMALISED);
    v128.store(sheet, skew, at.TERM_SKEW);
    v128.store(sheet, wall, at.TERM_WALL);
    v128.store(sheet, bookSkew, at.TERM_BOOK_SKEW);
    v128.store(sheet, reservation, at.TERM_RESERVATION);
  }
}

// Prices. This is the one place where a price becomes ticks: bid down, ask up.
export function computePrices(block: usize, clock: f64): void {
  const zero = f64x2.splat(0);
  const one = f64x2.splat(1);
  const position = v128.load(block, at.QUOTE_POSITION);
  const deviation = f64x2.sub(position, v128.load(block, at.QUOTE_TARGET));
  const up = v128.load(block, at.QUOTE_INVENTORY_UP);
  const down = v128.load(block, at.QUOTE_INVENTORY_DOWN);
  const perLot = v128.bitselect(up, down, f64x2.ge(deviation, zero));
  inventory = clamp(f64x2.mul(deviation, perLot), f64x2.splat(-1), one);
  const sigma = v128.load(block, at.QUOTE_SIGMA);
  const risk = riskOf(block, sigma, clock);
  const half = halfSpread(block, sigma, risk);
  setReservation(block, sigma, risk, deviation);
  const downBid = f64x2.floor(f64x2.sub(reservation, half));
  const upAsk = f64x2.ceil(f64x2.add(reservation, half));
  const isPostOnly = f64x2.ne(v128.load(block, at.QUOTE_POST_ONLY), zero);
  const belowAsk = f64x2.sub(v128.load(block, at.QUOTE_ASK), one);
  const aboveBid = f64x2.add(v128.load(block, at.QUOTE_BID), one);
  bid = v128.bitselect(f64x2.pmin(downBid, belowAsk), downBid, isPostOnly);
  ask = v128.bitselect(f64x2.pmax(upAsk, aboveBid), upAsk, isPostOnly);
  if (isKept) {
    v128.store(sheet, bid, at.TERM_BID);
    v128.store(sheet, ask, at.TERM_ASK);
  }
}

// Lots that position and value limits allow on either side of zero.
function limitOf(block: usize): v128 {
  const perLot = f64x2.add(
    v128.load(block, at.QUOTE_NOTIONAL_FIXED),
    f64x2.mul(v128.load(block, at.QUOTE_NOTIONAL_PER_TICK), fair),
  );
  const byValue = f64x2.floor(f64x2.div(v128.load(block, at.QUOTE_MAX_NOTIONAL), perLot));
  return f64x2.pmin(v128.load(block, at.QUOTE_MAX_POSITION), byValue);
}

// Sizes skewed by inventory, and the room that limits and working orders leave.
export function computeSizes(block: usize, isReducing: v128): void {
  const zero = f64x2.splat(0);
  const one = f64x2.splat(1);
  const two = f64x2.splat(2);
  const position = v128.load(block, at.QUOTE_POSITION);
  const limit = limitOf(block);
  const mustReduce = v128.or(isReducing, f64x2.gt(f64x2.abs(position), limit));
  const isLong = f64x2.gt(position, zero);
  const isShort = f64x2.lt(position, zero);

  const shift = f64x2.mul(v128.load(block, at.QUOTE_SIZE_SKEW), inventory);
  const inside = f64x2.sub(one, over);
  let bidRatio = clamp(f64x2.sub(one, shift), zero, two);
  let askRatio = clamp(f64x2.add(one, shift), zero, two);
  bidRatio = f64x2.mul(bidRatio, v128.load(block, at.QUOTE_BID_SHARE));
  askRatio = f64x2.mul(askRatio, v128.load(block, at.QUOTE_ASK_SHARE));
  bidRatio = v128.bitselect(f64x2.mul(bidRatio, inside), bidRatio, f64x2.gt(inventory, zero));
  askRatio = v128.bitselect(f64x2.mul(askRatio, inside), askRatio, f64x2.lt(inventory, zero));
  const bidAtLeast = v128.and(v128.and(mustReduce, isShort), one);
  const askAtLeast = v128.and(v128.and(mustReduce, isLong), one);
  const shrink = v128.load(block, at.QUOTE_SHRINK);
  const quoteLots = f64x2.mul(v128.load(block, at.QUOTE_QUOTE_LOTS), shrink);
  bidSize = f64x2.floor(f64x2.mul(quoteLots, f64x2.pmax(bidRatio, bidAtLeast)));
  askSize = f64x2.floor(f64x2.mul(quoteLots, f64x2.pmax(askRatio, askAtLeast)));

  const longest = f64x2.add(position, v128.load(block, at.QUOTE_OTHER_BUY));
  const shortest = f64x2.sub(position, v128.load(block, at.QUOTE_OTHER_SELL));
  const closeShort = f64x2.pmax(zero, f64x2.neg(longest));
  const closeLong = f64x2.pmax(zero, shortest);
  const freeBid = f64x2.pmax(closeShort, f64x2.sub(limit, longest));
  const freeAsk = f64x2.pmax(closeLong, f64x2.add(limit, shortest));
  bidRoom = v128.bitselect(closeShort, freeBid, isReducing);
  askRoom = v128.bitselect(closeLong, freeAsk, isReducing);
  if (isKept) {
    v128.store(sheet, bidSize, at.TERM_BID_SIZE);
    v128.store(sheet, askSize, at.TERM_ASK_SIZE);
    v128.store(sheet, bidRoom, at.TERM_BID_ROOM);
    v128.store(sheet, askRoom, at.TERM_ASK_ROOM);
  }
}

// On STOP_NEW nothing new is published and nothing better: what is out there may shrink, move away, or go.
export function holdBack(block: usize, isStopped: v128): void {
  const zero = f64x2.splat(0);
  const oldBid = v128.load(block, at.QUOTE_QUOTED_BID);
  const oldAsk = v128.load(block, at.QUOTE_QUOTED_ASK);
  const heldBid = f64x2.pmin(bid, oldBid);
  const heldAsk = f64x2.pmax(ask, oldAsk);
  bid = v128.bitselect(heldBid, bid, v128.and(isStopped, f64x2.gt(oldBid, zero)));
  ask = v128.bitselect(heldAsk, ask, isStopped);
  const bidLots = f64x2.pmin(bidRoom, v128.load(block, at.QUOTE_QUOTED_BID_LOTS));
  const askLots = f64x2.pmin(askRoom, v128.load(block, at.QUOTE_QUOTED_ASK_LOTS));
  bidRoom = v128.bitselect(bidLots, bidRoom, isStopped);
  askRoom = v128.bitselect(askLots, askRoom, isStopped);
}
