/** Section 12 of the contract: whether to hedge, how far and with what. Bands only, not minimum variance. */
import * as codes from '../../assembly/codes.js';
import * as op from '../../assembly/opcodes.js';
import { toNumber } from './fixed.js';
import { Flight } from './hedge-flight.js';
import type { Instrument } from './instrument.js';
import { lotAtMark } from './measures.js';
import type { OracleBook } from './oracle-book.js';

/** How an underlying is hedged, and with which instruments in the order of their slots. */
export interface Hedge {
  mode: number;
  a: number;
  b: number;
  c: number;
  d: number;
  targetDelta: number;
  aggressiveness: number;
  intervalNs: number;
  maxDelta: number;
  lastSent: number;
  action: number;
  /** As of the last decision. */
  delta: number;
  readonly slots: Instrument[];
}

/** One instrument as a decision sees it. */
interface Slot {
  readonly instrument: Instrument;
  readonly flight: Flight;
  /** Base units of a lot. */
  readonly delta: number;
  readonly gamma: number;
  readonly buyCost: number;
  readonly sellCost: number;
  readonly impact: number;
  readonly low: number;
  readonly high: number;
  verdict: number;
}

export class Hedger {
  readonly hedges: (Hedge | undefined)[] = [];
  readonly flights = new Map<number, Flight>();
  /** Rows from 0 up to the highest that a `setHedge` named are looked at. */
  rows = 0;
  /** What decisions compared in this frame: where two are as good as equal, rounding decided. */
  compared: [number, number][] = [];
  #count = 0;

  hedge(row: number): Hedge {
    const known = this.hedges[row];
    if (known !== undefined) return known;
    const none = { a: 0, b: 0, c: 0, d: 0, targetDelta: 0, aggressiveness: 0, intervalNs: 0 };
    const bounds = { maxDelta: Number.POSITIVE_INFINITY, lastSent: Number.NEGATIVE_INFINITY };
    const hedge = { mode: 0, ...none, ...bounds, action: codes.HEDGE_NONE, delta: 0, slots: [] };
    this.hedges[row] = hedge;
    return hedge;
  }

  track(instrument: Instrument, now: number): Flight {
    const known = this.flights.get(instrument.index);
    if (known !== undefined) return known;
    const flight = new Flight(instrument.q, now);
    this.flights.set(instrument.index, flight);
    return flight;
  }

  nextId(): number {
    this.#count += 1;
    return this.#count;
  }

  compare(value: number, bound: number): void {
    this.compared.push([value, bound]);
  }
}

function tend(book: OracleBook, instrument: Instrument): Flight {
  const flight = book.hedger.track(instrument, book.now);
  const overdue = flight.tend(instrument.q, book.now);
  if (overdue !== null) {
    const [waited, most] = [overdue / 1e9, flight.terms.confirmNs / 1e9];
    book.emit(op.OP_LIMIT_EVENT, instrument.index, codes.HEDGE_UNCONFIRMED, waited, most);
  }
  return flight;
}

export function decide(book: OracleBook, row: number, isTarget: boolean): void {
  const { hedger } = book;
  const hedge = hedger.hedge(row);
  for (const instrument of hedge.slots) tend(book, instrument);
  if (hedge.mode === codes.HEDGING_OFF) return;
  const slots = hedge.slots.map((instrument) => assess(book, row, instrument));
  const exposure = exposureOf(book, row, slots);
  const index = book.derivatives.underlyings[row]?.index ?? null;
  const needsIndex = hedge.mode === codes.HEDGING_WHALLEY_WILMOTT;
  if (exposure === null || (needsIndex && index === null)) {
    hedge.action = codes.HEDGE_NO_INDEX;
    return;
  }
  hedge.delta = exposure.delta;
  hedge.action = decideBand(book, hedge, slots, exposure, index ?? 0, isTarget);
}

