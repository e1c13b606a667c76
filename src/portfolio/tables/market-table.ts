/** The market table of a file, by columns. */
import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api';
import { EvenkeelError } from '../../errors.js';
import { doublesOf, identifier, readingError } from '../../tables/index.js';
import { type Column, MARKET_COLUMNS } from '../columns.js';
import type { MarketTable } from '../types.js';
import { type Input, openInput } from './input.js';

/** A table, and what was written where a number was expected and there is none. */
export interface MarketFile extends MarketTable {
  /** By column, then by row from 0. Such a number is infinite in the table. */
  readonly unreadable: ReadonlyMap<string, ReadonlyMap<number, string>>;
}

/**
 * Reads a market table.
 *
 * @param sql query over a view `input` of the file; without it the file is the table
 * @throws EvenkeelError `DATA` when the file cannot be read as one, or has an instrument twice
 */
export async function readMarketTable(
  connection: DuckDBConnection,
  file: string,
  sql?: string,
): Promise<MarketFile> {
  const input = await openInput(connection, 'market', file, MARKET_COLUMNS, { sql });
  const columns = MARKET_COLUMNS.filter(({ name }) => input.columns.has(name));
  const table = new MarketColumns(columns);
  try {
    const result = await connection.stream(
      `SELECT ${columns.map(valueSql).join(', ')} FROM ${input.view} ORDER BY row`,
    );
    for (;;) {
      const chunk = await result.fetchChunk();
      if (chunk === null || chunk.rowCount === 0) break;
      table.add(chunk);
    }
    table.finish();
    await readUnreadable(connection, input, columns, table);
  } catch (cause) {
    throw readingError(cause, file);
  }
  requireUnique(file, table.texts.instrument ?? []);
  return table;
}

/** Left out is NaN, what is no finite number is infinite: bits of validity are slow to read. */
function valueSql({ name, type }: Column): string {
  const value = identifier(name);
  if (type !== 'number') return value;
  const text = identifier(`${name} text`);
  return `CASE WHEN ${text} IS NOT NULL THEN 'Infinity'::DOUBLE ELSE coalesce(${value}, 'NaN') END`;
}

class MarketColumns implements MarketFile {
  count = 0;
  readonly texts: Record<string, string[]> = {};
  readonly numbers: Record<string, Float64Array> = {};
  readonly unreadable = new Map<string, Map<number, string>>();
  readonly #columns: readonly Column[];
  readonly #parts = new Map<string, Float64Array[]>();

  constructor(columns: readonly Column[]) {
    this.#columns = columns;
    for (const { name, type } of columns) {
      if (type === 'number') this.#parts.set(name, []);
      else this.texts[name] = [];
    }
  }

  add(chunk: DuckDBDataChunk): void {
    for (const [column, { name }] of this.#columns.entries()) {
      this.#parts.get(name)?.push(doublesOf(chunk, column).slice(0, chunk.rowCount));
      const texts = this.texts[name];
      if (texts === undefined) continue;
      for (const value of chunk.getColumnValues(column)) texts.push(String(value ?? ''));
    }
    this.count += chunk.rowCount;
  }

  finish(): void {
    for (const [name, parts] of this.#parts) {
      const numbers = new Float64Array(this.count);
      let at = 0;
      for (const part of parts) {
        numbers.set(part, at);
        at += part.length;
      }
      this.numbers[name] = numbers;
    }
    this.#parts.clear();
  }
}

/** What was written where there is no number. */
async function readUnreadable(
  connection: DuckDBConnection,
  { view }: Input,
  columns: readonly Column[],
  { numbers, unreadable }: MarketColumns,
): Promise<void> {
  const wrong = columns.filter(({ name }) => numbers[name]?.includes(Number.POSITIVE_INFINITY));
  for (const { name } of wrong) {
    const text = identifier(`${name} text`);
    const placed = `SELECT row_number() OVER (ORDER BY row) - 1 AS place, ${text} AS text FROM ${view}`;
    const sql = `SELECT place::DOUBLE, text FROM (${placed}) WHERE text IS NOT NULL`;
    const rows = (await connection.runAndReadAll(sql)).getRows();
    unreadable.set(name, new Map(rows.map(([place, value]) => [Number(place), String(value)])));
  }
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
