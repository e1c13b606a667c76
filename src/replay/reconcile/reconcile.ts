/** Replays a venue's own fills through the book's accounting and compares closed PnL row by row. */
import { recoverBasis } from './basis.js';
import { classify, closedLots } from './classify.js';
import { quantity } from './decimals.js';
import { layoutOf } from './layouts.js';
import { Ledger } from './ledger.js';
import { type ReconcileOptions, validateOptions } from './options.js';
import { type PreparedFill, type PreparedSymbol, prepare } from './prepare.js';
import { readFills } from './read-fills.js';
import { report } from './report.js';
import type { ReconciledRow, ReconcileReport } from './types.js';

/** A report and the rows behind it, in the order of the files. */
export interface Reconciliation {
  readonly report: ReconcileReport;
  readonly rows: readonly ReconciledRow[];
}

/**
 * Reconciles fills with the PnL their venue states for them.
 *
 * @throws ConfigurationError for options that are not valid
 * @throws EvenkeelError `DATA` when a file cannot be read as fills
 */
export async function reconcile(options: ReconcileOptions): Promise<Reconciliation> {
  const settled = validateOptions(options);
  const layout = layoutOf(settled);
  const symbols = prepare(await readFills(settled.files, layout), layout, settled);
  const ledger = new Ledger(symbols);
  const bySymbol = symbols.map((symbol, index) => reconcileSymbol(ledger, index, symbol));
  return {
    report: report(settled.files, symbols, bySymbol, ledger),
    rows: bySymbol.flat().sort((a, b) => a.row - b.row),
  };
}

function reconcileSymbol(
  ledger: Ledger,
  instrument: number,
  symbol: PreparedSymbol,
): ReconciledRow[] {
  const rows: ReconciledRow[] = [];
  const basisRows = new Set<number>();
  let isBasisUnknown = false;
  for (const [index, fill] of symbol.fills.entries()) {
    const { positionLots, averageEntry } = ledger.position(instrument);
    const known = { lots: positionLots, entry: averageEntry };
    const broken = breakOf(fill, positionLots);
    if (broken !== 0) {
      const basis = recoverBasis(symbol.terms, symbol.fills, index, known);
      if (basis !== null) basisRows.add(basis.row);
      ledger.align(instrument, positionLots + broken, basis?.priceTicks ?? fill.priceTicks);
      isBasisUnknown ||= basis === null && isGrowth(positionLots, positionLots + broken);
    }
    if (ledger.position(instrument).positionLots === 0) isBasisUnknown = false;
    const isBasis = basisRows.has(fill.raw.row);
    rows.push(row(ledger, instrument, symbol, fill, { isBasis, isBasisUnknown }, broken));
  }
  return rows;
}

function breakOf({ startLots, startSlackLots }: PreparedFill, lots: number): number {
  if (startLots === null || Math.abs(startLots - lots) <= startSlackLots) return 0;
  return startLots - lots;
}

function isGrowth(before: number, after: number): boolean {
  return (
    after !== 0 && (Math.sign(after) !== Math.sign(before) || Math.abs(after) > Math.abs(before))
  );
}

function row(
  ledger: Ledger,
  instrument: number,
  { account, symbol, terms }: PreparedSymbol,
  fill: PreparedFill,
  context: { readonly isBasis: boolean; readonly isBasisUnknown: boolean },
  broken: number,
): ReconciledRow {
  const entry = ledger.fill(instrument, fill);
  const units = (lots: number): number => quantity(lots, terms.lotSize);
  const verdict = classify(terms, fill, entry, context);
  return {
    row: fill.raw.row,
    account,
    symbol,
    time: fill.raw.time,
    side: fill.raw.side,
    price: Number(fill.raw.price),
    size: units(fill.sizeLots),
    positionBefore: units(entry.lotsBefore),
    entry: entry.entryBefore,
    closed: units(Math.abs(closedLots(entry))),
    venuePnl: fill.venuePnl,
    pnl: entry.pnl,
    difference: fill.venuePnl - entry.pnl,
    modelledPnl: verdict.modelledPnl,
    class: verdict.class,
    startPositionBreak: broken === 0 ? null : units(broken),
  };
}