/** Delta and gamma with everything in flight. */
function exposureOf(book: OracleBook, row: number, slots: readonly Slot[]) {
  const { contractDelta, collateralDelta, gamma } = book.exposure(row);
  if (contractDelta === null) return null;
  const expected = (of: (slot: Slot) => number): number =>
    slots.reduce((sum, slot) => {
      const lots = slot.flight.expected - slot.instrument.q;
      return lots === 0 ? sum : sum + lots * of(slot);
    }, 0);
  return {
    delta: contractDelta + collateralDelta + expected((slot) => slot.delta),
    gamma: gamma + expected((slot) => slot.gamma),
  };
}

function assess(book: OracleBook, row: number, instrument: Instrument): Slot {
  const flight = book.hedger.track(instrument, book.now);
  return {
    instrument,
    flight,
    ...greeksOfLot(book, row, instrument),
    ...costsOf(book, instrument, flight),
    ...roomOf(book, instrument, flight),
    verdict: verdictOf(book, instrument, flight),
  };
}

export function greeksOfLot(book: OracleBook, row: number, instrument: Instrument) {
  const { index = null, reference = null } = book.derivatives.underlyings[row] ?? {};
  const { option, unit, inverse, pointValue } = instrument;
  if (option === null) {
    return { delta: inverse ? pointValue / (index ?? 0) : pointValue, gamma: 0 };
  }
  const { greeks } = option.priced;
  const move = reference === null || index === null ? 0 : index - reference.index;
  return { delta: unit * (greeks.delta + greeks.gamma * move), gamma: unit * greeks.gamma };
}

function costsOf(book: OracleBook, instrument: Instrument, { terms }: Flight) {
  const { touch, takerFee } = instrument;
  const mid = (touch.bid + touch.ask) / 2;
  if (touch.bid === 0) {
    const unknown = Number.POSITIVE_INFINITY;
    return { buyCost: unknown, sellCost: unknown, impact: 0 };
  }
  const { rate } = book.ledger.asset(instrument.terms.settleAsset);
  const value = toNumber(instrument.notional(1, mid)) * rate;
  const half = terms.halfSpread ?? (touch.ask - touch.bid) / 2 / mid;
  return {
    buyCost: Math.max(0, half + takerFee + terms.carry) * value,
    sellCost: Math.max(0, half + takerFee - terms.carry) * value,
    impact: terms.impact * value,
  };
}

function roomOf(book: OracleBook, instrument: Instrument, { expected, terms }: Flight) {
  const { openBuy, openSell, inventoryLimits } = instrument;
  const limit = inventoryLimits ?? { maxPosition: Infinity, maxNotional: Infinity };
  const most = Math.min(limit.maxPosition, Math.floor(limit.maxNotional / lotAtMark(instrument)));
  const isActive = Math.max(book.state, instrument.state) === codes.STATE_ACTIVE;
  const free = isActive ? most : 0;
  const buy = Math.max(0, -expected - openBuy, isActive ? free - expected - openBuy : 0);
  const sell = Math.max(0, expected - openSell, isActive ? free + expected - openSell : 0);
  return { high: Math.min(buy, terms.maxLots), low: -Math.min(sell, terms.maxLots) };
}

function verdictOf(book: OracleBook, instrument: Instrument, { terms, state }: Flight): number {
  if (!terms.enabled) return codes.HEDGE_NO_INSTRUMENT;
  if (state === 'unconfirmed') return codes.HEDGE_UNCONFIRMED;
  if (state !== 'idle') return codes.HEDGE_IN_FLIGHT;
  const { touch, maxAgeNs } = instrument;
  if (touch.bid === 0 || book.now - touch.time > maxAgeNs) return codes.HEDGE_STALE_MARKET;
  const isHalted = Math.max(book.state, instrument.state) === codes.STATE_HALTED;
  return isHalted ? codes.HEDGE_LIMITED : 0;
}

