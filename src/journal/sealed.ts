/**
 * Records of a journal: bytes that end in the SHA-256 of all before, so that no bit can change unseen, and
 * begin with what they are.
 *
 *   0  u32 magic   4  u32 format of the journal   8  16 bytes identity of the journal
 *
 * Little-endian. The digest also names the record: the next group repeats it, which makes the chain.
 */
import { createHash } from 'node:crypto';
import { refusal } from './refusal.js';

/** Of this version. A larger one is refused by name. */
export const JOURNAL_FORMAT = 1;
export const RECORD_HEADER_BYTES = 24;
export const DIGEST_BYTES = 32;
export const IDENTITY_BYTES = 16;
const IDENTITY = 8;

function digestOf(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

/** Writes what every record begins with. */
export function beginRecord(bytes: Uint8Array, magic: number, identity: Uint8Array): DataView {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  view.setUint32(0, magic, true);
  view.setUint32(4, JOURNAL_FORMAT, true);
  bytes.set(identity, IDENTITY);
  return view;
}

/** Ends a record whose last 32 bytes are free; returns its digest. */
export function seal(record: Uint8Array): Uint8Array {
  const digest = digestOf(record.subarray(0, record.length - DIGEST_BYTES));
  record.set(digest, record.length - DIGEST_BYTES);
  return digest;
}

/** Identity of the journal a record was written for. */
export function identityOf(record: Uint8Array): Uint8Array {
  return record.subarray(IDENTITY, IDENTITY + IDENTITY_BYTES);
}

/** Digest that a record ends in. */
export function sealOf(record: Uint8Array): Uint8Array {
  return record.slice(record.length - DIGEST_BYTES);
}

/** Bytes as hexadecimal digits. */
export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** Whether two digests or identities are the same. */
export function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}

/**
 * The view of a record that is whole, of a format we know and of a kind.
 *
 * @param identity of the journal it must belong to; any without it
 * @throws EvenkeelError `JOURNAL_CORRUPT`, `JOURNAL_FUTURE_LAYOUT` or `JOURNAL_FOREIGN`
 */
export function openRecord(
  record: Uint8Array,
  place: string,
  magic: number,
  headerBytes: number,
  identity?: Uint8Array,
): DataView {
  const least = headerBytes + DIGEST_BYTES;
  if (record.length < least) {
    throw refusal('JOURNAL_CORRUPT', place, 'length', record.length, `${least} or more`);
  }
  const found = digestOf(record.subarray(0, record.length - DIGEST_BYTES));
  const expected = sealOf(record);
  if (!isSame(found, expected)) {
    throw refusal('JOURNAL_CORRUPT', place, 'digest', hex(found), hex(expected));
  }
  const view = new DataView(record.buffer, record.byteOffset, record.byteLength);
  const format = view.getUint32(4, true);
  if (format > JOURNAL_FORMAT) {
    throw refusal('JOURNAL_FUTURE_LAYOUT', place, 'format', format, `${JOURNAL_FORMAT} or less`);
  }
  const kind = view.getUint32(0, true);
  if (kind !== magic) throw refusal('JOURNAL_CORRUPT', place, 'magic', kind, magic);
  const owner = identityOf(record);
  if (identity !== undefined && !isSame(owner, identity)) {
    throw refusal('JOURNAL_FOREIGN', place, 'journal', hex(owner), hex(identity));
  }
  return view;
}
