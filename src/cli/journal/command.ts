/** Command line of `evenkeel journal`. */
import { Command, InvalidArgumentError } from 'commander';
import type { GroupRange, Moment } from '../../journal/index.js';
import { wholeNumber } from '../arguments.js';
import { dump, exportTable, info, replay } from './run.js';
import { verify } from './verify.js';

const examples = `
Examples:
  evenkeel journal info journal/
  evenkeel journal verify journal/ --replay
  evenkeel journal dump journal/ --from 100 --to 120
  evenkeel journal export journal/ -o frames.parquet
  evenkeel journal replay journal/ --until 2026-03-01T14:30:00Z

A journal may be read while another process writes it. Groups, ordinals and policies are explained in
docs/journal.md. Exit status: 0; 1 when it failed or verify found damage; 2 for wrong usage, and of
verify when the journal cannot be opened or read.`;

/** The `journal` subcommand. */
export function journalCommand(): Command {
  const root = new Command('journal')
    .summary('what a journal holds, whether it is whole, and the book as of a moment')
    .description('Looks into the journal of a book: `evenkeel run --journal` writes one.')
    .addHelpText('after', examples);
  root
    .command('info')
    .description('What the journal is and how far it goes, as JSON.')
    .argument('<dir>', 'folder of the journal')
    .action(info);
  root
    .command('verify')
    .description('Checks every record: exit status 0 clean, 1 corrupt, 2 cannot be opened or read.')
    .argument('<dir>', 'folder of the journal')
    .option('--replay', 'apply all frames too and compare where they lead')
    .action((dir: string, options: { readonly replay?: true }) => verify(dir, options.replay));
  ranged(root.command('dump'))
    .description('Every frame as a line of JSON.')
    .action((dir: string, range: GroupRange) => dump(dir, range));
  ranged(root.command('export'))
    .description('Every frame as a row of a table.')
    .requiredOption('-o, --output <file>', 'Parquet by name, else CSV')
    .action((dir: string, options: GroupRange & { readonly output: string }) =>
      exportTable(dir, options.output, options),
    );
  root
    .command('replay')
    .description('The book as of a moment: positions, risk, and why each quote is what it is.')
    .argument('<dir>', 'folder of the journal')
    .option(
      '--until <moment>',
      'an ordinal (frames accepted), or a time such as 2026-03-01T14:30:00Z',
      parseMoment,
    )
    .option('--json', 'print everything as JSON')
    .action((dir: string, options: { readonly until?: Moment; readonly json?: true }) =>
      replay(dir, options.until ?? null, options.json),
    );
  return root;
}

function ranged(command: Command): Command {
  return command
    .argument('<dir>', 'folder of the journal')
    .option('--from <group>', 'first group', wholeNumber(1))
    .option('--to <group>', 'last group', wholeNumber(1));
}

const TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z$/;
const NS_PER_MS = 1_000_000n;

/** An ordinal, or a UTC time with up to nine decimals of a second. */
export function parseMoment(text: string): Moment {
  if (/^\d{1,15}$/.test(text)) return { ordinal: Number(text) };
  const [, seconds, decimals = ''] = TIME.exec(text) ?? [];
  const milliseconds = seconds === undefined ? Number.NaN : Date.parse(`${seconds}Z`);
  if (Number.isNaN(milliseconds)) {
    throw new InvalidArgumentError(
      'must be an ordinal, or a UTC time such as 2026-03-01T14:30:00.5Z.',
    );
  }
  return { timeNs: BigInt(milliseconds) * NS_PER_MS + BigInt(decimals.padEnd(9, '0')) };
}
