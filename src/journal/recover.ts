/** From the records of a journal to the book that wrote them: the newest good snapshot and what followed. */
import type { BookConfiguration } from '../config/index.js';
import { EvenkeelError } from '../errors.js';
import { isSameBuild, ownBuild } from './build.js';
import type { History, Mark } from './history.js';
import { refusal } from './refusal.js';
import { agree, agreeWith, type ReplayedBook } from './replayed-book.js';
import type { Snapshot } from './snapshot-format.js';

/** A snapshot that was passed over. */
export interface PassedOver {
  readonly snapshot: number;
  readonly reason: string;
}

/** How a book came back. */
export interface RecoveryReport {
  /** The snapshot that it began with; null when it began with the first group. */
  readonly snapshot: number | null;
  /** Newer ones, and why they were not used. */
  readonly passedOver: readonly PassedOver[];
  readonly groupsReplayed: number;
  /** Frames accepted in them. */
  readonly framesReplayed: number;
}

/** Makes a book with the state of a snapshot, or a new one. */
export type MakeBook<Kind extends ReplayedBook> = (
  configuration: BookConfiguration,
  snapshot?: Uint8Array,
) => Kind;

/** A book, and behind which group it stands. */
export interface Recovered<Kind extends ReplayedBook> {
  readonly book: Kind;
  readonly mark: Mark;
}

/**
 * The newest snapshot that can be used, as a book; a new book without one. Snapshots of another build are
 * passed over, as their bytes may mean something else: then all groups are replayed.
 */
export function beginRecovery<Kind extends ReplayedBook>(
  history: History,
  configuration: BookConfiguration,
  make: MakeBook<Kind>,
  isWanted: (snapshot: Snapshot) => boolean = () => true,
): Recovered<Kind> & { readonly report: Pick<RecoveryReport, 'snapshot' | 'passedOver'> } {
  const passedOver: PassedOver[] = [];
  for (const number of [...history.snapshotNumbers()].reverse()) {
    try {
      const snapshot = history.snapshot(number);
      if (!isWanted(snapshot)) continue;
      const book = restored(history, snapshot, configuration, make);
      const mark = { number: snapshot.group, digest: snapshot.groupDigest };
      return { book, mark, report: { snapshot: number, passedOver } };
    } catch (cause) {
      if (!(cause instanceof EvenkeelError) || cause.code === 'INVARIANT') throw cause;
      passedOver.push({ snapshot: number, reason: `${cause.code}: ${cause.message}` });
    }
  }
  const book = make(configuration);
  return { book, mark: history.begin, report: { snapshot: null, passedOver } };
}

/**
 * The book of a snapshot, which stands where the group before it ends. A state that is wrong in nothing but what a
 * standing leaves out, under hashes that fit, is taken: only a replay from the first group shows it.
 *
 * @throws EvenkeelError `SNAPSHOT`, `JOURNAL_CORRUPT` or `JOURNAL_DIVERGED` when recovery is to pass it over
 */
export function restored<Kind extends ReplayedBook>(
  history: History,
  snapshot: Snapshot,
  configuration: BookConfiguration,
  make: MakeBook<Kind>,
): Kind {
  const place = `snapshot ${snapshot.number}`;
  const own = ownBuild();
  if (!isSameBuild(snapshot.build, own)) {
    const found = `${snapshot.build.layout}/${snapshot.build.kernel}`;
    const expected = `${own.layout}/${own.kernel}`;
    throw refusal('SNAPSHOT', place, 'build', found, expected);
  }
  const book = make(configuration, snapshot.image());
  const hash = book.stateHash();
  if (hash !== snapshot.stateHash) {
    throw refusal('JOURNAL_CORRUPT', place, 'state hash', hash, snapshot.stateHash);
  }
  if (book.framesAccepted !== snapshot.ordinal) {
    throw refusal('JOURNAL_CORRUPT', place, 'ordinal', book.framesAccepted, snapshot.ordinal);
  }
  if (snapshot.group > 0) agreeWith(book.standing, history.group(snapshot.group), place);
  else agree(place, 'state hash', hash, make(configuration).stateHash());
  return book;
}

/**
 * The book as of the head, every record checked on the way.
 *
 * @throws EvenkeelError a `JOURNAL_` code at the first record that is not what it must be
 */
export function recover<Kind extends ReplayedBook>(
  history: History,
  configuration: BookConfiguration,
  make: MakeBook<Kind>,
): { readonly book: Kind; readonly report: RecoveryReport } {
  const { book, mark, report } = beginRecovery(history, configuration, make);
  const before = book.framesAccepted;
  for (const group of history.groups(mark)) book.replay(group);
  const { number, ordinal } = history.head;
  if (book.framesAccepted !== ordinal) {
    throw refusal('JOURNAL_DIVERGED', 'head', 'ordinal', book.framesAccepted, ordinal);
  }
  const groupsReplayed = number - mark.number;
  const framesReplayed = book.framesAccepted - before;
  return { book, report: { ...report, groupsReplayed, framesReplayed } };
}
