/** Reads fills through DuckDB: CSV (also compressed), JSON, Parquet. */
import { resolve } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { ContractKind } from '../../book/index.js';
import { EvenkeelError } from '../../errors.js';
import { literal, openDatabase, readingError } from '../duckdb.js';
import type { FillColumn, Layout } from './layouts.js';
import type { RawFill } from './types.js';

const fillColumns: readonly FillColumn[] = [
  ...(['account', 'symbol', 'positionSide', 'time', 'side', 'price', 'size', 'fee'] as const),
  ...(['feeAsset', 'liquidity', 'closedPnl', 'startPosition', 'fillId'] as const),
  ...(['contract', 'isDust'] as const),
];

/** All fills of the files, file after file, in order of execution. They are held in memory. */
export async function readFills(files: readonly string[], layout: Layout): Promise<RawFill[]> {
  const database = await openDatabase();
  try {
    const connection = await database.connect();
    const fills: RawFill[] = [];
    for (const file of files.map((path) => resolve(path))) {
      await readFile(connection, file, layout, fills);
    }
    return fills;
  } finally {
    database.close();
  }
}

async function readFile(
  connection: DuckDBConnection,
  file: string,
  layout: Layout,
  fills: RawFill[],
): Promise<void> {
  let rows: readonly (readonly unknown[])[];
  try {
    const source = relation(file);
    const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${source}`);
    const present = described.getRows().map((row) => String(row[0]));
    const missing = layout.needs.filter((column) => !present.includes(column));
    if (missing.length > 0) {
      const shown = present.slice(0, 20).join(', ');
      const text = `${file} has no column ${missing.join(', ')} (it has ${shown})`;
      throw new EvenkeelError('DATA', text, { file, missing });
    }
    rows = (await connection.runAndReadAll(query(source, layout))).getRows();
  } catch (cause) {
    throw readingError(cause, file);
  }
  for (const row of rows) fills.push(toFill(row, fills.length + 1, file));
}

function relation(file: string): string {
  if (/\.(parquet|pq)$/i.test(file)) return `read_parquet(${literal(file)})`;
  if (/\.(json|jsonl|ndjson)(\.gz|\.zst)?$/i.test(file)) return `read_json(${literal(file)})`;
  // Text keeps the printed digits.
  return `read_csv(${literal(file)}, header=true, all_varchar=true)`;
}

function query(source: string, { columns, where, orderBy }: Layout): string {
  const selected = fillColumns.map((column) => {
    const expression = columns[column];
    return `${expression === undefined ? "''" : `CAST(${expression} AS VARCHAR)`}`;
  });
  const filter = where === undefined ? '' : ` WHERE ${where}`;
  const order = orderBy === undefined ? '' : ` ORDER BY ${orderBy}`;
  return `SELECT ${selected.join(', ')} FROM ${source}${filter}${order}`;
}

function toFill(values: readonly unknown[], row: number, file: string): RawFill {
  const text = new Map(fillColumns.map((column, index) => [column, String(values[index] ?? '')]));
  const of = (column: FillColumn): string => text.get(column)?.trim() ?? '';
  const number = (column: FillColumn, isPositive = false): string => {
    const value = Number(of(column));
    if (Number.isFinite(value) && (!isPositive || value > 0)) return of(column);
    const found = JSON.stringify(of(column).slice(0, 40));
    throw new EvenkeelError('DATA', `${file}: ${column} of row ${row} is ${found}`, { file, row });
  };
  return {
    row,
    account: of('account'),
    symbol: of('symbol'),
    positionSide: of('positionSide').toLowerCase(),
    time: of('time'),
    side: sideOf(of('side'), row, file),
    price: number('price', true),
    size: number('size', true),
    fee: number('fee'),
    feeAsset: of('feeAsset'),
    liquidity: of('liquidity') === 'taker' ? 'taker' : 'maker',
    closedPnl: number('closedPnl'),
    startPosition: number('startPosition'),
    fillId: /^\d{1,19}$/.test(of('fillId')) ? of('fillId') : '',
    contract: of('contract') as ContractKind | '',
    isDust: of('isDust') === 'true',
  };
}

function sideOf(text: string, row: number, file: string): 'buy' | 'sell' {
  const side = text.toLowerCase();
  if (['buy', 'b', 'bid', 'bought'].includes(side)) return 'buy';
  if (['sell', 's', 'ask', 'a', 'sold'].includes(side)) return 'sell';
  const found = JSON.stringify(text.slice(0, 40));
  throw new EvenkeelError('DATA', `${file}: side of row ${row} is ${found}`, { file, row });
}
