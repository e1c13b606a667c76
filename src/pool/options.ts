/** What a pool reserves and how its workers wait: chosen once, when it is created. */
import { availableParallelism } from 'node:os';
import * as at from '../../assembly/pool-layout.js';
import { EvenkeelError } from '../errors.js';
import type { JournalOptions } from '../journal/index.js';
import { settleOptions } from '../journal/pools/index.js';

/**
 * Journals of a pool. Groups form by themselves: what is sent while one is on its way to the disk is the next,
 * up to `groupBytes`; with `acknowledgeAfterSync` every record is one.
 */
export type PoolJournalOptions = Pick<JournalOptions, 'policy' | 'groupBytes' | 'snapshotEvery'> & {
  /** Folder in which every book has a folder with its journal. */
  readonly dir: string;
};

/** Options of `BookPool.create`; every one has a default. */
export interface PoolOptions {
  /** Every book writes a journal, and nothing it answers is seen before its input is written. */
  readonly journal?: PoolJournalOptions | undefined;
  /** Worker threads, 1 .. 64. Default: one less than the processors, at least 1. */
  readonly workers?: number;
  /** Books each worker can hold, 1 .. 4,096. Default 64. */
  readonly booksPerWorker?: number;
  /** Ring of frames to a worker, a power of two, 64 KiB .. 1 GiB. Default 16 MiB. */
  readonly inputRingBytes?: number;
  /** Ring of output frames from a worker, a power of two, 64 KiB .. 1 GiB. Default 4 MiB. */
  readonly outputRingBytes?: number;
  /**
   * Memory of a worker, rings and books together, 1 MiB .. 2 GiB. Default 1 GiB: what is never used
   * costs address space only.
   */
  readonly memoryBytes?: number;
  /** How long an idle worker looks for frames before it sleeps, us; `Infinity` for ever. Default 50. */
  readonly spinUs?: number;
  /** Longest sleep of a worker, ms, 1 .. 1,000: how late it sees that it is to stop. Default 50. */
  readonly parkMs?: number;
  /**
   * A worker that has something to do and shows no sign of life for so long is replaced, ms, 10 .. 600,000. It
   * shows one with every frame: neither a frame nor, of a journaled book, a snapshot (seconds for 100,000
   * instruments) must take longer. Default 5,000.
   */
  readonly stallMs?: number;
  /** A worker that does not serve within this time is given up, ms, 100 .. 600,000. Default 30,000. */
  readonly startMs?: number;
}

/** Options that are numbers, with every default applied. */
type Numbers = Required<Omit<PoolOptions, 'journal'>>;

/** Options with every default applied. */
export type PoolSettings = Numbers & { readonly journal: PoolJournalOptions | undefined };

interface Range {
  readonly least: number;
  readonly most: number;
  readonly isPowerOfTwo?: boolean;
  readonly isFraction?: boolean;
}

const RANGES: Readonly<Record<keyof Numbers, Range>> = {
  workers: { least: 1, most: 64 },
  booksPerWorker: { least: 1, most: 4096 },
  inputRingBytes: { least: at.MIN_RING_BYTES, most: at.MAX_RING_BYTES, isPowerOfTwo: true },
  outputRingBytes: { least: at.MIN_RING_BYTES, most: at.MAX_RING_BYTES, isPowerOfTwo: true },
  memoryBytes: { least: 2 ** 20, most: 2 ** 31 - 65536 },
  spinUs: { least: 0, most: Number.POSITIVE_INFINITY, isFraction: true },
  parkMs: { least: 1, most: 1000 },
  stallMs: { least: 10, most: 600_000 },
  startMs: { least: 100, most: 600_000 },
};

function defaults(): Numbers {
  return {
    workers: Math.min(Math.max(availableParallelism() - 1, 1), RANGES.workers.most),
    booksPerWorker: 64,
    inputRingBytes: 2 ** 24,
    outputRingBytes: 2 ** 22,
    memoryBytes: 2 ** 30,
    spinUs: 50,
    parkMs: 50,
    stallMs: 5000,
    startMs: 30_000,
  };
}

function isAllowed(value: number, { least, most, isPowerOfTwo, isFraction }: Range): boolean {
  if (!(value >= least && value <= most)) return false;
  if (isFraction !== true && !Number.isInteger(value)) return false;
  return isPowerOfTwo !== true || Number.isInteger(Math.log2(value));
}

/** Applies defaults. @throws EvenkeelError `USAGE` with the first option that is out of range */
export function poolSettings({ journal, ...options }: PoolOptions): PoolSettings {
  const given = Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  );
  for (const [name, value] of Object.entries(given)) {
    const range = Object.hasOwn(RANGES, name) ? RANGES[name as keyof Numbers] : undefined;
    if (range === undefined) {
      throw new EvenkeelError('USAGE', `a pool has no option ${name}`, { name });
    }
    if (typeof value === 'number' && isAllowed(value, range)) continue;
    const kind = range.isPowerOfTwo === true ? 'a power of two' : 'a number';
    throw new EvenkeelError(
      'USAGE',
      `${name} must be ${kind} of ${range.least} .. ${range.most}, got ${String(value)}`,
      { name, value, least: range.least, most: range.most },
    );
  }
  return { ...defaults(), ...given, journal: journal && checkedJournal(journal) };
}

/** Every option known and within its range. */
function checkedJournal(journal: PoolJournalOptions): PoolJournalOptions {
  const { dir, policy, groupBytes, snapshotEvery, ...others } = journal;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) {
    throw new EvenkeelError('USAGE', `the journal of a pool has no option ${unknown}`, { unknown });
  }
  const settled = settleOptions({
    ...(policy && { policy }),
    ...(groupBytes !== undefined && { groupBytes }),
    ...(snapshotEvery !== undefined && { snapshotEvery }),
  });
  return {
    dir,
    policy: settled.policy,
    groupBytes: settled.groupBytes,
    snapshotEvery: settled.snapshotEvery,
  };
}
