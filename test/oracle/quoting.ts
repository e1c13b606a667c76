/** Section 6 of the contract: one quote, in plain binary64 and in the order written there. */
import * as codes from '../../assembly/codes.js';
import type { Instrument, Inventory, OracleQuote, Quoting } from './instrument.js';
import type { ModelCoefficients } from './model.js';
import { type TableQuote, tableQuote } from './skew.js';

/** Everything a quote went through; tests look at the unrounded prices to find near ties. */
export interface QuoteTrace extends OracleQuote {
  fair: number;
  reservation: number;
  half: number;
  skew: number;
  /** Fraction of fair; an input. */
  bookSkew: number;
  x: number;
  rawBid: number;
  rawAsk: number;
  rawBidLots: number;
  rawAskLots: number;
}

export function newTrace(): QuoteTrace {
  return {
    bidTicks: 0,
    bidLots: 0,
    askTicks: 0,
    askLots: 0,
    bidReason: 0,
    askReason: 0,
    fair: Number.NaN,
    reservation: Number.NaN,
    half: Number.NaN,
    skew: Number.NaN,
    bookSkew: 0,
    x: Number.NaN,
    rawBid: Number.NaN,
    rawAsk: Number.NaN,
    rawBidLots: Number.NaN,
    rawAskLots: Number.NaN,
  };
}

export function sigmaOf(instrument: Instrument): number {
  const volatility = instrument.volatility;
  return Math.max(Math.sqrt(volatility.variance), volatility.floor);
}

/** Computes what should be quoted now into `out`. */
export function computeQuote(
  instrument: Instrument,
  bookState: number,
  now: number,
  timeNs: bigint,
  out: QuoteTrace,
): void {
  const { quoting, model, inventoryLimits } = instrument;
  const state = Math.max(bookState, instrument.state);
  const reason = unquotable(instrument, state, now);
  out.fair = Number.NaN;
  out.rawBid = Number.NaN;
  out.rawAsk = Number.NaN;
  if (reason !== codes.QUOTED || quoting === null || model === null || inventoryLimits === null) {
    withdraw(out, reason);
    return;
  }
  const table = tableQuote(instrument.table, instrument.q - inventoryLimits.target);
  const over = priceSides(instrument, quoting, model, table, inventoryLimits, timeNs, out);
  sizeSides(instrument, quoting, table, inventoryLimits, state, over, out);
}

/** Why neither side can be quoted, 0 when they may be. */
function unquotable(instrument: Instrument, state: number, now: number): number {
  const { quoting, model, inventoryLimits, touch, maxAgeNs } = instrument;
  if (quoting === null || model === null || inventoryLimits === null) {
    return codes.DROP_NOT_CONFIGURED;
  }
  if (state === codes.STATE_HALTED) return codes.DROP_HALTED;
  const byModel = instrument.option?.model ?? null;
  if (byModel === null ? Number.isNaN(touch.time) : byModel.ticks === 0)
    return codes.DROP_NO_MARKET;
  return now - (byModel ?? touch).time > maxAgeNs ? codes.DROP_STALE : codes.QUOTED;
}

function withdraw(out: QuoteTrace, reason: number): void {
  out.bidTicks = 0;
  out.bidLots = 0;
  out.askTicks = 0;
  out.askLots = 0;
  out.bidReason = reason;
  out.askReason = reason;
}

