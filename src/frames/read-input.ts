/**
 * Input frames as objects, from bytes that may come from anyone: for listings, never for the engine. A
 * bounded reader of its own, as a library would build what the bytes ask for.
 */
import type { FieldValue } from './encode.js';
import type { FrameSchema } from './schema.js';
import { inputByOpcode } from './tables.js';

/** What was read: a frame, or bytes that are none. */
export interface ReadFrame {
  /** Null for bytes that are no whole input frame of this version. */
  readonly name: string | null;
  readonly sequence: number | bigint;
  /** Nanoseconds since the epoch. */
  readonly timeNs: bigint;
  /** By name of the field. */
  readonly fields: Readonly<Record<string, FieldValue>>;
  /** Bytes it takes. */
  readonly bytes: number;
}

/** First byte of an array of up to 15 elements, and of one with a length of 16 bits. */
const FIX_ARRAY = 0x90;
const ARRAY_16 = 0xdc;
const HEADER_ELEMENTS = 3;

/** Reads the frames of a stream in order. */
export function* readFrames(bytes: Uint8Array): Generator<ReadFrame> {
  const cursor = new Cursor(bytes);
  while (cursor.at < bytes.length) {
    const begin = cursor.at;
    const frame = readFrame(cursor);
    if (frame === null) cursor.at = nextArray(bytes, begin + 1);
    const read = frame ?? { name: null, sequence: 0, timeNs: 0n, fields: {} };
    yield { ...read, bytes: cursor.at - begin };
  }
}

function nextArray(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && !isArray(bytes[at] ?? 0)) at += 1;
  return at;
}

const isArray = (type: number): boolean => (type & 0xf0) === FIX_ARRAY || type === ARRAY_16;

function readFrame(cursor: Cursor): Omit<ReadFrame, 'bytes'> | null {
  const count = cursor.arrayLength();
  const [opcode, sequence, time] = [cursor.scalar(), cursor.scalar(), cursor.scalar()];
  const schema = typeof opcode === 'number' ? inputByOpcode(opcode) : undefined;
  if (schema === undefined || count !== schema.fields.length + HEADER_ELEMENTS) return null;
  if (!isInteger(sequence) || !isInteger(time)) return null;
  const fields = readFields(cursor, schema);
  if (fields === null) return null;
  return { name: schema.name, sequence, timeNs: BigInt(time), fields };
}

function readFields(cursor: Cursor, schema: FrameSchema): Record<string, FieldValue> | null {
  const fields: Record<string, FieldValue> = {};
  for (const { name } of schema.fields) {
    const value = cursor.scalar();
    if (value === undefined) return null;
    fields[name] = value;
  }
  return fields;
}

function isInteger(value: FieldValue | undefined): value is number | bigint {
  return typeof value === 'bigint' || Number.isSafeInteger(value);
}

/** Reads scalars; undefined for what is none, or ends too early. */
class Cursor {
  at = 0;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** -1 for anything else. */
  arrayLength(): number {
    const type = this.#take(1) === null ? 0 : (this.#bytes[this.at - 1] ?? 0);
    if ((type & 0xf0) === FIX_ARRAY) return type & 0x0f;
    const begin = type === ARRAY_16 ? this.#take(2) : null;
    return begin === null ? -1 : this.#view.getUint16(begin);
  }

  scalar(): FieldValue | undefined {
    const begin = this.#take(1);
    if (begin === null) return undefined;
    const type = this.#bytes[begin] ?? 0;
    if (type < 0x80) return type;
    if (type >= 0xe0) return type - 0x100;
    if (type === 0xc0) return null;
    if ((type & 0xe0) === 0xa0) return this.#text(type & 0x1f);
    if (type === 0xd9) return this.#text(Number(this.#number(0xcc) ?? -1));
    return this.#number(type);
  }

  #number(type: number): number | bigint | undefined {
    const bytes = NUMBER_BYTES[type - 0xca];
    const begin = bytes === undefined ? null : this.#take(bytes);
    if (begin === null) return undefined;
    const view = this.#view;
    if (type === 0xca) return view.getFloat32(begin);
    if (type === 0xcb) return view.getFloat64(begin);
    if (type === 0xcc) return view.getUint8(begin);
    if (type === 0xcd) return view.getUint16(begin);
    if (type === 0xce) return view.getUint32(begin);
    if (type === 0xcf) return short(view.getBigUint64(begin));
    if (type === 0xd0) return view.getInt8(begin);
    if (type === 0xd1) return view.getInt16(begin);
    if (type === 0xd2) return view.getInt32(begin);
    return short(view.getBigInt64(begin));
  }

  #text(bytes: number): string | undefined {
    const begin = bytes < 0 ? null : this.#take(bytes);
    return begin === null ? undefined : decoder.decode(this.#bytes.subarray(begin, begin + bytes));
  }

  /** Passes over so many bytes; where they begin, null when they are not there. */
  #take(bytes: number): number | null {
    const begin = this.at;
    if (begin + bytes > this.#bytes.length) return null;
    this.at = begin + bytes;
    return begin;
  }
}

/** Payloads of the types from 0xca on: two floats, four unsigned and four signed integers. */
const NUMBER_BYTES: readonly number[] = [4, 8, 1, 2, 4, 8, 1, 2, 4, 8];
const decoder = new TextDecoder();

// A number where it is exact.
function short(value: bigint): number | bigint {
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}
