/** The worker's side: wraps a function so that `runTasks` can run it on a thread. */
import { EvenkeelError } from '../errors.js';
import { TasksControl } from './control.js';
import { type PlainError, toPlainError } from './error-transport.js';

/** What a task is given beside its input. */
export interface TaskContext {
  /** Aborted, in a call of `progress`, when the task should end early with what it has. */
  readonly signal: AbortSignal;
  /** To be called now and then with the work done by this task so far, in whole units. */
  readonly progress: (units: number) => void;
}

/** What the host sends. */
export interface TaskMessage<Input> {
  readonly input: Input;
  readonly control: SharedArrayBuffer;
}

/** What it gets back, unless the thread dies or throws what is no EvenkeelError. */
export type TaskReply<Result> =
  | { readonly status: 'done'; readonly result: Result }
  | { readonly status: 'failed'; readonly error: PlainError }
  | { readonly status: 'notStarted' };

/** Makes `run` the handler of a worker file, which exports it as default. */
export function task<Input, Result>(
  run: (input: Input, context: TaskContext) => Result | Promise<Result>,
): (message: TaskMessage<Input>) => Promise<TaskReply<Result>> {
  return async ({ input, control: buffer }) => {
    const control = new TasksControl(buffer);
    if (control.isStopped) return { status: 'notStarted' };
    const stop = new AbortController();
    let counted = 0;
    const progress = (units: number): void => {
      control.add(units - counted);
      counted = units;
      if (control.isStopped) stop.abort();
    };
    try {
      return { status: 'done', result: await run(input, { signal: stop.signal, progress }) };
    } catch (error) {
      if (!(error instanceof EvenkeelError)) throw error;
      return { status: 'failed', error: toPlainError(error) };
    }
  };
}
