/** Small tables, such as a row per portfolio, into a file. */
import { writeFileSync } from 'node:fs';
import type { DuckDBConnection } from '@duckdb/node-api';
import { Float64, Table, tableToIPC, Utf8, vectorFromArray } from 'apache-arrow';
import { identifier, literal, openDatabase } from '../../tables/index.js';
import type { Column } from '../columns.js';
import { copyOptions, outputFormatOf } from './format.js';

/** Values by column; null for nothing. */
export type TableRow = Readonly<Record<string, string | number | null>>;

/** Rows that are handed over together. */
const ROWS_TOGETHER = 16384;
const SQL_TYPES = {
  text: 'VARCHAR',
  code: 'VARCHAR',
  number: 'DOUBLE',
  integer: 'BIGINT',
} as const;

/**
 * Writes rows in order.
 *
 * @param path says the format
 * @param aside what is written to
 */
export async function writeRows(
  path: string,
  aside: string,
  columns: readonly Column[],
  rows: readonly TableRow[],
): Promise<void> {
  const format = outputFormatOf(path);
  if (format === 'arrow' || format === 'arrowStream') {
    const table = arrowTable(columns, rows);
    writeFileSync(aside, tableToIPC(table, format === 'arrow' ? 'file' : 'stream'));
    return;
  }
  const database = await openDatabase();
  try {
    const connection = await database.connect();
    await insert(connection, columns, rows);
    await connection.run(`COPY rows TO ${literal(aside)} (${copyOptions(path)})`);
  } finally {
    database.close();
  }
}

async function insert(
  connection: DuckDBConnection,
  columns: readonly Column[],
  rows: readonly TableRow[],
): Promise<void> {
  const defined = columns.map(({ name, type }) => `${identifier(name)} ${SQL_TYPES[type]}`);
  await connection.run(`CREATE TABLE rows (${defined.join(', ')})`);
  const shape = columns.map(({ name, type }) => `${JSON.stringify(name)}: "${SQL_TYPES[type]}"`);
  const values = `unnest(from_json($rows, ${literal(`[{${shape.join(', ')}}]`)}), recursive := true)`;
  for (let from = 0; from < rows.length; from += ROWS_TOGETHER) {
    // One text: an appender takes several calls per value.
    const text = JSON.stringify(rows.slice(from, from + ROWS_TOGETHER));
    await connection.run(`INSERT INTO rows SELECT ${values}`, { rows: text });
  }
}

function arrowTable(columns: readonly Column[], rows: readonly TableRow[]): Table {
  const vectors = columns.map(({ name, type }) => {
    const isText = type === 'text' || type === 'code';
    const values = rows.map((row) => row[name] ?? null);
    return [name, vectorFromArray(values, isText ? new Utf8() : new Float64())] as const;
  });
  return new Table(Object.fromEntries(vectors));
}
