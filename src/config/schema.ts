/**
 * The configuration as operators write it: keys, kinds, ranges and defaults, stated once. What
 * several keys must agree on is checked in resolve-*.ts.
 */
import * as z from 'zod';
import { FACTORS_MAX } from '../../assembly/codes.js';
import { CONTRACT_KINDS } from '../frames/index.js';
import { bookGateSchema, instrumentGateSchema } from './gate-schema.js';
import { guardSchema, ladderSchema } from './guard-schema.js';
import { hedgeInstrumentSchema } from './hedge-schema.js';
import { accountSchema, haircut, marginSchema } from './margin-schema.js';
import { modelSchema } from './model-schema.js';
import {
  anyNumber,
  bps,
  feeRate,
  flag,
  integerBetween,
  list,
  map,
  nonNegative,
  numberBetween,
  positive,
  positiveBps,
  ratio,
  ratioBelowOne,
  signedBps,
  symbol,
} from './ranges.js';
import { expirySchema, optionSchema, underlyingSchema } from './underlying-schema.js';

/** Bounds of what a book reserves memory for. */
export const CAPACITY_MAX = {
  instruments: 1_048_576,
  assets: 65_536,
  fillIds: 16_777_216,
  tableLevels: 16_777_216,
  underlyings: 131_072,
  expiries: 65_536,
  options: 1_048_576,
  guards: 65_536,
} as const;

const powerOfTwo = `a power of two 8 .. ${CAPACITY_MAX.fillIds}`;

/** Memory reserved at start; nothing grows later. */
export const capacitySchema = map({
  instruments: integerBetween(2, CAPACITY_MAX.instruments, 2).default(1024),
  assets: integerBetween(1, CAPACITY_MAX.assets).default(64),
  /** How many of the last fill ids are remembered. */
  fillIds: integerBetween(8, CAPACITY_MAX.fillIds)
    .refine((count) => Number.isInteger(Math.log2(count)), powerOfTwo)
    .default(65_536),
  /** Levels of quote tables, of all instruments together. */
  tableLevels: integerBetween(0, CAPACITY_MAX.tableLevels).default(4096),
  underlyings: integerBetween(0, CAPACITY_MAX.underlyings).default(16),
  expiries: integerBetween(0, CAPACITY_MAX.expiries).default(64),
  options: integerBetween(0, CAPACITY_MAX.options).default(1024),
  /** Watched measures of risk. */
  guards: integerBetween(0, CAPACITY_MAX.guards).default(256),
});

const thresholds = z
  .union(
    [
      positive,
      map({ reduce: positive.nullable().default(null), halt: positive.nullable().default(null) }),
    ],
    { error: 'a number above 0, a map of reduce and halt, or null' },
  )
  .nullable()
  .default(null);

/** Limits of the whole book, reporting currency; null for none. */
export const limitsSchema = map({
  maxGrossNotional: positive.nullable().default(null),
  maxDailyLoss: thresholds,
  maxDrawdown: thresholds,
  /** Share of a soft limit below which the book is ACTIVE again. */
  recoverRatio: ratio.default(0.8),
});

export const bookSchema = map({
  /** Asset in which the book is valued. */
  reportingAsset: symbol,
  capacity: capacitySchema.prefault({}),
  limits: limitsSchema.prefault({}),
  /** Frames further ahead of the last one are refused, but `clock` and `tradingState`; null for any distance. */
  maxAheadSeconds: positive.nullable().default(null),
  ladder: ladderSchema.prefault({}),
  gate: bookGateSchema.optional(),
  account: accountSchema.prefault({}),
});

export const assetSchema = map({
  symbol,
  /** Opening balance, a capital flow. */
  balance: anyNumber.default(0),
  /** Reporting currency per unit. */
  rate: positive.optional(),
  /** Instrument whose mark is the rate from its first mark on. */
  rateInstrument: symbol.optional(),
  haircut: haircut.default(0),
});

/** Quoting around the model. Sizes in base units or contracts. */
export const quotingSchema = map({
  /** Size of one side at target inventory. */
  size: positive,
  /** Share of the size that inventory moves to the other side. */
  sizeSkew: ratio.default(0.5),
  /** 0: fair value is the mid, 1: the microprice. */
  microWeight: ratio.default(0),
  /** Stay one tick away from the opposite touch. */
  postOnly: flag.default(true),
  minHalfSpreadBps: bps.default(0),
  maxHalfSpreadBps: positiveBps.default(500),
  /** The half-spread covers the maker fee plus this. */
  minEdgeBps: signedBps.default(0),
  maxSkewBps: bps.default(500),
  softWall: map({
    /** Normalised inventory at which the wall begins. */
    start: ratioBelowOne.default(0.8),
    /** Extra skew at full inventory. */
    skewBps: bps.default(5),
  }).prefault({}),
  /** Smallest price change worth a new quote. */
  requoteThresholdBps: bps.default(0.5),
  /** Smallest growth of size worth a new quote. */
  requoteSizeRatio: numberBetween(0, 1000).default(0.1),
});

