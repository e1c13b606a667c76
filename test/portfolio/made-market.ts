/** A small market and positions in it, made up: spot, linear, inverse, quanto and options on two coins. */

import { MARKET_COLUMNS } from '../../src/portfolio/columns.js';
import { openMarket } from '../../src/portfolio/market/index.js';
import type { Market, MarketTable, PositionColumns } from '../../src/portfolio/types.js';

/** A row of the market table; what is left out is empty. */
export type MadeRow = Readonly<Record<string, string | number>>;

export function marketTable(rows: readonly MadeRow[]): MarketTable {
  const texts: Record<string, string[]> = {};
  const numbers: Record<string, Float64Array> = {};
  for (const { name, type } of MARKET_COLUMNS) {
    if (type === 'text') texts[name] = rows.map((row) => String(row[name] ?? ''));
    else numbers[name] = Float64Array.from(rows, (row) => Number(row[name] ?? Number.NaN));
  }
  return { count: rows.length, texts, numbers };
}

const SIZES = { tick_size: 0.01, lot_size: 0.001 };
const BTC = {
  underlying: 'BTC',
  index: 50_000,
  settle: 'USD',
  factor_1: 0.04,
  specific_variance: 1e-4,
};
const ETH = { underlying: 'ETH', index: 3000, settle: 'USD', factor_1: 0.05, factor_2: 0.01 };
const OPTION = { contract: 'option', expiry: '2026-03-27T08:00:00Z', implied_volatility: 0.6 };

export const MADE_ROWS: readonly MadeRow[] = [
  { instrument: 'BTC-SPOT', contract: 'spot', ...BTC, ...SIZES, mark: 50_010 },
  { instrument: 'BTC-PERP', ...BTC, ...SIZES, bid: 50_000, ask: 50_001 },
  {
    instrument: 'BTC-INV',
    contract: 'inverse',
    underlying: 'BTC',
    tick_size: 0.5,
    lot_size: 1,
    multiplier: 100,
    mark: 49_990,
  },
  { instrument: 'BTC-70K', ...OPTION, ...BTC, ...SIZES, right: 'call', strike: 70_000 },
  {
    instrument: 'BTC-40K',
    ...OPTION,
    underlying: 'BTC',
    contract: 'inverseOption',
    tick_size: 0.0001,
    lot_size: 0.1,
    right: 'put',
    strike: 40_000,
  },
  { instrument: 'ETH-PERP', ...ETH, ...SIZES, mark: 3001 },
  {
    instrument: 'ETH-QUANTO',
    contract: 'quanto',
    ...ETH,
    settle: 'BTC',
    tick_size: 0.05,
    lot_size: 1,
    multiplier: 1e-6,
    mark: 2999,
  },
  {
    instrument: 'ETH-3K',
    ...OPTION,
    ...ETH,
    ...SIZES,
    right: 'put',
    strike: 3000,
    interest_rate: 0.03,
  },
];

/** @param freeBytes for tiles, scenarios and sums */
export function madeMarket(freeBytes = 4 * 2 ** 20, rows = MADE_ROWS): Market {
  const options = { reportingAsset: 'USD', asOf: '2026-01-30T08:00:00Z', freeBytes };
  const market = openMarket(marketTable(rows), options);
  if (market.rejected.length > 0) throw new Error(JSON.stringify(market.rejected[0]));
  return market;
}

/** One position in lots. */
export interface MadePosition {
  readonly portfolio: number;
  readonly instrument: number;
  readonly lots: number;
  /** Ticks; the mark without it. */
  readonly entry?: number;
  readonly booked?: number;
}

export function positionColumns(rows: readonly MadePosition[]): PositionColumns {
  const numbers = (of: (row: MadePosition) => number) => Float64Array.from(rows, of);
  return {
    count: rows.length,
    portfolio: Int32Array.from(rows, ({ portfolio }) => portfolio),
    instrument: Int32Array.from(rows, ({ instrument }) => instrument),
    lots: numbers(({ lots }) => lots),
    entryTicks: numbers(({ entry }) => entry ?? Number.NaN),
    openBuyLots: numbers(() => 0),
    openSellLots: numbers(() => 0),
    booked: numbers(({ booked }) => booked ?? 0),
  };
}
