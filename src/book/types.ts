/** What a book reports: plain objects with units in the names. */
import type { ModelConfiguration } from '../config/index.js';
import type { OperatorUnits } from '../models/index.js';

/** `ACTIVE` quotes both sides, `REDUCING` only what shrinks the position, `HALTED` nothing. */
export type TradingState = 'ACTIVE' | 'REDUCING' | 'HALTED';

/** Contract kind of an instrument; never inferred from a symbol. */
export type ContractKind =
  | 'spot'
  | 'linear'
  | 'inverse'
  | 'quanto'
  /** Premium in quote currency. */
  | 'option'
  /** Premium and payoff in coin. */
  | 'inverseOption';

/** Terms of an instrument as configured; `setFees` frames change what the book charges, not this. */
export interface InstrumentTerms {
  /** Index used in frames and typed calls. */
  readonly index: number;
  readonly symbol: string;
  readonly contract: ContractKind;
  readonly baseAsset: string;
  readonly settleAsset: string;
  readonly feeAsset: string;
  /** Quote currency per tick. */
  readonly tickSize: number;
  /** Base units or contracts per lot. */
  readonly lotSize: number;
  readonly multiplier: number;
  readonly minLots: number;
  readonly minNotional: number;
  readonly makerFee: number;
  readonly takerFee: number;
}

/** One side of a quote. */
export interface QuoteSide {
  /** Integer ticks; 0 when not quoted. */
  readonly priceTicks: number;
  /** Integer lots; 0 when not quoted. */
  readonly sizeLots: number;
  /** Quote currency; 0 when not quoted. */
  readonly price: number;
  /** Base units or contracts. */
  readonly size: number;
  /** `QUOTED`, or why the side is withdrawn, for example `INVENTORY` or `STALE`. */
  readonly reason: string;
}

/** The published quote of an instrument. */
export interface Quote {
  readonly instrument: number;
  readonly symbol: string;
  readonly bid: QuoteSide;
  readonly ask: QuoteSide;
  /** Counts replacements of the published quote. */
  readonly version: number;
}

/** PnL by cause. The sum of all is the change of equity since the book began, capital flows aside. */
export interface Attribution {
  /** Edge of quote fills against the mark at the time of the fill. */
  readonly spread: number;
  /** The same for fills marked as hedges. */
  readonly hedge: number;
  /** Position times the move of the mark. */
  readonly inventory: number;
  /** Reconciliation. */
  readonly adjustment: number;
  /** Fees paid (negative) and rebates. */
  readonly fees: number;
  readonly funding: number;
  /** Changes of asset rates. 0 for a single instrument, whose values are in settle asset. */
  readonly conversion: number;
}

/** What the book last heard of the market of an instrument. Prices in quote currency. */
export interface MarketReport {
  readonly instrument: number;
  readonly symbol: string;
  /** null before the first ticker. */
  readonly bid: number | null;
  readonly ask: number | null;
  /** Base units or contracts. */
  readonly bidSize: number;
  readonly askSize: number;
  /** null before any market data. */
  readonly mark: number | null;
  /** Price per sqrt(second), as used in quotes. */
  readonly sigma: number;
  /** Nanoseconds since the last ticker, as of the last frame; null before the first. */
  readonly tickerAgeNs: number | null;
  /** Last public trade; null before the first. */
  readonly lastTrade: number | null;
  readonly lastTradeSize: number;
  readonly tradeCount: number;
  /** Nanoseconds since the published quote was last replaced. */
  readonly quoteAgeNs: number;
}

/** Position of one instrument. Money in settle asset. */
export interface PositionReport {
  readonly instrument: number;
  readonly symbol: string;
  /** Signed, long above 0. */
  readonly positionLots: number;
  /** Base units or contracts, signed. */
  readonly position: number;
  /** Quote currency; harmonic mean for inverse contracts; null when flat. */
  readonly averageEntry: number | null;
  /** Quote currency; null before any market data. */
  readonly mark: number | null;
  readonly realised: number;
  readonly unrealised: number;
  /** Fees paid in settle asset at the rates of the moment; above 0 is a cost. */
  readonly fees: number;
  /** Funding received, below 0 paid. */
  readonly funding: number;
  /** realised + unrealised - fees + funding. */
  readonly net: number;
  readonly attribution: Attribution;
  readonly boughtLots: number;
  readonly soldLots: number;
  /** Traded value. */
  readonly turnover: number;
  readonly fillCount: number;
  readonly state: TradingState;
  /** (position - target) / distance to the limit on that side, -1 .. 1. */
  readonly normalisedInventory: number;
}

