/** Records of a journal, read and changed without the code that wrote them. */
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Tables } from './disk.js';

const DIGEST_BYTES = 32;
/** Where fields lie: see `src/journal/*-format.ts`. */
export const AT = {
  ...{ magic: 0, format: 4, identity: 8 },
  group: {
    number: 24,
    ordinalBefore: 32,
    ordinal: 40,
    layout: 48,
    unused: 52,
    time: 72,
    equity: 80,
  },
  head: { number: 24, ordinal: 32, digest: 40 },
  meta: { configurationDigest: 56, text: 88 },
  snapshot: { group: 32, ordinal: 40, kernel: 64, stateHash: 72, groupDigest: 80, image: 112 },
} as const;

function digestOf(record: Uint8Array): Uint8Array {
  return createHash('sha256').update(record.subarray(0, -DIGEST_BYTES)).digest();
}

export function isWhole(record: Uint8Array | undefined): record is Uint8Array {
  if (record === undefined) return false;
  return isDeepStrictEqual([...digestOf(record)], [...record.subarray(-DIGEST_BYTES)]);
}

/** A copy with something done to it, under a digest that fits. */
export function rewritten(record: Uint8Array, change: (view: DataView) => void): Uint8Array {
  const copy = record.slice();
  change(new DataView(copy.buffer));
  copy.set(digestOf(copy), copy.length - DIGEST_BYTES);
  return copy;
}

/** A copy in which a 64-bit number is larger by one. */
export function raised(record: Uint8Array, offset: number): Uint8Array {
  return rewritten(record, (view) =>
    view.setBigUint64(offset, view.getBigUint64(offset, true) + 1n, true),
  );
}

/** Group that a snapshot lies behind. */
export function groupOf(snapshot: Uint8Array): number {
  const view = new DataView(snapshot.buffer, snapshot.byteOffset, snapshot.byteLength);
  return Number(view.getBigUint64(AT.snapshot.group, true));
}

/** A journal as its damages see it. */
export interface View {
  readonly tables: Tables;
  /** Groups are 1 to this. */
  readonly groups: number;
  /** Ascending. */
  readonly snapshots: readonly number[];
}

export function viewOf(tables: Tables): View {
  const snapshots = [...tables.snapshots.keys()].map(Number).sort((one, other) => one - other);
  return { tables, groups: tables.groups.size, snapshots };
}

/** Where replay has to begin, and which snapshots it passes over. */
export interface Way {
  /** Groups up to this one are not read. */
  readonly mark: number;
  /** Newest first; null where the reason is that of the group. */
  readonly passedOver: readonly (readonly [snapshot: number, code: string | null])[];
}

/** @param bad groups that are not what they were @param codes why snapshots cannot be used */
export function wayOf(view: View, bad: readonly number[], codes: ReadonlyMap<number, string>): Way {
  const passedOver: [number, string | null][] = [];
  for (const number of [...view.snapshots].reverse()) {
    const record = view.tables.snapshots.get(number);
    const known = codes.get(number);
    if (known !== undefined) passedOver.push([number, known]);
    else if (!isWhole(record)) passedOver.push([number, 'JOURNAL_CORRUPT']);
    else if (bad.includes(groupOf(record))) passedOver.push([number, null]);
    else return { mark: groupOf(record), passedOver };
  }
  return { mark: 0, passedOver };
}
