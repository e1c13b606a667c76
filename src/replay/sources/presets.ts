/** The table of recordings that are read without a column mapping. */
import { buyerIsMaker, sideName } from './aggressor.js';
import {
  type ColumnType,
  FLAG_DUPLICATE,
  FLAG_OFF_EXCHANGE,
  FLAG_SUSPICIOUS,
  type Preset,
  type TimeColumn,
} from './preset-types.js';

const number = (...columns: string[]): Record<string, ColumnType> =>
  Object.fromEntries(columns.map((column) => [column, 'DOUBLE']));
const text = (...columns: string[]): Record<string, ColumnType> =>
  Object.fromEntries(columns.map((column) => [column, 'VARCHAR']));
const time = (column: string, unit: TimeColumn['unit']): TimeColumn => ({ column, unit });
const ofDay = (shiftMs = 0): TimeColumn => ({ column: 'time', unit: 'ms', ofDay: true, shiftMs });
/** 0 means that the row does not have this side. */
const scaled = (column: string): string => `nullif("${column}", 0) / 10000`;
/** LEAN bars are stamped with their beginning; those of crypto in UTC and with plain prices. */
const MINUTE_MS = 60_000;
const NEW_YORK = 'America/New_York';

const tardisClocks = { exchange: time('timestamp', 'us'), local: time('local_timestamp', 'us') };
const hyperliquidClocks = {
  exchange: time('exchange_timestamp', 'ms'),
  local: time('timestamp', 's'),
};
const tardisTypes = number('timestamp', 'local_timestamp');
const hyperliquidTypes = number('timestamp', 'exchange_timestamp');

const BINANCE: Record<string, Preset> = {
  binanceBookTicker: {
    title: 'Binance archive bookTicker, USD-M and COIN-M',
    kind: 'quotes',
    header: 'auto',
    names: [
      'update_id',
      'best_bid_price',
      'best_bid_qty',
      'best_ask_price',
      'best_ask_qty',
      'transaction_time',
      'event_time',
    ],
    types: number(
      'best_bid_price',
      'best_bid_qty',
      'best_ask_price',
      'best_ask_qty',
      'transaction_time',
    ),
    clocks: { exchange: time('transaction_time', 'auto') },
    values: {
      bid: '"best_bid_price"',
      ask: '"best_ask_price"',
      bidSize: '"best_bid_qty"',
      askSize: '"best_ask_qty"',
    },
  },
  binanceTrades: {
    title: 'Binance archive trades: USD-M and COIN-M with header, spot without',
    kind: 'trades',
    header: 'auto',
    names: ['id', 'price', 'qty', 'quote_qty', 'time', 'is_buyer_maker', 'is_best_match'],
    types: { ...number('price', 'qty', 'time'), ...text('is_buyer_maker') },
    // Spot archives are in microseconds since 2025.
    clocks: { exchange: time('time', 'auto') },
    values: { price: '"price"', size: '"qty"', aggressor: buyerIsMaker('is_buyer_maker') },
  },
};

const TARDIS: Record<string, Preset> = {
  tardisQuotes: {
    title: 'Tardis quotes',
    kind: 'quotes',
    header: 'yes',
    types: { ...tardisTypes, ...number('bid_price', 'bid_amount', 'ask_price', 'ask_amount') },
    clocks: tardisClocks,
    values: {
      bid: '"bid_price"',
      ask: '"ask_price"',
      bidSize: '"bid_amount"',
      askSize: '"ask_amount"',
    },
  },
  tardisTrades: {
    title: 'Tardis trades',
    kind: 'trades',
    header: 'yes',
    types: { ...tardisTypes, ...number('price', 'amount'), ...text('side') },
    clocks: tardisClocks,
    values: { price: '"price"', size: '"amount"', aggressor: sideName('side') },
  },
  tardisBookSnapshot: {
    title: 'Tardis book_snapshot_5 and book_snapshot_25, first level',
    kind: 'quotes',
    header: 'yes',
    types: {
      ...tardisTypes,
      ...number('bids[0].price', 'bids[0].amount', 'asks[0].price', 'asks[0].amount'),
    },
    clocks: tardisClocks,
    values: {
      bid: '"bids[0].price"',
      ask: '"asks[0].price"',
      bidSize: '"bids[0].amount"',
      askSize: '"asks[0].amount"',
    },
  },
};

