/** How long each side was quoted and how often quotes were replaced. */

/** Quoting of one instrument. */
export interface QuoteFigures {
  readonly updates: number;
  /** Share of the session in which the side was published. */
  readonly bidQuoted: number;
  readonly askQuoted: number;
}

/** Measures the published quotes of one instrument. */
export class QuoteMeter {
  #begin = Number.NaN;
  #since = Number.NaN;
  #updates = 0;
  #bid = false;
  #ask = false;
  #bidUs = 0;
  #askUs = 0;

  /** The session begins. */
  begin(time: number): void {
    this.#begin = time;
    this.#since = time;
  }

  /** A published quote from `time` (us) on. */
  update(time: number, bidLots: number, askLots: number): void {
    this.#elapse(time);
    this.#updates++;
    this.#bid = bidLots > 0;
    this.#ask = askLots > 0;
  }

  /** Figures up to `time` (us). */
  figures(time: number): QuoteFigures {
    this.#elapse(time);
    const total = time - this.#begin;
    return {
      updates: this.#updates,
      bidQuoted: total > 0 ? this.#bidUs / total : 0,
      askQuoted: total > 0 ? this.#askUs / total : 0,
    };
  }

  #elapse(time: number): void {
    const passed = time - this.#since;
    if (this.#bid) this.#bidUs += passed;
    if (this.#ask) this.#askUs += passed;
    this.#since = time;
  }
}
