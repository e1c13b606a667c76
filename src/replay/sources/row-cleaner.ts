/** From raw rows to events: rounding, dropping, carrying sides, and the rule for late events. */
import { CHUNK_ROWS } from '../../tables/index.js';
import { createChunk, type EventChunk, type SourceTally, UNKNOWN_SIDE } from './event-stream.js';
import { FLAG_DUPLICATE, FLAG_OFF_EXCHANGE } from './preset-types.js';
import type { Source } from './source.js';
import { onGrid, tradeTicks } from './trade-grid.js';

/** Raw columns of some rows: time, a, b, c, d, flag. */
export type RawColumns = readonly [
  Float64Array,
  Float64Array,
  Float64Array,
  Float64Array,
  Float64Array,
  Float64Array,
];

/** Rounding noise of a division that must not change a whole number of lots. */
const LOT_TOLERANCE = 1e-6;

/**
 * Turns raw rows into events in place of its own chunk and counts what it does not use.
 *
 * Late events keep their position and take the latest time seen in the stream. Quotes off the grid are
 * rounded to the nearest tick, trades as `tradeTicks` does, once their side is known; displayed sizes
 * are rounded up and traded sizes down.
 */
export class RowCleaner {
  readonly chunk: EventChunk = createChunk(CHUNK_ROWS);
  readonly #kind: Source['preset']['kind'];
  readonly #carry: boolean;
  readonly #fromUs: number;
  readonly #toUs: number;
  readonly #tally: SourceTally;
  #latest = Number.NEGATIVE_INFINITY;
  /** Last bid ticks, ask ticks, bid lots, ask lots of a source whose rows carry one side. */
  readonly #sides = new Float64Array(4).fill(Number.NaN);

  constructor(source: Source, tally: SourceTally) {
    this.#kind = source.preset.kind;
    this.#carry = source.preset.kind === 'quotes' && source.preset.carrySides === true;
    this.#fromUs = source.fromUs;
    this.#toUs = source.toUs;
    this.#tally = tally;
  }

  /** Fills the chunk with the events of `count` rows. */
  clean(raw: RawColumns, count: number): EventChunk {
    const tally = this.#tally;
    const [times, , , , , flags] = raw;
    this.chunk.count = 0;
    tally.rows += count;
    for (let row = 0; row < count; row++) {
      const flag = flags[row] ?? 0;
      if (flag !== 0) {
        if (flag === FLAG_DUPLICATE) tally.duplicates++;
        else if (flag === FLAG_OFF_EXCHANGE) tally.offExchange++;
        else tally.suspicious++;
        continue;
      }
      const time = times[row] ?? Number.NaN;
      if (this.#kind === 'quotes') this.#quote(raw, row, time);
      else if (this.#kind === 'trades') this.#trade(raw, row, time);
      else this.#append(time, raw[1][row] ?? Number.NaN, raw[2][row] ?? 0, 0, 0);
    }
    return this.chunk;
  }

  #quote(raw: RawColumns, row: number, time: number): void {
    let bid = raw[1][row] ?? Number.NaN;
    let ask = raw[2][row] ?? Number.NaN;
    let bidLots = raw[3][row] ?? 0;
    let askLots = raw[4][row] ?? 0;
    if (this.#carry) {
      const sides = this.#sides;
      if (!Number.isNaN(bid)) {
        sides[0] = bid;
        sides[2] = bidLots;
      }
      if (!Number.isNaN(ask)) {
        sides[1] = ask;
        sides[3] = askLots;
      }
      bid = sides[0] ?? Number.NaN;
      ask = sides[1] ?? Number.NaN;
      bidLots = sides[2] ?? 0;
      askLots = sides[3] ?? 0;
    }
    if (Number.isNaN(ask)) bid = Number.NaN;
    this.#append(time, bid, ask, displayedLots(bidLots), displayedLots(askLots));
  }

  #trade(raw: RawColumns, row: number, time: number): void {
    const size = raw[2][row] ?? Number.NaN;
    const price = Number.isNaN(size) ? size : (raw[1][row] ?? Number.NaN);
    const lots = Math.floor(size + LOT_TOLERANCE);
    this.#append(time, price, lots, raw[3][row] ?? UNKNOWN_SIDE, 0);
  }

  /** Appends one event; `a` NaN marks an incomplete one. */
  #append(time: number, a: number, b: number, c: number, d: number): void {
    const tally = this.#tally;
    if (Number.isNaN(time) || Number.isNaN(a)) {
      tally.incomplete++;
      return;
    }
    if (time < this.#fromUs || time >= this.#toUs) {
      tally.outside++;
      return;
    }
    let stamp = time;
    if (time < this.#latest) {
      tally.late++;
      if (this.#latest - time > tally.lateMaxUs) tally.lateMaxUs = this.#latest - time;
      stamp = this.#latest;
    } else this.#latest = time;
    const { chunk } = this;
    const index = chunk.count++;
    chunk.time[index] = stamp;
    chunk.a[index] = this.#kind === 'funding' ? a : this.#ticks(a, c);
    chunk.b[index] = this.#kind === 'quotes' ? this.#ticks(b, c) : b;
    chunk.c[index] = c;
    chunk.d[index] = d;
  }

  /** `side`: aggressor of a trade. */
  #ticks(price: number, side: number): number {
    if (onGrid(price)) return Math.round(price);
    this.#tally.offGrid++;
    return this.#kind === 'quotes' ? Math.round(price) : tradeTicks(price, side);
  }
}

function displayedLots(size: number): number {
  return size > 0 ? Math.ceil(size - LOT_TOLERANCE) : 0;
}
