/** Exact solutions on a bounded inventory: a table of quotes by position for each time. */
import * as z from 'zod';
import { integerBetween, nonNegative, positive } from '../../config/index.js';
import {
  carteaJaimungalLongRunTable,
  carteaJaimungalTable,
  gueantLongRunTable,
  gueantTable,
  QUOTE_TABLE_LEVELS_MAX,
} from '../../models/index.js';
import { xiParameter, xiValue } from './gueant.js';
import { type QuoteRule, type QuotesByPosition, strategy, tableQuotes } from './strategy.js';

const TIMES = ['horizon', 'longRun'] as const;

const bounds = {
  /** Position at which the side that would add to it is no longer quoted, fills. */
  maxLots: integerBetween(1, (QUOTE_TABLE_LEVELS_MAX - 1) / 2),
  /** Quotes of the time that is left, or those far from the end of the path. */
  time: z.enum(TIMES, { error: TIMES.join(' or ') }).default('horizon'),
};

/** The rule of a model that has both tables. */
function ruleByTime(
  time: (typeof TIMES)[number],
  atTime: (tau: number) => QuotesByPosition,
  longRun: () => QuotesByPosition,
): QuoteRule {
  if (time === 'horizon') return atTime;
  const quotes = longRun();
  return () => quotes;
}

/** Gueant, Lehalle and Fernandez-Tapia 2013, for any size of a fill and any xi as in Gueant 2017. */
export const gueantLehalleFernandezTapiaExact = strategy(
  'gueantLehalleFernandezTapiaExact',
  {
    /** Risk aversion, 1/money. */
    gamma: nonNegative,
    xi: xiParameter,
    /** Cost per squared base unit held at the end, price per base unit. */
    terminalPenalty: nonNegative.default(0),
    ...bounds,
    /** What the maker believes of the market; default the truth. */
    sigma: nonNegative.optional(),
    intensityA: positive.optional(),
    intensityK: positive.optional(),
  },
  ({ gamma, xi, terminalPenalty, maxLots, time, ...belief }, { tradeSize, ...market }) => {
    const terms = {
      gamma,
      xi: xiValue(xi, gamma),
      sigma: belief.sigma ?? market.sigma,
      intensityA: belief.intensityA ?? market.intensityA,
      intensityK: belief.intensityK ?? market.intensityK,
      tradeSize,
      levelsPerSide: maxLots,
    };
    return ruleByTime(
      time,
      (tau) => tableQuotes(gueantTable({ ...terms, terminalPenalty, tau })),
      () => tableQuotes(gueantLongRunTable(terms)),
    );
  },
);

/** Cartea, Jaimungal and Penalva 2015: penalties on inventory, flow that may differ by side. */
export const carteaJaimungal = strategy(
  'carteaJaimungal',
  {
    /** Running penalty per squared base unit, price / (base unit x time). */
    phi: nonNegative,
    /** Cost per squared base unit held at the end, price per base unit. */
    alpha: nonNegative.default(0),
    ...bounds,
    /** What the maker believes of the market; default the truth. */
    buyOrderRate: positive.optional(),
    sellOrderRate: positive.optional(),
    kappa: positive.optional(),
  },
  ({ phi, alpha, maxLots, time, ...belief }, { tradeSize, intensityA, intensityK }) => {
    // The model counts lots, and its money is price x lot.
    const terms = {
      buyOrderRate: belief.buyOrderRate ?? intensityA,
      sellOrderRate: belief.sellOrderRate ?? intensityA,
      kappa: belief.kappa ?? intensityK,
      phi: phi * tradeSize,
      minLots: -maxLots,
      maxLots,
    };
    const alphaLots = alpha * tradeSize;
    return ruleByTime(
      time,
      (tau) => tableQuotes(carteaJaimungalTable({ ...terms, alpha: alphaLots, tau })),
      () => tableQuotes(carteaJaimungalLongRunTable(terms)),
    );
  },
);
