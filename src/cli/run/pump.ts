/** Standard input into a feed, until it ends or a signal asks to stop. */
import { addAbortSignal } from 'node:stream';
import { EXIT_INTERRUPTED } from '../exit-status.js';
import type { Feed } from './feed.js';
import { inputError } from './input.js';

/** Status line on a terminal, at most this often. */
const STATUS_EVERY_MS = 1000;

/** Feeds until the input ends; what is left is then judged as final. An abort ends it in order. */
export async function pump(feed: Feed, signal: AbortSignal, showStatus: boolean): Promise<void> {
  const input = addAbortSignal(signal, process.stdin);
  let shownAt = Date.now();
  try {
    for await (const chunk of input) {
      await feed.push(chunk as Buffer);
      if (signal.aborted) return;
      if (showStatus && Date.now() - shownAt >= STATUS_EVERY_MS) {
        shownAt = Date.now();
        process.stderr.write(`\r${statusLine(feed)}`);
      }
    }
  } catch (error) {
    // The abort ends the iteration with an error of its own.
    if (!signal.aborted || (error as Error).name !== 'AbortError') throw inputError(error);
    return;
  } finally {
    if (showStatus) process.stderr.write('\r\u001b[K');
  }
  await feed.end();
}

function statusLine(feed: Feed): string {
  const rejected = feed.framesRejected + feed.linesRejected;
  return `frames applied ${feed.framesApplied}, rejected ${rejected}`;
}

/** The first signal ends the run in order, the second at once. */
export function stopOnSignals(stop: AbortController): () => void {
  const onSignal = (): void => {
    if (stop.signal.aborted) process.exit(EXIT_INTERRUPTED);
    stop.abort();
  };
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.on(signal, onSignal);
  return () => {
    for (const signal of signals) process.off(signal, onSignal);
  };
}
