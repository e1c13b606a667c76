/** Columns of a chunk of DuckDB as typed arrays: a call per value is five times slower. */
import { type DuckDBDataChunk, DuckDBDoubleVector } from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';
import { EvenkeelError } from '../errors.js';
import { CHUNK_ROWS } from './duckdb.js';

/** A column of doubles. Valid while the chunk is held. */
export function doublesOf(chunk: DuckDBDataChunk, column: number): Float64Array {
  const vector = chunk.getColumnVector(column);
  if (vector instanceof DuckDBDoubleVector) return Reflect.get(vector, 'items') as Float64Array;
  throw new EvenkeelError('INVARIANT', `column ${column} of a chunk is not DOUBLE`);
}

/** Numbers as they lie in a vector. */
type Cells =
  | Float64Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Uint8Array<ArrayBuffer>;

/**
 * Fills a column of doubles, or of places in an enumeration. The binding's own vector of an enumeration
 * would read all its names for every chunk.
 */
export class ColumnFiller {
  readonly #column: number;
  readonly #cells: Cells;

  /** @param names of the enumeration; null for doubles */
  constructor(column: number, names: number | null) {
    this.#column = column;
    this.#cells = cellsOf(names);
  }

  /** @param values as many as the chunk has rows */
  fill(chunk: DuckDBDataChunk, values: Float64Array): void {
    const cells = this.#cells;
    cells.set(values);
    const vector = duckdb.data_chunk_get_vector(chunk.chunk, this.#column);
    const bytes = values.length * cells.BYTES_PER_ELEMENT;
    duckdb.copy_data_to_vector(vector, 0, cells.buffer, cells.byteOffset, bytes);
  }
}

/** An enumeration takes the smallest cells that hold its places. */
function cellsOf(names: number | null): Cells {
  if (names === null) return new Float64Array(CHUNK_ROWS);
  if (names < 2 ** 8) return new Uint8Array(CHUNK_ROWS);
  return names < 2 ** 16 ? new Uint16Array(CHUNK_ROWS) : new Uint32Array(CHUNK_ROWS);
}
