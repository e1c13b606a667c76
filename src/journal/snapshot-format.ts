/**
 * A snapshot in a journal: the state of the book behind a group. The body is the header of `Book.snapshot` and
 * the state, packed.
 */
import { SNAPSHOT_HEADER_BYTES, type SnapshotParts } from '../book/index.js';
import { packState, unpackState } from './packed-state.js';
import { RecordFormat, requireNumber, type ValuesOf } from './record-format.js';
import { seal } from './sealed.js';

const FIELDS = {
  /** From 1. */
  number: 'count',
  /** The last group whose frames it holds; 0 for none. */
  group: 'count',
  ordinal: 'count',
  build: 'build',
  /** XXH64 of the state. */
  stateHash: 'u64',
  groupDigest: 'digest',
} as const;
const FORMAT = new RecordFormat(0x534a4b45 /* 'EKJS' */, FIELDS);
/** In the header of a snapshot: u64 bytes of the state. */
const STATE_BYTES = 24;

/** What a snapshot is of. */
export type SnapshotHeader = ValuesOf<typeof FIELDS>;

/** A snapshot that is whole. */
export interface Snapshot extends SnapshotHeader {
  /** As `Book.restore` takes it; made by every call. */
  image(): Uint8Array;
  /** Bytes of the record. */
  readonly bytes: number;
}

/** The record of a snapshot. */
export function writeSnapshot(
  identity: Uint8Array,
  values: Omit<SnapshotHeader, 'stateHash'>,
  { header, state, stateHash }: SnapshotParts,
): Uint8Array {
  const packed = packState(state);
  const bytes = header.length + packed.bytes;
  const record = FORMAT.begin(identity, { ...values, stateHash }, bytes);
  const body = FORMAT.bodyOf(record);
  body.set(header);
  packed.write(body.subarray(header.length));
  seal(record);
  return record;
}

/**
 * @param number under which it was found
 * @throws EvenkeelError `JOURNAL_CORRUPT`, `JOURNAL_FUTURE_LAYOUT`, `JOURNAL_FOREIGN` or
 *   `JOURNAL_REORDERED`; `image` with `JOURNAL_CORRUPT` when the state does not unpack
 */
export function readSnapshot(record: Uint8Array, number: number, identity: Uint8Array): Snapshot {
  const place = `snapshot ${number}`;
  const values = FORMAT.read(record, place, identity);
  requireNumber(place, values.number, number);
  return { ...values, image: () => imageOf(FORMAT.bodyOf(record), place), bytes: record.length };
}

function imageOf(body: Uint8Array, place: string): Uint8Array {
  const header = body.subarray(0, SNAPSHOT_HEADER_BYTES);
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const bytes = header.length < SNAPSHOT_HEADER_BYTES ? 0 : view.getBigUint64(STATE_BYTES, true);
  const packed = body.subarray(SNAPSHOT_HEADER_BYTES);
  const image = unpackState(packed, Number(bytes), SNAPSHOT_HEADER_BYTES, place);
  image.set(header);
  return image;
}
