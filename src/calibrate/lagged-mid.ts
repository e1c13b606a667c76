/** The mid as it was some time ago: what a quote that rests now was priced from. */

/** Mids in order of time, as far back as the lag. */
export class LaggedMid {
  readonly #lagUs: number;
  #times: number[] = [];
  #mids: number[] = [];
  /** The entry in effect at the last moment asked for. */
  #current = 0;

  constructor(lagUs: number) {
    this.#lagUs = lagUs;
  }

  /** @param time microseconds, not before the last one */
  add(time: number, mid: number): void {
    this.#times.push(time);
    this.#mids.push(mid);
    this.#advance(time);
  }

  /** The mid in effect at `time` - lag; null when there was none yet. */
  at(time: number): number | null {
    this.#advance(time);
    const since = this.#times[this.#current];
    return since !== undefined && since <= time - this.#lagUs
      ? (this.#mids[this.#current] ?? null)
      : null;
  }

  #advance(time: number): void {
    const times = this.#times;
    while ((times[this.#current + 1] ?? Number.POSITIVE_INFINITY) <= time - this.#lagUs) {
      this.#current += 1;
    }
    if (this.#current < DROP_AT) return;
    this.#times = times.slice(this.#current);
    this.#mids = this.#mids.slice(this.#current);
    this.#current = 0;
  }
}

/** Entries that are past before memory is given back. */
const DROP_AT = 4096;
