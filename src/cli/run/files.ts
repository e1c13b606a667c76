/** What `run` begins with: the configuration with or without a snapshot to go on from. */
import { readFileSync } from 'node:fs';
import { Book } from '../../book/index.js';
import {
  type BookConfiguration,
  readWithSections,
  validateConfiguration,
} from '../../config/index.js';
import { EvenkeelError } from '../../errors.js';
import { type JournaledBook, openJournaled } from '../../journal/index.js';
import { DURABILITIES, type Durability } from '../durability.js';

/** The configuration of a file, with sections over it. */
export function readConfiguration(
  path: string,
  sections: readonly string[] | undefined,
): BookConfiguration {
  return validateConfiguration(readWithSections(path, sections));
}

/** A book whose input goes to a journal; it goes on where the journal ends. */
export function openWithJournal(
  path: string,
  sections: readonly string[] | undefined,
  dir: string,
  durability: Durability,
): Promise<JournaledBook> {
  const configuration = readWithSections(path, sections);
  return openJournaled({ configuration, journal: { dir, policy: DURABILITIES[durability] } });
}

/** A book from its configuration, with the state of a snapshot if given. */
export function openBook(configuration: BookConfiguration, snapshotPath: string | undefined): Book {
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
