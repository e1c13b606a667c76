#!/usr/bin/env node
/** `npm run bench`: the inline engine, sweeps and replay on this machine, beside baselines. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import {
  type BenchResult,
  DEFAULT_SETTINGS,
  renderText,
  resultDocument,
  runBench,
  runInProcess,
} from '../src/bench/index.js';
import { projectCases } from './cases/index.js';

const HELP = `Usage: npm run bench -- [options]

  --quick        a tenth of the time, small sweeps: for a look, not for quoting
  --json FILE    also write the result as JSON; - for standard output only
  --help         this text

The pool, open loops, comparisons: evenkeel bench --help`;

const EFFORTS = {
  full: {
    settings: { ...DEFAULT_SETTINGS, rounds: 4 },
    sizes: {
      sweeps: [1000, 100_000, 1_000_000],
      wholeBooks: [1000, 10_000],
      optionChains: [1000, 100_000],
      journal: { frames: 1_000_000, instruments: [1000, 100_000] },
      replayEvents: 4_000_000,
    },
  },
  quick: {
    settings: { ...DEFAULT_SETTINGS, secondsPerCase: 0.2, rounds: 1 },
    sizes: {
      sweeps: [1000],
      wholeBooks: [1000],
      optionChains: [1000],
      journal: { frames: 100_000, instruments: [1000] },
      replayEvents: 100_000,
    },
  },
};

/** Arguments, or null after help or a complaint was printed. */
function readArguments(): { quick: boolean; json: string | undefined } | null {
  try {
    const { values } = parseArgs({
      options: { quick: { type: 'boolean' }, json: { type: 'string' }, help: { type: 'boolean' } },
    });
    if (!values.help) return { quick: values.quick ?? false, json: values.json };
    console.log(HELP);
  } catch (cause) {
    console.error(`${cause instanceof Error ? cause.message : cause}\n\n${HELP}`);
    process.exitCode = 2;
  }
  return null;
}

function progress(done: number, total: number, caseName: string): void {
  process.stderr.write(`${done + 1}/${total} ${caseName}\n`);
}

/** Cases that ship in processes of their own, the project's in this one: they are costly to set up. */
async function measure(quick: boolean): Promise<BenchResult> {
  const { settings, sizes } = EFFORTS[quick ? 'quick' : 'full'];
  const cases = ['inline/tick*', 'inline/frame*', 'inline/fill*'];
  const shipped = await runBench(settings, { cases, withBaselines: true, progress });
  const own = await runInProcess(projectCases(sizes), settings, { progress });
  return {
    ...shipped,
    cases: [...shipped.cases, ...own.cases],
    failures: [...shipped.failures, ...own.failures],
  };
}

async function main(): Promise<void> {
  const wanted = readArguments();
  if (wanted === null) return;
  const result = await measure(wanted.quick);
  const json = JSON.stringify(result, null, 2);
  if (wanted.json === '-') console.log(json);
  else process.stdout.write(renderText(resultDocument(result)));
  if (wanted.json !== undefined && wanted.json !== '-') writeFileSync(wanted.json, `${json}\n`);
  if (result.failures.length > 0) process.exitCode = 1;
}

await main();
