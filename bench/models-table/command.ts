/** What `npm run models-table` does with its arguments. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startProgress } from '../../src/cli/progress.js';
import { writeWhole } from '../../src/cli/whole-file.js';
import { EvenkeelError } from '../../src/errors.js';
import { replayAll } from '../../src/replay/index.js';
import { type ModelRun, modelRuns } from './runs.js';
import { formatModels, type ModelReport } from './table.js';

const HELP = `Usage: npm run models-table -- --data DIR [options]

Replays the Binance and Hyperliquid sessions of examples/ with every live model, under one rule for
their parameters, and prints the tables of docs/models.md.

  --data DIR     folder of the recordings; default: the environment variable EVENKEEL_DATA
  --workers N    threads, 1 to 256; default one per processor
  --json         every report in full instead of tables
  --sessions DIR write the session files that are compared, for evenkeel replay, and replay nothing
  --help         this text

Exit status: 0 done, 1 a replay failed, 2 wrong usage.`;

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;

/** Where lines go: standard output and standard error. */
export interface Output {
  readonly print: (line: string) => void;
  readonly complain: (line: string) => void;
}

interface Arguments {
  readonly dataDir: string | undefined;
  readonly sessionsDir: string | undefined;
  readonly workers: number | undefined;
  readonly json: boolean;
}

/** Null when help is wanted. */
function readArguments(args: readonly string[]): Arguments | null {
  const options = {
    data: { type: 'string' },
    workers: { type: 'string' },
    json: { type: 'boolean' },
    sessions: { type: 'string' },
    help: { type: 'boolean' },
  } as const;
  try {
    const { values } = parseArgs({ args: [...args], options });
    if (values.help) return null;
    const dataDir = values.data ?? process.env.EVENKEEL_DATA;
    const sessionsDir = values.sessions;
    if (sessionsDir === undefined && dataDir === undefined) {
      throw new TypeError('--data DIR is missing');
    }
    const workers = values.workers === undefined ? undefined : Number(values.workers);
    return { dataDir, sessionsDir, workers, json: values.json ?? false };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new EvenkeelError('USAGE', reason, {}, { cause });
  }
}

function writeSessions(runs: readonly ModelRun[], sessionsDir: string, output: Output): void {
  for (const { session, model, document } of runs) {
    const path = join(sessionsDir, `${session}-${model}.json`);
    writeWhole(path, `${JSON.stringify(document, null, 2)}\n`, 'session');
    output.print(path);
  }
}

async function replayModels(
  runs: readonly ModelRun[],
  workers: number | undefined,
): Promise<ModelReport[]> {
  const bar = startProgress('{bar} {value} of {total} replays', runs.length);
  const outcomes = await replayAll(
    runs.map(({ configuration }) => configuration),
    { workers, progress: (done) => bar?.update(done.runs) },
  ).finally(() => bar?.stop());
  return runs.map((run, index) => {
    const outcome = outcomes[index];
    if (outcome?.status === 'failed') throw outcome.error;
    if (outcome?.status !== 'done') throw new EvenkeelError('INVARIANT', 'a replay did not begin');
    return { run, report: outcome.result };
  });
}

async function runCommand(wanted: Arguments, examples: string, output: Output): Promise<void> {
  const runs = modelRuns(examples, wanted.dataDir);
  if (wanted.sessionsDir !== undefined) {
    writeSessions(runs, wanted.sessionsDir, output);
    return;
  }
  const reports = await replayModels(runs, wanted.workers);
  if (!wanted.json) output.print(formatModels(reports).trimEnd());
  else {
    const plain = reports.map(({ run, report }) => {
      return { session: run.session, model: run.model, report };
    });
    output.print(JSON.stringify({ runs: plain }, null, 2));
  }
}

/**
 * Runs the command and returns its exit status.
 *
 * @param args arguments as the user wrote them
 * @param examples folder of the session files
 */
export async function run(
  args: readonly string[],
  examples: string,
  output: Output,
): Promise<number> {
  try {
    const wanted = readArguments(args);
    if (wanted === null) output.print(HELP);
    else await runCommand(wanted, examples, output);
    return 0;
  } catch (error) {
    if (!(error instanceof EvenkeelError)) throw error;
    output.complain(`models-table: ${error.code}: ${error.message}`);
    return error.code === 'USAGE' ? EXIT_USAGE : EXIT_FAILED;
  }
}
