/** A market table as a book that positions are laid over. */
import {
  PAIR_LOT_NUMERATOR,
  PAIR_TICK_NUMERATOR,
  RECORD_BYTES,
} from '../../../assembly/tile-layout.js';
import { applyAll } from '../../book/index.js';
import { parseProfiles } from '../../config/index.js';
import { EvenkeelError } from '../../errors.js';
import { BookRegion, type Capacity, regionBytes, SharedMemory } from '../../kernel/index.js';
import type { Market, MarketInstruments, MarketPlace, MarketTable } from '../types.js';
import { definitionFrames, optionCapacity, priceFrames, tableLevels } from './frames.js';
import { fractionOf } from './increments.js';
import { type MarketPlan, planMarket } from './plan.js';
import { timeOf } from './time.js';

/** What a market table does not say. */
export interface MarketOptions {
  /** Asset in which everything is valued. */
  readonly reportingAsset: string;
  /** Time of the market: ns since the epoch, or ISO 8601. */
  readonly asOf: bigint | string;
  /** Profiles by name: sections of an instrument as in the book configuration; none without. */
  readonly profiles?: unknown;
  /** Memory to reserve behind the book for tiles and results; pages not touched cost nothing. Default 64 MiB. */
  readonly freeBytes?: number;
}

const DEFAULT_FREE_BYTES = 64 * 2 ** 20;
const BOOK_POINTER = 1024;
const ALIGNMENT = 64;

/** Places in a record: a record is a lane of a pair. */
const TICK_NUMERATOR = PAIR_TICK_NUMERATOR / 2 / Float64Array.BYTES_PER_ELEMENT;
const LOT_NUMERATOR = PAIR_LOT_NUMERATOR / 2 / Float64Array.BYTES_PER_ELEMENT;

function aligned(address: number): number {
  return Math.ceil(address / ALIGNMENT) * ALIGNMENT;
}

/**
 * Turns a market table into a book that was told its prices and priced its chains. Rows that cannot be
 * used are listed in `rejected` and nowhere else.
 *
 * @throws ConfigurationError when profiles are not valid
 * @throws EvenkeelError `USAGE` for a time that is none, or when memory cannot be had
 */
export function openMarket(table: MarketTable, options: MarketOptions): Market {
  const { reportingAsset, profiles = {}, freeBytes = DEFAULT_FREE_BYTES } = options;
  const asOfNs = asOfOf(options.asOf);
  const plan = planMarket(table, parseProfiles(profiles), asOfNs, reportingAsset);
  const capacity = capacityOf(plan);
  const records = aligned(BOOK_POINTER + regionBytes(capacity));
  const free = aligned(records + plan.instruments.length * RECORD_BYTES);
  const instruments = plan.instruments.length;
  const place = { book: BOOK_POINTER, records, instruments, free, end: free + freeBytes };
  const memory = SharedMemory.reserve(place.end);
  const region = new BookRegion(capacity, { memory, address: BOOK_POINTER });
  applyAll(region, definitionFrames(plan));
  applyAll(region, priceFrames(plan), asOfNs);
  writeRecords(memory, place, plan);
  return {
    memory,
    region,
    place,
    instruments: instrumentsOf(plan),
    assets: plan.assets.map(({ symbol }) => symbol),
    underlyings: plan.underlyings.map(({ symbol }) => symbol),
    rejected: plan.rejected,
  };
}

function asOfOf(asOf: bigint | string): bigint {
  const ns = typeof asOf === 'bigint' ? asOf : timeOf(asOf);
  if (ns !== null && ns > 0n) return ns;
  throw new EvenkeelError('USAGE', `asOf is ${asOf}; allowed: a time like 2026-01-31T16:00:00Z`, {
    asOf: String(asOf),
  });
}

function capacityOf(plan: MarketPlan): Capacity {
  const { instruments, assets, underlyings, expiries } = plan;
  return {
    instruments: Math.max(1, instruments.length),
    assets: assets.length,
    fillIds: 8,
    tableLevels: instruments.reduce((sum, instrument) => sum + tableLevels(instrument), 0),
    underlyings: underlyings.length,
    expiries: expiries.length,
    options: optionCapacity(plan),
    guards: 0,
  };
}

function writeRecords(
  { kernel, floats }: SharedMemory,
  place: MarketPlace,
  plan: MarketPlan,
): void {
  kernel.recordInstruments(place.book, place.records);
  const put = (increment: number, at: number): void => {
    const { numerator, denominator } = fractionOf(increment);
    floats[at] = numerator;
    floats[at + 1] = denominator;
  };
  for (const [index, { row }] of plan.instruments.entries()) {
    const record = (place.records + index * RECORD_BYTES) / Float64Array.BYTES_PER_ELEMENT;
    put(row.tickSize, record + TICK_NUMERATOR);
    put(row.lotSize, record + LOT_NUMERATOR);
  }
}

function instrumentsOf({ instruments }: MarketPlan): MarketInstruments {
  return {
    symbols: instruments.map(({ row }) => row.symbol),
    lotSize: Float64Array.from(instruments, ({ row }) => row.lotSize),
    tickSize: Float64Array.from(instruments, ({ row }) => row.tickSize),
    isInverse: Uint8Array.from(instruments, ({ row }) => (row.contract === 'inverse' ? 1 : 0)),
    settle: Int32Array.from(instruments, ({ settle }) => settle),
    underlying: Int32Array.from(instruments, ({ underlying }) => underlying),
    place: Int32Array.from(instruments, ({ row }) => row.place),
  };
}
