/** What `npm run conformance` does with its arguments. */
import { parseArgs } from 'node:util';
import { EvenkeelError } from '../../src/errors.js';
import { document, fileLines, isConformant, total, totalLines } from './report.js';
import { type FileResult, type Registry, walk } from './walk.js';

const HELP = `Usage: npm run conformance -- [options] [DIR]

Runs every model on the reference vectors of a folder and compares within the tolerances they
state: one line per model and function, then a total. A file of bands runs the simulator; any other
file without cases is named and skipped.

  DIR     folder of .json files in the format of test/conformance/README.md;
          default: the vectors of this repository
  --json  one document for scripts instead of lines
  --help  this text

Exit status: 0 all passed, 1 a case failed or a function is not implemented, 2 wrong usage or
files that cannot be read.`;

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;

/** Where text goes: standard output and standard error. */
export interface Output {
  readonly print: (line: string) => void;
  readonly complain: (line: string) => void;
}

interface Arguments {
  readonly folder: string;
  readonly json: boolean;
  readonly help: boolean;
}

function readArguments(args: readonly string[], defaultFolder: string): Arguments {
  const options = { json: { type: 'boolean' }, help: { type: 'boolean' } } as const;
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [folder = defaultFolder, ...more] = positionals;
    if (more.length > 0) throw new TypeError(`one folder at a time; too many: ${more.join(' ')}`);
    return { folder, json: values.json ?? false, help: values.help ?? false };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new EvenkeelError('USAGE', reason, { args }, { cause });
  }
}

async function walkAndPrint(
  { folder, json }: Arguments,
  registry: Registry,
  output: Output,
): Promise<number> {
  const files: FileResult[] = [];
  for await (const result of walk(folder, registry)) {
    files.push(result);
    if (!json) for (const line of fileLines(result)) output.print(line);
  }
  const sums = total(files);
  if (sums.functions === 0) {
    throw new EvenkeelError('USAGE', `no file of ${folder} holds cases`, { folder });
  }
  if (json) output.print(JSON.stringify(document(folder, files), null, 2));
  else for (const line of totalLines(sums)) output.print(line);
  return isConformant(sums) ? 0 : EXIT_FAILED;
}

/**
 * Runs the command and returns its exit status.
 *
 * @param args arguments as the user wrote them
 * @param defaultFolder vectors that are walked without an argument
 */
export async function run(
  args: readonly string[],
  defaultFolder: string,
  registry: Registry,
  output: Output,
): Promise<number> {
  try {
    const wanted = readArguments(args, defaultFolder);
    if (!wanted.help) return await walkAndPrint(wanted, registry, output);
    output.print(HELP);
    return 0;
  } catch (error) {
    if (!(error instanceof EvenkeelError)) throw error;
    output.complain(`conformance: ${error.code}: ${error.message}`);
    return EXIT_USAGE;
  }
}
