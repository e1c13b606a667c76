/** Frames as JSON objects, one per line: for people, scripts and tests, not for the hot path. */
import { EvenkeelError } from '../errors.js';
import { type CodeFamily, codeName } from './codes.js';
import type { OutputFrame } from './decode.js';
import type { FieldValue, InputFrame } from './encode.js';
import { KIND_RULES } from './kinds.js';
import { type FieldSchema, type FrameSchema, OUTPUT_FRAMES } from './schema.js';
import { enumMembers, enumWord, frameByOpcode, inputFrame, isInputFrameName } from './tables.js';

/** Resolves symbols of a book; both directions give undefined for what the book does not know. */
export interface SymbolTable {
  instrumentIndex(symbol: string): number | undefined;
  assetIndex(symbol: string): number | undefined;
  instrumentSymbol(index: number): string | undefined;
}

/** A frame has at most 512 bytes; as JSON with field names it stays well below this many characters. */
export const MAX_LINE_CHARACTERS = 4096;

const fail = (message: string, cause?: unknown): EvenkeelError =>
  new EvenkeelError('DATA', message, {}, cause === undefined ? undefined : { cause });

/**
 * Reads one line, for example
 * `{"frame":"bookTicker","timeUs":1700000000000000,"instrument":"BTC-USD","bidTicks":99, ...}`.
 * Instruments and assets by index or symbol, enums by number or word, time as `timeNs` (string of
 * digits) or `timeUs` (whole microseconds), `sequence` 0 when absent, optional fields nil when absent.
 *
 * @throws EvenkeelError `DATA` for anything else; hostile text gives nothing but that.
 */
export function parseJsonFrame(line: string, symbols: SymbolTable): InputFrame {
  return frameOfJson(parseJsonObject(line), symbols);
}

/**
 * The frame that an object of a line stands for.
 *
 * @throws EvenkeelError `DATA`
 */
export function frameOfJson(given: ReadonlyMap<string, unknown>, symbols: SymbolTable): InputFrame {
  const name = given.get('frame');
  const schema = typeof name === 'string' ? inputFrame(name) : undefined;
  if (typeof name !== 'string' || !isInputFrameName(name) || schema === undefined) {
    throw fail(`"frame" must be the name of an input frame, got ${show(name)}`);
  }
  const values = schema.fields.map((field) => readField(field, given.get(field.name), symbols));
  const sequence = given.has('sequence') ? readInteger('sequence', given.get('sequence')) : 0;
  const time = readTime(given);
  rejectUnknownKeys(given, schema);
  return { name, sequence, time, values };
}

/** Writes one output frame as a line without its newline. Codes are names, numbers stand beside. */
export function formatJsonFrame(frame: OutputFrame, symbols: SymbolTable): string {
  const line: Record<string, unknown> = {
    frame: frame.name,
    sequence: frame.sequence,
    timeNs: String(frame.timeNs),
  };
  const values = new Map<string, unknown>(Object.entries(frame));
  for (const field of outputFields.get(frame.name) ?? []) {
    const value = values.get(field.name);
    const word = typeof value === 'number' ? wordOf(field, value) : undefined;
    line[field.name] = word ?? (typeof value === 'bigint' ? String(value) : value);
    if (word !== undefined) line[`${field.name}Number`] = value;
    if (field.name === 'instrument' && typeof value === 'number') {
      line.symbol = symbols.instrumentSymbol(value) ?? null;
    }
  }
  if (frame.name === 'reject') {
    const rejected = frameByOpcode(frame.rejectedOpcode);
    line.rejectedFrame = rejected?.name ?? null;
    line.fieldName = rejected?.fields[frame.field]?.name ?? null;
  }
  return JSON.stringify(line);
}

const outputFields = new Map<string, readonly FieldSchema[]>(
  OUTPUT_FRAMES.map((frame) => [frame.name, frame.fields]),
);

const familyOf: ReadonlyMap<string, CodeFamily> = new Map([
  ['bidReason', 'drop'],
  ['askReason', 'drop'],
  ['limit', 'limit'],
  ['code', 'reject'],
  ['reason', 'hedge'],
  ['cause', 'order'],
]);

