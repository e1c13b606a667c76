/** What becomes of prices and rates in a scenario. */
import { DomainError } from '../../errors.js';
import type { ScenarioSet } from './scenario-set.js';
import type { ScenarioTerms } from './terms.js';

/** Place of the moves of an underlying in the tables of a set. */
export function cellOf(set: ScenarioSet, scenario: number, underlying: number): number {
  return scenario * set.columns + (set.columnOf[underlying] ?? 0);
}

/** A price in a scenario, the underlying of which reads `cell`. */
export function movedPrice(set: ScenarioSet, cell: number, price: number): number {
  return price * (1 + (set.priceMoves[cell] ?? 0)) + (set.priceShifts[cell] ?? 0);
}

/** Refuses a price that is not above 0. @throws DomainError */
export function requirePrice(price: number, scenario: string): void {
  if (price > 0 && price < Number.POSITIVE_INFINITY) return;
  throw new DomainError(`scenario ${scenario} takes a price to ${price}; allowed: above 0`, {
    scenario,
    price,
  });
}

/**
 * Rates of assets in every scenario, reporting currency per unit: a row per scenario. The rate of a coin
 * moves as the price of its underlying.
 *
 * @throws DomainError when one is not above 0
 */
export function movedRates(set: ScenarioSet, terms: ScenarioTerms): Float64Array {
  const { rates, rateUnderlying } = terms;
  const moved = new Float64Array(set.count * rates.length);
  for (let scenario = 0; scenario < set.count; scenario++) {
    rates.forEach((rate, asset) => {
      const underlying = rateUnderlying[asset] ?? -1;
      const isStill = underlying < 0 || rate === 0;
      const value = isStill ? rate : movedPrice(set, cellOf(set, scenario, underlying), rate);
      if (!isStill) requirePrice(value, set.names[scenario] ?? '');
      moved[scenario * rates.length + asset] = value;
    });
  }
  return moved;
}
