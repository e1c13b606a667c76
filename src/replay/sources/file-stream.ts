/** A source read through DuckDB, file after file, the next chunk on its way while one is used. */
import type { DuckDBConnection, DuckDBDataChunk, DuckDBResult } from '@duckdb/node-api';
import { DuckDBDoubleVector } from '@duckdb/node-api';
import { EvenkeelError } from '../../errors.js';
import { formatOf, readingError, requireWholeGzip } from '../../tables/index.js';
import {
  type EventChunk,
  type EventStream,
  emptyTally,
  FUNDING,
  QUOTES,
  type SourceTally,
  TRADES,
} from './event-stream.js';
import { fileRelation } from './files.js';
import { selectEvents } from './query.js';
import { type RawColumns, RowCleaner } from './row-cleaner.js';
import type { Source } from './source.js';

const KINDS = { quotes: QUOTES, trades: TRADES, funding: FUNDING } as const;

/** Streams the files of one source in their declared order. */
export class FileStream implements EventStream {
  readonly kind: EventStream['kind'];
  readonly instrument: number;
  readonly tally: SourceTally = emptyTally();
  readonly #source: Source;
  readonly #connection: DuckDBConnection;
  readonly #cleaner: RowCleaner;
  #fileIndex = 0;
  #rowsOfFile = 0;
  #result: DuckDBResult | null = null;
  #ahead: Promise<DuckDBDataChunk | null> | null = null;
  /** Resolves when the chunk ahead is there or has failed. */
  #settled: Promise<unknown> = Promise.resolve();

  /** @param connection used by this stream alone */
  constructor(source: Source, connection: DuckDBConnection) {
    this.#source = source;
    this.#connection = connection;
    this.#cleaner = new RowCleaner(source, this.tally);
    this.kind = KINDS[source.preset.kind];
    this.instrument = source.terms.index;
  }

  /** Opens the first file, so that what is wrong with it shows before the session starts. */
  async open(): Promise<void> {
    await this.#openFile();
  }

  /** @inheritdoc */
  async next(): Promise<EventChunk | null> {
    for (;;) {
      const file = this.#source.files[this.#fileIndex];
      if (file === undefined) return null;
      if (this.#result === null) await this.#openFile();
      const rows = await this.#fetch(file);
      if (rows === null) {
        if (this.#rowsOfFile === 0) {
          throw new EvenkeelError('DATA', `${file} has no rows`, { file });
        }
        this.#result = null;
        this.#fileIndex++;
        continue;
      }
      this.#rowsOfFile += rows.rowCount;
      const chunk = this.#cleaner.clean(columnsOf(rows), rows.rowCount);
      if (chunk.count > 0) return chunk;
    }
  }

  /** Waits for what is read ahead and will not be used. */
  async settle(): Promise<void> {
    await this.#settled;
  }

  async #openFile(): Promise<void> {
    const source = this.#source;
    const file = source.files[this.#fileIndex];
    if (file === undefined || this.#result !== null) return;
    await requireWholeGzip(file);
    const format = source.format ?? formatOf(file);
    const relation = await fileRelation(
      this.#connection,
      file,
      format,
      source.preset,
      source.delimiter,
    );
    try {
      this.#result = await this.#connection.stream(selectEvents(source, relation, file));
    } catch (cause) {
      throw readingError(cause, file);
    }
    this.#rowsOfFile = 0;
    this.#prefetch(this.#result);
  }

  async #fetch(file: string): Promise<DuckDBDataChunk | null> {
    try {
      const rows = await this.#ahead;
      if (this.#result === null || rows === null || rows.rowCount === 0) return null;
      this.#prefetch(this.#result);
      return rows;
    } catch (cause) {
      throw readingError(cause, file);
    }
  }

  #prefetch(result: DuckDBResult): void {
    this.#ahead = result.fetchChunk();
    // A session may end before the chunk is wanted; its failure then concerns nobody.
    this.#settled = this.#ahead.catch(() => undefined);
  }
}

/** The numbers of a chunk without copies; valid as long as the chunk is. */
function columnsOf(rows: DuckDBDataChunk): RawColumns {
  const column = (index: number): Float64Array => {
    const vector = rows.getColumnVector(index);
    if (!(vector instanceof DuckDBDoubleVector)) {
      throw new EvenkeelError('INVARIANT', `column ${index} of a source query is not DOUBLE`);
    }
    // The typed array behind the vector is private in the binding; one call per value is 5 times slower.
    return Reflect.get(vector, 'items') as Float64Array;
  };
  return [column(0), column(1), column(2), column(3), column(4), column(5)];
}
