/** Why a row differs from the venue's figure, by a model that must reproduce the figure. */
import type { LedgerEntry } from './ledger.js';
import { closedPnl, priceSensitivity } from './pnl.js';
import type { PreparedFill, Terms } from './prepare.js';
import type { RowClass } from './types.js';

/** What is known about the rows around this one. */
export interface RowContext {
  /** This row gave the basis of missing fills away. */
  readonly isBasis: boolean;
  /** The position contains missing fills whose basis could not be recovered. */
  readonly isBasisUnknown: boolean;
}

/** A class, and the figure it predicts where its model is exact. */
export interface Verdict {
  readonly class: RowClass;
  readonly modelledPnl: number | null;
}

/** A figure is exact within one printed unit for the venue's PnL and one for its cost basis. */
const EXACT_STEPS = 2;

/** Absorbs binary64 noise of an entry that is a whole number of units. */
const UNIT_NOISE = 1e-6;

/** Classifies one fill that was booked. */
export function classify(
  terms: Terms,
  fill: PreparedFill,
  entry: LedgerEntry,
  context: RowContext,
): Verdict {
  const { venuePnl, pnlStep } = fill;
  const closed = closedLots(entry);
  if (closed === 0 && venuePnl === 0) return { class: 'opening', modelledPnl: 0 };
  if (context.isBasis) return { class: 'basis-recovered', modelledPnl: null };
  if (isWithin(entry.pnl - venuePnl, EXACT_STEPS * pnlStep)) {
    return { class: 'exact', modelledPnl: entry.pnl };
  }
  if (fill.raw.isDust && venuePnl === 0) return { class: 'dust-conversion', modelledPnl: 0 };
  return (
    byEntry(terms, fill, entry, closed) ??
    bySize(terms, fill, entry, closed) ?? {
      class: context.isBasisUnknown ? 'missing-fills' : 'unexplained',
      modelledPnl: null,
    }
  );
}

/** Signed lots that a fill closed: above 0 of a long position. */
export function closedLots({ lotsBefore, lotsAfter }: LedgerEntry): number {
  if (lotsBefore === 0) return 0;
  const left = Math.sign(lotsAfter) === Math.sign(lotsBefore) ? lotsAfter : 0;
  const closed = lotsBefore - left;
  return Math.sign(closed) === Math.sign(lotsBefore) ? closed : 0;
}

function isWithin(difference: number, tolerance: number): boolean {
  // A millionth of the tolerance covers binary64.
  return Math.abs(difference) <= tolerance * (1 + 1e-6);
}

// The venue computes from an average entry cut to so many decimals; at a boundary its own sum may
// be one unit off.
function byEntry(
  terms: Terms,
  fill: PreparedFill,
  entry: LedgerEntry,
  closed: number,
): Verdict | undefined {
  if (terms.entryDecimals === null || entry.entryBefore === null) return undefined;
  const perUnit = 10 ** terms.entryDecimals;
  const units = Math.floor(entry.entryBefore * perUnit + UNIT_NOISE);
  for (const drift of [0, -1, 1]) {
    const cut = (units + drift) / perUnit;
    const modelledPnl = closedPnl(terms, closed, cut, fill.priceTicks * terms.tickSize);
    if (isWithin(modelledPnl - fill.venuePnl, fill.pnlStep)) {
      return { class: drift === 0 ? 'entry-rounding' : 'entry-drift', modelledPnl };
    }
  }
  return undefined;
}

// The size is printed rounded: any size that prints like this one could have been meant. So could
// any average price that prints like this one.
function bySize(
  terms: Terms,
  fill: PreparedFill,
  entry: LedgerEntry,
  closed: number,
): Verdict | undefined {
  if (fill.sizeSlack === 0) return undefined;
  const price = fill.priceTicks * terms.tickSize;
  const tolerance =
    Math.abs(entry.pnl) * fill.sizeSlack +
    priceSensitivity(terms, closed, price, terms.priceStep / 2) +
    EXACT_STEPS * fill.pnlStep;
  if (!isWithin(entry.pnl - fill.venuePnl, tolerance)) return undefined;
  return { class: 'size-rounding', modelledPnl: null };
}
