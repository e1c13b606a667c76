/** Reconciled rows as a table on disk. */
import { type ColumnType, writeTable } from '../../tables/index.js';
import type { ReconciledRow } from './types.js';

const columns: readonly (readonly [keyof ReconciledRow, ColumnType])[] = [
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
  const cells = rows.map((row) => columns.map(([name]) => row[name]));
  await writeTable(path, columns, cells);
}
