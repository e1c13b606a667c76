/** Runs beside each other: one row per run. */
import Table from 'cli-table3';
import { formatParameters, formatValue } from '../../config/index.js';
import { amount, bps, count, percent } from '../report/format.js';
import type { PassReport, ReplayReport } from '../report/index.js';
import type { ReplayOutcome } from './replay-all.js';
import type { ReplayRun } from './session-runs.js';

/** The markout that is shown, seconds. */
const MARKOUT_SECONDS = 10;

type Column = readonly [head: string, value: (report: ReplayReport, run: ReplayRun) => string];

const COLUMNS: readonly Column[] = [
  ['events', eventsOf],
  ['fills', ({ controlled }) => count(controlled.fills)],
  ['PnL', ({ controlled, reportingAsset }) => `${amount(controlled.pnl)} ${reportingAsset}`],
  ['drawdown', ({ controlled }) => amount(controlled.worstDrawdown)],
  ['mean |pos|', (report, run) => percent(mean(shares(report, run, 'meanAbsInventory')))],
  ['max |pos|', (report, run) => percent(Math.max(...shares(report, run, 'maxAbsInventory')))],
  [`markout ${MARKOUT_SECONDS} s`, (report) => bps(markoutBps(report))],
  ['state hash', ({ controlled }) => controlled.stateHash],
];

/** Of runs with underlyings, before the state hash. */
const DERIVATIVE_COLUMNS: readonly Column[] = [
  ['mean |delta|', ({ controlled }) => meanDeltas(controlled)],
  ['hedges', ({ controlled }) => count(hedgesOf(controlled))],
];

/** Session and varied values in one line. */
export function runTitle({ name, parameters }: ReplayRun): string {
  const varied = formatParameters(parameters);
  return varied === '' ? name : `${name} with ${varied}`;
}

/** The table, lines ending in a newline. Runs and outcomes in the same order. */
export function formatRuns(runs: readonly ReplayRun[], outcomes: readonly ReplayOutcome[]): string {
  const paths = [...new Set(runs.flatMap(({ parameters }) => Object.keys(parameters)))];
  const columns = columnsOf(outcomes);
  const right = (heads: readonly unknown[]): 'right'[] => heads.map(() => 'right');
  const table = new Table({
    head: ['#', 'session', ...paths.map(headOf), ...columns.map(([head]) => head)],
    colAligns: ['right', 'left', ...right(paths), ...right(columns)],
    style: { head: [], border: [], compact: true },
  });
  for (const [index, run] of runs.entries()) {
    const values = paths.map((path) => formatValue(run.parameters[path]));
    table.push([String(index + 1), run.name, ...values, ...cells(columns, run, outcomes[index])]);
  }
  const note =
    '|pos| in % of maxPosition: mean over the instruments, and the largest; markout in bps';
  return `${table.toString()}\n${note}\n`;
}

function columnsOf(outcomes: readonly ReplayOutcome[]): readonly Column[] {
  const hasUnderlyings = outcomes.some(
    (outcome) => outcome.status === 'done' && underlyingsOf(outcome.result.controlled).length > 0,
  );
  const last = COLUMNS.length - 1;
  return hasUnderlyings ? COLUMNS.toSpliced(last, 0, ...DERIVATIVE_COLUMNS) : COLUMNS;
}

const underlyingsOf = ({ derivatives }: PassReport) => derivatives?.underlyings ?? [];

function meanDeltas(pass: PassReport): string {
  const sizes = underlyingsOf(pass).map(({ delta: { meanSize } }) =>
    meanSize === null ? '-' : amount(meanSize),
  );
  return sizes.join(' / ') || '-';
}

const hedgesOf = ({ derivatives }: PassReport): number =>
  (derivatives?.hedging ?? []).reduce((sum, { sent }) => sum + sent, 0);

function cells(
  columns: readonly Column[],
  run: ReplayRun,
  outcome: ReplayOutcome | undefined,
): Table.Cell[] {
  if (outcome?.status === 'done') {
    return columns.map(([, value]) => value(outcome.result, run));
  }
  const content =
    outcome?.status === 'failed' ? `failed: ${outcome.error.code}` : 'interrupted before it began';
  return [{ content, colSpan: columns.length, hAlign: 'left' }];
}

/** The last key of a long path in a line of its own. */
function headOf(path: string): string {
  const dot = path.lastIndexOf('.') + 1;
  return dot === 0 ? path : `${path.slice(0, dot)}\n${path.slice(dot)}`;
}

function eventsOf({ events, end }: ReplayReport): string {
  const ended = { complete: '', interrupted: ' (interrupted)', limit: ' (limit)' };
  return `${count(events)}${ended[end]}`;
}

/** Figures of each instrument in shares of its position limit. */
function shares(
  { controlled }: ReplayReport,
  { configuration }: ReplayRun,
  figure: 'meanAbsInventory' | 'maxAbsInventory',
): number[] {
  const limits = configuration.book.instruments.map(({ inventory }) => inventory.maxPosition);
  return controlled.instruments.map((own, index) => own[figure] / (limits[index] ?? Number.NaN));
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Of all instruments, weighted by their fills; null without any. */
function markoutBps({ controlled }: ReplayReport): number | null {
  let sum = 0;
  let fills = 0;
  for (const { markouts } of controlled.instruments) {
    const own = markouts.find(({ seconds }) => seconds === MARKOUT_SECONDS);
    if (own === undefined || own.bps === null) continue;
    sum += own.bps * own.fills;
    fills += own.fills;
  }
  return fills === 0 ? null : sum / fills;
}
