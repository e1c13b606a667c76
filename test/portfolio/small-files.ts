/** Small portfolios and markets as files. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../src/tables/index.js';

/** When the market is. */
export const AS_OF = '2026-01-01T00:00:00Z';

const MARKET = [
  'instrument,contract,underlying,settle,settle_rate,tick_size,lot_size,bid,ask,expiry,strike,right,implied_volatility',
  'ALFA,linear,A,USD,,0.01,0.001,99.99,100.01,,,,',
  'BETA,linear,B,USD,,0.5,0.1,20.5,21,,,,',
  'COIN,inverse,C,C,2000,0.5,1,2000,2000.5,,,,',
  'CALL,option,A,USD,,0.01,0.1,,,2026-06-01T00:00:00Z,110,call,0.6',
  'LOST,linear,D,USD,,0.01,0.001,,,,,,',
];

/** A folder of its own with a market in it. */
export class SmallFiles {
  readonly folder = mkdtempSync(join(tmpdir(), 'evenkeel-evaluate-'));
  readonly market: string;

  constructor() {
    this.market = this.write('market.csv', MARKET);
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  write(name: string, lines: readonly string[]): string {
    writeFileSync(this.path(name), `${lines.join('\n')}\n`);
    return this.path(name);
  }

  /** Rows by column as CSV; what a row does not say is empty. */
  table(
    name: string,
    rows: readonly Readonly<Record<string, string | number | null | undefined>>[],
  ): string {
    const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    const lines = rows.map((row) => columns.map((column) => row[column] ?? '').join(','));
    return this.write(name, [columns.join(','), ...lines]);
  }

  /** Names of files that are there, besides those given. */
  others(...names: readonly string[]): string[] {
    return readdirSync(this.folder).filter((name) => !names.includes(name));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

/** Runs SQL, rows as arrays. */
export async function query(sql: string): Promise<unknown[][]> {
  const database = await openDatabase();
  try {
    const connection = await database.connect();
    return (await connection.runAndReadAll(sql)).getRows();
  } finally {
    database.close();
  }
}
