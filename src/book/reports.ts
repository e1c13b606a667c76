/** Reads the state into plain report objects. */
import * as at from '../../assembly/layout.js';
import { RISK_TOUCH_NOW } from '../../assembly/risk-layout.js';
import { CODES, codeName, TRADING_STATES } from '../frames/index.js';
import type { BookRegion } from '../kernel/index.js';
import type {
  Attribution,
  InstrumentTerms,
  MarketReport,
  PositionReport,
  Quote,
  QuoteSide,
  RiskReport,
  TradingState,
  WhatIf,
} from './types.js';

export function tradingState(code: number): TradingState {
  return TRADING_STATES[code] ?? 'HALTED';
}

/** Units x increment without the last-digit noise of a binary product: 43 x 0.001 is 0.043. */
function inUnits(count: number, increment: number): number {
  return Number((count * increment).toPrecision(15));
}

/** One side from its price in ticks, size in lots and drop code. */
export function quoteSide(
  terms: InstrumentTerms,
  ticks: number,
  lots: number,
  reason: number,
): QuoteSide {
  return {
    priceTicks: ticks,
    sizeLots: lots,
    price: inUnits(ticks, terms.tickSize),
    size: inUnits(lots, terms.lotSize),
    reason: codeName(reason, 'drop'),
  };
}

export function quoteReport(region: BookRegion, terms: InstrumentTerms): Quote {
  const lane = region.quoteLane(terms.index);
  const side = (price: number, lots: number, reason: number): QuoteSide =>
    quoteSide(
      terms,
      region.float(lane + price),
      region.float(lane + lots),
      region.float(lane + reason),
    );
  return {
    instrument: terms.index,
    symbol: terms.symbol,
    bid: side(at.QUOTE_QUOTED_BID, at.QUOTE_QUOTED_BID_LOTS, at.QUOTE_QUOTED_BID_REASON),
    ask: side(at.QUOTE_QUOTED_ASK, at.QUOTE_QUOTED_ASK_LOTS, at.QUOTE_QUOTED_ASK_REASON),
    version: region.float(lane + at.QUOTE_QUOTED_VERSION),
  };
}

/** Level of a price: what the value of a position is linear in. */
function levelOf(terms: InstrumentTerms, ticks: number): number {
  return terms.contract === 'inverse' ? -1 / ticks : ticks;
}

function averageEntry(terms: InstrumentTerms, lots: number, cost: number): number | null {
  if (lots === 0) return null;
  const ticks = terms.contract === 'inverse' ? -lots / cost : cost / lots;
  return ticks * terms.tickSize;
}

/** q in -1 .. 1 between the limits, 0 at the target. */
function normalisedInventory(region: BookRegion, lane: number): number {
  const deviation = region.float(lane + at.QUOTE_POSITION) - region.float(lane + at.QUOTE_TARGET);
  const scale = deviation >= 0 ? at.QUOTE_INVENTORY_UP : at.QUOTE_INVENTORY_DOWN;
  return Math.max(-1, Math.min(1, deviation * region.float(lane + scale)));
}

