/** Snapshots of a journal: taken behind a group, read back before older ones go, two of them kept. */
import { ownBuild } from './build.js';
import type { Mark } from './history.js';
import type { JournalSource } from './journal-writer.js';
import type { Head } from './meta-format.js';
import { refusal } from './refusal.js';
import { isSame } from './sealed.js';
import { writeSnapshot } from './snapshot-format.js';
import type { Change, JournalStore } from './store.js';

const KEPT = 2;

/** Takes snapshots and keeps the newest. */
export class SnapshotKeeper {
  readonly #store: JournalStore;
  readonly #identity: Uint8Array;
  readonly #source: JournalSource;
  readonly #every: number;
  #next: number;
  #lastOrdinal: number;
  #isAsked = false;

  /** @param every frames accepted between two; 0 for none by itself */
  constructor(
    store: JournalStore,
    identity: Uint8Array,
    source: JournalSource,
    head: Head,
    every: number,
  ) {
    this.#store = store;
    this.#identity = identity;
    this.#source = source;
    this.#every = every;
    this.#next = (store.snapshotNumbers().at(-1) ?? 0) + 1;
    this.#lastOrdinal = head.ordinal;
  }

  /** Whether frames were accepted since the last snapshot, or since the journal was opened. */
  get isBehind(): boolean {
    return this.#source.standing().ordinal > this.#lastOrdinal;
  }

  /** The next chance is to be taken. */
  ask(): void {
    this.#isAsked = true;
  }

  /** A snapshot of the book, which stands at the mark, when it is time for one. */
  captureWhenDue(mark: Mark): Uint8Array | null {
    const since = this.#source.standing().ordinal - this.#lastOrdinal;
    const isDue = this.#isAsked || (this.#every > 0 && since >= this.#every);
    return isDue ? this.capture(mark) : null;
  }

  capture(mark: Mark): Uint8Array {
    const { ordinal } = this.#source.standing();
    this.#isAsked = false;
    this.#lastOrdinal = ordinal;
    const { number: group, digest: groupDigest } = mark;
    const values = { number: this.#next, group, groupDigest, ordinal, build: ownBuild() };
    return writeSnapshot(this.#identity, values, this.#source.parts());
  }

  /** @throws EvenkeelError when it cannot be written, or reads back as something else */
  async keep(record: Uint8Array): Promise<void> {
    await this.#store.commit([{ table: 'snapshots', key: this.#next, value: record }]);
    const old = this.#verified(record);
    if (old.length > 0) await this.#store.commit(old);
  }

  keepSync(record: Uint8Array): void {
    this.#store.commitSync([{ table: 'snapshots', key: this.#next, value: record }]);
    const old = this.#verified(record);
    if (old.length > 0) this.#store.commitSync(old);
  }

  /** What may go now that the newest is known to be there. */
  #verified(record: Uint8Array): readonly Change[] {
    const number = this.#next;
    this.#store.refresh();
    const found = this.#store.snapshot(number);
    if (found === undefined || !isSame(found, record)) {
      const what = found === undefined ? 'missing' : 'something else';
      throw refusal(
        'JOURNAL_CORRUPT',
        `snapshot ${number}`,
        'record read back',
        what,
        'as written',
      );
    }
    this.#next += 1;
    const numbers = this.#store.snapshotNumbers();
    return numbers.slice(0, -KEPT).map((key) => ({ table: 'snapshots', key, value: null }));
  }
}
