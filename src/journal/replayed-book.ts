/** A book that takes the segments of a journal again. */
import {
  applySegment,
  applyStep,
  Book,
  type Segment,
  type SnapshotParts,
  snapshotParts,
} from '../book/index.js';
import type { Group, Standing } from './group-format.js';
import { refusal } from './refusal.js';

/** A book that stands where a journal says, or says that it does not. */
export class ReplayedBook extends Book {
  /** Where it stands. */
  get standing(): Standing {
    return { ordinal: this.framesAccepted, timeNs: this.timeNs, equity: this.equity };
  }

  /** Of a snapshot, nothing copied: valid until the next input. */
  parts(): SnapshotParts {
    return snapshotParts(this.region, this.configuration);
  }

  /**
   * Applies a group. What the book answers is dropped: it was answered before.
   *
   * @throws EvenkeelError `JOURNAL_DIVERGED` when it leads elsewhere than it did
   */
  replay(group: Group): void {
    const place = `group ${group.number}`;
    agree(place, 'ordinal before', this.framesAccepted, group.ordinalBefore);
    for (const segment of group.body) {
      const consumed = this.#again(() => applySegment(this.region, segment));
      agree(place, 'end of a segment', consumed, segment.applied);
    }
    agreeWith(this.standing, group, place);
  }

  /** Applies one frame of a segment, or bytes that are none; returns the place behind it. */
  replayStep(segment: Segment, from: number): number {
    return this.#again(() => applyStep(this.region, segment, from));
  }

  /** @throws EvenkeelError `USAGE` when input is journaled by now */
  protected requireReplaying(): void {
    // A book for looking at is never anything else.
  }

  #again(apply: () => number): number {
    this.requireReplaying();
    let reached = 0;
    this.guarded(() => {
      reached = apply();
      return 0;
    });
    return reached;
  }
}

/** @throws EvenkeelError `JOURNAL_DIVERGED` when a book stands elsewhere than a record says */
export function agreeWith(found: Standing, expected: Standing, place: string): void {
  agree(place, 'ordinal', found.ordinal, expected.ordinal);
  agree(place, 'time', found.timeNs, expected.timeNs);
  agree(place, 'equity', found.equity, expected.equity);
}

/** The same of one number. */
export function agree(place: string, what: string, found: unknown, expected: unknown): void {
  if (Object.is(found, expected)) return;
  throw refusal('JOURNAL_DIVERGED', place, what, found, expected);
}
