/** Set-up of the pre-trade gate, and orders. */
import * as codes from '../../assembly/codes.js';
import * as op from '../../assembly/opcodes.js';
import type { Fields } from './fields.js';
import { guardRoom } from './follow-guards.js';
import { Budget, type OracleOrder, ruleOrder } from './gate.js';
import { forInstrument, type Handler, type HandlerEntry } from './handler.js';
import type { Instrument } from './instrument.js';
import type { OracleBook } from './oracle-book.js';

const LONGEST_SECONDS = 1e9;

const limit = (value: number | null): number => value ?? Number.POSITIVE_INFINITY;

const nanoseconds = (seconds: number): bigint => BigInt(Math.ceil(seconds * 1e9));

function budgetAt(fields: Fields, index: number): Budget {
  return new Budget(fields.optional(index), fields.at(index + 1));
}

/** 0, or why there is no such budget: a rate of nothing, no burst, more than 2^60 nanoseconds. */
function checkBudget(book: OracleBook, fields: Fields, index: number): number {
  const rate = fields.optional(index);
  const burst = fields.at(index + 1);
  if (rate === null) return 0;
  if (rate <= 0) return book.refuse(codes.REJECT_FIELD_RANGE, index, rate);
  const isKept = burst >= 1 && Math.ceil(1e9 / rate) * burst <= 2 ** 60;
  return isKept ? 0 : book.refuse(codes.REJECT_FIELD_RANGE, index + 1, burst);
}

const setGate: Handler = (book, fields) => {
  const seconds = fields.optional(4);
  const wrong = checkBudget(book, fields, 0) || checkBudget(book, fields, 2);
  if (wrong !== 0) return wrong;
  if (seconds !== null && (seconds <= 0 || seconds > LONGEST_SECONDS)) {
    return book.refuse(codes.REJECT_FIELD_RANGE, 4, seconds);
  }
  if (fields.at(5) > 1) return book.refuse(codes.REJECT_FIELD_RANGE, 5, fields.at(5));
  book.commit();
  book.gate.isActive = true;
  book.gate.messages = budgetAt(fields, 0);
  book.gate.cancels = budgetAt(fields, 2);
  book.gate.unreportedNs = seconds === null ? null : nanoseconds(seconds);
  book.gate.countQuotes = fields.at(5) === 1;
  return 0;
};

const setInstrumentGate = forInstrument((book, instrument, fields) => {
  for (const field of [1, 2, 3, 4]) {
    const value = fields.optional(field);
    if (value !== null && value <= 0) return book.refuse(codes.REJECT_FIELD_RANGE, field, value);
  }
  const wrong = checkBudget(book, fields, 5) || checkBudget(book, fields, 7);
  if (wrong !== 0) return wrong;
  const [repeats, pause] = [fields.at(9), fields.at(10)];
  if (pause > LONGEST_SECONDS) return book.refuse(codes.REJECT_FIELD_RANGE, 10, pause);
  if (repeats > 0 && pause === 0) return book.refuse(codes.REJECT_INCONSISTENT, 10, pause);
  if (fields.at(11) > 1) return book.refuse(codes.REJECT_FIELD_RANGE, 11, fields.at(11));
  book.commit();
  book.gate.isActive = true;
  const { gate } = instrument;
  gate.maxLots = limit(fields.optional(1));
  gate.maxValue = limit(fields.optional(2));
  gate.markCollar = limit(fields.optional(3)) * 1e-4;
  gate.touchCollar = limit(fields.optional(4)) * 1e-4;
  gate.messages = budgetAt(fields, 5);
  gate.cancels = budgetAt(fields, 7);
  gate.repeats = repeats;
  gate.pauseNs = nanoseconds(pause);
  gate.denyCross = fields.at(11) === 1;
  book.requote = instrument.index;
  return 0;
});

function checkOrderFields(book: OracleBook, fields: Fields): number {
  const bounds = [
    [2, codes.ACTION_CANCEL],
    [3, codes.SIDE_SELL],
    [5, codes.MAX_TICKS],
    [6, 1],
  ] as const;
  for (const [field, most] of bounds) {
    const value = fields.at(field);
    if (value > most) return book.refuse(codes.REJECT_FIELD_RANGE, field, value, most);
  }
  const action = fields.at(2);
  if (action === codes.ACTION_CANCEL) return 0;
  if (fields.at(4) === 0) return book.refuse(codes.REJECT_FIELD_RANGE, 4, 0, 1);
  if (action === codes.ACTION_NEW && fields.at(7) > 0) {
    return book.refuse(codes.REJECT_INCONSISTENT, 7, fields.at(7));
  }
  return 0;
}

const checkOrder = forInstrument((book, instrument, fields) => {
  const wrong = checkOrderFields(book, fields);
  if (wrong !== 0) return wrong;
  book.commit();
  book.gate.isActive = true;
  book.requote = instrument.index;
  const order: OracleOrder = {
    id: fields.id,
    action: fields.at(2),
    isBuy: fields.at(3) === codes.SIDE_BUY,
    lots: fields.at(4),
    price: fields.at(5),
    reduceOnly: fields.at(6) === 1,
    replaces: fields.at(7),
  };
  const { gate, timeNs, now, state: bookState } = book;
  const room = (worst: number): number => guardRoom(book, instrument, order.isBuy, worst);
  const around = { gate, timeNs, now, bookState, guardRoom: room };
  const ruling = ruleOrder(order, instrument, around);
  if (ruling.verdict !== codes.VERDICT_DENY) take(book, instrument, order, ruling.added);
  book.emitVerdict(order.id, instrument.index, ruling);
  return 0;
});

/** An order that may be sent draws a message, is remembered and counts as open. */
function take(book: OracleBook, instrument: Instrument, order: OracleOrder, added: number): void {
  const { timeNs } = book;
  if (order.action === codes.ACTION_CANCEL) {
    book.gate.cancels.draw(timeNs);
    instrument.gate.cancels.draw(timeNs);
    return;
  }
  book.gate.messages.draw(timeNs);
  instrument.gate.messages.draw(timeNs);
  if (order.action === codes.ACTION_NEW) book.gate.orderIds.add(order.id);
  if (added === 0) return;
  const { pending } = instrument.gate;
  if (pending.buy + pending.sell === 0) pending.sinceNs = timeNs;
  if (order.isBuy) {
    pending.buy += added;
    instrument.openBuy += added;
  } else {
    pending.sell += added;
    instrument.openSell += added;
  }
  book.moveUnderlying(instrument);
}

export const GATE_HANDLERS: readonly HandlerEntry[] = [
  [op.OP_SET_GATE, setGate],
  [op.OP_SET_INSTRUMENT_GATE, setInstrumentGate],
  [op.OP_CHECK_ORDER, checkOrder],
];
