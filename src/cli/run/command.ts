/** Command line of `evenkeel run`. */
import { Command } from 'commander';
import { repeated, wholeNumber } from '../arguments.js';
import { durabilityOption } from '../durability.js';
import { type RunOptions, run } from './run.js';

const examples = `
Examples:
  producer | evenkeel run -c book.yaml > quotes.msgpack
  producer | evenkeel run -c book.yaml --restore book.snap --snapshot book.snap | order-manager
  echo '{"frame":"bookTicker","timeUs":1700000000000000,"instrument":"BTC-PERP",
         "bidTicks":350000,"askTicks":350001,"bidLots":5,"askLots":7}' |
    tr -d '\\n' | evenkeel run -c book.yaml --json

  producer | evenkeel run -c book.yaml --journal journal/ > quotes.msgpack
  producer | evenkeel run --workers 2 -c a.yaml -c b.yaml > quotes.msgpack

With --workers or several files, books run on worker threads and have the ids 0, 1, ... in the order
of the files; in the stream a book frame says whose the frames behind it are, and openBook opens one
more ("book": id and "frame": "openBook" with --json). --restore and --snapshot then name a folder with
a file book-<id>.snap for each book of a file. A worker that dies is replaced and nothing is lost.

With --journal the folder holds the journal of the book, or with worker threads a folder book-<id> with that
of each book. Answers leave when the input that led to them is on the disk: sync writes every input by itself,
group what has come meanwhile; none does not wait for the disk, and a crash of the machine may lose the journal
(docs/journal.md).

Frames are described in docs/protocol.md. A bad frame is answered by a reject frame and changes
nothing. The run ends with the input, or in order on SIGINT and SIGTERM. Exit status: 0; 1 when
configuration, snapshot, input or output fail; 2 for wrong usage; 130 when a second signal ended it
at once.`;

/** The `run` subcommand. */
export function runCommand(): Command {
  return new Command('run')
    .summary('frames on standard input, output frames on standard output')
    .description('Runs books: input frames on standard input, output frames on standard output.')
    .requiredOption(
      '-c, --config <file>',
      'configuration of a book, YAML or JSON; several times for several books',
      repeated(String),
    )
    .option(
      '--workers <n>',
      'worker threads for many books in one stream; 1 when several files are given',
      wholeNumber(1),
    )
    .option(
      '--with <file>',
      'lay sections of this file over the configuration, for example of calibrate; repeat',
      repeated((file) => file),
    )
    .option('--json', 'newline-delimited JSON instead of MessagePack, both ways')
    .option('--restore <file>', 'begin with the state of this snapshot')
    .option('--snapshot <file>', 'write a snapshot when the run ends')
    .option('--journal <dir>', 'write input to this journal, and go on where it ends')
    .addOption(durabilityOption('group'))
    .option('--summary-json', 'print the summary as one line of JSON on standard error')
    .option('-q, --quiet', 'print no summary, no status and no warnings')
    .addHelpText('after', examples)
    .action((options: RunOptions) => run(options));
}
