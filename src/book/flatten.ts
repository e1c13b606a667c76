/** What it would cost to close positions at once, against the touch or a depth that is given. */
import * as at from '../../assembly/layout.js';
import type { BookRegion } from '../kernel/index.js';
import { type FlattenCost, flattenCost } from '../models/index.js';
import { marketReport, positionReport } from './reports.js';
import type { InstrumentTerms, PositionReport } from './types.js';

/** A price of a market and what it takes. */
export interface MarketLevel {
  /** Quote currency. */
  readonly price: number;
  /** Base units or contracts. */
  readonly size: number;
}

/** What a position is closed into, best first: bids for a long one, asks for a short one. */
export type MarketDepth = readonly MarketLevel[];

/**
 * `FLAT` nothing to close; `CLOSED` all of it; `SIZE_UNKNOWN` all of it at the touch, whose size was not
 * said: the cost is a lower bound; `SHORT_DEPTH` part of it; `NO_MARKET` none, for want of a price to
 * close at or of a mark above 0.
 */
export type FlattenCode = 'FLAT' | 'CLOSED' | 'SIZE_UNKNOWN' | 'SHORT_DEPTH' | 'NO_MARKET';

/** Cost of closing one position. Money in settle asset, sizes in base units or contracts. */
export interface InstrumentFlatten {
  readonly instrument: number;
  readonly symbol: string;
  readonly settleAsset: string;
  /** Signed. */
  readonly position: number;
  readonly code: FlattenCode;
  /** Size to be closed. */
  readonly measure: number;
  /** Size that the depth takes; null when it is not known. */
  readonly bound: number | null;
  /** Of what is closed; null when nothing is. */
  readonly cost: FlattenCost | null;
}

/** Cost of closing everything. Money in reporting currency. */
export interface BookFlatten {
  readonly equity: number;
  readonly slippage: number;
  readonly fee: number;
  readonly cost: number;
  /** Equity less the cost; null while a position stays open, because its mark is then not tested. */
  readonly liquidityAdjustedEquity: number | null;
  /** Positions, without those that are flat. */
  readonly instruments: readonly InstrumentFlatten[];
}

/** A position is whole lots; less than this is what adding up sizes of levels leaves. */
const ROUNDING_LOTS = 1e-6;

/** Options and quanto contracts are linear in their price. */
const kindOf = ({ contract }: InstrumentTerms): 'linear' | 'inverse' =>
  contract === 'inverse' ? 'inverse' : 'linear';

/** The side of the touch that a position is closed into; a size that was not said takes all of it. */
function touchOf(region: BookRegion, terms: InstrumentTerms, position: number): MarketDepth {
  const { bid, ask, bidSize, askSize } = marketReport(region, terms);
  const [price, size] = position > 0 ? [bid, bidSize] : [ask, askSize];
  return price === null ? [] : [{ price, size: size > 0 ? size : Math.abs(position) }];
}

function isSizeUnknown(region: BookRegion, terms: InstrumentTerms, position: number): boolean {
  const { bidSize, askSize } = marketReport(region, terms);
  return (position > 0 ? bidSize : askSize) === 0;
}

/**
 * Of one position. @param depth without it the touch
 *
 * @throws DomainError when a level of `depth` is outside its range or better than the one before
 */
export function flattenInstrument(
  region: BookRegion,
  terms: InstrumentTerms,
  depth?: MarketDepth,
): InstrumentFlatten {
  const { position, mark }: PositionReport = positionReport(region, terms);
  const { index: instrument, symbol, settleAsset, multiplier, lotSize } = terms;
  const shared = { instrument, symbol, settleAsset, position, measure: Math.abs(position) };
  if (position === 0) return { ...shared, code: 'FLAT', bound: null, cost: null };
  const levels = depth ?? touchOf(region, terms, position);
  const bound = levels.reduce((sum, { size }) => sum + size, 0);
  if (mark === null || !(mark > 0)) return { ...shared, code: 'NO_MARKET', bound, cost: null };
  const takerFee = region.float(region.ledgerLane(instrument) + at.LEDGER_TAKER_FEE);
  const found = flattenCost({ kind: kindOf(terms), multiplier, position, mark, levels, takerFee });
  if (found.closed === 0) return { ...shared, code: 'NO_MARKET', bound, cost: null };
  const isShort = found.shortfall > lotSize * ROUNDING_LOTS;
  const cost = isShort ? found : { ...found, shortfall: 0 };
  if (isShort) return { ...shared, code: 'SHORT_DEPTH', bound, cost };
  const isUnknown = depth === undefined && isSizeUnknown(region, terms, position);
  if (isUnknown) return { ...shared, code: 'SIZE_UNKNOWN', bound: null, cost };
  return { ...shared, code: 'CLOSED', bound, cost };
}

/** Of all positions at the rates of the moment. @param depths by index of the instrument */
export function flattenBook(
  region: BookRegion,
  instruments: readonly InstrumentTerms[],
  assets: readonly string[],
  depths: ReadonlyMap<number, MarketDepth>,
): BookFlatten {
  const equity = region.wide(region.state + at.BOOK_EQUITY_HI);
  const all = instruments.map((terms) => flattenInstrument(region, terms, depths.get(terms.index)));
  const held = all.filter(({ code }) => code !== 'FLAT');
  let [slippage, fee] = [0, 0];
  for (const { settleAsset, cost } of held) {
    const rate = region.float(region.assetRow(assets.indexOf(settleAsset)) + at.ASSET_RATE);
    slippage += (cost?.slippage ?? 0) * rate;
    fee += (cost?.fee ?? 0) * rate;
  }
  const cost = slippage + fee;
  const isClosed = held.every(({ code }) => code === 'CLOSED' || code === 'SIZE_UNKNOWN');
  const liquidityAdjustedEquity = isClosed ? equity - cost : null;
  return { equity, slippage, fee, cost, liquidityAdjustedEquity, instruments: held };
}
