/** How much inventory was carried, for how long, and how fast it reverted. */
import { type PositionReversion, reversionOfSums } from '../../models/index.js';

/** What the inventory of one instrument did. Lots. */
export interface InventoryFigures {
  /** Time-weighted. */
  readonly meanAbsLots: number;
  readonly maxAbsLots: number;
  /** Of the samples, one per second. */
  readonly reversion: PositionReversion;
  /** Share of the session at the limit: no room for one more smallest order. */
  readonly timeAtLimit: number;
}

/** Measures the position of one instrument. */
export class InventoryMeter {
  #limitLots: number;
  #lots = 0;
  #since = Number.NaN;
  #begin = Number.NaN;
  #absLotsUs = 0;
  #limitUs = 0;
  #max = 0;
  // Sums over samples x of the position less the first, one per second, and pairs of neighbours.
  #samples = 0;
  #sum = 0;
  #sumSquares = 0;
  #sumProducts = 0;
  #first = 0;
  #last = 0;

  /** @param limitLots |position| from which on the limit is reached */
  constructor(limitLots: number) {
    this.#limitLots = limitLots;
  }

  /** The position is `lots` from `time` (us) on. */
  change(time: number, lots: number): void {
    this.#elapse(time);
    this.#lots = lots;
    this.#max = Math.max(this.#max, Math.abs(lots));
  }

  /** The limit is reached from |position| `lots` on, from `time` (us) on. */
  limit(time: number, lots: number): void {
    if (lots === this.#limitLots) return;
    if (!Number.isNaN(this.#begin)) this.#elapse(time);
    this.#limitLots = lots;
  }

  /** Takes one sample; call it once a second. */
  sample(): void {
    if (this.#samples === 0) this.#first = this.#lots;
    const x = this.#lots - this.#first;
    this.#sumProducts += x * this.#last;
    this.#samples++;
    this.#sum += x;
    this.#sumSquares += x * x;
    this.#last = x;
  }

  /** Figures up to `time` (us). */
  figures(time: number): InventoryFigures {
    this.#elapse(time);
    const total = time - this.#begin;
    return {
      meanAbsLots: total > 0 ? this.#absLotsUs / total : 0,
      maxAbsLots: this.#max,
      reversion: reversionOfSums(this.#sums, 1),
      timeAtLimit: total > 0 ? this.#limitUs / total : 0,
    };
  }

  get #sums() {
    return {
      count: this.#samples,
      sum: this.#sum,
      sumSquares: this.#sumSquares,
      sumProducts: this.#sumProducts,
      last: this.#last,
    };
  }

  #elapse(time: number): void {
    if (Number.isNaN(this.#begin)) this.#begin = time;
    else {
      const passed = time - this.#since;
      const size = Math.abs(this.#lots);
      this.#absLotsUs += size * passed;
      if (size >= this.#limitLots) this.#limitUs += passed;
    }
    this.#since = time;
  }
}
