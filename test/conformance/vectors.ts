/** Reads a folder of vectors. What is not in the format is refused with the file's name. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { EvenkeelError } from '../../src/errors.js';
import type { CaseInput, CaseOutput } from './case.js';
import type { Tolerance } from './compare.js';

/** One input and the outputs expected of it. */
export interface VectorCase {
  readonly id: string;
  readonly fn: string;
  readonly in: CaseInput;
  readonly out: CaseOutput;
  readonly tol: Readonly<Record<string, Tolerance>>;
}

/** One file of a vectors folder. */
export interface VectorFile {
  /** Name in the folder, for example `hedging.json`. */
  readonly file: string;
  /** Names under which its runners may stand: what the file says it is, then its own name. */
  readonly models: readonly string[];
  /** Absent in files that hold something else, for example tables of a paper. */
  readonly cases?: readonly VectorCase[];
  /** The whole file. */
  readonly document: Readonly<Record<string, unknown>>;
}

const values = z.record(z.string(), z.unknown());

const tolerance: z.ZodType<Tolerance> = z.lazy(() =>
  z.union([z.number().nonnegative(), z.null(), z.array(tolerance)]),
);

const fileSchema = z.looseObject({
  model: z.string().min(1).optional(),
  cases: z
    .array(
      z.object({
        id: z.string(),
        fn: z.string(),
        in: values,
        out: values,
        tol: z.record(z.string(), tolerance).default({}),
      }),
    )
    .optional(),
});

function parseVectors(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) {
      throw new EvenkeelError('IO', `${path} cannot be read`, { path }, { cause });
    }
    throw new EvenkeelError('DATA', `${path} is not JSON: ${cause.message}`, { path }, { cause });
  }
}

function readVectorFile(folder: string, file: string): VectorFile {
  const path = join(folder, file);
  const document = parseVectors(path);
  const read = fileSchema.safeParse(document);
  if (!read.success) {
    const reasons = z.prettifyError(read.error);
    throw new EvenkeelError('DATA', `${path} is not a file of vectors:\n${reasons}`, { path });
  }
  const { model, cases } = read.data;
  const stem = basename(file, '.json');
  return {
    file,
    models: model === undefined ? [stem] : [model, stem],
    ...(cases && { cases }),
    document: read.data,
  };
}

/**
 * Every `.json` file of a folder, by name.
 *
 * @throws EvenkeelError `USAGE` when there is no such folder or no such file in it, `IO` when a
 *   file cannot be read, `DATA` when one is not JSON or not in the format
 */
export function readVectors(folder: string): VectorFile[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (cause) {
    throw new EvenkeelError('USAGE', `${folder} is not a folder to read`, { folder }, { cause });
  }
  const files = names.filter((name) => name.endsWith('.json')).sort();
  if (files.length === 0) {
    throw new EvenkeelError('USAGE', `${folder} holds no .json file`, { folder });
  }
  return files.map((file) => readVectorFile(folder, file));
}
