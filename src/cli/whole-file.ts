/** Files that are whole or as they were before. */
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { EvenkeelError } from '../errors.js';

/**
 * Writes a file aside and renames it.
 *
 * @param what names it in the message, for example `snapshot`
 * @throws EvenkeelError `IO` when it cannot be written; then nothing is left of it
 */
export function writeWhole(path: string, content: Uint8Array | string, what: string): void {
  const aside = `${path}.${process.pid}.partial`;
  try {
    const file = openSync(aside, 'w');
    try {
      writeAndClose(file, content);
      renameSync(aside, path);
    } catch (cause) {
      // On a full disk above all, nothing is to be left of it.
      rmSync(aside, { force: true });
      throw cause;
    }
  } catch (cause) {
    throw new EvenkeelError('IO', `cannot write the ${what} ${path}`, { path }, { cause });
  }
}

function writeAndClose(file: number, content: Uint8Array | string): void {
  try {
    writeFileSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
