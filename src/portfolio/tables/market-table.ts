/** The market table of a file, by columns. */
import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api';
import { EvenkeelError } from '../../errors.js';
import { doublesOf, identifier, readingError } from '../../tables/index.js';
import { type Column, MARKET_COLUMNS } from '../columns.js';
import type { MarketTable } from '../types.js';
import { type Input, numberSql, openInput } from './input.js';

/** A table, and what was written where a number was expected and there is none. */
export interface MarketFile extends MarketTable {
  /** By column, then by row from 0. Such a number is infinite in the table. */
  readonly unreadable: ReadonlyMap<string, ReadonlyMap<number, string>>;
}

/**
 * Reads a market table.
 *
 * @throws EvenkeelError `DATA` when the file cannot be read as one, or has an instrument twice
 */
export async function readMarketTable(
  connection: DuckDBConnection,
  file: string,
  sql?: string,
): Promise<MarketFile> {
  const input = await openInput(connection, 'market', file, MARKET_COLUMNS, { sql });
  const columns = MARKET_COLUMNS.filter(({ name }) => input.columns.has(name));
  try {
    const table = await readColumns(connection, input, columns);
    requireUnique(file, table.texts.instrument ?? []);
    return table;
  } catch (cause) {
    throw readingError(cause, file);
  }
}

async function readColumns(
  connection: DuckDBConnection,
  { view }: Input,
  columns: readonly Column[],
): Promise<MarketFile> {
  const parts = columns.map((): Float64Array[] => []);
  const texts: Record<string, string[]> = {};
  const select = columns.map(({ name, type }) =>
    type === 'number' ? numberSql(name) : `coalesce(${identifier(name)}, '')`,
  );
  const result = await connection.stream(`SELECT ${select.join(', ')} FROM ${view} ORDER BY row`);
  let count = 0;
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) break;
    count += chunk.rowCount;
    for (const [place, { name, type }] of columns.entries()) {
      if (type === 'number') parts[place]?.push(doublesOf(chunk, place).slice(0, chunk.rowCount));
      else texts[name] = appended(texts[name] ?? [], chunk, place);
    }
  }
  const numbers: Record<string, Float64Array> = {};
  const unreadable = new Map<string, ReadonlyMap<number, string>>();
  for (const [place, { name, type }] of columns.entries()) {
    if (type !== 'number') continue;
    const values = joined(parts[place] ?? [], count);
    numbers[name] = values;
    if (!values.includes(Number.POSITIVE_INFINITY)) continue;
    unreadable.set(name, await writtenIn(connection, view, name));
  }
  return { count, texts, numbers, unreadable };
}

function appended(texts: string[], chunk: DuckDBDataChunk, place: number): string[] {
  const vector = chunk.getColumnVector(place);
  for (let row = 0; row < chunk.rowCount; row++) texts.push(vector.getItem(row) as string);
  return texts;
}

function joined(parts: readonly Float64Array[], count: number): Float64Array {
  const values = new Float64Array(count);
  let at = 0;
  for (const part of parts) {
    values.set(part, at);
    at += part.length;
  }
  return values;
}

/** What was written in a column where there is no number, by row from 0. */
async function writtenIn(
  connection: DuckDBConnection,
  view: string,
  column: string,
): Promise<ReadonlyMap<number, string>> {
  const text = identifier(`${column} text`);
  const sql = `SELECT row, ${text} FROM ${view} WHERE ${text} IS NOT NULL`;
  const rows = (await connection.runAndReadAll(sql)).getRows();
  return new Map(rows.map(([row, written]) => [Number(row) - 1, String(written)]));
}

function requireUnique(file: string, symbols: readonly string[]): void {
  const seen = new Map<string, number>();
  for (const [index, symbol] of symbols.entries()) {
    const first = seen.get(symbol);
    if (first !== undefined && symbol !== '')
      throw duplicateKey(file, [first, index + 1], { instrument: symbol });
    seen.set(symbol, index + 1);
  }
}

/** A key that two rows of a table have. */
export function duplicateKey(
  file: string,
  rows: readonly [number, number],
  key: Readonly<Record<string, string>>,
): EvenkeelError {
  const shown = Object.entries(key).map(([column, value]) => `${column} "${value}"`);
  const message = `${file}: rows ${rows[0]} and ${rows[1]} both are ${shown.join(', ')}`;
  return new EvenkeelError('DATA', message, { file, rows, ...key });
}
