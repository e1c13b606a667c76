/** Lists of names as types of DuckDB: a cast finds a name without the join that would mix up the rows. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { identifier } from '../../tables/index.js';

/** Defines the type `name`, whose codes are places in the list. No name may occur twice. */
export async function defineEnumeration(
  connection: DuckDBConnection,
  name: string,
  values: readonly string[],
): Promise<void> {
  const places = 'SELECT from_json($names, \'["VARCHAR"]\') AS names';
  const rows = 'SELECT unnest(names) AS value, generate_subscripts(names, 1) AS place FROM places';
  const table = identifier(`${name} values`);
  // One text: a parameter that is a list costs two calls of the binding per name.
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${table} AS WITH places AS (${places}) ${rows}`,
    { names: JSON.stringify(values) },
  );
  await connection.run(
    `CREATE TYPE ${identifier(name)} AS ENUM (SELECT value FROM ${table} ORDER BY place)`,
  );
  await connection.run(`DROP TABLE ${table}`);
}

/** Expression for the place of a text in the list, -1 when it is not there, as a double. */
export function placeSql(name: string, text: string): string {
  return `coalesce(enum_code(TRY_CAST(${text} AS ${identifier(name)})), -1)::DOUBLE`;
}
