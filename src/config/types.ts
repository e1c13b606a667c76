/**
 * The configuration of a book after validation: complete, every default applied, model units and
 * operator units side by side. Sizes are in base units or contracts, prices in quote currency.
 */
import type * as z from 'zod';
import type { CONTRACT_KINDS } from '../frames/index.js';
import type { OperatorUnits } from '../models/index.js';
import type {
  capacitySchema,
  estimatorsSchema,
  inventorySchema,
  quotingSchema,
  riskSchema,
} from './schema.js';

/** What the book reserves memory for: instruments, assets and remembered fill ids. */
export type CapacityConfiguration = Readonly<z.output<typeof capacitySchema>>;

/** Sizes, floors, caps, soft wall and requote gate around the model. */
export type QuotingConfiguration = Readonly<z.output<typeof quotingSchema>>;

/** Target and hard limits of the position. */
export type InventoryConfiguration = Readonly<z.output<typeof inventorySchema>>;

/** Estimates of volatility and fill intensity from the public tape. */
export type EstimatorsConfiguration = Readonly<z.output<typeof estimatorsSchema>>;

/** Staleness in seconds and price collar in bps; null for none. */
export type RiskConfiguration = Readonly<z.output<typeof riskSchema>>;

/** A soft and a hard threshold in reporting currency; null for none. */
export interface Thresholds {
  /** Above: REDUCING. */
  readonly reduce: number | null;
  /** Above: HALTED. */
  readonly halt: number | null;
}

/** Limits of the whole book in reporting currency; null for none. */
export interface LimitsConfiguration {
  readonly maxGrossNotional: number | null;
  /** Loss since the UTC day began. */
  readonly maxDailyLoss: Thresholds;
  /** Drawdown from the peak of equity. */
  readonly maxDrawdown: Thresholds;
  /** Share of a soft limit below which the book is ACTIVE again, 0 .. 1. */
  readonly recoverRatio: number;
}

/** An asset; its index in the book is its place in the list. */
export interface AssetConfiguration {
  readonly symbol: string;
  /** Opening balance in the asset, booked as capital. */
  readonly balance: number;
  /** Reporting currency per unit until a rate arrives; 1 for the reporting asset. */
  readonly rate: number;
  /** Symbol of the instrument whose mark is the rate; null for none. */
  readonly rateInstrument: string | null;
}

/** Irregular-time EWMA of the mid. */
export interface VolatilityConfiguration {
  readonly halfLifeSeconds: number;
  /** Shortest time between two samples. */
  readonly sampleSeconds: number;
  /** Price per sqrt(second). */
  readonly initialSigma: number;
  /** Price per sqrt(second). */
  readonly floorSigma: number;
}

/** Half-spread and skew in bps. */
export interface LinearModel {
  readonly type: 'linear';
  readonly halfSpreadBps: number;
  /** Half-spread per unit of volatility, sqrt(second). */
  readonly volatilityMultiplier: number;
  /** Skew at full inventory. */
  readonly inventorySkewBps: number;
}

/** What the two models with a risk aversion share. */
export interface RiskAversionModel {
  /** Risk aversion, 1/quote currency. */
  readonly gamma: number;
  /** Base units of one fill. */
  readonly tradeSize: number;
  /** Quote currency; null when not given. */
  readonly referencePrice: number | null;
  /** Price per sqrt(second); null when not given. */
  readonly referenceSigma: number | null;
}

/** Avellaneda-Stoikov in model units. */
export interface AvellanedaStoikovModel extends RiskAversionModel {
  readonly type: 'avellanedaStoikov';
  /** Decay of the fill intensity, 1/price. */
  readonly k: number;
  readonly horizonSeconds: number;
  /** Seconds since the epoch; null rolls for ever. */
  readonly endTimeSeconds: number | null;
}

/** Gueant-Lehalle-Fernandez-Tapia in model units. */
export interface GueantModel extends RiskAversionModel {
  readonly type: 'gueantLehalleFernandezTapia';
  /** Aversion to non-execution, 1/quote currency. */
  readonly xi: number;
  /** Fill intensity at the fair value, 1/s. */
  readonly intensityA: number;
  /** Decay of the fill intensity, 1/price. */
  readonly intensityK: number;
}

/** One of the skew models, in model units. */
export type ModelConfiguration = LinearModel | AvellanedaStoikovModel | GueantModel;

/** An instrument; its index in the book is its place in the list. */
export interface InstrumentConfiguration {
  readonly symbol: string;
  readonly contract: (typeof CONTRACT_KINDS)[number];
  readonly base: string;
  readonly settle: string;
  readonly feeAsset: string;
  /** Quote currency. */
  readonly tickSize: number;
  /** Base units or contracts. */
  readonly lotSize: number;
  /** Base units (spot, linear), quote currency (inverse) or settle asset per point (quanto). */
  readonly multiplier: number;
  /** Base units or contracts. */
  readonly minSize: number;
  /** Quote currency. */
  readonly minNotional: number;
  /** Fraction of notional; below 0 is a rebate. */
  readonly makerFee: number;
  /** Fraction of notional. */
  readonly takerFee: number;
  readonly quoting: QuotingConfiguration;
  readonly inventory: InventoryConfiguration;
  /** The sizes above in whole lots. */
  readonly lots: {
    readonly quote: number;
    readonly min: number;
    /** Signed. */
    readonly target: number;
    readonly maxPosition: number;
  };
  readonly model: ModelConfiguration;
  /** The model in operator units; null without reference price and volatility. */
  readonly operatorUnits: OperatorUnits | null;
  readonly volatility: VolatilityConfiguration;
  /** Undefined: the intensity is not estimated. */
  readonly estimators?: EstimatorsConfiguration | undefined;
  readonly risk: RiskConfiguration;
}

/** The validated configuration of a book. */
export interface BookConfiguration {
  /** Asset in which the book is valued. */
  readonly reportingAsset: string;
  readonly capacity: CapacityConfiguration;
  readonly limits: LimitsConfiguration;
  /** Configured assets, then those only named elsewhere. */
  readonly assets: readonly AssetConfiguration[];
  readonly instruments: readonly InstrumentConfiguration[];
}
