/** `evenkeel simulate`: strategies in the market that their models assume. */
import { Command, Option } from 'commander';
import { parseVariation } from '../../config/index.js';
import {
  comparePaper,
  pathStepsOf,
  type Simulation,
  type SimulationReport,
  STRATEGY_MODELS,
  simulate,
} from '../../simulate/index.js';
import { repeated, wholeNumber } from '../arguments.js';
import { EXIT_INTERRUPTED } from '../exit-status.js';
import { interruptible } from '../interruptible.js';
import { printTiming, startProgress } from '../progress.js';
import { type Flags, parseMarketSetting, simulationOf, wantsPaper } from './input.js';
import { paperText, reportText } from './table.js';

const help = `
Models: ${STRATEGY_MODELS.join(', ')}.

Examples:
  evenkeel simulate --paper avellaneda-stoikov-2008
  evenkeel simulate --model avellanedaStoikov --model symmetric --parameter gamma=0.01,0.1,1
  evenkeel simulate --model linear --parameter halfSpread=0.7 --parameter skewPerLot=0,0.05,0.1 \\
    --market sigma=3 --market moves=gaussian --paths 100000
  evenkeel simulate -c examples/simulate.yaml --json

The mid is a driftless random walk, each side is filled with intensity A e^(-k delta). All strategies
meet the same paths. Results depend on the seed and not on the number of workers. Without -c and
--model the tables of the paper. Parameters, market and units: docs/simulate.md.

Ctrl-C prints what was done (exit status 130), a second one ends at once.`;

/** The command, to be added to the program. */
export function simulateCommand(): Command {
  return new Command('simulate')
    .description('Monte Carlo of quoting strategies in the market that their models assume')
    .option('-c, --config <file>', 'market, paths, seed and strategies (YAML or JSON)')
    .addOption(
      new Option('--paper <name>', 'the tables of a paper beside ours').choices([
        'avellaneda-stoikov-2008',
      ]),
    )
    .option(
      '--model <name>',
      'a strategy by its model; repeat for several',
      repeated((name) => name),
    )
    .option(
      '--parameter <key=values>',
      'a parameter of the models; several values or parameters make every combination',
      repeated(parseVariation),
    )
    .option('--market <key=value>', 'a setting of the market; repeat', repeated(parseMarketSetting))
    .option('--paths <n>', 'paths of each strategy (default: 1000)', wholeNumber(2))
    .option('--seed <n>', 'seed of the paths (default: 1)', wholeNumber(0))
    .option('--workers <n>', 'threads (default: one per processor)', wholeNumber(1))
    .option('--json', 'print one JSON document')
    .option('--quiet', 'no progress and no timing on stderr')
    .addHelpText('after', help)
    .action(async (flags: Flags) => {
      process.exitCode = await run(flags);
    });
}

/** Simulates and prints; returns the exit status. */
async function run(flags: Flags): Promise<number> {
  const simulation = simulationOf(flags);
  const began = performance.now();
  const report = await simulateWithProgress(simulation, flags);
  process.stdout.write(wantsPaper(flags) ? paperOutput(report, flags) : output(report, flags));
  const steps = report.strategies.reduce(
    (sum, { paths }) => sum + paths * simulation.market.steps,
    0,
  );
  if (!flags.quiet) printTiming((performance.now() - began) / 1000, steps, 'path steps');
  return report.end === 'interrupted' ? EXIT_INTERRUPTED : 0;
}

function simulateWithProgress(
  simulation: Simulation,
  { workers, quiet }: Flags,
): Promise<SimulationReport> {
  const format = '{bar} {percentage} %, {units} path steps, {rate}/s';
  const bar = startProgress(format, pathStepsOf(simulation), quiet);
  return interruptible((signal) =>
    simulate(simulation, { workers, signal, progress: bar?.update }),
  ).finally(() => bar?.stop());
}

function output(report: SimulationReport, { json }: Flags): string {
  return json ? `${JSON.stringify(report)}\n` : reportText(report);
}

function paperOutput(report: SimulationReport, { json }: Flags): string {
  const paper = comparePaper(report);
  return json ? `${JSON.stringify({ ...report, paper })}\n` : paperText(report, paper);
}
