/** Every event of a replay as a table on disk. */
import { rename, rm } from 'node:fs/promises';
import {
  DOUBLE,
  type DuckDBAppender,
  type DuckDBConnection,
  DuckDBDataChunk,
} from '@duckdb/node-api';
import { EvenkeelError } from '../errors.js';
import { type Database, literal, openDatabase } from './duckdb.js';
import type { EngineObserver, SessionEngine } from './engine/index.js';
import { ASK, BID } from './fills/index.js';

/** Rows of a chunk of DuckDB. */
const CHUNK_ROWS = 2048;
const KINDS = ['quote', 'trade', 'fill', 'funding'] as const;
const COLUMNS = 13;

/**
 * One row per event of the controlled pass with the touch, our published and resting quotes, position
 * and equity after it. The file appears under its name only when it is complete.
 */
export class EventFile implements EngineObserver {
  readonly #path: string;
  readonly #engine: SessionEngine;
  readonly #database: Database;
  readonly #connection: DuckDBConnection;
  readonly #appender: DuckDBAppender;
  readonly #touch: Float64Array;
  readonly #columns: readonly Float64Array[] = Array.from(
    { length: COLUMNS },
    () => new Float64Array(CHUNK_ROWS),
  );
  #rows = 0;

  private constructor(
    path: string,
    engine: SessionEngine,
    database: Database,
    connection: DuckDBConnection,
    appender: DuckDBAppender,
  ) {
    this.#path = path;
    this.#engine = engine;
    this.#database = database;
    this.#connection = connection;
    this.#appender = appender;
    this.#touch = new Float64Array(2 * engine.book.instruments.length);
  }

  /** Prepares a `.parquet` or `.csv` file. */
  static async create(path: string, engine: SessionEngine): Promise<EventFile> {
    if (!/\.(parquet|csv)$/.test(path)) {
      throw new EvenkeelError('USAGE', `${path}: an events file ends in .parquet or .csv`, {
        path,
      });
    }
    const database = await openDatabase();
    const connection = await database.connect();
    const columns = Array.from({ length: COLUMNS }, (_, index) => `v${index} DOUBLE`);
    await connection.run(`CREATE TABLE events (${columns.join(', ')})`);
    const appender = await connection.createAppender('events');
    return new EventFile(path, engine, database, connection, appender);
  }

  /** @inheritdoc */
  quote(instrument: number, time: number, bidTicks: number, askTicks: number): void {
    this.#touch[2 * instrument] = bidTicks;
    this.#touch[2 * instrument + 1] = askTicks;
    this.#append(0, instrument, time, 0, 0);
  }

  /** @inheritdoc */
  trade(instrument: number, time: number, ticks: number, lots: number, aggressor: number): void {
    this.#append(1, instrument, time, ticks, aggressor === 0 ? lots : -lots);
  }

  /** @inheritdoc */
  fill(instrument: number, time: number, ticks: number, signedLots: number): void {
    this.#append(2, instrument, time, ticks, signedLots);
  }

  /** @inheritdoc */
  funding(instrument: number, time: number, _rate: number): void {
    this.#append(3, instrument, time, 0, 0);
  }

  /** Writes the file and gives it its name. */
  async finish(): Promise<void> {
    this.#flush();
    this.#appender.flushSync();
    const temporary = this.#temporary();
    const format = this.#path.endsWith('.csv') ? 'FORMAT csv, HEADER' : 'FORMAT parquet';
    try {
      await this.#connection.run(`COPY (${this.#select()}) TO ${literal(temporary)} (${format})`);
      await rename(temporary, this.#path);
    } catch (cause) {
      const message = cause instanceof Error ? cause.message.split('\n', 1)[0] : String(cause);
      throw new EvenkeelError('IO', `cannot write ${this.#path}: ${message}`, {}, { cause });
    }
  }

  /** Releases what is held; removes what was not finished. */
  async discard(): Promise<void> {
    this.#database.close();
    await rm(this.#temporary(), { force: true });
  }

  #append(kind: number, instrument: number, time: number, ticks: number, lots: number): void {
    const { book, fills } = this.#engine;
    const { quotes } = book;
    const row = this.#rows++;
    const put = (column: number, value: number): void => {
      (this.#columns[column] as Float64Array)[row] = value;
    };
    put(0, time);
    put(1, instrument);
    put(2, kind);
    put(3, this.#touch[2 * instrument] as number);
    put(4, this.#touch[2 * instrument + 1] as number);
    put(5, quotes.bidTicks(instrument));
    put(6, quotes.askTicks(instrument));
    put(7, fills.restingTicks(instrument, BID));
    put(8, fills.restingTicks(instrument, ASK));
    put(9, ticks);
    put(10, lots);
    put(11, book.positionLots(instrument));
    put(12, book.equity);
    if (this.#rows === CHUNK_ROWS) this.#flush();
  }

  #flush(): void {
    if (this.#rows === 0) return;
    const types = this.#columns.map(() => DOUBLE);
    const chunk = DuckDBDataChunk.create(types, this.#rows);
    for (const [index, column] of this.#columns.entries()) {
      chunk.setColumnValues(index, Array.from(column.subarray(0, this.#rows)));
    }
    this.#appender.appendDataChunk(chunk);
    this.#rows = 0;
  }

  #temporary(): string {
    return `${this.#path}.partial-${process.pid}`;
  }

  #select(): string {
    const { instruments } = this.#engine.book;
    const list = (values: readonly (string | number)[]): string => `[${values.join(', ')}]`;
    const symbol = `${list(instruments.map((terms) => literal(terms.symbol)))}[1 + v1::INT]`;
    const doubles = (pick: (index: number) => number): string =>
      `CAST(${list(instruments.map((terms) => pick(terms.index)))} AS DOUBLE[])[1 + v1::INT]`;
    const tick = doubles((index) => instruments[index]?.tickSize ?? 1);
    const lot = doubles((index) => instruments[index]?.lotSize ?? 1);
    // 12 decimals remove the noise of the multiplication and are finer than any tick or lot in use.
    const price = (column: string): string => `nullif(round(${column} * ${tick}, 12), 0)`;
    const size = (column: string): string => `round(${column} * ${lot}, 12)`;
    return `SELECT make_timestamp(v0::BIGINT) AS time, ${symbol} AS instrument,
      ${list(KINDS.map(literal))}[1 + v2::INT] AS event,
      ${price('v3')} AS bid, ${price('v4')} AS ask,
      ${price('v5')} AS quote_bid, ${price('v6')} AS quote_ask,
      ${price('v7')} AS resting_bid, ${price('v8')} AS resting_ask,
      ${price('v9')} AS price, nullif(${size('v10')}, 0) AS signed_size,
      ${size('v11')} AS position, v12 AS equity FROM events ORDER BY rowid`;
  }
}
