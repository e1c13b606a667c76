/** Prices that were made up, a row per day. */
import type { PanelPrices } from '../../src/portfolio/var/index.js';
import { SeededRandom } from '../../src/random/index.js';

/** Returns of 3 % a day, none of which knows of another. */
export function madePanel(days: number, symbols: readonly string[]): PanelPrices {
  const random = new SeededRandom(7);
  const prices = [symbols.map(() => 100)];
  for (let day = 1; day <= days; day++) {
    prices.push((prices[day - 1] ?? []).map((price) => price * Math.exp(0.03 * random.normal())));
  }
  return { symbols, times: prices.map((_, day) => `day ${day}`), prices };
}
