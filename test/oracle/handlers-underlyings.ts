/** Underlyings, expiries, options and their market. */
import * as codes from '../../assembly/codes.js';
import * as op from '../../assembly/opcodes.js';
import { UNPRICED } from './chain.js';
import type { Fields } from './fields.js';
import { forInstrument, type Handler, type HandlerEntry } from './handler.js';
import type { OracleBook } from './oracle-book.js';
import { type Expiry, isOption, type Underlying } from './underlyings.js';

const LARGEST_TIME_NS = BigInt(codes.MAX_TIME_NS);

function capacityRefusal(book: OracleBook, field: number, row: number, capacity: number): number {
  return row >= capacity ? book.refuse(codes.REJECT_FIELD_RANGE, field, row) : 0;
}

/** The underlying a field names, or the reject code. */
function underlyingAt(book: OracleBook, fields: Fields, field: number): Underlying | number {
  const row = fields.at(field);
  const refusal = capacityRefusal(book, field, row, book.underlyingCapacity);
  if (refusal !== 0) return refusal;
  const known = book.derivatives.underlyings[row];
  return known ?? book.refuse(codes.REJECT_UNKNOWN_UNDERLYING, field, row);
}

/** The expiry field 0 or another names, or the reject code. */
function expiryAt(book: OracleBook, fields: Fields, field: number): Expiry | number {
  const row = fields.at(field);
  const refusal = capacityRefusal(book, field, row, book.expiryCapacity);
  if (refusal !== 0) return refusal;
  return book.derivatives.expiries[row] ?? book.refuse(codes.REJECT_UNKNOWN_EXPIRY, field, row);
}

const defineUnderlying: Handler = (book, fields) => {
  const row = fields.at(0);
  const refusal = capacityRefusal(book, 0, row, book.underlyingCapacity);
  if (refusal !== 0) return refusal;
  const [collateral, follows] = [fields.optional(1), fields.optional(2)];
  if (collateral !== null && book.ledger.assets[collateral] === undefined) {
    return book.refuse(codes.REJECT_UNKNOWN_ASSET, 1, collateral);
  }
  const followed = follows === null ? null : book.instruments[follows];
  if (followed === undefined) return book.refuse(codes.REJECT_UNKNOWN_INSTRUMENT, 2);
  if (followed !== null && followed.terms.contract >= codes.CONTRACT_OPTION) {
    return book.refuse(codes.REJECT_INCONSISTENT, 2, followed.index, followed.terms.contract);
  }
  const rows = book.derivatives.underlyings;
  const isTaken = rows.some((one, other) => other !== row && one?.follows === follows);
  if (follows !== null && isTaken) return book.refuse(codes.REJECT_INCONSISTENT, 2, follows);
  for (const field of [3, 4]) {
    if ((fields.optional(field) ?? 1) <= 0) return book.refuse(codes.REJECT_FIELD_RANGE, field);
  }
  book.commit();
  rows[row] = {
    collateral,
    follows,
    index: rows[row]?.index ?? null,
    indexTime: rows[row]?.indexTime ?? 0,
    reference: rows[row]?.reference ?? null,
    remarkFraction: (fields.optional(3) ?? Number.POSITIVE_INFINITY) * 1e-4,
    remarkNs: (fields.optional(4) ?? Number.POSITIVE_INFINITY) * 1e9,
  };
  if (followed !== null) book.followMark(followed);
  return 0;
};

const setUnderlying = forInstrument((book, instrument, fields) => {
  if (isOption(instrument)) return book.refuse(codes.REJECT_INCONSISTENT, 0);
  const underlying = underlyingAt(book, fields, 1);
  if (typeof underlying === 'number') return underlying;
  const known = instrument.underlying;
  if (known !== null && known !== fields.at(1)) {
    return book.refuse(codes.REJECT_INCONSISTENT, 1, fields.at(1), known);
  }
  book.commit();
  instrument.underlying = fields.at(1);
  book.moveUnderlying(instrument);
  book.impose(instrument);
  book.requote = instrument.index;
  return 0;
});

const defineExpiry: Handler = (book, fields) => {
  const row = fields.at(0);
  const refusal = capacityRefusal(book, 0, row, book.expiryCapacity);
  if (refusal !== 0) return refusal;
  const underlying = underlyingAt(book, fields, 1);
  if (typeof underlying === 'number') return underlying;
  const known = book.derivatives.expiries[row];
  const isSame = known?.underlying === fields.at(1);
  const isUsed = book.instruments.some((one) => one?.option?.expiry === row);
  if (isUsed && !isSame) return book.refuse(codes.REJECT_INCONSISTENT, 1);
  if (fields.id > LARGEST_TIME_NS) return book.refuse(codes.REJECT_FIELD_RANGE, 2);
  book.commit();
  const [carry, smile] = isSame ? [known.carry, known.smile] : [1, null];
  const rate = fields.at(3);
  book.derivatives.expiries[row] = {
    underlying: fields.at(1),
    timeNs: fields.id,
    rate,
    carry,
    smile,
  };
  return 0;
};

