/** The `model` section of an instrument. Which keys go together is checked in resolve-model.ts. */
import * as z from 'zod';
import { OPTION_MODEL_SCHEMAS } from './option-model-schema.js';
import { anyNumber, bps, map, nonNegative, positive, positiveBps } from './ranges.js';

const isoTime = 'a time like 2026-01-31T16:00:00Z';
const xiText = '`gamma` or a number of 0 or more';

/** Keys with which operator units and inverse contracts are turned into model units. */
const reference = {
  /** Base units of one fill; default the quoted size. */
  tradeSize: positive.optional(),
  /** Quote currency. */
  referencePrice: positive.optional(),
  /** Price per sqrt(second). */
  referenceSigma: positive.optional(),
};

export const linearSchema = map({
  type: z.literal('linear'),
  /** Half-spread at any inventory. */
  halfSpreadBps: bps,
  /** Half-spread per unit of volatility, sqrt(second). */
  volatilityMultiplier: nonNegative.default(0),
  /** Skew at full inventory. */
  inventorySkewBps: bps,
});

export const avellanedaStoikovSchema = map({
  type: z.literal('avellanedaStoikov'),
  /** Risk aversion, 1/quote currency. */
  gamma: nonNegative.optional(),
  /** Decay of the fill intensity, 1/price. */
  k: positive.optional(),
  /** Skew at full inventory. */
  inventorySkewBps: bps.optional(),
  /** Half-spread at target inventory. */
  halfSpreadBps: positiveBps.optional(),
  /** Seconds to the end of the session, at most. */
  horizonSeconds: nonNegative,
  /** End of the session; null rolls for ever. */
  endTime: z.iso.datetime({ offset: true, error: isoTime }).nullable().default(null),
  ...reference,
});

export const gueantSchema = map({
  type: z.literal('gueantLehalleFernandezTapia'),
  /** Risk aversion, 1/quote currency. */
  gamma: nonNegative.optional(),
  /** Aversion to non-execution, 1/quote currency. */
  xi: z.union([z.literal('gamma'), nonNegative], { error: xiText }).default('gamma'),
  /** Fill intensity at the fair value, 1/s. */
  intensityA: positive,
  /** Decay of the fill intensity, 1/price. */
  intensityK: positive.optional(),
  /** Skew at full inventory. */
  inventorySkewBps: bps.optional(),
  /** Seconds in which a small deviation from the target halves. */
  inventoryHalfLifeSeconds: positive.optional(),
  /** Half-spread at target inventory. */
  halfSpreadBps: positiveBps.optional(),
  ...reference,
});

/** Keys of the models that are solved by level of inventory. */
const session = {
  /** Time to the end of the session, the same at all times; without it the quotes far from any end. */
  horizonSeconds: nonNegative.optional(),
};

export const gueantExactSchema = map({
  type: z.literal('gueantLehalleFernandezTapiaExact'),
  gamma: nonNegative,
  xi: z.union([z.literal('gamma'), nonNegative], { error: xiText }).default('gamma'),
  intensityA: positive,
  intensityK: positive,
  /** Expected change of the fair value, price per second. */
  drift: anyNumber.default(0),
  /** Move of the fair value against each fill, price. */
  impact: nonNegative.default(0),
  /** Cost per squared base unit at the end of the session, price per base unit. */
  terminalPenalty: nonNegative.default(0),
  ...session,
  ...reference,
  /** Volatility that the table is solved for. */
  referenceSigma: positive,
});

export const carteaJaimungalSchema = map({
  type: z.literal('carteaJaimungal'),
  /** Buy market orders, which fill the ask, 1/s. */
  buyOrderRate: positive,
  /** Sell market orders, which fill the bid, 1/s. */
  sellOrderRate: positive,
  /** Decay of the probability that an order reaches the quote, 1/price. */
  kappa: positive,
  /** Running penalty per squared fill held, price per fill and second. */
  phi: nonNegative,
  /** Cost per squared fill held at the end of the session, price per fill. */
  alpha: nonNegative.default(0),
  ...session,
  ...reference,
});

export const avellanedaStoikovInfiniteSchema = map({
  type: z.literal('avellanedaStoikovInfinite'),
  gamma: positive,
  k: positive,
  /** Discount rate, 1/s; without it that which makes the limit the bound of inventory. */
  discountRate: positive.optional(),
  ...reference,
  /** Volatility that the table is solved for. */
  referenceSigma: positive,
});

export const gueantLogisticSchema = map({
  type: z.literal('gueantLogistic'),
  gamma: nonNegative,
  /** Fills lambda / (1 + e^(alpha + beta delta)) per second. */
  lambda: positive,
  alpha: anyNumber,
  beta: positive,
  horizonSeconds: positive,
  /** Cost per squared base unit at the end of the session, price per base unit. */
  terminalPenalty: nonNegative.default(0),
  ...reference,
  /** Volatility that the table is solved for. */
  referenceSigma: positive,
});

export const modelSchema = z.discriminatedUnion(
  'type',
  [
    linearSchema,
    avellanedaStoikovSchema,
    gueantSchema,
    gueantExactSchema,
    carteaJaimungalSchema,
    avellanedaStoikovInfiniteSchema,
    gueantLogisticSchema,
    ...OPTION_MODEL_SCHEMAS,
  ],
  {
    error:
      'linear, avellanedaStoikov, gueantLehalleFernandezTapia, gueantLehalleFernandezTapiaExact, carteaJaimungal, avellanedaStoikovInfinite, gueantLogistic, optionGreeks, optionDelta or optionVega',
  },
);

const operatorReference = { referencePrice: positive, referenceSigma: positive };

/** What each kind of units needs in addition to the section as such. */
export const unitSchemas = {
  avellanedaStoikov: {
    model: avellanedaStoikovSchema.extend({ gamma: nonNegative, k: positive }),
    operator: avellanedaStoikovSchema.extend({
      inventorySkewBps: bps,
      halfSpreadBps: positiveBps,
      horizonSeconds: positive,
      ...operatorReference,
    }),
  },
  gueant: {
    model: gueantSchema.extend({ gamma: nonNegative, intensityK: positive }),
    operator: gueantSchema.extend({
      xi: z.literal(['gamma', 0], { error: 'gamma or 0' }),
      halfSpreadBps: positiveBps,
      ...operatorReference,
    }),
  },
};

export type AvellanedaStoikovModelInput = z.output<typeof avellanedaStoikovSchema>;
export type GueantModelInput = z.output<typeof gueantSchema>;
export type GueantExactModelInput = z.output<typeof gueantExactSchema>;
export type CarteaJaimungalModelInput = z.output<typeof carteaJaimungalSchema>;
export type AvellanedaStoikovInfiniteModelInput = z.output<typeof avellanedaStoikovInfiniteSchema>;
export type GueantLogisticModelInput = z.output<typeof gueantLogisticSchema>;
/** A model that becomes a quote table. */
export type TableModelInput =
  | GueantExactModelInput
  | CarteaJaimungalModelInput
  | AvellanedaStoikovInfiniteModelInput
  | GueantLogisticModelInput;
export type ModelInput = z.output<typeof modelSchema>;
