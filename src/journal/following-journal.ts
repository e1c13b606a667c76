/**
 * Journals of books that live in shared memory: one thread begins the book as its journal left it, another one
 * applies its input and hands it over here.
 */
import type { BookConfiguration } from '../config/index.js';
import type { Place } from '../kernel/index.js';
import { type ConfigurationSource, readConfiguration } from './configuration.js';
import type { RecordedSegment } from './group-format.js';
import { History } from './history.js';
import { HEADER_ROOM, JournalWriter } from './journal-writer.js';
import { writeLmdb } from './lmdb-store.js';
import { enter, type Origin } from './open.js';
import { bookAt, plainBook } from './plain-book.js';
import { flushingOf, type JournalOptions, settleOptions } from './policy.js';
import { type RecoveryReport, recover } from './recover.js';
import type { JournalStore } from './store.js';

/** What a journal leads to. */
export interface JournaledState {
  readonly configuration: BookConfiguration;
  /** As `Book.restore` takes it. */
  readonly snapshot: Uint8Array;
  /** Frames accepted, those of the configuration included. */
  readonly ordinal: number;
  readonly recovery: RecoveryReport;
}

/**
 * The state that the journal in a folder leads to; a journal is begun when there is none.
 *
 * @throws EvenkeelError as `openJournaled`
 */
export function journaledState(dir: string, source: ConfigurationSource): JournaledState {
  const store = writeLmdb(dir);
  try {
    return journaledStateOn(store, source);
  } finally {
    // Nothing is under way.
    void store.close();
  }
}

/** The same on any store. @param origin of a journal that is begun */
export function journaledStateOn(
  store: JournalStore,
  source: ConfigurationSource,
  origin?: () => Origin,
): JournaledState {
  const { history, configuration } = enter(store, source, origin);
  const { book, report } = recover(history, configuration, plainBook);
  const snapshot = book.snapshot();
  return { configuration, snapshot, ordinal: book.framesAccepted, recovery: report };
}

/** Writes what a book has applied. Only asynchronous commits: a thread that ends inside another holds its lock. */
export class FollowingJournal {
  /** Frames that the journal held when it was opened. */
  readonly ordinal: number;
  readonly #writer: JournalWriter;

  /**
   * The journal in a folder.
   *
   * @param place where the book lies
   * @throws EvenkeelError a `JOURNAL_` code when the journal is not whole, `IO`
   */
  static open(dir: string, place: Place, options: JournalOptions): FollowingJournal {
    const { policy } = settleOptions(options);
    const store = writeLmdb(dir, { flushing: flushingOf(policy) });
    try {
      return new FollowingJournal(store, place, options);
    } catch (cause) {
      void store.close();
      throw cause;
    }
  }

  /** The same on any store. */
  constructor(store: JournalStore, place: Place, options: JournalOptions) {
    const { meta, head } = new History(store);
    const configuration = readConfiguration(meta.configuration, meta.configurationDigest);
    const book = bookAt(configuration, place);
    this.ordinal = head.ordinal;
    const source = {
      standing: () => book.standing,
      parts: () => book.parts(),
      // Whoever waits for `flushed` is told, and stops it.
      stopFor: () => undefined,
    };
    this.#writer = new JournalWriter(store, meta.identity, head, source, settleOptions(options));
  }

  /** Input that was applied; at most `groupBytes` and one input more until it is flushed. */
  add(segment: RecordedSegment): void {
    const group = this.#writer.reserve(segment.bytes.length + HEADER_ROOM);
    if (segment.isMixed) group.addMixed(segment);
    else group.add(segment.bytes);
  }

  /** Resolves when all input so far is acknowledged. @throws EvenkeelError `JOURNAL_HALTED` */
  flushed(): Promise<void> {
    return this.#writer.flushed();
  }

  /** Ends in order, with a snapshot when there was input. @throws EvenkeelError `JOURNAL_HALTED` */
  async finish(): Promise<void> {
    await this.#writer.checkpointIfNew();
    await this.close();
  }

  /** Lets go of the files. @throws EvenkeelError `JOURNAL_HALTED` */
  close(): Promise<void> {
    return this.#writer.close();
  }
}
