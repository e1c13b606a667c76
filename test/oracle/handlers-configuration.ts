/** Models, quoting, limits. Every one requotes its instrument at once. */
import * as codes from '../../assembly/codes.js';
import * as op from '../../assembly/opcodes.js';
import type { Fields } from './fields.js';
import { forInstrument, type Handler, type HandlerEntry } from './handler.js';
import { releaseTable } from './handlers-skew.js';
import type { Instrument } from './instrument.js';
import {
  avellanedaStoikovModel,
  gueantModel,
  linearModel,
  type ModelCoefficients,
} from './model.js';
import type { OracleBook } from './oracle-book.js';

const setQuoting = forInstrument((book, instrument, fields) => {
  if (fields.at(4) > 1) return book.refuse(codes.REJECT_FIELD_RANGE, 4, fields.at(4), 1);
  if (fields.at(9) >= 1) return book.refuse(codes.REJECT_FIELD_RANGE, 9, fields.at(9), 1);
  book.commit();
  instrument.quoting = {
    quoteLots: fields.at(1),
    sizeSkew: fields.at(2),
    microWeight: fields.at(3),
    postOnly: fields.at(4) === 1,
    minHalfSpreadBps: fields.at(5),
    maxHalfSpreadBps: fields.at(6),
    minEdgeBps: fields.at(7),
    maxSkewBps: fields.at(8),
    wallStart: fields.at(9),
    wallScale: 1 / (1 - fields.at(9)),
    wallSkewBps: fields.at(10),
    requoteThresholdBps: fields.at(11),
    requoteSizeRatio: fields.at(12),
  };
  book.requote = instrument.index;
  return 0;
});

const setLinear = forInstrument((book, instrument, fields) => {
  book.commit();
  return useModel(book, instrument, linearModel(fields.at(1), fields.at(2), fields.at(3)));
});

const setAvellanedaStoikov = forInstrument((book, instrument, fields) => {
  const wrong = checkReferencePrice(book, instrument, fields, 5);
  if (wrong !== 0) return wrong;
  book.commit();
  const model = avellanedaStoikovModel(
    {
      gamma: fields.at(1),
      k: fields.at(2),
      horizonSeconds: fields.at(3),
      tradeSize: fields.at(4),
      endTimeSeconds: fields.optional(6) ?? Number.POSITIVE_INFINITY,
    },
    instrument.terms.tickSize,
    unitBase(instrument, fields.at(5)),
  );
  return useModel(book, instrument, model);
});

const setGueant = forInstrument((book, instrument, fields) => {
  const wrong = checkReferencePrice(book, instrument, fields, 6);
  if (wrong !== 0) return wrong;
  book.commit();
  const model = gueantModel(
    {
      gamma: fields.at(1),
      xi: fields.at(2),
      A: fields.at(3),
      k: fields.at(4),
      tradeSize: fields.at(5),
    },
    instrument.terms.tickSize,
    unitBase(instrument, fields.at(6)),
  );
  return useModel(book, instrument, model);
});

/** Required for inverse contracts, and above 0 when given. */
function checkReferencePrice(
  book: OracleBook,
  instrument: Instrument,
  fields: Fields,
  field: number,
): number {
  const price = fields.optional(field);
  if (price === null) {
    return instrument.inverse ? book.refuse(codes.REJECT_INCONSISTENT, field) : 0;
  }
  return price > 0 ? 0 : book.refuse(codes.REJECT_FIELD_RANGE, field, price);
}

function unitBase(instrument: Instrument, referencePrice: number): number {
  return instrument.inverse ? instrument.unit / referencePrice : instrument.unit;
}

function useModel(book: OracleBook, instrument: Instrument, model: ModelCoefficients): number {
  releaseTable(book, instrument);
  instrument.model = model;
  book.requote = instrument.index;
  return 0;
}

const setVolatility = forInstrument((book, instrument, fields) => {
  book.commit();
  const { tickSize } = instrument.terms;
  const initial = fields.at(3) / tickSize;
  instrument.volatility = {
    halfLifeSeconds: fields.at(1),
    sampleSeconds: fields.at(2),
    floor: fields.at(4) / tickSize,
    variance: initial * initial,
    referenceMid: instrument.volatility.referenceMid,
    lastRate: instrument.volatility.lastRate,
    referenceTime: instrument.volatility.referenceTime,
  };
  book.requote = instrument.index;
  return 0;
});

