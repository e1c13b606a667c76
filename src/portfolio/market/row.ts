/** One row of the market table, checked by itself: terms in lots and ticks. */
import { MAX_LOTS, MAX_TICKS } from '../../../assembly/codes.js';
import { type InstrumentConfiguration, isOptionContract, wholeLots } from '../../config/index.js';
import { CONTRACT_KINDS } from '../../frames/index.js';
import type { MarketReader } from './columns.js';
import { type FactorLoadings, readFactors } from './factor-loadings.js';
import { isRefusal, type Refusal } from './refusals.js';
import { timeOf } from './time.js';

/** Terms of an option. */
export interface OptionTerms {
  readonly expiryNs: bigint;
  readonly right: 'call' | 'put';
  readonly strike: number;
  readonly volatility: number;
}

/** Best bid and ask. */
export interface Touch {
  readonly bidTicks: number;
  readonly askTicks: number;
  readonly bidLots: number;
  readonly askLots: number;
}

/** A row that can be used as far as it goes by itself. NaN for what was left out. */
export interface MarketRow {
  /** In the table, from 0. */
  readonly place: number;
  readonly symbol: string;
  readonly contract: InstrumentConfiguration['contract'];
  readonly underlying: string;
  readonly settle: string;
  readonly tickSize: number;
  readonly lotSize: number;
  readonly multiplier: number;
  readonly touch: Touch | null;
  /** Quote currency. */
  readonly mark: number;
  readonly option: OptionTerms | null;
  readonly factors: FactorLoadings | null;
}

const SYMBOL = /^[^\s\p{C}]{1,64}$/u;

function refuse(code: Refusal['code'], column: Refusal['column']): Refusal {
  return { code, column };
}

/** Reads and checks one row. @param asOfNs nothing may have expired by then */
export function readRow(
  table: MarketReader,
  place: number,
  asOfNs: bigint,
  reporting: string,
): MarketRow | Refusal {
  const wrong = table.wrongNumber(place);
  if (wrong !== null) return refuse('MARKET_NUMBER', wrong);
  const symbol = table.text('instrument', place);
  if (!SYMBOL.test(symbol)) return refuse('MARKET_SYMBOL', 'instrument');
  const kind = table.text('contract', place) || 'linear';
  const contract = CONTRACT_KINDS.find((each) => each === kind);
  if (contract === undefined) return refuse('MARKET_CONTRACT', 'contract');
  const tickSize = table.number('tick_size', place);
  const lotSize = table.number('lot_size', place);
  if (!(tickSize > 0)) return refuse('MARKET_MISSING', 'tick_size');
  if (!(lotSize > 0)) return refuse('MARKET_MISSING', 'lot_size');
  const names = readNames(table, place, contract, symbol, reporting);
  if (isRefusal(names)) return names;
  const touch = readTouch(table, place, contract, tickSize, lotSize);
  if (isRefusal(touch)) return touch;
  const mark = table.number('mark', place);
  if (mark / tickSize > MAX_TICKS) return refuse('MARKET_NUMBER', 'mark');
  const option = isOptionContract(contract) ? readOption(table, place, asOfNs) : null;
  if (isRefusal(option)) return option;
  if (option === null && touch === null && Number.isNaN(mark))
    return refuse('MARKET_NO_PRICE', 'mark');
  const given = table.number('multiplier', place);
  const multiplier = Number.isNaN(given) ? 1 : given;
  const factors = readFactors(table, place);
  const size = { tickSize, lotSize, multiplier };
  return { place, symbol, contract, ...names, ...size, touch, mark, option, factors };
}

/** A coin contract settles in its underlying; no position is money of its own. */
function readNames(
  table: MarketReader,
  place: number,
  contract: MarketRow['contract'],
  symbol: string,
  reporting: string,
): Pick<MarketRow, 'underlying' | 'settle'> | Refusal {
  const underlying = table.text('underlying', place) || symbol;
  const isCoin = contract === 'inverse' || contract === 'inverseOption';
  const settle = table.text('settle', place) || (isCoin ? underlying : reporting);
  if (!SYMBOL.test(underlying)) return refuse('MARKET_SYMBOL', 'underlying');
  if (!SYMBOL.test(settle)) return refuse('MARKET_SYMBOL', 'settle');
  const isOwn = settle === underlying;
  if (isCoin !== isOwn && contract !== 'quanto') return refuse('MARKET_SETTLE', 'settle');
  return { underlying, settle };
}

/** Null without one. An option with one side only has none: it is quoted around the model's price. */
function readTouch(
  table: MarketReader,
  place: number,
  contract: MarketRow['contract'],
  tickSize: number,
  lotSize: number,
): Touch | Refusal | null {
  const bid = table.number('bid', place);
  const ask = table.number('ask', place);
  if (!(bid > 0 && ask > 0)) {
    if (!(bid > 0 || ask > 0) || isOptionContract(contract)) return null;
    return refuse('MARKET_TOUCH', bid > 0 ? 'ask' : 'bid');
  }
  const bidTicks = wholeLots(bid, tickSize);
  const askTicks = wholeLots(ask, tickSize);
  if (bidTicks === null || !(bidTicks >= 1 && bidTicks <= MAX_TICKS))
    return refuse('MARKET_TICK', 'bid');
  if (askTicks === null || askTicks > MAX_TICKS) return refuse('MARKET_TICK', 'ask');
  if (bidTicks >= askTicks) return refuse('MARKET_CROSSED', 'ask');
  const lotsOf = (column: 'bid_size' | 'ask_size'): number => {
    const size = table.number(column, place);
    if (Number.isNaN(size)) return 0;
    return Math.min(wholeLots(size, lotSize) ?? Math.floor(size / lotSize), MAX_LOTS);
  };
  return { bidTicks, askTicks, bidLots: lotsOf('bid_size'), askLots: lotsOf('ask_size') };
}

function readOption(table: MarketReader, place: number, asOfNs: bigint): OptionTerms | Refusal {
  const expiryNs = timeOf(table.text('expiry', place));
  if (expiryNs === null) return refuse('MARKET_EXPIRY', 'expiry');
  if (expiryNs <= asOfNs) return refuse('MARKET_EXPIRED', 'expiry');
  const right = table.text('right', place);
  if (right !== 'call' && right !== 'put') return refuse('MARKET_RIGHT', 'right');
  const strike = table.number('strike', place);
  if (!(strike > 0)) return refuse('MARKET_MISSING', 'strike');
  const volatility = table.number('implied_volatility', place);
  if (!(volatility > 0)) return refuse('MARKET_MISSING', 'implied_volatility');
  return { expiryNs, right, strike, volatility };
}
