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
  return applyBetween(region, segment, 0, segment.applied);
}

/**
 * The same with the frame, or the bytes that are none, at one place of a segment. Returns the place behind
 * it.
 */
export function applyStep(region: BookRegion, segment: Segment, from: number): number {
  return applyBetween(region, segment, from, from + 1);
}

/** Applies what begins from one place up to another. Returns the place behind it. */
function applyBetween(region: BookRegion, segment: Segment, from: number, to: number): number {
  const { input, bytes: memory } = region;
  const { bytes, isFinal } = segment;
  let done = from;
  while (done < to) {
    const chunk = bytes.subarray(done, done + MOST_INPUT_BYTES);
    memory.set(chunk, input);
    const ends = isFinal && done + chunk.length === bytes.length;
    const next = done + applyInput(region, Math.min(to - done, chunk.length), chunk.length, ends);
    if (next === done) break;
    done = next;
  }
  return done;
}

/** Applies what begins before `stop` of the input buffer; returns the bytes consumed. */
function applyInput(region: BookRegion, stop: number, length: number, ends: boolean): number {
  const { kernel, book, input } = region;
  const end = input + length;
  let place = input;
  while (place < input + stop) {
    const next = kernel.applyUntil(book, place, input + stop, end, ends ? 1 : 0) >>> 0;
    // Also where output was full: there is room now.
    discardOutput(region);
    if (next === place) break;
    place = next;
  }
  return place - input;
}
