/** How a file's columns become fills, as SQL expressions that give text. */
import { identifier } from '../../tables/index.js';
import type { ColumnMapping, SettledOptions } from './options.js';
import { readDayFirst, type TimeReader } from './time-order.js';
import type { RawFill } from './types.js';

/** Column of a fill in the query. */
export type FillColumn = Exclude<keyof RawFill, 'row'>;

/** A file format: expressions by column; a column left out is empty. */
export interface Layout {
  readonly columns: Readonly<Partial<Record<FillColumn, string>>>;
  /** Columns the file must have. */
  readonly needs: readonly string[];
  /** Rows that are fills; default all. */
  readonly where?: string;
  /** Order of execution unless options say otherwise; default as in the file. */
  readonly order?: 'time';
  /** How times are read that are neither epochs nor ISO 8601. */
  readonly readTime?: TimeReader;
  /** Digits to which the venue's files print numbers. */
  readonly significantDigits?: number;
  /** Decimals of the venue's PnL. */
  readonly pnlDecimals?: number;
  /** Decimals of the average entry at the venue, by decimals of the size. */
  readonly entryDecimals?: (sizeDecimals: number) => number;
  readonly settleAsset?: string;
  readonly inverseSizes?: 'contracts' | 'base';
  readonly feeRates?: readonly number[];
}

const isSpot = `"Direction" IN ('Buy', 'Sell', 'Spot Dust Conversion')`;

/** Trade history of Hyperliquid as its web page exports it, grouped by account and coin. */
const hyperliquid: Layout = {
  columns: {
    account: '"Account"',
    symbol: '"Coin"',
    time: '"Timestamp IST"',
    side: '"Side"',
    price: '"Execution Price"',
    size: '"Size Tokens"',
    fee: '"Fee"',
    // Spot buys pay in what they buy.
    feeAsset: `CASE WHEN "Direction" = 'Buy' THEN "Coin" ELSE 'USDC' END`,
    liquidity: `CASE WHEN upper("Crossed") = 'TRUE' THEN 'taker' ELSE 'maker' END`,
    closedPnl: '"Closed PnL"',
    startPosition: '"Start Position"',
    contract: `CASE WHEN ${isSpot} THEN 'spot' ELSE 'linear' END`,
    isDust: `CASE WHEN "Direction" = 'Spot Dust Conversion' THEN 'true' END`,
  },
  needs: [
    ...['Account', 'Coin', 'Timestamp IST', 'Side', 'Execution Price', 'Size Tokens', 'Fee'],
    ...['Direction', 'Crossed', 'Closed PnL', 'Start Position'],
  ],
  readTime: readDayFirst,
  significantDigits: 10,
  pnlDecimals: 6,
  // Prices of perpetuals have at most 6 - szDecimals decimals there, and so has the entry.
  entryDecimals: (sizeDecimals) => Math.max(0, 6 - sizeDecimals),
  settleAsset: 'USDC',
};

/** Order history of Bitget's coin-margined futures (v1 mix API), hedge mode. */
const bitget: Layout = {
  columns: {
    symbol: '"symbol"',
    positionSide: '"posSide"',
    time: '"uTime"',
    side: `CASE WHEN "tradeSide" IN ('open_long', 'close_short') THEN 'buy' ELSE 'sell' END`,
    price: '"priceAvg"',
    size: '"filledQty"',
    fee: '-"fee"',
    feeAsset: '"marginCoin"',
    closedPnl: '"totalProfits"',
    contract: `'inverse'`,
  },
  needs: [
    ...['symbol', 'posSide', 'uTime', 'tradeSide', 'priceAvg', 'filledQty', 'fee', 'marginCoin'],
    'totalProfits',
  ],
  where: '"filledQty" > 0',
  order: 'time',
  pnlDecimals: 8,
  inverseSizes: 'base',
  feeRates: [0.0002, 0.0006],
};

const presets = { hyperliquid, bitget } as const;

/** Layout of the preset or the column mapping. */
export function layoutOf(options: SettledOptions): Layout {
  if (options.preset !== undefined) return presets[options.preset];
  // Validation has seen to it that there are columns without a preset.
  return mappedLayout(options.columns as ColumnMapping, options);
}

function mappedLayout(mapping: ColumnMapping, { feeSign }: SettledOptions): Layout {
  const { maker, taker, fee, ...plain } = mapping;
  const columns: Partial<Record<FillColumn, string>> = {};
  for (const [column, source] of Object.entries(plain)) {
    if (source !== undefined) columns[column as FillColumn] = identifier(source);
  }
  if (fee !== undefined) {
    const amount = `CAST(${identifier(fee)} AS DOUBLE)`;
    columns.fee = feeSign === 'cost' ? identifier(fee) : `-${amount}`;
  }
  if (maker !== undefined) columns.liquidity = flag(maker, 'maker', 'taker');
  if (taker !== undefined) columns.liquidity = flag(taker, 'taker', 'maker');
  return {
    columns,
    needs: Object.values(mapping).filter((source) => source !== undefined),
  };
}

function flag(column: string, yes: string, no: string): string {
  const text = `lower(CAST(${identifier(column)} AS VARCHAR))`;
  return `CASE WHEN ${text} IN ('true', 't', 'yes', '1', '${yes}') THEN '${yes}' ELSE '${no}' END`;
}
