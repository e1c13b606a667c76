/** Timers of virtual time, in place of those of the process while a simulation runs. */
interface Timer {
  readonly due: number;
  readonly call: () => void;
}

export class VirtualTimers {
  #now = 0;
  #number = 0;
  readonly #waiting = new Map<number, Timer>();

  /** Whoever sets a timer from here on gets one of these. Call the result to have the old ones back. */
  install(): () => void {
    const { setTimeout: set, clearTimeout: clear } = globalThis;
    const start = (call: () => void, ms = 0): number => {
      this.#number += 1;
      this.#waiting.set(this.#number, { due: this.#now + Math.max(1, ms), call });
      return this.#number;
    };
    const stop = (number?: number): void => {
      if (number !== undefined) this.#waiting.delete(number);
    };
    globalThis.setTimeout = start as unknown as typeof set;
    globalThis.clearTimeout = stop as unknown as typeof clear;
    return () => {
      globalThis.setTimeout = set;
      globalThis.clearTimeout = clear;
    };
  }

  /** It is so late now, ms. Returns whether something was due. */
  advance(now: number): boolean {
    this.#now = now;
    const due = [...this.#waiting].filter(([, timer]) => timer.due <= now);
    for (const [number] of due) this.#waiting.delete(number);
    for (const [, { call }] of due.sort(([, one], [, other]) => one.due - other.due)) call();
    return due.length > 0;
  }

  /** Whoever had set them is no more. */
  clear(): void {
    this.#waiting.clear();
  }
}
