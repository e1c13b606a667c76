#!/usr/bin/env node
/** `npm run models-table`: every live model on recorded sessions, as the tables of docs/models.md. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { startProgress } from '../../src/cli/progress.js';
import { EvenkeelError } from '../../src/errors.js';
import { replayAll } from '../../src/replay/index.js';
import { modelRuns } from './runs.js';
import { formatModels, type ModelReport } from './table.js';

const HELP = `Usage: npm run models-table -- --data DIR [options]

Replays the Binance and Hyperliquid sessions of examples/ with every live model, under one rule for
their parameters, and prints the tables of docs/models.md.

  --data DIR     folder of the recordings; default: the environment variable EVENKEEL_DATA
  --workers N    threads, 1 to 256; default one per processor
  --json         every report in full instead of tables
  --help         this text

Exit status: 0 done, 1 a replay failed, 2 wrong usage.`;

interface Arguments {
  readonly dataDir: string;
  readonly workers: number | undefined;
  readonly json: boolean;
}

/** Null when help is wanted. */
function readArguments(): Arguments | null {
  const options = {
    data: { type: 'string' },
    workers: { type: 'string' },
    json: { type: 'boolean' },
    help: { type: 'boolean' },
  } as const;
  try {
    const { values } = parseArgs({ options });
    if (values.help) return null;
    const dataDir = values.data ?? process.env.EVENKEEL_DATA;
    if (dataDir === undefined) throw new TypeError('--data DIR is missing');
    const workers = values.workers === undefined ? undefined : Number(values.workers);
    return { dataDir, workers, json: values.json ?? false };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new EvenkeelError('USAGE', reason, {}, { cause });
  }
}

async function replayModels({ dataDir, workers }: Arguments): Promise<ModelReport[]> {
  // The same folder whether this file runs built or as source.
  const root = dirname(createRequire(import.meta.url).resolve('evenkeel/package.json'));
  const runs = modelRuns(join(root, 'examples'), dataDir);
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

async function main(): Promise<void> {
  const wanted = readArguments();
  if (wanted === null) {
    console.log(HELP);
    return;
  }
  const reports = await replayModels(wanted);
  if (!wanted.json) process.stdout.write(formatModels(reports));
  else {
    const runs = reports.map(({ run: { session, model }, report }) => ({ session, model, report }));
    console.log(JSON.stringify({ runs }, null, 2));
  }
}

try {
  await main();
} catch (error) {
  if (!(error instanceof EvenkeelError)) throw error;
  console.error(`models-table: ${error.code}: ${error.message}`);
  process.exitCode = error.code === 'USAGE' ? 2 : 1;
}
