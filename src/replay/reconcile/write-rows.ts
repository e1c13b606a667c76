/** Reconciled rows as a table on disk. */
import { resolve } from 'node:path';
import type { DuckDBAppender } from '@duckdb/node-api';
import { EvenkeelError } from '../../errors.js';
import { formatOf, literal, openDatabase } from '../../tables/index.js';
import type { ReconciledRow } from './types.js';

type Cell = ReconciledRow[keyof ReconciledRow];

const columns: readonly (readonly [keyof ReconciledRow, 'INTEGER' | 'VARCHAR' | 'DOUBLE'])[] = [
  ['row', 'INTEGER'],
  ['account', 'VARCHAR'],
  ['symbol', 'VARCHAR'],
  ['time', 'VARCHAR'],
  ['side', 'VARCHAR'],
  ['price', 'DOUBLE'],
  ['size', 'DOUBLE'],
  ['positionBefore', 'DOUBLE'],
  ['entry', 'DOUBLE'],
  ['closed', 'DOUBLE'],
  ['venuePnl', 'DOUBLE'],
  ['pnl', 'DOUBLE'],
  ['difference', 'DOUBLE'],
  ['modelledPnl', 'DOUBLE'],
  ['class', 'VARCHAR'],
  ['startPositionBreak', 'DOUBLE'],
];

/**
 * Writes rows as a table: Parquet when the path ends like one, else CSV.
 *
 * @throws EvenkeelError `IO` when the file cannot be written
 */
export async function writeRows(rows: readonly ReconciledRow[], path: string): Promise<void> {
  const database = await openDatabase();
  try {
    const connection = await database.connect();
    const declared = columns.map(([name, type]) => `"${name}" ${type}`).join(', ');
    await connection.run(`CREATE TABLE reconciled (${declared})`);
    const appender = await connection.createAppender('reconciled');
    for (const row of rows) {
      for (const [name, type] of columns) append(appender, row[name], type);
      appender.endRow();
    }
    appender.closeSync();
    const format = formatOf(path) === 'parquet' ? 'FORMAT parquet' : 'FORMAT csv, HEADER true';
    await connection.run(`COPY reconciled TO ${literal(resolve(path))} (${format})`);
  } catch (cause) {
    throw new EvenkeelError('IO', `cannot write the rows to ${path}`, { path }, { cause });
  } finally {
    database.close();
  }
}

function append(appender: DuckDBAppender, value: Cell, type: string): void {
  if (value === null) appender.appendNull();
  else if (type === 'VARCHAR') appender.appendVarchar(String(value));
  else if (type === 'INTEGER') appender.appendInteger(Number(value));
  else appender.appendDouble(Number(value));
}
