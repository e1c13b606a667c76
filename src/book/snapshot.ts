/**
 * Snapshots: the state's bytes behind a header that says what they are.
 *
 *   0  u32 'EKSN'   4  u32 format   8  u64 layout fingerprint   16  u64 state hash
 *  24  u64 length of the state   32  state
 */
import { LAYOUT_VERSION } from '../../assembly/layout.js';
import { EvenkeelError } from '../errors.js';
import { type BookRegion, LAYOUT_FINGERPRINT } from '../kernel/index.js';

const MAGIC = 0x4e534b45; // 'EKSN', little-endian
const HEADER_BYTES = 32;
const FINGERPRINT = BigInt(`0x${LAYOUT_FINGERPRINT}`);

/** The state as bytes that `restoreState` accepts. */
export function takeSnapshot(region: BookRegion): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + region.stateBytes);
  const header = new DataView(bytes.buffer);
  header.setUint32(0, MAGIC, true);
  header.setUint32(4, LAYOUT_VERSION, true);
  header.setBigUint64(8, FINGERPRINT, true);
  header.setBigUint64(16, region.hash(), true);
  header.setBigUint64(24, BigInt(region.stateBytes), true);
  bytes.set(region.stateView(), HEADER_BYTES);
  return bytes;
}

function refuse(what: string, found: unknown, expected: unknown): never {
  throw new EvenkeelError(
    'SNAPSHOT',
    `snapshot refused: ${what} is ${found}, expected ${expected}`,
    {
      what,
      found: String(found),
      expected: String(expected),
    },
  );
}

/**
 * Copies a snapshot into a region of the same capacity and checks its hash.
 *
 * @throws EvenkeelError `SNAPSHOT` when it is damaged, of another layout or of another capacity; the
 * region must not be used then.
 */
export function restoreState(region: BookRegion, snapshot: Uint8Array): void {
  if (snapshot.length < HEADER_BYTES) refuse('length', snapshot.length, `${HEADER_BYTES} or more`);
  const header = new DataView(snapshot.buffer, snapshot.byteOffset, snapshot.byteLength);
  const magic = header.getUint32(0, true);
  if (magic !== MAGIC) refuse('magic', magic, MAGIC);
  const version = header.getUint32(4, true);
  if (version !== LAYOUT_VERSION) refuse('layout version', version, LAYOUT_VERSION);
  const fingerprint = header.getBigUint64(8, true);
  if (fingerprint !== FINGERPRINT) refuse('layout fingerprint', fingerprint, FINGERPRINT);
  const length = header.getBigUint64(24, true);
  if (length !== BigInt(region.stateBytes)) refuse('state length', length, region.stateBytes);
  const state = snapshot.subarray(HEADER_BYTES);
  if (state.length !== region.stateBytes) refuse('bytes', state.length, region.stateBytes);
  const empty = region.stateView().slice();
  region.bytes.set(state, region.state);
  const hash = region.hash();
  const expected = header.getBigUint64(16, true);
  if (hash !== expected) {
    region.bytes.set(empty, region.state);
    refuse('state hash', hash, expected);
  }
  region.kernel.attachBuffers(region.book);
}
