/** Market data, signals, time, operator. */
import * as codes from '../../assembly/codes.js';
import * as op from '../../assembly/opcodes.js';
import { forInstrument, type Handler, type HandlerEntry, REQUOTE_ALL } from './handler.js';
import type { Instrument } from './instrument.js';

const MAX_ALPHA_BPS = 10_000;

const bookTicker = forInstrument((book, instrument, fields) => {
  const bid = fields.at(1);
  const ask = fields.at(2);
  if (bid >= ask) return book.refuse(codes.REJECT_CROSSED_BOOK, 1, bid, ask);
  book.commit();
  const touch = instrument.touch;
  touch.bid = bid;
  touch.ask = ask;
  touch.bidLots = fields.at(3);
  touch.askLots = fields.at(4);
  touch.time = book.now;
  const mid = (bid + ask) / 2;
  sampleVolatility(instrument, mid, book.now);
  if (Number.isNaN(instrument.estimators?.since ?? 0)) startOrders(instrument, book.now);
  if (!instrument.markedByFrame) book.sayMark(instrument, mid);
  book.toJudge = instrument;
  book.requote = instrument.index;
  return 0;
});

function sampleVolatility(instrument: Instrument, mid: number, now: number): void {
  const volatility = instrument.volatility;
  if (!Number.isNaN(volatility.referenceTime)) {
    const dt = (now - volatility.referenceTime) * 1e-9;
    if (!(dt > 0 && dt >= volatility.sampleSeconds)) return;
    const r = mid - volatility.referenceMid;
    const rate = Math.abs(r) / Math.sqrt(dt);
    const isRobust = instrument.estimators?.robust ?? false;
    const sample = isRobust ? (Math.PI / 2) * rate * volatility.lastRate : (r * r) / dt;
    const weight = -Math.expm1((-Math.LN2 * dt) / volatility.halfLifeSeconds);
    // NaN: the first change has no neighbour.
    if (!Number.isNaN(sample)) volatility.variance += weight * (sample - volatility.variance);
    volatility.lastRate = isRobust ? rate : Number.NaN;
  }
  volatility.referenceTime = now;
  volatility.referenceMid = mid;
}

function startOrders({ estimators }: Instrument, now: number): void {
  if (estimators !== null) estimators.since = now;
}

const trade = forInstrument((book, instrument, fields) => {
  if (fields.at(3) > codes.SIDE_SELL) return book.refuse(codes.REJECT_FIELD_RANGE, 3);
  book.commit();
  // A print moves nothing that a guard watches.
  book.named = null;
  countTrade(instrument, book.now, fields.at(1), fields.at(3));
  return 0;
});

function countTrade(instrument: Instrument, time: number, ticks: number, taker: number): void {
  const { estimators, touch } = instrument;
  if (estimators === null || Number.isNaN(estimators.since)) return;
  let order = instrument.currentOrder;
  if (order === null || order.time !== time || order.taker !== taker) {
    order = { time, taker, mid: (touch.bid + touch.ask) / 2, counted: null };
    instrument.currentOrder = order;
  }
  const reach = taker === codes.SIDE_BUY ? ticks - order.mid : order.mid - ticks;
  const steps = Math.floor(reach - estimators.fromTicks);
  if (steps < 0) return;
  if (order.counted === null) {
    order.counted = { time, taker, steps };
    estimators.orders.push(order.counted);
  } else order.counted.steps = Math.max(order.counted.steps, steps);
}

const mark = forInstrument((book, instrument, fields) => {
  const ticks = fields.at(1) / instrument.terms.tickSize;
  if (ticks > codes.MAX_TICKS) return book.refuse(codes.REJECT_FIELD_RANGE, 1, ticks);
  book.commit();
  instrument.markedByFrame = true;
  book.sayMark(instrument, ticks);
  book.toJudge = instrument;
  book.requote = instrument.index;
  return 0;
});

const alpha = forInstrument((book, instrument, fields) => {
  const bps = fields.at(1);
  if (Math.abs(bps) > MAX_ALPHA_BPS) {
    return book.refuse(codes.REJECT_FIELD_RANGE, 1, bps, MAX_ALPHA_BPS);
  }
  book.commit();
  instrument.alphaBps = bps;
  book.requote = instrument.index;
  return 0;
});

const clock: Handler = (book) => {
  book.commit();
  book.isClock = true;
  for (const instrument of book.instruments) {
    if (instrument === undefined) continue;
    book.moveExposure(instrument);
    book.moveUnderlying(instrument);
  }
  book.requote = REQUOTE_ALL;
  return 0;
};

const tradingState: Handler = (book, fields) => {
  const index = fields.optional(0);
  const state = fields.at(1);
  const instrument = index === null ? null : book.instruments[index];
  if (instrument === undefined) return book.refuse(codes.REJECT_UNKNOWN_INSTRUMENT, 0);
  if (state > codes.STATE_HALTED) return book.refuse(codes.REJECT_FIELD_RANGE, 1, state);
  book.commit();
  book.operatorReason = fields.text;
  book.named = instrument;
  if (state === codes.STATE_ACTIVE) book.resetGuards(instrument);
  if (instrument === null) {
    book.commandBook(state);
  } else {
    book.commandInstrument(instrument, state);
    book.requote = instrument.index;
  }
  return 0;
};

export const MARKET_HANDLERS: readonly HandlerEntry[] = [
  [op.OP_BOOK_TICKER, bookTicker],
  [op.OP_TRADE, trade],
  [op.OP_MARK, mark],
  [op.OP_ALPHA, alpha],
  [op.OP_CLOCK, clock],
  [op.OP_TRADING_STATE, tradingState],
];
