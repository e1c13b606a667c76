/** defineAsset, defineInstrument, assetRate, setFees. */
import * as codes from '../../assembly/codes.js';
import * as op from '../../assembly/opcodes.js';
import { forInstrument, type Handler, type HandlerEntry } from './handler.js';
import { Instrument } from './instrument.js';

const defineAsset: Handler = (book, fields) => {
  const followed = book.instruments[fields.optional(2) ?? -1];
  if (followed !== undefined && followed.terms.contract >= codes.CONTRACT_OPTION) {
    return book.refuse(codes.REJECT_INCONSISTENT, 2, followed.index, followed.terms.contract);
  }
  book.commit();
  book.ledger.defineAsset(fields.at(0), fields.at(1), fields.optional(2));
  return 0;
};

const defineInstrument: Handler = (book, fields) => {
  const index = fields.at(0);
  if (book.instruments[index] !== undefined) {
    return book.refuse(codes.REJECT_ALREADY_DEFINED, 0, index);
  }
  if (fields.at(1) > codes.CONTRACT_INVERSE_OPTION) return book.refuse(codes.REJECT_FIELD_RANGE, 1);
  for (const field of [2, 3, 4]) {
    if (book.ledger.assets[fields.at(field)] === undefined) {
      return book.refuse(codes.REJECT_UNKNOWN_ASSET, field, fields.at(field));
    }
  }
  const follower = book.ledger.assets.findIndex((asset) => asset?.rateInstrument === index);
  if (follower >= 0 && fields.at(1) >= codes.CONTRACT_OPTION) {
    return book.refuse(codes.REJECT_INCONSISTENT, 1, fields.at(1), follower);
  }
  book.commit();
  const instrument = new Instrument(index, {
    contract: fields.at(1),
    baseAsset: fields.at(2),
    settleAsset: fields.at(3),
    feeAsset: fields.at(4),
    tickSize: fields.at(5),
    lotSize: fields.at(6),
    multiplier: fields.at(7),
    minLots: fields.at(8),
    minNotional: fields.at(9),
  });
  instrument.makerFee = fields.at(10);
  instrument.takerFee = fields.at(11);
  book.instruments[index] = instrument;
  book.named = instrument;
  book.impose(instrument);
  return 0;
};

const assetRate: Handler = (book, fields) => {
  const asset = book.ledger.assets[fields.at(0)];
  if (asset === undefined) return book.refuse(codes.REJECT_UNKNOWN_ASSET, 0, fields.at(0));
  book.commit();
  book.ledger.setRate(asset, fields.at(1));
  return 0;
};

const setFees = forInstrument((book, instrument, fields) => {
  book.commit();
  instrument.makerFee = fields.at(1);
  instrument.takerFee = fields.at(2);
  book.requote = instrument.index;
  return 0;
});

export const DEFINITION_HANDLERS: readonly HandlerEntry[] = [
  [op.OP_DEFINE_ASSET, defineAsset],
  [op.OP_DEFINE_INSTRUMENT, defineInstrument],
  [op.OP_ASSET_RATE, assetRate],
  [op.OP_SET_FEES, setFees],
];
