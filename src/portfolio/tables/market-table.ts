/** The market table of a file, by columns. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { EvenkeelError } from '../../errors.js';
import { identifier, readingError } from '../../tables/index.js';
import { type Column, MARKET_COLUMNS } from '../columns.js';
import type { MarketTable } from '../types.js';
import { openInput } from './input.js';

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
): Promise<MarketFile> {
  const input = await openInput(connection, 'market', file, MARKET_COLUMNS);
  const columns = MARKET_COLUMNS.filter(({ name }) => input.columns.has(name));
  const table = new MarketColumns(columns);
  try {
    const select = columns.flatMap(({ name, type }) =>
      type === 'number' ? [identifier(name), identifier(`${name} text`)] : [identifier(name)],
    );
    const sql = `SELECT ${select.join(', ')} FROM ${input.view} ORDER BY row`;
    const reader = await connection.runAndReadAll(sql);
    table.fill(reader.getColumnsJS(), reader.currentRowCount);
  } catch (cause) {
    throw readingError(cause, file);
  }
  requireUnique(file, table.texts.instrument ?? []);
  return table;
}

class MarketColumns implements MarketFile {
  count = 0;
  readonly texts: Record<string, string[]> = {};
  readonly numbers: Record<string, Float64Array> = {};
  readonly unreadable = new Map<string, Map<number, string>>();
  readonly #columns: readonly Column[];

  constructor(columns: readonly Column[]) {
    this.#columns = columns;
  }

  /** Takes over what was selected: a number is followed by its text. */
  fill(values: readonly (readonly unknown[])[], count: number): void {
    this.count = count;
    let next = 0;
    for (const { name, type } of this.#columns) {
      const column = values[next++] ?? [];
      if (type !== 'number') {
        this.texts[name] = column.map((value) => (typeof value === 'string' ? value : ''));
        continue;
      }
      const written = values[next++] ?? [];
      const numbers = Float64Array.from(column, (value) =>
        value === null ? Number.NaN : Number(value),
      );
      const unreadable = new Map<number, string>();
      for (const [row, text] of written.entries()) {
        if (text === null) continue;
        numbers[row] = Number.POSITIVE_INFINITY;
        unreadable.set(row, String(text));
      }
      this.numbers[name] = numbers;
      if (unreadable.size > 0) this.unreadable.set(name, unreadable);
    }
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
