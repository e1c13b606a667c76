/** `evenkeel bench compare`: two result files beside each other. */
import { Command, Option } from 'commander';
import { compareResults, comparisonDocument, readResult } from '../../bench/index.js';
import { EXIT_FAILED } from '../exit-status.js';
import { type Format, hasSlower, printDocuments } from './print.js';

interface CompareFlags extends Format {
  readonly failOnSlower?: true;
}

const explanation = `
Per case the median of the rounds before and after, the change (Hodges-Lehmann), an exact rank
interval of it, and a verdict: faster or slower only when noise does not explain the change, it is
3 % or more, and the clock can show it. Throughput is compared by its median, latency by p50 and p99.
Exit status: 0; 1 when something is slower and --fail-on-slower is given; 2 for wrong usage.`;

/** The `bench compare` subcommand. */
export function compareCommand(): Command {
  return new Command('compare')
    .description('compares two result files')
    .argument('<before>', 'result file, as -o or --json writes it')
    .argument('<after>', 'result file')
    .option('--fail-on-slower', 'exit status 1 when a case is slower')
    .addOption(new Option('--json', 'print the comparison as JSON').conflicts('markdown'))
    .option('--markdown', 'print the comparison as Markdown')
    .addHelpText('after', explanation)
    .action((before: string, after: string, flags: CompareFlags) => {
      const comparison = compareResults(readResult(before), readResult(after));
      printDocuments(flags, comparison, [comparisonDocument(comparison)]);
      if (flags.failOnSlower && hasSlower(comparison)) process.exitCode = EXIT_FAILED;
    });
}
