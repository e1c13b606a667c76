/** Section 15 of the contract: the pre-trade gate, with credits instead of times and plain lists. */
import * as codes from '../../assembly/codes.js';
import { FillWindow } from './fill-window.js';
import type { Instrument } from './instrument.js';

const NS_PER_SECOND = 1e9;
const ORDER_IDS = 1024;

/** A token bucket: credit in nanoseconds grows with time up to a burst of messages. */
export class Budget {
  readonly intervalNs: bigint;
  readonly depthNs: bigint;
  #creditNs: bigint;
  #sinceNs = 0n;

  constructor(perSecond: number | null, burst: number) {
    this.intervalNs = perSecond === null ? 0n : BigInt(Math.ceil(NS_PER_SECOND / perSecond));
    this.depthNs = this.intervalNs * BigInt(burst);
    this.#creditNs = this.depthNs;
  }

  /** Until there is a message. */
  waitNs(nowNs: bigint): bigint {
    if (this.intervalNs === 0n) return 0n;
    const credit = this.#creditAt(nowNs);
    return credit >= this.intervalNs ? 0n : this.intervalNs - credit;
  }

  draw(nowNs: bigint): void {
    if (this.intervalNs === 0n) return;
    const credit = this.#creditAt(nowNs) - this.intervalNs;
    this.#creditNs = credit < 0n ? 0n : credit;
    this.#sinceNs = nowNs;
  }

  #creditAt(nowNs: bigint): bigint {
    const credit = this.#creditNs + (nowNs - this.#sinceNs);
    if (credit > this.depthNs) return this.depthNs;
    return credit;
  }
}

const NO_BUDGET = new Budget(null, 0);

/** What the gate of an instrument is and remembers. */
export class InstrumentGate {
  maxLots = Number.POSITIVE_INFINITY;
  maxValue = Number.POSITIVE_INFINITY;
  markCollar = Number.POSITIVE_INFINITY;
  touchCollar = Number.POSITIVE_INFINITY;
  messages = NO_BUDGET;
  cancels = NO_BUDGET;
  repeats = 0;
  pauseNs = 0n;
  denyCross = false;
  /** Fills of one side in a row, in the order in which they came. */
  row: { isBuy: boolean; timeNs: bigint }[] = [];
  pending = { buy: 0, sell: 0, sinceNs: 0n };
  /** Sizes that were replaced since the last working frame. */
  replaced = { bid: [] as number[], ask: [] as number[] };
}

/** The same of a book. */
export class BookGate {
  isActive = false;
  messages = NO_BUDGET;
  cancels = NO_BUDGET;
  unreportedNs: bigint | null = null;
  countQuotes = false;
  readonly orderIds = new FillWindow(ORDER_IDS);
}

export interface OracleOrder {
  readonly id: bigint;
  readonly action: number;
  readonly isBuy: boolean;
  readonly lots: number;
  /** 0 for a market order. */
  readonly price: number;
  readonly reduceOnly: boolean;
  readonly replaces: number;
}

export interface OrderRuling {
  readonly verdict: number;
  readonly allowedLots: number;
  readonly reason: number;
  readonly measure: number;
  readonly bound: number;
  /** Lots that become open. */
  readonly added: number;
}

const denied = (reason: number, measure: number, bound: number): OrderRuling => ({
  verdict: codes.VERDICT_DENY,
  allowedLots: 0,
  reason,
  measure,
  bound,
  added: 0,
});

/** What the gate sees of a book. */
export interface Surroundings {
  readonly gate: BookGate;
  readonly bookState: number;
  readonly timeNs: bigint;
  /** Nanoseconds since the epoch of the book. */
  readonly now: number;
  /** Lots that guards leave on top of a worst case. */
  readonly guardRoom: (worst: number) => number;
}

