/** `evenkeel run`: frames on standard input, frames on standard output, until the input ends. */

import type { Book } from '../../book/index.js';
import type { BookConfiguration } from '../../config/index.js';
import { EvenkeelError } from '../../errors.js';
import { JournaledBook } from '../../journal/index.js';
import type { Durability } from '../durability.js';
import { printWarnings } from '../warnings.js';
import { writeWhole } from '../whole-file.js';
import { BinaryFeed, type Feed } from './feed.js';
import { openBook, openWithJournal, readConfiguration } from './files.js';
import { requireReadable } from './input.js';
import { JsonFeed } from './json-feed.js';
import { runMany } from './many/index.js';
import { Output } from './output.js';
import { pump, stopOnSignals } from './pump.js';
import { summarise, summaryText } from './summary.js';

/** Options of `run` as the command line gives them. */
export interface RunOptions {
  /** One file for a book in this thread; several, or `workers`, for many books on worker threads. */
  readonly config: readonly string[];
  readonly workers?: number;
  readonly with?: readonly string[];
  readonly json?: true;
  readonly quiet?: true;
  readonly summaryJson?: true;
  readonly snapshot?: string;
  readonly restore?: string;
  /** Folder of the journal that the input goes to. */
  readonly journal?: string;
  readonly durability: Durability;
}

/** Runs until the input ends, the reader goes away, or a signal asks to stop. */
export async function run(options: RunOptions): Promise<void> {
  const [config, ...others] = options.config;
  if (options.journal !== undefined && options.restore !== undefined) {
    throw new EvenkeelError('USAGE', '--journal is instead of --restore, not beside it');
  }
  if (options.workers !== undefined || others.length > 0 || config === undefined) {
    return runMany(options);
  }
  const configuration = readConfiguration(config, options.with);
  if (!options.quiet) printWarnings([{ book: configuration }]);
  const book = await open(config, configuration, options);
  const feed = await feedUntilEnd(book, options);
  if (options.snapshot !== undefined) {
    writeWhole(options.snapshot, book.snapshot(), 'snapshot');
  }
  const summary = summarise(book, feed);
  if (options.summaryJson) process.stderr.write(`${JSON.stringify(summary)}\n`);
  else if (!options.quiet) process.stderr.write(summaryText(summary));
}

function open(
  path: string,
  configuration: BookConfiguration,
  options: RunOptions,
): Book | Promise<Book> {
  const { restore, journal, durability } = options;
  if (journal === undefined) return openBook(configuration, restore);
  return openWithJournal(path, options.with, journal, durability);
}

/** Feeds the book, and closes its journal whatever happens. */
async function feedUntilEnd(book: Book, options: RunOptions): Promise<Feed> {
  requireReadable(process.stdin);
  const stop = new AbortController();
  const release = stopOnSignals(stop);
  const output = new Output(process.stdout, () => stop.abort());
  const feed = options.json ? new JsonFeed(book, output) : new BinaryFeed(book, output);
  const showStatus = !options.quiet && process.stderr.isTTY === true;
  try {
    await pump(feed, stop.signal, showStatus);
    if (book instanceof JournaledBook) await book.checkpoint();
  } finally {
    release();
    if (book instanceof JournaledBook) await book.close();
  }
  return feed;
}
