/** `evenkeel replay`: recorded or generated markets through a book. */
import { Command } from 'commander';
import { parseVariation } from '../../replay/index.js';
import { repeated, wholeNumber } from '../arguments.js';
import { durabilityOption } from '../durability.js';
import { printWarnings } from '../warnings.js';
import type { Flags } from './flags.js';
import { runsOf } from './runs.js';
import { replayOne } from './single.js';
import { replaySeveral } from './sweep.js';

const help = `
Examples:
  evenkeel replay -c session.yaml --json > report.json
  evenkeel replay -c monday.yaml -c tuesday.yaml --workers 4
  evenkeel replay -c session.yaml --journal run1/ && evenkeel journal replay run1/ --until 2025-03-01T14:30:00Z
  evenkeel replay -c session.yaml --vary 'instruments[*].model.inventorySkewBps=2,4,8' \\
    --vary session.orderLatencyMs=1,5,20

Several sessions, or values to vary, make several runs: every session with every combination of the
values, one run per task on N threads, compared in a table (--json: one document with all reports).
Results and their order do not depend on N. A path is a place in the session file; [0] is an element
of a list and [*] all of them; what the file leaves out may be varied as well. Values are written as
in a YAML list. --events and --journal belong to a single run; \`evenkeel journal\` says of any moment of a
journaled run what the quotes were and why.

Ctrl-C stops in order and prints what was done, a second one ends at once.`;

/** The command, to be added to the program. */
export function replayCommand(): Command {
  return new Command('replay')
    .description(
      'replay a recorded market through a book with simulated fills, beside the same session ' +
        'without inventory control; without -c a generated market',
    )
    .option(
      '-c, --config <file>',
      'session file (YAML or JSON): book configuration and session; repeat for several',
      repeated((file) => file),
    )
    .option(
      '--with <file>',
      'lay sections of this file over the configuration, for example of calibrate; repeat',
      repeated((file) => file),
    )
    .option(
      '--vary <path=values>',
      'run with each of these values at a place of the session; repeat for combinations',
      repeated(parseVariation),
    )
    .option(
      '--workers <n>',
      'threads for several runs (default: one per processor, at most one per run)',
      wholeNumber(1),
    )
    .option('--data <dir>', 'where relative paths of the session start')
    .option('--from <time>', 'first time, ISO 8601 (UTC when it names no zone)')
    .option('--to <time>', 'time to stop before, ISO 8601')
    .option('--limit <events>', 'stop each run after so many events', wholeNumber(1))
    .option('--seed <n>', 'seed of the generated market', wholeNumber(0))
    .option('--duration <seconds>', 'length of the generated market', wholeNumber(1))
    .option('--events <file>', 'write every event to a .parquet or .csv file')
    .option('--journal <dir>', 'write what the book is fed to a new journal; for a single run')
    .addOption(durabilityOption('none'))
    .option('--no-baseline', 'leave out the pass without inventory control')
    .option('--json', 'print one JSON document')
    .option('--quiet', 'no progress, timing and warnings on stderr')
    .addHelpText('after', help)
    .action(async (flags: Flags) => {
      const runs = runsOf(flags);
      if (!flags.quiet) {
        printWarnings(runs.map(({ name, configuration: { book } }) => ({ name, book })));
      }
      const [run, ...others] = runs;
      const isSingle = others.length === 0 && flags.vary === undefined;
      if (run === undefined) return;
      process.exitCode = isSingle
        ? await replayOne(run.configuration, flags)
        : await replaySeveral([run, ...others], flags);
    });
}
