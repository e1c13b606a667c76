/** Reports of what it takes to leave, and of what orders do to margin. */

import * as at from '../../assembly/layout.js';
import type { InstrumentFlatten, MarketDepth } from './flatten.js';
import { type BookFlatten, flattenBook, flattenInstrument } from './flatten.js';
import { type MarginalMarginReport, marginalMarginReport } from './marginal-margin.js';
import { OrderCalls } from './order-calls.js';
import type { SolvencyReport } from './solvency-types.js';
import { unknownSymbol } from './symbols.js';
import type { InstrumentTerms } from './types.js';

/** What a book in this thread reports about its risk beyond what it keeps. */
export abstract class RiskCalls extends OrderCalls {
  abstract readonly instruments: readonly InstrumentTerms[];
  abstract readonly assets: readonly string[];
  abstract solvency(): SolvencyReport;

  /** Frames accepted since the book began, those of its configuration included; part of the state. */
  get framesAccepted(): number {
    const { region } = this;
    return Number(region.long(region.state + at.BOOK_FRAMES_APPLIED));
  }

  /** Time of the last accepted frame, ns since the epoch. */
  get timeNs(): bigint {
    const { region } = this;
    return region.long(region.state + at.BOOK_TIME_NS);
  }

  /**
   * Cost of closing a position at once, with a code that says whether all of it can be.
   *
   * @param depth without it the touch
   * @throws EvenkeelError `UNKNOWN_INSTRUMENT`
   * @throws DomainError when a level is outside its range or better than the one before
   */
  flattenCost(instrument: number, depth?: MarketDepth): InstrumentFlatten;
  /** Of all positions. @param depth by index of the instrument; without an entry its touch */
  flattenCost(instrument: 'all', depth?: ReadonlyMap<number, MarketDepth>): BookFlatten;
  flattenCost(
    instrument: number | 'all',
    depth?: MarketDepth | ReadonlyMap<number, MarketDepth>,
  ): InstrumentFlatten | BookFlatten {
    if (instrument === 'all') {
      const depths = (depth ?? new Map()) as ReadonlyMap<number, MarketDepth>;
      return flattenBook(this.region, this.instruments, this.assets, depths);
    }
    const terms = this.instruments[instrument];
    if (terms !== undefined) return flattenInstrument(this.region, terms, depth as MarketDepth);
    throw unknownSymbol('UNKNOWN_INSTRUMENT', instrument, this.instruments);
  }

  /**
   * Margin that quotes and open orders hold, and what their fills would do; nothing happens. Every order
   * is tried three times against a whole `solvency`: O(orders x instruments).
   *
   * @param instruments whose orders are asked for; default all
   * @throws EvenkeelError `UNKNOWN_INSTRUMENT`
   */
  marginalMargin(instruments?: readonly number[]): MarginalMarginReport {
    const asked = instruments?.map((instrument) => {
      const terms = this.instruments[instrument];
      if (terms !== undefined) return terms;
      throw unknownSymbol('UNKNOWN_INSTRUMENT', instrument, this.instruments);
    });
    return marginalMarginReport(this.region, this, asked ?? this.instruments);
  }
}
