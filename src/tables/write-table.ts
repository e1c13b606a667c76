/** Rows into a Parquet or CSV file. */
import { resolve } from 'node:path';
import type { DuckDBAppender } from '@duckdb/node-api';
import { EvenkeelError } from '../errors.js';
import { identifier, literal, openDatabase } from './duckdb.js';
import { formatOf } from './format.js';

/** Type of a column. */
export type ColumnType = 'INTEGER' | 'BIGINT' | 'VARCHAR' | 'DOUBLE';

/** Names and types in order. */
export type Columns = readonly (readonly [name: string, type: ColumnType])[];

/** One value of a row; null for none. */
export type Cell = string | number | bigint | null;

/**
 * Writes rows as a table: Parquet when the path ends like one, else CSV.
 *
 * @param rows one cell per column each
 * @throws EvenkeelError `IO` when the file cannot be written
 */
export async function writeTable(
  path: string,
  columns: Columns,
  rows: Iterable<readonly Cell[]>,
): Promise<void> {
  const database = await openDatabase();
  try {
    const connection = await database.connect();
    const declared = columns.map(([name, type]) => `${identifier(name)} ${type}`).join(', ');
    await connection.run(`CREATE TABLE written (${declared})`);
    const appender = await connection.createAppender('written');
    for (const row of rows) {
      for (const [index, [, type]] of columns.entries()) append(appender, row[index] ?? null, type);
      appender.endRow();
    }
    appender.closeSync();
    const format = formatOf(path) === 'parquet' ? 'FORMAT parquet' : 'FORMAT csv, HEADER true';
    await connection.run(`COPY written TO ${literal(resolve(path))} (${format})`);
  } catch (cause) {
    // What the rows come from may fail too.
    if (cause instanceof EvenkeelError) throw cause;
    throw new EvenkeelError('IO', `cannot write the rows to ${path}`, { path }, { cause });
  } finally {
    database.close();
  }
}

function append(appender: DuckDBAppender, value: Cell, type: ColumnType): void {
  if (value === null) appender.appendNull();
  else if (type === 'VARCHAR') appender.appendVarchar(String(value));
  else if (type === 'INTEGER') appender.appendInteger(Number(value));
  else if (type === 'BIGINT') appender.appendBigInt(BigInt(value));
  else appender.appendDouble(Number(value));
}