const setEstimators = forInstrument((book, instrument, fields) => {
  if (fields.at(1) > 1) return book.refuse(codes.REJECT_FIELD_RANGE, 1, fields.at(1), 1);
  book.commit();
  instrument.currentOrder = null;
  instrument.estimators = {
    robust: fields.at(1) === 1,
    halfLifeSeconds: fields.at(2),
    minOrders: fields.at(3),
    fromTicks: fields.at(4),
    since: Number.NaN,
    orders: [],
  };
  book.requote = instrument.index;
  return 0;
});

const setInventory = forInstrument((book, instrument, fields) => {
  const target = fields.at(1);
  const maxPosition = fields.at(2);
  const maxNotional = fields.optional(3);
  if (Math.abs(target) >= maxPosition) {
    return book.refuse(codes.REJECT_INCONSISTENT, 1, target, maxPosition);
  }
  if (maxNotional !== null && maxNotional < 0) {
    return book.refuse(codes.REJECT_FIELD_RANGE, 3, maxNotional);
  }
  book.commit();
  instrument.inventoryLimits = {
    target,
    maxPosition,
    maxNotional: maxNotional ?? Number.POSITIVE_INFINITY,
  };
  book.toJudge = instrument;
  book.requote = instrument.index;
  return 0;
});

const setRisk = forInstrument((book, instrument, fields) => {
  const refused = firstNotAbove(fields, 1, 2);
  if (refused >= 0) return book.refuse(codes.REJECT_FIELD_RANGE, refused);
  book.commit();
  instrument.maxAgeNs = (fields.optional(1) ?? Number.POSITIVE_INFINITY) * 1e9;
  instrument.collarBps = fields.optional(2) ?? Number.POSITIVE_INFINITY;
  book.requote = instrument.index;
  return 0;
});

const setBookLimits: Handler = (book, fields) => {
  const refused = firstNotAbove(fields, 0, 4);
  if (refused >= 0) return book.refuse(codes.REJECT_FIELD_RANGE, refused);
  book.commit();
  const limit = (field: number): number => fields.optional(field) ?? Number.POSITIVE_INFINITY;
  book.limits = {
    maxGrossNotional: limit(0),
    lossReduce: limit(1),
    lossHalt: limit(2),
    drawdownReduce: limit(3),
    drawdownHalt: limit(4),
    recoverRatio: fields.at(5),
  };
  book.ledger.touched = true;
  return 0;
};

const setMaxAhead: Handler = (book, fields) => {
  const seconds = fields.optional(0);
  if (seconds !== null && seconds <= 0) return book.refuse(codes.REJECT_FIELD_RANGE, 0);
  book.commit();
  const ns = (seconds ?? Number.POSITIVE_INFINITY) * 1e9;
  book.maxAheadNs = ns < 2 ** 62 ? BigInt(Math.trunc(ns)) : null;
  return 0;
};

/** Index of the first field of a range that is not above 0, -1 for none. */
function firstNotAbove(fields: Fields, first: number, last: number): number {
  for (let field = first; field <= last; field += 1) {
    if ((fields.optional(field) ?? 1) <= 0) return field;
  }
  return -1;
}

export const CONFIGURATION_HANDLERS: readonly HandlerEntry[] = [
  [op.OP_SET_QUOTING, setQuoting],
  [op.OP_SET_LINEAR, setLinear],
  [op.OP_SET_AVELLANEDA_STOIKOV, setAvellanedaStoikov],
  [op.OP_SET_GUEANT, setGueant],
  [op.OP_SET_VOLATILITY, setVolatility],
  [op.OP_SET_ESTIMATORS, setEstimators],
  [op.OP_SET_INVENTORY, setInventory],
  [op.OP_SET_RISK, setRisk],
  [op.OP_SET_BOOK_LIMITS, setBookLimits],
  [op.OP_SET_MAX_AHEAD, setMaxAhead],
];
