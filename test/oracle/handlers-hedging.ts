/** Set-up of hedging, and how hedges ended. */
import * as codes from '../../assembly/codes.js';
import * as op from '../../assembly/opcodes.js';
import { forInstrument, type Handler, type HandlerEntry } from './handler.js';

const setHedge: Handler = (book, fields) => {
  const [row, mode] = [fields.at(0), fields.at(1)];
  if (row >= book.underlyingCapacity) return book.refuse(codes.REJECT_FIELD_RANGE, 0, row);
  if (book.derivatives.underlyings[row] === undefined) {
    return book.refuse(codes.REJECT_UNKNOWN_UNDERLYING, 0, row);
  }
  if (mode >= codes.HEDGING_MINIMUM_VARIANCE) {
    if (mode > codes.HEDGING_MINIMUM_VARIANCE)
      return book.refuse(codes.REJECT_FIELD_RANGE, 1, mode);
    throw new Error('minimum variance is not modelled');
  }
  const isAverse = mode === codes.HEDGING_WHALLEY_WILMOTT;
  if (isAverse && fields.at(2) === 0) return book.refuse(codes.REJECT_FIELD_RANGE, 2);
  if (fields.at(5) < 0) return book.refuse(codes.REJECT_FIELD_RANGE, 5);
  const maxDelta = fields.optional(11);
  if (maxDelta !== null && maxDelta <= 0) return book.refuse(codes.REJECT_FIELD_RANGE, 11);
  book.commit();
  const hedge = book.hedger.hedge(row);
  if (hedge.mode === codes.HEDGING_OFF) hedge.lastSent = Number.NEGATIVE_INFINITY;
  Object.assign(hedge, {
    mode,
    a: fields.at(2),
    b: fields.at(3),
    c: fields.at(4),
    d: fields.at(5),
    targetDelta: fields.at(6),
    aggressiveness: fields.at(9),
    intervalNs: fields.at(10) * 1e9,
    maxDelta: maxDelta ?? Number.POSITIVE_INFINITY,
  });
  if (mode === codes.HEDGING_OFF) hedge.action = codes.HEDGE_NONE;
  book.hedger.rows = Math.max(book.hedger.rows, row + 1);
  book.hedgeSet = row;
  return 0;
};

const setHedgeInstrument = forInstrument((book, instrument, fields) => {
  const isOn = fields.at(1) === 1;
  if (fields.at(1) > 1) return book.refuse(codes.REJECT_FIELD_RANGE, 1);
  const halfSpreadBps = fields.optional(2);
  if (halfSpreadBps !== null && halfSpreadBps < 0) return book.refuse(codes.REJECT_FIELD_RANGE, 2);
  if (fields.at(5) < 1) return book.refuse(codes.REJECT_FIELD_RANGE, 5);
  const row = instrument.underlying;
  if (row === null) return book.refuse(codes.REJECT_INCONSISTENT, 0);
  book.commit();
  const { slots } = book.hedger.hedge(row);
  const flight = book.hedger.track(instrument, book.now);
  if (flight.state === 'unconfirmed') flight.forget(instrument.q, book.now);
  flight.terms = {
    enabled: isOn,
    halfSpread: halfSpreadBps === null ? null : halfSpreadBps * 1e-4,
    impact: fields.at(3) * 1e-4,
    carry: fields.at(4) * 1e-4,
    maxLots: fields.at(5),
    settleNs: fields.at(6) * 1e9,
    confirmNs: fields.at(7) * 1e9,
  };
  const place = slots.indexOf(instrument);
  if (isOn && place < 0) slots.push(instrument);
  if (!isOn && place >= 0 && flight.state === 'idle') {
    const last = slots.pop();
    if (last !== undefined && last !== instrument) slots[place] = last;
  }
  book.requote = instrument.index;
  return 0;
});

const hedgeResult = forInstrument((book, instrument, fields) => {
  const flight = book.hedger.flights.get(instrument.index);
  const open = flight?.open ?? null;
  const [id, filled] = [fields.at(1), fields.at(2)];
  if (flight === undefined || open === null || open.id !== id) {
    return book.refuse(codes.REJECT_INCONSISTENT, 1, id);
  }
  if (filled > Math.abs(open.lots)) return book.refuse(codes.REJECT_INCONSISTENT, 2, filled);
  if (fields.at(3) > codes.RESULT_REJECTED) return book.refuse(codes.REJECT_FIELD_RANGE, 3);
  book.commit();
  flight.result(Math.sign(open.lots) * filled, fields.at(3) === codes.RESULT_REJECTED, book.now);
  book.requote = instrument.index;
  return 0;
});

export const HEDGE_HANDLERS: readonly HandlerEntry[] = [
  [op.OP_SET_HEDGE, setHedge],
  [op.OP_SET_HEDGE_INSTRUMENT, setHedgeInstrument],
  [op.OP_HEDGE_RESULT, hedgeResult],
];
