/** Models of the `model` section that only options have: distances from the model's price by greeks. */
import * as z from 'zod';
import { anyNumber, map, nonNegative, positive } from './ranges.js';

/** Distances in quote currency per base unit, or in volatility (1.00 = 100 %) times vega. */
const spreadUnit = z.enum(['price', 'volatility'], { error: 'price or volatility' });

export const optionGreeksSchema = map({
  type: z.literal('optionGreeks'),
  spreadUnit: spreadUnit.default('volatility'),
  /** Half-spread in that unit. */
  halfSpread: nonNegative,
  /** Shift at full vega, volatility. */
  vegaSkew: nonNegative.default(0),
  /** Vega of the underlying's book at which the shift is full, quote currency per 1.00. */
  fullVega: positive.optional(),
  /** Shift of the index at full delta, bps. */
  deltaSkewBps: nonNegative.default(0),
  /** Delta of the underlying's book at which the shift is full, base units. */
  fullDelta: positive.optional(),
});

export const optionDeltaSchema = map({
  type: z.literal('optionDelta'),
  /** What can be done about risk: everything, nothing until the horizon, hedges of delta. */
  regime: z.enum(['hedged', 'unhedged', 'residual'], { error: 'hedged, unhedged or residual' }),
  spreadUnit: spreadUnit.default('volatility'),
  /** Fills at a distance d arrive at baseRate - rateSlope d. */
  baseRate: positive,
  rateSlope: positive,
  /** Price of variance, 1/quote currency; without it 0. */
  gamma: nonNegative.optional(),
  /** Of the underlying, 1/sqrt(year). */
  volatility: nonNegative.default(0),
  /** Until the position can be closed, or between hedges. */
  horizonYears: nonNegative.default(0),
  /** Of the volatility, absolute, 1/year. */
  volOfVol: nonNegative.default(0),
});

export const optionVegaSchema = map({
  type: z.literal('optionVega'),
  spreadUnit: spreadUnit.default('volatility'),
  /** Fills at a distance d arrive at lambda / (1 + e^(alpha + beta d)). */
  lambda: positive,
  alpha: anyNumber,
  beta: positive,
  /** Base units of one fill; default the quoted size. */
  tradeSize: positive.optional(),
});

/** The `vegaRisk` section of an underlying: what the options of type `optionVega` share. */
export const vegaRiskSchema = map({
  /** Risk aversion, 1/quote currency. */
  gamma: nonNegative,
  /** Volatility of the variance, 1/sqrt(year). */
  volOfVariance: nonNegative,
  /** Largest vega of the book, quote currency per 1.00; null for none. */
  maxVega: positive.nullable().default(null),
});

export const OPTION_MODEL_SCHEMAS = [
  optionGreeksSchema,
  optionDeltaSchema,
  optionVegaSchema,
] as const;

export type OptionModelInput = z.output<(typeof OPTION_MODEL_SCHEMAS)[number]>;
