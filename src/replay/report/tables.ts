/** The report as tables for a terminal. */
import Table from 'cli-table3';
import { derivativesTable, optionsTable } from './derivatives-tables.js';
import { amount, bps, count, duration, halfLife, percent, shareOf, times } from './format.js';
import { numbersTable } from './numbers-table.js';
import type { InstrumentReport, PassReport, ReplayReport, SourceReport } from './report-types.js';

/** Label of a row and its value for an instrument. */
type Row = readonly [string, (report: InstrumentReport) => string];

const ROWS: readonly Row[] = [
  ['PnL', ({ pnl, settleAsset }) => `${amount(pnl)} ${settleAsset}`],
  ['  spread', ({ attribution }) => amount(attribution.spread)],
  ['  inventory', ({ attribution }) => amount(attribution.inventory)],
  ['  fees', ({ attribution }) => amount(attribution.fees)],
  ['  funding', ({ attribution }) => amount(attribution.funding)],
  ['  hedge', ({ attribution }) => amount(attribution.hedge)],
  ['  adjustment', ({ attribution }) => amount(attribution.adjustment)],
  ['Turnover', ({ turnover, settleAsset }) => `${amount(turnover)} ${settleAsset}`],
  ['Fills (buy / sell)', (r) => `${count(r.fills)} (${count(r.buyFills)} / ${count(r.sellFills)})`],
  ['Lots bought / sold', (r) => `${count(r.boughtLots)} / ${count(r.soldLots)}`],
  ['Spread captured, bps', ({ spreadCapturedBps }) => bps(spreadCapturedBps)],
  ['Markout 1 s / 10 s / 60 s, bps', (r) => r.markouts.map((m) => bps(m.bps)).join(' / ')],
  ['Position at the end', ({ position }) => amount(position)],
  ['Mean |position|', ({ meanAbsInventory }) => amount(meanAbsInventory)],
  ['Largest |position|', ({ maxAbsInventory }) => amount(maxAbsInventory)],
  ['Mean |position| in money', ({ meanInventoryValue }) => amount(meanInventoryValue)],
  ['Inventory half-life (95 %)', ({ inventoryReversion }) => halfLife(inventoryReversion)],
  ['Inventory turnover', ({ inventoryTurnover }) => times(inventoryTurnover)],
  ['Mean holding time', ({ holdingSeconds }) => duration(holdingSeconds)],
  ['PnL per margin-hour', ({ pnlPerMarginHour }) => shareOf(pnlPerMarginHour)],
  ['Time at the limit', ({ timeAtLimit }) => percent(timeAtLimit)],
  ['Worst drawdown', ({ worstDrawdown }) => amount(worstDrawdown)],
  ['Quoted bid / ask', (r) => `${percent(r.bidQuoted)} / ${percent(r.askQuoted)}`],
  ['Quote updates', ({ quoteUpdates }) => count(quoteUpdates)],
];

const TOTALS: readonly (readonly [string, (pass: PassReport) => string])[] = [
  ['PnL', ({ pnl }) => amount(pnl)],
  ['  spread', ({ attribution }) => amount(attribution.spread)],
  ['  inventory', ({ attribution }) => amount(attribution.inventory)],
  ['  fees', ({ attribution }) => amount(attribution.fees)],
  ['  funding', ({ attribution }) => amount(attribution.funding)],
  ['  hedge', ({ attribution }) => amount(attribution.hedge)],
  ['  adjustment', ({ attribution }) => amount(attribution.adjustment)],
  ['  conversion', ({ attribution }) => amount(attribution.conversion)],
  ['Turnover', ({ turnover }) => amount(turnover)],
  ['  of the capital', ({ capitalTurnover }) => times(capitalTurnover)],
  ['  of the mean inventory', ({ inventoryTurnover }) => times(inventoryTurnover)],
  ['PnL per margin-hour', ({ pnlPerMarginHour }) => shareOf(pnlPerMarginHour)],
  ['Fills', ({ fills }) => count(fills)],
  ['Spread captured, bps', ({ spreadCapturedBps }) => bps(spreadCapturedBps)],
  ['Worst drawdown', ({ worstDrawdown }) => amount(worstDrawdown)],
  ['Quote updates', ({ quoteUpdates }) => count(quoteUpdates)],
  ['Post-only refusals', ({ postOnlyRejects }) => count(postOnlyRejects)],
  ['Trades not believed', ({ ignoredTrades }) => count(ignoredTrades)],
  ['State at the end', ({ state, limit }) => (limit === 'NONE' ? state : `${state} (${limit})`)],
];

