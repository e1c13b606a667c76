/** Every event of a replay as a table on disk. */
import { rmSync, statSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import {
  DOUBLE,
  type DuckDBAppender,
  type DuckDBConnection,
  DuckDBDataChunk,
} from '@duckdb/node-api';
import { EvenkeelError } from '../errors.js';
import { CHUNK_ROWS, type Database, literal, openDatabase } from '../tables/index.js';
import type { EngineObserver, SessionEngine } from './engine/index.js';
import { COLLECTED_COLUMNS, selectColumns } from './event-columns.js';
import { ASK, BID } from './fills/index.js';

/** Rows wait in a database file; what does not fit here is on disk. */
const DATABASE_OPTIONS = { memory_limit: '256MB', threads: '2' } as const;

/** Names of everything that is written before the file is complete. */
interface PartialFiles {
  readonly file: string;
  readonly database: string;
}

/**
 * One row per event of the controlled pass with the touch, our published and resting quotes, position
 * and equity after it. Rows are collected in a database file beside it. The file appears under its name
 * only when it is complete; what is not finished is removed, also when the process exits.
 */
export class EventFile implements EngineObserver {
  readonly #path: string;
  readonly #partial: PartialFiles;
  readonly #engine: SessionEngine;
  readonly #database: Database;
  readonly #connection: DuckDBConnection;
  readonly #appender: DuckDBAppender;
  readonly #touch: Float64Array;
  readonly #columns: readonly Float64Array[] = Array.from(
    { length: COLLECTED_COLUMNS },
    () => new Float64Array(CHUNK_ROWS),
  );
  readonly #onExit = (): void => removePartial(this.#partial);
  #rows = 0;

  private constructor(
    path: string,
    partial: PartialFiles,
    engine: SessionEngine,
    database: Database,
    connection: DuckDBConnection,
    appender: DuckDBAppender,
  ) {
    this.#path = path;
    this.#partial = partial;
    this.#engine = engine;
    this.#database = database;
    this.#connection = connection;
    this.#appender = appender;
    this.#touch = new Float64Array(2 * engine.book.instruments.length);
    process.once('exit', this.#onExit);
  }

  /** Prepares a `.parquet` or `.csv` file; an IO error when it could not be written. */
  static async create(path: string, engine: SessionEngine): Promise<EventFile> {
    if (!/\.(parquet|csv)$/.test(path)) {
      throw new EvenkeelError('USAGE', `${path}: an events file ends in .parquet or .csv`, {
        path,
      });
    }
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
      throw new EvenkeelError('IO', `cannot write ${path}: it is a folder`, { path });
    }
    const file = `${path}.partial-${process.pid}`;
    const partial = { file, database: `${file}.db` };
    // What a killed process with the same id left would be taken for a table of ours.
    removePartial(partial);
    try {
      const database = await openDatabase(partial.database, DATABASE_OPTIONS);
      const connection = await database.connect();
      const columns = Array.from({ length: COLLECTED_COLUMNS }, (_, index) => `v${index} DOUBLE`);
      await connection.run(`CREATE TABLE events (${columns.join(', ')})`);
      const appender = await connection.createAppender('events');
      return new EventFile(path, partial, engine, database, connection, appender);
    } catch (cause) {
      removePartial(partial);
      throw writingError(path, cause);
    }
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
    const { file } = this.#partial;
    const format = this.#path.endsWith('.csv') ? 'FORMAT csv, HEADER' : 'FORMAT parquet';
    const columns = selectColumns(this.#engine.book.instruments);
    try {
      this.#appender.flushSync();
      await this.#connection.run(`COPY (${columns}) TO ${literal(file)} (${format})`);
      await rename(file, this.#path);
    } catch (cause) {
      throw writingError(this.#path, cause);
    }
  }

  /** Releases what is held; removes what was not finished. */
  discard(): void {
    this.#database.close();
    process.off('exit', this.#onExit);
    removePartial(this.#partial);
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
    try {
      this.#appender.appendDataChunk(chunk);
    } catch (cause) {
      throw writingError(this.#path, cause);
    }
    this.#rows = 0;
  }
}

function removePartial({ file, database }: PartialFiles): void {
  for (const path of [file, database, `${database}.wal`, `${database}.tmp`]) {
    rmSync(path, { force: true, recursive: true });
  }
}

function writingError(path: string, cause: unknown): EvenkeelError {
  const message = cause instanceof Error ? cause.message.split('\n', 1)[0] : String(cause);
  return new EvenkeelError('IO', `cannot write ${path}: ${message}`, { path }, { cause });
}
