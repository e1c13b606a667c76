/** What a replay reports. Units in the names; money in the currency named beside it. */
import type { Attribution, ExposuresReport } from '../../book/index.js';
import type { PositionReversion } from '../../models/index.js';
import type { OptionFeeTerms, TakerAssumptions } from '../derivatives/index.js';
import type { MarkoutFigures } from '../meters/index.js';
import type { DerivativesReport } from './derivatives-report.js';

/** How well margin, capital and inventory were used; null where there was none. */
export interface EfficiencyReport {
  /** Time-weighted |value of the inventory|; money as the report beside it. */
  readonly meanInventoryValue: number;
  /** Value of the inventory times `marginRate` times hours. */
  readonly marginHours: number;
  /** PnL per unit of margin held for an hour, 1/hour. */
  readonly pnlPerMarginHour: number | null;
  /** Turnover of the session / meanInventoryValue. */
  readonly inventoryTurnover: number | null;
  /** Mean time for which inventory was held, by Little's law. */
  readonly holdingSeconds: number | null;
}

/** One instrument of one pass. Money in settle asset. */
export interface InstrumentReport extends EfficiencyReport {
  readonly symbol: string;
  readonly settleAsset: string;
  readonly isOption: boolean;
  /** Base units or contracts per lot. */
  readonly lotSize: number;
  readonly pnl: number;
  readonly attribution: Attribution;
  readonly fees: number;
  readonly turnover: number;
  readonly fills: number;
  readonly buyFills: number;
  readonly sellFills: number;
  readonly boughtLots: number;
  readonly soldLots: number;
  /** Edge against the mid at the time of each quote fill, per turnover of these; null without any. */
  readonly spreadCapturedBps: number | null;
  /** Positive: the mid moved our way after the fill. */
  readonly markouts: readonly MarkoutFigures[];
  readonly positionLots: number;
  /** Base units or contracts, as the two below. */
  readonly position: number;
  readonly meanAbsInventory: number;
  readonly maxAbsInventory: number;
  /** Seconds for a deviation of the position from its mean to halve; null unless it reverts. */
  readonly inventoryHalfLifeSeconds: number | null;
  /** What the half-life rests on, with its interval. */
  readonly inventoryReversion: PositionReversion;
  /** Share of the session without room for one more smallest order under the configured limits. */
  readonly timeAtLimit: number;
  readonly worstDrawdown: number;
  /** Share of the session in which the side was published. */
  readonly bidQuoted: number;
  readonly askQuoted: number;
  readonly quoteUpdates: number;
}

/** One pass over the session. Money in reporting currency. */
export interface PassReport extends EfficiencyReport {
  readonly pnl: number;
  readonly attribution: Attribution;
  readonly fees: number;
  /** Turnovers at the asset rates of the session's end. */
  readonly turnover: number;
  readonly fills: number;
  /** Turnover of the session / capital; null without capital. */
  readonly capitalTurnover: number | null;
  readonly spreadCapturedBps: number | null;
  readonly worstDrawdown: number;
  readonly quoteUpdates: number;
  /** Trading state at the end, and which limit set it. */
  readonly state: string;
  readonly limit: string;
  /** Quotes refused by the simulated venue because they would have taken liquidity. */
  readonly postOnlyRejects: number;
  /** Trades that were not allowed to fill because they printed too far outside the touch. */
  readonly ignoredTrades: number;
  readonly instruments: readonly InstrumentReport[];
  /** At the end; absent without underlyings. */
  readonly exposures?: ExposuresReport;
  /** Greeks and hedges of the session; absent without underlyings while nothing was hedged. */
  readonly derivatives?: DerivativesReport;
  /** Hash of the book's state at the end, hexadecimal. */
  readonly stateHash: string;
}

/** What was read and what was not used, per source. */
export interface SourceReport {
  readonly name: string;
  readonly instrument: string;
  readonly kind: string;
  readonly files: readonly string[];
  /** Rows read; like the counts below also those read ahead of where the replay ended. */
  readonly rows: number;
  /** Events replayed. */
  readonly events: number;
  readonly incomplete: number;
  readonly duplicates: number;
  readonly suspicious: number;
  /** Trades off exchange, which no resting order can have met. */
  readonly offExchange: number;
  readonly outsideRange: number;
  readonly offGrid: number;
  readonly late: number;
  readonly lateMaxMs: number;
  readonly inferredSides: number;
  /** Funding payments before the first mid; not applied. */
  readonly unvalued: number;
  /** Refused by the book, by the name of the reject code. */
  readonly rejected: Readonly<Record<string, number>>;
  /** Of the events replayed: ISO 8601, UTC; null without events. */
  readonly firstTime: string | null;
  readonly lastTime: string | null;
}

/** A finished or interrupted replay. The same input gives the same report. */
export interface ReplayReport {
  readonly title: string;
  readonly reportingAsset: string;
  readonly firstTime: string | null;
  readonly lastTime: string | null;
  readonly durationSeconds: number;
  readonly events: number;
  readonly end: 'complete' | 'interrupted' | 'limit';
  readonly assumptions: {
    readonly orderLatencyMs: number;
    /** Units of the instrument; null: an order at a touch of unknown size is never reached. */
    readonly queueAheadDefault: number | null;
    readonly fillOnCross: boolean;
    /** Trades printed further outside the touch fill nothing; null: all may. */
    readonly ignoreTradesBeyondBps: number | null;
    readonly flattenAtEnd: boolean;
    /** Margin held per value of a position. */
    readonly marginRate: number;
    /** Simulated takers of options; absent when nobody comes. */
    readonly takers?: TakerAssumptions;
    /** Of option fills; absent: the rates of the instruments. */
    readonly optionFee?: OptionFeeTerms;
    /** A market whose prices were multiplied so that its first mid is this; absent for none. */
    readonly rebase?: { readonly instrument: string; readonly price?: number | undefined };
  };
  /** The session as configured. */
  readonly controlled: PassReport;
  /** The same events without inventory control; null when not asked for. */
  readonly uncontrolled: PassReport | null;
  /** What "without inventory control" changes. */
  readonly uncontrolledChanges: string;
  readonly sources: readonly SourceReport[];
}
