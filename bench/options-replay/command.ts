/** What `npm run options-replay` does with its arguments. */
import { parseArgs } from 'node:util';
import { EvenkeelError } from '../../src/errors.js';
import { type ChainRow, readChains } from '../options-table/chains.js';
import { type Flow, type ReplayResult, replayOptions, type Touch } from './replay.js';
import { chooseOptions } from './setup.js';
import { formatResults } from './table.js';
import { madeUpChain, madeUpTape, recordedTape } from './tapes.js';

const HELP = `Usage: npm run options-replay -- [--data DIR] [options]

Plays an index to a book of coin-settled options that quotes every option of a chain and hedges with
the perpetual, and prints delta, cost of hedges and PnL by greeks, beside the same run unhedged. With
--data the index is BTC of the recorded Hyperliquid session, moved to the level of the recorded
Deribit chain of 2026-02-07; without it both are made up. Takers of options are simulated.

  --data DIR        folder of the recordings; default: the environment variable EVENKEEL_DATA
  --made-up         no recordings, whatever the environment says
  --seconds N       length of the made-up market, default 1800
  --per-expiry N    options per expiry, the nearest to the money; default 12
  --seed N          of takers and of the made-up market, default 1
  --json            both results with delta over time instead of a table
  --help            this text

Exit status: 0 done, 2 wrong usage or a file that cannot be read.`;

const EXIT_USAGE = 2;
const FLOW: Flow = { lambda: 0.005, alpha: -1, beta: 150 };

/** Where lines go: standard output and standard error. */
export interface Output {
  readonly print: (line: string) => void;
  readonly complain: (line: string) => void;
}

const OPTIONS = {
  data: { type: 'string' },
  'made-up': { type: 'boolean' },
  seconds: { type: 'string' },
  'per-expiry': { type: 'string' },
  seed: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

function read(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new EvenkeelError('USAGE', reason, {}, { cause });
  }
}

function whole(name: string, given: string | undefined, otherwise: number): number {
  if (given === undefined) return otherwise;
  const value = Number(given);
  if (Number.isInteger(value) && value >= 1 && value <= 1e6) return value;
  throw new EvenkeelError('USAGE', `${name} is ${given}; allowed: 1 .. 1000000`);
}

interface Material {
  readonly rows: readonly ChainRow[];
  readonly tape: readonly Touch[];
}

async function recorded(examples: string, dataDir: string): Promise<Material> {
  const chains = await readChains(dataDir);
  const rows = chains.find(({ title }) => title.endsWith('2026-02-07'))?.rows ?? [];
  return { rows, tape: await recordedTape(examples, dataDir, rows[0]?.forward ?? Number.NaN) };
}

/** Both runs of the same material. */
export function bothRuns(
  { rows, tape }: Material,
  perExpiry: number,
  seed: number,
): readonly [hedged: ReplayResult, plain: ReplayResult] {
  const options = chooseOptions(rows, perExpiry);
  const shared = { options, tape, seed, flow: FLOW };
  return [
    replayOptions({ ...shared, isHedged: true }),
    replayOptions({ ...shared, isHedged: false }),
  ];
}

/** Runs the command; returns the exit status. @param examples folder of the example sessions */
export async function run(
  args: readonly string[],
  examples: string,
  output: Output,
): Promise<number> {
  try {
    const given = read(args);
    if (given.help) {
      output.print(HELP);
      return 0;
    }
    const seed = whole('--seed', given.seed, 1);
    const perExpiry = whole('--per-expiry', given['per-expiry'], 12);
    const seconds = whole('--seconds', given.seconds, 1800);
    const dataDir = given['made-up'] ? undefined : (given.data ?? process.env.EVENKEEL_DATA);
    const material =
      dataDir === undefined
        ? { rows: madeUpChain(), tape: madeUpTape(seconds, seed) }
        : await recorded(examples, dataDir);
    const [hedged, plain] = bothRuns(material, perExpiry, seed);
    output.print(given.json ? JSON.stringify({ hedged, plain }) : formatResults(hedged, plain));
    return 0;
  } catch (error) {
    output.complain(error instanceof Error ? error.message : String(error));
    return EXIT_USAGE;
  }
}
