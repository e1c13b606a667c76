/** Columns of a chunk of DuckDB as typed arrays: a call per value is five times slower. */
import type { DuckDBDataChunk } from '@duckdb/node-api';
import { EvenkeelError } from '../errors.js';

/** What values of a column lie in; of codes of an enumeration whatever holds the largest. */
export type Items = Float64Array | Int32Array | Uint32Array | Uint16Array | Uint8Array;

/** The array behind a column, which the binding keeps private; its rows are those of the chunk. */
function itemsOf(chunk: DuckDBDataChunk, column: number): Items {
  const items: unknown = Reflect.get(chunk.getColumnVector(column), 'items');
  if (ArrayBuffer.isView(items) && !(items instanceof DataView)) return items as Items;
  throw new EvenkeelError('INVARIANT', `column ${column} of a chunk has no array of numbers`);
}

/** A column of doubles. Valid until the next chunk is fetched. */
export function doublesOf(chunk: DuckDBDataChunk, column: number): Float64Array {
  const items = itemsOf(chunk, column);
  if (items instanceof Float64Array) return items;
  throw new EvenkeelError('INVARIANT', `column ${column} of a chunk is not DOUBLE`);
}

/** Sets a whole column: numbers, or codes of an enumeration. `rowCount` must be set before. */
export function setColumn(chunk: DuckDBDataChunk, column: number, values: Float64Array): void {
  itemsOf(chunk, column).set(values);
  chunk.getColumnVector(column).flush();
}
