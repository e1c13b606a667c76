/** `evenkeel calibrate`: what quoting models need, estimated from recorded markets. */
import { Command, Option } from 'commander';
import { DEFAULT_THRESHOLDS } from '../../calibrate/index.js';
import { between, wholeNumber } from '../arguments.js';
import type { Flags } from './flags.js';
import { calibrateFile } from './panel.js';
import { calibrateSession } from './session.js';

const help = `
Examples:
  evenkeel calibrate -c session.yaml --data DIR
  evenkeel calibrate -c session.yaml --data DIR --target-utilisation 0.3 -o section.yaml
  evenkeel replay -c session.yaml --data DIR --with section.yaml
  evenkeel calibrate --panel closes.csv.gz --json > covariance.json

Per instrument: volatility, fill intensity A e^(-k delta) from the public trades, spread and order rate,
with standard errors and goodness of fit, and the model that follows in both unit systems; over
instruments: correlations and factors. What the data cannot support is not written; the message names
instrument, quantity, sample and threshold, and the exit status is 1. Methods: docs/calibrate.md.

Ctrl-C prints what was read so far, writes nothing (exit status 130), a second one ends at once.`;

const { minSamples, minOrders, minScore, minFit, maxSigmaError } = DEFAULT_THRESHOLDS;

/** The command, to be added to the program. */
export function calibrateCommand(): Command {
  const command = new Command('calibrate')
    .description('estimate volatility, fill intensity and covariance from a recorded market')
    .option('-c, --config <file>', 'session file of replay (YAML or JSON)')
    .option('--panel <file>', 'instead: prices of many assets, a column each, the first is time')
    .option('--data <dir>', 'where relative paths of the session start')
    .option('--from <time>', 'first time, ISO 8601 (UTC when it names no zone)')
    .option('--to <time>', 'time to stop before, ISO 8601')
    .option('--limit <events>', 'stop after so many events', wholeNumber(1))
    .option('-o, --output <file>', 'write a section for replay --with and run --with')
    .option('--partial', 'write what is supported and leave out the rest');
  addEstimation(command);
  return command
    .option('--json', 'print one JSON document')
    .option('--quiet', 'no progress and no timing on stderr')
    .addHelpText('after', help)
    .action(async (flags: Flags) => {
      process.exitCode = await (flags.panel === undefined
        ? calibrateSession(flags)
        : calibrateFile(flags.panel, flags));
    });
}

/** How estimates are made and judged. */
function addEstimation(command: Command): void {
  const positive = between(Number.MIN_VALUE, Number.MAX_VALUE);
  const pulls = ['inventorySkewBps', 'inventoryHalfLife', 'targetUtilisation'];
  const pull = (flags: string, text: string, own: string): Option =>
    new Option(flags, text).argParser(positive).conflicts(pulls.filter((name) => name !== own));
  command
    .option('--sample-seconds <s>', 'time between samples of the mid (1)', between(0.001, 86_400))
    .option('--covariance-samples <n>', 'samples in a step of the covariance (5)', wholeNumber(1))
    .option('--factors <n>', 'factors of the covariance (as many as exceed noise)', wholeNumber(1))
    .option('--factor-risk-aversion <g>', 'write whole-book skew of this 1/currency', positive)
    .option('--factor-horizon <s>', 'with it: how long inventory is expected to be held', positive)
    .option('--lag-ms <ms>', 'age of the mid that depths are from (order latency)', between(0, 6e4))
    .option(
      '--depth-bps <bps>',
      'where the fit of the intensity begins (where the exponential form holds)',
      between(0, 1e4),
    )
    .addOption(
      new Option('--sigma <estimate>', 'volatility that models are built on (realised)').choices([
        'realised',
        'bipower',
        'ewma',
      ]),
    )
    .addOption(
      pull(
        '--inventory-skew-bps <bps>',
        'skew at full inventory (as configured)',
        'inventorySkewBps',
      ),
    )
    .addOption(
      pull('--inventory-half-life <s>', 'or: time in which inventory halves', 'inventoryHalfLife'),
    )
    .addOption(
      pull('--target-utilisation <share>', 'or: rms position / maxPosition', 'targetUtilisation'),
    )
    .option('--min-samples <n>', `least samples of the mid (${minSamples})`, wholeNumber(2))
    .option('--min-orders <n>', `least market orders in a fit (${minOrders})`, wholeNumber(2))
    .option('--min-score <z>', `least k over its standard error (${minScore})`, positive)
    .option('--min-fit <share>', `least share of deviance explained (${minFit})`, between(0, 1))
    .option(
      '--max-sigma-error <share>',
      `largest standard error of sigma over sigma (${maxSigmaError})`,
      positive,
    );
}
