/** Tables that come in: which columns they must have, what may be chosen from them. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { EvenkeelError } from '../../errors.js';
import { identifier, readingError } from '../../tables/index.js';
import type { Column } from '../columns.js';
import { fileRelation, typesOf } from './file-relation.js';

/** Which rows of a file are meant. */
export interface Selection {
  /** SQL condition over the columns of the file. */
  readonly where?: string | undefined;
  /** SQL query over a view `input` of the file; its column `row`, if it has one, numbers the rows. */
  readonly sql?: string | undefined;
}

/**
 * A view of DuckDB with `row` and, for each known column, its value under its name and under
 * `<name> text` what was written where that is no number.
 */
export interface Input {
  readonly file: string;
  readonly view: string;
  /** Known columns that are there. */
  readonly columns: ReadonlySet<string>;
}

const NUMBER_TYPE = /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DOUBLE|FLOAT|REAL|DECIMAL.*)$/;
const TEXT_TYPE = /^(VARCHAR|ENUM.*|UUID|U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?)$/;
const TIME_TYPE = /^(TIMESTAMP.*|DATE)$/;

/**
 * Opens a file as the view `name`.
 *
 * @throws EvenkeelError `DATA` when it cannot be read, lacks a column or has one of a wrong type,
 *   `USAGE` when the selection is no SQL that fits it
 */
export async function openInput(
  connection: DuckDBConnection,
  name: string,
  file: string,
  known: readonly Column[],
  selection: Selection = {},
): Promise<Input> {
  try {
    const relation = await fileRelation(connection, file, known);
    const input = identifier(isSelected(selection) ? 'input' : `${name} file`);
    const columns = [...relation.types.keys()].flatMap((column) => {
      const isNumber = known.some((each) => each.name === column && each.type === 'number');
      return relation.isText && isNumber ? numberOfText(column) : [identifier(column)];
    });
    const source = `SELECT row, ${columns.join(', ')} FROM ${relation.sql}`;
    await connection.run(`CREATE OR REPLACE TEMP VIEW ${input} AS ${source}`);
    const sql = await selected(connection, file, input, selection);
    const types = await typesOf(connection, `(${sql})`);
    requireColumns(file, known, types);
    const values = known
      .filter((column) => types.has(column.name))
      .flatMap((column) => columnSql(column, types));
    const row = types.has('row') ? 'row' : 'row_number() OVER ()';
    await connection.run(
      `CREATE OR REPLACE TEMP VIEW ${identifier(name)} AS
       SELECT CAST(${row} AS DOUBLE) AS row, ${values.join(', ')} FROM (${sql})`,
    );
    const present = known.map((column) => column.name).filter((each) => types.has(each));
    return { file, view: identifier(name), columns: new Set(present) };
  } catch (cause) {
    throw readingError(cause, file);
  }
}

const isSelected = ({ where, sql }: Selection): boolean => where !== undefined || sql !== undefined;

/** A number of a text; one that is none is NaN, and what it was stays beside it. */
function numberOfText(column: string): string[] {
  const text = identifier(column);
  const number = `CASE WHEN ${text} IS NOT NULL THEN coalesce(TRY_CAST(${text} AS DOUBLE), 'NaN') END`;
  return [`${number} AS ${text}`, `${text} AS ${identifier(`${column} text`)}`];
}

async function selected(
  connection: DuckDBConnection,
  file: string,
  input: string,
  { where, sql }: Selection,
): Promise<string> {
  if (!isSelected({ where, sql })) return `SELECT * FROM ${input}`;
  const query = sql ?? `SELECT * FROM ${input}`;
  const chosen =
    where === undefined
      ? `SELECT * FROM (${query}\n)`
      : `SELECT * FROM (${query}\n) WHERE (${where}\n)`;
  try {
    await connection.run(`EXPLAIN ${chosen}`);
    return chosen;
  } catch (cause) {
    const message = cause instanceof Error ? cause.message.split('\n', 1)[0] : String(cause);
    const flag = where === undefined ? 'query' : 'condition';
    throw new EvenkeelError('USAGE', `${flag} on ${file}: ${message}`, { where, sql }, { cause });
  }
}

function requireColumns(
  file: string,
  known: readonly Column[],
  types: ReadonlyMap<string, string>,
): void {
  const present = [...types.keys()].filter((name) => name !== 'row' && !name.endsWith(' text'));
  for (const { name, type, optional } of known) {
    const actual = types.get(name);
    if (actual === undefined) {
      if (optional) continue;
      const has = present.slice(0, 12).join(', ') + (present.length > 12 ? ', ...' : '');
      const message = `${file} has no column "${name}" (it has ${has})`;
      throw new EvenkeelError('DATA', message, { file, column: name });
    }
    if (fits(type, actual)) continue;
    const wanted = type === 'number' ? 'a number' : 'a text';
    const message = `${file}: column "${name}" is ${actual} where ${wanted} is expected`;
    throw new EvenkeelError('DATA', message, { file, column: name, type: actual });
  }
}

function fits(wanted: Column['type'], actual: string): boolean {
  // A column without a value has a type of its own.
  if (actual === '"NULL"') return true;
  if (wanted === 'number') return NUMBER_TYPE.test(actual);
  return TEXT_TYPE.test(actual) || TIME_TYPE.test(actual);
}

/** Value, and of numbers the text, of a column that is there. */
function columnSql({ name, type }: Column, types: ReadonlyMap<string, string>): string[] {
  const column = identifier(name);
  const actual = types.get(name) ?? '';
  if (type !== 'number') {
    const text = TIME_TYPE.test(actual)
      ? `strftime(CAST(${column} AS TIMESTAMP), '%Y-%m-%dT%H:%M:%S.%gZ')`
      : `CAST(${column} AS VARCHAR)`;
    return [`${text} AS ${column}`];
  }
  const number = `CAST(${column} AS DOUBLE)`;
  const written = `${name} text`;
  const text = types.has(written) ? identifier(written) : `CAST(${column} AS VARCHAR)`;
  return [
    `${number} AS ${column}`,
    `CASE WHEN NOT isfinite(${number}) THEN ${text} END AS ${identifier(written)}`,
  ];
}

/**
 * A number of a view: NaN where it was left out, infinite where it is none. Bits of validity are slow to
 * read.
 */
export function numberSql(name: string): string {
  return `CASE WHEN ${identifier(`${name} text`)} IS NOT NULL THEN 'Infinity'::DOUBLE
    ELSE coalesce(${identifier(name)}, 'NaN') END`;
}
