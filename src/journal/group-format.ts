/**
 * A group: input frames that reach the disk together, and where the book stood behind them.
 *
 *  24  u64 number, from 1           32  u64 ordinal before   40  u64 ordinal behind
 *  48  build that wrote it (24)     72  i64 time behind, ns   80  f64 equity behind
 *  88  u32 bytes of the body        92  u32 segments
 *  96  32 bytes digest of the group before; of the meta record for the first
 * 128  body: segments, each u32 bytes, u16 bytes beyond them, u16 flags, then both
 *
 * An ordinal counts the frames that the book accepted since it began, those of its configuration included;
 * it is part of the state. Most segments are whole frames. Bytes of which some were refused are a segment of
 * their own, together with those that the kernel saw behind them when it decided where the next frame begins.
 */
import type { Segment } from '../book/index.js';
import { type Build, readBuild, writeBuild } from './build.js';
import { refusal } from './refusal.js';
import { beginRecord, DIGEST_BYTES, openRecord, sealOf } from './sealed.js';

const MAGIC = 0x474a4b45; // 'EKJG'
const NUMBER = 24;
const ORDINAL_BEFORE = 32;
const ORDINAL = 40;
const BUILD = 48;
const TIME_NS = 72;
const EQUITY = 80;
const BODY_BYTES = 88;
const SEGMENTS = 92;
const PREVIOUS = 96;
/** Where the body begins. */
export const GROUP_HEADER_BYTES = 128;
/** Before every segment. */
export const SEGMENT_HEADER_BYTES = 8;

/** Flags: a frame that the bytes end in can not go on; some of the bytes were refused. */
const IS_FINAL = 1;
const IS_MIXED = 2;

/** A segment as it was recorded. */
export interface RecordedSegment extends Segment {
  /** Whether some of the bytes were refused. */
  readonly isMixed: boolean;
}

/** Where a book stands. */
export interface Standing {
  /** Frames accepted since the book began. */
  readonly ordinal: number;
  /** Time of the last of them, ns since the epoch. */
  readonly timeNs: bigint;
  /** Reporting currency; the same bits after the same frames. */
  readonly equity: number;
}

/** What the header of a group says. */
export interface GroupHeader extends Standing {
  readonly number: number;
  readonly ordinalBefore: number;
  readonly build: Build;
  readonly segments: number;
  /** Digest of the record before it. */
  readonly previous: Uint8Array;
}

/** A group that is whole. */
export interface Group extends GroupHeader {
  /** Views of the record. */
  readonly body: readonly RecordedSegment[];
  /** Of this group; the next one repeats it. */
  readonly digest: Uint8Array;
  /** Bytes of the record. */
  readonly bytes: number;
}

/** Writes the header of a group whose body lies behind it already; what is left is to seal it. */
export function writeGroupHeader(
  record: Uint8Array,
  identity: Uint8Array,
  header: GroupHeader,
): void {
  const view = beginRecord(record, MAGIC, identity);
  view.setBigUint64(NUMBER, BigInt(header.number), true);
  view.setBigUint64(ORDINAL_BEFORE, BigInt(header.ordinalBefore), true);
  view.setBigUint64(ORDINAL, BigInt(header.ordinal), true);
  writeBuild(view, BUILD, header.build);
  view.setBigInt64(TIME_NS, header.timeNs, true);
  view.setFloat64(EQUITY, header.equity, true);
  view.setUint32(BODY_BYTES, record.length - GROUP_HEADER_BYTES - DIGEST_BYTES, true);
  view.setUint32(SEGMENTS, header.segments, true);
  record.set(header.previous, PREVIOUS);
}

/**
 * Reads a group and checks all that it says about itself.
 *
 * @param number under which it was found
 * @throws EvenkeelError `JOURNAL_CORRUPT`, `JOURNAL_FUTURE_LAYOUT`, `JOURNAL_FOREIGN` or
 *   `JOURNAL_REORDERED`
 */
export function readGroup(record: Uint8Array, number: number, identity: Uint8Array): Group {
  const place = `group ${number}`;
  const view = openRecord(record, place, MAGIC, GROUP_HEADER_BYTES, identity);
  const written = Number(view.getBigUint64(NUMBER, true));
  if (written !== number) {
    throw refusal('JOURNAL_REORDERED', place, 'number inside', written, number);
  }
  const bodyBytes = view.getUint32(BODY_BYTES, true);
  const bytes = GROUP_HEADER_BYTES + bodyBytes + DIGEST_BYTES;
  if (record.length !== bytes) {
    throw refusal('JOURNAL_CORRUPT', place, 'length', record.length, bytes);
  }
  const segments = view.getUint32(SEGMENTS, true);
  return {
    number,
    ordinalBefore: Number(view.getBigUint64(ORDINAL_BEFORE, true)),
    ordinal: Number(view.getBigUint64(ORDINAL, true)),
    build: readBuild(view, BUILD, place),
    timeNs: view.getBigInt64(TIME_NS, true),
    equity: view.getFloat64(EQUITY, true),
    segments,
    previous: record.slice(PREVIOUS, PREVIOUS + DIGEST_BYTES),
    body: readSegments(record.subarray(GROUP_HEADER_BYTES, bytes - DIGEST_BYTES), segments, place),
    digest: sealOf(record),
    bytes,
  };
}

/** Writes what a segment begins with. */
export function writeSegmentHeader(view: DataView, offset: number, segment: RecordedSegment): void {
  const { bytes, applied, isFinal, isMixed } = segment;
  view.setUint32(offset, applied, true);
  view.setUint16(offset + 4, bytes.length - applied, true);
  view.setUint16(offset + 6, (isFinal ? IS_FINAL : 0) | (isMixed ? IS_MIXED : 0), true);
}

function readSegments(
  body: Uint8Array,
  segments: number,
  place: string,
): readonly RecordedSegment[] {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const found: RecordedSegment[] = [];
  let at = 0;
  while (at < body.length) {
    const left = body.length - at - SEGMENT_HEADER_BYTES;
    const applied = left > 0 ? view.getUint32(at, true) : 0;
    const length = left > 0 ? applied + view.getUint16(at + 4, true) : 0;
    if (applied === 0 || length > left) {
      throw refusal('JOURNAL_CORRUPT', place, 'bytes of a segment', length, `1 to ${left}`);
    }
    const flags = view.getUint16(at + 6, true);
    at += SEGMENT_HEADER_BYTES;
    found.push({
      bytes: body.subarray(at, at + length),
      applied,
      isFinal: (flags & IS_FINAL) !== 0,
      isMixed: (flags & IS_MIXED) !== 0,
    });
    at += length;
  }
  if (found.length === segments) return found;
  throw refusal('JOURNAL_CORRUPT', place, 'segments', found.length, segments);
}
