/** Applies recorded bytes once more, stopping where they were stopped at. */
import * as at from '../../assembly/layout.js';
import type { BookRegion } from '../kernel/index.js';
import { discardOutput } from './open-region.js';

/** What the kernel takes in one go. */
export const MOST_INPUT_BYTES = at.INPUT_BUFFER_BYTES;

/** Bytes that are applied in one go. */
export interface Segment {
  /** What is applied, and behind it what is only seen; whole frames, or at most `MOST_INPUT_BYTES`. */
  readonly bytes: Uint8Array;
  /** How much is applied. */
  readonly applied: number;
  /** Whether a frame that the bytes end in can not go on. */
  readonly isFinal: boolean;
}

/** Applies a segment; output is dropped. Returns the bytes consumed, `applied` for one that was recorded. */
export function applySegment(region: BookRegion, segment: Segment): number {
  const { kernel, book, input, bytes: memory } = region;
  const { bytes, applied, isFinal } = segment;
  let done = 0;
  while (done < applied) {
    const chunk = bytes.subarray(done, done + MOST_INPUT_BYTES);
    memory.set(chunk, input);
    const end = input + chunk.length;
    const stop = Math.min(input + applied - done, end);
    const ends = isFinal && done + chunk.length === bytes.length ? 1 : 0;
    const consumed = (kernel.applyUntil(book, input, stop, end, ends) >>> 0) - input;
    discardOutput(region);
    if (consumed === 0) break;
    done += consumed;
  }
  return done;
}
