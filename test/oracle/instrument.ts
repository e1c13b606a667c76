/** Everything the oracle knows of one instrument. Plain data; the rules are in the other files. */
import { CONTRACT_INVERSE, DROP_NOT_CONFIGURED, STATE_ACTIVE } from '../../assembly/codes.js';
import { divide, type Fixed, fixed, multiply, ONE } from './fixed.js';
import { InstrumentGate } from './gate.js';
import { type Imposed, stateOfRung, UNIMPOSED } from './guards.js';
import type { ModelCoefficients } from './model.js';
import type { Factors, QuoteTable } from './skew.js';
import type { OptionTerms } from './underlyings.js';

export interface InstrumentTerms {
  readonly contract: number;
  readonly baseAsset: number;
  readonly settleAsset: number;
  readonly feeAsset: number;
  readonly tickSize: number;
  readonly lotSize: number;
  readonly multiplier: number;
  readonly minLots: number;
  readonly minNotional: number;
}

export interface Quoting {
  readonly quoteLots: number;
  readonly sizeSkew: number;
  readonly microWeight: number;
  readonly postOnly: boolean;
  readonly minHalfSpreadBps: number;
  readonly maxHalfSpreadBps: number;
  readonly minEdgeBps: number;
  readonly maxSkewBps: number;
  readonly wallStart: number;
  /** 1 / (1 - wallStart). */
  readonly wallScale: number;
  readonly wallSkewBps: number;
  readonly requoteThresholdBps: number;
  readonly requoteSizeRatio: number;
}

export interface Inventory {
  readonly target: number;
  readonly maxPosition: number;
  /** Infinity for none. */
  readonly maxNotional: number;
}

/** Irregular-time EWMA, in ticks per sqrt(second). */
export interface Volatility {
  readonly halfLifeSeconds: number;
  readonly sampleSeconds: number;
  readonly floor: number;
  variance: number;
  referenceMid: number;
  /** |change| / sqrt(s) of the last sample; NaN before any. */
  lastRate: number;
  /** NaN before the first sample. */
  referenceTime: number;
}

/** A market order beyond the depth from which orders count. */
export interface CountedOrder {
  readonly time: number;
  readonly taker: number;
  /** Whole ticks beyond that depth. */
  steps: number;
}

/** How volatility and intensity are estimated, and every order that was counted. */
export interface Estimators {
  readonly robust: boolean;
  readonly halfLifeSeconds: number;
  readonly minOrders: number;
  readonly fromTicks: number;
  /** Time of the first ticker since; NaN before. */
  since: number;
  readonly orders: CountedOrder[];
}

/** The order that trades of this moment belong to. */
export interface CurrentOrder {
  readonly time: number;
  readonly taker: number;
  readonly mid: number;
  counted: CountedOrder | null;
}

/** A quote as computed or as published. */
export interface OracleQuote {
  bidTicks: number;
  bidLots: number;
  askTicks: number;
  askLots: number;
  bidReason: number;
  askReason: number;
}

export interface Touch {
  bid: number;
  ask: number;
  bidLots: number;
  askLots: number;
  /** NaN before the first ticker. */
  time: number;
}

export class Instrument {
  readonly index: number;
  readonly terms: InstrumentTerms;
  readonly inverse: boolean;
  /** Settle asset per lot and level, exact product of the three sizes. */
  readonly valueScale: Fixed;
  /** Quote currency of one lot at p ticks: `notionalFixed + notionalPerTick * p`. */
  readonly notionalFixed: number;
  readonly notionalPerTick: number;
  /** lotSize * multiplier. */
  readonly unit: number;
  makerFee = 0;
  takerFee = 0;

