/** Fills, orders, positions, cash. */
import * as codes from '../../assembly/codes.js';
import * as op from '../../assembly/opcodes.js';
import {
  commitTrade,
  overflows,
  planTrade,
  type TradeBucket,
  type TradePlan,
} from './accounting.js';
import type { Fields } from './fields.js';
import { divide, type Fixed, fixed, multiply } from './fixed.js';
import { countFill } from './gate.js';
import { forInstrument, type Handler, type HandlerEntry } from './handler.js';
import type { Instrument } from './instrument.js';
import type { OracleBook } from './oracle-book.js';

const fill = forInstrument((book, instrument, fields) => {
  const wrong = checkFill(book, instrument, fields);
  if (wrong !== 0) return wrong;
  const side = fields.at(2) === codes.SIDE_BUY ? 1 : -1;
  const price = fields.at(3);
  const size = fields.at(4);
  const mark = markOr(instrument, price);
  const bucket = fields.at(6) === codes.PURPOSE_HEDGE ? 'hedge' : 'spread';
  if (overflows(instrument, side * size, price)) return book.refuse(codes.REJECT_OVERFLOW, 4, size);
  const plan = planTrade(instrument, side * size, price, mark);
  book.commit();
  book.fillIds.add(fields.id);
  trade(book, instrument, plan, bucket, mark);
  payFee(book, instrument, fields, price, size);
  instrument.turnover += instrument.notional(size, price);
  if (side > 0) instrument.boughtLots += size;
  else instrument.soldLots += size;
  instrument.fillCount += 1;
  if (book.gate.isActive) countFill(instrument.gate, side > 0, book.timeNs);
  const isHedge = fields.at(6) === codes.PURPOSE_HEDGE;
  book.hedger.flights.get(instrument.index)?.fill(side * size, isHedge, book.now);
  return judged(book, instrument);
});

function checkFill(book: OracleBook, instrument: Instrument, fields: Fields): number {
  for (const field of [2, 5, 6]) {
    if (fields.at(field) > 1) return book.refuse(codes.REJECT_FIELD_RANGE, field, fields.at(field));
  }
  if (fields.at(4) === 0) return book.refuse(codes.REJECT_FIELD_RANGE, 4, 0, 1);
  const feeAsset = fields.optional(8) ?? instrument.terms.feeAsset;
  if (book.ledger.assets[feeAsset] === undefined) {
    return book.refuse(codes.REJECT_UNKNOWN_ASSET, 8, feeAsset);
  }
  return book.fillIds.has(fields.id) ? book.refuse(codes.REJECT_DUPLICATE_FILL, 1) : 0;
}

/** The fee as given, or rate x notional turned from settle asset into the fee asset. */
function payFee(
  book: OracleBook,
  instrument: Instrument,
  fields: Fields,
  price: number,
  size: number,
): void {
  const { terms } = instrument;
  const feeAsset = fields.optional(8) ?? terms.feeAsset;
  const given = fields.optional(7);
  const feeRate = book.ledger.asset(feeAsset).exactRate;
  const settleRate = book.ledger.asset(terms.settleAsset).exactRate;
  let fee: Fixed;
  if (given !== null) {
    fee = fixed(given);
  } else {
    const rate = fields.at(5) === codes.LIQUIDITY_MAKER ? instrument.makerFee : instrument.takerFee;
    const inSettle = multiply(fixed(rate), instrument.notional(size, price));
    fee = convert(inSettle, settleRate, feeRate, feeAsset === terms.settleAsset);
  }
  instrument.fees += convert(fee, feeRate, settleRate, feeAsset === terms.settleAsset);
  book.ledger.earn('fees', feeAsset, -fee);
}

function convert(amount: Fixed, from: Fixed, to: Fixed, same: boolean): Fixed {
  return same ? amount : divide(multiply(amount, from), to);
}

/** Before any mark the price of the event is the mark. */
function markOr(instrument: Instrument, price: number): number {
  return Number.isNaN(instrument.mark) ? price : instrument.mark;
}

function trade(
  book: OracleBook,
  instrument: Instrument,
  plan: TradePlan,
  bucket: TradeBucket,
  mark: number,
): void {
  if (Number.isNaN(instrument.mark)) book.storeMark(instrument, mark);
  const before = instrument.q;
  commitTrade(book.ledger, instrument, plan, bucket);
  if (instrument.q === before) return;
  book.moveExposure(instrument);
  book.moveUnderlying(instrument);
}

function judged(book: OracleBook, instrument: Instrument): number {
  book.toJudge = instrument;
  book.requote = instrument.index;
  return 0;
}

