/** From market and inventory to a published quote in plain TypeScript (docs/semantics.md 6). */
import * as code from '../../../assembly/codes.js';
import type { PlainInstrument } from './plain-instrument.js';

/** Computed prices and sizes of the instrument at hand, before limits drop a side. */
const next = { fair: 0, bid: 0, ask: 0, bidSize: 0, askSize: 0, bidRoom: 0, askRoom: 0 };
/** How far the inventory is: -1 .. 1, and 0 .. 1 into the soft wall. */
let inventory = 0;
let over = 0;

function computePrices(of: PlainInstrument): void {
  const mid = (of.bid + of.ask) * 0.5;
  const imbalance = (of.bidDepth - of.askDepth) / Math.max(of.bidDepth + of.askDepth, 1);
  const fair = mid + of.microWeight * ((of.ask - of.bid) * 0.5) * imbalance;
  const deviation = of.positionLots - of.target;
  const span = deviation >= 0 ? of.maxPosition - of.target : of.maxPosition + of.target;
  inventory = Math.min(Math.max(deviation * (1 / span), -1), 1);
  over = Math.max(0, (Math.abs(inventory) - of.wallStart) * of.wallScale);
  const model = of.halfSpread * fair + of.volatilityMultiplier * of.sigma;
  const half = Math.max(0.5, Math.max(of.floor * fair, Math.min(model, of.cap * fair)));
  const maxSkew = of.maxSkew * fair;
  const skew = Math.min(Math.max(of.fullSkew * fair * inventory, -maxSkew), maxSkew);
  const push = over * over * (of.wallSkew * fair);
  const reservation = fair - skew - (inventory < 0 ? -push : push);
  next.fair = fair;
  next.bid = Math.floor(reservation - half);
  next.ask = Math.ceil(reservation + half);
  if (!of.postOnly) return;
  next.bid = Math.min(next.bid, of.ask - 1);
  next.ask = Math.max(next.ask, of.bid + 1);
}

function computeSizes(of: PlainInstrument, isReducing: boolean): void {
  const position = of.positionLots;
  const byValue = Math.floor(of.maxNotional / (of.tickValue * next.fair));
  const limit = Math.min(of.maxPosition, byValue);
  let bidRatio = Math.min(Math.max(1 - of.sizeSkew * inventory, 0), 2);
  let askRatio = Math.min(Math.max(1 + of.sizeSkew * inventory, 0), 2);
  if (inventory > 0) bidRatio *= 1 - over;
  if (inventory < 0) askRatio *= 1 - over;
  if (isReducing || Math.abs(position) > limit) {
    if (position < 0) bidRatio = Math.max(bidRatio, 1);
    if (position > 0) askRatio = Math.max(askRatio, 1);
  }
  next.bidSize = Math.floor(of.quoteLots * bidRatio);
  next.askSize = Math.floor(of.quoteLots * askRatio);
  const toFlatBid = Math.max(0, -position);
  const toFlatAsk = Math.max(0, position);
  next.bidRoom = isReducing ? toFlatBid : Math.max(toFlatBid, limit - position);
  next.askRoom = isReducing ? toFlatAsk : Math.max(toFlatAsk, limit + position);
}

/** Why neither side is quoted, 0 when they may be. */
function blocked(of: PlainInstrument, state: number, nowUs: number): number {
  if (state === code.STATE_HALTED) return code.DROP_HALTED;
  if (of.bid === 0) return code.DROP_NO_MARKET;
  return nowUs - of.tickerUs > of.maxAgeUs ? code.DROP_STALE : code.QUOTED;
}

function reasonOf(
  of: PlainInstrument,
  price: number,
  size: number,
  room: number,
  isReducing: boolean,
): number {
  if (price < 1 || price > code.MAX_TICKS) return code.DROP_PRICE;
  if (Math.abs(price - of.mark) > of.collar * of.mark) return code.DROP_COLLAR;
  if (isReducing && room <= 0) return code.DROP_REDUCING;
  if (size < 1) return code.DROP_INVENTORY;
  if (room <= 0) return code.DROP_LIMIT;
  const lots = Math.min(size, room);
  if (lots < of.minLots) return code.DROP_MIN_SIZE;
  return lots * of.tickValue * price < of.minNotional ? code.DROP_MIN_NOTIONAL : code.QUOTED;
}

function mustGo(of: PlainInstrument): boolean {
  const { bidTicks, askTicks } = of.published;
  const reach = of.collar * of.mark;
  const bidGoes = (of.postOnly && bidTicks >= of.ask) || Math.abs(bidTicks - of.mark) > reach;
  const askGoes = (of.postOnly && askTicks <= of.bid) || Math.abs(askTicks - of.mark) > reach;
  return (bidTicks > 0 && bidGoes) || (askTicks > 0 && askGoes);
}

/** Requotes one instrument; the published quote stays unless the new one differs enough. */
export function requote(of: PlainInstrument, state: number, nowUs: number): void {
  const isReducing = state === code.STATE_REDUCING;
  const reason = blocked(of, state, nowUs);
  computePrices(of);
  computeSizes(of, isReducing);
  const bidReason = reason || reasonOf(of, next.bid, next.bidSize, next.bidRoom, isReducing);
  const askReason = reason || reasonOf(of, next.ask, next.askSize, next.askRoom, isReducing);
  const bid = bidReason === 0 ? next.bid : 0;
  const ask = askReason === 0 ? next.ask : 0;
  const bidLots = bidReason === 0 ? Math.min(next.bidSize, next.bidRoom) : 0;
  const askLots = askReason === 0 ? Math.min(next.askSize, next.askRoom) : 0;
  const last = of.published;
  const step = of.requoteThreshold * next.fair;
  const differs =
    bidReason !== last.bidReason ||
    askReason !== last.askReason ||
    Math.abs(bid - last.bidTicks) > step ||
    Math.abs(ask - last.askTicks) > step ||
    bidLots < last.bidLots ||
    askLots < last.askLots ||
    bidLots > last.bidLots * of.requoteGrowth ||
    askLots > last.askLots * of.requoteGrowth;
  if (!differs && !mustGo(of)) return;
  last.bidTicks = bid;
  last.bidLots = bidLots;
  last.askTicks = ask;
  last.askLots = askLots;
  last.bidReason = bidReason;
  last.askReason = askReason;
  last.version++;
}
