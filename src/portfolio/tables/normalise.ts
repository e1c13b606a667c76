/** From the table of positions to the work file: names to indices, sizes to lots, prices to ticks. */
import type { DuckDBConnection, DuckDBDataChunk, DuckDBResult } from '@duckdb/node-api';
import { EvenkeelError } from '../../errors.js';
import { doublesOf, identifier, readingError } from '../../tables/index.js';
import type { MarketInstruments } from '../types.js';
import { defineEnumeration, placeSql } from './enumeration.js';
import { type Input, numberSql } from './input.js';
import { DuplicateKeys } from './keys.js';
import { portfolioSql } from './portfolios.js';
import { type Fault, PositionCheck, type PositionValues } from './position-check.js';
import type { Rejects } from './rejects.js';
import type { WorkWriter } from './work-file.js';

/** Instruments that positions may name. */
export interface KnownInstruments
  extends Pick<MarketInstruments, 'symbols' | 'lotSize' | 'tickSize' | 'isInverse'> {
  /** Symbols of the market table that its book does not have. */
  readonly unusable: readonly string[];
}

/** What is needed beside the table. */
export interface NormaliseOptions {
  readonly portfolios: readonly string[];
  readonly instruments: KnownInstruments;
  readonly work: WorkWriter;
  readonly rejects: Rejects;
  readonly signal?: AbortSignal | undefined;
  readonly progress?: ((rows: number) => void) | undefined;
}

const NUMBERS = ['position', 'average_entry', 'open_buy', 'open_sell', 'booked'] as const;
/** Columns of numbers of a chunk; those of texts, read when a row is rejected, come behind. */
const VALUES = ['row', 'portfolio', 'instrument', ...NUMBERS] as const;
const TEXTS = ['instrument', ...NUMBERS] as const;

/**
 * Writes every row that can be used to the work file, in order, and the others to the rejects.
 *
 * @returns rows of the table; fewer when the signal was aborted
 * @throws EvenkeelError `DATA` when the table cannot be read, none of its rows can be used, or two are
 *   of the same portfolio and instrument
 */
export async function normalise(
  connection: DuckDBConnection,
  input: Input,
  options: NormaliseOptions,
): Promise<number> {
  const { instruments, portfolios, work, rejects, signal, progress } = options;
  const keys = new DuplicateKeys(input.file, work, portfolios, instruments.symbols);
  const rows = new PositionRows(new PositionCheck(instruments), keys, work, rejects);
  try {
    await defineEnumeration(connection, 'portfolios', portfolios);
    const symbols = [...instruments.symbols, ...instruments.unusable];
    await defineEnumeration(connection, 'instruments', symbols);
    const result = await connection.stream(selectOf(input, instruments.symbols.length));
    await eachChunk(result, (chunk) => {
      if (signal?.aborted) return false;
      rows.take(chunk);
      progress?.(rows.count);
      return true;
    });
    work.finish();
    keys.finish();
  } catch (cause) {
    throw readingError(cause, input.file);
  }
  if (rows.count > 0 && work.rows === 0 && !signal?.aborted) throw rows.noneUsable(input.file);
  return rows.count;
}

/** Chunks in order, until there are no more or `take` is false; the next one is fetched meanwhile. */
async function eachChunk(
  result: DuckDBResult,
  take: (chunk: DuckDBDataChunk) => boolean,
): Promise<void> {
  let next = result.fetchChunk();
  try {
    for (;;) {
      const chunk = await next;
      if (chunk === null || chunk.rowCount === 0) return;
      next = result.fetchChunk();
      if (!take(chunk)) return;
    }
  } finally {
    // The connection may not be closed before; a failure of what nobody reads any more is none.
    await Promise.allSettled([next]);
  }
}

function selectOf(input: Input, usable: number): string {
  const hasNumber = (name: string): boolean => input.columns.has(name);
  const numbers = NUMBERS.map((name) => (hasNumber(name) ? numberSql(name) : `'NaN'::DOUBLE`));
  const texts = NUMBERS.map((name) =>
    hasNumber(name) ? identifier(`${name} text`) : 'NULL::VARCHAR',
  );
  const portfolio = placeSql('portfolios', portfolioSql(input));
  const instrument = placeSql('instruments', 'instrument');
  const unknown = `CASE WHEN ${instrument} NOT BETWEEN 0 AND ${usable - 1} THEN instrument END`;
  const columns = ['row', portfolio, instrument, ...numbers, unknown, ...texts];
  return `SELECT ${columns.join(', ')} FROM ${input.view}`;
}

/** Sorts rows out, chunk after chunk. */
class PositionRows {
  readonly #check: PositionCheck;
  readonly #keys: DuplicateKeys;
  readonly #work: WorkWriter;
  readonly #rejects: Rejects;
  #first: string | undefined;
  count = 0;

  constructor(check: PositionCheck, keys: DuplicateKeys, work: WorkWriter, rejects: Rejects) {
    this.#check = check;
    this.#keys = keys;
    this.#work = work;
    this.#rejects = rejects;
  }

  take(chunk: DuckDBDataChunk): void {
    const values = columnsOf(chunk);
    const rows = chunk.rowCount;
    for (let row = 0; row < rows; row++) {
      const { block, at } = this.#work;
      const fault = this.#check.put(values, row, block, at);
      if (fault !== null) {
        this.#reject(fault, values, row, chunk);
        continue;
      }
      this.#keys.add(block, at);
      this.#work.advance();
    }
    this.count += rows;
  }

  noneUsable(file: string): EvenkeelError {
    const message = `${file}: none of ${this.count} rows can be used; ${this.#first}`;
    return new EvenkeelError('DATA', message, {
      file,
      rows: this.count,
      rejects: this.#rejects.counts,
    });
  }

  #reject(
    { code, column }: Fault,
    values: PositionValues,
    at: number,
    chunk: DuckDBDataChunk,
  ): void {
    const row = values.row[at] as number;
    const value = writtenIn(chunk, column, values, at);
    this.#first ??= `row ${row}: ${code}, column "${column}" is "${value}"`;
    this.#rejects.add({ table: 'positions', row, code, column, value });
  }
}

function columnsOf(chunk: DuckDBDataChunk): PositionValues {
  const entries = VALUES.map((name, column) => [name, doublesOf(chunk, column)] as const);
  return Object.fromEntries(entries) as unknown as PositionValues;
}

/** What stands in a cell: its text where it is not understood, else its number. */
function writtenIn(
  chunk: DuckDBDataChunk,
  column: Fault['column'],
  values: PositionValues,
  at: number,
): string {
  const place = (TEXTS as readonly string[]).indexOf(column);
  const text = place < 0 ? null : chunk.getColumnVector(VALUES.length + place).getItem(at);
  if (text !== null) return String(text);
  const value = values[column][at] as number;
  return column === 'instrument' || Number.isNaN(value) ? '' : String(value);
}
