/**
 * The market that the models assume: a mid that is a driftless random walk, and fills that arrive with
 * an intensity A e^(-k delta) at distance delta from it. Distances are all that matters, so that the
 * mid has no level.
 */
import * as z from 'zod';
import { integerBetween, map, numberBetween, positive } from '../config/index.js';

/** More steps of more paths than anybody waits for. */
const STEPS_MAX = 100_000;
const POSITION_MAX = 100_000;

/** The `market` section; its defaults are the market of Avellaneda and Stoikov 2008, section 3.3. */
export const marketSchema = map({
  /** Volatility of the mid, price per square root of time. Any unit of time, the same everywhere. */
  sigma: numberBetween(0, 1e9).default(2),
  /** Fills per unit of time and side at the mid. */
  intensityA: positive.default(140),
  /** Decay of the fill intensity, 1/price. */
  intensityK: positive.default(1.5),
  /** Length of a path, time. */
  horizon: positive.default(1),
  /** Steps of a path: quotes, then at most one fill of each side, then a move of the mid. */
  steps: integerBetween(1, STEPS_MAX).default(200),
  /** `binary`: +-sigma sqrt(dt), one as likely as the other; `gaussian`: normal with that deviation. */
  moves: z.enum(['binary', 'gaussian'], { error: 'binary or gaussian' }).default('binary'),
  /** Chance of a fill in a step: `linear` min(1, lambda dt), `exponential` 1 - e^(-lambda dt). */
  fills: z.enum(['linear', 'exponential'], { error: 'linear or exponential' }).default('linear'),
  /** Size of one fill, base units. */
  tradeSize: positive.default(1),
  /** Position at the beginning, in fills; long above 0. */
  positionLots: integerBetween(-POSITION_MAX, POSITION_MAX).default(0),
});

/** A market with all its settings. */
export type Market = Readonly<z.output<typeof marketSchema>>;

/** Length of a step, time. */
export const stepTime = ({ horizon, steps }: Market): number => horizon / steps;

/** Chance that a quote at `delta` from the mid is filled within a step; 0 where nothing is quoted. */
export function fillProbability(market: Market, delta: number | null): number {
  if (delta === null) return 0;
  const expected = market.intensityA * Math.exp(-market.intensityK * delta) * stepTime(market);
  return market.fills === 'linear' ? Math.min(1, expected) : -Math.expm1(-expected);
}
