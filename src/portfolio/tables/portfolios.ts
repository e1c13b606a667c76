/** Names of portfolios as numbers. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { readingError } from '../../tables/index.js';
import type { Input } from './input.js';

/** Of positions without a portfolio. */
const DEFAULT_PORTFOLIO = 'default';

/** Expression for the name of the portfolio of a row. */
export function portfolioSql({ columns }: Input): string {
  if (!columns.has('portfolio')) return `'${DEFAULT_PORTFOLIO}'`;
  return `coalesce(nullif(portfolio, ''), '${DEFAULT_PORTFOLIO}')`;
}

/** The names in tables, sorted by their bytes: an index does not depend on the order of rows. */
export async function portfolioNames(
  connection: DuckDBConnection,
  inputs: readonly Input[],
): Promise<readonly string[]> {
  const selects = inputs.map(
    (input) => `SELECT DISTINCT ${portfolioSql(input)} FROM ${input.view}`,
  );
  try {
    const sql = `SELECT name FROM (${selects.join(' UNION ')}) AS names(name) ORDER BY name`;
    const reader = await connection.runAndReadAll(sql);
    return reader.getRows().map(([name]) => String(name));
  } catch (cause) {
    throw readingError(cause, inputs[0]?.file ?? '');
  }
}
