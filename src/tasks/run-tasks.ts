/** The host's side: runs tasks on worker threads and answers in the order in which they were given. */
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { EvenkeelError } from '../errors.js';
import { TasksControl } from './control.js';
import { fromPlainError } from './error-transport.js';
import type { TaskMessage, TaskReply } from './task.js';

/** A thread costs tens of megabytes; more than this is a mistake in an argument. */
const WORKERS_MAX = 256;
const PROGRESS_INTERVAL_MS = 200;

/** How far all tasks together are. */
export interface TasksDone {
  readonly tasks: number;
  /** As the tasks count their own work. */
  readonly units: number;
}

/** How tasks are run. */
export interface TasksOptions {
  /** Threads, 1 .. 256; default: available parallelism. Never more than there are tasks. */
  readonly workers?: number | undefined;
  /** Asks running tasks to end early and begins no others. */
  readonly signal?: AbortSignal | undefined;
  /** Called a few times a second. */
  readonly progress?: ((done: TasksDone) => void) | undefined;
}

/** What became of one task. */
export type TaskOutcome<Result> =
  | { readonly status: 'done'; readonly result: Result }
  | { readonly status: 'failed'; readonly error: EvenkeelError }
  /** The call was stopped before its turn. */
  | { readonly status: 'notStarted' };

/**
 * Runs every input through a worker file, whose default export is made by `task`. The outcomes are
 * in the order of the inputs. A task that fails, or whose thread dies (code `WORKER`), is the outcome
 * of that task and of no other.
 *
 * @param worker the built worker file by an entry of `imports` in package.json, such as
 *   `#replay/sweep/worker.js`: threads run what was built, also when the host runs from sources
 * @throws EvenkeelError `USAGE` when the number of workers is out of range, `WORKER` when the worker
 *   file is not there
 */
export async function runTasks<Input, Result>(
  worker: string,
  inputs: readonly Input[],
  options: TasksOptions = {},
): Promise<TaskOutcome<Result>[]> {
  const outcomes: TaskOutcome<Result>[] = [];
  await eachTask<Input, Result>(worker, inputs, options, (index, outcome) => {
    outcomes[index] = outcome;
  });
  return outcomes;
}

/**
 * As `runTasks`, for inputs whose results together would be too large to keep, or of which one that
 * fails ends the others: each outcome is handed over as soon as it is there.
 *
 * @param settled called with the place of the input, in the order in which tasks end
 */
export async function eachTask<Input, Result>(
  worker: string,
  inputs: readonly Input[],
  options: TasksOptions,
  settled: (index: number, outcome: TaskOutcome<Result>) => void,
): Promise<void> {
  const threads = Math.min(threadsOf(options.workers), inputs.length);
  if (threads === 0) return;
  const control = new TasksControl();
  // Workers import this room as well, and do not need it.
  const { Piscina } = await import('piscina');
  const pool = new Piscina<TaskMessage<Input>, TaskReply<Result>>({
    filename: builtFile(worker),
    minThreads: threads,
    maxThreads: threads,
    recordTiming: false,
  });
  let died: unknown;
  // Only a thread without a task reports here: no new one can start, so that nothing would go on.
  pool.on('error', (error) => {
    died = error;
    void pool.destroy();
  });
  const stop = (): void => control.stop();
  options.signal?.addEventListener('abort', stop);
  if (options.signal?.aborted) stop();
  let tasks = 0;
  const tell = (): void => options.progress?.({ tasks, units: control.units });
  const timer = setInterval(tell, PROGRESS_INTERVAL_MS);
  const runOne = async (input: Input): Promise<TaskOutcome<Result>> => {
    if (control.isStopped) return { status: 'notStarted' };
    try {
      if (died !== undefined) throw died;
      return settle(await pool.run({ input, control: control.buffer }));
    } catch (cause) {
      return { status: 'failed', error: workerError(died ?? cause) };
    } finally {
      tasks += 1;
    }
  };
  // Each thread is given its next task by one of these, so that tasks begin in their order.
  const queue = inputs.entries();
  const feed = async (): Promise<void> => {
    for (const [index, input] of queue) settled(index, await runOne(input));
  };
  try {
    await Promise.all(Array.from({ length: threads }, feed));
  } finally {
    clearInterval(timer);
    tell();
    options.signal?.removeEventListener('abort', stop);
    await pool.destroy();
  }
}

function threadsOf(workers: number = availableParallelism()): number {
  if (Number.isInteger(workers) && workers >= 1 && workers <= WORKERS_MAX) return workers;
  throw new EvenkeelError('USAGE', `workers is ${workers}; allowed: a whole number 1 .. 256`, {
    workers,
    most: WORKERS_MAX,
  });
}

function builtFile(worker: string): string {
  try {
    return createRequire(import.meta.url).resolve(worker);
  } catch (cause) {
    throw new EvenkeelError(
      'WORKER',
      `${worker} is not built; run "npm run build"`,
      { worker },
      { cause },
    );
  }
}

function settle<Result>(reply: TaskReply<Result>): TaskOutcome<Result> {
  if (reply.status !== 'failed') return reply;
  return { status: 'failed', error: fromPlainError(reply.error) };
}

function workerError(cause: unknown): EvenkeelError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new EvenkeelError('WORKER', `the worker thread failed: ${reason}`, {}, { cause });
}
