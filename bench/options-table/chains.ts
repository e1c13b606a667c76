/** Recorded option chains as rows with one meaning: what the venue says of an option, and its market. */
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { readChain } from '../../src/replay/chain/index.js';

/** Greeks as a venue publishes them, in its units. */
export interface VenueGreeks {
  readonly delta: number;
  readonly gamma: number;
  /** Per volatility point. */
  readonly vega: number;
  /** Per day. */
  readonly theta: number;
  /** Per 1 % of rate. */
  readonly rho: number;
}

/** An option of a chain. */
export interface ChainRow {
  readonly name: string;
  /** As the venue names it, or its date. */
  readonly expiry: string;
  readonly type: 'call' | 'put';
  readonly strike: number;
  /** Forward of the expiry; spot where none is published. */
  readonly forward: number;
  readonly years: number;
  /** Coin where settled in coin, else quote currency. */
  readonly price: number;
  /** 1.00 = 100 %; 0 when the venue says none. */
  readonly volatility: number;
  readonly greeks: VenueGreeks | null;
}

/** A chain of one venue and day. */
export interface Chain {
  readonly title: string;
  readonly isCoin: boolean;
  readonly rows: readonly ChainRow[];
}

const YEAR_MS = 365 * 86_400_000;

async function csv(path: string): Promise<readonly Record<string, unknown>[]> {
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  try {
    const reader = await connection.runAndReadAll(
      `SELECT * FROM read_csv(?, all_varchar = true, header = true)`,
      [path],
    );
    return reader.getRowObjects();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

const text = (row: Record<string, unknown>, key: string): string => String(row[key] ?? '');
const number = (row: Record<string, unknown>, key: string): number =>
  Number(row[key] ?? Number.NaN);

/** The venue prints greeks as the text of a Python dictionary. */
function pythonGreeks(printed: string): VenueGreeks {
  const read = (name: string): number => {
    return Number(new RegExp(`'${name}': (-?[0-9.e-]+)`).exec(printed)?.[1] ?? Number.NaN);
  };
  return {
    delta: read('delta'),
    gamma: read('gamma'),
    vega: read('vega'),
    theta: read('theta'),
    rho: read('rho'),
  };
}

async function deribit2020(folder: string): Promise<Chain> {
  const rows = await csv(join(folder, 'options-deribit/btc_options_data_20200514.csv.gz'));
  return {
    title: 'Deribit BTC 2020-05-14',
    isCoin: true,
    rows: rows.map((row) => ({
      name: text(row, 'instrument_name'),
      expiry: text(row, 'instrument_name').split('-')[1] ?? '',
      type: text(row, 'option_type') === 'call' ? 'call' : 'put',
      strike: number(row, 'strike'),
      forward: number(row, 'underlying_price'),
      years: (number(row, 'expiration_timestamp') - number(row, 'timestamp')) / YEAR_MS,
      price: number(row, 'mark_price'),
      volatility: number(row, 'mark_iv') / 100,
      greeks: pythonGreeks(text(row, 'greeks')),
    })),
  };
}

function deribit2026(folder: string): Chain {
  const path = join(folder, 'options-deribit/deribit_snapshot_8exp_20260207.json.gz');
  const { rows } = readChain(path, 'deribitSnapshot');
  return {
    title: 'Deribit BTC 2026-02-07',
    isCoin: true,
    rows: rows.map(({ right, expiryMs, takenMs, ...row }) => ({
      ...row,
      expiry: row.name.split('-')[1] ?? '',
      type: right,
      years: (expiryMs - takenMs) / YEAR_MS,
      greeks: null,
    })),
  };
}

/** The first row is the underlying. Closes and figures are of the day before the file's. */
async function usEquity(folder: string, symbol: string, day: string): Promise<Chain> {
  const rows = await csv(join(folder, `options-us-equity/${symbol.toLowerCase()}_${day}.csv.gz`));
  const spot = number(rows[0] ?? {}, 'close');
  const asOf = Date.parse(`${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}T00:00:00Z`);
  return {
    title: `${symbol} ${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`,
    isCoin: false,
    rows: rows.slice(1).map((row) => {
      const expiry = text(row, '#expiry');
      const date = `${expiry.slice(0, 4)}-${expiry.slice(4, 6)}-${expiry.slice(6)}`;
      return {
        name: `${symbol} ${date} ${text(row, 'strike')} ${text(row, 'right')}`,
        expiry: date,
        type: text(row, 'right') === 'C' ? 'call' : 'put',
        strike: number(row, 'strike'),
        forward: spot,
        years: (Date.parse(`${date}T00:00:00Z`) - asOf) / YEAR_MS,
        price: number(row, 'close'),
        volatility: number(row, 'implied_volatility'),
        greeks: {
          delta: number(row, 'delta'),
          gamma: number(row, 'gamma'),
          vega: number(row, 'vega'),
          theta: number(row, 'theta'),
          rho: number(row, 'rho'),
        },
      };
    }),
  };
}

/** Every recorded chain below a folder. */
export async function readChains(folder: string): Promise<readonly Chain[]> {
  return [
    await deribit2020(folder),
    deribit2026(folder),
    await usEquity(folder, 'AAPL', '20140609'),
    await usEquity(folder, 'GOOG', '20151224'),
  ];
}
