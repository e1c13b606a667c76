/** Validation of one decoded frame by the schema table, and typed access to its fields. */
import * as codes from '../../assembly/codes.js';
import { type FieldKind, type FrameSchema, INPUT_FRAMES } from '../../src/frames/schema.js';

/** What a msgpack scalar decodes to. */
export type FrameValue = number | bigint | string | boolean | null;
/** `[opcode, sequence, timeNs, ...fields]`. */
export type Frame = readonly FrameValue[];
/** Output frames have the same shape; their order of fields is the schema's. */
export type OutputFrame = readonly (number | bigint | null)[];

export const HEADER_LENGTH = 3;
const MAX_U64 = (1n << 64n) - 1n;
const MAX_TIME_NS = 1n << 62n;
const MAX_I64 = (1n << 63n) - 1n;

const byOpcode: (readonly FieldKind[] | undefined)[] = [];
for (const frame of INPUT_FRAMES as readonly FrameSchema[]) {
  byOpcode[frame.opcode] = frame.fields.map((field) => field.kind);
}

/** Capacities that bound the indexes. */
export interface Capacity {
  readonly instruments: number;
  readonly assets: number;
  /** How many fill ids are remembered. */
  readonly fillIds: number;
  /** Rows for levels of quote tables; 0 when not given. */
  readonly tableLevels?: number;
  /** Rows; 0 when not given. */
  readonly underlyings?: number;
  readonly expiries?: number;
  readonly guards?: number;
}

/** The fields of the current frame. One instance is reused; nil numbers are NaN. */
export class Fields {
  readonly values = new Float64Array(codes.MAX_FRAME_FIELDS);
  opcode = 0;
  sequence = 0n;
  timeNs = 0n;
  id = 0n;
  text = '';
  /** Which field a failed `read` stopped at, -1 for the header. */
  failedField = -1;
  readonly #capacity: Capacity;

  constructor(capacity: Capacity) {
    this.#capacity = capacity;
  }

  at(index: number): number {
    return this.values[index] ?? Number.NaN;
  }

  /** null when nil. */
  optional(index: number): number | null {
    const value = this.at(index);
    return Number.isNaN(value) ? null : value;
  }

  /** 0, or why the frame is not one. Order: opcode, count, header, fields left to right. */
  read(frame: Frame): number {
    this.failedField = -1;
    this.opcode = 0;
    this.sequence = 0n;
    this.timeNs = 0n;
    const header = this.#readHeader(frame);
    const opcode = frame[0];
    if (typeof opcode !== 'number') return codes.REJECT_FIELD_TYPE;
    this.opcode = opcode;
    const kinds = byOpcode[opcode];
    if (kinds === undefined) return codes.REJECT_UNKNOWN_OPCODE;
    if (frame.length !== HEADER_LENGTH + kinds.length) return codes.REJECT_FIELD_COUNT;
    if (header !== 0) return header;
    for (let index = 0; index < kinds.length; index += 1) {
      const code = this.#readField(index, kinds[index] ?? 'number', frame[HEADER_LENGTH + index]);
      if (code !== 0) {
        this.failedField = index;
        return code;
      }
    }
    return 0;
  }

  #readHeader(frame: Frame): number {
    const sequence = toInteger(frame[1]);
    const time = toInteger(frame[2]);
    if (sequence === undefined || time === undefined) return codes.REJECT_FIELD_TYPE;
    if (sequence < 0n || sequence > MAX_I64) return codes.REJECT_FIELD_RANGE;
    if (time < 0n || time > MAX_TIME_NS) return codes.REJECT_FIELD_RANGE;
    this.sequence = sequence;
    this.timeNs = time;
    return 0;
  }

  #readField(index: number, kind: FieldKind, value: FrameValue | undefined): number {
    switch (kind) {
      case 'instrument':
        return this.#integer(index, value, 0, this.#capacity.instruments - 1);
      case 'asset':
        return this.#integer(index, value, 0, this.#capacity.assets - 1);
      case 'ticks':
        return this.#integer(index, value, 1, codes.MAX_TICKS);
      case 'lots':
        return this.#integer(index, value, 0, codes.MAX_LOTS);
      case 'signedLots':
        return this.#integer(index, value, -codes.MAX_LOTS, codes.MAX_LOTS);
      case 'enum':
        return this.#integer(index, value, 0, 15);
      case 'number':
        return this.#number(index, value, -codes.MAX_NUMBER, codes.MAX_NUMBER);
      case 'nonNegative':
        return this.#number(index, value, 0, codes.MAX_NUMBER);
      case 'positive':
        return this.#number(index, value, codes.MIN_POSITIVE, codes.MAX_NUMBER);
      case 'ratio':
        return this.#number(index, value, 0, 1);
      case 'id':
        return this.#identifier(value);
      case 'reason':
        return this.#reason(value);
      default:
        return this.#optional(index, kind, value);
    }
  }

  #optional(index: number, kind: FieldKind, value: FrameValue | undefined): number {
    if (value === null) {
      this.values[index] = Number.NaN;
      return 0;
    }
    if (kind === 'optionalAsset') return this.#readField(index, 'asset', value);
    if (kind === 'optionalInstrument') return this.#readField(index, 'instrument', value);
    return this.#readField(index, 'number', value);
  }

  #integer(index: number, value: FrameValue | undefined, low: number, high: number): number {
    if (typeof value === 'bigint') return this.#number(index, value, low, high);
    // Infinities and NaN are numbers out of range; 0.5 is no integer.
    if (typeof value === 'number' && !Number.isFinite(value)) return codes.REJECT_FIELD_RANGE;
    if (!Number.isInteger(value)) return codes.REJECT_FIELD_TYPE;
    return this.#number(index, value, low, high);
  }

  #number(index: number, value: FrameValue | undefined, low: number, high: number): number {
    if (typeof value !== 'number' && typeof value !== 'bigint') return codes.REJECT_FIELD_TYPE;
    // Written so that NaN fails.
    if (!(value >= low && value <= high)) return codes.REJECT_FIELD_RANGE;
    this.values[index] = Number(value);
    return 0;
  }

  #identifier(value: FrameValue | undefined): number {
    const id = toInteger(value);
    if (id === undefined) return codes.REJECT_FIELD_TYPE;
    if (id < 0n || id > MAX_U64) return codes.REJECT_FIELD_RANGE;
    this.id = id;
    return 0;
  }

  #reason(value: FrameValue | undefined): number {
    if (typeof value !== 'string') return codes.REJECT_FIELD_TYPE;
    const bytes = new TextEncoder().encode(value).length;
    if (bytes < 1 || bytes > codes.MAX_REASON_BYTES) return codes.REJECT_FIELD_RANGE;
    this.text = value;
    return 0;
  }
}

function toInteger(value: FrameValue | undefined): bigint | undefined {
  if (typeof value === 'bigint') return value;
  if (value === 0) return 0n; // the sequence of most frames
  return typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : undefined;
}
