/** Command line of `evenkeel run`. */
import { Command } from 'commander';
import { repeated } from '../arguments.js';
import { type RunOptions, run } from './run.js';

const examples = `
Examples:
  producer | evenkeel run -c book.yaml > quotes.msgpack
  producer | evenkeel run -c book.yaml --restore book.snap --snapshot book.snap | order-manager
  echo '{"frame":"bookTicker","timeUs":1700000000000000,"instrument":"BTC-PERP",
         "bidTicks":350000,"askTicks":350001,"bidLots":5,"askLots":7}' |
    tr -d '\\n' | evenkeel run -c book.yaml --json

Frames are described in docs/protocol.md. A bad frame is answered by a reject frame and changes
nothing. The run ends with the input, or in order on SIGINT and SIGTERM. Exit status: 0; 1 when
configuration, snapshot, input or output fail; 2 for wrong usage; 130 when a second signal ended it
at once.`;

/** The `run` subcommand. */
export function runCommand(): Command {
  return new Command('run')
    .summary('frames on standard input, output frames on standard output')
    .description('Runs one book: input frames on standard input, output frames on standard output.')
    .requiredOption('-c, --config <file>', 'configuration of the book, YAML or JSON')
    .option(
      '--with <file>',
      'lay sections of this file over the configuration, for example of calibrate; repeat',
      repeated((file) => file),
    )
    .option('--json', 'newline-delimited JSON instead of MessagePack, both ways')
    .option('--restore <file>', 'begin with the state of this snapshot')
    .option('--snapshot <file>', 'write a snapshot when the run ends')
    .option('--summary-json', 'print the summary as one line of JSON on standard error')
    .option('-q, --quiet', 'print no summary and no status')
    .addHelpText('after', examples)
    .action((options: RunOptions) => run(options));
}
