/** Which of n sorted observations a confidence points at. */

/**
 * n times a confidence counts as a whole number within this distance of one: 0.95 * 20 is meant to
 * be 19, however 0.95 is rounded.
 */
export const WHOLE = 1e-9;

/** Largest whole number that is not above a value but for rounding. */
export function floorOf(value: number): number {
  const nearest = Math.round(value);
  return Math.abs(value - nearest) <= WHOLE * Math.max(nearest, 1) ? nearest : Math.floor(value);
}

/** Rank, from 1, of the smallest loss that at least the confidence's share does not exceed. */
export function rankOf(count: number, confidence: number): number {
  return Math.max(0 - floorOf(0 - count * confidence), 1);
}

/** Losses, smallest first. */
export function sortedLosses(pnl: readonly number[]): Float64Array {
  return Float64Array.from(pnl, (profit) => 0 - profit).sort();
}

/** Value at a position, from 0, between two sorted entries. */
export function interpolated(sorted: Float64Array, position: number): number {
  const below = Math.floor(position);
  const low = sorted[below] ?? Number.NaN;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] ?? Number.NaN;
  return low + (position - below) * (high - low);
}
