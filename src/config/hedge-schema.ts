/** The `hedge` sections of underlyings and of instruments. What must agree: resolve-hedges.ts. */
import * as z from 'zod';
import {
  anyNumber,
  bps,
  map,
  nonNegative,
  numberBetween,
  positive,
  ratio,
  signedBps,
} from './ranges.js';

/** What every mode has. */
const common = {
  /** Delta to hold, base units. */
  targetDelta: anyNumber.default(0),
  /** 0: trade to the edge of the band, 1: to the target. */
  aggressiveness: ratio.default(0),
  /** Shortest time between hedges. */
  minIntervalSeconds: nonNegative.default(1),
  /** Most that is traded at once, base units; null for no bound. */
  maxDelta: positive.nullable().default(null),
};

const bandSchema = map({
  mode: z.literal('band'),
  /** Base units on either side of the target. */
  halfWidth: nonNegative,
  ...common,
});

const whalleyWilmottSchema = map({
  mode: z.literal('whalleyWilmott'),
  /** Absolute risk aversion, 1/quote currency. */
  riskAversion: positive,
  /** Interest rate, continuously compounded, 1/year. */
  rate: anyNumber.default(0),
  /** Time over which costs are discounted. */
  horizonSeconds: nonNegative.default(0),
  ...common,
});

const dealerSchema = map({
  mode: z.literal('dealer'),
  /** psi: quote currency per base unit traded. */
  proportionalCost: nonNegative,
  /** eta: quote currency x seconds per base unit squared; 0 trades at once. */
  quadraticCost: nonNegative.default(0),
  /** k: lasting move of the price per base unit traded. */
  permanentImpact: nonNegative.default(0),
  /** a of the value function -a q^2, quote currency per base unit squared. */
  inventoryPenalty: nonNegative,
  ...common,
});

const minimumVarianceSchema = map({
  mode: z.literal('minimumVariance'),
  /** 1/quote currency. */
  riskAversion: positive,
  /** How long a hedge is expected to be held. */
  horizonSeconds: positive,
  /** Of the underlying, 1/sqrt(year). */
  volatility: positive,
  /** Of the options' volatility, 1.00 per sqrt(year). */
  volatilityOfVolatility: nonNegative.default(0),
  /** Of the underlying and the options' volatility. */
  correlation: numberBetween(-1, 1).default(0),
  /** Base units per quote currency of index. */
  targetGamma: anyNumber.default(0),
  /** Quote currency per 1.00 of volatility. */
  targetVega: anyNumber.default(0),
  ...common,
});

/** How an underlying is hedged. */
export const hedgeSchema = z.discriminatedUnion(
  'mode',
  [bandSchema, whalleyWilmottSchema, dealerSchema, minimumVarianceSchema],
  { error: 'a map with mode band, whalleyWilmott, dealer or minimumVariance' },
);

/** That an instrument hedges its underlying, and at what cost. */
export const hedgeInstrumentSchema = map({
  /** Without it half the spread of the touch. */
  halfSpreadBps: bps.optional(),
  /** How far a lot moves the price. */
  impactBpsPerLot: nonNegative.default(0),
  /** What a long position pays over the horizon, funding for example. */
  carryBps: signedBps.default(0),
  /** Largest order, base units or contracts. */
  maxSize: positive,
  /** How late reports of the venue may be. */
  settleSeconds: nonNegative.default(2),
  /** After which a hedge without completion is unconfirmed. */
  confirmSeconds: positive.default(10),
});

export type HedgeInput = z.output<typeof hedgeSchema>;
export type HedgeInstrumentInput = z.output<typeof hedgeInstrumentSchema>;
