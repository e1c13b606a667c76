/** Rows that a file has twice. */
import type { RawFill } from './types.js';

/**
 * Repeated rows of one symbol of one account, each with the row it repeats.
 *
 * The id alone proves nothing: a column of order ids is the same for every fill of an order. Only a
 * row that also says the same is a copy; any other is a fill of its own and judged like one.
 */
export function findRepeats(fills: readonly RawFill[]): ReadonlyMap<RawFill, RawFill> {
  const seen = new Map<string, RawFill>();
  const repeats = new Map<RawFill, RawFill>();
  for (const fill of fills) {
    if (fill.fillId === '') continue;
    const { fillId, time, side } = fill;
    // As numbers: another file of the same history may print 1.50 as 1.5.
    const figures = [fill.price, fill.size, fill.closedPnl].map(Number);
    const key = JSON.stringify([fillId, time, side, ...figures]);
    const original = seen.get(key);
    if (original === undefined) seen.set(key, fill);
    else repeats.set(fill, original);
  }
  return repeats;
}
