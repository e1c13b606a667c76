/** `evenkeel evaluate`: millions of positions over one market. */
import { Command, Option } from 'commander';
import {
  type EvaluateProgress,
  type EvaluateSummary,
  evaluate,
  VAR_METHODS,
} from '../../portfolio/index.js';
import { between, repeated, wholeNumber } from '../arguments.js';
import { EXIT_INTERRUPTED } from '../exit-status.js';
import { interruptible } from '../interruptible.js';
import { type Progress, printTiming, startProgress } from '../progress.js';
import { type Flags, marketOf, optionsOf, portfolioOf } from './flags.js';
import { summaryText } from './table.js';

const help = `
Files are CSV, Parquet, JSON or Arrow by their names, also .gz and .zst of CSV and JSON.

Examples:
  evenkeel evaluate positions.parquet --market market.parquet -o out.parquet
  evenkeel evaluate positions.csv --market market.csv --where "portfolio LIKE 'desk-%'" -o out.csv
  evenkeel evaluate positions.parquet --market market.parquet --scenarios -o out.parquet \\
    --portfolios portfolios.csv --scenario-pnl scenarios.csv
  evenkeel evaluate positions.parquet --market market.parquet --var historical --panel prices.csv \\
    --backtest 250 --risk risk.csv -o out.parquet

Columns, units and reject codes: docs/portfolio.md. Rows that cannot be used go to the rejects file.
Results do not depend on --workers and --tile.

Ctrl-C stops between blocks and leaves no file (exit status 130), a second one ends at once.`;

/** The command, to be added to the program. */
export function evaluateCommand(): Command {
  return new Command('evaluate')
    .description('value, quote and stress the positions of many portfolios over one market')
    .argument('<positions>', 'file with a row per portfolio and instrument')
    .requiredOption('-m, --market <file>', 'file with a row per instrument')
    .option('--market-sql <query>', 'query over a view "input" of the market file')
    .requiredOption('-o, --output <file>', 'file to write, a row per position')
    .option('--cash <file>', 'file of balances, a row per portfolio and asset')
    .option('--where <sql>', 'condition on the columns of the positions')
    .option(
      '--sql <query>',
      'query over a view "input" of the positions; its column row numbers them',
    )
    .option('--profiles <file>', 'quoting parameters by name (YAML or JSON)')
    .option('--reporting-asset <asset>', 'asset in which all is valued (default: USD)')
    .option('--as-of <time>', 'time of the market, ISO 8601 (default: now)')
    .option('--scenarios [file]', 'scenarios (YAML or JSON; default: 5 prices by 3 volatilities)')
    .addOption(
      new Option('--var <method>', 'value at risk and expected shortfall').choices(VAR_METHODS),
    )
    .option('--panel <file>', 'prices, a row per time, a column per underlying')
    .option(
      '--confidence <p>',
      'of VaR, repeat for several (default: 0.99)',
      repeated(between(0, 1)),
    )
    .option('--horizon <days>', 'of VaR (default: 1)', wholeNumber(1))
    .option('--decay <d>', 'weight of a day against the next (default: 1)', between(0, 1))
    .addOption(
      new Option('--missing <what>', 'underlyings without history (default: refuse)').choices([
        'refuse',
        'still',
      ]),
    )
    .option('--draws <n>', 'of Monte Carlo (default: 10000)', wholeNumber(100))
    .option('--seed <n>', 'of Monte Carlo (default: 1)', wholeNumber(0))
    .option('--backtest <days>', 'tell VaR from so many days before, compare', wholeNumber(1))
    .option('--portfolios <file>', 'file to write, a row per portfolio')
    .option('--scenario-pnl <file>', 'file to write, a row per portfolio and scenario')
    .option('--risk <file>', 'file to write, a row per portfolio and confidence')
    .option('--contributions <file>', 'file to write, a row per part of a VaR')
    .option('--position-risk', 'add worst scenario and parts of historical VaR to every position')
    .option('--rejects <file>', 'CSV file of rejected rows (default: beside the output)')
    .option('--strict', 'a row that cannot be used is an error')
    .option('--workers <n>', 'threads (default: one per processor)', wholeNumber(1))
    .option('--tile <rows>', 'rows of a tile (default: 8192)', wholeNumber(2))
    .option('--memory <MiB>', 'limit of the database (default: 512)', wholeNumber(64))
    .option('--json', 'print one JSON document')
    .option('--quiet', 'no progress and no timing on stderr')
    .addHelpText('after', help)
    .action(async (positions: string, flags: Flags) => {
      process.exitCode = await run(positions, flags);
    });
}

/** Evaluates and prints; returns the exit status. */
async function run(positions: string, flags: Flags): Promise<number> {
  const began = performance.now();
  const summary = await evaluateWithProgress(positions, flags);
  process.stdout.write(flags.json ? `${JSON.stringify(summary)}\n` : summaryText(summary));
  const seconds = (performance.now() - began) / 1000;
  if (!flags.quiet) printTiming(seconds, summary.rows.evaluated, 'positions');
  return summary.end === 'interrupted' ? EXIT_INTERRUPTED : 0;
}

async function evaluateWithProgress(positions: string, flags: Flags): Promise<EvaluateSummary> {
  const options = optionsOf(flags);
  const bars = new StageBars(flags.quiet);
  try {
    return await interruptible((signal) =>
      evaluate(portfolioOf(positions, flags), marketOf(flags), {
        ...options,
        signal,
        progress: bars.update,
      }),
    );
  } finally {
    bars.stop();
  }
}

const WHOLE = '{bar} {percentage} %, {units} positions, {rate}/s, {eta_formatted} left';
const OPEN = 'reading: {units} positions, {rate}/s';

/** A bar per stage. */
class StageBars {
  readonly #isQuiet: boolean | undefined;
  #stage: EvaluateProgress['stage'] | undefined;
  #bar: Progress | null = null;

  constructor(isQuiet: boolean | undefined) {
    this.#isQuiet = isQuiet;
  }

  readonly update = ({ stage, rows, total }: EvaluateProgress): void => {
    if (stage !== this.#stage) {
      this.stop();
      this.#stage = stage;
      this.#bar = startProgress(total === 0 ? OPEN : `${stage} ${WHOLE}`, total, this.#isQuiet);
    }
    this.#bar?.update(rows);
  };

  stop(): void {
    this.#bar?.stop();
    this.#bar = null;
  }
}
