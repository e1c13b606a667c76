/** The store on disk: one LMDB environment per journal. Others may read it while it is written. */
import { statfsSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Database, RootDatabase } from 'lmdb';
import { EvenkeelError } from '../errors.js';
import { beginFile, type FileStanding, flushNames, makeFolder, standingOf } from './lmdb-file.js';
import { refusal } from './refusal.js';
import {
  type Change,
  type Flushing,
  isBlank,
  isOnce,
  type JournalReader,
  type JournalStore,
} from './store.js';

const META = 'meta';
const HEAD = 'head';
/** Commit before the call returns, flushed unless the environment says otherwise. */
const COMMIT_NOW = 2;

/**
 * Left free beside what is written, bytes: pages that LMDB copies, and what other journals on the disk write
 * meanwhile. LMDB must not meet a full disk: seen to damage the heap of its process.
 */
const ROOM_BYTES = 2 ** 23;

/** How a store is opened. */
export interface LmdbOptions {
  readonly flushing?: Flushing;
}

/** Loads the store, which takes a tenth of a second when it has not been used yet. */
export function loadLmdb(): typeof import('lmdb') {
  return createRequire(import.meta.url)('lmdb') as typeof import('lmdb');
}

function failed(folder: string, doing: string, cause: unknown): EvenkeelError {
  if (cause instanceof EvenkeelError) return cause;
  return new EvenkeelError('IO', `cannot ${doing} the journal ${folder}`, { folder }, { cause });
}

function none(folder: string): EvenkeelError {
  return new EvenkeelError('IO', `${folder} holds no journal`, { folder });
}

/**
 * Why a commit failed. LMDB says it by a promise of its own, which ends the process when nobody waits for it.
 */
async function reasonOf(cause: unknown): Promise<unknown> {
  const { commitError } = cause as { readonly commitError?: Promise<unknown> };
  return commitError === undefined ? cause : commitError.catch((reason: unknown) => reason);
}

/** The file of a folder, when LMDB can open it. @throws EvenkeelError `JOURNAL_CORRUPT`, `IO` */
function look(folder: string): Exclude<FileStanding, 'foreign'> {
  let standing: FileStanding;
  try {
    standing = standingOf(folder);
  } catch (cause) {
    throw failed(folder, 'open', cause);
  }
  if (standing !== 'foreign') return standing;
  throw refusal('JOURNAL_CORRUPT', folder, 'data.mdb', 'something else', 'a file of LMDB');
}

/**
 * Reads a journal, also one that another process writes.
 *
 * @throws EvenkeelError `IO` when there is none, or none that has begun, `JOURNAL_CORRUPT`
 */
export function readLmdb(folder: string): JournalReader {
  if (look(folder) !== 'whole') throw none(folder);
  const store = new LmdbStore(folder, true, 'sync');
  try {
    if (store.isBegun && !isBlank(store)) return store;
    throw none(folder);
  } catch (cause) {
    void store.close();
    throw cause;
  }
}

/** Writes a journal; the folder is made when it is missing. @throws EvenkeelError `IO`, `JOURNAL_CORRUPT` */
export function writeLmdb(folder: string, { flushing = 'sync' }: LmdbOptions = {}): JournalStore {
  let store: LmdbStore | undefined;
  try {
    const top = makeFolder(folder);
    if (look(folder) === 'begun') beginFile(folder);
    store = new LmdbStore(folder, false, flushing);
    if (flushing === 'sync') flushNames(folder, top);
    return store;
  } catch (cause) {
    void store?.close();
    throw failed(folder, 'open', cause);
  }
}

class LmdbStore implements JournalStore {
  readonly #folder: string;
  readonly #root: RootDatabase<Uint8Array, string>;
  readonly #words: Database<Uint8Array, string | number>;
  readonly #groups: Database<Uint8Array, string | number>;
  readonly #snapshots: Database<Uint8Array, string | number>;