const position = forInstrument((book, instrument, fields) => {
  const lots = fields.at(1) - instrument.q;
  const price = fields.at(2);
  const mark = markOr(instrument, price);
  if (overflows(instrument, lots, price)) return book.refuse(codes.REJECT_OVERFLOW, 1);
  const plan = planTrade(instrument, lots, price, mark);
  book.commit();
  if (lots !== 0) trade(book, instrument, plan, 'adjustment', mark);
  book.hedger.flights.get(instrument.index)?.report(lots === 0, book.now);
  return judged(book, instrument);
});

const settle = forInstrument((book, instrument, fields) => {
  const price = fields.at(1);
  if (instrument.inverse && price === 0) return book.refuse(codes.REJECT_INCONSISTENT, 1, 0);
  const ticks = price / instrument.terms.tickSize;
  if (ticks > codes.MAX_TICKS) return book.refuse(codes.REJECT_FIELD_RANGE, 1, price);
  const { q } = instrument;
  if (overflows(instrument, -q, ticks)) return book.refuse(codes.REJECT_OVERFLOW, 1, price);
  const plan = planTrade(instrument, -q, ticks, ticks);
  book.commit();
  book.storeMark(instrument, ticks);
  commitTrade(book.ledger, instrument, plan, 'spread');
  if (q !== 0) {
    book.moveExposure(instrument);
    book.moveUnderlying(instrument);
    book.hedger.flights.get(instrument.index)?.fill(-q, false, book.now);
  }
  return judged(book, instrument);
});

const working = forInstrument((book, instrument, fields) => {
  const [openBuy, openSell, bid, ask] = [fields.at(1), fields.at(2), fields.at(3), fields.at(4)];
  if (bid > openBuy) return book.refuse(codes.REJECT_INCONSISTENT, 3, bid, openBuy);
  if (ask > openSell) return book.refuse(codes.REJECT_INCONSISTENT, 4, ask, openSell);
  book.commit();
  instrument.openBuy = openBuy;
  instrument.openSell = openSell;
  instrument.restingBid = bid;
  instrument.restingAsk = ask;
  book.moveUnderlying(instrument);
  instrument.gate.pending = { buy: 0, sell: 0, sinceNs: 0n };
  instrument.gate.replaced = { bid: [], ask: [] };
  reportWorstCase(book, instrument);
  book.requote = instrument.index;
  return 0;
});

/** Informs once per breach; orders are facts and are not refused. */
function reportWorstCase(book: OracleBook, instrument: Instrument): void {
  const limit = instrument.inventoryLimits?.maxPosition ?? Number.POSITIVE_INFINITY;
  const long = instrument.q + instrument.openBuy;
  const short = instrument.openSell - instrument.q;
  const breached = long > limit || short > limit;
  if (breached && !instrument.worstCaseBreached) {
    const measure = Math.max(long, short);
    book.emit(op.OP_LIMIT_EVENT, instrument.index, codes.LIMIT_WORST_CASE, measure, limit);
  }
  instrument.worstCaseBreached = breached;
}

const funding = forInstrument((book, instrument, fields) => {
  const ticks = fields.at(2) / instrument.terms.tickSize;
  if (Math.abs(fields.at(1)) > 1) return book.refuse(codes.REJECT_FIELD_RANGE, 1, fields.at(1));
  if (ticks > codes.MAX_TICKS) return book.refuse(codes.REJECT_FIELD_RANGE, 2, ticks);
  book.commit();
  book.requote = instrument.index;
  if (instrument.q === 0) return 0;
  const payment = -multiply(fixed(fields.at(1)), instrument.notional(instrument.q, ticks));
  instrument.funding += payment;
  book.ledger.earn('funding', instrument.terms.settleAsset, payment);
  return 0;
});

const cash: Handler = (book, fields) => {
  const asset = fields.at(0);
  if (book.ledger.assets[asset] === undefined) {
    return book.refuse(codes.REJECT_UNKNOWN_ASSET, 0, asset);
  }
  const purpose = fields.at(2);
  if (purpose > codes.CASH_ADJUSTMENT) return book.refuse(codes.REJECT_FIELD_RANGE, 2, purpose);
  book.commit();
  const amount = fixed(fields.at(1));
  if (purpose === codes.CASH_CAPITAL) book.ledger.flow(asset, amount);
  else book.ledger.earn('adjustment', asset, amount);
  return 0;
};

export const ACCOUNT_HANDLERS: readonly HandlerEntry[] = [
  [op.OP_FILL, fill],
  [op.OP_WORKING, working],
  [op.OP_POSITION, position],
  [op.OP_CASH, cash],
  [op.OP_FUNDING, funding],
  [op.OP_SETTLE, settle],
];
