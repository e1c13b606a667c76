/** What a bad line makes of a message. */
import type { Draw } from '../draw.js';

/** An operator's command with a reason of so many bytes. */
function tooLong(bytes: number): readonly number[] {
  return [
    ...[0x96, 28, 0, 0, 0xc0, 0],
    ...[0xda, bytes >> 8, bytes & 255],
    ...new Uint8Array(bytes).fill(32),
  ];
}

/** Cut, joined to noise, or with other bytes in it. */
export function damaged(bytes: Uint8Array, draw: Draw): Uint8Array {
  const noise = (): Uint8Array =>
    Uint8Array.from({ length: draw.whole(1, 12) }, () => draw.whole(0, 255));
  switch (draw.whole(0, 5)) {
    case 0:
      return bytes.subarray(0, draw.whole(1, Math.max(1, bytes.length - 1)));
    case 1:
      return Uint8Array.from([...noise(), ...bytes]);
    case 2:
      return Uint8Array.from([...bytes, ...noise()]);
    case 3:
      // Some fill the buffers of a journal.
      return Uint8Array.from([...tooLong(bytes.length % 4 === 0 ? 30_000 : 600), ...bytes]);
    default:
      return edited(bytes, draw);
  }
}

function edited(bytes: Uint8Array, draw: Draw): Uint8Array {
  const changed = Uint8Array.from(bytes);
  const time = bytes.findIndex((byte, index) => byte === 0x17 && (bytes[index + 1] ?? 0) > 0x96);
  for (let edits = draw.whole(1, 3); edits > 0; edits--) {
    const place = draw.whole(0, changed.length - 1);
    // A time of years ahead is accepted, and everything after it refused: see docs/testing.md.
    if (place < time || place > time + 4) changed[place] = draw.whole(0, 255);
  }
  return changed;
}
