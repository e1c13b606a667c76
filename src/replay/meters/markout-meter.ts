/** What the mid did after each fill: positive when it moved our way. */

/** Horizons of the markouts, seconds. */
export const MARKOUT_SECONDS = [1, 10, 60] as const;

/** Markouts of one instrument. */
export interface MarkoutFigures {
  readonly seconds: number;
  /** Weighted by fill size; null when no fill was old enough. */
  readonly bps: number | null;
  /** Fills whose horizon had passed before the session ended. */
  readonly fills: number;
}

/** Settled fills are forgotten this many at a time. */
const FORGET_AT = 1024;

/** Measures the markouts of one instrument. Each fill waits until its horizon is over. */
export class MarkoutMeter {
  /** When the next fill is due, us. */
  due = Number.POSITIVE_INFINITY;
  /** Fills that some horizon still waits for; those before were settled by all and are forgotten. */
  #fills: { time: number; price: number; signedLots: number }[] = [];
  #forgotten = 0;
  readonly #next = new Int32Array(MARKOUT_SECONDS.length);
  readonly #lots = new Float64Array(MARKOUT_SECONDS.length);
  readonly #weighted = new Float64Array(MARKOUT_SECONDS.length);

  /** A fill; `signedLots` above 0 bought. */
  add(time: number, priceTicks: number, signedLots: number): void {
    this.#fills.push({ time, price: priceTicks, signedLots });
    this.due = Math.min(this.due, time + MARKOUT_SECONDS[0] * 1e6);
  }

  /** Settles fills whose horizon ended before `now`, at the mid (ticks) that held until now. */
  settle(now: number, mid: number): void {
    let due = Number.POSITIVE_INFINITY;
    for (const [index, seconds] of MARKOUT_SECONDS.entries()) {
      for (;;) {
        const fill = this.#fills[(this.#next[index] as number) - this.#forgotten];
        if (fill === undefined) break;
        const end = fill.time + seconds * 1e6;
        if (end >= now) {
          due = Math.min(due, end);
          break;
        }
        const lots = Math.abs(fill.signedLots);
        const bps = (Math.sign(fill.signedLots) * (mid - fill.price) * 1e4) / fill.price;
        this.#lots[index] = (this.#lots[index] as number) + lots;
        this.#weighted[index] = (this.#weighted[index] as number) + lots * bps;
        this.#next[index] = (this.#next[index] as number) + 1;
      }
    }
    this.due = due;
    this.#forget();
  }

  /** Fills that are remembered. */
  get waiting(): number {
    return this.#fills.length;
  }

  figures(): MarkoutFigures[] {
    return MARKOUT_SECONDS.map((seconds, index) => {
      const lots = this.#lots[index] as number;
      return {
        seconds,
        bps: lots > 0 ? (this.#weighted[index] as number) / lots : null,
        fills: this.#next[index] as number,
      };
    });
  }

  #forget(): void {
    const settled = (this.#next[MARKOUT_SECONDS.length - 1] as number) - this.#forgotten;
    if (settled < FORGET_AT) return;
    this.#fills = this.#fills.slice(settled);
    this.#forgotten += settled;
  }
}
