/**
 * The configuration of a book after validation: complete, every default applied, model units and
 * operator units side by side. Sizes are in base units or contracts, prices in quote currency.
 */
import type * as z from 'zod';
import type { CONTRACT_KINDS } from '../frames/index.js';
import type { OperatorUnits } from '../models/index.js';
import type { bookGateSchema, instrumentGateSchema } from './gate-schema.js';
import type { GuardInput, ladderSchema } from './guard-schema.js';
import type { HedgeInput, HedgeInstrumentInput } from './hedge-schema.js';
import type { accountSchema, marginSchema } from './margin-schema.js';
import type { vegaRiskSchema } from './option-model-schema.js';
import type {
  capacitySchema,
  estimatorsSchema,
  inventorySchema,
  quotingSchema,
  riskSchema,
} from './schema.js';
import type { optionSchema, remarkSchema, sviSchema } from './underlying-schema.js';

/** What the book reserves memory for: instruments, assets and remembered fill ids. */
export type CapacityConfiguration = Readonly<z.output<typeof capacitySchema>>;

/** Sizes, floors, caps, soft wall and requote gate around the model. */
export type QuotingConfiguration = Readonly<z.output<typeof quotingSchema>>;

/** Target and hard limits of the position. */
export type InventoryConfiguration = Readonly<z.output<typeof inventorySchema>>;

/** Estimates of volatility and fill intensity from the public tape. */
export type EstimatorsConfiguration = Readonly<z.output<typeof estimatorsSchema>>;

/** What stands behind cross margin: settle assets by themselves, or the book. */
export type AccountConfiguration = Readonly<z.output<typeof accountSchema>>;

/** Message budgets of the book. */
export type BookGateConfiguration = Readonly<z.output<typeof bookGateSchema>>;

/** What orders of an instrument may be that the engine did not propose. */
export type InstrumentGateConfiguration = Readonly<z.output<typeof instrumentGateSchema>>;

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
  /** Share of the balance that is no collateral in a multiAsset account, 0 .. 1. */
  readonly haircut: number;
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

/** Distances of both quotes at one level of inventory, ticks. */
export interface TableLevel {
  /** Fair value - bid; where no bid is quoted, that of the nearest level with one. */
  readonly bidTicks: number;
  /** Ask - fair value, likewise. */
  readonly askTicks: number;
  readonly sides: 'both' | 'bid' | 'ask';
}

/** A model solved by level of inventory. */
export interface InventoryTable {
  /** Deviation of the first level from the target position, lots. */
  readonly lowestLots: number;
  /** Lots from one level to the next: one fill of the model. */
  readonly lotsPerLevel: number;
  /** From the lowest deviation to the highest, which is at least as far as the position may go. */
  readonly levels: readonly TableLevel[];
}

/** What the models share that become a table. */
export interface TableModel {
  /** Time to the end of the session; null far from any end. */
  readonly horizonSeconds: number | null;
  /** Base units of one fill. */
  readonly tradeSize: number;
  /** Quote currency; null when not given. */
  readonly referencePrice: number | null;
  readonly table: InventoryTable;
}

/** Gueant-Lehalle-Fernandez-Tapia (Gueant 2017) exact, solved for one volatility. */
export interface GueantExactModel extends TableModel {
  readonly type: 'gueantLehalleFernandezTapiaExact';
  readonly gamma: number;
  readonly xi: number;
  readonly intensityA: number;
  readonly intensityK: number;
  /** Price per second. */
  readonly drift: number;
  /** Price. */
  readonly impact: number;
  /** Price per base unit. */
  readonly terminalPenalty: number;
  /** Price per sqrt(second): the volatility of the table. */
  readonly referenceSigma: number;
}

/** Cartea-Jaimungal exact. Penalties count fills of `tradeSize`. */
export interface CarteaJaimungalModel extends TableModel {
  readonly type: 'carteaJaimungal';
  /** 1/s. */
  readonly buyOrderRate: number;
  /** 1/s. */
  readonly sellOrderRate: number;
  /** 1/price. */
  readonly kappa: number;
  /** Price per fill and second. */
  readonly phi: number;
  /** Price per fill. */
  readonly alpha: number;
  /** Price per sqrt(second); null when not given. */
  readonly referenceSigma: number | null;
}

/** Avellaneda-Stoikov with infinite horizon, solved for one volatility. */
export interface AvellanedaStoikovInfiniteModel extends TableModel {
  readonly type: 'avellanedaStoikovInfinite';
  readonly gamma: number;
  /** 1/price. */
  readonly k: number;
  /** 1/s; null for the one that makes the limit the bound of inventory. */
  readonly discountRate: number | null;
  /** Price per sqrt(second): the volatility of the table. */
  readonly referenceSigma: number;
}

/** Gueant 2017 with a logistic intensity, solved for one volatility. */
export interface GueantLogisticModel extends TableModel {
  readonly type: 'gueantLogistic';
  readonly gamma: number;
  /** 1/s. */
  readonly lambda: number;
  readonly alpha: number;
  /** 1/price. */
  readonly beta: number;
  /** Price per base unit. */
  readonly terminalPenalty: number;
  /** Price per sqrt(second): the volatility of the table. */
  readonly referenceSigma: number;
}

