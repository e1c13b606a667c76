/** Rows that cannot be used, in a CSV file that is there only when there are any. */
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { EvenkeelError } from '../../errors.js';
import type { RejectedRow } from '../types.js';

const COLUMNS = ['table', 'row', 'code', 'column', 'value'] as const;
const BUFFER_LINES = 1024;

/** Collects rejected rows. */
export class Rejects {
  readonly path: string;
  readonly #isStrict: boolean;
  readonly #counts = new Map<string, number>();
  #lines: string[] = [];
  #file: number | undefined;

  /**
   * @param path where the file is written, aside of its name
   * @param isStrict the first row that is rejected ends the run
   */
  constructor(path: string, isStrict: boolean) {
    this.path = path;
    this.#isStrict = isStrict;
  }

  /** Rows by code, sorted by code. */
  get counts(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** All of them. */
  get total(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }

  /** @throws EvenkeelError `DATA` when none may be rejected, `IO` when it cannot be written */
  add(rejected: RejectedRow): void {
    const { table, row, code, column, value } = rejected;
    if (this.#isStrict) {
      const message = `row ${row} of the ${table}: ${code}, column "${column}" is "${value}"`;
      throw new EvenkeelError('DATA', message, { ...rejected });
    }
    this.#counts.set(code, (this.#counts.get(code) ?? 0) + 1);
    this.#lines.push(COLUMNS.map((name) => cell(rejected[name])).join(','));
    if (this.#lines.length >= BUFFER_LINES) this.#flush();
  }

  /** Writes what is left; whether there is a file. */
  finish(): boolean {
    if (this.total > 0) this.#flush();
    this.close();
    return this.total > 0;
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }

  #flush(): void {
    try {
      if (this.#file === undefined) {
        this.#file = openSync(this.path, 'w');
        writeFileSync(this.#file, `${COLUMNS.join(',')}\n`);
      }
      if (this.#lines.length > 0) writeFileSync(this.#file, `${this.#lines.join('\n')}\n`);
      this.#lines = [];
    } catch (cause) {
      const message = `cannot write the rejects file ${this.path}`;
      throw new EvenkeelError('IO', message, { path: this.path }, { cause });
    }
  }
}

function cell(value: string | number): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
