/** What the parts of a batch evaluation hand to each other. */
import type { BookRegion, SharedMemory } from '../kernel/index.js';

/** A market table, by columns: a number that was left out is NaN, a text ''. */
export interface MarketTable {
  readonly count: number;
  /** By name of MARKET_COLUMNS; `count` entries each. */
  readonly texts: Readonly<Record<string, readonly string[]>>;
  readonly numbers: Readonly<Record<string, Float64Array>>;
}

/** A row that cannot be used. */
export interface RejectedRow {
  readonly table: 'positions' | 'market' | 'cash';
  /** 1 is the first row of the table. */
  readonly row: number;
  /** Stable name, such as UNKNOWN_INSTRUMENT. */
  readonly code: string;
  readonly column: string;
  readonly value: string;
}

/** Terms of the instruments of a market, one entry per index of its book. */
export interface MarketInstruments {
  readonly symbols: readonly string[];
  readonly lotSize: Float64Array;
  readonly tickSize: Float64Array;
  /** 1: the value goes with 1 / price. */
  readonly isInverse: Uint8Array;
  /** Index of the settle asset. */
  readonly settle: Int32Array;
  /** Index of the underlying. */
  readonly underlying: Int32Array;
  /** Place in the market table, from 0. */
  readonly place: Int32Array;
}

/** Where a market lies in its memory, bytes: what another thread needs besides the memory's handle. */
export interface MarketPlace {
  /** Book pointer. */
  readonly book: number;
  /** Records of the instruments, see assembly/tile-layout.ts. */
  readonly records: number;
  /** How many there are. */
  readonly instruments: number;
  /** Begin of the memory that is free for tiles and whatever else belongs to the batch, 64-byte aligned. */
  readonly free: number;
  readonly end: number;
}

/** A market as a book that prices its chains itself. */
export interface Market {
  readonly memory: SharedMemory;
  readonly region: BookRegion;
  readonly place: MarketPlace;
  readonly instruments: MarketInstruments;
  readonly assets: readonly string[];
  readonly underlyings: readonly string[];
  /** Rows of the market table that are not in it; positions in them are rejected as MARKET. */
  readonly rejected: readonly RejectedRow[];
}

/** Positions in work order, by columns, lots and ticks. */
export interface PositionColumns {
  readonly count: number;
  /** Index of the portfolio. */
  readonly portfolio: Int32Array | Float64Array;
  /** Index in the market's book. */
  readonly instrument: Int32Array | Float64Array;
  /** Signed. */
  readonly lots: Float64Array;
  /** NaN: valued as if entered at the mark. */
  readonly entryTicks: Float64Array;
  readonly openBuyLots: Float64Array;
  readonly openSellLots: Float64Array;
  /** Settle asset. */
  readonly booked: Float64Array;
}
