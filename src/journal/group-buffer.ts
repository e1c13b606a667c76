/** The frames of a group while it fills: bytes reserved once, laid out as they go to the store. */
import type { Segment } from '../book/index.js';
import { FrameWriter } from '../frames/index.js';
import {
  GROUP_HEADER_BYTES,
  type GroupHeader,
  type RecordedSegment,
  SEGMENT_HEADER_BYTES,
  writeGroupHeader,
  writeSegmentHeader,
} from './group-format.js';
import { DIGEST_BYTES, seal } from './sealed.js';

/** Frames gather here until the group is sealed. */
export class GroupBuffer {
  /** Writes a frame behind what is kept; then `keep` or `drop` it. */
  readonly writer: FrameWriter;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  // End of what is kept.
  #end = 0;
  // Header of the segment that frames go to.
  #segment = 0;
  #segments = 0;

  /** @param capacity bytes of frames and of what lies between them */
  constructor(capacity: number) {
    this.#bytes = new Uint8Array(GROUP_HEADER_BYTES + capacity + DIGEST_BYTES);
    this.#view = new DataView(this.#bytes.buffer);
    this.writer = new FrameWriter(this.#bytes);
    this.clear();
  }

  /** Empties it. */
  clear(): void {
    this.#segments = 0;
    this.#end = GROUP_HEADER_BYTES;
    this.#open();
  }

  get isEmpty(): boolean {
    return this.#segments === 0 && this.#end === GROUP_HEADER_BYTES + SEGMENT_HEADER_BYTES;
  }

  /** Bytes of frames and of what lies between them. */
  get length(): number {
    return this.#end - GROUP_HEADER_BYTES;
  }

  /** Bytes of frames that fit, in up to two more segments. */
  get room(): number {
    return this.#bytes.length - DIGEST_BYTES - this.#end - 2 * SEGMENT_HEADER_BYTES;
  }

  /** The frame that was written stays. */
  keep(): void {
    this.#end = this.writer.position;
  }

  /** The frame that was written was not accepted. */
  drop(): void {
    this.writer.position = this.#end;
  }

  /** Whole frames. */
  add(frames: Uint8Array): void {
    this.#bytes.set(frames, this.#end);
    this.#end += frames.length;
    this.writer.position = this.#end;
  }

  /** Bytes of which some were refused: what follows must not be read as their continuation. */
  addMixed(segment: Segment): void {
    this.#close();
    this.add(segment.bytes);
    this.#closeAs({ ...segment, isMixed: true });
  }

  /** The group as it goes to the store, a view; nothing may be added until it is there. */
  seal(
    identity: Uint8Array,
    header: Omit<GroupHeader, 'segments' | 'bodyBytes'>,
  ): { record: Uint8Array; digest: Uint8Array } {
    this.#close();
    // The last segment is open and empty.
    const record = this.#bytes.subarray(0, this.#segment + DIGEST_BYTES);
    writeGroupHeader(record, identity, { ...header, segments: this.#segments });
    return { record, digest: seal(record) };
  }

  #open(): void {
    this.#segment = this.#end;
    this.#end += SEGMENT_HEADER_BYTES;
    this.writer.position = this.#end;
  }

  #close(): void {
    const bytes = this.#bytes.subarray(this.#segment + SEGMENT_HEADER_BYTES, this.#end);
    if (bytes.length > 0)
      this.#closeAs({ bytes, applied: bytes.length, isFinal: true, isMixed: false });
  }

  #closeAs(segment: RecordedSegment): void {
    writeSegmentHeader(this.#view, this.#segment, segment);
    this.#segments += 1;
    this.#open();
  }
}
