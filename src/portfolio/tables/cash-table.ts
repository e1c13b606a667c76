/** The cash of portfolios in a file. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { readingError } from '../../tables/index.js';
import { CASH_COLUMNS } from '../columns.js';
import type { RejectedRow } from '../types.js';
import { openInput } from './input.js';
import { duplicateKey } from './market-table.js';
import { portfolioSql } from './portfolios.js';

/** A balance. */
export interface CashRow {
  readonly portfolio: string;
  readonly asset: string;
  readonly amount: number;
}

/** Balances, and the rows that are none. */
export interface CashTable {
  readonly rows: readonly CashRow[];
  readonly rejected: readonly RejectedRow[];
}

/**
 * Reads balances: rejects assets that the market does not have (UNKNOWN_ASSET) and amounts that are no
 * numbers (NUMBER).
 *
 * @throws EvenkeelError `DATA` when the file cannot be read, or a portfolio has an asset twice
 */
export async function readCash(
  connection: DuckDBConnection,
  file: string,
  assets: ReadonlySet<string>,
): Promise<CashTable> {
  const input = await openInput(connection, 'cash', file, CASH_COLUMNS);
  const select = `row, ${portfolioSql(input)}, asset, amount, "amount text"`;
  try {
    const sql = `SELECT ${select} FROM ${input.view} ORDER BY row`;
    const reader = await connection.runAndReadAll(sql);
    return sortOut(file, reader.getRowsJS(), assets);
  } catch (cause) {
    throw readingError(cause, file);
  }
}

function sortOut(
  file: string,
  values: readonly (readonly unknown[])[],
  assets: ReadonlySet<string>,
): CashTable {
  const rows: CashRow[] = [];
  const rejected: RejectedRow[] = [];
  const seen = new Map<string, number>();
  for (const [number, name, currency, amount, text] of values) {
    const row = Number(number);
    const portfolio = String(name);
    const asset = String(currency ?? '');
    const reject = (code: string, column: string, value: string): void => {
      rejected.push({ table: 'cash', row, code, column, value });
    };
    if (!assets.has(asset)) reject('UNKNOWN_ASSET', 'asset', asset);
    else if (!Number.isFinite(amount)) reject('NUMBER', 'amount', String(text ?? ''));
    else {
      const key = JSON.stringify([portfolio, asset]);
      const first = seen.get(key);
      if (first !== undefined) throw duplicateKey(file, [first, row], { portfolio, asset });
      seen.set(key, row);
      rows.push({ portfolio, asset, amount: Number(amount) });
    }
  }
  return { rows, rejected };
}
