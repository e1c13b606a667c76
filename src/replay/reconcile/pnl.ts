/** Closed PnL from an entry price that the venue may have rounded; for comparison with its figures. */
import type { Terms } from './prepare.js';

/** PnL in settle asset of closing `lots` of a position (signed: above 0 was long). */
export function closedPnl(terms: Terms, lots: number, entry: number, exit: number): number {
  const units = lots * terms.lotSize * terms.multiplier;
  return terms.contract === 'inverse' ? units * (1 / entry - 1 / exit) : units * (exit - entry);
}

/** The entry price at which closing `lots` at `exit` gives `pnl`. */
export function impliedEntry(terms: Terms, lots: number, exit: number, pnl: number): number {
  const perUnit = pnl / (lots * terms.lotSize * terms.multiplier);
  return terms.contract === 'inverse' ? 1 / (perUnit + 1 / exit) : exit - perUnit;
}

/** By how much closed PnL changes when the exit price changes by `step`. */
export function priceSensitivity(terms: Terms, lots: number, exit: number, step: number): number {
  const units = Math.abs(lots) * terms.lotSize * terms.multiplier;
  return terms.contract === 'inverse' ? (units * step) / exit ** 2 : units * step;
}
