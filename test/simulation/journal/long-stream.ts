/** Streams longer than both buffers of a journal, made of what a run has sent. */
import { encodeFrame, type InputFrameName, readFrames } from '../../../src/frames/index.js';
import type { Draw } from '../draw.js';
import type { Input } from './reference.js';

/** Buffers have 128 KiB each. */
const LEAST_BYTES = 270_000;
const MOST_BYTES = 500_000;
const STEP_NS = 1_000_000n;

/** @param timeNs of the last frame that was accepted */
export function longStream(inputs: readonly Input[], timeNs: bigint, draw: Draw): Uint8Array {
  const length = draw.whole(LEAST_BYTES, MOST_BYTES);
  const raw = draw.pick([0, 0.02, 0.3]);
  const noise = draw.pick([0, 0.002, 0.02]);
  const parts: Uint8Array[] = [];
  let time = timeNs;
  for (let bytes = 0; bytes < length; ) {
    const input = inputs[draw.whole(0, inputs.length - 1)] as Input;
    time += STEP_NS;
    if (draw.chance(raw)) parts.push(input.bytes);
    else if (draw.chance(noise)) parts.push(noiseOf(draw));
    else parts.push(again(input, time));
    bytes += parts.at(-1)?.length ?? 0;
  }
  return Buffer.concat(parts);
}

function noiseOf(draw: Draw): Uint8Array {
  return Uint8Array.from({ length: draw.whole(1, 700) }, () => draw.whole(0, 255));
}

/** An accepted frame at another time, without sequence: most are accepted again. A clock for what is none. */
function again({ bytes, framesApplied }: Input, time: bigint): Uint8Array {
  const [read] = readFrames(bytes);
  const isFrame = framesApplied === 1 && read?.bytes === bytes.length;
  if (!isFrame || read.name === null) return encodeFrame('clock', 0, time, []);
  return encodeFrame(read.name as InputFrameName, 0, time, Object.values(read.fields));
}
