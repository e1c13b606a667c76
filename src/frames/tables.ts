/** Lookup of frames by name and opcode, and of enum members by word. */
import {
  type FieldSchema,
  type FrameSchema,
  INPUT_FRAMES,
  type InputFrameName,
  OUTPUT_FRAMES,
  STREAM_FRAMES,
} from './schema.js';

const all: readonly FrameSchema[] = [...INPUT_FRAMES, ...STREAM_FRAMES, ...OUTPUT_FRAMES];
const inputsByName = new Map<string, FrameSchema>(INPUT_FRAMES.map((frame) => [frame.name, frame]));
const byOpcode = new Map(all.map((frame) => [frame.opcode, frame]));

/** Schema of an input frame; undefined when there is none of that name. */
export function inputFrame(name: string): FrameSchema | undefined {
  return inputsByName.get(name);
}

const inputsByOpcode = new Map(INPUT_FRAMES.map((frame) => [frame.opcode as number, frame]));

/** Schema of an input frame; undefined when none has this opcode. */
export function inputByOpcode(opcode: number): FrameSchema | undefined {
  return inputsByOpcode.get(opcode);
}

/** Whether a producer may send a frame of this name. */
export function isInputFrameName(name: string): name is InputFrameName {
  return inputsByName.has(name);
}

/** Schema of an input or output frame; undefined for an unknown opcode. */
export function frameByOpcode(opcode: number): FrameSchema | undefined {
  return byOpcode.get(opcode);
}

const members = new WeakMap<FieldSchema, ReadonlyMap<string, number>>();

/** Members of an enum field by word, for example `buy` -> 0; empty for other kinds. */
export function enumMembers(field: FieldSchema): ReadonlyMap<string, number> {
  let known = members.get(field);
  if (known === undefined) {
    const pairs = field.kind === 'enum' ? field.unit.matchAll(/(\d+) (\w+)/g) : [];
    known = new Map(Array.from(pairs, (match) => [match[2] ?? '', Number(match[1])]));
    members.set(field, known);
  }
  return known;
}

/** Word of an enum value; undefined when the field has no such member. */
export function enumWord(field: FieldSchema, value: number): string | undefined {
  for (const [word, member] of enumMembers(field)) if (member === value) return word;
  return undefined;
}
