/** The summary of an evaluation as a table. */
import Table from 'cli-table3';
import type { EvaluateSummary, RiskSummary } from '../../portfolio/index.js';

const STYLE = { head: [], border: [], compact: true };

/** Lines ending in a newline. */
export function summaryText(summary: EvaluateSummary): string {
  const { end, rows, instruments, rejects, totals, output, asOf } = summary;
  if (totals === null || end === 'interrupted') return 'INTERRUPTED, nothing was written\n';
  const lines = [
    `${whole(rows.evaluated)} positions of ${whole(totals.portfolios)} portfolios in ` +
      `${whole(instruments)} instruments as of ${asOf} -> ${output}`,
    table(figures(totals, summary.reportingAsset)),
    ...(rejects === null ? [] : [rejectText(rejects, rows)]),
  ];
  return `${lines.join('\n')}\n`;
}

type Figure = readonly [name: string, value: string];

function figures(totals: RiskSummary, asset: string): readonly Figure[] {
  const { worst, valueAtRisk, backtest } = totals;
  const verdicts = Object.entries(totals.verdicts).map(
    ([name, count]) => `${whole(count)} ${name}`,
  );
  return [
    ['equity', `${money(totals.equity)} ${asset}`],
    ['PnL', `${money(totals.pnl)} ${asset}`],
    ['gross notional', `${money(totals.grossNotional)} ${asset}`],
    ['net notional', `${money(totals.netNotional)} ${asset}`],
    ['solvency', verdicts.join(', ')],
    ['limits broken', whole(totals.limitsBroken)],
    ['sides without a quote', whole(totals.sidesWithheld)],
    ...(worst === null
      ? []
      : ([
          [
            'worst scenario',
            `${money(worst.pnl)} ${asset}, ${worst.scenario} of ${worst.portfolio}`,
          ],
        ] as const)),
    ...(valueAtRisk === null
      ? []
      : ([
          [
            `sum of VaR ${valueAtRisk.confidences[0]}`,
            `${money(valueAtRisk.sum)} ${asset}, ${valueAtRisk.method}`,
          ],
        ] as const)),
    ...(backtest ?? []).map(
      ({ confidence, exceptions, expected, rejected }): Figure => [
        `backtest of VaR ${confidence}`,
        `${whole(exceptions)} exceptions, ${expected.toFixed(1)} expected; ${whole(rejected)} portfolios fail Kupiec at 5 %`,
      ],
    ),
  ];
}

function table(rows: readonly Figure[]): string {
  const printed = new Table({ style: STYLE, colAligns: ['left', 'right'] });
  for (const row of rows) printed.push([...row]);
  return printed.toString();
}

function rejectText(
  { file, codes }: NonNullable<EvaluateSummary['rejects']>,
  { read, rejected }: EvaluateSummary['rows'],
): string {
  const counts = Object.entries(codes).map(([code, count]) => `${whole(count)} ${code}`);
  return `${whole(rejected)} of ${whole(read)} positions rejected: ${counts.join(', ')} -> ${file}`;
}

const whole = (value: number): string => value.toLocaleString('en-US');
const money = (value: number): string =>
  value.toLocaleString('en-US', { maximumFractionDigits: 2, minimumFractionDigits: 2 });
