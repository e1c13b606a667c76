/** One reference vector, and how a runner reads its inputs. A missing or wrong input is told. */
import { EvenkeelError } from '../../src/errors.js';

/** Named inputs of a case, as they stand in the file. */
export type CaseInput = Readonly<Record<string, unknown>>;

/** Named outputs of a model: numbers, texts, booleans, null for "no value", or nested lists. */
export type CaseOutput = Readonly<Record<string, unknown>>;

/** Runs one function of a vectors file on the inputs of one case. */
export type Runner = (input: CaseInput) => CaseOutput;

/** The runners of one vectors file by the `fn` of its cases. */
export type Runners = Readonly<Record<string, Runner>>;

/** @throws EvenkeelError `DATA` naming the input and what a runner expects of it */
function refuse(input: CaseInput, name: string, expected: string): never {
  const value = input[name];
  const shown = value === undefined ? 'missing' : JSON.stringify(value);
  throw new EvenkeelError('DATA', `input ${name} is ${shown}; expected ${expected}`, {
    name,
    value,
    expected,
  });
}

const isNumbers = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((entry) => typeof entry === 'number');

const isMatrix = (value: unknown): value is number[][] =>
  Array.isArray(value) && value.every(isNumbers);

const isRecord = (value: unknown): value is CaseInput =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function number(input: CaseInput, name: string): number {
  const value = input[name];
  return typeof value === 'number' ? value : refuse(input, name, 'a number');
}

export function numbers(input: CaseInput, name: string): number[] {
  const value = input[name];
  return isNumbers(value) ? value : refuse(input, name, 'a list of numbers');
}

/** Rows of numbers; rows need not have one length. */
export function matrix(input: CaseInput, name: string): number[][] {
  const value = input[name];
  return isMatrix(value) ? value : refuse(input, name, 'a list of lists of numbers');
}

export function text(input: CaseInput, name: string): string {
  const value = input[name];
  return typeof value === 'string' ? value : refuse(input, name, 'a text');
}

export function flag(input: CaseInput, name: string): boolean {
  const value = input[name];
  return typeof value === 'boolean' ? value : refuse(input, name, 'true or false');
}

/** One of the given words. */
export function oneOf<W extends string>(input: CaseInput, name: string, words: readonly W[]): W {
  const value = input[name];
  const found = words.find((word) => word === value);
  return found ?? refuse(input, name, `one of ${words.join(', ')}`);
}

/** Nested inputs, for example an account; read it with these readers again. */
export function record(input: CaseInput, name: string): CaseInput {
  const value = input[name];
  return isRecord(value) ? value : refuse(input, name, 'an object');
}

/** A list of nested inputs, for example positions or shocks. */
export function records(input: CaseInput, name: string): CaseInput[] {
  const value = input[name];
  const isList = Array.isArray(value) && value.every(isRecord);
  return isList ? value : refuse(input, name, 'a list of objects');
}

/** What `read` gives, or undefined when the input is absent or null. */
export function optional<T>(
  read: (input: CaseInput, name: string) => T,
  input: CaseInput,
  name: string,
): T | undefined {
  const value = input[name];
  return value === undefined || value === null ? undefined : read(input, name);
}