export function positionReport(region: BookRegion, terms: InstrumentTerms): PositionReport {
  const quote = region.quoteLane(terms.index);
  const ledger = region.ledgerLane(terms.index);
  const lots = region.float(quote + at.QUOTE_POSITION);
  const cost = region.wide(ledger + at.LEDGER_COST_HI);
  const scale = region.float(ledger + at.LEDGER_VALUE_SCALE);
  const mark = region.float(quote + at.QUOTE_MARK);
  const level = lots === 0 ? 0 : levelOf(terms, mark);
  const realised = scale * region.wide(ledger + at.LEDGER_REALISED_HI);
  const unrealised = scale * (lots * level - cost);
  const fees = region.wide(ledger + at.LEDGER_FEES_HI);
  const funding = region.wide(ledger + at.LEDGER_FUNDING_HI);
  return {
    instrument: terms.index,
    symbol: terms.symbol,
    positionLots: lots,
    position: inUnits(lots, terms.lotSize),
    averageEntry: averageEntry(terms, lots, cost),
    mark: region.float(ledger + at.LEDGER_MARK_MODE) === 0 ? null : inUnits(mark, terms.tickSize),
    realised,
    unrealised,
    fees,
    funding,
    net: realised + unrealised - fees + funding,
    attribution: instrumentAttribution(region, ledger, lots, level),
    boughtLots: region.float(ledger + at.LEDGER_BOUGHT_LOTS),
    soldLots: region.float(ledger + at.LEDGER_SOLD_LOTS),
    turnover: region.float(ledger + at.LEDGER_TURNOVER),
    fillCount: region.float(ledger + at.LEDGER_FILL_COUNT),
    state: tradingState(region.float(quote + at.QUOTE_STATE)),
    normalisedInventory: normalisedInventory(region, quote),
  };
}

// Inventory is accrued up to the last trade; what the mark moved since is added here.
function instrumentAttribution(
  region: BookRegion,
  ledger: number,
  lots: number,
  level: number,
): Attribution {
  const scale = region.float(ledger + at.LEDGER_VALUE_SCALE);
  const bucket = (offset: number): number => scale * region.wide(ledger + offset);
  const sinceTrade = lots * (level - region.float(ledger + at.LEDGER_ACCRUED_LEVEL));
  return {
    spread: bucket(at.LEDGER_SPREAD_HI),
    hedge: bucket(at.LEDGER_HEDGE_HI),
    inventory: bucket(at.LEDGER_INVENTORY_HI) + scale * sinceTrade,
    adjustment: bucket(at.LEDGER_ADJUSTMENT_HI),
    fees: -region.wide(ledger + at.LEDGER_FEES_HI),
    funding: region.wide(ledger + at.LEDGER_FUNDING_HI),
    conversion: 0,
  };
}

/** When the last ticker came, ns since the book's epoch. */
function tickerNow(region: BookRegion, instrument: number): number {
  const quote = region.quoteLane(instrument);
  // Around a model's price the quote block has the time of the index.
  const isByModel = region.float(quote + at.QUOTE_BY_MODEL) !== 0;
  if (!isByModel) return region.float(quote + at.QUOTE_TICKER_NOW);
  return region.float(region.riskLane(instrument) + RISK_TOUCH_NOW);
}

export function marketReport(region: BookRegion, terms: InstrumentTerms): MarketReport {
  const quote = region.quoteLane(terms.index);
  const ledger = region.ledgerLane(terms.index);
  const now = region.float(region.state + at.BOOK_NOW);
  const price = (address: number): number | null => {
    const ticks = region.float(address);
    // Before any ticker there is no bid above 0, and no ask at all.
    return ticks === 0 || ticks === Number.POSITIVE_INFINITY
      ? null
      : inUnits(ticks, terms.tickSize);
  };
  const size = (address: number): number => inUnits(region.float(address), terms.lotSize);
  const bid = price(quote + at.QUOTE_BID);
  return {
    instrument: terms.index,
    symbol: terms.symbol,
    bid,
    ask: price(quote + at.QUOTE_ASK),
    bidSize: size(quote + at.QUOTE_BID_LOTS),
    askSize: size(quote + at.QUOTE_ASK_LOTS),
    mark: price(quote + at.QUOTE_MARK),
    sigma: region.float(quote + at.QUOTE_SIGMA) * terms.tickSize,
    tickerAgeNs: bid === null ? null : now - tickerNow(region, terms.index),
    lastTrade: price(ledger + at.LEDGER_LAST_TRADE),
    lastTradeSize: size(ledger + at.LEDGER_LAST_TRADE_LOTS),
    tradeCount: region.float(ledger + at.LEDGER_TRADE_COUNT),
    quoteAgeNs: now - region.float(quote + at.QUOTE_QUOTED_NOW),
  };
}

