/** Blocks of a ring into an Arrow IPC file, a record batch per block. */
import { closeSync, openSync, writeFileSync } from 'node:fs';
import {
  AsyncByteQueue,
  type Data,
  Dictionary,
  Field,
  Float64,
  Int32,
  Int64,
  makeData,
  RecordBatch,
  RecordBatchFileWriter,
  RecordBatchStreamWriter,
  Schema,
  Struct,
  Utf8,
  type Vector,
  vectorFromArray,
} from 'apache-arrow';
import { blocksOf, rowsOf } from '../blocks.js';
import { type BlockRing, requireBlock } from './block-ring.js';
import type { NameColumn, OutputColumn } from './output-columns.js';

/** What is written where. */
export interface ArrowOutput {
  readonly path: string;
  /** A stream has no footer that lists its batches. */
  readonly isStream: boolean;
  readonly rows: number;
  readonly columns: readonly OutputColumn[];
}

/** Writes all blocks, or fails when the ring is stopped. */
export function writeArrow(ring: BlockRing, output: ArrowOutput): void {
  const { path, isStream, rows, columns } = output;
  const encoders = columns.map(encoderOf);
  const schema = new Schema(
    encoders.map(({ type }, index) => new Field(columns[index]?.name ?? '', type, true)),
  );
  const file = openSync(path, 'w');
  try {
    const writer = isStream ? new RecordBatchStreamWriter() : new RecordBatchFileWriter();
    writer.reset(new FileSink(file), schema);
    for (let block = 0; block < blocksOf(rows); block++) {
      const slot = requireBlock(ring, block);
      const count = rowsOf(block, rows);
      const children = encoders.map(({ encode }, index) =>
        encode((slot[index] as Float64Array).slice(0, count)),
      );
      const type = new Struct(schema.fields);
      writer.write(
        new RecordBatch(schema, makeData({ type, length: count, nullCount: 0, children })),
      );
      ring.take(block);
    }
    writer.finish();
  } finally {
    closeSync(file);
  }
}

/** Bytes go to the file at once instead of waiting in a queue. */
class FileSink extends AsyncByteQueue {
  readonly #file: number;

  constructor(file: number) {
    super();
    this.#file = file;
  }

  override write(value: ArrayBufferLike | ArrayBufferView): void {
    const bytes = ArrayBuffer.isView(value)
      ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
      : new Uint8Array(value);
    if (bytes.byteLength > 0) writeFileSync(this.#file, bytes);
  }
}

interface Encoder {
  readonly type: Float64 | Int64 | Dictionary<Utf8, Int32>;
  readonly encode: (values: Float64Array) => Data;
}

function encoderOf(column: OutputColumn): Encoder {
  if (column.kind === 'name') return nameEncoder(column);
  return column.kind === 'integer' ? integerEncoder() : numberEncoder();
}

function integerEncoder(): Encoder {
  const type = new Int64();
  const encode = (values: Float64Array): Data => {
    const data = BigInt64Array.from(values, BigInt);
    return makeData({ type, length: values.length, nullCount: 0, data });
  };
  return { type, encode };
}

function numberEncoder(): Encoder {
  const type = new Float64();
  const encode = (data: Float64Array): Data =>
    makeData({ type, length: data.length, ...validityOf(data, Number.isNaN), data });
  return { type, encode };
}

function nameEncoder({ names }: NameColumn): Encoder {
  const type = new Dictionary(new Utf8(), new Int32());
  const dictionary: Vector<Utf8> = vectorFromArray([...names], new Utf8());
  const empty = names.indexOf('');
  const encode = (values: Float64Array): Data => {
    const data = Int32Array.from(values);
    const validity = validityOf(values, (value) => value === empty);
    return makeData({ type, length: values.length, ...validity, data, dictionary });
  };
  return { type, encode };
}

/** A bit per value, 0 for those that are nothing. */
function validityOf(
  values: Float64Array,
  isNothing: (value: number) => boolean,
): { nullCount: number; nullBitmap?: Uint8Array } {
  const bits = new Uint8Array(Math.ceil(values.length / 8)).fill(0xff);
  let nullCount = 0;
  for (let index = 0; index < values.length; index++) {
    if (!isNothing(values[index] as number)) continue;
    bits[index >> 3] = (bits[index >> 3] as number) & ~(1 << (index & 7));
    nullCount++;
  }
  return nullCount === 0 ? { nullCount } : { nullCount, nullBitmap: bits };
}
