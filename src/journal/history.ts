/** Reads the records of a journal in order and refuses what does not belong. */
import { type Group, readGroup } from './group-format.js';
import { type Head, type Meta, readHead, readMeta } from './meta-format.js';
import { refusal } from './refusal.js';
import { hex, isSame } from './sealed.js';
import { readSnapshot, type Snapshot } from './snapshot-format.js';
import type { JournalReader } from './store.js';

/** Where reading stands: behind a group. */
export type Mark = Pick<Head, 'number' | 'digest'>;

/** The records of a journal. */
export class History {
  readonly meta: Meta & { readonly digest: Uint8Array };
  readonly head: Head;
  readonly #reader: JournalReader;

  /** @throws EvenkeelError a `JOURNAL_` code when meta or head are not whole, or groups are missing */
  constructor(reader: JournalReader) {
    this.#reader = reader;
    const meta = reader.meta();
    if (meta === undefined) throw refusal('JOURNAL_CORRUPT', 'meta', 'record', 'missing', 'there');
    this.meta = readMeta(meta.slice());
    const head = reader.head();
    if (head === undefined) throw refusal('JOURNAL_CORRUPT', 'head', 'record', 'missing', 'there');
    this.head = readHead(head.slice(), this.meta.identity);
    const count = reader.groupCount();
    const { number } = this.head;
    if (count < number) throw refusal('JOURNAL_MISSING_GROUP', 'groups', 'count', count, number);
    if (count > number) throw refusal('JOURNAL_CORRUPT', 'groups', 'count', count, number);
  }

  /** Before the first group. */
  get begin(): Mark {
    return { number: 0, digest: this.meta.digest };
  }

  /**
   * Groups behind a mark, up to the head. The body of one is valid until anything else is read.
   *
   * @throws EvenkeelError a `JOURNAL_` code at the first that is not whole or not the next
   */
  *groups(from: Mark = this.begin): Generator<Group> {
    let { number, digest } = from;
    while (number < this.head.number) {
      number += 1;
      const group = this.group(number);
      follows(group, number - 1, digest);
      digest = group.digest;
      yield group;
    }
    if (number !== this.head.number || !isSame(digest, this.head.digest)) {
      const found = `${hex(digest)} of group ${number}`;
      const expected = `${hex(this.head.digest)} of group ${this.head.number}`;
      throw refusal('JOURNAL_FOREIGN', 'head', 'last group', found, expected);
    }
  }

  /** Its body is valid until anything else is read. @throws EvenkeelError a `JOURNAL_` code as above */
  group(number: number): Group {
    const record = this.#reader.group(number);
    if (record !== undefined) return readGroup(record, number, this.meta.identity);
    throw refusal('JOURNAL_MISSING_GROUP', `group ${number}`, 'record', 'missing', 'there');
  }

  /** Ascending. */
  snapshotNumbers(): readonly number[] {
    return this.#reader.snapshotNumbers();
  }

  /**
   * A snapshot that belongs to a group of this journal.
   *
   * @throws EvenkeelError a `JOURNAL_` code when it does not, or is not whole
   */
  snapshot(number: number): Snapshot {
    const place = `snapshot ${number}`;
    const record = this.#reader.snapshot(number);
    if (record === undefined) throw refusal('JOURNAL_CORRUPT', place, 'record', 'missing', 'there');
    const snapshot = readSnapshot(record.slice(), number, this.meta.identity);
    const { group, groupDigest } = snapshot;
    if (group > this.head.number) {
      throw refusal('JOURNAL_CORRUPT', place, 'group', group, `${this.head.number} or less`);
    }
    const digest = group === 0 ? this.meta.digest : this.group(group).digest;
    if (isSame(digest, groupDigest)) return snapshot;
    throw refusal('JOURNAL_FOREIGN', place, `group ${group}`, hex(groupDigest), hex(digest));
  }
}

function follows(group: Group, before: number, digest: Uint8Array): void {
  if (isSame(group.previous, digest)) return;
  const what = before === 0 ? 'the journal' : `group ${before}`;
  const place = `group ${group.number}`;
  throw refusal('JOURNAL_FOREIGN', place, `digest of ${what}`, hex(group.previous), hex(digest));
}
