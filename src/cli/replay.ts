/** `evenkeel replay`: a recorded or generated market through a book. */
import { SingleBar } from 'cli-progress';
import { Command, InvalidArgumentError } from 'commander';
import { EvenkeelError } from '../errors.js';
import {
  builtInSession,
  formatReport,
  loadSession,
  type ReplayReport,
  regenerated,
  replay,
  type SessionConfiguration,
} from '../replay/index.js';
import { EXIT_INTERRUPTED } from './exit-status.js';

interface Flags {
  readonly config?: string;
  readonly data?: string;
  readonly from?: string;
  readonly to?: string;
  readonly limit?: number;
  readonly seed?: number;
  readonly duration?: number;
  readonly events?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly baseline: boolean;
}

/** The command, to be added to the program. */
export function replayCommand(): Command {
  return new Command('replay')
    .description(
      'replay a recorded market through a book with simulated fills, beside the same session ' +
        'without inventory control; without -c a generated market',
    )
    .option('-c, --config <file>', 'session file (YAML or JSON): book configuration and session')
    .option('--data <dir>', 'where relative paths of the session start')
    .option('--from <time>', 'first time, ISO 8601 (UTC when it names no zone)')
    .option('--to <time>', 'time to stop before, ISO 8601')
    .option('--limit <events>', 'stop after so many events', wholeNumber(1))
    .option('--seed <n>', 'seed of the generated market', wholeNumber(0))
    .option('--duration <seconds>', 'length of the generated market', wholeNumber(1))
    .option('--events <file>', 'write every event to a .parquet or .csv file')
    .option('--no-baseline', 'leave out the pass without inventory control')
    .option('--json', 'print the report as one JSON document')
    .option('--quiet', 'no progress and no timing on stderr')
    .action(async (flags: Flags) => {
      process.exitCode = await run(flags);
    });
}

/** Runs and prints; returns the exit code. */
async function run(flags: Flags): Promise<number> {
  const session = sessionOf(flags);
  const began = performance.now();
  const report = await replayWithProgress(session, flags);
  const seconds = (performance.now() - began) / 1000;
  process.stdout.write(flags.json ? `${JSON.stringify(report)}\n` : formatReport(report));
  if (!flags.quiet) {
    const rate = Math.round(report.events / seconds).toLocaleString('en-US');
    process.stderr.write(`${seconds.toFixed(1)} s, ${rate} events/s\n`);
  }
  return report.end === 'interrupted' ? EXIT_INTERRUPTED : 0;
}

function sessionOf(flags: Flags): SessionConfiguration {
  if (flags.config === undefined) {
    refuseRecordedFlags(flags);
    return builtInSession({ seed: flags.seed, durationSeconds: flags.duration });
  }
  const loaded = loadSession(flags.config, flags.data);
  if (loaded.session.generated !== undefined) refuseRecordedFlags(flags);
  return regenerated(loaded, { seed: flags.seed, durationSeconds: flags.duration });
}

/** What would have no effect on a generated market is not what was meant. */
function refuseRecordedFlags(flags: Flags): void {
  for (const flag of ['data', 'from', 'to'] as const) {
    if (flags[flag] === undefined) continue;
    throw new EvenkeelError(
      'USAGE',
      `--${flag} belongs to recorded markets; this one is generated`,
    );
  }
}

async function replayWithProgress(
  session: SessionConfiguration,
  flags: Flags,
): Promise<ReplayReport> {
  const stop = new AbortController();
  const onSignal = (): void => {
    if (stop.signal.aborted) process.exit(EXIT_INTERRUPTED);
    stop.abort();
  };
  process.on('SIGINT', onSignal);
  const progress = process.stderr.isTTY && !flags.quiet ? progressBar(flags.limit) : null;
  try {
    return await replay(session, {
      baseline: flags.baseline,
      from: flags.from,
      to: flags.to,
      limit: flags.limit,
      eventsPath: flags.events,
      signal: stop.signal,
      progress: progress?.update,
    });
  } finally {
    progress?.stop();
    process.off('SIGINT', onSignal);
  }
}

/** Events done and their rate. How many there will be is known only when `limit` says so. */
function progressBar(limit: number | undefined): {
  update: (events: number) => void;
  stop: () => void;
} {
  const began = performance.now();
  const bar = new SingleBar({
    format: limit ? '{bar} {value}/{total} events, {rate}/s' : '{value} events, {rate}/s',
    stream: process.stderr,
    clearOnComplete: true,
    hideCursor: true,
    fps: 5,
  });
  bar.start(limit ?? 0, 0, { rate: '-' });
  return {
    update(events) {
      const rate = Math.round((1000 * events) / (performance.now() - began));
      bar.update(events, { rate: rate.toLocaleString('en-US') });
    },
    stop: () => bar.stop(),
  };
}

function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (Number.isSafeInteger(value) && value >= least) return value;
    throw new InvalidArgumentError(`must be a whole number of ${least} or more.`);
  };
}