export function ruleOrder(
  order: OracleOrder,
  instrument: Instrument,
  around: Surroundings,
): OrderRuling {
  const { gate } = instrument;
  if (order.action === codes.ACTION_CANCEL) {
    const wait = largest(
      gate.cancels.waitNs(around.timeNs),
      around.gate.cancels.waitNs(around.timeNs),
    );
    if (wait > 0n) return denied(codes.ORDER_MESSAGE_BUDGET, Number(wait), 0);
    return { ...denied(0, 0, 0), verdict: codes.VERDICT_ALLOW };
  }
  const early =
    ruleMarket(instrument, around) ??
    ruleSender(order, instrument, around) ??
    rulePrice(order, instrument);
  if (early !== null) return early;
  const sized = ruleSize(order, instrument, around);
  if (sized.verdict === codes.VERDICT_DENY) return sized;
  const wait = largest(
    gate.messages.waitNs(around.timeNs),
    around.gate.messages.waitNs(around.timeNs),
  );
  return wait > 0n ? denied(codes.ORDER_MESSAGE_BUDGET, Number(wait), 0) : sized;
}

function largest(left: bigint, right: bigint): bigint {
  return left > right ? left : right;
}

function ruleMarket(instrument: Instrument, { bookState, now }: Surroundings): OrderRuling | null {
  const state = Math.max(bookState, instrument.state);
  if (state === codes.STATE_HALTED) {
    return denied(codes.ORDER_TRADING_HALTED, state, codes.STATE_REDUCING);
  }
  const mark = Number.isNaN(instrument.mark) ? 0 : instrument.mark;
  if (Number.isNaN(instrument.touch.time) || mark === 0) {
    return denied(codes.ORDER_MARKET_UNKNOWN, mark, 0);
  }
  const age = now - instrument.touch.time;
  const { maxAgeNs } = instrument;
  return age > maxAgeNs ? denied(codes.ORDER_MARKET_STALE, age, maxAgeNs) : null;
}

function ruleSender(
  order: OracleOrder,
  { gate }: Instrument,
  around: Surroundings,
): OrderRuling | null {
  if (order.action !== codes.ACTION_NEW) return null;
  if (around.gate.orderIds.has(order.id)) {
    return denied(codes.ORDER_DUPLICATE_ORDER, Number(order.id), 0);
  }
  const last = gate.row.at(-1);
  if (last === undefined || gate.repeats === 0 || last.isBuy !== order.isBuy) return null;
  const isOpenAgain = around.timeNs - last.timeNs >= gate.pauseNs;
  if (gate.row.length < gate.repeats || isOpenAgain) return null;
  return denied(codes.ORDER_REPEATED, gate.row.length, gate.repeats);
}

/** Limit price, or where a market order begins to trade. */
function reachOf({ price, isBuy }: OracleOrder, { touch }: Instrument): number {
  if (price > 0) return price;
  return isBuy ? touch.ask : touch.bid;
}

function rulePrice(order: OracleOrder, instrument: Instrument): OrderRuling | null {
  const { gate, touch, published, mark } = instrument;
  const reach = reachOf(order, instrument);
  const toward = order.isBuy ? 1 : -1;
  const own = order.isBuy ? published.askTicks : published.bidTicks;
  if (gate.denyCross && own > 0 && toward * (reach - own) >= 0) {
    return denied(codes.ORDER_CROSSES_OWN, reach, own);
  }
  const distance = Math.abs(reach - mark);
  if (distance > gate.markCollar * mark) {
    return denied(codes.ORDER_MARK_COLLAR, distance, gate.markCollar * mark);
  }
  const opposite = order.isBuy ? touch.ask : touch.bid;
  const through = toward * (reach - opposite);
  if (through > gate.touchCollar * opposite) {
    return denied(codes.ORDER_TOUCH_COLLAR, through, gate.touchCollar * opposite);
  }
  return null;
}

