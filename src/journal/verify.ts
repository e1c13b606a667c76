/** Looks at every record of a journal. */
import { EvenkeelError } from '../errors.js';
import { isSameBuild, ownBuild } from './build.js';
import { readConfiguration } from './configuration.js';
import { History } from './history.js';
import { plainBook } from './plain-book.js';
import { refusal } from './refusal.js';
import type { Snapshot } from './snapshot-format.js';
import type { JournalReader } from './store.js';

/** Something that is wrong with a journal. */
export interface Finding {
  readonly code: string;
  readonly message: string;
}

/** What was looked at, and what is wrong with it. */
export interface VerifyReport {
  readonly isClean: boolean;
  readonly findings: readonly Finding[];
  /** Groups that are whole and follow each other. */
  readonly groups: number;
  /** Frames accepted up to there. */
  readonly ordinal: number;
  readonly bytes: number;
  /** Snapshots that are whole. */
  readonly snapshots: number;
  /** Whether the frames were applied again too, up to the last of those groups. */
  readonly isReplayed: boolean;
}

/**
 * Checks every record and how they follow each other; with `replay` also that the frames lead to what
 * groups and snapshots say. Reading that stops does not hide what is wrong with the snapshots.
 */
export function verifyJournal(reader: JournalReader, replay = false): VerifyReport {
  const seen = { groups: 0, ordinal: 0, bytes: 0 };
  const findings: Finding[] = [];
  const note = (check: () => void): void => {
    try {
      check();
    } catch (cause) {
      if (!(cause instanceof EvenkeelError)) throw cause;
      findings.push({ code: cause.code, message: cause.message });
    }
  };
  const snapshots: Snapshot[] = [];
  note(() => {
    const history = new History(reader);
    for (const number of history.snapshotNumbers()) {
      note(() => snapshots.push(history.snapshot(number)));
    }
    const step = replay ? replayer(history, snapshots) : () => undefined;
    for (const group of history.groups()) {
      step(group);
      seen.groups += 1;
      seen.ordinal = group.ordinal;
      seen.bytes += group.bytes;
    }
    const { number, ordinal } = history.head;
    if (number > 0 && ordinal !== seen.ordinal) {
      throw refusal('JOURNAL_DIVERGED', 'head', 'ordinal', ordinal, seen.ordinal);
    }
  });
  const isClean = findings.length === 0;
  return { isClean, findings, ...seen, snapshots: snapshots.length, isReplayed: replay };
}

function replayer(
  history: History,
  snapshots: readonly Snapshot[],
): (group: Parameters<ReturnType<typeof plainBook>['replay']>[0]) => void {
  const { meta } = history;
  const book = plainBook(readConfiguration(meta.configuration, meta.configurationDigest));
  const own = snapshots.filter(({ build }) => isSameBuild(build, ownBuild()));
  return (group) => {
    book.replay(group);
    for (const { number, stateHash } of own.filter((one) => one.group === group.number)) {
      const hash = book.stateHash();
      if (hash === stateHash) continue;
      throw refusal('JOURNAL_DIVERGED', `snapshot ${number}`, 'state hash', hash, stateHash);
    }
  };
}
