/** From a market table to what its book will hold, in the order of the table. */

import { MAX_ASSET_CAPACITY, MAX_INSTRUMENT_CAPACITY } from '../../../assembly/layout.js';
import {
  MAX_EXPIRY_CAPACITY,
  MAX_OPTION_CAPACITY,
  MAX_UNDERLYING_CAPACITY,
} from '../../../assembly/risk-layout.js';
import type { InstrumentProfile } from '../../config/index.js';
import type { MarketTable, RejectedRow } from '../types.js';
import { MarketReader } from './columns.js';
import { isRefusal, type MarketRow, type Refusal, readRow } from './row.js';
import { type Settings, SettingsReader } from './settings.js';
import { type Expiry, expiryKey, Survey } from './survey.js';

/** An instrument with the indexes of what it names. */
export interface PlannedInstrument {
  readonly row: MarketRow;
  readonly settings: Settings;
  readonly settle: number;
  readonly underlying: number;
  /** -1 for none. */
  readonly expiry: number;
}

/** What a market book holds; index = place in the list. */
export interface MarketPlan {
  readonly assets: readonly { readonly symbol: string; readonly rate: number }[];
  readonly underlyings: readonly { readonly symbol: string; readonly index: number }[];
  readonly expiries: readonly (Expiry & { readonly row: number })[];
  readonly instruments: readonly PlannedInstrument[];
  readonly rejected: readonly RejectedRow[];
}

/** A list without repetition, by name. */
class Names<Entry> {
  readonly entries: Entry[] = [];
  readonly #indexes = new Map<string, number>();

  /** Index of a name, with a new entry when it is new. */
  of(name: string, make: () => Entry): number {
    const known = this.#indexes.get(name);
    if (known !== undefined) return known;
    this.#indexes.set(name, this.entries.length);
    return this.entries.push(make()) - 1;
  }
}

/** Lays a market out. @param reporting asset with index 0 */
export function planMarket(
  market: MarketTable,
  profiles: ReadonlyMap<string, InstrumentProfile>,
  asOfNs: bigint,
  reporting: string,
): MarketPlan {
  const table = new MarketReader(market);
  const survey = new Survey(table, reporting);
  const rejected: RejectedRow[] = [];
  const reject = ({ code, column }: Refusal, place: number): void => {
    const text = market.texts[column]?.[place];
    const value = text ?? String(market.numbers[column]?.[place] ?? '');
    rejected.push({ table: 'market', row: place + 1, code, column, value });
  };
  const taken = takeRows(
    table,
    survey,
    new SettingsReader(table, profiles),
    market.count,
    asOfNs,
    reporting,
    reject,
  );
  const plan = layOut(taken, survey, reporting, reject);
  rejected.sort((one, other) => one.row - other.row);
  return { ...plan, rejected };
}

interface TakenRow {
  readonly row: MarketRow;
  readonly settings: Settings;
}

type Reject = (refusal: Refusal, place: number) => void;

function takeRows(
  table: MarketReader,
  survey: Survey,
  reader: SettingsReader,
  count: number,
  asOfNs: bigint,
  reporting: string,
  reject: Reject,
): readonly TakenRow[] {
  const symbols = new Set<string>();
  const taken: TakenRow[] = [];
  for (let place = 0; place < count; place++) {
    const row = readRow(table, place, asOfNs, reporting);
    if (isRefusal(row)) {
      reject(row, place);
      continue;
    }
    if (symbols.has(row.symbol)) {
      reject({ code: 'MARKET_DUPLICATE', column: 'instrument' }, place);
      continue;
    }
    const settings = reader.of(row);
    const refusal = isRefusal(settings) ? settings : survey.take(row);
    if (refusal !== null) {
      reject(refusal, place);
      continue;
    }
    symbols.add(row.symbol);
    taken.push({ row, settings: settings as Settings });
  }
  return taken;
}

function layOut(
  taken: readonly TakenRow[],
  survey: Survey,
  reporting: string,
  reject: Reject,
): Omit<MarketPlan, 'rejected'> {
  const assets = new Names<MarketPlan['assets'][number]>();
  const underlyings = new Names<MarketPlan['underlyings'][number]>();
  const expiries = new Names<MarketPlan['expiries'][number]>();
  const instruments: PlannedInstrument[] = [];
  assets.of(reporting, () => ({ symbol: reporting, rate: 1 }));
  let options = 0;
  for (const { row, settings } of taken) {
    const { underlying: symbol, option } = row;
    const index = survey.indexOf(symbol);
    if (!(index > 0)) {
      reject({ code: 'MARKET_INDEX', column: 'index' }, row.place);
      continue;
    }
    const isFull =
      instruments.length === MAX_INSTRUMENT_CAPACITY ||
      assets.entries.length === MAX_ASSET_CAPACITY ||
      underlyings.entries.length === MAX_UNDERLYING_CAPACITY ||
      expiries.entries.length === MAX_EXPIRY_CAPACITY ||
      // A pair of options is of one underlying and may be half empty.
      options + underlyings.entries.length >= MAX_OPTION_CAPACITY;
    if (isFull) {
      reject({ code: 'MARKET_ROOM', column: 'instrument' }, row.place);
      continue;
    }
    const settle = assets.of(row.settle, () => ({
      symbol: row.settle,
      rate: survey.rateOf(row.settle),
    }));
    const underlying = underlyings.of(symbol, () => ({ symbol, index }));
    const expiry =
      option === null ? -1 : expiryOf(expiries, survey, underlying, symbol, option.expiryNs);
    if (option !== null) options++;
    instruments.push({ row, settings, settle, underlying, expiry });
  }
  return {
    assets: assets.entries,
    underlyings: underlyings.entries,
    expiries: expiries.entries,
    instruments,
  };
}

function expiryOf(
  expiries: Names<MarketPlan['expiries'][number]>,
  survey: Survey,
  row: number,
  underlying: string,
  timeNs: bigint,
): number {
  const key = expiryKey(underlying, timeNs);
  return expiries.of(key, () => {
    const { forward = Number.NaN, rate = Number.NaN } = survey.expiries.get(key) ?? {};
    return { underlying, timeNs, forward, rate: Number.isNaN(rate) ? 0 : rate, row };
  });
}