/** The verdict on the whole book. Money in reporting currency. */
export interface RiskReport {
  readonly timeNs: bigint;
  readonly state: TradingState;
  /** Which limit set the state, `NONE` while ACTIVE. */
  readonly limit: string;
  readonly equity: number;
  /** Sum of capital flows; equity - capital is the PnL. */
  readonly capital: number;
  readonly peakEquity: number;
  readonly drawdown: number;
  /** Loss since the UTC day began; below 0 is a gain. */
  readonly lossToday: number;
  readonly grossNotional: number;
  /** grossNotional / equity; null when equity is not above 0. */
  readonly leverage: number | null;
  readonly attribution: Attribution;
  /** Distance to each limit in reporting currency; null where there is none. */
  readonly headroom: {
    readonly grossNotional: number | null;
    readonly lossReduce: number | null;
    readonly lossHalt: number | null;
    readonly drawdownReduce: number | null;
    readonly drawdownHalt: number | null;
  };
  /** Text of the last operator command. */
  readonly operatorReason: string;
  readonly counters: {
    readonly framesApplied: number;
    readonly framesRejected: number;
    readonly duplicateFills: number;
  };
}

/** Why a quote is what it is: every term in bps of the fair value, then the prices. */
export interface QuoteExplanation {
  readonly instrument: number;
  readonly symbol: string;
  /** Quote currency. */
  readonly mid: number;
  readonly fair: number;
  readonly reservation: number;
  /** Price per sqrt(second). */
  readonly sigma: number;
  readonly normalisedInventory: number;
  readonly bps: {
    readonly microprice: number;
    readonly alpha: number;
    /** Constant part of the model's half-spread. */
    readonly baseHalfSpread: number;
    /** Part that grows with volatility. */
    readonly volatilityHalfSpread: number;
    /** What floor (above 0) or cap (below 0) added. */
    readonly floorOrCap: number;
    readonly halfSpread: number;
    /** Shift of both sides by own inventory; above 0 lowers the quotes. */
    readonly inventorySkew: number;
    /** Shift of both sides by the factor exposures of the whole book. */
    readonly wholeBookSkew: number;
    readonly wall: number;
    /** Rounding, away from the reservation price, and post-only clamp. */
    readonly bidRounding: number;
    readonly askRounding: number;
    /** Maker fee inside the half-spread. */
    readonly makerFee: number;
  };
  readonly bid: QuoteSide;
  readonly ask: QuoteSide;
  /** The model as configured; a model that frames set later is not seen here. */
  readonly model: {
    readonly type: ModelConfiguration['type'];
    /** At the reference price and volatility; null without them, and for models that have none. */
    readonly operatorUnits: OperatorUnits | null;
  };
  /** What bound the half-spread and each size: `NONE`, `FLOOR`, `CAP`; `NONE`, `ROOM`, `WALL`, a drop reason. */
  readonly binding: { readonly halfSpread: string; readonly bid: string; readonly ask: string };
}

/** An own execution. */
export interface Fill {
  readonly instrument: number;
  /** Whole microseconds since the epoch, or nanoseconds as a bigint. */
  readonly time: number | bigint;
  readonly fillId: number | bigint;
  readonly side: 'buy' | 'sell';
  readonly priceTicks: number;
  readonly sizeLots: number;
  /** Default maker. */
  readonly liquidity?: 'maker' | 'taker';
  /** Default quote. */
  readonly purpose?: 'quote' | 'hedge';
  /** Fee paid in `feeAsset`, below 0 a rebate; by the instrument's rate when absent. */
  readonly fee?: number;
  /** Asset index. */
  readonly feeAsset?: number;
}

