/** Reads result files, which may come from anywhere. */
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { EvenkeelError } from '../../errors.js';
import { type BenchResult, RESULT_FORMAT, RESULT_VERSION, resultSchema } from './result-schema.js';

/**
 * Reads a result file.
 *
 * @throws EvenkeelError `IO` when it cannot be read, `DATA` when it is no result of this version
 */
export function readResult(path: string): BenchResult {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new EvenkeelError('IO', `cannot read the result ${path}`, { path }, { cause });
  }
  return parseResult(text, path);
}

/** The same for the text of a file. @param path for messages */
export function parseResult(text: string, path: string): BenchResult {
  const value = parseJson(text, path);
  const { format, version } = z
    .object({ format: z.unknown(), version: z.unknown() })
    .catch({
      format: undefined,
      version: undefined,
    })
    .parse(value);
  if (format !== RESULT_FORMAT) {
    const details = { path, format, expected: RESULT_FORMAT };
    throw new EvenkeelError('DATA', `${path} is no result of evenkeel bench`, details);
  }
  if (version !== RESULT_VERSION) {
    const message = `${path} has version ${version}, this program reads version ${RESULT_VERSION}`;
    throw new EvenkeelError('DATA', message, { path, version, expected: RESULT_VERSION });
  }
  const parsed = resultSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const first = parsed.error.issues[0];
  const where = first?.path.join('.') ?? '';
  const message = `${path} is damaged: ${where}: ${first?.message ?? ''}`;
  throw new EvenkeelError('DATA', message, { path, where });
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new EvenkeelError('DATA', `${path} is not JSON`, { path }, { cause });
  }
}
