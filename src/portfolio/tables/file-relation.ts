/** A file as a relation: the columns it has, each row with its number. */
import { statSync } from 'node:fs';
import type { DuckDBConnection } from '@duckdb/node-api';
import { EvenkeelError } from '../../errors.js';
import {
  csvRelation,
  fileLiteral,
  formatOf,
  identifier,
  literal,
  requireWholeGzip,
} from '../../tables/index.js';
import type { Column } from '../columns.js';
import { arrowRelation, isArrow } from './arrow-input.js';

/** Rows of a JSON file that say which columns it has. */
const JSON_SAMPLE_ROWS = 20480;

/** A relation of SQL and the types of its columns. */
export interface Relation {
  /** To be put behind FROM; has a column `row`, 1 for the first. */
  readonly sql: string;
  /** Name to type of DuckDB, `row` not among them. */
  readonly types: ReadonlyMap<string, string>;
  /** All columns are texts, whatever they hold. */
  readonly isText: boolean;
}

/** Describes what a relation has. */
export async function typesOf(
  connection: DuckDBConnection,
  sql: string,
): Promise<Map<string, string>> {
  const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${sql}`);
  return new Map(described.getRows().map((row) => [String(row[0]), String(row[1])]));
}

/**
 * Opens a CSV, Parquet, JSON or Arrow file. Cells of CSV and JSON stay texts, so that one that is no
 * number is a rejected row and not the end of the run.
 *
 * @throws EvenkeelError `DATA` when it is not there, cut off or not what its name says
 */
export async function fileRelation(
  connection: DuckDBConnection,
  file: string,
  known: readonly Column[],
): Promise<Relation> {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found?.isFile()) {
    const what = found === undefined ? 'there is no such file' : 'it is no file';
    throw new EvenkeelError('DATA', `cannot read ${file}: ${what}`, { file });
  }
  if (found.size === 0) throw new EvenkeelError('DATA', `${file} is empty`, { file });
  if (isArrow(file)) {
    const sql = await arrowRelation(connection, file);
    return numbered(sql, await typesOf(connection, sql), false);
  }
  await requireWholeGzip(file);
  const format = formatOf(file);
  if (format === 'parquet') return parquetRelation(connection, file);
  if (format === 'json') return jsonRelation(connection, file, known);
  const sql = await csvRelation(connection, file, true);
  return numbered(sql, await typesOf(connection, sql), true);
}

async function parquetRelation(connection: DuckDBConnection, file: string): Promise<Relation> {
  const types = await typesOf(connection, `read_parquet(${fileLiteral(file)})`);
  // Numbered by the reader: a window over all rows would read them on one thread.
  const counted = `read_parquet(${fileLiteral(file)}, file_row_number=true)`;
  if (types.has('file_row_number'))
    return numbered(`read_parquet(${fileLiteral(file)})`, types, false);
  const names = columnList(types);
  const sql = `(SELECT file_row_number + 1 AS row${names} FROM ${counted})`;
  return { sql, types: withoutRow(types), isText: false };
}

async function jsonRelation(
  connection: DuckDBConnection,
  file: string,
  known: readonly Column[],
): Promise<Relation> {
  const name = fileLiteral(file);
  const types = await typesOf(
    connection,
    `read_json(${name}, sample_size=${JSON_SAMPLE_ROWS}, records=true)`,
  );
  const texts = new Set([...known.map((column) => column.name)].filter((each) => types.has(each)));
  const columns = [...types].map(
    ([column, type]) => `${literal(column)}: ${literal(texts.has(column) ? 'VARCHAR' : type)}`,
  );
  const sql = `read_json(${name}, records=true, columns={${columns.join(', ')}})`;
  return numbered(sql, new Map([...types.keys()].map((column) => [column, 'VARCHAR'])), true);
}

function numbered(source: string, types: ReadonlyMap<string, string>, isText: boolean): Relation {
  const sql = `(SELECT row_number() OVER () AS row${columnList(types)} FROM ${source})`;
  return { sql, types: withoutRow(types), isText };
}

function withoutRow(types: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...types].filter(([name]) => name !== 'row'));
}

function columnList(types: ReadonlyMap<string, string>): string {
  return [...withoutRow(types).keys()].map((name) => `, ${identifier(name)}`).join('');
}
