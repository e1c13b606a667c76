/** What `run` begins with: the configuration with or without a snapshot to go on from. */
import { readFileSync } from 'node:fs';
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
