/** A store whose writes take virtual time and fail when they are told to. */
import { EvenkeelError } from '../../../src/errors.js';
import { type Change, isOnce, type JournalStore } from '../../../src/journal/store.js';
import { type Disk, DiskReader } from './disk.js';

/**
 * A write that fails: nothing is there, everything is there, somebody else has written the group or begun the
 * journal, or a snapshot is there with a bit changed.
 */
export type WriteFault = 'before' | 'after' | 'taken' | 'garbled';

export interface StoreTerms {
  /** Whether a write that is done stays. */
  readonly isFlushing: boolean;
  /** How long the next write takes, ms. */
  readonly duration: () => number;
  /** A place to damage, below the length. */
  readonly place: (length: number) => number;
}

/** Of a store that is neither slow nor forgets. */
export const AT_ONCE: StoreTerms = { isFlushing: true, duration: () => 0, place: () => 0 };

interface Write {
  readonly due: number;
  readonly changes: readonly Change[];
  readonly done: (isWritten: boolean) => void;
  readonly failed: (cause: Error) => void;
}

export class VirtualStore extends DiskReader implements JournalStore {
  /** How the next write that can fail so will fail. */
  armed: WriteFault | null = null;
  /** Writes that were asked for after one had failed, or before another had ended. */
  unwanted = 0;
  /** The fault that struck. */
  struck: WriteFault | null = null;
  readonly #terms: StoreTerms;
  #now = 0;
  #waiting: Write[] = [];

  constructor(disk: Disk, terms: StoreTerms) {
    super(disk);
    this.#terms = terms;
  }

  commit(changes: readonly Change[]): Promise<boolean> {
    this.#expect();
    const due = this.#now + this.#terms.duration();
    return new Promise((done, failed) => this.#waiting.push({ due, changes, done, failed }));
  }

  commitSync(changes: readonly Change[]): boolean {
    this.#expect();
    return this.#write(changes);
  }

  /** Ends the writes that are due at a time, ms. Returns whether there was one. */
  advance(now: number): boolean {
    this.#now = now;
    const due = this.#waiting.filter((write) => write.due <= now);
    this.#waiting = this.#waiting.filter((write) => write.due > now);
    for (const { changes, done, failed } of due) {
      try {
        done(this.#write(changes));
      } catch (cause) {
        failed(cause as Error);
      }
    }
    return due.length > 0;
  }

  /** When the next one ends, ms; never without one. */
  get nextEnd(): number {
    return Math.min(...this.#waiting.map(({ due }) => due), Number.POSITIVE_INFINITY);
  }

  /** The process is no more: what is under way arrives or not, and nobody is told. */
  abandon(arrives: boolean): void {
    if (arrives) for (const { changes } of this.#waiting) this.#put(changes);
    this.#waiting = [];
  }

  // One write at a time, and none after a failure.
  #expect(): void {
    if (this.struck !== null || this.#waiting.length > 0) this.unwanted += 1;
  }

  #write(changes: readonly Change[]): boolean {
    const fault = this.#strike(changes);
    if (fault === 'before') throw new EvenkeelError('IO', 'no space left on the disk');
    if (fault === 'taken') return false;
    const isWritten = this.#put(
      fault === 'garbled' ? changes.map((one) => this.#garble(one)) : changes,
    );
    if (fault === 'after') throw new EvenkeelError('IO', 'the disk went away');
    return isWritten;
  }

  #strike(changes: readonly Change[]): WriteFault | null {
    const { armed } = this;
    const isWrittenOnce = changes.some(isOnce);
    const isSnapshot = changes.some(({ table, value }) => table === 'snapshots' && value !== null);
    const fits =
      armed === 'taken' ? isWrittenOnce : armed === 'garbled' ? isSnapshot : armed !== null;
    if (!fits) return null;
    this.armed = null;
    this.struck = armed;
    return armed;
  }

  #put(changes: readonly Change[]): boolean {
    const isWritten = this.disk.write(changes);
    if (this.#terms.isFlushing) this.disk.flush();
    return isWritten;
  }

  #garble(change: Change): Change {
    if (change.table !== 'snapshots' || change.value === null) return change;
    const value = change.value.slice();
    const place = this.#terms.place(value.length);
    value[place] = (value[place] ?? 0) ^ 1;
    return { ...change, value };
  }
}
