/** The time of a run, by which producers stamp what they say. */
import { START_NS } from '../desk.js';
import type { Draw } from '../draw.js';
import type { Swarm } from '../swarm.js';

const DAY_NS = 86_400_000_000_000n;
/** Later than this the engine's clock is no longer exact to the nanosecond. */
const END_NS = START_NS + 60n * DAY_NS;

export class Clock {
  /** Nanoseconds since the epoch. */
  now = START_NS;
  jumps = 0;
  readonly #swarm: Swarm;
  readonly #draw: Draw;

  constructor(swarm: Swarm, draw: Draw) {
    this.#swarm = swarm;
    this.#draw = draw;
  }

  tick(): void {
    const draw = this.#draw;
    this.now += BigInt(Math.round(draw.exponential(this.#swarm.stepSeconds * 1e9)));
    if (draw.chance(this.#swarm.faults.clockJump)) {
      this.jumps += 1;
      // Back is a fault that the book must refuse until time has caught up.
      this.now += draw.pick([3_600_000_000_000n, DAY_NS, -2_000_000_000n, 60_000_000_000n]);
    }
    if (this.now > END_NS) this.now = END_NS;
  }
}