/** Steps 1 to 7. Returns how far the inventory is inside the soft wall, 0 .. 1. */
function priceSides(
  instrument: Instrument,
  quoting: Quoting,
  model: ModelCoefficients,
  table: TableQuote,
  limits: Inventory,
  timeNs: bigint,
  out: QuoteTrace,
): number {
  const { bid: b, ask: a, bidLots: B, askLots: A } = instrument.touch;
  const byModel = instrument.option?.model ?? null;
  const mid = byModel?.ticks ?? (b + a) / 2;
  const imbalance = (B - A) / Math.max(B + A, 1);
  const micro = byModel === null ? ((quoting.microWeight * (a - b)) / 2) * imbalance : 0;
  const fair = mid + micro + instrument.alphaBps * 1e-4 * mid;
  const L = limits.maxPosition;
  const t = limits.target;
  const dev = instrument.q - t;
  const x = clamp(dev * (dev >= 0 ? 1 / (L - t) : 1 / (L + t)), -1, 1);
  const tau = timeToEnd(model, timeNs);
  const sigma = sigmaOf(instrument);
  let half =
    table.half +
    model.hConst +
    model.hFair * fair +
    model.hSigma * sigma +
    model.hVar * (sigma * sigma) * tau;
  let skew =
    table.skew +
    model.sFair * fair * x +
    (model.sSigma * sigma + model.sVar * (sigma * sigma) * tau) * dev;
  skew *= instrument.imposed.lean;
  const maxSkew = quoting.maxSkewBps * 1e-4 * fair;
  skew = clamp(skew, -maxSkew, maxSkew);
  const floor =
    Math.max(quoting.minHalfSpreadBps * 1e-4, instrument.makerFee + quoting.minEdgeBps * 1e-4) *
    fair;
  const cap = quoting.maxHalfSpreadBps * 1e-4 * fair;
  half = Math.max(0.5, Math.max(floor, Math.min(half, cap))) * instrument.imposed.widen;
  const over = Math.max(0, (Math.abs(x) - quoting.wallStart) * quoting.wallScale);
  const wall = Math.sign(x) * (over * over) * (quoting.wallSkewBps * 1e-4 * fair);
  const reservation = fair - skew - out.bookSkew * fair - wall;
  out.fair = fair;
  out.half = half;
  out.skew = skew;
  out.x = x;
  out.reservation = reservation;
  out.rawBid = reservation - half;
  out.rawAsk = reservation + half;
  out.bidTicks = Math.floor(out.rawBid);
  out.askTicks = Math.ceil(out.rawAsk);
  if (quoting.postOnly) {
    out.bidTicks = Math.min(out.bidTicks, a - 1);
    out.askTicks = Math.max(out.askTicks, b + 1);
  }
  return over;
}

/** Step 3. The conversion of the time is spared when there is no horizon. */
function timeToEnd(model: ModelCoefficients, timeNs: bigint): number {
  if (model.horizon === 0) return 0;
  return Math.min(model.horizon, Math.max(0, model.endTimeSeconds - Number(timeNs) * 1e-9));
}

/** Steps 8 to 10. */
function sizeSides(
  instrument: Instrument,
  quoting: Quoting,
  table: TableQuote,
  limits: Inventory,
  state: number,
  over: number,
  out: QuoteTrace,
): void {
  const q = instrument.q;
  const { x, fair } = out;
  let rb = clamp(1 - quoting.sizeSkew * x, 0, 2);
  let ra = clamp(1 + quoting.sizeSkew * x, 0, 2);
  if (!table.hasBid) rb = 0;
  if (!table.hasAsk) ra = 0;
  if (x > 0) rb *= 1 - over;
  if (x < 0) ra *= 1 - over;
  const perLot = instrument.notionalFixed + instrument.notionalPerTick * fair;
  const Ln = Math.floor(limits.maxNotional / perLot);
  const Lim = Math.min(limits.maxPosition, Ln);
  const reducing = state === codes.STATE_REDUCING;
  if (reducing || Math.abs(q) > Lim) {
    if (q < 0) rb = Math.max(rb, 1);
    if (q > 0) ra = Math.max(ra, 1);
  }
  const ob = instrument.openBuy - instrument.restingBid;
  const os = instrument.openSell - instrument.restingAsk;
  const { published } = instrument;
  const isStopped = instrument.imposed.rung >= codes.RUNG_STOP_NEW;
  if (isStopped) holdPrices(published, out);
  const free = isStopped ? published : FREE;
  const roomBid = Math.min(free.bidLots, room(Lim, -q, ob, reducing));
  const roomAsk = Math.min(free.askLots, room(Lim, q, os, reducing));
  const quoteLots = quoting.quoteLots * instrument.imposed.shrink;
  out.rawBidLots = quoteLots * rb;
  out.rawAskLots = quoteLots * ra;
  const sizeBid = Math.floor(out.rawBidLots);
  const sizeAsk = Math.floor(out.rawAskLots);
  out.bidLots = Math.min(sizeBid, roomBid);
  out.askLots = Math.min(sizeAsk, roomAsk);
  out.bidReason = dropReason(instrument, out.bidTicks, sizeBid, roomBid, reducing);
  out.askReason = dropReason(instrument, out.askTicks, sizeAsk, roomAsk, reducing);
  if (out.bidReason !== codes.QUOTED) {
    out.bidTicks = 0;
    out.bidLots = 0;
  }
  if (out.askReason !== codes.QUOTED) {
    out.askTicks = 0;
    out.askLots = 0;
  }
}

