/** Finding files, and what is in them before their rows are read. */
import { isAbsolute, join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { EvenkeelError } from '../../errors.js';
import { type FileFormat, identifier, literal, readingError } from '../../tables/index.js';
import type { ColumnType, Preset } from './preset-types.js';

/** Files of paths or globs, each glob sorted by name. A path without a file is a DATA error. */
export async function findFiles(
  connection: DuckDBConnection,
  dataDir: string,
  patterns: readonly string[],
): Promise<string[]> {
  const found: string[] = [];
  for (const pattern of patterns) {
    const path = isAbsolute(pattern) ? pattern : join(dataDir, pattern);
    const result = await connection.runAndReadAll(
      `SELECT file FROM glob(${literal(path)}) ORDER BY file`,
    );
    const files = result.getRows().map((row) => String(row[0]));
    if (files.length === 0) {
      throw new EvenkeelError('DATA', `no file matches ${path}`, { file: path });
    }
    found.push(...files);
  }
  return found;
}

/**
 * FROM clause that reads the preset's columns of one file; a missing column or an empty file is a
 * DATA error that says so.
 */
export async function fileRelation(
  connection: DuckDBConnection,
  file: string,
  format: FileFormat,
  preset: Preset,
  delimiter: string,
): Promise<string> {
  try {
    if (format === 'csv') return await csvRelation(connection, file, preset, delimiter);
    return await typedRelation(connection, file, format, preset);
  } catch (cause) {
    throw readingError(cause, file);
  }
}

async function csvRelation(
  connection: DuckDBConnection,
  file: string,
  preset: Preset,
  delimiter: string,
): Promise<string> {
  const first = await firstRow(connection, file, delimiter);
  const needed = Object.keys(preset.types);
  const missing = needed.filter((column) => !first.includes(column));
  const headerless =
    preset.header === 'no' ||
    (preset.header === 'auto' && missing.length > 0 && Number.isFinite(Number(first[0])));
  if (!headerless && missing.length > 0) throw missingColumn(file, missing, first);
  const names = headerless ? (preset.names ?? []) : first;
  const width = first.length;
  if (headerless) {
    const beyond = needed.filter((column) => names.indexOf(column) >= width);
    if (beyond.length > 0) throw missingColumn(file, beyond, [`${width} columns without header`]);
  }
  const columns = Array.from({ length: width }, (_, index) => {
    const name = names[index] ?? `column ${index + 1}`;
    return `${literal(name)}: '${preset.types[name] ?? 'VARCHAR'}'`;
  });
  const options = [
    'auto_detect=false',
    `header=${!headerless}`,
    `delim=${literal(delimiter)}`,
    `quote='"'`,
    `columns={${columns.join(', ')}}`,
  ];
  return `read_csv(${literal(file)}, ${options.join(', ')})`;
}

/** The first line of a CSV file as text. */
async function firstRow(
  connection: DuckDBConnection,
  file: string,
  delimiter: string,
): Promise<string[]> {
  const sql = `SELECT * FROM read_csv(${literal(file)}, header=false, all_varchar=true, skip=0,
    delim=${literal(delimiter)}, quote='"', null_padding=true, strict_mode=false) LIMIT 1`;
  const row = (await connection.runAndReadAll(sql)).getRows()[0];
  if (row === undefined || row.every((value) => value === null)) {
    throw new EvenkeelError('DATA', `${file} is empty`, { file });
  }
  return row.map((value) => String(value ?? ''));
}

async function typedRelation(
  connection: DuckDBConnection,
  file: string,
  format: 'parquet' | 'json',
  preset: Preset,
): Promise<string> {
  const sql = `read_${format}(${literal(file)})`;
  const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${sql}`);
  const types = new Map(described.getRows().map((row) => [String(row[0]), String(row[1])]));
  const missing = Object.keys(preset.types).filter((column) => !types.has(column));
  if (missing.length > 0) throw missingColumn(file, missing, [...types.keys()]);
  for (const [column, wanted] of Object.entries(preset.types)) {
    const actual = types.get(column) ?? '';
    if (!fits(actual, wanted)) {
      throw new EvenkeelError(
        'DATA',
        `${file}: column "${column}" is ${actual} where a number is expected`,
        { file, column, type: actual },
      );
    }
  }
  const casts = Object.entries(preset.types).map(
    ([column, type]) => `CAST(${identifier(column)} AS ${type}) AS ${identifier(column)}`,
  );
  return `(SELECT ${casts.join(', ')} FROM ${sql})`;
}

function fits(actual: string, wanted: ColumnType): boolean {
  return wanted === 'VARCHAR' || /INT|DOUBLE|FLOAT|REAL|DECIMAL/.test(actual);
}

function missingColumn(
  file: string,
  missing: readonly string[],
  present: readonly string[],
): EvenkeelError {
  const shown = present.slice(0, 12).join(', ') + (present.length > 12 ? ', ...' : '');
  return new EvenkeelError(
    'DATA',
    `${file} has no column ${missing.map((column) => `"${column}"`).join(', ')} (it has ${shown})`,
    { file, column: missing[0] ?? '' },
  );
}
