/** What a bad line makes of a message. */
import * as op from '../../../assembly/opcodes.js';
import type { Draw } from '../draw.js';

/** Their times are not bounded. */
const MAY_LEAP: ReadonlySet<number | undefined> = new Set([op.OP_CLOCK, op.OP_TRADING_STATE]);

/** An operator's command with a reason of so many bytes. */
function tooLong(bytes: number): readonly number[] {
  return [
    ...[0x96, 28, 0, 0, 0xc0, 0],
    ...[0xda, bytes >> 8, bytes & 255],
    ...new Uint8Array(bytes).fill(32),
  ];
}

/** Cut, joined to noise, or with other bytes in it; those of its time only where a book is told to mind it. */
export function damaged(bytes: Uint8Array, draw: Draw, damagesTime: boolean): Uint8Array {
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
      return edited(bytes, draw, damagesTime && !MAY_LEAP.has(bytes[1]));
  }
}

function edited(bytes: Uint8Array, draw: Draw, damagesTime: boolean): Uint8Array {
  const changed = Uint8Array.from(bytes);
  const time = bytes.findIndex((byte, index) => byte === 0x17 && (bytes[index + 1] ?? 0) > 0x96);
  for (let edits = draw.whole(1, 3); edits > 0; edits--) {
    const place = draw.whole(0, changed.length - 1);
    // A time of years ahead that is accepted ends what a book can learn: see docs/testing.md.
    if (damagesTime || place < time || place > time + 4) changed[place] = draw.whole(0, 255);
  }
  return changed;
}
