/** What `run` begins with: the configuration with or without a snapshot to go on from. */
import { readFileSync } from 'node:fs';
import { Book } from '../../book/index.js';
import { readWithSections, validateConfiguration } from '../../config/index.js';
import { EvenkeelError } from '../../errors.js';

/** A book from its configuration, with sections over it and the state of a snapshot if given. */
export function openBook(
  configurationPath: string,
  sections: readonly string[] | undefined,
  snapshotPath: string | undefined,
): Book {
  const document = readWithSections(configurationPath, sections);
  const configuration = validateConfiguration(document);
  if (snapshotPath === undefined) return Book.fromConfiguration(configuration);
  let snapshot: Buffer;
  try {
    snapshot = readFileSync(snapshotPath);
  } catch (cause) {
    const path = snapshotPath;
    throw new EvenkeelError('IO', `cannot read the snapshot ${path}`, { path }, { cause });
  }
  return Book.restoreConfiguration(configuration, snapshot);
}
