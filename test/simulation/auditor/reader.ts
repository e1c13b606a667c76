/** MessagePack scalars and arrays, read once more: the auditor trusts no decoder of the engine. */

export type Value = number | bigint | string | boolean | null | readonly Value[] | Uint8Array;

/** A frame as it lies in the bytes. */
export interface Row {
  readonly opcode: number;
  readonly sequence: bigint;
  readonly timeNs: bigint;
  readonly fields: readonly Value[];
  readonly bytes: number;
}

class Malformed extends Error {}

const MAX_DEPTH = 64;
/** Of a frame. */
const MAX_BYTES = 512;
const text = new TextDecoder();

class Cursor {
  readonly #view: DataView;
  constructor(
    readonly bytes: Uint8Array,
    public at: number,
  ) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  take(length: number): number {
    const from = this.at;
    if (from + length > this.bytes.length) throw new Malformed();
    this.at += length;
    return from;
  }

  unsigned(size: number): number | bigint {
    const from = this.take(size);
    if (size === 1) return this.#view.getUint8(from);
    if (size === 2) return this.#view.getUint16(from);
    if (size === 4) return this.#view.getUint32(from);
    return this.#view.getBigUint64(from);
  }

  signed(size: number): number | bigint {
    const from = this.take(size);
    if (size === 1) return this.#view.getInt8(from);
    if (size === 2) return this.#view.getInt16(from);
    if (size === 4) return this.#view.getInt32(from);
    return this.#view.getBigInt64(from);
  }

  float(size: number): number {
    const from = this.take(size);
    return size === 4 ? this.#view.getFloat32(from) : this.#view.getFloat64(from);
  }

  raw(length: number): Uint8Array {
    const from = this.take(length);
    return this.bytes.subarray(from, from + length);
  }

  list(length: number, depth: number): Value[] {
    if (depth > MAX_DEPTH || length > this.bytes.length) throw new Malformed();
    return Array.from({ length }, () => this.value(depth + 1));
  }

  value(depth: number): Value {
    const head = Number(this.unsigned(1));
    if (head < 0x80) return head;
    if (head < 0x90) return this.list(2 * (head & 15), depth);
    if (head < 0xa0) return this.list(head & 15, depth);
    if (head < 0xc0) return text.decode(this.raw(head & 31));
    if (head >= 0xe0) return head - 256;
    return this.#long(head, depth);
  }

  #long(head: number, depth: number): Value {
    if (head === 0xc0) return null;
    if (head === 0xc2 || head === 0xc3) return head === 0xc3;
    if (head >= 0xc4 && head <= 0xc6) return this.raw(Number(this.unsigned(1 << (head - 0xc4))));
    if (head >= 0xc7 && head <= 0xc9)
      return this.raw(Number(this.unsigned(1 << (head - 0xc7))) + 1);
    if (head === 0xca || head === 0xcb) return this.float(head === 0xca ? 4 : 8);
    if (head >= 0xcc && head <= 0xcf) return this.unsigned(1 << (head - 0xcc));
    if (head >= 0xd0 && head <= 0xd3) return this.signed(1 << (head - 0xd0));
    if (head >= 0xd4 && head <= 0xd8) return this.raw((1 << (head - 0xd4)) + 1);
    if (head >= 0xd9 && head <= 0xdb) {
      return text.decode(this.raw(Number(this.unsigned(1 << (head - 0xd9)))));
    }
    if (head === 0xdc || head === 0xdd) {
      return this.list(Number(this.unsigned(head === 0xdc ? 2 : 4)), depth);
    }
    if (head === 0xde || head === 0xdf) {
      return this.list(2 * Number(this.unsigned(head === 0xde ? 2 : 4)), depth);
    }
    throw new Malformed();
  }
}

function whole(value: Value | undefined): bigint | null {
  if (typeof value === 'bigint') return value;
  return typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : null;
}

/** The frame that begins at a place; null when there is none. */
export function readRow(bytes: Uint8Array, at: number): Row | null {
  const head = bytes[at] ?? 0;
  const isArray = (head >= 0x93 && head <= 0x9f) || head === 0xdc || head === 0xdd;
  if (!isArray) return null;
  const cursor = new Cursor(bytes, at);
  try {
    const elements = cursor.value(0);
    if (!Array.isArray(elements) || cursor.at - at > MAX_BYTES) return null;
    if (elements.length < 3 || elements.length > 16) return null;
    const [opcode, sequence, time] = [0, 1, 2].map((index) => whole(elements[index]));
    if (typeof opcode !== 'bigint') return null;
    return {
      opcode: Number(opcode),
      sequence: sequence ?? -1n,
      timeNs: time ?? -1n,
      fields: elements.slice(3),
      bytes: cursor.at - at,
    };
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
}

/** Frames that the engine wrote: nothing else may be between them. */
export function readAll(bytes: Uint8Array): Row[] {
  const rows: Row[] = [];
  for (let at = 0; at < bytes.length; ) {
    const row = readRow(bytes, at);
    if (row === null) throw new Error(`output bytes are no frames at ${at} of ${bytes.length}`);
    rows.push(row);
    at += row.bytes;
  }
  return rows;
}