function bookAttribution(region: BookRegion): Attribution {
  const bucket = (offset: number): number => region.wide(region.state + offset);
  return {
    spread: bucket(at.BOOK_SPREAD_HI),
    hedge: bucket(at.BOOK_HEDGE_HI),
    inventory: bucket(at.BOOK_INVENTORY_HI),
    adjustment: bucket(at.BOOK_ADJUSTMENT_HI),
    fees: bucket(at.BOOK_FEES_HI),
    funding: bucket(at.BOOK_FUNDING_HI),
    conversion: bucket(at.BOOK_CONVERSION_HI),
  };
}

function operatorReason(region: BookRegion): string {
  const begin = region.state + at.BOOK_OPERATOR_REASON;
  const length = region.integer(region.state + at.BOOK_OPERATOR_REASON_BYTES);
  // A copy: text decoders refuse views of shared memory.
  return new TextDecoder().decode(region.bytes.slice(begin, begin + length));
}

export function riskReport(region: BookRegion): RiskReport {
  const state = region.state;
  const equity = region.wide(state + at.BOOK_EQUITY_HI);
  const gross = region.wide(state + at.BOOK_GROSS_HI);
  const peak = region.float(state + at.BOOK_PEAK);
  const lossToday = region.float(state + at.BOOK_DAY_OPEN) - equity;
  const drawdown = peak - equity;
  const room = (limit: number, measure: number): number | null => {
    const bound = region.float(state + limit);
    return bound === Number.POSITIVE_INFINITY ? null : bound - measure;
  };
  return {
    timeNs: region.long(state + at.BOOK_TIME_NS),
    state: tradingState(region.integer(state + at.BOOK_STATE)),
    limit: codeName(region.integer(state + at.BOOK_LIMIT)),
    equity,
    capital: region.wide(state + at.BOOK_CAPITAL_HI),
    peakEquity: peak,
    drawdown,
    lossToday,
    grossNotional: gross,
    leverage: equity > 0 ? gross / equity : null,
    attribution: bookAttribution(region),
    headroom: {
      grossNotional: room(at.BOOK_MAX_GROSS, gross),
      lossReduce: room(at.BOOK_LOSS_REDUCE, lossToday),
      lossHalt: room(at.BOOK_LOSS_HALT, lossToday),
      drawdownReduce: room(at.BOOK_DRAWDOWN_REDUCE, drawdown),
      drawdownHalt: room(at.BOOK_DRAWDOWN_HALT, drawdown),
    },
    operatorReason: operatorReason(region),
    counters: {
      framesApplied: Number(region.long(state + at.BOOK_FRAMES_APPLIED)),
      framesRejected: Number(region.long(region.book + at.IO_FRAMES_REJECTED)),
      duplicateFills: Number(region.long(region.book + at.IO_DUPLICATE_FILLS)),
    },
  };
}

/** How often each reject code was given, by name. */
export function rejectCounts(region: BookRegion): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const entry of CODES) {
    if (entry.family !== 'reject') continue;
    const count = Number(region.long(region.book + at.IO_REJECTS_BY_CODE + entry.code * 8));
    if (count > 0) counts[entry.name] = count;
  }
  return counts;
}

/** Lots that could still be bought and sold before the position limit, open orders counted. */
export function headroom(region: BookRegion, instrument: number): WhatIf['headroomLots'] {
  const lane = region.quoteLane(instrument);
  const open = region.ledgerLane(instrument);
  const limit = region.float(lane + at.QUOTE_MAX_POSITION);
  const lots = region.float(lane + at.QUOTE_POSITION);
  return {
    buy: limit - lots - region.float(open + at.LEDGER_OPEN_BUY),
    sell: limit + lots - region.float(open + at.LEDGER_OPEN_SELL),
  };
}
