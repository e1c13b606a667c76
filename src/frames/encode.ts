/** Input frames as msgpack bytes. Checks arity and types only: ranges have one judge, the kernel. */
import { Packr } from 'msgpackr';
import { EvenkeelError } from '../errors.js';
import { KIND_RULES } from './kinds.js';
import type { FieldSchema, InputFrameName } from './schema.js';
import { inputFrame } from './tables.js';

/** Value of a field: ids above 2^53 as bigint, null for nil. */
export type FieldValue = number | bigint | string | null;

/** A frame before it is encoded. */
export interface InputFrame {
  readonly name: InputFrameName;
  /** 0 when not sequenced. */
  readonly sequence: number | bigint;
  /** Whole microseconds since the epoch, or nanoseconds as a bigint. */
  readonly time: number | bigint;
  /** One value per field of the schema, in its order. */
  readonly values: readonly FieldValue[];
}

// Records off: the kernel reads plain arrays only.
const packr = new Packr({ useRecords: false });

const NS_PER_US = 1000n;
const MAX_UINT64 = 2n ** 64n - 1n;
const MAX_INT32 = 2 ** 31 - 1;
const MIN_INT64 = -(2n ** 63n);

/** Nanoseconds of a time given as whole microseconds (number) or nanoseconds (bigint). */
export function timeToNs(time: number | bigint): bigint {
  if (typeof time === 'bigint') return time;
  if (!Number.isSafeInteger(time)) {
    throw new EvenkeelError('USAGE', `time ${time} is not a whole number of microseconds`);
  }
  return BigInt(time) * NS_PER_US;
}

/**
 * Checks a frame's values against its schema, in number and type; ranges are the kernel's.
 *
 * @returns the opcode
 * @throws EvenkeelError `UNKNOWN_FRAME`, or `USAGE` naming the field and what it must be
 */
export function checkFrame(
  name: InputFrameName,
  sequence: number | bigint,
  time: number | bigint,
  values: readonly FieldValue[],
): number {
  const schema = inputFrame(name);
  if (schema === undefined) {
    throw new EvenkeelError('UNKNOWN_FRAME', `no input frame is called ${JSON.stringify(name)}`);
  }
  if (values.length !== schema.fields.length) {
    const fields = schema.fields.map((field) => field.name).join(', ');
    throw new EvenkeelError(
      'USAGE',
      `${name} has ${schema.fields.length} fields (${fields}), got ${values.length}`,
    );
  }
  checkInteger(name, 'sequence', sequence);
  checkInteger(name, 'time', typeof time === 'bigint' ? time : timeToNs(time));
  const { fields } = schema;
  for (let index = 0; index < fields.length; index++) {
    checkField(name, fields[index] as FieldSchema, values[index]);
  }
  return schema.opcode;
}

/**
 * Encodes one frame.
 *
 * @throws EvenkeelError `UNKNOWN_FRAME`, or `USAGE` when the values do not match the schema
 * in number or type.
 */
export function encodeFrame(
  name: InputFrameName,
  sequence: number | bigint,
  time: number | bigint,
  values: readonly FieldValue[],
): Uint8Array {
  const opcode = checkFrame(name, sequence, time, values);
  return packr.pack([opcode, headerInteger(sequence), timeToNs(time), ...values]);
}

/** Encodes frames one after the other into one stream. */
export function encodeFrames(frames: Iterable<InputFrame>): Uint8Array {
  const chunks: Uint8Array[] = [];
  for (const { name, sequence, time, values } of frames) {
    chunks.push(encodeFrame(name, sequence, time, values));
  }
  return Buffer.concat(chunks);
}

// msgpackr writes numbers beyond 32 bits as floats, which only fields may be.
function headerInteger(value: number | bigint): number | bigint {
  return Math.abs(Number(value)) > MAX_INT32 ? BigInt(value) : value;
}

/**
 * A frame that no book sends but the driver of many books: whose output follows, or a reject of bytes
 * that belong to no book.
 */
export function encodeStreamFrame(
  opcode: number,
  values: readonly (number | bigint)[],
): Uint8Array {
  return packr.pack([opcode, 0, 0, ...values]);
}

function checkField(name: string, field: FieldSchema, value: FieldValue | undefined): void {
  const { holds, optional } = KIND_RULES[field.kind];
  if (holds !== 'text' && typeof value === 'number') return;
  if (value === null && optional) return;
  if (holds === 'text' && typeof value === 'string') return;
  if (holds !== 'text' && typeof value === 'bigint') {
    checkInteger(name, field.name, value);
    return;
  }
  const wanted = `${holds === 'text' ? 'a text' : 'a number'}${optional ? ' or null' : ''}`;
  throw new EvenkeelError(
    'USAGE',
    `${name}.${field.name} must be ${wanted}, got ${value === null ? 'null' : typeof value}`,
  );
}

// msgpack has no integers outside these bounds.
function checkInteger(name: string, what: string, value: number | bigint): void {
  const fits =
    typeof value === 'bigint'
      ? value >= MIN_INT64 && value <= MAX_UINT64
      : Number.isSafeInteger(value);
  if (fits) return;
  throw new EvenkeelError('USAGE', `${name}.${what} must be a 64-bit integer, got ${value}`);
}