  constructor(folder: string, readOnly: boolean, flushing: Flushing) {
    this.#folder = folder;
    try {
      const { open } = loadLmdb();
      // Opening may write, too.
      if (!readOnly) this.#requireRoom([]);
      this.#root = open<Uint8Array, string>({
        path: folder,
        noSubdir: false,
        readOnly,
        encoding: 'binary',
        maxDbs: 3,
        noMemInit: true,
        noSync: flushing === 'none',
        // With it a commit is reported before it is on the disk.
        overlappingSync: false,
      });
      const numbered = { encoding: 'binary', keyEncoding: 'uint32' } as const;
      this.#words = this.#root.openDB('meta', { encoding: 'binary' });
      this.#groups = this.#root.openDB('groups', numbered);
      this.#snapshots = this.#root.openDB('snapshots', numbered);
    } catch (cause) {
      throw failed(folder, 'open', cause);
    }
  }

  /** Whether it has its tables: one that is read may not have them yet. */
  get isBegun(): boolean {
    return [this.#words, this.#groups, this.#snapshots].every((table) => table !== undefined);
  }

  #read<Value>(call: () => Value): Value {
    try {
      return call();
    } catch (cause) {
      throw failed(this.#folder, 'read', cause);
    }
  }

  meta(): Uint8Array | undefined {
    return this.#read(() => this.#words.get(META));
  }

  head(): Uint8Array | undefined {
    return this.#read(() => this.#words.get(HEAD));
  }

  group(number: number): Uint8Array | undefined {
    // Into the same memory every time: to make some anew takes a fifth of a replay.
    const found = this.#read(() => this.#groups.getBinaryFast(number));
    return found && new Uint8Array(found.buffer, found.byteOffset, found.length);
  }

  groupCount(): number {
    return this.#read(() => (this.#groups.getStats() as { entryCount: number }).entryCount);
  }

  snapshot(number: number): Uint8Array | undefined {
    return this.#read(() => this.#snapshots.get(number));
  }

  snapshotNumbers(): readonly number[] {
    return this.#read(() => Array.from(this.#snapshots.getKeys(), Number));
  }

  refresh(): void {
    this.#root.resetReadTxn();
  }

  async commit(changes: readonly Change[]): Promise<boolean> {
    const once = changes.filter(isOnce);
    if (once.length > 1) throw new EvenkeelError('USAGE', 'one group per commit');
    const write = (): void => {
      for (const { table, key, value } of changes) {
        if (value === null) this.#table(table).remove(key);
        else this.#table(table).put(key, value);
      }
    };
    try {
      this.#requireRoom(changes);
      const [only] = once;
      if (only === undefined) return await this.#root.batch(write);
      return await this.#table(only.table).ifNoExists(only.key, write);
    } catch (cause) {
      throw failed(this.#folder, 'write', await reasonOf(cause));
    }
  }

  commitSync(changes: readonly Change[]): boolean {
    try {
      this.#requireRoom(changes);
      return this.#root.transactionSync(() => {
        if (changes.some((one) => isOnce(one) && this.#table(one.table).doesExist(one.key)))
          return false;
        for (const { table, key, value } of changes) {
          if (value === null) this.#table(table).removeSync(key);
          else this.#table(table).putSync(key, value);
        }
        return true;
      }, COMMIT_NOW);
    } catch (cause) {
      throw failed(this.#folder, 'write', cause);
    }
  }

  /** @throws EvenkeelError `IO` when the disk is full, or nearly */
  #requireRoom(changes: readonly Change[]): void {
    const { blocks, bavail, bsize } = statfsSync(this.#folder);
    // A file system that does not say how large it is.
    if (blocks === 0) return;
    const free = bavail * bsize;
    const needed = changes.reduce((sum, { value }) => sum + (value?.length ?? 0), ROOM_BYTES);
    if (free >= needed) return;
    const folder = this.#folder;
    const message = `the disk of ${folder} is full: ${free} bytes are free, ${needed} are needed`;
    throw new EvenkeelError('IO', message, { folder, free, needed });
  }

  #table(name: Change['table']): Database<Uint8Array, string | number> {
    return { words: this.#words, groups: this.#groups, snapshots: this.#snapshots }[name];
  }

  async close(): Promise<void> {
    await this.#root.close();
  }
}