/** Position towards the side with everything filled that may be open, the order's own lots aside. */
function worstCase(order: OracleOrder, instrument: Instrument): { worst: number; counted: number } {
  const { gate, published, q } = instrument;
  const side = order.isBuy
    ? { open: instrument.openBuy, resting: instrument.restingBid, lots: published.bidLots }
    : { open: instrument.openSell, resting: instrument.restingAsk, lots: published.askLots };
  const earlier = order.isBuy ? gate.replaced.bid : gate.replaced.ask;
  const quote = Math.max(side.resting, side.lots, ...earlier);
  const others = side.open - side.resting;
  const counted = Math.min(order.replaces, others);
  return { worst: (order.isBuy ? q : -q) + others - counted + quote, counted };
}

function ruleSize(order: OracleOrder, instrument: Instrument, around: Surroundings): OrderRuling {
  const { gate, terms, notionalFixed, notionalPerTick } = instrument;
  const { worst, counted } = worstCase(order, instrument);
  const closable = Math.max(0, -worst);
  const least = Math.max(1, terms.minLots);
  const state = Math.max(around.bookState, instrument.state);
  const limits = instrument.inventoryLimits;
  const maxPosition = limits?.maxPosition ?? Number.POSITIVE_INFINITY;
  const maxNotional = limits?.maxNotional ?? Number.POSITIVE_INFINITY;
  const markLot = notionalFixed + notionalPerTick * instrument.mark;
  const wanted = worst + order.lots;
  let ruling: OrderRuling = {
    ...denied(0, 0, 0),
    verdict: codes.VERDICT_ALLOW,
    allowedLots: order.lots,
  };
  const cut = (reason: number, room: number, measure: number, bound: number): boolean => {
    if (room >= ruling.allowedLots) return false;
    ruling = denied(reason, measure, bound);
    if (room < least) return true;
    ruling = { ...ruling, verdict: codes.VERDICT_RESIZE, allowedLots: room };
    return false;
  };
  const finish = (): OrderRuling => ({
    ...ruling,
    added: Math.max(0, ruling.allowedLots - counted),
  });
  if (state === codes.STATE_REDUCING || order.reduceOnly) {
    if (cut(codes.ORDER_REDUCE_ONLY, closable, order.lots, closable)) return ruling;
  }
  const lots = ruling.allowedLots;
  if (lots <= closable || lots <= counted) return finish();
  const { buy, sell, sinceNs } = gate.pending;
  const pendingNs = around.timeNs - sinceNs;
  const { unreportedNs } = around.gate;
  if (unreportedNs !== null && buy + sell > 0 && pendingNs > unreportedNs) {
    return denied(codes.ORDER_UNREPORTED, Number(pendingNs), Number(unreportedNs));
  }
  if (lots > gate.maxLots) return denied(codes.ORDER_MAX_LOTS, lots, gate.maxLots);
  const value = lots * (notionalFixed + notionalPerTick * reachOf(order, instrument));
  if (value > gate.maxValue) return denied(codes.ORDER_MAX_VALUE, value, gate.maxValue);
  if (cut(codes.ORDER_POSITION_ROOM, maxPosition - worst, wanted, maxPosition)) return ruling;
  const byValue = Math.floor(maxNotional / markLot) - worst;
  if (cut(codes.ORDER_NOTIONAL_ROOM, byValue, wanted * markLot, maxNotional)) return ruling;
  const guarded = Math.max(closable, around.guardRoom(worst));
  if (cut(codes.ORDER_GUARD_ROOM, guarded, order.lots, guarded)) return ruling;
  return finish();
}

/** A fill lengthens the row of its side, or begins one. */
export function countFill(gate: InstrumentGate, isBuy: boolean, timeNs: bigint): void {
  const last = gate.row.at(-1);
  const goesOn = last !== undefined && last.isBuy === isBuy && timeNs - last.timeNs < gate.pauseNs;
  if (!goesOn) gate.row = [];
  gate.row.push({ isBuy, timeNs });
}