function decideBand(
  book: OracleBook,
  hedge: Hedge,
  slots: readonly Slot[],
  exposure: { delta: number; gamma: number },
  index: number,
  isTarget: boolean,
): number {
  const { hedger, now } = book;
  const x = exposure.delta - hedge.targetDelta;
  const cheapest =
    cheapestOf(hedger, slots.filter(isUsable), -x, 0) ??
    cheapestOf(hedger, slots.filter(isEnabled), -x, 0);
  const cost = cheapest === null ? Number.POSITIVE_INFINITY : unitCost(cheapest, -x, 0);
  const half = halfWidth(hedge, cost, exposure.gamma, index);
  hedger.compare(Math.abs(x), half);
  if (Math.abs(x) <= half) return codes.HEDGE_INSIDE;
  const toEdge = Math.sign(x) * half * (1 - hedge.aggressiveness) - x;
  const paced = hedge.mode === codes.HEDGING_DEALER ? pacedDelta(hedge, x, toEdge) : toEdge;
  const wanted = Math.sign(paced) * Math.min(Math.abs(paced), hedge.maxDelta);
  if (now - hedge.lastSent < hedge.intervalNs) return codes.HEDGE_RATE_LIMITED;
  const byMode = hedge.mode === codes.HEDGING_DEALER ? codes.HEDGE_DEALER : codes.HEDGE_BAND;
  return tradeDelta(book, hedge, slots, wanted, isTarget ? codes.HEDGE_TARGET : byMode);
}

function isUsable({ verdict }: Slot): boolean {
  return verdict === 0;
}

function isEnabled({ verdict }: Slot): boolean {
  return verdict !== codes.HEDGE_NO_INSTRUMENT;
}

function halfWidth(
  { mode, a, b, c, d }: Hedge,
  cost: number,
  gamma: number,
  index: number,
): number {
  if (mode === codes.HEDGING_BAND) return a;
  if (mode === codes.HEDGING_DEALER) return 2 * d > c ? a / (2 * d - c) : Number.POSITIVE_INFINITY;
  if (cost === Number.POSITIVE_INFINITY) return 0;
  return Math.cbrt((1.5 * b * (cost / index) * index * gamma * gamma) / a);
}

/** Barzykin, Bergault and Gueant 2023: the rate times the interval, at most what is wanted. */
function pacedDelta({ a, b, c, d, intervalNs }: Hedge, x: number, wanted: number): number {
  if (b === 0 || intervalNs === 0) return wanted;
  const rate = Math.max(0, (2 * d - c) * Math.abs(x) - a) / (2 * b);
  const paced = rate * intervalNs * 1e-9;
  return paced < Math.abs(wanted) ? -Math.sign(x) * paced : wanted;
}

/** Per base unit of delta, the impact of `size` of it included. */
function unitCost(slot: Slot, wanted: number, size: number): number {
  const { delta } = slot;
  if (delta === 0) return Number.POSITIVE_INFINITY;
  const side = delta * wanted > 0 ? slot.buyCost : slot.sellCost;
  return side / Math.abs(delta) + (slot.impact * size) / (2 * delta * delta);
}

/** The first of the cheapest. */
function cheapestOf(
  hedger: Hedger,
  slots: readonly Slot[],
  wanted: number,
  size: number,
): Slot | null {
  let best: { slot: Slot; cost: number } | null = null;
  for (const slot of slots) {
    const cost = unitCost(slot, wanted, size);
    if (best !== null) hedger.compare(cost, best.cost);
    if (cost < (best?.cost ?? Number.POSITIVE_INFINITY)) best = { slot, cost };
  }
  return best?.slot ?? null;
}

