/** What `npm run evaluate-data` does with its arguments. */
import { parseArgs } from 'node:util';
import { writeData } from './data.js';
import { AS_OF } from './market-sql.js';

const HELP = `Usage: npm run evaluate-data -- --out DIR [options]

Writes positions.parquet, market.parquet and profiles.yaml, made up: spot, linear, inverse, options of
200 underlyings and 8 expiries, portfolios whose rows take turns. The same numbers give the same rows.

  --positions N     rows of positions (default: 10000000)
  --instruments N   rows of the market (default: 100000)
  --options SHARE   of them that are options (default: 0.2)
  --portfolios N    (default: 1000)
  --seed N          (default: 1)
  --out DIR         folder to write to
  --help            this text

Exit status: 0 done, 2 wrong usage.`;

const OPTIONS = {
  positions: { type: 'string', default: '10000000' },
  instruments: { type: 'string', default: '100000' },
  options: { type: 'string', default: '0.2' },
  portfolios: { type: 'string', default: '1000' },
  seed: { type: 'string', default: '1' },
  out: { type: 'string' },
  help: { type: 'boolean' },
} as const;

function whole(name: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new RangeError(`--${name} is ${text}; allowed: a whole number above 0`);
}

function share(text: string): number {
  const value = Number(text);
  if (value >= 0 && value < 1) return value;
  throw new RangeError(`--options is ${text}; allowed: 0 .. below 1`);
}

/** Runs the command; returns the exit status. */
export async function run(args: readonly string[], print: (line: string) => void): Promise<number> {
  try {
    const { values } = parseArgs({ args: [...args], options: OPTIONS });
    if (values.help) {
      print(HELP);
      return 0;
    }
    if (values.out === undefined) throw new RangeError('--out DIR is missing');
    const files = await writeData(values.out, {
      positions: whole('positions', values.positions),
      instruments: whole('instruments', values.instruments),
      portfolios: whole('portfolios', values.portfolios),
      seed: whole('seed', values.seed),
      optionShare: share(values.options),
    });
    print(`${Object.values(files).join('\n')}\nas of ${AS_OF}`);
    return 0;
  } catch (error) {
    print(error instanceof Error ? error.message : String(error));
    return 2;
  }
}
