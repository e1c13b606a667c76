/** Reports of simulations as tables. */
import Table from 'cli-table3';
import type {
  PaperComparison,
  PaperFigure,
  PaperStatistic,
  SimulationReport,
  StrategyFigures,
} from '../../simulate/index.js';

const STYLE = { head: [], border: [], compact: true };

type Column = readonly [head: string, value: (figures: StrategyFigures) => string];

const COLUMNS: readonly Column[] = [
  ['PnL', ({ pnl }) => withError(pnl.mean, pnl.meanError)],
  ['std(PnL)', ({ pnl }) => withError(pnl.std, pnl.stdError)],
  ['Sharpe', ({ pnl }) => (pnl.sharpe === null ? '-' : pnl.sharpe.toFixed(2))],
  ['1 %', quantile(0.01)],
  ['5 %', quantile(0.05)],
  ['median', quantile(0.5)],
  ['95 %', quantile(0.95)],
  ['final q', ({ finalPosition: q }) => withError(q.mean, q.meanError)],
  ['std(final q)', ({ finalPosition: q }) => withError(q.std, q.stdError)],
  ['fills', ({ fills }) => fills.mean.toFixed(1)],
  ['spread', ({ averageSpread }) => averageSpread?.toPrecision(4) ?? '-'],
];

/** A row per strategy, lines ending in a newline. */
export function reportText(report: SimulationReport): string {
  const table = new Table({
    head: ['strategy', 'paths', ...COLUMNS.map(([head]) => head)],
    colAligns: ['left', ...['paths', ...COLUMNS].map(() => 'right' as const)],
    style: STYLE,
  });
  for (const { strategy, paths, figures } of report.strategies) {
    const cells = COLUMNS.map(([, value]) => (figures === null ? '-' : value(figures)));
    table.push([strategy.name, paths.toLocaleString('en-US'), ...cells]);
  }
  return `${heading(report)}\n${table.toString()}\n${NOTE}\n`;
}

const NOTE = '+- one Monte Carlo standard error; q in fills; spread: mean of ask - bid over time';

function heading({ market, seed, paths, end }: SimulationReport): string {
  const { sigma, intensityA, intensityK, horizon, steps, moves, fills } = market;
  const interrupted = end === 'interrupted' ? ', INTERRUPTED' : '';
  return (
    `${paths.toLocaleString('en-US')} paths of ${steps} steps, seed ${seed}${interrupted}\n` +
    `Market: sigma ${sigma}, A ${intensityA}, k ${intensityK}, horizon ${horizon}, ` +
    `${moves} moves, ${fills} fills`
  );
}

/** Columns of the paper and the decimals it prints. */
const PAPER_COLUMNS: readonly (readonly [
  head: string,
  statistic: PaperStatistic,
  decimals: number,
])[] = [
  ['average spread', 'averageSpread', 2],
  ['profit', 'profit', 1],
  ['std(profit)', 'stdProfit', 1],
  ['final q', 'finalQ', 2],
  ['std(final q)', 'stdFinalQ', 1],
];

/** The printed tables beside ours, lines ending in a newline. */
export function paperText(report: SimulationReport, rows: readonly PaperComparison[]): string {
  const table = new Table({
    head: ['gamma', 'strategy', '', ...PAPER_COLUMNS.map(([head]) => head)],
    colAligns: ['right', 'left', 'left', ...PAPER_COLUMNS.map(() => 'right' as const)],
    style: STYLE,
  });
  for (const { gamma, strategy, figures } of rows) {
    const line = (value: (figure: PaperFigure, decimals: number) => string): string[] =>
      PAPER_COLUMNS.map(([, statistic, decimals]) =>
        figures === null ? '-' : value(figures[statistic], decimals),
      );
    const printed = line((figure, decimals) => figure.printed.toFixed(decimals));
    const here = line(({ value, error }) => withError(value, error));
    const deviations = line(
      (figure) => figure.deviations?.toFixed(1).replace(/^-0.0$/, '0.0') ?? '',
    );
    table.push([String(gamma), strategy, 'paper', ...printed]);
    table.push(['', '', 'here', ...here]);
    table.push(['', '', 'difference', ...deviations]);
  }
  return [
    'Avellaneda and Stoikov 2008, section 3.3: inventory strategy and symmetric benchmark',
    heading(report),
    table.toString(),
    '+- one Monte Carlo standard error; difference: paper - here in standard errors of two such runs',
    '',
  ].join('\n');
}

/** A figure to the second digit of its error, which follows it. */
function withError(value: number, error: number): string {
  if (!(error > 0)) return value.toFixed(3);
  const digits = Math.min(9, Math.max(0, 1 - Math.floor(Math.log10(error))));
  return `${value.toFixed(digits)} +- ${error.toFixed(digits)}`;
}

function quantile(share: number): (figures: StrategyFigures) => string {
  return ({ pnl }) => {
    const found = pnl.quantiles.find((each) => each.share === share);
    return found === undefined ? '-' : found.value.toPrecision(4);
  };
}