/** Position limits. Base units or contracts. */
export const inventorySchema = map({
  target: anyNumber.default(0),
  maxPosition: positive,
  /** Quote currency; null for none. */
  maxNotional: positive.nullable().default(null),
});

/** Irregular-time EWMA of the mid. */
export const volatilitySchema = map({
  halfLifeSeconds: positive.default(60),
  sampleSeconds: nonNegative.default(0.1),
  /** Price per sqrt(second); default the model's referenceSigma, else 0. */
  initialSigma: nonNegative.optional(),
  /** Price per sqrt(second). */
  floorSigma: nonNegative.default(0),
});

/** Estimates from the public tape; without the section none of the intensity. */
export const estimatorsSchema = map({
  /** Samples of the volatility are products of neighbouring changes, which jumps hardly enter. */
  robustVolatility: flag.default(false),
  intensityHalfLifeSeconds: positive.default(300),
  /** Effective orders per side without which there is no estimate. */
  minOrders: positive.default(30),
  /** Depth beyond the mid from which orders count, ticks. */
  fromTicks: nonNegative.default(1),
});

/** When market data or a quote is not trusted; null for no such check. */
export const riskSchema = map({
  maxAgeSeconds: positive.nullable().default(10),
  collarBps: positiveBps.nullable().default(200),
});

/** What identifies an instrument and ties it to assets. */
export const termsShape = {
  symbol,
  contract: z.enum(CONTRACT_KINDS, { error: CONTRACT_KINDS.join(', ') }),
  base: symbol,
  settle: symbol,
  /** Default: settle. */
  feeAsset: symbol.optional(),
  /** What this is a contract on; options say it by their expiry. */
  underlying: symbol.optional(),
};

export const instrumentSchema = map({
  ...termsShape,
  /** Quote currency. */
  tickSize: positive,
  /** Base units or contracts. */
  lotSize: positive,
  /** Base units (spot, linear), quote currency (inverse) or settle asset per point (quanto). */
  multiplier: positive.default(1),
  /** Base units or contracts; default lotSize. */
  minSize: positive.optional(),
  /** Quote currency. */
  minNotional: nonNegative.default(0),
  makerFee: feeRate.default(0),
  takerFee: feeRate.default(0),
  quoting: quotingSchema,
  inventory: inventorySchema,
  model: modelSchema,
  margin: marginSchema.optional(),
  /** Terms of an option. */
  option: optionSchema.optional(),
  /** That it hedges its underlying. */
  hedge: hedgeInstrumentSchema.optional(),
  volatility: volatilitySchema.prefault({}),
  estimators: estimatorsSchema.optional(),
  risk: riskSchema.prefault({}),
  gate: instrumentGateSchema.optional(),
});

const loadingsText = `a list of 1 .. ${FACTORS_MAX} numbers`;

/** Whole-book skew: how the returns of instruments move together. */
export const factorsSchema = map({
  /** Risk aversion, 1/reporting currency. */
  riskAversion: nonNegative,
  /** How long inventory is expected to be held, s. */
  horizonSeconds: positive,
  /** Cap of the whole-book skew. */
  maxSkewBps: bps.default(50),
  /** By symbol: return of the instrument per unit of each factor, 1/sqrt(second). */
  loadings: z.record(
    z.string(),
    z.array(anyNumber, { error: loadingsText }).min(1, loadingsText).max(FACTORS_MAX, loadingsText),
    { error: 'a map of lists of numbers' },
  ),
  /** By symbol: variance of the return that no factor explains, 1/second. */
  idiosyncratic: z.record(z.string(), nonNegative, { error: 'a map of numbers' }).default({}),
});

export const configurationSchema = map({
  book: bookSchema,
  assets: list(assetSchema).default([]),
  underlyings: list(underlyingSchema).default([]),
  expiries: list(expirySchema).default([]),
  instruments: list(instrumentSchema).min(1, 'a list of 1 instrument or more'),
  guards: list(guardSchema).default([]),
  factors: factorsSchema.optional(),
});

export type BookInput = z.output<typeof bookSchema>;
export type AssetInput = z.output<typeof assetSchema>;
export type FactorsInput = z.output<typeof factorsSchema>;
export type InstrumentInput = z.output<typeof instrumentSchema>;
