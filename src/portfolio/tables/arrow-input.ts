/** Arrow IPC files and streams as a table function of DuckDB, a record batch in memory at a time. */
import { closeSync, openSync, readSync } from 'node:fs';
import { open } from 'node:fs/promises';
import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  type DuckDBConnection,
  type DuckDBDataChunk,
  DuckDBTableFunction,
  DuckDBTimestampValue,
  type DuckDBType,
  TIMESTAMP,
  VARCHAR,
} from '@duckdb/node-api';
import {
  type DataType,
  type RecordBatch,
  RecordBatchReader,
  Table,
  Type,
  tableToIPC,
  type Vector,
} from 'apache-arrow';
import { EvenkeelError } from '../../errors.js';
import { CHUNK_ROWS, identifier } from '../../tables/index.js';

/** Begins a file; what follows it, to the end mark, is a stream. */
const MAGIC = 'ARROW1';
const MAGIC_BYTES = 8;
/** Mark of the end of a stream. */
const END_BYTES = 8;
const READ_BYTES = 1 << 20;

/** Whether a file is Arrow by its name. */
export const isArrow = (file: string): boolean => /\.(arrow|arrows|feather|ipc)$/i.test(file);

let registered = 0;

/**
 * Registers the file as a table function; gives the call.
 *
 * @throws EvenkeelError `DATA` when it is no Arrow file, or has a column of a type that is not read
 */
export async function arrowRelation(connection: DuckDBConnection, file: string): Promise<string> {
  const name = `arrow_${registered++}`;
  const begin = await schemaOf(file);
  const { schema } = openBatches(file, begin);
  const columns = schema.fields.map((field) => ({
    name: field.name,
    ...storageOf(field.type as DataType, file, field.name),
  }));
  connection.registerTableFunction(
    DuckDBTableFunction.create({
      name,
      bindFunction: (bind) => {
        for (const column of columns) bind.addResultColumn(column.name, column.type);
      },
      initFunction: (init) => {
        init.setMaxThreads(1);
        init.setInitData({ scan: new BatchScan(file, begin) });
      },
      mainFunction: (call, chunk) => {
        const { scan } = call.initData as { scan: BatchScan };
        scan.fill(chunk, columns);
      },
    }),
  );
  return `${identifier(name)}()`;
}

type Value = string | number | bigint | boolean | DuckDBTimestampValue;

interface Storage {
  readonly type: DuckDBType;
  /** Of a value that is not null. */
  readonly convert: (value: unknown) => Value;
}

const MICROSECONDS_PER_MILLISECOND = 1000;

function storageOf(type: DataType, file: string, column: string): Storage {
  switch (type.typeId) {
    case Type.Dictionary:
      return storageOf((type as { dictionary?: DataType }).dictionary as DataType, file, column);
    case Type.Utf8:
    case Type.LargeUtf8:
      return { type: VARCHAR, convert: String };
    case Type.Int:
      return (type as { bitWidth?: number }).bitWidth === 64
        ? { type: BIGINT, convert: (value) => BigInt(value as bigint) }
        : { type: DOUBLE, convert: Number };
    case Type.Float:
      return { type: DOUBLE, convert: Number };
    case Type.Bool:
      return { type: BOOLEAN, convert: Boolean };
    case Type.Date:
    case Type.Timestamp:
      // Milliseconds, whatever the unit of the column.
      return {
        type: TIMESTAMP,
        convert: (value) =>
          new DuckDBTimestampValue(
            BigInt(Math.round(Number(value) * MICROSECONDS_PER_MILLISECOND)),
          ),
      };
    default:
      throw new EvenkeelError('DATA', `${file}: column "${column}" is ${type}, which is not read`, {
        file,
        column,
        type: String(type),
      });
  }
}

/** One pass over the batches of a file. */
class BatchScan {
  readonly #file: string;
  readonly #batches: Iterator<RecordBatch>;
  #batch: RecordBatch | undefined;
  #at = 0;

  constructor(file: string, begin: Uint8Array) {
    this.#file = file;
    this.#batches = openBatches(file, begin)[Symbol.iterator]();
  }

  fill(chunk: DuckDBDataChunk, columns: readonly Storage[]): void {
    while (this.#batch === undefined || this.#at >= this.#batch.numRows) {
      const next = this.#next();
      if (next.done) {
        chunk.rowCount = 0;
        return;
      }
      this.#batch = next.value;
      this.#at = 0;
    }
    const count = Math.min(CHUNK_ROWS, this.#batch.numRows - this.#at);
    chunk.rowCount = count;
    for (const [index, { convert }] of columns.entries()) {
      const source = this.#batch.getChildAt(index) as Vector;
      const target = chunk.getColumnVector(index);
      for (let row = 0; row < count; row++) {
        const value: unknown = source.get(this.#at + row);
        target.setItem(row, value === null ? null : convert(value));
      }
      target.flush();
    }
    this.#at += count;
  }

  #next(): IteratorResult<RecordBatch> {
    try {
      return this.#batches.next();
    } catch (cause) {
      throw notArrow(this.#file, cause);
    }
  }
}

/** The schema as a stream begins with it: some writers put it into the footer of a file alone. */
async function schemaOf(file: string): Promise<Uint8Array> {
  if (!isFile(file)) return new Uint8Array();
  const handle = await open(file);
  try {
    const reader = await RecordBatchReader.from(handle);
    const { schema } = await reader.open();
    const stream = tableToIPC(new Table(schema), 'stream');
    return stream.subarray(0, stream.length - END_BYTES);
  } catch (cause) {
    throw notArrow(file, cause);
  } finally {
    await handle.close();
  }
}

function openBatches(file: string, begin: Uint8Array): RecordBatchReader & Iterable<RecordBatch> {
  try {
    const reader = RecordBatchReader.from(streamBytes(file, begin)).open();
    if (reader.isSync()) return reader;
    throw new Error('not a stream of batches');
  } catch (cause) {
    throw notArrow(file, cause);
  }
}

function notArrow(file: string, cause: unknown): EvenkeelError {
  // Feather files are, unless their writer is told not to.
  const isCompressed = cause instanceof Error && /compressed/.test(cause.message);
  const what = isCompressed
    ? 'is compressed (LZ4 or ZSTD), which is not read: write it without'
    : 'is no whole Arrow IPC file';
  return new EvenkeelError('DATA', `${file} ${what}`, { file }, { cause });
}

function isFile(file: string): boolean {
  const handle = openSync(file, 'r');
  try {
    const start = Buffer.alloc(MAGIC.length);
    readSync(handle, start);
    return start.toString('latin1') === MAGIC;
  } finally {
    closeSync(handle);
  }
}

/** The bytes of the stream in a file; a file is a stream between a mark and a footer. */
function* streamBytes(file: string, begin: Uint8Array): Generator<Uint8Array> {
  const handle = openSync(file, 'r');
  try {
    if (begin.length > 0) yield begin;
    let at = begin.length > 0 ? MAGIC_BYTES : 0;
    for (;;) {
      const bytes = Buffer.alloc(READ_BYTES);
      const read = readSync(handle, bytes, 0, READ_BYTES, at);
      if (read === 0) return;
      at += read;
      yield bytes.subarray(0, read);
    }
  } finally {
    closeSync(handle);
  }
}
