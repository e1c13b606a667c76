/** Published quotes read straight from the kernel's memory: no copy, no object. */
import * as at from '../../assembly/layout.js';
import type { BookRegion } from '../kernel/index.js';

/** Zero-copy access to the published quotes. Prices in ticks, sizes in lots, 0 when withdrawn. */
export class QuoteView {
  readonly #region: BookRegion;

  constructor(region: BookRegion) {
    this.#region = region;
  }

  bidTicks(instrument: number): number {
    return this.#read(instrument, at.QUOTE_QUOTED_BID);
  }

  bidLots(instrument: number): number {
    return this.#read(instrument, at.QUOTE_QUOTED_BID_LOTS);
  }

  askTicks(instrument: number): number {
    return this.#read(instrument, at.QUOTE_QUOTED_ASK);
  }

  askLots(instrument: number): number {
    return this.#read(instrument, at.QUOTE_QUOTED_ASK_LOTS);
  }

  /** Code of why the bid is withdrawn, 0 when it is quoted. */
  bidReason(instrument: number): number {
    return this.#read(instrument, at.QUOTE_QUOTED_BID_REASON);
  }

  /** Code of why the ask is withdrawn, 0 when it is quoted. */
  askReason(instrument: number): number {
    return this.#read(instrument, at.QUOTE_QUOTED_ASK_REASON);
  }

  /** Grows by one with every replacement of the published quote. */
  version(instrument: number): number {
    return this.#read(instrument, at.QUOTE_QUOTED_VERSION);
  }

  /** NaN for an index outside the book. */
  #read(instrument: number, offset: number): number {
    if (!(instrument >= 0 && instrument < this.#region.capacity.instruments)) return Number.NaN;
    return this.#region.float(this.#region.quoteLane(instrument) + offset);
  }
}
