/** Command line of `evenkeel bench`. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { DEFAULT_SETTINGS } from '../../bench/index.js';
import { compareCommand } from './compare.js';
import { type BenchFlags, bench } from './run.js';

const examples = `
Examples:
  evenkeel bench --compare -o before.json
  evenkeel bench --against before.json
  evenkeel bench --case 'inline/*' --case pool/round-trip --duration 10
  taskset -c 2,3 evenkeel bench --case open-loop --rate 250000
  evenkeel bench compare before.json after.json --fail-on-slower

Every round of every case runs in a process of its own; rounds of the cases alternate. What the
figures mean and how to get quiet ones: docs/latency.md. Exit status: 0; 1 when a case failed, or is
slower with --fail-on-slower; 2 for wrong usage; 130 when interrupted, with the results so far.`;

const { secondsPerCase, rounds, ratePerSecond, workers } = DEFAULT_SETTINGS;

/** The `bench` subcommand. */
export function benchCommand(): Command {
  return new Command('bench')
    .summary('the latency lab: what a tick costs on this machine')
    .description(
      'measure throughput and latency of the engine on this machine, in closed and open loops, ' +
        'beside baselines in the same run; compare runs',
    )
    .enablePositionalOptions()
    .option('--list', 'list the cases and end')
    .option('--case <pattern>', 'only these: a name, a part of it or a glob; repeatable', collect)
    .option('--compare', 'with baselines: piscina.run, postMessage, msgpackr and plain TypeScript')
    .option('--duration <seconds>', 'measured per case', between(0.001, 3600), secondsPerCase)
    .option('--rounds <n>', 'parts of the duration', wholeBetween(1, 200), rounds)
    .option('--rate <per second>', 'arrivals of open loops', between(1, 1e7), ratePerSecond)
    .option('--workers <n>', "threads of the pool's throughput", wholeBetween(1, 256), workers)
    .option('--against <file>', 'compare with an earlier result')
    .option('--fail-on-slower', 'exit status 1 when a case is slower than in --against')
    .addOption(new Option('--json', 'print the result as JSON').conflicts('markdown'))
    .option('--markdown', 'print the result as Markdown')
    .option('-o, --output <file>', 'write the result as JSON; it appears when it is complete')
    .option('--quiet', 'no progress on stderr')
    .addHelpText('after', examples)
    .addCommand(compareCommand())
    .action(async (flags: BenchFlags) => {
      process.exitCode = await bench(flags);
    });
}

function collect(pattern: string, before: readonly string[] = []): readonly string[] {
  return [...before, pattern];
}

function between(low: number, high: number): (text: string) => number {
  return numberOf((value) => value >= low && value <= high, `a number of ${low} .. ${high}`);
}

function wholeBetween(low: number, high: number): (text: string) => number {
  const isAllowed = (value: number): boolean =>
    Number.isInteger(value) && value >= low && value <= high;
  return numberOf(isAllowed, `a whole number of ${low} .. ${high}`);
}

function numberOf(isAllowed: (value: number) => boolean, allowed: string) {
  return (text: string): number => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (isAllowed(value)) return value;
    throw new InvalidArgumentError(`must be ${allowed}.`);
  };
}
