/** The reports as Markdown: one table per session, every figure with inventory control / without. */
import type { InstrumentReport, PassReport, ReplayReport } from '../../src/replay/index.js';
import type { ModelRun } from './runs.js';

/** A run with what came of it. */
export interface ModelReport {
  readonly run: ModelRun;
  readonly report: ReplayReport;
}

const HEAD = [
  'instrument',
  'model',
  'fills',
  'PnL',
  'mean \\|q\\|',
  'max \\|q\\|',
  'markout 1 s',
  '10 s',
  '60 s',
  'at limit',
  'worst drawdown',
];

/** Three significant digits, so that differences between models are not hidden in rounding. */
const amount = (value: number): string => String(Number(value.toPrecision(3)));
const bps = (value: number | null): string => (value === null ? '-' : value.toFixed(2));
const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;

/** With control / without, or one figure where there is no pass without. */
function both<T>(passes: readonly T[], show: (pass: T) => string): string {
  return passes.map(show).join(' / ');
}

function instrumentRow(
  model: string,
  passes: readonly InstrumentReport[],
  maxPosition: number,
): string[] {
  const [{ symbol, settleAsset, markouts } = {}] = passes;
  return [
    `${symbol}, ${settleAsset}`,
    model,
    both(passes, ({ fills }) => String(fills)),
    both(passes, ({ pnl }) => amount(pnl)),
    both(passes, ({ meanAbsInventory }) => percent(meanAbsInventory / maxPosition)),
    both(passes, ({ maxAbsInventory }) => percent(maxAbsInventory / maxPosition)),
    ...(markouts ?? []).map((_, index) =>
      both(passes, (pass) => bps(pass.markouts[index]?.bps ?? null)),
    ),
    both(passes, ({ timeAtLimit }) => percent(timeAtLimit)),
    both(passes, ({ worstDrawdown }) => amount(worstDrawdown)),
  ];
}

function bookRow(model: string, asset: string, passes: readonly PassReport[]): string[] {
  return [
    `book, ${asset}`,
    model,
    both(passes, ({ fills }) => String(fills)),
    both(passes, ({ pnl }) => amount(pnl)),
    ...Array.from({ length: 6 }, () => ''),
    both(passes, ({ worstDrawdown }) => amount(worstDrawdown)),
  ];
}

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

function sessionTable(reports: readonly ModelReport[]): string {
  const passesOf = ({ controlled, uncontrolled }: ReplayReport): PassReport[] =>
    uncontrolled === null ? [controlled] : [controlled, uncontrolled];
  const [first] = reports;
  const instruments = first?.run.configuration.book.instruments ?? [];
  const rows = instruments.flatMap(({ inventory }, index) =>
    reports.map(({ run, report }) => {
      const own = passesOf(report).flatMap((pass) => pass.instruments[index] ?? []);
      return instrumentRow(run.model, own, inventory.maxPosition);
    }),
  );
  const books = reports.map(({ run, report }) =>
    bookRow(run.model, report.reportingAsset, passesOf(report)),
  );
  const ruler = `|---|---|${'---:|'.repeat(HEAD.length - 2)}`;
  return [line(HEAD), ruler, ...[...rows, ...books].map(line)].join('\n');
}

/** All tables under the titles of their sessions, lines ending in a newline. */
export function formatModels(reports: readonly ModelReport[]): string {
  const sessions = new Set(reports.map(({ run }) => run.session));
  const parts = Array.from(sessions, (session) => {
    const own = reports.filter(({ run }) => run.session === session);
    const [first] = own;
    const title = `**${first?.report.title}** (\`examples/${session}.yaml\`)`;
    return `${title}\n\n${sessionTable(own)}\n`;
  });
  return parts.join('\n');
}
