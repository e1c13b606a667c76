/** The cash of portfolios in a file. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { readingError } from '../../tables/index.js';
import { CASH_COLUMNS } from '../columns.js';
import type { RejectedRow } from '../types.js';
import { type Input, openInput } from './input.js';
import { duplicateKey } from './market-table.js';
import { portfolioSql } from './portfolios.js';

/** A balance. */
export interface CashRow {
  readonly portfolio: string;
  readonly asset: string;
  readonly amount: number;
}

/** Balances, and the rows that are none. */
export interface CashRows {
  readonly rows: readonly CashRow[];
  readonly rejected: readonly RejectedRow[];
}

/** Opens a file of balances. @throws EvenkeelError `DATA` as `openInput` */
export function openCash(connection: DuckDBConnection, file: string): Promise<Input> {
  return openInput(connection, 'cash', file, CASH_COLUMNS);
}

/**
 * Reads balances: rejects assets that the market does not have (UNKNOWN_ASSET) and amounts that are no
 * numbers (NUMBER).
 *
 * @param assets that the market has
 * @throws EvenkeelError `DATA` when the file cannot be read, or a portfolio has an asset twice
 */
export async function readCash(
  connection: DuckDBConnection,
  input: Input,
  assets: ReadonlyMap<string, number>,
): Promise<CashRows> {
  const select = `row, ${portfolioSql(input)}, asset, amount, "amount text"`;
  try {
    const sql = `SELECT ${select} FROM ${input.view} ORDER BY row`;
    const reader = await connection.runAndReadAll(sql);
    return sortOut(input.file, reader.getRowsJS(), assets);
  } catch (cause) {
    throw readingError(cause, input.file);
  }
}

function sortOut(
  file: string,
  values: readonly (readonly unknown[])[],
  assets: ReadonlyMap<string, number>,
): CashRows {
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
