/** The closed form of Gueant, Lehalle and Fernandez-Tapia, as Gueant 2017 generalises it. */
import * as z from 'zod';
import { nonNegative, positive } from '../../config/index.js';
import { gueantQuotes } from '../../models/index.js';
import { affineQuotes, strategy } from './strategy.js';

/** Aversion to non-execution, 1/money. */
export const xiParameter = z
  .union([z.literal('gamma'), nonNegative], { error: '`gamma` or a number of 0 or more' })
  .default('gamma');

/** The number that the parameter stands for. */
export function xiValue(xi: z.output<typeof xiParameter>, gamma: number): number {
  return xi === 'gamma' ? gamma : xi;
}

/** Quotes of the asymptotic closed form: the same at all times. */
export const gueantLehalleFernandezTapia = strategy(
  'gueantLehalleFernandezTapia',
  {
    /** Risk aversion, 1/money. */
    gamma: nonNegative,
    xi: xiParameter,
    /** What the maker believes of the market; default the truth. */
    sigma: nonNegative.optional(),
    intensityA: positive.optional(),
    intensityK: positive.optional(),
  },
  ({ gamma, xi, ...belief }, { tradeSize, ...market }) => {
    const { halfSpread, skewPerUnit } = gueantQuotes({
      gamma,
      xi: xiValue(xi, gamma),
      sigma: belief.sigma ?? market.sigma,
      intensityA: belief.intensityA ?? market.intensityA,
      intensityK: belief.intensityK ?? market.intensityK,
      tradeSize,
      position: 0,
    });
    const quotes = affineQuotes(halfSpread, tradeSize * skewPerUnit);
    return () => quotes;
  },
);
