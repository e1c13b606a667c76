/** Output frames as typed objects. The bytes come from our own kernel: they are trusted. */
import { Unpackr } from 'msgpackr';
import { EvenkeelError } from '../errors.js';
import { type FieldKind, type FieldSchema, type FrameSchema, OUTPUT_FRAMES } from './schema.js';

/** What every output frame begins with. */
export interface OutputHeader<Name extends string, Opcode extends number> {
  readonly name: Name;
  readonly opcode: Opcode;
  /** Sequence of the input frame that caused this one, 0 when it had none. */
  readonly sequence: number;
  /** Time of that frame, nanoseconds since the epoch. */
  readonly timeNs: bigint;
}

type Decoded<Kind extends FieldKind> = Kind extends 'reason'
  ? string
  : Kind extends 'id'
    ? bigint
    : Kind extends `optional${string}`
      ? number | null
      : number;

type Fields<Field extends FieldSchema> = {
  readonly [Entry in Field as Entry['name']]: Decoded<Entry['kind']>;
};

type Frame<Schema extends FrameSchema> = Schema extends FrameSchema
  ? OutputHeader<Schema['name'], Schema['opcode']> & Fields<Schema['fields'][number]>
  : never;

/** A frame the engine sent; `name` tells which. Fields are those of `OUTPUT_FRAMES`. */
export type OutputFrame = Frame<(typeof OUTPUT_FRAMES)[number]>;

/** The output frame of one name, for example `OutputFrameOf<'quote'>`. */
export type OutputFrameOf<Name extends OutputFrame['name']> = Extract<OutputFrame, { name: Name }>;

const outputs = new Map<unknown, FrameSchema>(OUTPUT_FRAMES.map((frame) => [frame.opcode, frame]));
const unpackr = new Unpackr({ useRecords: false, int64AsType: 'bigint' });

/**
 * Decodes a stream of output frames.
 *
 * @throws EvenkeelError `UNKNOWN_FRAME` when the bytes are not whole output frames of this version.
 */
export function decodeFrames(bytes: Uint8Array): OutputFrame[] {
  const frames: OutputFrame[] = [];
  if (bytes.length === 0) return frames;
  try {
    unpackr.unpackMultiple(bytes, (row: unknown) => {
      frames.push(toFrame(row));
    });
  } catch (cause) {
    if (cause instanceof EvenkeelError) throw cause;
    throw new EvenkeelError('UNKNOWN_FRAME', 'output bytes are not whole frames', {}, { cause });
  }
  return frames;
}

function ofKind(kind: FieldKind, value: unknown): bigint | number {
  return kind === 'id' ? BigInt(value as number | bigint) : Number(value);
}

function toFrame(row: unknown): OutputFrame {
  const elements: readonly unknown[] = Array.isArray(row) ? row : [];
  const [opcode, sequence, timeNs] = elements;
  const schema = outputs.get(opcode);
  if (schema === undefined || elements.length !== schema.fields.length + 3) {
    throw new EvenkeelError('UNKNOWN_FRAME', `no output frame has opcode ${String(opcode)}`);
  }
  const frame: Record<string, unknown> = {
    name: schema.name,
    opcode: schema.opcode,
    sequence: Number(sequence),
    timeNs: BigInt(timeNs as number | bigint),
  };
  for (const [index, { name, kind }] of schema.fields.entries()) {
    const value = elements[index + 3];
    // Lots up to 2^50 may be 64-bit integers on the wire, as numbers they are exact; ids may be short.
    frame[name] = typeof value === 'bigint' || kind === 'id' ? ofKind(kind, value) : value;
  }
  return frame as unknown as OutputFrame;
}