/** With the cheapest, and what that has no room for with the next. */
function tradeDelta(
  book: OracleBook,
  hedge: Hedge,
  slots: readonly Slot[],
  wanted: number,
  reason: number,
): number {
  let left = wanted;
  let isSent = false;
  for (;;) {
    const slot = cheapestOf(book.hedger, slots.filter(isUsable), left, Math.abs(left));
    if (slot === null) break;
    const lots = orderLots(book.hedger, slot, left / slot.delta);
    if (lots === 0) continue;
    const after = hedge.delta + lots * slot.delta;
    const side = lots > 0 ? slot.buyCost : slot.sellCost;
    const cost = Math.abs(lots) * side + (slot.impact * lots * lots) / 2;
    send(book, slot.instrument, lots, [cost, hedge.delta, after], reason);
    slot.verdict = codes.HEDGE_IN_FLIGHT;
    hedge.delta = after;
    hedge.lastSent = book.now;
    left -= lots * slot.delta;
    isSent = true;
  }
  if (isSent) return reason;
  return slots.reduce((worst, { verdict }) => Math.max(worst, verdict), codes.HEDGE_NO_INSTRUMENT);
}

/** Whole lots towards 0 within the room, or 0 with a verdict. */
function orderLots(hedger: Hedger, slot: Slot, lots: number): number {
  hedger.compare(lots, Math.round(lots));
  const whole = Math.trunc(lots);
  const sent = Math.trunc(Math.min(slot.high, Math.max(slot.low, whole)));
  const { terms, touch, notionalFixed, notionalPerTick } = slot.instrument;
  const value = Math.abs(sent) * (notionalFixed + notionalPerTick * touch.bid);
  if (Math.abs(sent) >= Math.max(terms.minLots, 1) && value >= terms.minNotional) return sent;
  slot.verdict = sent === whole ? codes.HEDGE_ROUNDED : codes.HEDGE_LIMITED;
  return 0;
}

function send(
  book: OracleBook,
  instrument: Instrument,
  lots: number,
  numbers: readonly [number, number, number],
  reason: number,
): void {
  const { touch, index } = instrument;
  const id = book.hedger.nextId();
  const price = touch.bid === 0 ? 0 : lots > 0 ? touch.ask : touch.bid;
  book.hedger.track(instrument, book.now).begin(id, lots, book.now);
  const side = lots > 0 ? codes.SIDE_BUY : codes.SIDE_SELL;
  book.emit(op.OP_HEDGE, id, index, side, Math.abs(lots), price, ...numbers, reason);
}

/** Takes positions of instruments on FLATTEN to 0. */
export function flatten(book: OracleBook): void {
  for (const instrument of book.instruments) {
    if (instrument?.imposed.rung !== codes.RUNG_FLATTEN) continue;
    const { expected, state, terms } = tend(book, instrument);
    if (state !== 'idle' || expected === 0) continue;
    const lots = -Math.sign(expected) * Math.min(Math.abs(expected), terms.maxLots);
    send(book, instrument, lots, [0, 0, 0], codes.HEDGE_FLATTEN);
  }
}

/** Which underlyings a frame decides on again. */
export function followHedges(book: OracleBook, opcode: number, moved: number | null): void {
  const { hedger, named } = book;
  if (hedger.rows === 0) return;
  if (opcode === op.OP_TRADE || opcode === op.OP_WORKING || opcode === op.OP_ALPHA) return;
  if (opcode === op.OP_SET_HEDGE) {
    decide(book, book.hedgeSet, true);
    return;
  }
  const row = named?.underlying ?? null;
  if (opcode === op.OP_BOOK_TICKER || opcode === op.OP_MARK) {
    if (moved !== null) decide(book, moved, false);
    if (row === null || row === moved || named === null) return;
    const hedge = hedger.hedge(row);
    const isWaiting = hedge.action === codes.HEDGE_STALE_MARKET;
    if (isWaiting && hedge.slots.includes(named)) decide(book, row, false);
    return;
  }
  if (opcode === op.OP_INDEX) {
    if (moved !== null) decide(book, moved, false);
    return;
  }
  if (named === null) {
    for (let each = 0; each < hedger.rows; each += 1) decide(book, each, false);
    return;
  }
  if (row !== null) decide(book, row, false);
  if (moved !== null && moved !== row) decide(book, moved, false);
}
