/** What `npm run options-table` does with its arguments. */
import { parseArgs } from 'node:util';
import { EvenkeelError } from '../../src/errors.js';
import { type Chain, readChains } from './chains.js';
import { compareChain } from './compare.js';
import { formatParity, formatSmiles } from './expiry-tables.js';
import { parityOf } from './parity.js';
import { fitSmiles } from './smiles.js';
import { formatComparison } from './table.js';

const HELP = `Usage: npm run options-table -- --data DIR [--json]

Prices every row of the recorded option chains and prints the tables of docs/options.md: our price,
implied volatility and greeks against the venue's; SVI smiles fitted to coin-settled chains, forwards by
put-call parity of the others.

  --data DIR  folder of the recordings; default: the environment variable EVENKEEL_DATA
  --json      every difference, fit and forward instead of tables
  --help      this text

Exit status: 0 done, 2 wrong usage or a file that cannot be read.`;

const EXIT_USAGE = 2;

/** Where lines go: standard output and standard error. */
export interface Output {
  readonly print: (line: string) => void;
  readonly complain: (line: string) => void;
}

function read(args: readonly string[]): { data?: string; json?: boolean; help?: boolean } {
  try {
    const options = {
      data: { type: 'string' },
      json: { type: 'boolean' },
      help: { type: 'boolean' },
    } as const;
    return parseArgs({ args: [...args], options }).values;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new EvenkeelError('USAGE', reason, {}, { cause });
  }
}

/** All that the tables are made of. */
function everything(chain: Chain) {
  const expiries = chain.isCoin ? { smiles: fitSmiles(chain) } : { parity: parityOf(chain) };
  return { ...compareChain(chain), ...expiries };
}

/** The tables of all chains, as the page has them. */
export async function optionTables(folder: string): Promise<string> {
  const chains = await readChains(folder);
  const tables = chains.map((chain) => formatComparison(compareChain(chain)));
  const byExpiry = chains.map((chain) =>
    chain.isCoin
      ? formatSmiles(chain.title, fitSmiles(chain))
      : formatParity(chain.title, parityOf(chain)),
  );
  return [...tables, ...byExpiry].join('\n');
}

/** Runs the command; returns the exit status. */
export async function run(args: readonly string[], output: Output): Promise<number> {
  try {
    const { data = process.env.EVENKEEL_DATA, json = false, help = false } = read(args);
    if (help) {
      output.print(HELP);
      return 0;
    }
    if (data === undefined) throw new EvenkeelError('USAGE', '--data DIR is missing');
    if (json) output.print(JSON.stringify((await readChains(data)).map(everything)));
    else output.print(await optionTables(data));
    return 0;
  } catch (error) {
    output.complain(error instanceof Error ? error.message : String(error));
    return EXIT_USAGE;
  }
}
