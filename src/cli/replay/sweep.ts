/** Several runs: a table that compares them, or all reports in one document. */
import { EvenkeelError } from '../../errors.js';
import {
  formatRuns,
  type ReplayOutcome,
  type ReplayRun,
  replayAll,
  runTitle,
} from '../../replay/index.js';
import { EXIT_FAILED, EXIT_INTERRUPTED } from '../exit-status.js';
import { describeError } from '../failure.js';
import { interruptible } from '../interruptible.js';
import { printTiming, startProgress } from '../progress.js';
import type { Flags } from './flags.js';

/** Replays and prints; returns the exit status. */
export async function replaySeveral(runs: readonly ReplayRun[], flags: Flags): Promise<number> {
  for (const flag of ['events', 'journal'] as const) {
    if (flags[flag] === undefined) continue;
    throw new EvenkeelError('USAGE', `--${flag} belongs to a single run; these are ${runs.length}`);
  }
  const began = performance.now();
  const outcomes = await replayWithProgress(runs, flags);
  process.stdout.write(
    flags.json ? `${JSON.stringify(documentOf(runs, outcomes))}\n` : formatRuns(runs, outcomes),
  );
  printFailures(runs, outcomes);
  const reports = outcomes.flatMap((outcome) => (outcome.status === 'done' ? outcome.result : []));
  const events = reports.reduce((sum, report) => sum + report.events, 0);
  if (!flags.quiet) printTiming((performance.now() - began) / 1000, events, 'events');
  const isInterrupted =
    outcomes.some(({ status }) => status === 'notStarted') ||
    reports.some(({ end }) => end === 'interrupted');
  if (isInterrupted) return EXIT_INTERRUPTED;
  return outcomes.some(({ status }) => status === 'failed') ? EXIT_FAILED : 0;
}

async function replayWithProgress(
  runs: readonly ReplayRun[],
  { workers, baseline, from, to, limit, quiet }: Flags,
): Promise<ReplayOutcome[]> {
  const format = '{bar} {value}/{total} runs, {units} events, {rate}/s';
  const bar = startProgress(format, runs.length, quiet);
  const configurations = runs.map(({ configuration }) => configuration);
  return interruptible((signal) =>
    replayAll(configurations, {
      ...{ workers, baseline, from, to, limit, signal },
      progress: bar ? (done) => bar.update(done.runs, done.events) : undefined,
    }),
  ).finally(() => bar?.stop());
}

function documentOf(runs: readonly ReplayRun[], outcomes: readonly ReplayOutcome[]): unknown {
  return {
    runs: outcomes.map((outcome, index) => {
      const { name, parameters } = runs[index] as ReplayRun;
      const run = { session: name, parameters, status: outcome.status };
      if (outcome.status === 'done') return { ...run, report: outcome.result };
      if (outcome.status === 'notStarted') return run;
      const { code, message, details } = outcome.error;
      return { ...run, error: { code, message, details } };
    }),
  };
}

function printFailures(runs: readonly ReplayRun[], outcomes: readonly ReplayOutcome[]): void {
  for (const [index, outcome] of outcomes.entries()) {
    if (outcome.status !== 'failed') continue;
    const title = runTitle(runs[index] as ReplayRun);
    process.stderr.write(`evenkeel: run ${index + 1}, ${title}: ${describeError(outcome.error)}\n`);
  }
}
