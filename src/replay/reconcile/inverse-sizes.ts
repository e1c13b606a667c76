/**
 * Contracts of inverse fills whose sizes are printed in base currency. A position is held in whole
 * contracts of quote currency; the size in base currency is its value at the entry price, rounded.
 * The fee is printed with more digits: fee / rate is the same value, sharper.
 */
import { decimalsOf, maxDecimals } from './decimals.js';
import type { RawFill } from './types.js';

/** Contracts of one fill and how far off they may be. */
export interface SizedFill {
  readonly contracts: number;
  /** Largest relative error of the contracts. */
  readonly slack: number;
}

interface BaseSize {
  readonly base: number;
  readonly slack: number;
}

/** Below this many base units a position counts as flat: sums of printed sizes in binary64. */
const FLAT = 1e-9;

/**
 * Sizes fills of one position side in order. From flat to flat, as many contracts are opened as
 * closed.
 */
export function sizeInverseFills(
  fills: readonly RawFill[],
  feeRates: readonly number[],
): readonly SizedFill[] {
  const feeStep = 10 ** -maxDecimals(fills.map(({ fee }) => fee));
  const sized: SizedFill[] = [];
  let opens: number[] = [];
  let closed = 0;
  let position = 0;
  let entry = 0;
  for (const [index, fill] of fills.entries()) {
    const printed = Number(fill.size);
    const { base, slack } = sharpen(fill, feeRates, feeStep);
    const isOpening = (fill.positionSide === 'short') === (fill.side === 'sell');
    if (isOpening) {
      entry = (position * entry + printed * Number(fill.price)) / (position + printed);
      position += printed;
      opens.push(index);
    } else {
      position -= printed;
    }
    const contracts = Math.max(1, Math.round(base * (isOpening ? Number(fill.price) : entry)));
    if (!isOpening) closed += contracts;
    sized.push({ contracts, slack: slack + 0.5 / contracts });
    if (Math.abs(position) > FLAT) continue;
    share(sized, fills, opens, closed);
    [opens, closed, position, entry] = [[], 0, 0, 0];
  }
  return sized;
}

// The rate is one of the account's; the one that agrees with the printed size is meant.
function sharpen(fill: RawFill, feeRates: readonly number[], feeStep: number): BaseSize {
  const printed = Number(fill.size);
  const halfUnit = 0.5 * 10 ** -decimalsOf(fill.size);
  const fee = Math.abs(Number(fill.fee));
  const candidates = feeRates.map((rate) => fee / rate);
  const nearest = candidates.reduce(
    (best, base) => (Math.abs(base - printed) < Math.abs(best - printed) ? base : best),
    Number.POSITIVE_INFINITY,
  );
  const slack = feeStep / fee;
  const isConsistent = Math.abs(nearest - printed) <= halfUnit + printed * slack;
  return isConsistent ? { base: nearest, slack } : { base: printed, slack: halfUnit / printed };
}

// Hands the closed contracts out over the opening fills by value; the last one takes the remainder.
function share(
  sized: SizedFill[],
  fills: readonly RawFill[],
  opens: readonly number[],
  closed: number,
): void {
  const value = (index: number): number =>
    Number(fills[index]?.size ?? 0) * Number(fills[index]?.price ?? 0);
  const total = opens.reduce((sum, index) => sum + value(index), 0);
  let left = closed;
  for (const [place, index] of opens.entries()) {
    const isLast = place === opens.length - 1;
    const contracts = isLast ? left : Math.round((closed * value(index)) / total);
    left -= contracts;
    sized[index] = { contracts, slack: sized[index]?.slack ?? 0 };
  }
}
