/** Reads fills through DuckDB: CSV (also compressed), JSON, Parquet. */
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { ContractKind } from '../../book/index.js';
import { EvenkeelError } from '../../errors.js';
import {
  fileLiteral,
  formatOf,
  openDatabase,
  readingError,
  requireWholeGzip,
} from '../../tables/index.js';
import { findFiles } from '../sources/index.js';
import type { FillColumn, Layout } from './layouts.js';
import { readTime, sortByTime, type TimeReader } from './time-order.js';
import type { RawFill } from './types.js';

const fillColumns: readonly FillColumn[] = [
  ...(['account', 'symbol', 'positionSide', 'time', 'side', 'price', 'size', 'fee'] as const),
  ...(['feeAsset', 'liquidity', 'closedPnl', 'startPosition', 'fillId'] as const),
  ...(['contract', 'isDust'] as const),
];

/** All fills of the files in order of execution. They are held in memory. */
export async function readFills(
  files: readonly string[],
  layout: Layout,
  order: 'file' | 'time',
): Promise<RawFill[]> {
  const database = await openDatabase();
  try {
    const connection = await database.connect();
    const fills: FileFill[] = [];
    let before = 0;
    for (const file of await filesOf(connection, files)) {
      const rows = await rowsOf(connection, file, layout);
      for (const [index, row] of rows.entries()) {
        if (row.at(-1) !== true) continue;
        fills.push({ file, fill: toFill(row, before + index + 1, file) });
      }
      before += rows.length;
    }
    if (fills.length === 0) {
      throw new EvenkeelError('DATA', `no row of ${files.join(', ')} is a fill`, { files });
    }
    if (order === 'file') return fills.map(({ fill }) => fill);
    return inTimeOrder(fills, layout.readTime ?? readTime);
  } finally {
    database.close();
  }
}

/** A fill and the file it is from. */
interface FileFill {
  readonly file: string;
  readonly fill: RawFill;
}

function inTimeOrder(fills: readonly FileFill[], read: TimeReader): RawFill[] {
  const timed = fills.map(({ file, fill }) => {
    const key = read(fill.time);
    if (key === null) throw unusable(file, 'time', fill.row, fill.time);
    return { item: fill, key };
  });
  return sortByTime(timed);
}

// A file of that very name, or else what the pattern matches.
async function filesOf(
  connection: DuckDBConnection,
  paths: readonly string[],
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const path of paths.map((given) => resolve(given))) {
    const status = await stat(path).catch(() => undefined);
    if (status?.isDirectory()) {
      throw new EvenkeelError('DATA', `${path} is a directory`, { file: path });
    }
    if (status?.isFile() && status.size === 0) {
      throw new EvenkeelError('DATA', `${path} is empty`, { file: path });
    }
    if (status === undefined) found.push(...(await findFiles(connection, '', [path])));
    else found.push(path);
  }
  return found;
}

/** The columns of a fill as text, row by row, and whether the row is a fill. */
async function rowsOf(
  connection: DuckDBConnection,
  file: string,
  layout: Layout,
): Promise<readonly (readonly unknown[])[]> {
  await requireWholeGzip(file);
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
    const rows = (await connection.runAndReadAll(query(source, layout))).getRows();
    if (rows.length === 0) throw new EvenkeelError('DATA', `${file} has no rows`, { file });
    return rows;
  } catch (cause) {
    throw readingError(cause, file);
  }
}

function relation(file: string): string {
  const name = fileLiteral(file);
  const format = formatOf(file);
  if (format === 'parquet') return `read_parquet(${name})`;
  // Text keeps the printed digits.
  return format === 'json'
    ? `read_json(${name})`
    : `read_csv(${name}, header=true, all_varchar=true)`;
}

function query(source: string, { columns, where }: Layout): string {
  const selected = fillColumns.map((column) => {
    const expression = columns[column];
    return `${expression === undefined ? "''" : `CAST(${expression} AS VARCHAR)`}`;
  });
  return `SELECT ${selected.join(', ')}, coalesce(${where ?? 'true'}, false) FROM ${source}`;
}

function toFill(values: readonly unknown[], row: number, file: string): RawFill {
  const text = new Map(fillColumns.map((column, index) => [column, String(values[index] ?? '')]));
  const of = (column: FillColumn): string => text.get(column)?.trim() ?? '';
  const number = (column: FillColumn, isPositive = false): string => {
    const value = Number(of(column));
    if (Number.isFinite(value) && (!isPositive || value > 0)) return of(column);
    throw unusable(file, column, row, of(column));
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
    fillId: of('fillId'),
    contract: of('contract') as ContractKind | '',
    isDust: of('isDust') === 'true',
  };
}

function sideOf(text: string, row: number, file: string): 'buy' | 'sell' {
  const side = text.toLowerCase();
  if (['buy', 'b', 'bid', 'bought'].includes(side)) return 'buy';
  if (['sell', 's', 'ask', 'a', 'sold'].includes(side)) return 'sell';
  throw unusable(file, 'side', row, text);
}

function unusable(file: string, column: FillColumn, row: number, text: string): EvenkeelError {
  const found = JSON.stringify(text.slice(0, 40));
  return new EvenkeelError('DATA', `${file}: ${column} of row ${row} is ${found}`, { file, row });
}