/** The whole report as text, lines ending in a newline. */
export function formatReport(report: ReplayReport): string {
  const { controlled, uncontrolled, reportingAsset } = report;
  const passes = uncontrolled ? [controlled, uncontrolled] : [controlled];
  const options = controlled.instruments.filter(({ isOption }) => isOption);
  const parts = [
    heading(report),
    totals(report),
    derivativesTable(passes, reportingAsset) ?? [],
    instruments(report),
    optionsTable(options) ?? [],
  ].flat();
  if (report.uncontrolled) parts.push(`Without control: ${report.uncontrolledChanges}.`);
  parts.push(quality(report.sources), `State hash ${report.controlled.stateHash}`);
  return `${parts.join('\n')}\n`;
}

function heading(report: ReplayReport): string {
  const ended = { complete: '', interrupted: ', INTERRUPTED', limit: ', stopped at the limit' };
  const { orderLatencyMs, queueAheadDefault, fillOnCross, marginRate } = report.assumptions;
  const queue = queueAheadDefault === null ? 'never reached' : amount(queueAheadDefault);
  return [
    `${report.title}: ${report.firstTime ?? '-'} to ${report.lastTime ?? '-'} ` +
      `(${duration(report.durationSeconds)}, ${count(report.events)} events${ended[report.end]})`,
    `Fills: order latency ${orderLatencyMs} ms, queue at touches of unknown size ${queue}, ` +
      `fill on cross ${fillOnCross ? 'on' : 'off'}`,
    `Margin: ${amount(100 * marginRate)} % of the value of positions`,
    ...optionAssumptions(report.assumptions),
  ].join('\n');
}

function optionAssumptions({ takers, optionFee, rebase }: ReplayReport['assumptions']): string[] {
  const lines: string[] = [];
  if (takers) {
    const { lambda, alpha, beta, seed } = takers;
    lines.push(
      `Takers of options: simulated, ${lambda} / (1 + e^(${alpha} + ${beta} d)) a second, seed ${seed}`,
    );
  }
  if (optionFee) {
    const { ofUnderlying, mostOfPremium } = optionFee;
    lines.push(
      `Fees of options: ${bps(1e4 * ofUnderlying)} bps of the underlying, at most ${percent(mostOfPremium)} of the premium`,
    );
  }
  if (rebase) lines.push(`${rebase.instrument}: moved to ${amount(rebase.price ?? 0)}`);
  return lines;
}

function totals(report: ReplayReport): string {
  const passes = report.uncontrolled
    ? [report.controlled, report.uncontrolled]
    : [report.controlled];
  const table = numbersTable([
    `Book, ${report.reportingAsset}`,
    'with control',
    ...(report.uncontrolled ? ['without'] : []),
  ]);
  for (const [label, value] of TOTALS) table.push([label, ...passes.map(value)]);
  return table.toString();
}

function instruments({ controlled, uncontrolled }: ReplayReport): string {
  const tables = controlled.instruments.flatMap((own, index) => {
    if (own.isOption) return [];
    const other = uncontrolled?.instruments[index];
    const table = numbersTable([own.symbol, 'with control', ...(other ? ['without'] : [])]);
    for (const [label, value] of ROWS) {
      table.push([label, value(own), ...(other ? [value(other)] : [])]);
    }
    return table.toString();
  });
  return tables.join('\n');
}

function quality(sources: readonly SourceReport[]): string {
  const table = new Table({
    head: ['Source', 'Rows', 'Events', 'First', 'Last', 'Not as expected'],
    colAligns: ['left', 'right', 'right', 'left', 'left', 'left'],
    style: { head: [], border: [], compact: true },
  });
  for (const source of sources) {
    const { name, instrument, rows, events, firstTime, lastTime } = source;
    table.push([
      name.includes(instrument) ? name : `${instrument} ${name}`,
      count(rows),
      count(events),
      shortTime(firstTime),
      shortTime(lastTime),
      remarks(source),
    ]);
  }
  return table.toString();
}

/** To the millisecond, without the zone letter. */
const shortTime = (iso: string | null): string => iso?.slice(0, 23).replace('T', ' ') ?? '-';

function remarks(source: SourceReport): string {
  const rejected = Object.entries(source.rejected).map(([code, n]) => `${count(n)} ${code}`);
  const found: (readonly [number, string])[] = [
    [source.late, `late (up to ${amount(source.lateMaxMs)} ms)`],
    [source.incomplete, 'incomplete'],
    [source.duplicates, 'duplicates'],
    [source.suspicious, 'suspicious'],
    [source.offExchange, 'off exchange'],
    [source.outsideRange, 'outside the range'],
    [source.offGrid, 'off the price grid'],
    [source.inferredSides, 'sides inferred'],
    [source.unvalued, 'unvalued (before the first mid)'],
  ];
  const counts = found.filter(([n]) => n > 0).map(([n, text]) => `${count(n)} ${text}`);
  return [...rejected, ...counts].join('\n') || '-';
}