/** What would be if a fill happened now. */
export interface WhatIf {
  /** 0 when the fill would be applied, otherwise the reject code. */
  readonly code: number;
  readonly position: PositionReport;
  readonly risk: RiskReport;
  /** Lots that could still be bought and sold before the position limit, working orders counted. */
  readonly headroomLots: { readonly buy: number; readonly sell: number };
  readonly quote: Quote;
}

/** Fill intensity A e^(-k delta) of one side of the public tape, exponentially weighted by time. */
export interface IntensityReport {
  /** `ESTIMATED`, or why there is none: `OFF`, `THIN`, `NO_DECAY`. */
  readonly code: string;
  /** Equally weighted orders that would estimate as precisely. */
  readonly effectiveOrders: number;
  /** Orders per second at the mid, extrapolated from where orders count; null without estimate. */
  readonly intensityA: number | null;
  /** 1/price; null without estimate. */
  readonly intensityK: number | null;
  /** Standard error of k. */
  readonly standardErrorK: number | null;
  /** Variance of the depths over that of an exponential with this k: 1 for a good fit. */
  readonly dispersion: number | null;
}

/** What is estimated of an instrument. */
export interface EstimatesReport {
  readonly instrument: number;
  readonly symbol: string;
  /** Volatility used in quotes, price per sqrt(second). */
  readonly sigma: number;
  /** Whether samples of the volatility are bipower products. */
  readonly robust: boolean;
  /** Orders that bought: they fill asks. */
  readonly bought: IntensityReport;
  /** Orders that sold: they fill bids. */
  readonly sold: IntensityReport;
}

/** An order that the engine did not propose, as `previewOrder` takes it. */
export interface Order {
  readonly instrument: number;
  /** 0 .. 2^53; that of a new order is not one of the last 1,024 allowed. */
  readonly orderId: number;
  /** Default new. */
  readonly action?: 'new' | 'amend' | 'cancel';
  readonly side: 'buy' | 'sell';
  readonly lots: number;
  /** 0, the default, for a market order. */
  readonly priceTicks?: number;
  readonly reduceOnly?: boolean;
  /** Of an amend: lots of the order that are open already. */
  readonly replacesLots?: number;
}

/** What the gate says of an order. */
export interface OrderVerdict {
  readonly verdict: 'allow' | 'resize' | 'deny';
  /** Open size that may be sent; 0 when denied, and of a cancel. */
  readonly allowedLots: number;
  /** `ALLOWED`, or why not as it is, for example `POSITION_ROOM`; a reject when it is no order. */
  readonly reason: string;
  /** What was measured and what is allowed, in the unit of the reason. */
  readonly measure: number;
  readonly bound: number;
}

/** What is left of a message budget. */
export interface BudgetReport {
  /** Messages that could be sent at once. */
  readonly left: number;
  readonly burst: number;
  /** Nanoseconds until it is full. */
  readonly fullInNs: number;
}

/** The pre-trade gate of an instrument. */
export interface GateReport {
  readonly instrument: number;
  readonly symbol: string;
  /** New orders and amends; null without a budget. */
  readonly messages: BudgetReport | null;
  readonly cancels: BudgetReport | null;
  /** The same of the whole book. */
  readonly book: { readonly messages: BudgetReport | null; readonly cancels: BudgetReport | null };
  /** Lots allowed since the last `working` frame, and nanoseconds since the first of them. */
  readonly pending: {
    readonly buyLots: number;
    readonly sellLots: number;
    readonly ageNs: number | null;
  };
  /** Fills of one side in a row, above 0 buys, below 0 sells; 0 after a pause. */
  readonly fillsInARow: number;
  /** Of the whole book since it began. */
  readonly counters: {
    readonly checked: number;
    /** How often each reason denied or resized, by name. */
    readonly byReason: Readonly<Record<string, number>>;
  };
}

/** What `apply` did. */
export interface ApplyResult {
  /** Less than the input when it ends inside a frame or the output buffer is full. */
  readonly consumedBytes: number;
  readonly framesApplied: number;
  readonly framesRejected: number;
  /** Whether applying stopped because output must be drained first. */
  readonly outputFull: boolean;
}
