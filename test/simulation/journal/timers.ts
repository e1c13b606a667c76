/** Timers of virtual time, in place of those of the process while a simulation runs. */
interface Timer {
  readonly due: number;
  readonly call: () => void;
  /** Until it is due again, ms; 0 for once. */
  readonly every: number;
}

/** What follows from promises that are kept has happened. */
export const settled = (): Promise<void> => new Promise((done) => setImmediate(done));

export class VirtualTimers {
  #now = 0;
  #number = 0;
  readonly #waiting = new Map<number, Timer>();

  /** Whoever sets a timer from here on gets one of these. Call the result to have the old ones back. */
  install(): () => void {
    const { setTimeout: set, clearTimeout: clear } = globalThis;
    const { setInterval: setMany, clearInterval: clearMany } = globalThis;
    const begin = (call: () => void, ms: number, every: number): number => {
      this.#number += 1;
      this.#waiting.set(this.#number, { due: this.#now + Math.max(1, ms), call, every });
      return this.#number;
    };
    const start = (call: () => void, ms = 0): number => begin(call, ms, 0);
    const startMany = (call: () => void, ms = 0): number => begin(call, ms, Math.max(1, ms));
    const stop = (number?: number): void => {
      if (number !== undefined) this.#waiting.delete(number);
    };
    globalThis.setTimeout = start as unknown as typeof set;
    globalThis.clearTimeout = stop as unknown as typeof clear;
    globalThis.setInterval = startMany as unknown as typeof setMany;
    globalThis.clearInterval = stop as unknown as typeof clearMany;
    return () => {
      globalThis.setInterval = setMany;
      globalThis.clearInterval = clearMany;
      globalThis.setTimeout = set;
      globalThis.clearTimeout = clear;
    };
  }

  /** It is so late now, ms. Returns whether something was due. */
  advance(now: number): boolean {
    this.#now = now;
    const due = [...this.#waiting].filter(([, timer]) => timer.due <= now);
    for (const [number, timer] of due) {
      this.#waiting.delete(number);
      if (timer.every > 0) this.#waiting.set(number, { ...timer, due: now + timer.every });
    }
    for (const [, { call }] of due.sort(([, one], [, other]) => one.due - other.due)) call();
    return due.length > 0;
  }

  /** Whoever had set them is no more. */
  clear(): void {
    this.#waiting.clear();
  }
}
