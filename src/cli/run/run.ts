/** `evenkeel run`: frames on standard input, frames on standard output, until the input ends. */
import { addAbortSignal } from 'node:stream';
import { EXIT_INTERRUPTED } from '../exit-status.js';
import { writeWhole } from '../whole-file.js';
import { BinaryFeed, type Feed } from './feed.js';
import { openBook } from './files.js';
import { inputError, requireReadable } from './input.js';
import { JsonFeed } from './json-feed.js';
import { Output } from './output.js';
import { summarise, summaryText } from './summary.js';

/** Options of `run` as the command line gives them. */
export interface RunOptions {
  readonly config: string;
  readonly with?: readonly string[];
  readonly json?: true;
  readonly quiet?: true;
  readonly summaryJson?: true;
  readonly snapshot?: string;
  readonly restore?: string;
}

/** Status line on a terminal, at most this often. */
const STATUS_EVERY_MS = 1000;

/** Runs until the input ends, the reader goes away, or a signal asks to stop. */
export async function run(options: RunOptions): Promise<void> {
  const book = openBook(options.config, options.with, options.restore);
  requireReadable(process.stdin);
  const stop = new AbortController();
  const release = stopOnSignals(stop);
  const output = new Output(process.stdout, () => stop.abort());
  const feed = options.json ? new JsonFeed(book, output) : new BinaryFeed(book, output);
  const showStatus = !options.quiet && process.stderr.isTTY === true;
  try {
    await pump(feed, stop.signal, showStatus);
  } finally {
    release();
  }
  if (options.snapshot !== undefined) {
    writeWhole(options.snapshot, book.snapshot(), 'snapshot');
  }
  const summary = summarise(book, feed);
  if (options.summaryJson) process.stderr.write(`${JSON.stringify(summary)}\n`);
  else if (!options.quiet) process.stderr.write(summaryText(summary));
}

async function pump(feed: Feed, signal: AbortSignal, showStatus: boolean): Promise<void> {
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
function stopOnSignals(stop: AbortController): () => void {
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
