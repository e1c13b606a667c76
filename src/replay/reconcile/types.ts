/** What reconciliation reads and reports. */
import type { ContractKind } from '../../book/index.js';

/** Why a row is as it is. Every class but `unexplained` is explained in docs/reconcile.md. */
export const ROW_CLASSES = [
  'opening',
  'exact',
  'entry-rounding',
  'entry-drift',
  'size-rounding',
  'dust-conversion',
  'basis-recovered',
  'missing-fills',
  'duplicate',
  'unexplained',
] as const;

/** Class of a row. */
export type RowClass = (typeof ROW_CLASSES)[number];

/** A fill as its file has it. Numbers stay text: how many digits were printed matters. */
export interface RawFill {
  /** From 1, header not counted, over all files as they are written, however they are sorted. */
  readonly row: number;
  readonly account: string;
  readonly symbol: string;
  /** `long` or `short` in hedge mode, where both sides are positions of their own; else empty. */
  readonly positionSide: string;
  readonly time: string;
  readonly side: 'buy' | 'sell';
  readonly price: string;
  readonly size: string;
  /** Above 0 was paid. */
  readonly fee: string;
  readonly feeAsset: string;
  readonly liquidity: 'maker' | 'taker';
  readonly closedPnl: string;
  /** Signed position before the fill; empty when the venue does not say. */
  readonly startPosition: string;
  /** Empty when there is none. */
  readonly fillId: string;
  /** Empty when the file does not say. */
  readonly contract: ContractKind | '';
  readonly isDust: boolean;
}

/** A row after it went through the book. Prices in quote currency, PnL in settle asset. */
export interface ReconciledRow {
  readonly row: number;
  readonly account: string;
  readonly symbol: string;
  readonly time: string;
  readonly side: 'buy' | 'sell';
  readonly price: number;
  /** Base units or contracts as they were booked. */
  readonly size: number;
  /** Signed position before the fill, base units or contracts. */
  readonly positionBefore: number;
  /** Average entry before the fill; null when flat. */
  readonly entry: number | null;
  /** How much of the position the fill closed. */
  readonly closed: number;
  readonly venuePnl: number;
  readonly pnl: number;
  /** venuePnl - pnl. */
  readonly difference: number;
  /** What the venue should have printed if the class is right; null where the class has no model. */
  readonly modelledPnl: number | null;
  readonly class: RowClass;
  /** The venue's start position minus ours where they differ, else null. */
  readonly startPositionBreak: number | null;
}

/** Sizes of differences, settle asset. */
export interface DifferenceReport {
  readonly median: number;
  readonly p99: number;
  readonly max: number;
}

/** One symbol of one account. Money in settle asset unless stated. */
export interface SymbolReport {
  readonly account: string;
  readonly symbol: string;
  readonly contract: ContractKind;
  readonly settleAsset: string;
  readonly tickSize: number;
  readonly lotSize: number;
  readonly multiplier: number;
  readonly rows: number;
  /** Rows that close something, or for which the venue states a PnL. */
  readonly closingRows: number;
  /** Rows by class, classes without rows left out. */
  readonly classes: Readonly<Partial<Record<RowClass, number>>>;
  /** Rows whose start position is not where the fills before lead. */
  readonly startPositionBreaks: number;
  /** |venue - ours| over the closing rows. */
  readonly difference: DifferenceReport;
  /** What is left after the model of each row's class, |venue - modelled|, where there is a model. */
  readonly residual: DifferenceReport;
  readonly venuePnl: number;
  readonly pnl: number;
  readonly venueFees: number;
  /** Fees as the book holds them after the last fill. */
  readonly fees: number;
  /** Fees paid in other assets, by asset; not in the two sums above. */
  readonly otherFees: Readonly<Record<string, number>>;
}

/** Result of a reconciliation. */
export interface ReconcileReport {
  readonly files: readonly string[];
  readonly symbols: readonly SymbolReport[];
  readonly rows: number;
  readonly unexplained: number;
  readonly isExplained: boolean;
}
