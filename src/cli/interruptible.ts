/** Ctrl-C: the first asks to end in order, the second ends at once. */
import { EXIT_INTERRUPTED } from './exit-status.js';

/** Runs work whose signal the first SIGINT aborts. */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const onSignal = (): void => {
    if (stop.signal.aborted) endAtOnce();
    stop.abort();
  };
  process.on('SIGINT', onSignal);
  try {
    return await work(stop.signal);
  } finally {
    process.off('SIGINT', onSignal);
  }
}

/**
 * Ends as a process does that listens for no signal. `process.exit` would tear worker threads down,
 * and one in which the database is still reading aborts the process.
 */
function endAtOnce(): void {
  process.emit('exit', EXIT_INTERRUPTED);
  process.removeAllListeners('SIGINT');
  process.kill(process.pid, 'SIGINT');
}