const FREE = { bidLots: Number.POSITIVE_INFINITY, askLots: Number.POSITIVE_INFINITY };

/** From STOP_NEW on a published price may only get worse. */
function holdPrices(published: OracleQuote, out: QuoteTrace): void {
  if (published.bidTicks > 0) out.bidTicks = Math.min(out.bidTicks, published.bidTicks);
  out.askTicks = Math.max(out.askTicks, published.askTicks);
}

/** Room of one side; `toFlat` is how many lots of it bring the position to 0. */
function room(limit: number, toFlat: number, others: number, reducing: boolean): number {
  if (reducing) return Math.max(0, toFlat - others);
  return Math.max(Math.max(0, limit + toFlat - others), toFlat - others);
}

function dropReason(
  instrument: Instrument,
  price: number,
  size: number,
  sideRoom: number,
  reducing: boolean,
): number {
  const { terms } = instrument;
  const mark = markOr0(instrument);
  if (price < 1 || price > codes.MAX_TICKS) return codes.DROP_PRICE;
  if (Math.abs(price - mark) > instrument.collarBps * 1e-4 * mark) return codes.DROP_COLLAR;
  if (instrument.imposed.rung >= codes.RUNG_STOP_NEW && sideRoom === 0) return codes.DROP_STOPPED;
  if (reducing && sideRoom === 0) return codes.DROP_REDUCING;
  if (size === 0) return codes.DROP_INVENTORY;
  if (sideRoom === 0) return codes.DROP_LIMIT;
  const lots = Math.min(size, sideRoom);
  if (lots < Math.max(terms.minLots, 1)) return codes.DROP_MIN_SIZE;
  const value = lots * (instrument.notionalFixed + instrument.notionalPerTick * price);
  return value < terms.minNotional ? codes.DROP_MIN_NOTIONAL : codes.QUOTED;
}

/** Step 11: whether the computed pair replaces the published one. */
export function worthReplacing(instrument: Instrument, next: QuoteTrace): boolean {
  const last = instrument.published;
  const quoting = instrument.quoting;
  if (next.bidReason !== last.bidReason || next.askReason !== last.askReason) return true;
  if (quoting === null || Number.isNaN(next.fair)) return false;
  if (mustGo(instrument)) return true;
  const step = Math.max(quoting.requoteThresholdBps * 1e-4 * next.fair, 0);
  const growth = 1 + quoting.requoteSizeRatio;
  return (
    moved(next.bidTicks, last.bidTicks, step) ||
    moved(next.askTicks, last.askTicks, step) ||
    resized(next.bidLots, last.bidLots, growth) ||
    resized(next.askLots, last.askLots, growth)
  );
}

/** Whether a published price may not stay: past the opposite touch although post-only, or off the collar. */
export function mustGo(instrument: Instrument): boolean {
  const { published, touch, collarBps } = instrument;
  const mark = markOr0(instrument);
  const { bidTicks, askTicks } = published;
  const reach = collarBps * 1e-4 * mark;
  const postOnly = instrument.quoting?.postOnly ?? false;
  const bidTakes = postOnly && bidTicks >= touch.ask;
  const askTakes = postOnly && askTicks <= touch.bid;
  return (
    (bidTicks > 0 && (bidTakes || Math.abs(bidTicks - mark) > reach)) ||
    (askTicks > 0 && (askTakes || Math.abs(askTicks - mark) > reach))
  );
}

/** Options that are quoted by the model need no mark: a collar then has nothing to be around. */
function markOr0({ mark }: Instrument): number {
  return Number.isNaN(mark) ? 0 : mark;
}

function moved(price: number, published: number, step: number): boolean {
  return price !== published && Math.abs(price - published) > step;
}

function resized(lots: number, published: number, growth: number): boolean {
  return lots < published || lots > published * growth;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
