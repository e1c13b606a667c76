/** How a CSV file is laid out, found once: a bind of `read_csv` alone would look for it every time. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { fileLiteral, literal } from './duckdb.js';

/** What stands for no character in a layout. */
const NOTHING = '(empty)';
/** Where the first rows have no quotes, later ones may. */
const USUAL_QUOTE = '"';

/** A column and its type by DuckDB. */
interface Typed {
  readonly name: string;
  readonly type: string;
}

/**
 * A relation of a CSV file with a header, to be put behind FROM.
 *
 * @param isText every column is VARCHAR, whatever it holds
 */
export async function csvRelation(
  connection: DuckDBConnection,
  file: string,
  isText: boolean,
): Promise<string> {
  const name = fileLiteral(file);
  const sql = `SELECT Delimiter, Quote, Escape, NewLineDelimiter, Comment, SkipRows, Columns
    FROM sniff_csv(${name}, header=true, all_varchar=${isText})`;
  const [found] = (await connection.runAndReadAll(sql)).getRowObjectsJson();
  const told = (key: string): string => String(found?.[key] ?? NOTHING);
  const character = (value: string): string => literal(value === NOTHING ? '' : value);
  const isQuoted = told('Quote') !== NOTHING;
  const columns = ((found?.Columns ?? []) as unknown as readonly Typed[]).map(
    (column) => `${literal(column.name)}: ${literal(column.type)}`,
  );
  const options = [
    'auto_detect=false',
    'header=true',
    `delim=${character(told('Delimiter'))}`,
    `quote=${character(isQuoted ? told('Quote') : USUAL_QUOTE)}`,
    `escape=${character(isQuoted ? told('Escape') : USUAL_QUOTE)}`,
    `comment=${character(told('Comment'))}`,
    `new_line=${character(told('NewLineDelimiter'))}`,
    `skip=${told('SkipRows')}`,
    `columns={${columns.join(', ')}}`,
  ];
  return `read_csv(${name}, ${options.join(', ')})`;
}
