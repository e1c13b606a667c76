/**
 * A group: input frames that reach the disk together, and where the book stood behind them. The body is segments, each
 * u32 bytes applied, u16 bytes beyond them, u16 flags, then both.
 *
 * An ordinal counts the frames that the book accepted since it began, those of its configuration included;
 * it is part of the state. Most segments are whole frames. Bytes of which some were refused are a segment of
 * their own, together with those that the kernel saw behind them when it decided where the next frame begins.
 */
import type { Segment } from '../book/index.js';
import { RecordFormat, requireNumber, type ValuesOf } from './record-format.js';
import { refusal } from './refusal.js';
import { DIGEST_BYTES, sealOf } from './sealed.js';

const FIELDS = {
  /** From 1. */
  number: 'count',
  ordinalBefore: 'count',
  ordinal: 'count',
  /** That wrote it. */
  build: 'build',
  timeNs: 'i64',
  equity: 'f64',
  bodyBytes: 'u32',
  segments: 'u32',
  /** Digest of the record before it: of the meta record for the first. */
  previous: 'digest',
} as const;
const FORMAT = new RecordFormat(0x474a4b45 /* 'EKJG' */, FIELDS);
/** Where the body begins. */
export const GROUP_HEADER_BYTES = FORMAT.headerBytes;
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
export type GroupHeader = ValuesOf<typeof FIELDS>;

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
  header: Omit<GroupHeader, 'bodyBytes'>,
): void {
  FORMAT.write(record, identity, { ...header, bodyBytes: FORMAT.bodyOf(record).length });
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
  const header = FORMAT.read(record, place, identity);
  requireNumber(place, header.number, number);
  const bytes = GROUP_HEADER_BYTES + header.bodyBytes + DIGEST_BYTES;
  if (record.length !== bytes) {
    throw refusal('JOURNAL_CORRUPT', place, 'length', record.length, bytes);
  }
  const body = readSegments(FORMAT.bodyOf(record), header.segments, place);
  return { ...header, body, digest: sealOf(record), bytes };
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
