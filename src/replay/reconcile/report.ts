/** Rows as figures per symbol. */
import type { Ledger } from './ledger.js';
import type { PreparedSymbol } from './prepare.js';
import {
  type DifferenceReport,
  type ReconciledRow,
  type ReconcileReport,
  ROW_CLASSES,
  type SymbolReport,
} from './types.js';

/** The report of a reconciliation. */
export function report(
  files: readonly string[],
  symbols: readonly PreparedSymbol[],
  rows: readonly (readonly ReconciledRow[])[],
  ledger: Ledger,
): ReconcileReport {
  const reports = symbols.map((symbol, index) =>
    symbolReport(symbol, rows[index] ?? [], ledger.position(index).fees),
  );
  const unexplained = sum(reports.map(({ classes }) => classes.unexplained ?? 0));
  return {
    files,
    symbols: reports,
    rows: sum(reports.map((symbol) => symbol.rows)),
    unexplained,
    isExplained: unexplained === 0,
  };
}

function symbolReport(
  { account, symbol, terms, fills }: PreparedSymbol,
  rows: readonly ReconciledRow[],
  fees: number,
): SymbolReport {
  const { contract, settle, tickSize, lotSize, multiplier } = terms;
  // What a file says twice was paid once.
  const booked = fills.filter((fill) => !fill.isRepeat);
  const distinct = rows.filter((row) => row.class !== 'duplicate');
  const closing = distinct.filter((row) => row.class !== 'opening');
  const counts = ROW_CLASSES.map(
    (name) => [name, rows.filter((row) => row.class === name).length] as const,
  );
  const residuals = closing.flatMap(({ modelledPnl, venuePnl }) =>
    modelledPnl === null ? [] : [venuePnl - modelledPnl],
  );
  return {
    account,
    symbol,
    contract,
    settleAsset: settle,
    tickSize,
    lotSize,
    multiplier,
    rows: rows.length,
    closingRows: closing.length,
    classes: Object.fromEntries(counts.filter(([, count]) => count > 0)),
    startPositionBreaks: rows.filter((row) => row.startPositionBreak !== null).length,
    difference: differences(closing.map((row) => row.difference)),
    residual: differences(residuals),
    venuePnl: sum(distinct.map((row) => row.venuePnl)),
    pnl: sum(distinct.map((row) => row.pnl)),
    venueFees: sum(booked.map((fill) => fill.fee)),
    fees,
    otherFees: otherFees(booked, settle),
  };
}

function otherFees(fills: PreparedSymbol['fills'], settle: string): Record<string, number> {
  const totals = new Map<string, number>();
  for (const { raw } of fills) {
    const fee = Number(raw.fee);
    if (fee === 0 || raw.feeAsset === '' || raw.feeAsset === settle) continue;
    totals.set(raw.feeAsset, (totals.get(raw.feeAsset) ?? 0) + fee);
  }
  return Object.fromEntries(totals);
}

function differences(values: readonly number[]): DifferenceReport {
  const sorted = values.map(Math.abs).sort((a, b) => a - b);
  // Nearest rank.
  const at = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
  return { median: at(0.5), p99: at(0.99), max: at(1) };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