/** An option quoted by its greeks, as the frame says it. */
export interface OptionModel {
  readonly type: 'optionGreeks' | 'optionDelta' | 'optionVega';
  /** Number of the model in `setOptionModel`. */
  readonly number: number;
  /** What distances are measured in. */
  readonly spreadUnit: 'price' | 'volatility';
  /** Eight, unused ones 0; meanings by model in docs/protocol.md. */
  readonly parameters: readonly number[];
}

/** One of the skew models, in model units. */
export type ModelConfiguration =
  | LinearModel
  | AvellanedaStoikovModel
  | GueantModel
  | GueantExactModel
  | CarteaJaimungalModel
  | AvellanedaStoikovInfiniteModel
  | GueantLogisticModel
  | OptionModel;

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
  /** Undefined: orders meet states, market data and position limits only. */
  readonly gate?: InstrumentGateConfiguration | undefined;
  /** Undefined: no margin is counted. */
  readonly margin?: Readonly<z.output<typeof marginSchema>> | undefined;
  /** What this is a contract on; undefined for nothing, and for options, whose expiry says it. */
  readonly underlying?: string | undefined;
  /** Terms of an option. */
  readonly option?: OptionConfiguration | undefined;
  /** Undefined: it does not hedge. */
  readonly hedge?: Readonly<HedgeInstrumentInput> | undefined;
}

/** How the return of an instrument moves with the factors of the book. */
export interface FactorLoadings {
  /** Return per unit of each factor, 1/sqrt(second); as many as the book has factors. */
  readonly loadings: readonly number[];
  /** Variance of the return that no factor explains, 1/second. */
  readonly idiosyncratic: number;
}

/** Whole-book skew. */
export interface FactorsConfiguration {
  /** Number of factors, 1 .. 8. */
  readonly count: number;
  /** 1/reporting currency. */
  readonly riskAversion: number;
  readonly horizonSeconds: number;
  readonly maxSkewBps: number;
  /** By place of the instrument; null for one that has no part in it. */
  readonly instruments: readonly (FactorLoadings | null)[];
}

/** Terms of an option. */
export type OptionConfiguration = Readonly<z.output<typeof optionSchema>>;

/** What several instruments are contracts on; its index in the book is its place in the list. */
export interface UnderlyingConfiguration {
  readonly symbol: string;
  /** Coin account whose equity is delta; null for none. */
  readonly collateral: string | null;
  /** Instrument whose mark is the index; null when frames say it. */
  readonly index: string | null;
  /** Quote currency; null when not known. */
  readonly initialIndex: number | null;
  /** When its options are priced again. */
  readonly remark: Readonly<z.output<typeof remarkSchema>>;
  /** Null: it is not hedged. */
  readonly hedge: Readonly<HedgeInput> | null;
  /** What options quoted by vega share; null without. */
  readonly vegaRisk: Readonly<z.output<typeof vegaRiskSchema>> | null;
}

/** When options expire; its index in the book is its place in the list. */
export interface ExpiryConfiguration {
  readonly symbol: string;
  readonly underlying: string;
  readonly timeNs: bigint;
  /** Discount rate, continuously compounded, 1/year. */
  readonly rate: number;
  /** Forward price at the initial index; null for the index. */
  readonly forward: number | null;
  /** Raw SVI; null when every option has a volatility of its own. */
  readonly smile: Readonly<z.output<typeof sviSchema>> | null;
}

/** A limit with what it does, in the units of its frame. */
export interface GuardConfiguration {
  /** 0 book, 1 asset, 2 underlying, 3 instrument, 4 factor. */
  readonly scope: number;
  readonly index: number;
  /** From 1 on, in the order of `MEASURES`. */
  readonly measure: number;
  /** As the measure; position in lots; null for none. */
  readonly soft: number | null;
  readonly hard: number | null;
  /** In the order of `RUNGS`. */
  readonly softRung: number;
  readonly hardRung: number;
  readonly confirmations: number;
  readonly recoverRatio: number;
  readonly leanStart: number;
  /** Value at risk: quantile x sqrt(horizon in s). */
  readonly parameter: number;
  /** As written. */
  readonly input: GuardInput;
}

/** What rungs do. */
export type LadderConfiguration = Readonly<z.output<typeof ladderSchema>>;

/** The validated configuration of a book. */
export interface BookConfiguration {
  /** Asset in which the book is valued. */
  readonly reportingAsset: string;
  readonly capacity: CapacityConfiguration;
  readonly limits: LimitsConfiguration;
  /** Most that a frame may be ahead of the last one, `clock` and `tradingState` aside; null for any distance. */
  readonly maxAheadSeconds: number | null;
  readonly ladder: LadderConfiguration;
  /** Null without a pre-trade gate of the book. */
  readonly gate: BookGateConfiguration | null;
  /** What stands behind cross margin. */
  readonly account: AccountConfiguration;
  /** Configured assets, then those only named elsewhere. */
  readonly assets: readonly AssetConfiguration[];
  readonly underlyings: readonly UnderlyingConfiguration[];
  readonly expiries: readonly ExpiryConfiguration[];
  readonly instruments: readonly InstrumentConfiguration[];
  /** Index of a guard = its place. */
  readonly guards: readonly GuardConfiguration[];
  /** Null without whole-book skew. */
  readonly factors: FactorsConfiguration | null;
}
