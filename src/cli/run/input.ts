/** Standard input, with failures that say so. */
import { fstatSync } from 'node:fs';
import { EvenkeelError } from '../../errors.js';

/** Standard input, or a stream in its place; only the former has a descriptor. */
export type InputStream = NodeJS.ReadableStream & { readonly fd?: number };

/**
 * Refuses a directory as standard input: Node.js reads it as if it were empty.
 *
 * @throws EvenkeelError `IO`
 */
export function requireReadable({ fd }: InputStream): void {
  if (fd !== undefined && fstatSync(fd).isDirectory()) {
    throw new EvenkeelError('IO', 'cannot read the input: it is a directory');
  }
}

/** A failure of reading as an `IO` error; any other as it is. */
export function inputError(error: unknown): unknown {
  const isReading = error instanceof Error && 'syscall' in error && error.syscall === 'read';
  if (!isReading) return error;
  return new EvenkeelError('IO', 'cannot read the input', {}, { cause: error });
}
