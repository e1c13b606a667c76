/** Replays many sessions on worker threads. */
import { runTasks, type TaskOutcome } from '../../tasks/index.js';
import { rangeOf } from '../market.js';
import type { ReplayOptions } from '../replay.js';
import type { ReplayReport } from '../report/index.js';
import type { SessionConfiguration } from '../session/index.js';

/** Options that are the same for every run. */
export type RunOptions = Pick<ReplayOptions, 'baseline' | 'from' | 'to' | 'limit'>;

/** How far all runs together are. */
export interface ReplayAllProgress {
  readonly runs: number;
  readonly events: number;
}

/** How the runs are run. */
export interface ReplayAllOptions extends RunOptions {
  /** Threads, 1 .. 256; default: available parallelism. Never more than there are runs. */
  readonly workers?: number | undefined;
  /** Ends running replays early, whose reports then cover what was done; others do not begin. */
  readonly signal?: AbortSignal | undefined;
  /** Called a few times a second. */
  readonly progress?: ((done: ReplayAllProgress) => void) | undefined;
}

/** What became of one run: its report, its error, or its turn never came. */
export type ReplayOutcome = TaskOutcome<ReplayReport>;

/** What a worker is sent. */
export interface ReplayTask {
  readonly configuration: SessionConfiguration;
  readonly options: RunOptions;
}

/**
 * Replays sessions, one per task, and answers in their order. The reports are those of `replay`,
 * whatever the number of workers; a run that fails does not keep the others from finishing.
 *
 * @throws EvenkeelError `USAGE` when the options do not suit every session
 */
export async function replayAll(
  configurations: readonly SessionConfiguration[],
  { workers, signal, progress, baseline, from, to, limit }: ReplayAllOptions = {},
): Promise<ReplayOutcome[]> {
  for (const configuration of configurations) rangeOf(configuration, { from, to });
  const options = { baseline, from, to, limit };
  const tasks = configurations.map((configuration) => ({ configuration, options }));
  return runTasks<ReplayTask, ReplayReport>('#replay/sweep/worker.js', tasks, {
    workers,
    signal,
    progress: progress && (({ tasks: runs, units: events }) => progress({ runs, events })),
  });
}
