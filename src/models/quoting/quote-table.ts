/**
 * Quotes by inventory level: the form in which a solution is computed once and looked up later.
 * Levels run from the lowest inventory to the highest; one fill moves inventory by one level.
 */
import { finiteResult, requireFinite } from '../domain.js';

/** Most levels of a table; the work of a solution grows with their number or faster. */
export const QUOTE_TABLE_LEVELS_MAX = 1001;
/** Most levels on each side of flat inventory in a table with as many on both. */
export const LEVELS_PER_SIDE_MAX = (QUOTE_TABLE_LEVELS_MAX - 1) / 2;

/** Distances of both quotes from the fair value by inventory level, in price. */
export interface QuoteTable {
  /** Signed inventory of the first level, base units. */
  readonly lowestPosition: number;
  /** Inventory from one level to the next, which is the size of one fill, base units, above 0. */
  readonly tradeSize: number;
  /** Fair value - bid; may be below 0; null where no bid is quoted, at the highest level. */
  readonly deltaBid: readonly (number | null)[];
  /** Ask - fair value; may be below 0; null where no ask is quoted, at the lowest level. */
  readonly deltaAsk: readonly (number | null)[];
}

/** A table with the value function it was made from. */
export interface ValuedQuoteTable extends QuoteTable {
  /** What quoting on from each level earns above inventory at fair value, quote currency. */
  readonly value: readonly number[];
}

/** The table far from the horizon, where quotes no longer depend on time. */
export interface LongRunQuoteTable extends ValuedQuoteTable {
  /** Value relative to that of the level with the least risk, quote currency. */
  readonly value: readonly number[];
  /** What quoting earns per unit of time, less risk, quote currency; the same at every level. */
  readonly valueRate: number;
}

/** A two-sided quote; null for a side that is not quoted. */
export interface QuoteDistances {
  readonly deltaBid: number | null;
  readonly deltaAsk: number | null;
}

/**
 * Quote of a table at any inventory. Between two levels it is linear, and a side is quoted when both
 * are: a fill never leads past the outermost level. Beyond the levels the side that leads back is
 * quoted as at the outermost one.
 *
 * @param position signed inventory, base units
 * @throws DomainError when the position is not finite
 */
export function quoteTableAt(table: QuoteTable, position: number): QuoteDistances {
  requireFinite({ position });
  const { lowestPosition, tradeSize, deltaBid, deltaAsk } = table;
  const highest = deltaBid.length - 1;
  const fills = (position - lowestPosition) / tradeSize;
  const whole = Math.round(fills);
  // Rounding must not make a whole fill a fraction: beside the outermost level a side would be lost.
  const level = Math.min(highest, Math.max(0, Math.abs(fills - whole) < 1e-9 ? whole : fills));
  const below = Math.floor(level);
  const share = level - below;
  const between = (side: readonly (number | null)[]): number | null => {
    const [near, far] = [side[below] ?? null, side[Math.min(highest, below + 1)] ?? null];
    if (share === 0 || near === null) return near;
    return far === null ? null : near + share * (far - near);
  };
  return { deltaBid: between(deltaBid), deltaAsk: between(deltaAsk) };
}

/** Positions in units of the trade size, lowest first. */
export function levelsBetween(lowest: number, highest: number): readonly number[] {
  return Array.from({ length: highest - lowest + 1 }, (_, index) => lowest + index);
}

/** Where the levels are. */
export type InventoryLevels = Pick<QuoteTable, 'lowestPosition' | 'tradeSize'>;

/**
 * Table of a value function: a bid gains `quote((value(q) - value(q + size)) / size)` and so on.
 *
 * @param value value function by level, quote currency, up to a constant
 * @param quote distance that a side quotes when a fill costs this much value per base unit, price
 * @throws DomainError when a distance overflows
 */
export function quoteTableOf(
  model: string,
  { lowestPosition, tradeSize }: InventoryLevels,
  value: ArrayLike<number>,
  quote: (cost: number) => number,
): QuoteTable {
  const at = (level: number): number => value[level] ?? Number.NaN;
  const distance = (from: number, to: number): number => quote((at(from) - at(to)) / tradeSize);
  const last = value.length - 1;
  const levels = Array.from({ length: value.length }, (_, level) => level);
  return finiteResult(model, {
    lowestPosition,
    tradeSize,
    deltaBid: levels.map((level) => (level < last ? distance(level, level + 1) : null)),
    deltaAsk: levels.map((level) => (level > 0 ? distance(level, level - 1) : null)),
  });
}
