/** Avellaneda and Stoikov 2008 and the benchmarks beside it. */
import * as z from 'zod';
import { nonNegative, positive } from '../../config/index.js';
import { avellanedaStoikovQuotes } from '../../models/index.js';
import { type Market, stepTime } from '../market.js';
import { affineQuotes, type QuoteRule, strategy } from './strategy.js';

const CENTRES = ['reservation', 'mid'] as const;
const SPREADS = ['horizon', 'average', 'constant'] as const;

/** What the maker believes of the market; default the truth. */
const parameters = {
  /** Risk aversion, 1/money. */
  gamma: nonNegative,
  /** Price per square root of time. */
  sigma: nonNegative.optional(),
  /** Decay of the fill intensity, 1/price. */
  k: positive.optional(),
};

const centre = z.enum(CENTRES, { error: CENTRES.join(' or ') });
const spread = z.enum(SPREADS, { error: 'horizon, average or constant' });

interface Choices {
  readonly gamma: number;
  readonly sigma?: number | undefined;
  readonly k?: number | undefined;
  /** Quotes lie around the reservation price, or around the mid whatever the position. */
  readonly centre: (typeof CENTRES)[number];
  /** The spread of the time that is left, its average over the path, or its part without time. */
  readonly spread: (typeof SPREADS)[number];
}

function rule({ gamma, sigma, k, centre, spread }: Choices, market: Market): QuoteRule {
  const { tradeSize, horizon, intensityK } = market;
  const terms = { price: 0, gamma, sigma: sigma ?? market.sigma, k: k ?? intensityK, tradeSize };
  // The spread is affine in time: its average is the spread at the average time left.
  const spreadTau = { average: (horizon + stepTime(market)) / 2, constant: 0 };
  return (tau) => {
    const widthTau = spread === 'horizon' ? tau : spreadTau[spread];
    const width = avellanedaStoikovQuotes({ ...terms, position: 0, tau: widthTau }).spread;
    const { reservation } = avellanedaStoikovQuotes({ ...terms, position: tradeSize, tau });
    return affineQuotes(width / 2, centre === 'mid' ? 0 : -reservation);
  };
}

/** Finite-horizon quotes around the reservation price; the paper's inventory strategy. */
export const avellanedaStoikov = strategy(
  'avellanedaStoikov',
  {
    ...parameters,
    centre: centre.default('reservation'),
    spread: spread.default('horizon'),
  },
  rule,
);

/** The same average spread around the mid; the paper's symmetric benchmark. */
export const symmetric = strategy(
  'symmetric',
  { ...parameters, spread: spread.default('average') },
  (entry, market) => rule({ ...entry, centre: 'mid' }, market),
);
