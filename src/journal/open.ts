/** Opens a book with its journal: a new one, or as it was. */
import { randomBytes } from 'node:crypto';
import type { BookOptions } from '../book/index.js';
import { validateConfiguration } from '../config/index.js';
import { EvenkeelError } from '../errors.js';
import { ownBuild } from './build.js';
import {
  configurationDigest,
  configurationText,
  readConfiguration,
  requireConfiguration,
} from './configuration.js';
import { History } from './history.js';
import { JournalWriter } from './journal-writer.js';
import { JournaledBook } from './journaled-book.js';
import { writeLmdb } from './lmdb-store.js';
import { readMeta, writeHead, writeMeta } from './meta-format.js';
import { type JournalOptions, settleOptions } from './policy.js';
import { recover } from './recover.js';
import { IDENTITY_BYTES } from './sealed.js';
import type { JournalStore } from './store.js';

/** What a journaled book is opened with. */
export interface OpenJournaledOptions extends BookOptions {
  /** As of `Book.create`; may be left out for a journal that exists, and must be the same if given. */
  readonly configuration?: unknown;
  readonly journal: JournalOptions & {
    /** Folder of the journal; made when it is missing. */
    readonly dir: string;
  };
}

const NS_PER_MS = 1_000_000n;

/**
 * A book whose input is journaled: begun when the folder holds no journal, else as of the last acknowledged
 * input. One process writes a journal; others may read it meanwhile.
 *
 * @throws EvenkeelError a `JOURNAL_` code when the journal is not whole or belongs to another configuration,
 *   `IO` when it cannot be opened, `USAGE`
 * @throws ConfigurationError
 */
export async function openJournaled(options: OpenJournaledOptions): Promise<JournaledBook> {
  const { policy } = settleOptions(options.journal);
  const flushing = policy === 'acknowledgeBeforeSync' ? 'none' : 'sync';
  const store = writeLmdb(options.journal.dir, { flushing });
  try {
    return openOn(store, options);
  } catch (cause) {
    await store.close();
    throw cause;
  }
}

/** The same on any store. */
export function openOn(
  store: JournalStore,
  {
    configuration,
    journal,
    ...options
  }: Omit<OpenJournaledOptions, 'journal'> & { journal: JournalOptions },
): JournaledBook {
  const settled = settleOptions(journal);
  if (store.meta() === undefined) create(store, configuration);
  const history = new History(store);
  const { meta } = history;
  const known = readConfiguration(meta.configuration, meta.configurationDigest);
  if (configuration !== undefined) {
    requireConfiguration(validateConfiguration(configuration), meta.configurationDigest);
  }
  const { book, mark, report } = recover(history, known, (validated, snapshot) =>
    JournaledBook.make(validated, options, snapshot),
  );
  book.begin(report, (source) => new JournalWriter(store, meta.identity, mark, source, settled));
  return book;
}

function create(store: JournalStore, configuration: unknown): void {
  if (configuration === undefined) {
    throw new EvenkeelError('USAGE', 'there is no journal, and no configuration to begin one with');
  }
  const validated = validateConfiguration(configuration);
  const meta = writeMeta({
    identity: randomBytes(IDENTITY_BYTES),
    createdNs: BigInt(Date.now()) * NS_PER_MS,
    build: ownBuild(),
    configuration: configurationText(configuration),
    configurationDigest: configurationDigest(validated),
  });
  const { digest, identity } = readMeta(meta);
  const { framesAccepted: ordinal } = JournaledBook.make(validated, {});
  const isNew = store.commitSync([
    { table: 'words', key: 'meta', value: meta },
    { table: 'words', key: 'head', value: writeHead(identity, { number: 0, ordinal, digest }) },
  ]);
  if (!isNew) throw new EvenkeelError('IO', 'somebody else began the journal at the same time');
}
