/** `evenkeel run --workers`: many books of one stream on worker threads. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readWithSections, validateConfiguration } from '../../../config/index.js';
import { EvenkeelError } from '../../../errors.js';
import { BookPool } from '../../../pool/index.js';
import { DURABILITIES } from '../../durability.js';
import { EXIT_FAILED } from '../../exit-status.js';
import { printWarnings } from '../../warnings.js';
import { writeWhole } from '../../whole-file.js';
import { requireReadable } from '../input.js';
import { Output } from '../output.js';
import { pump, stopOnSignals } from '../pump.js';
import type { RunOptions } from '../run.js';
import { RoutedBinaryFeed, RoutedJsonFeed } from './feeds.js';
import { RoutedBooks } from './routed-books.js';
import { BinarySink, JsonSink, type Sink } from './sink.js';
import { summariseMany, summaryOfMany } from './summary.js';

const OUTPUT_WAIT_MS = 100;

/** Runs until the input ends, the reader goes away, or a signal asks to stop. */
export async function runMany(options: RunOptions): Promise<void> {
  const documents = options.config.map((file) => readWithSections(file, options.with));
  const configurations = documents.map(validateConfiguration);
  if (options.quiet !== true) {
    printWarnings(configurations.map((book, id) => ({ name: options.config[id], book })));
  }
  requireReadable(process.stdin);
  const snapshots = configurations.map((_, id) => snapshotOf(options.restore, id));
  const { workers = 1, journal: dir, durability } = options;
  const journal = dir === undefined ? undefined : { dir, policy: DURABILITIES[durability] };
  const pool = await BookPool.create({ workers, journal });
  try {
    watch(pool, options.quiet === true);
    const json = options.json === true ? new JsonSink() : undefined;
    const sink: Sink = json ?? new BinarySink();
    const books = new RoutedBooks(pool, sink);
    for (const [id, document] of documents.entries()) books.open(id, document, snapshots[id]);
    const feed = json === undefined ? new RoutedBinaryFeed(books) : new RoutedJsonFeed(books, json);
    await serve(pool, sink, feed, options);
    if (options.snapshot !== undefined)
      await writeSnapshots(options.snapshot, books, configurations.length);
    const summary = await summariseMany(pool, books, feed);
    if (options.summaryJson) process.stderr.write(`${JSON.stringify(summary)}\n`);
    else if (!options.quiet) process.stderr.write(summaryOfMany(summary));
  } finally {
    await pool.close();
  }
}

/** Feeds the input and writes the output side by side, until both are done. */
async function serve(
  pool: BookPool,
  sink: Sink,
  feed: RoutedBinaryFeed | RoutedJsonFeed,
  options: RunOptions,
): Promise<void> {
  const stop = new AbortController();
  const release = stopOnSignals(stop);
  const output = new Output(process.stdout, () => stop.abort());
  let isFed = false;
  const write = async (): Promise<void> => {
    pool.poll();
    await output.write(sink.take());
  };
  const writing = (async () => {
    try {
      while (!isFed) {
        await pool.untilOutput(OUTPUT_WAIT_MS);
        await write();
      }
    } catch (error) {
      stop.abort();
      throw error;
    }
  })();
  try {
    await pump(feed, stop.signal, !options.quiet && process.stderr.isTTY === true);
    await pool.flush();
  } finally {
    isFed = true;
    release();
    await writing;
  }
  await write();
}

/** Says on standard error what happens to workers; a book that is given up makes the run a failure. */
function watch(pool: BookPool, isQuiet: boolean): void {
  pool.on('restart', ({ worker, books, cause, downMs }) => {
    if (isQuiet) return;
    process.stderr.write(
      `evenkeel: worker ${worker} died (${cause.message}); its successor serves books ` +
        `${books.join(', ')} again after ${downMs.toFixed(0)} ms, nothing was lost\n`,
    );
  });
  pool.on('failure', ({ worker, books, cause }) => {
    process.exitCode = EXIT_FAILED;
    process.stderr.write(
      `evenkeel: WORKER: worker ${worker} gave up books ${books.join(', ')} (${cause.message})\n`,
    );
  });
}

function snapshotPath(folder: string, id: number): string {
  return join(folder, `book-${id}.snap`);
}

function snapshotOf(folder: string | undefined, id: number): Uint8Array | undefined {
  if (folder === undefined) return undefined;
  const path = snapshotPath(folder, id);
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new EvenkeelError('IO', `cannot read the snapshot ${path}`, { path }, { cause });
  }
}

async function writeSnapshots(
  folder: string,
  books: RoutedBooks,
  configured: number,
): Promise<void> {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (cause) {
    throw new EvenkeelError('IO', `cannot make the folder ${folder}`, { folder }, { cause });
  }
  for (const [id, book] of books.all) {
    // Books that the stream opened have no file that could restore them.
    if (id >= configured) continue;
    writeWhole(snapshotPath(folder, id), (await book.capture()).snapshot(), 'snapshot');
  }
}
