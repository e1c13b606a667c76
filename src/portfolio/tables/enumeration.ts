/** Lists of names as types of DuckDB: a cast finds a name without the join that would mix up the rows. */
import { type DuckDBConnection, LIST, listValue, VARCHAR } from '@duckdb/node-api';
import { identifier } from '../../tables/index.js';

/** Defines the type `name`, whose codes are places in the list. No name may occur twice. */
export async function defineEnumeration(
  connection: DuckDBConnection,
  name: string,
  values: readonly string[],
): Promise<void> {
  const table = identifier(`${name} values`);
  await connection.run(`CREATE OR REPLACE TEMP TABLE ${table} (place INTEGER, value VARCHAR)`);
  await connection.run(
    `INSERT INTO ${table} SELECT unnest(range(len($names)))::INTEGER, unnest($names)`,
    { names: listValue([...values]) },
    { names: LIST(VARCHAR) },
  );
  await connection.run(
    `CREATE TYPE ${identifier(name)} AS ENUM (SELECT value FROM ${table} ORDER BY place)`,
  );
}

/** Expression for the place of a text in the list, -1 when it is not there, as a double. */
export function placeSql(name: string, text: string): string {
  return `coalesce(enum_code(TRY_CAST(${text} AS ${identifier(name)})), -1)::DOUBLE`;
}
