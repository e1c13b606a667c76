/** The report of a reconciliation as text. */
import Table from 'cli-table3';
import {
  type ReconcileReport,
  ROW_CLASSES,
  type RowClass,
  type SymbolReport,
} from '../../replay/reconcile/index.js';

/** Accounts are long; this many characters tell them apart. */
const ACCOUNT_CHARACTERS = 8;

const plain = { style: { head: [], border: [], compact: true } };

/** Tables for people: classes, differences, sums. */
export function reportText(report: ReconcileReport): string {
  const used = ROW_CLASSES.filter((name) => report.symbols.some((symbol) => symbol.classes[name]));
  const verdict = report.isExplained
    ? `every row is explained (${report.rows} rows)`
    : `${report.unexplained} of ${report.rows} rows are unexplained`;
  return [
    'Rows by class',
    classTable(report, used),
    'Closed PnL, difference between venue and book, settle asset',
    pnlTable(report),
    'Fees',
    feeTable(report),
    `${verdict}\n`,
  ].join('\n');
}

function classTable({ symbols }: ReconcileReport, used: readonly RowClass[]): string {
  const table = new Table({
    ...plain,
    head: ['symbol', 'contract', 'rows', ...used, 'position breaks'],
    colAligns: ['left', 'left', ...Array.from({ length: used.length + 2 }, () => 'right' as const)],
  });
  for (const symbol of symbols) {
    const counts = used.map((name) => String(symbol.classes[name] ?? 0));
    const breaks = String(symbol.startPositionBreaks);
    table.push([label(symbol), symbol.contract, String(symbol.rows), ...counts, breaks]);
  }
  return table.toString();
}

function pnlTable({ symbols }: ReconcileReport): string {
  const table = new Table({
    ...plain,
    head: ['symbol', 'closing', 'median', 'p99', 'max', 'left over', 'venue', 'book', 'asset'],
    colAligns: ['left', ...Array.from({ length: 7 }, () => 'right' as const), 'left'],
  });
  for (const symbol of symbols) {
    const { median, p99, max } = symbol.difference;
    const sizes = [median, p99, max, symbol.residual.max].map(small);
    const sums = [symbol.venuePnl, symbol.pnl].map(amount);
    const closing = String(symbol.closingRows);
    table.push([label(symbol), closing, ...sizes, ...sums, symbol.settleAsset]);
  }
  return table.toString();
}

function feeTable({ symbols }: ReconcileReport): string {
  const table = new Table({
    ...plain,
    head: ['symbol', 'venue', 'book', 'asset', 'in other assets'],
    colAligns: ['left', 'right', 'right', 'left', 'left'],
  });
  for (const symbol of symbols) {
    const others = Object.entries(symbol.otherFees).map(
      ([asset, fee]) => `${amount(fee)} ${asset}`,
    );
    const sums = [symbol.venueFees, symbol.fees].map(amount);
    table.push([label(symbol), ...sums, symbol.settleAsset, others.join(', ')]);
  }
  return table.toString();
}

function label({ account, symbol }: SymbolReport): string {
  return account === '' ? symbol : `${account.slice(0, ACCOUNT_CHARACTERS)} ${symbol}`;
}

function small(value: number): string {
  return value === 0 ? '0' : value.toPrecision(2);
}

// Eight decimals show a satoshi.
function amount(value: number): string {
  return String(Number(value.toFixed(8)));
}
