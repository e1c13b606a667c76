/** A book that takes the segments of a journal again. */
import { applySegment, applyStep, Book, type Segment } from '../book/index.js';
import type { Group, Standing } from './group-format.js';
import { refusal } from './refusal.js';

/** A book that stands where a journal says, or says that it does not. */
export class ReplayedBook extends Book {
  /** Where it stands. */
  get standing(): Standing {
    return { ordinal: this.framesAccepted, timeNs: this.timeNs, equity: this.equity };
  }

  /**
   * Applies a group. What the book answers is dropped: it was answered before.
   *
   * @throws EvenkeelError `JOURNAL_DIVERGED` when it leads elsewhere than it did
   */
  replay(group: Group): void {
    const place = `group ${group.number}`;
    agree(place, 'ordinal before', this.framesAccepted, group.ordinalBefore);
    for (const segment of group.body) this.replaySegment(segment, place);
    agree(place, 'ordinal', this.framesAccepted, group.ordinal);
    agree(place, 'time', this.timeNs, group.timeNs);
    agree(place, 'equity', this.equity, group.equity);
  }

  /** Applies one frame of a segment, or bytes that are none; returns the place behind it. */
  replayStep(segment: Segment, from: number): number {
    let next = from;
    this.guarded(() => {
      next = applyStep(this.region, segment, from);
      return 0;
    });
    return next;
  }

  /** @throws EvenkeelError `JOURNAL_DIVERGED` when frames end elsewhere than they did */
  replaySegment(segment: Segment, place: string): void {
    let consumed = 0;
    this.guarded(() => {
      consumed = applySegment(this.region, segment);
      return 0;
    });
    agree(place, 'end of a segment', consumed, segment.applied);
  }
}

function agree(place: string, what: string, found: unknown, expected: unknown): void {
  if (Object.is(found, expected)) return;
  throw refusal('JOURNAL_DIVERGED', place, what, found, expected);
}
