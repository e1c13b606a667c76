/**
 * At what price fills that are missing from the file were made. The file does not say; the venue's
 * PnL of the next close does, because it contains the average entry.
 */
import { MAX_TICKS } from '../../../assembly/codes.js';
import { impliedEntry } from './pnl.js';
import type { PreparedFill, Terms } from './prepare.js';

/** Price of the missing fills and the row that gave it away. */
export interface RecoveredBasis {
  readonly priceTicks: number;
  /** The row whose PnL was used; it is no evidence for anything. */
  readonly row: number;
}

/** A position before missing fills. */
export interface KnownPosition {
  readonly lots: number;
  /** Quote currency; null when flat. */
  readonly entry: number | null;
}

interface NextClose {
  /** Position when closing begins. */
  readonly lots: number;
  /** Sum of lots x entry measure of the fills in between that opened. */
  readonly opened: number;
  readonly fill: PreparedFill;
  readonly closedLots: number;
}

/**
 * Recovers the basis of what is missing before fill `index`; null when the position did not grow
 * (its average entry is unchanged then), or when no close follows before the next break.
 */
export function recoverBasis(
  terms: Terms,
  fills: readonly PreparedFill[],
  index: number,
  before: KnownPosition,
): RecoveredBasis | null {
  const start = fills[index]?.startLots ?? 0;
  const isSameSide = before.lots !== 0 && Math.sign(start) === Math.sign(before.lots);
  if (start === 0 || (isSameSide && Math.abs(start) <= Math.abs(before.lots))) return null;
  const next = findClose(terms, fills, index, start);
  if (next === null) return null;
  const { raw, venuePnl } = next.fill;
  const closed = Math.sign(next.lots) * next.closedLots;
  const printed = impliedEntry(terms, closed, Number(raw.price), venuePnl);
  // A truncated entry is half a unit below the true one on average.
  const entry = terms.entryDecimals === null ? printed : printed + 0.5 * 10 ** -terms.entryDecimals;
  const kept = isSameSide && before.entry !== null ? before.lots : 0;
  const keptCost = kept === 0 ? 0 : kept * measure(terms, before.entry ?? 0);
  const cost = measure(terms, entry) * next.lots - keptCost - next.opened;
  const priceTicks = Math.round(price(terms, cost / (start - kept)) / terms.tickSize);
  return priceTicks >= 1 && priceTicks <= MAX_TICKS ? { priceTicks, row: raw.row } : null;
}

// Average entries are means of the price, harmonic means for inverse contracts.
function measure(terms: Terms, entry: number): number {
  return terms.contract === 'inverse' ? 1 / entry : entry;
}

function price(terms: Terms, mean: number): number {
  return terms.contract === 'inverse' ? 1 / mean : mean;
}

// The largest of the first closes in a row: they share one entry, and it gives the most digits of it.
function findClose(
  terms: Terms,
  fills: readonly PreparedFill[],
  index: number,
  start: number,
): NextClose | null {
  let lots = start;
  let opened = 0;
  let closingFrom = 0;
  let largest = 0;
  let best: NextClose | null = null;
  for (let next = index; next < fills.length && lots !== 0; next += 1) {
    const fill = fills[next];
    if (fill === undefined) break;
    const isBroken = Math.abs((fill.startLots ?? lots) - lots) > fill.startSlackLots;
    const signed = fill.raw.side === 'buy' ? fill.sizeLots : -fill.sizeLots;
    const isOpening = Math.sign(signed) === Math.sign(lots);
    if (isBroken || (isOpening && largest > 0)) break;
    if (isOpening) {
      opened += signed * measure(terms, fill.priceTicks * terms.tickSize);
      lots += signed;
      continue;
    }
    const closedLots = Math.min(fill.sizeLots, Math.abs(lots));
    if (largest === 0) closingFrom = lots;
    if (closedLots > largest) {
      largest = closedLots;
      best = { lots: closingFrom, opened, fill, closedLots };
    }
    if (closedLots < fill.sizeLots) break;
    lots += signed;
  }
  return best;
}
