/** Field kinds: their number in the kernel, their range, and the check of the schema against it. */
import * as codes from '../../assembly/codes.js';
import * as op from '../../assembly/opcodes.js';
import { type FieldKind, type FrameSchema, INPUT_FRAMES, STREAM_FRAMES } from './schema.js';

/** What a field of one kind may hold. */
export interface KindRule {
  /** Number of the kind in assembly/opcodes.ts. */
  readonly number: number;
  /** `integer` accepts any msgpack integer or an integral float; `number` any of both. */
  readonly holds: 'integer' | 'number' | 'text';
  /** nil stands for "none". */
  readonly optional: boolean;
  /** For docs/protocol.md. */
  readonly range: string;
}

const rule = (
  number: number,
  holds: KindRule['holds'],
  range: string,
  optional = false,
): KindRule => ({ number, holds, optional, range });

const numberRange = `finite, at most ${codes.MAX_NUMBER} in magnitude`;

/** Rule of every kind. */
export const KIND_RULES: Readonly<Record<FieldKind, KindRule>> = {
  instrument: rule(op.KIND_INSTRUMENT, 'integer', "0 .. the book's instrument capacity - 1"),
  asset: rule(op.KIND_ASSET, 'integer', "0 .. the book's asset capacity - 1"),
  ticks: rule(op.KIND_TICKS, 'integer', `1 .. ${codes.MAX_TICKS} (2^40)`),
  lots: rule(op.KIND_LOTS, 'integer', `0 .. ${codes.MAX_LOTS} (2^50)`),
  signedLots: rule(op.KIND_SIGNED_LOTS, 'integer', `-${codes.MAX_LOTS} .. ${codes.MAX_LOTS}`),
  number: rule(op.KIND_NUMBER, 'number', numberRange),
  nonNegative: rule(op.KIND_NON_NEGATIVE, 'number', `0 .. ${codes.MAX_NUMBER}`),
  positive: rule(op.KIND_POSITIVE, 'number', `${codes.MIN_POSITIVE} .. ${codes.MAX_NUMBER}`),
  id: rule(op.KIND_ID, 'integer', '0 .. 2^64 - 2; as a float at most 2^53'),
  enum: rule(op.KIND_ENUM, 'integer', 'the members listed with the field'),
  optionalNumber: rule(op.KIND_OPTIONAL_NUMBER, 'number', `nil, or ${numberRange}`, true),
  optionalAsset: rule(op.KIND_OPTIONAL_ASSET, 'integer', 'nil, or as asset', true),
  optionalInstrument: rule(op.KIND_OPTIONAL_INSTRUMENT, 'integer', 'nil, or as instrument', true),
  reason: rule(op.KIND_REASON, 'text', `UTF-8 text of 1 .. ${codes.MAX_REASON_BYTES} bytes`),
  ratio: rule(op.KIND_RATIO, 'number', '0 .. 1'),
};

/** Packs the kinds of a frame as the kernel has them: first field in the lowest hex digit. */
export function packKinds(frame: FrameSchema): number {
  // Multiplication, not shifts: 13 digits are 52 bits.
  return frame.fields.reduceRight((packed, { kind }) => packed * 16 + KIND_RULES[kind].number, 0);
}

/** Where the schema disagrees with the field kinds the kernel was built with; empty when nowhere. */
export function schemaMismatches(): readonly string[] {
  const kernel = new Map<string, number>(Object.entries(op));
  const mismatches: string[] = [];
  for (const frame of [...INPUT_FRAMES, ...STREAM_FRAMES]) {
    const constant = frame.name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
    if (kernel.get(`OP_${constant}`) !== frame.opcode) {
      mismatches.push(`${frame.name}: opcode ${frame.opcode} is not OP_${constant}`);
    }
    const expected = kernel.get(`FIELDS_${constant}`);
    const packed = packKinds(frame);
    if (expected !== packed) {
      const [is, should] = [packed, expected].map((kinds) => `0x${kinds?.toString(16)}`);
      mismatches.push(`${frame.name}: kinds ${is}, but FIELDS_${constant} is ${should}`);
    }
    if (frame.fields.length > codes.MAX_FRAME_FIELDS) mismatches.push(`${frame.name}: too long`);
    kernel.delete(`FIELDS_${constant}`);
  }
  for (const name of kernel.keys()) {
    if (name.startsWith('FIELDS_')) mismatches.push(`${name} has no frame in the schema`);
  }
  return mismatches;
}
