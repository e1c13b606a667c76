/** Between producers and book: messages late, twice, in another order, damaged or lost, and a clock that jumps. */
import { START_NS } from './desk.js';
import type { Draw } from './draw.js';
import { encode, type Message } from './message.js';
import type { Swarm } from './swarm.js';

interface Waiting {
  readonly due: number;
  readonly message: Message;
  /** When it was written, for those that keep their time. */
  readonly written: bigint | null;
}

/** What one seed did to its messages. */
export interface FaultCounts {
  duplicated: number;
  delayed: number;
  dropped: number;
  damaged: number;
  clockJumps: number;
}

/** An operator's command with a reason of so many bytes. */
function tooLong(bytes: number): readonly number[] {
  return [
    0x96,
    28,
    0,
    0,
    0xc0,
    0,
    0xda,
    bytes >> 8,
    bytes & 255,
    ...new Uint8Array(bytes).fill(32),
  ];
}

const DAY_NS = 86_400_000_000_000n;
/** Later than this the engine's clock is no longer exact to the nanosecond. */
const END_NS = START_NS + 60n * DAY_NS;

export class Wire {
  now = START_NS;
  readonly counts: FaultCounts = {
    duplicated: 0,
    delayed: 0,
    dropped: 0,
    damaged: 0,
    clockJumps: 0,
  };
  #step = 0;
  #waiting: Waiting[] = [];
  readonly #swarm: Swarm;
  readonly #draw: Draw;

  constructor(swarm: Swarm, draw: Draw) {
    this.#swarm = swarm;
    this.#draw = draw;
  }

  /** Time passes; what is due comes out. */
  *step(): Generator<Uint8Array> {
    this.#step += 1;
    this.#tick();
    const due = this.#waiting.filter((one) => one.due <= this.#step);
    if (due.length === 0) return;
    this.#waiting = this.#waiting.filter((one) => one.due > this.#step);
    for (const { message, written } of due) yield this.#bytes(message, written ?? this.now);
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  send(message: Message): void {
    const { faults } = this.#swarm;
    const draw = this.#draw;
    if (draw.chance(faults.drop * 0.3)) {
      this.counts.dropped += 1;
      return;
    }
    this.#queue(message);
    if (!draw.chance(faults.duplicate * 0.4)) return;
    this.counts.duplicated += 1;
    this.#queue(message);
  }

  /** By a line that loses nothing. */
  sendSafely(message: Message): void {
    this.#waiting.push({ due: this.#step + 1, message, written: null });
  }

  #queue(message: Message): void {
    const { faults } = this.#swarm;
    const late = this.#draw.chance(0.3) ? this.#draw.whole(0, faults.reorderWindow) : 0;
    const delay = late + (message.delay ?? 0);
    if (delay > 0) this.counts.delayed += 1;
    const keeps = this.#draw.chance(faults.keepsTime);
    this.#waiting.push({ due: this.#step + 1 + delay, message, written: keeps ? this.now : null });
  }

  #tick(): void {
    const draw = this.#draw;
    this.now += BigInt(Math.round(draw.exponential(this.#swarm.stepSeconds * 1e9)));
    if (draw.chance(this.#swarm.faults.clockJump)) {
      this.counts.clockJumps += 1;
      // Back is a fault that the book must refuse until time has caught up.
      this.now += draw.pick([3_600_000_000_000n, DAY_NS, -2_000_000_000n, 60_000_000_000n]);
    }
    if (this.now > END_NS) this.now = END_NS;
  }

  #bytes(message: Message, timeNs: bigint): Uint8Array {
    const bytes = encode(message, timeNs);
    if (!this.#draw.chance(this.#swarm.faults.damage)) return bytes;
    this.counts.damaged += 1;
    return this.#damage(bytes);
  }

  #damage(bytes: Uint8Array): Uint8Array {
    const draw = this.#draw;
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
        return Uint8Array.from([...tooLong(bytes.length % 8 === 0 ? 30_000 : 600), ...bytes]);
      default: {
        const changed = Uint8Array.from(bytes);
        const time = bytes.findIndex(
          (byte, index) => byte === 0x17 && (bytes[index + 1] ?? 0) > 0x96,
        );
        for (let edits = draw.whole(1, 3); edits > 0; edits--) {
          const place = draw.whole(0, changed.length - 1);
          // A time of years ahead is accepted, and everything after it refused: see docs/testing.md.
          if (place < time || place > time + 4) changed[place] = draw.whole(0, 255);
        }
        return changed;
      }
    }
  }
}
