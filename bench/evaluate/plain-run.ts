/** Runs the plain baseline on the first rows of a portfolio and compares it with what was written. */
import { DuckDBInstance } from '@duckdb/node-api';
import { CODES } from '../../src/frames/index.js';
import type { DataFiles } from './data.js';
import {
  addPlain,
  type PlainPortfolio,
  type PlainResult,
  plainPosition,
} from './plain-evaluate.js';
import { type PlainInstrument, plainInstrument, type Row } from './plain-market.js';

/** What it took and how far the results are apart. */
export interface PlainRun {
  readonly rows: number;
  readonly instruments: number;
  readonly marketSeconds: number;
  readonly positionSeconds: number;
  /** Largest difference of a number, relative to the larger of its size and of the column's unit. */
  readonly worst: number;
  readonly worstColumn: string;
  /** Sides whose price or size is another: a tick or lot where rounding meets a tie. */
  readonly ties: number;
}

/** Beyond it a price or size is another. */
export const TOLERANCE = 1e-9;

/** Columns on a grid of ticks or lots, where a last digit may move a whole step. */
const STEPPED = ['bid', 'ask', 'bid_size', 'ask_size', 'bid_reason', 'ask_reason'];

async function rowsOf(sql: string): Promise<Row[]> {
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  try {
    const reader = await connection.runAndReadAll(sql);
    return reader.getRowObjectsJS() as unknown as Row[];
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Prices of a unit; other columns are of the whole position. */
const PRICES = ['mark', 'fair', 'reservation'];

/**
 * What an error of a column is held against: its value, and where that is what large terms leave, these: an
 * entry and a mark, or the two legs of an option.
 */
function scaleOf(column: string, result: PlainResult, instrument: PlainInstrument): number {
  const { option, index, rate, multiplier } = instrument;
  const size = Math.abs(Number(result[column]));
  if (column === 'utilisation' || column === 'limits') return 1;
  const leg = option === null ? 0 : option.isCoin ? 1 : index;
  if (PRICES.includes(column)) return Math.max(size, leg);
  const units = Math.abs(Number(result.position)) * multiplier;
  const notional = Math.abs(Number(result.notional)) / rate;
  return Math.max(size, units * leg, notional, 1e-9);
}

/**
 * @param output what `evenkeel evaluate` wrote for these files, Parquet
 * @param rows how many of the first positions
 */
export async function runPlain(files: DataFiles, output: string, rows: number): Promise<PlainRun> {
  const positions = await rowsOf(`SELECT * FROM '${files.positions}' LIMIT ${rows}`);
  const market = await rowsOf(
    `SELECT * REPLACE (strftime(expiry, '%Y-%m-%dT%H:%M:%SZ') AS expiry) FROM '${files.market}'`,
  );
  const began = performance.now();
  const instruments = new Map(
    market.map((row) => [String(row.instrument), plainInstrument(row)] as const),
  );
  const priced = performance.now();
  const portfolios = new Map<string, PlainPortfolio>();
  const results: PlainResult[] = [];
  const held: PlainInstrument[] = [];
  for (const row of positions) {
    const instrument = instruments.get(String(row.instrument));
    if (instrument === undefined) throw new Error(`no instrument ${row.instrument}`);
    const result = plainPosition(instrument, row);
    addPlain(portfolios, String(row.portfolio), instrument, result);
    results.push(result);
    held.push(instrument);
  }
  const ended = performance.now();
  const expected = await rowsOf(`SELECT * FROM '${output}' WHERE row <= ${rows} ORDER BY row`);
  return {
    rows: positions.length,
    instruments: instruments.size,
    marketSeconds: (priced - began) / 1000,
    positionSeconds: (ended - priced) / 1000,
    ...differences(results, held, expected),
  };
}

const reasons = new Map(
  CODES.filter(({ family }) => family === 'drop').map(({ code, name }) => [name, code]),
);

function numberOf(column: string, value: string | number | bigint | null | undefined): number {
  if (column.endsWith('_reason')) return value === null ? 0 : (reasons.get(String(value)) ?? -1);
  return value === null || value === undefined ? Number.NaN : Number(value);
}

/** 0 for two that are nothing, infinite for one that is. */
function distance(one: number, other: number): number {
  if (Number.isNaN(one) && Number.isNaN(other)) return 0;
  const error = Math.abs(one - other);
  return Number.isNaN(error) ? Number.POSITIVE_INFINITY : error;
}

/** @param instruments one per result */
function differences(
  results: readonly PlainResult[],
  instruments: readonly PlainInstrument[],
  expected: readonly Row[],
) {
  let worst = 0;
  let worstColumn = '';
  let ties = 0;
  for (const [place, result] of results.entries()) {
    const row = expected[place] as Row;
    const instrument = instruments[place] as PlainInstrument;
    const errorOf = (column: string): number =>
      distance(Number(result[column]), numberOf(column, row[column])) /
      scaleOf(column, result, instrument);
    if (STEPPED.some((column) => errorOf(column) > TOLERANCE)) ties++;
    for (const column of Object.keys(result)) {
      const error = STEPPED.includes(column) ? 0 : errorOf(column);
      if (!(error > worst)) continue;
      worst = error;
      worstColumn = column;
    }
  }
  return { worst, worstColumn, ties };
}
