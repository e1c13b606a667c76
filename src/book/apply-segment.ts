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
  let done = 0;
  while (done < segment.applied) {
    const next = applyPart(region, segment, done, segment.applied);
    if (next === done) break;
    done = next;
  }
  return done;
}

/**
 * The same with the frame, or the bytes that are none, at one place of a segment. Returns the place behind
 * it.
 */
export function applyStep(region: BookRegion, segment: Segment, from: number): number {
  return applyPart(region, segment, from, from + 1);
}

/** Applies what begins from one place up to another, as far as one go of the kernel comes. */
function applyPart(region: BookRegion, segment: Segment, from: number, to: number): number {
  const { kernel, book, input, bytes: memory } = region;
  const { bytes, isFinal } = segment;
  const chunk = bytes.subarray(from, from + MOST_INPUT_BYTES);
  memory.set(chunk, input);
  const end = input + chunk.length;
  const stop = Math.min(input + to - from, end);
  const ends = isFinal && from + chunk.length === bytes.length ? 1 : 0;
  const next = (kernel.applyUntil(book, input, stop, end, ends) >>> 0) - input;
  discardOutput(region);
  return from + next;
}
