/**
 * Snapshots: the state's bytes behind a header that says what they are.
 *
 *   0  u32 'EKSN'   4  u32 format   8  u64 layout fingerprint   16  u64 state hash
 *  24  u64 length of the state   32  u64 identity of the book   40  state
 *
 * Identity covers capacity, asset symbols and instrument terms: what the state's indexes mean. Models
 * and limits are part of the state; those of the configuration do not matter when restoring.
 */
import * as at from '../../assembly/layout.js';
import * as risk from '../../assembly/risk-layout.js';
import type { BookConfiguration } from '../config/index.js';
import { EvenkeelError } from '../errors.js';
import { type BookRegion, digest64, LAYOUT_FINGERPRINT, sizesOf } from '../kernel/index.js';

const MAGIC = 0x4e534b45; // 'EKSN', little-endian
/** Before the state. */
export const SNAPSHOT_HEADER_BYTES = 40;
/** Fields that addresses are computed from. */
const ADDRESSING = [
  at.BOOK_INSTRUMENT_CAPACITY,
  at.BOOK_ASSET_CAPACITY,
  at.BOOK_FILL_ID_CAPACITY,
  at.BOOK_TABLE_CAPACITY,
  at.BOOK_QUOTES_OFFSET,
  at.BOOK_LEDGERS_OFFSET,
  at.BOOK_SKEWS_OFFSET,
  at.BOOK_TABLES_OFFSET,
  risk.BOOK_UNDERLYING_CAPACITY,
  risk.BOOK_EXPIRY_CAPACITY,
  risk.BOOK_OPTION_CAPACITY,
  risk.BOOK_GUARD_CAPACITY,
  risk.BOOK_UNDERLYINGS_OFFSET,
  risk.BOOK_EXPIRIES_OFFSET,
  risk.BOOK_OPTIONS_OFFSET,
  risk.BOOK_RISKS_OFFSET,
  risk.BOOK_GUARDS_OFFSET,
];
const FINGERPRINT = BigInt(`0x${LAYOUT_FINGERPRINT}`);

function identityOf(configuration: BookConfiguration): bigint {
  const { capacity, assets, underlyings, expiries, instruments } = configuration;
  const terms = instruments.map((one) => [
    one.symbol,
    one.contract,
    one.base,
    one.settle,
    one.feeAsset,
    one.tickSize,
    one.lotSize,
    one.multiplier,
    one.underlying ?? null,
    one.option === undefined ? null : [one.option.expiry, one.option.right, one.option.strike],
  ]);
  const parts = [
    assets.map(({ symbol }) => symbol),
    underlyings.map(({ symbol, collateral, index }) => [symbol, collateral, index]),
    expiries.map(({ symbol, underlying, timeNs }) => [symbol, underlying, String(timeNs)]),
    terms,
  ];
  const text = JSON.stringify([...sizesOf(capacity), ...parts]);
  return digest64(text);
}

/** A snapshot in two parts. */
export interface SnapshotParts {
  /** What the state is, `SNAPSHOT_HEADER_BYTES` long. */
  readonly header: Uint8Array;
  /** A view, valid until the next input. */
  readonly state: Uint8Array;
  /** XXH64 of the state. */
  readonly stateHash: bigint;
}

/** The parts of a snapshot; the state is not copied. */
export function snapshotParts(region: BookRegion, configuration: BookConfiguration): SnapshotParts {
  const header = new Uint8Array(SNAPSHOT_HEADER_BYTES);
  const view = new DataView(header.buffer);
  const stateHash = region.hash();
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, at.LAYOUT_VERSION, true);
  view.setBigUint64(8, FINGERPRINT, true);
  view.setBigUint64(16, stateHash, true);
  view.setBigUint64(24, BigInt(region.stateBytes), true);
  view.setBigUint64(32, identityOf(configuration), true);
  return { header, state: region.stateView(), stateHash };
}

/** The state as bytes that `restoreState` accepts. */
export function takeSnapshot(region: BookRegion, configuration: BookConfiguration): Uint8Array {
  const { header, state } = snapshotParts(region, configuration);
  const bytes = new Uint8Array(header.length + state.length);
  bytes.set(header);
  bytes.set(state, header.length);
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
 * Copies a snapshot into the region of a book with the same identity and checks its hash.
 *
 * @throws EvenkeelError `SNAPSHOT` when it is damaged, of another layout or of another book.
 */
export function restoreState(
  region: BookRegion,
  configuration: BookConfiguration,
  snapshot: Uint8Array,
): void {
  if (snapshot.length < SNAPSHOT_HEADER_BYTES)
    refuse('length', snapshot.length, `${SNAPSHOT_HEADER_BYTES} or more`);
  const header = new DataView(snapshot.buffer, snapshot.byteOffset, snapshot.byteLength);
  const magic = header.getUint32(0, true);
  if (magic !== MAGIC) refuse('magic', magic, MAGIC);
  const version = header.getUint32(4, true);
  if (version !== at.LAYOUT_VERSION) refuse('layout version', version, at.LAYOUT_VERSION);
  const fingerprint = header.getBigUint64(8, true);
  if (fingerprint !== FINGERPRINT) refuse('layout fingerprint', fingerprint, FINGERPRINT);
  const identity = header.getBigUint64(32, true);
  const own = identityOf(configuration);
  if (identity !== own) refuse('identity of instruments and assets', identity, own);
  const length = header.getBigUint64(24, true);
  if (length !== BigInt(region.stateBytes)) refuse('state length', length, region.stateBytes);
  const state = snapshot.subarray(SNAPSHOT_HEADER_BYTES);
  if (state.length !== region.stateBytes) refuse('bytes', state.length, region.stateBytes);
  const empty = region.stateView().slice();
  const expectedSizes = ADDRESSING.map((offset) => region.integer(region.state + offset));
  region.bytes.set(state, region.state);
  const hash = region.hash();
  const expected = header.getBigUint64(16, true);
  // Addresses are computed from the capacities: a state that claims others must not be used.
  const found = ADDRESSING.map((offset) => region.integer(region.state + offset));
  if (hash !== expected || found.join() !== expectedSizes.join()) {
    region.bytes.set(empty, region.state);
    refuse('state', `${hash} (${found})`, `${expected} (${expectedSizes})`);
  }
  region.kernel.attachBuffers(region.book);
}
