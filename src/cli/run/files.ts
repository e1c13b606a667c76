/** Files of `run`: the configuration with or without a snapshot to go on from. */
import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { parse } from 'yaml';
import { Book } from '../../book/index.js';
import { EvenkeelError } from '../../errors.js';

/** A book from its configuration, with the state of a snapshot if one is given. */
export function openBook(configurationPath: string, snapshotPath: string | undefined): Book {
  // Also without use for it when restoring: reports every violation of the file.
  const book = Book.fromFile(configurationPath);
  if (snapshotPath === undefined) return book;
  const configuration: unknown = parse(readFileSync(configurationPath, 'utf8'));
  let snapshot: Buffer;
  try {
    snapshot = readFileSync(snapshotPath);
  } catch (cause) {
    const path = snapshotPath;
    throw new EvenkeelError('IO', `cannot read the snapshot ${path}`, { path }, { cause });
  }
  return Book.restore(configuration, snapshot);
}

/** Writes a snapshot aside and renames it: the file is whole or as it was before. */
export function writeSnapshot(path: string, bytes: Uint8Array): void {
  const aside = `${path}.${process.pid}.partial`;
  try {
    const file = openSync(aside, 'w');
    try {
      writeAndClose(file, bytes);
      renameSync(aside, path);
    } catch (cause) {
      // On a full disk above all, nothing is to be left of it.
      rmSync(aside, { force: true });
      throw cause;
    }
  } catch (cause) {
    throw new EvenkeelError('IO', `cannot write the snapshot ${path}`, { path }, { cause });
  }
}

function writeAndClose(file: number, bytes: Uint8Array): void {
  try {
    writeFileSync(file, bytes);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
