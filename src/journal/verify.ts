/** Looks at every record of a journal. */
import type { BookConfiguration } from '../config/index.js';
import { EvenkeelError } from '../errors.js';
import { isSameBuild, ownBuild } from './build.js';
import { readConfiguration } from './configuration.js';
import { History } from './history.js';
import { plainBook } from './plain-book.js';
import { restored } from './recover.js';
import { agree, type ReplayedBook } from './replayed-book.js';
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
  /** Snapshots that recovery could begin with. */
  readonly snapshots: number;
  /** Numbers of those of another build: whole, but passed over, and their state is not looked at. */
  readonly snapshotsOfOtherBuilds: readonly number[];
  /** Whether the frames were applied again too, up to the last of those groups. */
  readonly isReplayed: boolean;
}

/**
 * Checks every record, how they follow each other, and that every snapshot is one that recovery would begin with;
 * with `replay` also that the frames lead to what groups and snapshots say, to the last bit of the state. Reading
 * that stops does not hide what is wrong with the snapshots.
 */
export function verifyJournal(reader: JournalReader, replay = false): VerifyReport {
  const verification = new Verification();
  verification.attempt(() => verification.run(new History(reader), replay));
  return verification.report();
}

class Verification {
  readonly #findings: Finding[] = [];
  readonly #usable: Snapshot[] = [];
  readonly #ofOtherBuilds: number[] = [];
  readonly #seen = { groups: 0, ordinal: 0, bytes: 0, isReplayed: false };

  /** What is wrong becomes a finding. */
  attempt<Result>(check: () => Result): Result | undefined {
    try {
      return check();
    } catch (cause) {
      if (!(cause instanceof EvenkeelError)) throw cause;
      this.#findings.push({ code: cause.code, message: cause.message });
      return undefined;
    }
  }

  run(history: History, replay: boolean): void {
    const { configuration: text, configurationDigest } = history.meta;
    // Records are looked at also when this version cannot read it.
    const configuration = this.attempt(() => readConfiguration(text, configurationDigest));
    for (const number of history.snapshotNumbers()) {
      this.attempt(() => this.#snapshot(history, number, configuration));
    }
    this.#groups(history, configuration, replay);
  }

  report(): VerifyReport {
    const findings = this.#findings;
    const snapshots = this.#usable.length;
    const snapshotsOfOtherBuilds = this.#ofOtherBuilds;
    const isClean = findings.length === 0;
    return { isClean, findings, ...this.#seen, snapshots, snapshotsOfOtherBuilds };
  }

  #snapshot(history: History, number: number, configuration: BookConfiguration | undefined): void {
    const snapshot = history.snapshot(number);
    if (!isSameBuild(snapshot.build, ownBuild())) {
      this.#ofOtherBuilds.push(number);
    } else if (configuration !== undefined) {
      restored(history, snapshot, configuration, plainBook);
      this.#usable.push(snapshot);
    }
  }

  #groups(history: History, configuration: BookConfiguration | undefined, replay: boolean): void {
    const seen = this.#seen;
    const book = replay && configuration !== undefined ? plainBook(configuration) : null;
    seen.isReplayed = book !== null;
    let first: number | undefined;
    for (const group of history.groups()) {
      const { number, ordinalBefore } = group;
      first ??= ordinalBefore;
      agree(`group ${number}`, 'ordinal before', ordinalBefore, seen.ordinal || ordinalBefore);
      book?.replay(group);
      seen.groups = number;
      seen.bytes += group.bytes;
      seen.ordinal = group.ordinal;
      if (book !== null) this.#compareAt(number, book);
    }
    const { ordinal } = history.head;
    agree('head', 'ordinal', ordinal, seen.ordinal || ordinal);
    if (configuration === undefined) return;
    const { framesAccepted } = plainBook(configuration);
    agree('the beginning', 'ordinal', first ?? ordinal, framesAccepted);
  }

  #compareAt(group: number, book: ReplayedBook): void {
    for (const { number, stateHash } of this.#usable.filter((one) => one.group === group)) {
      this.attempt(() => agree(`snapshot ${number}`, 'state hash', stateHash, book.stateHash()));
    }
  }
}