  quoting: Quoting | null = null;
  model: ModelCoefficients | null = null;
  table: QuoteTable | null = null;
  factors: Factors | null = null;
  /** Position in reporting currency as of its last change or the last clock. */
  exposedValue = 0;
  /** Row of what this is a contract on; null for none. */
  underlying: number | null = null;
  option: OptionTerms | null = null;
  /** Delta of a lot as of the last change of position or open orders, or the last clock. */
  pointValue = 0;
  inventoryLimits: Inventory | null = null;
  volatility: Volatility = {
    halfLifeSeconds: 60,
    sampleSeconds: 0,
    floor: 0,
    variance: 0,
    referenceMid: 0,
    lastRate: Number.NaN,
    referenceTime: Number.NaN,
  };
  estimators: Estimators | null = null;
  currentOrder: CurrentOrder | null = null;
  maxAgeNs = Number.POSITIVE_INFINITY;
  collarBps = Number.POSITIVE_INFINITY;
  alphaBps = 0;
  readonly touch: Touch = { bid: 0, ask: 0, bidLots: 0, askLots: 0, time: Number.NaN };

  /** Position in lots. */
  q = 0;
  cost: Fixed = 0n;
  realised: Fixed = 0n;
  readonly attribution = { spread: 0n, hedge: 0n, inventory: 0n, adjustment: 0n };
  /** Ticks; NaN before any. */
  mark = Number.NaN;
  /** True once a `mark` frame has arrived: ticks no longer move the mark. */
  markedByFrame = false;
  /** Settle asset. */
  fees: Fixed = 0n;
  funding: Fixed = 0n;
  turnover: Fixed = 0n;
  boughtLots = 0;
  soldLots = 0;
  fillCount = 0;
  /** Settle asset: valueScale * ((realised - cost) + q*u(mark)). */
  value: Fixed = 0n;

  openBuy = 0;
  openSell = 0;
  restingBid = 0;
  restingAsk = 0;
  readonly gate = new InstrumentGate();
  worstCaseBreached = false;

  operatorState = STATE_ACTIVE;
  automaticState = STATE_ACTIVE;
  /** By guards of the book, of the underlying and its own. */
  imposed: Imposed = UNIMPOSED;
  readonly published: OracleQuote = emptyQuote();
  quoteVersion = 0;
  quotedAt = 0;

  constructor(index: number, terms: InstrumentTerms) {
    this.index = index;
    this.terms = terms;
    this.inverse = terms.contract === CONTRACT_INVERSE;
    this.unit = terms.lotSize * terms.multiplier;
    this.notionalFixed = this.inverse ? this.unit : 0;
    this.notionalPerTick = this.inverse ? 0 : this.unit * terms.tickSize;
    const unit = multiply(fixed(terms.lotSize), fixed(terms.multiplier));
    const tick = fixed(terms.tickSize);
    this.valueScale = this.inverse ? divide(unit, tick) : multiply(unit, tick);
  }

  get state(): number {
    return Math.max(this.operatorState, this.automaticState, stateOfRung(this.imposed.rung));
  }

  /** u(p): prices on the scale on which PnL is linear. */
  level(ticks: number): Fixed {
    return this.inverse ? -divide(ONE, fixed(ticks)) : fixed(ticks);
  }

  /** Settle asset value of n lots at p ticks, above 0 for n above 0. */
  notional(lots: number, ticks: number): Fixed {
    const level = this.level(ticks);
    return multiply(this.valueScale, BigInt(lots) * (this.inverse ? -level : level));
  }

  /** (realised - cost) + q*u(mark), in lots x level. */
  profitLevel(): Fixed {
    const open = this.q === 0 ? 0n : BigInt(this.q) * this.level(this.mark);
    return this.realised - this.cost + open;
  }

  unrealisedLevel(): Fixed {
    return this.profitLevel() - this.realised;
  }
}

export function emptyQuote(): OracleQuote {
  return {
    bidTicks: 0,
    bidLots: 0,
    askTicks: 0,
    askLots: 0,
    bidReason: DROP_NOT_CONFIGURED,
    askReason: DROP_NOT_CONFIGURED,
  };
}
