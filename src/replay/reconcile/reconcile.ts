/** Replays a venue's own fills through the book's accounting and compares closed PnL row by row. */
import { recoverBasis } from './basis.js';
import { classify, closedLots, type Verdict } from './classify.js';
import { quantity } from './decimals.js';
import { layoutOf } from './layouts.js';
import { Ledger, type LedgerEntry } from './ledger.js';
import { type ReconcileOptions, validateOptions } from './options.js';
import { type PreparedFill, type PreparedSymbol, prepare } from './prepare.js';
import { readFills } from './read-fills.js';
import { report } from './report.js';
import type { ReconciledRow, ReconcileReport } from './types.js';

/** A report and the rows behind it, in order of execution. */
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
  const fills = await readFills(settled.files, layout, settled.order ?? layout.order ?? 'file');
  const symbols = prepare(fills, layout, settled);
  const ledger = new Ledger(symbols);
  const bySymbol = symbols.map((symbol, index) => reconcileSymbol(ledger, index, symbol));
  const places = new Map(fills.map((fill, place) => [fill.row, place]));
  const placeOf = ({ row }: ReconciledRow): number => places.get(row) ?? 0;
  return {
    report: report(settled.files, symbols, bySymbol, ledger),
    rows: bySymbol.flat().sort((a, b) => placeOf(a) - placeOf(b)),
  };
}

function reconcileSymbol(
  ledger: Ledger,
  instrument: number,
  symbol: PreparedSymbol,
): ReconciledRow[] {
  const booked = symbol.fills.filter((fill) => !fill.isRepeat);
  const rows: ReconciledRow[] = [];
  const basisRows = new Set<number>();
  let isBasisUnknown = false;
  let next = 0;
  for (const fill of symbol.fills) {
    const { positionLots, averageEntry } = ledger.position(instrument);
    if (fill.isRepeat) {
      rows.push(repeatedRow(symbol, fill, positionLots, averageEntry));
      continue;
    }
    const known = { lots: positionLots, entry: averageEntry };
    const broken = breakOf(fill, positionLots);
    if (broken !== 0) {
      const basis = recoverBasis(symbol.terms, booked, next, known);
      if (basis !== null) basisRows.add(basis.row);
      ledger.align(instrument, positionLots + broken, basis?.priceTicks ?? fill.priceTicks);
      isBasisUnknown ||= basis === null && isGrowth(positionLots, positionLots + broken);
    }
    next += 1;
    if (ledger.position(instrument).positionLots === 0) isBasisUnknown = false;
    const isBasis = basisRows.has(fill.raw.row);
    const entry = ledger.fill(instrument, fill);
    const verdict = classify(symbol.terms, fill, entry, { isBasis, isBasisUnknown });
    rows.push(row(symbol, fill, entry, verdict, broken));
  }
  return rows;
}

// Neither booked nor compared with the position: it was compared when the row came first.
function repeatedRow(
  symbol: PreparedSymbol,
  fill: PreparedFill,
  lots: number,
  entryBefore: number | null,
): ReconciledRow {
  const entry = { lotsBefore: lots, lotsAfter: lots, entryBefore, pnl: 0 };
  return row(symbol, fill, entry, { class: 'duplicate', modelledPnl: null }, 0);
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
  { account, symbol, terms }: PreparedSymbol,
  fill: PreparedFill,
  entry: LedgerEntry,
  verdict: Verdict,
  broken: number,
): ReconciledRow {
  const units = (lots: number): number => quantity(lots, terms.lotSize);
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