const ASTER: Record<string, Preset> = {
  asterPrices: {
    title: 'Aster collector prices: best bid and ask, no sizes',
    kind: 'quotes',
    header: 'yes',
    types: number('unix_timestamp', 'bid', 'ask'),
    clocks: { local: time('unix_timestamp', 'auto') },
    values: { bid: '"bid"', ask: '"ask"' },
  },
  asterTrades: {
    title: 'Aster collector trades',
    kind: 'trades',
    header: 'yes',
    types: { ...number('unix_timestamp_ms', 'price', 'quantity'), ...text('side') },
    clocks: { exchange: time('unix_timestamp_ms', 'ms') },
    values: { price: '"price"', size: '"quantity"', aggressor: sideName('side') },
  },
  asterOrderbook: {
    title: 'Aster collector 10-level books, first level',
    kind: 'quotes',
    header: 'yes',
    types: number('unix_timestamp', 'bid_price_0', 'bid_qty_0', 'ask_price_0', 'ask_qty_0'),
    clocks: { local: time('unix_timestamp', 'auto') },
    values: {
      bid: '"bid_price_0"',
      ask: '"ask_price_0"',
      bidSize: '"bid_qty_0"',
      askSize: '"ask_qty_0"',
    },
  },
};

const HYPERLIQUID: Record<string, Preset> = {
  hyperliquidPrices: {
    title: 'Hyperliquid collector BBO: a bid row, then an ask row with the same time',
    kind: 'quotes',
    header: 'yes',
    types: { ...hyperliquidTypes, ...number('price', 'size'), ...text('side') },
    clocks: hyperliquidClocks,
    windows: [
      `CASE WHEN lag("side") OVER () = 'bid'
        AND lag("exchange_timestamp") OVER () = "exchange_timestamp"
        THEN lag("price") OVER () END AS pair_price`,
      'lag("size") OVER () AS pair_size',
    ],
    where: `"side" = 'ask'`,
    values: { bid: 'pair_price', ask: '"price"', bidSize: 'pair_size', askSize: '"size"' },
  },
  hyperliquidTrades: {
    title: 'Hyperliquid collector trades, one per trade_id',
    kind: 'trades',
    header: 'yes',
    types: { ...hyperliquidTypes, ...number('price', 'size'), ...text('side', 'trade_id') },
    clocks: hyperliquidClocks,
    windows: ['row_number() OVER () AS row_index'],
    flag: `CASE WHEN row_index > min(row_index) OVER (PARTITION BY "trade_id")
      THEN ${FLAG_DUPLICATE} END`,
    values: { price: '"price"', size: '"size"', aggressor: sideName('side') },
  },
  hyperliquidOrderbooks: {
    title: 'Hyperliquid collector 20-level books, first level',
    kind: 'quotes',
    header: 'yes',
    types: {
      ...hyperliquidTypes,
      ...number('bid_price_0', 'bid_size_0', 'ask_price_0', 'ask_size_0'),
    },
    clocks: hyperliquidClocks,
    values: {
      bid: '"bid_price_0"',
      ask: '"ask_price_0"',
      bidSize: '"bid_size_0"',
      askSize: '"ask_size_0"',
    },
  },
};

const suspicious = `WHEN "suspicious" <> '0' THEN ${FLAG_SUSPICIOUS}`;
/** FINRA's facilities report what dealers and dark pools traded: D in the codes of the tape. */
const offExchange = `WHEN "exchange" = 'D' THEN ${FLAG_OFF_EXCHANGE}`;

