/** Notices a worker that stands still. */
import * as layout from '../../assembly/layout.js';
import * as at from '../../assembly/pool-layout.js';
import type { WorkerMemory } from './worker-memory.js';

/** Looks in a row at a worker that has not moved, after which it has stalled. */
const LOOKS_UNTIL_STALLED = 4;

/** How often a worker that waits for something else shows a sign of life, ms. */
export function beatEveryMs(stallMs: number): number {
  return Math.max(stallMs / (2 * LOOKS_UNTIL_STALLED), 1);
}

/**
 * What moves while a worker gets on: its heartbeat with every record, and with every frame of a record what its
 * book counts. A record may take longer than a worker may stand still: it is long, the code is not compiled
 * yet, the machine has others to serve.
 */
function signOfLife(memory: WorkerMemory): string {
  const { integers } = memory;
  const beat = memory.load(at.WORKER_HEARTBEAT);
  const slot = memory.load(at.WORKER_CURRENT_SLOT);
  if (slot < 0) return String(beat);
  const book = integers[(memory.slotAddress(slot) + at.SLOT_BOOK) >> 2] ?? 0;
  const accepted = integers[(book + layout.IO_BYTES + layout.BOOK_FRAMES_APPLIED) >> 2];
  const refused = integers[(book + layout.IO_FRAMES_REJECTED) >> 2];
  return `${beat} ${accepted} ${refused}`;
}

/** Whether it sleeps and has nothing to do. */
function isAtRest(memory: WorkerMemory): boolean {
  const isParked = memory.load(at.WORKER_PARKED) !== 0;
  return isParked && memory.load(at.WORKER_READ) === memory.load(at.WORKER_TAIL);
}

/** Looks at one worker. Counts looks, not time: a process that was suspended has not seen it stand still. */
export class StallWatch {
  readonly #memory: WorkerMemory;
  #sign = '';
  #looks = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(memory: WorkerMemory) {
    this.#memory = memory;
  }

  /** @param isServing whether the worker should move; until it does, nothing is counted */
  hasStalled(isServing: boolean): boolean {
    const sign = signOfLife(this.#memory);
    const isStill = isServing && sign === this.#sign && !isAtRest(this.#memory);
    this.#sign = sign;
    this.#looks = isStill ? this.#looks + 1 : 0;
    if (this.#looks < LOOKS_UNTIL_STALLED) return false;
    this.#looks = 0;
    return true;
  }

  /** Looks from now on. */
  start(stallMs: number, isServing: () => boolean, onStall: () => void): void {
    const look = (): void => {
      if (this.hasStalled(isServing())) onStall();
    };
    this.#timer = setInterval(look, stallMs / LOOKS_UNTIL_STALLED);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
