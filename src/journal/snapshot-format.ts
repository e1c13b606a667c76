/**
 * A snapshot in a journal: the state of the book behind a group.
 *
 *  24  u64 number   32  u64 group   40  u64 ordinal   48  build (24)   72  u64 state hash
 *  80  32 bytes digest of the group   112  image as `Book.snapshot` gives it
 */
import { type Build, readBuild, writeBuild } from './build.js';
import { refusal } from './refusal.js';
import { beginRecord, DIGEST_BYTES, openRecord, seal } from './sealed.js';

const MAGIC = 0x534a4b45; // 'EKJS'
const NUMBER = 24;
const GROUP = 32;
const ORDINAL = 40;
const BUILD = 48;
const STATE_HASH = 72;
const GROUP_DIGEST = 80;
const IMAGE = 112;

/** What a snapshot is of. */
export interface SnapshotHeader {
  /** From 1. */
  readonly number: number;
  /** The last group whose frames it holds; 0 for none. */
  readonly group: number;
  readonly groupDigest: Uint8Array;
  readonly ordinal: number;
  readonly build: Build;
  /** XXH64 of the state. */
  readonly stateHash: bigint;
}

/** A snapshot that is whole. */
export interface Snapshot extends SnapshotHeader {
  /** As `Book.restore` takes it. */
  readonly image: Uint8Array;
}

/** The record of a snapshot. */
export function writeSnapshot(identity: Uint8Array, snapshot: Snapshot): Uint8Array {
  const record = new Uint8Array(IMAGE + snapshot.image.length + DIGEST_BYTES);
  const view = beginRecord(record, MAGIC, identity);
  view.setBigUint64(NUMBER, BigInt(snapshot.number), true);
  view.setBigUint64(GROUP, BigInt(snapshot.group), true);
  view.setBigUint64(ORDINAL, BigInt(snapshot.ordinal), true);
  writeBuild(view, BUILD, snapshot.build);
  view.setBigUint64(STATE_HASH, snapshot.stateHash, true);
  record.set(snapshot.groupDigest, GROUP_DIGEST);
  record.set(snapshot.image, IMAGE);
  seal(record);
  return record;
}

/**
 * @param number under which it was found
 * @throws EvenkeelError `JOURNAL_CORRUPT`, `JOURNAL_FUTURE_LAYOUT`, `JOURNAL_FOREIGN` or
 *   `JOURNAL_REORDERED`
 */
export function readSnapshot(record: Uint8Array, number: number, identity: Uint8Array): Snapshot {
  const place = `snapshot ${number}`;
  const view = openRecord(record, place, MAGIC, IMAGE, identity);
  const written = Number(view.getBigUint64(NUMBER, true));
  if (written !== number) {
    throw refusal('JOURNAL_REORDERED', place, 'number inside', written, number);
  }
  return {
    number,
    group: Number(view.getBigUint64(GROUP, true)),
    groupDigest: record.slice(GROUP_DIGEST, IMAGE),
    ordinal: Number(view.getBigUint64(ORDINAL, true)),
    build: readBuild(view, BUILD, place),
    stateHash: view.getBigUint64(STATE_HASH, true),
    image: record.subarray(IMAGE, record.length - DIGEST_BYTES),
  };
}
