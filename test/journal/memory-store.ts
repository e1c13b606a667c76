/** A store in memory that can fail, and forget what was not flushed. */
import { type Change, isOnce, type JournalStore } from '../../src/journal/store.js';

type Table = Map<string | number, Uint8Array>;
type Tables = Readonly<Record<Change['table'], Table>>;

const noTables = (): Tables => ({ words: new Map(), groups: new Map(), snapshots: new Map() });

function copyOf(tables: Tables): Tables {
  const copy = (table: Table): Table =>
    new Map([...table].map(([key, value]) => [key, value.slice()]));
  return {
    words: copy(tables.words),
    groups: copy(tables.groups),
    snapshots: copy(tables.snapshots),
  };
}

/** What happens at a commit: `before` it throws without a trace, `after` it throws and is there. */
export type Fault = 'before' | 'after';

export class MemoryStore implements JournalStore {
  readonly tables: Tables;
  /** A copy as of each commit, from the state before the first: what a crash may leave. */
  readonly versions: Tables[] = [];
  /** Commits so far. */
  commits = 0;
  /** The commit that fails, from 1, and how. */
  fault: { readonly commit: number; readonly how: Fault } | null = null;
  readonly #keepsVersions: boolean;

  constructor(tables: Tables = noTables(), keepsVersions = false) {
    this.tables = copyOf(tables);
    this.#keepsVersions = keepsVersions;
    if (keepsVersions) this.versions.push(copyOf(this.tables));
  }

  meta = (): Uint8Array | undefined => this.tables.words.get('meta');
  head = (): Uint8Array | undefined => this.tables.words.get('head');
  group = (number: number): Uint8Array | undefined => this.tables.groups.get(number);
  groupCount = (): number => this.tables.groups.size;
  snapshot = (number: number): Uint8Array | undefined => this.tables.snapshots.get(number);
  snapshotNumbers = (): readonly number[] =>
    [...this.tables.snapshots.keys()].map(Number).sort((a, b) => a - b);
  refresh = (): void => undefined;
  close = async (): Promise<void> => undefined;

  async commit(changes: readonly Change[]): Promise<boolean> {
    await new Promise<void>((done) => setImmediate(done));
    return this.commitSync(changes);
  }

  commitSync(changes: readonly Change[]): boolean {
    this.commits += 1;
    const how = this.fault?.commit === this.commits ? this.fault.how : null;
    if (how === 'before') throw new Error('the disk is full');
    if (changes.some((one) => isOnce(one) && this.tables[one.table].has(one.key))) return false;
    for (const { table, key, value } of changes) {
      if (value === null) this.tables[table].delete(key);
      else this.tables[table].set(key, value.slice());
    }
    if (this.#keepsVersions) this.versions.push(copyOf(this.tables));
    if (how === 'after') throw new Error('the disk went away');
    return true;
  }
}