/** Room and pairs of options are not modelled: the sequences never fill them. */
const defineOption = forInstrument((book, instrument, fields) => {
  const expiry = expiryAt(book, fields, 1);
  if (typeof expiry === 'number') return expiry;
  const volatility = fields.optional(4);
  if (fields.at(2) > codes.RIGHT_PUT) return book.refuse(codes.REJECT_FIELD_RANGE, 2);
  if ((volatility ?? 1) <= 0) return book.refuse(codes.REJECT_FIELD_RANGE, 4);
  for (const field of [5, 6]) {
    if (fields.at(field) > 1) return book.refuse(codes.REJECT_FIELD_RANGE, field);
  }
  if (!isOption(instrument)) return book.refuse(codes.REJECT_INCONSISTENT, 0);
  if (instrument.option !== null) {
    const { q, openBuy, openSell } = instrument;
    if (Math.abs(q) + openBuy + openSell !== 0) return book.refuse(codes.REJECT_INCONSISTENT, 0);
    if (instrument.underlying !== expiry.underlying) {
      return book.refuse(codes.REJECT_INCONSISTENT, 1);
    }
  }
  book.commit();
  const terms = { expiry: fields.at(1), right: fields.at(2), strike: fields.at(3) };
  const { touch } = instrument;
  const isByModel = fields.at(6) === 1;
  // A model needs no touch: without one there is nothing to stay away from.
  if (touch.bid === 0) touch.ask = isByModel ? Number.POSITIVE_INFINITY : 0;
  const model = isByModel ? { ticks: 0, time: 0 } : null;
  const markedByModel = fields.at(5) === 1;
  if (instrument.option === null) book.derivatives.options.push(instrument.index);
  instrument.option = { ...terms, volatility, markedByModel, model, priced: UNPRICED };
  instrument.underlying = expiry.underlying;
  book.impose(instrument);
  book.requote = instrument.index;
  return 0;
});

const setSmile: Handler = (book, fields) => {
  const expiry = expiryAt(book, fields, 0);
  if (typeof expiry === 'number') return expiry;
  const [a, b, rho, m, sigma] = [1, 2, 3, 4, 5].map((field) => fields.at(field));
  const smile = { a, b, rho, m, sigma } as NonNullable<Expiry['smile']>;
  if (Math.abs(smile.rho) > 1) return book.refuse(codes.REJECT_FIELD_RANGE, 3);
  const lowest = smile.a + smile.b * smile.sigma * Math.sqrt(1 - smile.rho * smile.rho);
  if (lowest < 0) return book.refuse(codes.REJECT_INCONSISTENT, 1, lowest);
  book.commit();
  expiry.smile = smile;
  return 0;
};

const index: Handler = (book, fields) => {
  const underlying = underlyingAt(book, fields, 0);
  if (typeof underlying === 'number') return underlying;
  book.commit();
  book.sayIndex(fields.at(0), underlying, fields.at(1));
  return 0;
};

const forward: Handler = (book, fields) => {
  const expiry = expiryAt(book, fields, 0);
  if (typeof expiry === 'number') return expiry;
  const of = book.derivatives.underlyings[expiry.underlying]?.index ?? null;
  if (of === null) return book.refuse(codes.REJECT_INCONSISTENT, 1, fields.at(1));
  book.commit();
  expiry.carry = fields.at(1) / of;
  return 0;
};

const remark: Handler = (book, fields) => {
  const underlying = underlyingAt(book, fields, 0);
  if (typeof underlying === 'number') return underlying;
  book.commit();
  book.requestRemark(fields.at(0));
  return 0;
};

const impliedVol = forInstrument((book, instrument, fields) => {
  if (instrument.option === null) return book.refuse(codes.REJECT_NOT_AN_OPTION, 0);
  book.commit();
  instrument.option.volatility = fields.at(1);
  book.requote = instrument.index;
  return 0;
});

export const UNDERLYING_HANDLERS: readonly HandlerEntry[] = [
  [op.OP_DEFINE_UNDERLYING, defineUnderlying],
  [op.OP_SET_UNDERLYING, setUnderlying],
  [op.OP_DEFINE_EXPIRY, defineExpiry],
  [op.OP_DEFINE_OPTION, defineOption],
  [op.OP_SET_SMILE, setSmile],
  [op.OP_INDEX, index],
  [op.OP_FORWARD, forward],
  [op.OP_IMPLIED_VOL, impliedVol],
  [op.OP_REMARK, remark],
];
