/**
 * The file of an LMDB environment, looked at before LMDB does: over a file that is none of its own it ends the
 * process (lmdb 3.5, SIGSEGV).
 */
import {
  closeSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/**
 * The file begins with two pages, each of which tells of the others: `MDB_meta` behind a page header, whose size
 * is that of the machine's pages. LMDB writes both at once.
 */
const MAGIC = 0xbeefc0de;
const MAGIC_OFFSET = 24;
const PAGE_SIZE_OFFSET = 48;
/** Of the last transaction, 64 bits. */
const TRANSACTION_OFFSET = 152;
const LARGEST_PAGE_BYTES = 65_536;

/**
 * Of the file in a folder. `begun`: no transaction has ever ended in it, so that it may be written anew.
 * `foreign`: it is no file of LMDB, or no more.
 */
export type FileStanding = 'missing' | 'begun' | 'whole' | 'foreign';

const fileOf = (folder: string): string => join(folder, 'data.mdb');

/** @throws Error of the file system */
export function standingOf(folder: string): FileStanding {
  const path = fileOf(folder);
  if (statSync(path, { throwIfNoEntry: false }) === undefined) return 'missing';
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    if (size === 0) return 'missing';
    const page = wordAt(file, MAGIC_OFFSET) === MAGIC ? wordAt(file, PAGE_SIZE_OFFSET) : 0;
    if (page === 0) return isBlank(file, size) ? 'begun' : 'foreign';
    if (wordAt(file, page + MAGIC_OFFSET) === MAGIC) return 'whole';
    // One page of the two: of a beginning, or of a journal that was cut.
    return size >= page && hasNoTransaction(file) ? 'begun' : 'foreign';
  } finally {
    closeSync(file);
  }
}

/** By the first page alone. */
function hasNoTransaction(file: number): boolean {
  return wordAt(file, TRANSACTION_OFFSET) === 0 && wordAt(file, TRANSACTION_OFFSET + 4) === 0;
}

/** 32 bits, little end first; 0 behind the end. */
function wordAt(file: number, position: number): number {
  const found = new Uint8Array(Uint32Array.BYTES_PER_ELEMENT);
  readSync(file, found, { position });
  return new DataView(found.buffer).getUint32(0, true);
}

/** Made, and not written yet. */
function isBlank(file: number, size: number): boolean {
  if (size > 2 * LARGEST_PAGE_BYTES) return false;
  const found = new Uint8Array(size);
  readSync(file, found, { position: 0 });
  return found.every((byte) => byte === 0);
}

/** What a beginning that was cut short has left is taken for nothing. */
export function beginFile(folder: string): void {
  truncateSync(fileOf(folder), 0);
}

/** Makes a folder and those above it; returns the lowest one that was there before. */
export function makeFolder(folder: string): string {
  const first = mkdirSync(folder, { recursive: true });
  return first === undefined ? resolve(folder) : dirname(resolve(first));
}

/** The names from one folder down to another are on the disk: of a new file, its data alone would not do. */
export function flushNames(folder: string, top: string): void {
  // There is no such call for a folder on Windows, nor a need.
  if (process.platform === 'win32') return;
  for (let at = resolve(folder); ; at = dirname(at)) {
    const handle = openSync(at, 'r');
    fsyncSync(handle);
    closeSync(handle);
    if (at === top) return;
  }
}
