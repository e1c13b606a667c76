/** The `underlyings` and `expiries` sections and the terms of an option. What must agree: resolve-underlyings.ts. */
import * as z from 'zod';
import { hedgeSchema } from './hedge-schema.js';
import { vegaRiskSchema } from './option-model-schema.js';
import { anyNumber, map, nonNegative, positive, positiveBps, symbol } from './ranges.js';

const isoTime = 'a time like 2026-06-26T08:00:00Z';
const slope = anyNumber.min(-1, '-1 .. 1').max(1, '-1 .. 1');

/** When the options of an underlying are priced again. */
export const remarkSchema = map({
  /** Index move; null for never by itself. */
  thresholdBps: positiveBps.nullable().default(2),
  /** Time after which a clock frame prices them; null for never. */
  maxAgeSeconds: positive.nullable().default(60),
});

/** What several instruments are contracts on. */
export const underlyingSchema = map({
  symbol,
  /** Coin account whose equity is delta. */
  collateral: symbol.optional(),
  /** Instrument whose mark is the index; without it `index` frames say it. */
  index: symbol.optional(),
  /** Index price until a frame says another, quote currency. */
  initialIndex: positive.optional(),
  remark: remarkSchema.prefault({}),
  /** How its delta is kept near a target. */
  hedge: hedgeSchema.optional(),
  /** For options of type `optionVega`. */
  vegaRisk: vegaRiskSchema.optional(),
});

/** Raw SVI, total variance at k = ln(strike/forward). */
export const sviSchema = map({
  a: anyNumber,
  b: nonNegative,
  rho: slope,
  m: anyNumber,
  sigma: positive,
});

/** When options of an underlying expire. */
export const expirySchema = map({
  symbol,
  underlying: symbol,
  time: z.iso.datetime({ offset: true, error: isoTime }),
  /** Discount rate, continuously compounded, 1/year. */
  rate: anyNumber.default(0),
  /** Forward price at the initial index; without it the index. */
  forward: positive.optional(),
  /** For options without a volatility of their own. */
  smile: sviSchema.optional(),
});

/** Terms of an instrument of kind `option` or `inverseOption`. */
export const optionSchema = map({
  expiry: symbol,
  right: z.enum(['call', 'put'], { error: 'call or put' }),
  /** Quote currency of the underlying. */
  strike: positive,
  /** 1/sqrt(year); without it the expiry's smile. */
  volatility: positive.optional(),
  /** What values a position: the venue's mark or mid, or the model's price. */
  mark: z.enum(['market', 'model'], { error: 'market or model' }).default('model'),
  /** What the fair value of quotes is: the market's mid, or the model's price. */
  fair: z.enum(['market', 'model'], { error: 'market or model' }).default('model'),
});

export type UnderlyingInput = z.output<typeof underlyingSchema>;
export type ExpiryInput = z.output<typeof expirySchema>;
export type OptionInput = z.output<typeof optionSchema>;
