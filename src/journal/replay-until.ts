/** The book of a journal as of a moment. */
import type { BookConfiguration } from '../config/index.js';
import { readConfiguration } from './configuration.js';
import type { Group } from './group-format.js';
import { History } from './history.js';
import { plainBook } from './plain-book.js';
import { beginRecovery } from './recover.js';
import type { ReplayedBook } from './replayed-book.js';
import type { JournalReader } from './store.js';

/** A moment: so many frames accepted, or a time; the end without it. */
export type Moment = { readonly ordinal: number } | { readonly timeNs: bigint } | null;

/**
 * The book behind the last frame that is not after a moment.
 *
 * @throws EvenkeelError a `JOURNAL_` code when a record on the way is not what it must be
 */
export function replayUntil(reader: JournalReader, moment: Moment = null): ReplayedBook {
  const history = new History(reader);
  const { meta } = history;
  const configuration = readConfiguration(meta.configuration, meta.configurationDigest);
  const isWithin = within(moment);
  const { book, mark } = beginRecovery(history, configuration, plainBook, ({ group, ordinal }) =>
    isWithin({ ordinal, timeNs: group === 0 ? 0n : history.group(group).timeNs }),
  );
  for (const group of history.groups(mark)) {
    if (!isWithin(group)) {
      replayPart(book, configuration, group, isWithin);
      break;
    }
    book.replay(group);
  }
  return book;
}

interface At {
  readonly ordinal: number;
  readonly timeNs: bigint;
}

function within(moment: Moment): (at: At) => boolean {
  if (moment === null) return () => true;
  if ('ordinal' in moment) return ({ ordinal }) => ordinal <= moment.ordinal;
  return ({ timeNs }) => timeNs <= moment.timeNs;
}

/** A copy of the book finds out how far to go. */
function replayPart(
  book: ReplayedBook,
  configuration: BookConfiguration,
  group: Group,
  isWithin: (at: At) => boolean,
): void {
  const scout = plainBook(configuration, book.snapshot());
  for (const segment of group.body) {
    for (let from = 0; from < segment.applied; ) {
      const next = scout.replayStep(segment, from);
      if (!isWithin(scout.standing)) return;
      book.replayStep(segment, from);
      from = next;
    }
  }
}
