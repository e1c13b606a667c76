/** Options, hedges and greeks as tables for a terminal. */
import type {
  DerivativesReport,
  GreekAttribution,
  UnderlyingReport,
} from './derivatives-report.js';
import { amount, count, percent, shareOf } from './format.js';
import { numbersTable } from './numbers-table.js';
import type { InstrumentReport, PassReport } from './report-types.js';

type Row<Report> = readonly [string, (report: Report) => string];

const known = (value: number | null): string => (value === null ? '-' : amount(value));

const DELTA_ROWS: readonly Row<UnderlyingReport>[] = [
  ['Delta, lowest .. highest', ({ delta }) => `${known(delta.lowest)} .. ${known(delta.highest)}`],
  ['Delta, mean size', ({ delta }) => known(delta.meanSize)],
  ['Time inside the band', ({ delta }) => shareOf(delta.insideBand)],
];

const PNL_ROWS: readonly (readonly [string, keyof GreekAttribution])[] = [
  ['PnL by greeks: delta', 'delta'],
  ['  gamma', 'gamma'],
  ['  vega', 'vega'],
  ['  theta', 'theta'],
  ['  hedge positions', 'hedge'],
  ['  cost of hedges', 'hedgeCost'],
  ['  spread', 'spread'],
  ['  fees', 'fees'],
  ['  funding', 'funding'],
  ['  adjustment', 'adjustment'],
  ['  residual', 'residual'],
];

/** Nothing for a book without underlyings. */
function pnlRows(reports: readonly DerivativesReport[]): string[][] {
  if (reports.every(({ attribution }) => attribution === null)) return [];
  const rows = PNL_ROWS.map(([label, part]) => [
    label,
    ...reports.map(({ attribution }) => known(attribution?.[part] ?? null)),
  ]);
  const shares = reports.map(({ attribution, grossMoves }) =>
    attribution === null || grossMoves === 0
      ? '-'
      : `${((100 * Math.abs(attribution.residual)) / grossMoves).toFixed(3)} %`,
  );
  return [...rows, ['Residual / gross moves', ...shares]];
}

const RISK_ROWS: readonly Row<DerivativesReport>[] = [
  ['Cost to flatten at the end', ({ flatten }) => amount(flatten.cost)],
  ['  positions closed / not', ({ flatten }) => closable(flatten)],
  ['Initial margin at the end', ({ marginalMargin }) => amount(marginalMargin.initialMargin)],
  ['  most that a fill would add', ({ marginalMargin }) => amount(largestFill(marginalMargin))],
];

function closable({ instruments }: DerivativesReport['flatten']): string {
  const isClosed = new Set(['CLOSED', 'SIZE_UNKNOWN']);
  const closed = instruments.filter(({ code }) => isClosed.has(code)).length;
  return `${count(closed)} / ${count(instruments.length - closed)}`;
}

const largestFill = ({ orders }: DerivativesReport['marginalMargin']): number =>
  Math.max(0, ...orders.map(({ filled }) => filled.initial));

const HEDGE_ROWS: readonly Row<DerivativesReport['hedging'][number]>[] = [
  ['hedges', ({ sent }) => count(sent)],
  [
    '  done / in part / not',
    (r) => `${count(r.done)} / ${count(r.partial)} / ${count(r.rejected)}`,
  ],
  ['  volume', ({ volume }) => amount(volume)],
  ['  slippage', ({ slippage }) => amount(slippage)],
  ['  fees', ({ fees }) => amount(fees)],
];

/** One table: underlyings, hedges by instrument, PnL by greeks; a column per pass. */
export function derivativesTable(passes: readonly PassReport[], currency: string): string | null {
  const titles = ['with control', 'without'];
  const found = passes.flatMap(({ derivatives }, place) =>
    derivatives ? { report: derivatives, title: titles[place] ?? '' } : [],
  );
  const reports = found.map(({ report }) => report);
  const [first] = reports;
  if (first === undefined) return null;
  const table = numbersTable([`Derivatives, ${currency}`, ...found.map(({ title }) => title)]);
  first.underlyings.forEach(({ symbol }, index) => {
    for (const [label, value] of DELTA_ROWS) {
      const cells = reports.map(({ underlyings }) => underlyings[index]);
      table.push([`${symbol}: ${label}`, ...cells.map((own) => (own ? value(own) : '-'))]);
    }
  });
  const hedging = [...new Set(reports.flatMap((own) => own.hedging.map(({ symbol }) => symbol)))];
  for (const symbol of hedging) {
    for (const [label, value] of HEDGE_ROWS) {
      const cells = reports.map((own) => own.hedging.find((each) => each.symbol === symbol));
      const title = label.startsWith(' ') ? label : `${symbol}: ${label}`;
      table.push([title, ...cells.map((own) => (own ? value(own) : '-'))]);
    }
  }
  table.push(...pnlRows(reports));
  for (const [label, value] of RISK_ROWS) table.push([label, ...reports.map(value)]);
  return table.toString();
}

/** A row per option that was filled, and how many were not. */
export function optionsTable(options: readonly InstrumentReport[]): string | null {
  if (options.length === 0) return null;
  const table = numbersTable(['Option', 'fills', 'position', 'PnL', 'spread', 'fees', 'quoted']);
  const filled = options.filter(({ fills }) => fills > 0);
  for (const own of filled) {
    table.push([
      own.symbol,
      `${count(own.fills)} (${count(own.buyFills)} / ${count(own.sellFills)})`,
      amount(own.position),
      `${amount(own.pnl)} ${own.settleAsset}`,
      amount(own.attribution.spread),
      amount(own.attribution.fees),
      `${percent(own.bidQuoted)} / ${percent(own.askQuoted)}`,
    ]);
  }
  const left = options.length - filled.length;
  return `${table.toString()}${left > 0 ? `\n${count(left)} options were not filled.` : ''}`;
}
