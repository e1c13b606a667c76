/** `evenkeel bench`: measures, prints, writes, compares. */
import { accessSync, constants, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { SingleBar } from 'cli-progress';
import {
  type BenchResult,
  compareResults,
  comparisonDocument,
  DEFAULT_SETTINGS,
  labCases,
  type RunOptions,
  type RunSettings,
  readResult,
  resultDocument,
  runBench,
  selectCases,
} from '../../bench/index.js';
import { EvenkeelError } from '../../errors.js';
import { EXIT_FAILED, EXIT_INTERRUPTED } from '../exit-status.js';
import { writeWhole } from '../whole-file.js';
import { type Format, hasSlower, printDocuments } from './print.js';

/** Options of `bench` as the command line gives them. */
export interface BenchFlags extends Format {
  readonly list?: true;
  readonly case?: readonly string[];
  readonly compare?: true;
  readonly duration: number;
  readonly rounds: number;
  readonly rate: number;
  readonly workers: number;
  readonly against?: string;
  readonly failOnSlower?: true;
  readonly output?: string;
  readonly quiet?: true;
}

/** Runs and prints; returns the exit status. */
export async function bench(flags: BenchFlags): Promise<number> {
  const settings: RunSettings = {
    ...DEFAULT_SETTINGS,
    secondsPerCase: flags.duration,
    rounds: flags.rounds,
    ratePerSecond: flags.rate,
    workers: flags.workers,
  };
  if (flags.list) return list(flags, settings);
  // What cannot work is told before the machine is busy for minutes.
  const before = readBefore(flags);
  if (flags.output !== undefined) requireWritable(flags.output);
  const result = await measure(flags, settings);
  if (flags.output !== undefined) {
    writeWhole(flags.output, `${JSON.stringify(result, null, 2)}\n`, 'result');
  }
  return print(flags, result, before);
}

function readBefore({ against, failOnSlower }: BenchFlags): BenchResult | undefined {
  if (against !== undefined) return readResult(against);
  if (failOnSlower) throw new EvenkeelError('USAGE', '--fail-on-slower needs --against');
  return undefined;
}

function print(flags: BenchFlags, result: BenchResult, before: BenchResult | undefined): number {
  const comparison = before === undefined ? undefined : compareResults(before, result);
  const documents = [resultDocument(result)];
  if (comparison !== undefined) documents.push(comparisonDocument(comparison));
  printDocuments(flags, { ...result, comparison }, documents);
  if (result.isInterrupted) return EXIT_INTERRUPTED;
  if (result.failures.length > 0) return EXIT_FAILED;
  const isSlower = comparison !== undefined && hasSlower(comparison);
  return flags.failOnSlower && isSlower ? EXIT_FAILED : 0;
}

function list({ json, case: patterns = [] }: BenchFlags, settings: RunSettings): number {
  const cases = selectCases(labCases(settings), patterns, true);
  const width = Math.max(...cases.map(({ name }) => name.length));
  const entries = cases.map(({ name, title, loop, unit }) => ({ name, title, loop, unit }));
  const lines = entries.map(
    ({ name, title, loop }) => `${name.padEnd(width)}  ${loop.padEnd(6)}  ${title}\n`,
  );
  process.stdout.write(json ? `${JSON.stringify(entries)}\n` : lines.join(''));
  return 0;
}

function requireWritable(path: string): void {
  try {
    accessSync(dirname(path), constants.W_OK);
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw new Error('a directory');
  } catch (cause) {
    throw new EvenkeelError('IO', `cannot write the result ${path}`, { path }, { cause });
  }
}

async function measure(flags: BenchFlags, settings: RunSettings): Promise<BenchResult> {
  const stop = new AbortController();
  const onSignal = (): void => {
    if (stop.signal.aborted) process.exit(EXIT_INTERRUPTED);
    stop.abort();
  };
  process.on('SIGINT', onSignal);
  const bar = process.stderr.isTTY && !flags.quiet ? progressBar() : null;
  try {
    return await runBench(settings, {
      cases: flags.case ?? [],
      withBaselines: flags.compare ?? false,
      signal: stop.signal,
      progress: bar?.update,
    });
  } finally {
    bar?.stop();
    process.off('SIGINT', onSignal);
  }
}

function progressBar(): { update: NonNullable<RunOptions['progress']>; stop: () => void } {
  const bar = new SingleBar({
    format: '{bar} {value}/{total} {caseName}, {eta_formatted} left',
    stream: process.stderr,
    clearOnComplete: true,
    hideCursor: true,
  });
  return {
    update(done, total, caseName) {
      if (done === 0) bar.start(total, 0, { caseName });
      else bar.update(done, { caseName });
    },
    stop: () => bar.stop(),
  };
}