function wordOf(field: FieldSchema, value: number): string | undefined {
  const family = familyOf.get(field.name);
  return family === undefined ? enumWord(field, value) : codeName(value, family);
}

/**
 * Reads a line as an object. A Map, so that names such as __proto__ are ordinary (and unknown) keys.
 *
 * @throws EvenkeelError `DATA`
 */
export function parseJsonObject(line: string): ReadonlyMap<string, unknown> {
  if (line.length > MAX_LINE_CHARACTERS) {
    throw fail(`line has ${line.length} characters, at most ${MAX_LINE_CHARACTERS} are read`);
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch (cause) {
    throw fail('line is not JSON', cause);
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw fail(`line must be a JSON object, got ${show(parsed)}`);
  }
  return new Map(Object.entries(parsed));
}

function rejectUnknownKeys(given: ReadonlyMap<string, unknown>, schema: FrameSchema): void {
  const known = new Set(['frame', 'sequence', 'timeNs', 'timeUs']);
  for (const field of schema.fields) known.add(field.name);
  for (const key of given.keys()) {
    if (!known.has(key)) throw fail(`${schema.name} has no field ${show(key)}`);
  }
}

function readTime(given: ReadonlyMap<string, unknown>): number | bigint {
  if (given.has('timeNs') === given.has('timeUs')) throw fail('give either "timeNs" or "timeUs"');
  if (given.has('timeUs')) return readInteger('timeUs', given.get('timeUs'));
  const text = given.get('timeNs');
  // As a JSON number, nanoseconds of today have lost their last digits already.
  if (typeof text !== 'string') throw fail('"timeNs" must be a string of digits');
  return BigInt(readInteger('timeNs', text));
}

function readField(field: FieldSchema, value: unknown, symbols: SymbolTable): FieldValue {
  const { holds, optional } = KIND_RULES[field.kind];
  if ((value === undefined || value === null) && optional) return null;
  if (value === undefined) throw fail(`"${field.name}" is missing`);
  if (holds === 'text') {
    if (typeof value === 'string') return value;
    throw fail(`"${field.name}" must be a string, got ${show(value)}`);
  }
  if (typeof value === 'string') return readWord(field, value, symbols);
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw fail(`"${field.name}" must be a finite number, got ${show(value)}`);
  }
  return holds === 'integer' ? readInteger(field.name, value) : value;
}

function readWord(field: FieldSchema, word: string, symbols: SymbolTable): FieldValue {
  if (field.kind === 'id') return readInteger(field.name, word);
  const index = wordIndex(field, word, symbols);
  if (index !== undefined) return index;
  const members =
    field.kind === 'enum' ? `; allowed: ${[...enumMembers(field).keys()].join(', ')}` : '';
  throw fail(`"${field.name}": ${show(word)} is not known${members}`);
}

function wordIndex(field: FieldSchema, word: string, symbols: SymbolTable): number | undefined {
  switch (field.kind) {
    case 'enum':
      return enumMembers(field).get(word);
    case 'instrument':
    case 'optionalInstrument':
      return symbols.instrumentIndex(word);
    case 'asset':
    case 'optionalAsset':
      return symbols.assetIndex(word);
    default:
      return undefined;
  }
}

/** An integer as JSON may hold it: a number below 2^53, or digits. @throws EvenkeelError `DATA` */
export function readInteger(name: string, value: unknown): number | bigint {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  // 20 digits hold 2^64; a longer text would only be work.
  if (typeof value === 'string' && /^-?\d{1,20}$/.test(value)) {
    const integer = BigInt(value);
    if (BigInt.asUintN(64, integer) === integer || BigInt.asIntN(64, integer) === integer) {
      return integer;
    }
  }
  throw fail(`"${name}" must be an integer (a string of digits above 2^53), got ${show(value)}`);
}

// Bounded: hostile values end up in error messages.
function show(value: unknown): string {
  if (typeof value === 'object' && value !== null)
    return Array.isArray(value) ? 'a list' : 'an object';
  const text = typeof value === 'string' ? JSON.stringify(value.slice(0, 40)) : String(value);
  return text;
}