const LEAN: Record<string, Preset> = {
  leanQuoteTicks: {
    title: 'LEAN equity quote ticks: each row replaces the best bid or the best ask',
    kind: 'quotes',
    header: 'no',
    names: ['time', 'bid', 'bid_size', 'ask', 'ask_size', 'exchange', 'condition', 'suspicious'],
    types: { ...number('time', 'bid', 'bid_size', 'ask', 'ask_size'), ...text('suspicious') },
    clocks: { exchange: ofDay() },
    timezone: NEW_YORK,
    carrySides: true,
    flag: `CASE ${suspicious} END`,
    values: {
      bid: scaled('bid'),
      ask: scaled('ask'),
      bidSize: '"bid_size"',
      askSize: '"ask_size"',
    },
  },
  leanTradeTicks: {
    title: 'LEAN equity trade ticks of the exchanges, aggressor inferred',
    kind: 'trades',
    header: 'no',
    names: ['time', 'price', 'size', 'exchange', 'condition', 'suspicious'],
    types: { ...number('time', 'price', 'size'), ...text('exchange', 'suspicious') },
    clocks: { exchange: ofDay() },
    timezone: NEW_YORK,
    flag: `CASE ${suspicious} ${offExchange} END`,
    values: { price: scaled('price'), size: '"size"' },
  },
  leanNbbo: {
    title: 'NBBO derived from LEAN quote ticks',
    kind: 'quotes',
    header: 'yes',
    types: number('time_ms', 'bid_price', 'bid_size', 'ask_price', 'ask_size'),
    clocks: { exchange: { column: 'time_ms', unit: 'ms', ofDay: true } },
    timezone: NEW_YORK,
    values: {
      bid: '"bid_price"',
      ask: '"ask_price"',
      bidSize: '"bid_size"',
      askSize: '"ask_size"',
    },
  },
  leanMinuteQuotes: {
    title: 'LEAN crypto minute quote bars: the close, at the end of the minute',
    kind: 'quotes',
    header: 'no',
    names: [
      'time',
      'bid_open',
      'bid_high',
      'bid_low',
      'bid_close',
      'bid_size',
      'ask_open',
      'ask_high',
      'ask_low',
      'ask_close',
      'ask_size',
    ],
    types: number('time', 'bid_close', 'bid_size', 'ask_close', 'ask_size'),
    clocks: { exchange: ofDay(MINUTE_MS) },
    values: {
      bid: '"bid_close"',
      ask: '"ask_close"',
      bidSize: '"bid_size"',
      askSize: '"ask_size"',
    },
  },
  leanMinuteTrades: {
    title:
      'LEAN crypto minute trade bars: half the volume at each extreme, at the end of the minute',
    kind: 'trades',
    header: 'no',
    names: ['time', 'open', 'high', 'low', 'close', 'volume'],
    types: number('time', 'open', 'high', 'low', 'close', 'volume'),
    clocks: { exchange: ofDay(MINUTE_MS) },
    // A rising minute is taken to have seen its low first. The low is sold into, the high bought.
    expand: 'unnest([0, 1]) AS legs(leg)',
    values: {
      price: 'CASE WHEN (leg = 0) = ("close" >= "open") THEN "low" ELSE "high" END',
      size: '"volume" / 2',
      aggressor: 'CASE WHEN (leg = 0) = ("close" >= "open") THEN 1 ELSE 0 END',
    },
  },
  leanMarginInterest: {
    title: 'LEAN margin interest of perpetuals: funding rates',
    kind: 'funding',
    header: 'no',
    names: ['time', 'rate'],
    types: { ...text('time'), ...number('rate') },
    clocks: { exchange: time('time', 'iso') },
    values: { rate: '"rate"' },
  },
};

/** Every preset by name. */
export const PRESETS: Readonly<Record<string, Preset>> = {
  ...BINANCE,
  ...TARDIS,
  ...ASTER,
  ...HYPERLIQUID,
  ...LEAN,
};

/** Names of all presets. */
export const PRESET_NAMES: readonly string[] = Object.keys(PRESETS);
