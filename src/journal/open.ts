/** Opens a book with its journal: a new one, or as it was. */
import { randomBytes } from 'node:crypto';
import type { BookOptions } from '../book/index.js';
import type { BookConfiguration } from '../config/index.js';
import { EvenkeelError } from '../errors.js';
import { ownBuild } from './build.js';
import {
  type ConfigurationSource,
  configurationDigest,
  configurationOf,
  configurationText,
  readConfiguration,
  requireConfiguration,
} from './configuration.js';
import { History } from './history.js';
import { JournalWriter } from './journal-writer.js';
import { JournaledBook } from './journaled-book.js';
import { writeLmdb } from './lmdb-store.js';
import { readMeta, writeHead, writeMeta } from './meta-format.js';
import { plainBook } from './plain-book.js';
import { flushingOf, type JournalOptions, settleOptions } from './policy.js';
import { recover } from './recover.js';
import { refusal } from './refusal.js';
import { IDENTITY_BYTES } from './sealed.js';
import { isBlank, type JournalStore } from './store.js';

/** What a journaled book is opened with. */
export interface OpenJournaledOptions extends BookOptions {
  /** As of `Book.create`; may be left out for a journal that exists, and must be the same if given. */
  readonly configuration?: unknown;
  /** Instead: one that was validated before, as of `Book.fromConfiguration`. */
  readonly validated?: BookConfiguration;
  readonly journal: JournalOptions & {
    /** Folder of the journal; made when it is missing. */
    readonly dir: string;
    /** Whether it must be a new one; default false. */
    readonly isNew?: boolean;
  };
}

/** What a journal has that no other has. */
export interface Origin {
  /** 16 bytes. */
  readonly identity: Uint8Array;
  /** When it is begun, ns since the epoch. */
  readonly createdNs: bigint;
}

const NS_PER_MS = 1_000_000n;

/**
 * A book whose input is journaled: begun when the folder holds no journal, else as of the last acknowledged
 * input. One process writes a journal; others may read it meanwhile.
 *
 * @throws EvenkeelError a `JOURNAL_` code when the journal is not whole, belongs to another configuration or
 *   should not be there, `IO` when it cannot be opened, `USAGE`
 * @throws ConfigurationError
 */
export async function openJournaled(options: OpenJournaledOptions): Promise<JournaledBook> {
  const { dir } = options.journal;
  const flushing = flushingOf(settleOptions(options.journal).policy);
  const store = writeLmdb(dir, { flushing });
  try {
    return openOn(store, options);
  } catch (cause) {
    await store.close();
    throw cause;
  }
}

const newOrigin = (): Origin => ({
  identity: randomBytes(IDENTITY_BYTES),
  createdNs: BigInt(Date.now()) * NS_PER_MS,
});

/** The same on any store. @param origin of a journal that is begun */
export function openOn(
  store: JournalStore,
  {
    journal,
    ...options
  }: Omit<OpenJournaledOptions, 'journal'> & {
    readonly journal: Partial<OpenJournaledOptions['journal']>;
  },
  origin = newOrigin,
): JournaledBook {
  const settled = settleOptions(journal);
  if (journal.isNew === true && !isBlank(store)) {
    const { dir = 'the store' } = journal;
    throw new EvenkeelError('JOURNAL_EXISTS', `there is a journal in ${dir} already`, { dir });
  }
  const { history, configuration } = enter(store, sourceOf(options), origin);
  const { book, report } = recover(history, configuration, (validated, snapshot) =>
    JournaledBook.make(validated, options, snapshot),
  );
  const { meta, head } = history;
  book.begin(report, (source) => new JournalWriter(store, meta.identity, head, source, settled));
  return book;
}

function sourceOf({
  configuration: document,
  validated,
}: Pick<OpenJournaledOptions, 'configuration' | 'validated'>): ConfigurationSource | undefined {
  if (validated !== undefined) return { validated };
  return document === undefined ? undefined : { document };
}

/**
 * The records of a journal, which is begun when there is none.
 *
 * @throws EvenkeelError a `JOURNAL_` code when it is another configuration's or not whole, `USAGE` when there
 *   is neither a journal nor a configuration
 */
export function enter(
  store: JournalStore,
  source: ConfigurationSource | undefined,
  origin = newOrigin,
): { readonly history: History; readonly configuration: BookConfiguration } {
  if (store.meta() === undefined) create(store, source, origin());
  const history = new History(store);
  const { configuration: text, configurationDigest: digest } = history.meta;
  const configuration = readConfiguration(text, digest);
  if (source !== undefined) requireConfiguration(configurationOf(source), digest);
  return { history, configuration };
}

function create(
  store: JournalStore,
  source: ConfigurationSource | undefined,
  { identity, createdNs }: Origin,
): void {
  // One that lost its meta record is damaged, and not to be begun anew.
  if (!isBlank(store)) throw refusal('JOURNAL_CORRUPT', 'meta', 'record', 'missing', 'there');
  if (source === undefined) {
    throw new EvenkeelError('USAGE', 'there is no journal, and no configuration to begin one with');
  }
  const validated = configurationOf(source);
  const meta = writeMeta({
    ...{ identity, createdNs },
    build: ownBuild(),
    configuration: configurationText(source),
    configurationDigest: configurationDigest(validated),
  });
  const { digest } = readMeta(meta);
  const { framesAccepted: ordinal } = plainBook(validated);
  // All at once: a journal has begun, or there is none.
  const isNew = store.commitSync([
    { table: 'words', key: 'meta', value: meta },
    { table: 'words', key: 'head', value: writeHead(identity, { number: 0, ordinal, digest }) },
  ]);
  if (!isNew) throw new EvenkeelError('IO', 'somebody else began the journal at the same time');
}
