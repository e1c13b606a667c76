/** Small files of fills, and where the recorded ones are. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const DATA = process.env.EVENKEEL_DATA ?? resolve(import.meta.dirname, '../../../shared/data');

/** Files of a recorded data set; none when the data folder is absent. */
export function recorded(folder: string, ...names: readonly string[]): readonly string[] {
  const files = names.map((name) => join(DATA, folder, name));
  return files.every((file) => existsSync(file)) ? files : [];
}

/** A folder of files that `remove` deletes. */
export class Folder {
  readonly #path = mkdtempSync(join(tmpdir(), 'evenkeel-reconcile-'));

  path(name: string): string {
    return join(this.#path, name);
  }

  write(name: string, lines: readonly string[]): string {
    writeFileSync(this.path(name), `${lines.join('\n')}\n`);
    return this.path(name);
  }

  remove(): void {
    rmSync(this.#path, { recursive: true });
  }
}

export const HYPERLIQUID_HEADER =
  'Account,Coin,Execution Price,Size Tokens,Size USD,Side,Timestamp IST,Start Position,' +
  'Direction,Closed PnL,Crossed,Fee';

/** One row of a Hyperliquid export. */
export function hyperliquidRow(fill: {
  readonly coin?: string;
  readonly price: number | string;
  readonly size: number | string;
  readonly side: 'BUY' | 'SELL';
  readonly start: number | string;
  readonly direction?: string;
  readonly pnl?: number | string;
  readonly fee?: number | string;
}): string {
  const {
    coin = 'XYZ',
    price,
    size,
    side,
    start,
    direction = 'Open Long',
    pnl = 0,
    fee = 0,
  } = fill;
  const time = '01-01-2025 00:00';
  return ['0xabc', coin, price, size, 0, side, time, start, direction, pnl, 'TRUE', fee].join(',');
}
