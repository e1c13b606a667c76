/** Records as they lie on a disk, and what of them a loss of power takes away. */
import { createHash } from 'node:crypto';
import { type Change, isOnce, type JournalReader } from '../../../src/journal/store.js';

type Table = Map<string | number, Uint8Array>;
export type Tables = Readonly<Record<Change['table'], Table>>;

export function copyOf(tables: Tables): Tables {
  const copy = (table: Table): Table =>
    new Map([...table].map(([key, value]) => [key, value.slice()]));
  const { words, groups, snapshots } = tables;
  return { words: copy(words), groups: copy(groups), snapshots: copy(snapshots) };
}

export function noTables(): Tables {
  return { words: new Map(), groups: new Map(), snapshots: new Map() };
}

/** Ordinal of a head record, read without the code that wrote it; 0 for none. */
function ordinalOf(head: Uint8Array | undefined): number {
  if (head === undefined) return 0;
  return Number(new DataView(head.buffer, head.byteOffset, head.byteLength).getBigUint64(32, true));
}

export class Disk {
  readonly tables: Tables;
  /** Transactions that were written. */
  commits = 0;
  /** Ordinal of the head that no loss of power takes away. */
  flushedOrdinal = 0;
  // What takes back the transactions that were not flushed, the last one first.
  #undo: (() => void)[] = [];

  constructor(tables: Tables = noTables()) {
    this.tables = tables;
    this.flush();
  }

  /** Ordinal of the head as the operating system shows it. */
  get ordinal(): number {
    return ordinalOf(this.tables.words.get('head'));
  }

  /** All changes or, when a record that is written once is there, none and false. */
  write(changes: readonly Change[]): boolean {
    if (changes.some((one) => isOnce(one) && this.tables[one.table].has(one.key))) return false;
    this.commits += 1;
    const before = changes.map(({ table, key }) => ({
      ...{ table: this.tables[table], key, value: this.tables[table].get(key) },
    }));
    this.#undo.push(() => {
      for (const { table, key, value } of before) {
        if (value === undefined) table.delete(key);
        else table.set(key, value);
      }
    });
    for (const { table, key, value } of changes) {
      if (value === null) this.tables[table].delete(key);
      else this.tables[table].set(key, value.slice());
    }
    return true;
  }

  /** What was written stays. */
  flush(): void {
    this.#undo = [];
    this.flushedOrdinal = this.ordinal;
  }

  /** Transactions that a loss of power may take away. */
  get unflushed(): number {
    return this.#undo.length;
  }

  /** The last transactions are gone, each as a whole. */
  losePower(transactions: number): void {
    for (const takeBack of this.#undo.splice(this.#undo.length - transactions).reverse())
      takeBack();
    this.flush();
  }

  /** SHA-256 of all records. */
  digest(): string {
    const hash = createHash('sha256');
    for (const table of [this.tables.words, this.tables.groups, this.tables.snapshots]) {
      for (const [key, value] of table) hash.update(String(key)).update(value);
    }
    return hash.digest('hex');
  }
}

/** Reads what is on a disk. */
export class DiskReader implements JournalReader {
  constructor(readonly disk: Disk) {}

  meta = (): Uint8Array | undefined => this.disk.tables.words.get('meta');
  head = (): Uint8Array | undefined => this.disk.tables.words.get('head');
  group = (number: number): Uint8Array | undefined => this.disk.tables.groups.get(number);
  groupCount = (): number => this.disk.tables.groups.size;
  snapshot = (number: number): Uint8Array | undefined => this.disk.tables.snapshots.get(number);
  snapshotNumbers = (): readonly number[] =>
    [...this.disk.tables.snapshots.keys()].map(Number).sort((one, other) => one - other);
  refresh = (): void => undefined;
  close = async (): Promise<void> => undefined;
}
