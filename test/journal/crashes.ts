/** Kills processes that write a journal, and compares what comes back with what they had acknowledged. */
import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { EvenkeelError } from '../../src/errors.js';
import { Book } from '../../src/index.js';
import { readLmdb } from '../../src/journal/lmdb-store.js';
import { openJournaled } from '../../src/journal/open.js';
import type { JournalPolicy } from '../../src/journal/policy.js';
import { SAMPLE } from '../book/sample.js';
import { frames } from '../pool/market.js';
import { live } from './session.js';

// Compiled, also when this file is not.
const IS_COMPILED = import.meta.filename.endsWith('.js');
const BUILT = resolve(import.meta.dirname, IS_COMPILED ? '.' : '../../dist/test/journal');

/** A process that writes a journal. */
export interface Writer {
  readonly child: string;
  /** What it sends in a step. */
  readonly send: (book: Book, step: number) => void;
  /** Its journal below the folder that it is given. */
  readonly journal: string;
}

export const WRITERS: Readonly<Record<'book' | 'pool', Writer>> = {
  book: {
    child: 'crash-child.js',
    send: (book, step) => live(book, step, 1, step),
    journal: '.',
  },
  pool: {
    child: 'crash-pool-child.js',
    send: (book, step) => {
      for (const frame of frames(1, step, step)) book.apply(frame);
    },
    journal: 'book-0',
  },
};

/**
 * When a process is killed: at any time once it has told of something, while it opens (the first time: while it
 * begins a journal), or while it does little else than to write snapshots.
 */
export type Moment = 'living' | 'opening' | 'snapshot';

/** Longest time after which one is killed, microseconds: what it is busy with on a disk of 20 ms a flush. */
const MOST_MICROSECONDS: Readonly<Record<Moment, number>> = {
  ...{ living: 20_000, opening: 200_000, snapshot: 300_000 },
};

/** What a cycle of kill and recovery showed. */
export interface CrashOutcome {
  readonly moment: Moment;
  /** Whether a journal was there when the process was gone. */
  readonly wasBegun: boolean;
  /** Ordinal that the process had last told of. */
  readonly told: number;
  /** Ordinal that came back. */
  readonly found: number;
  readonly stateHash: bigint;
  /** Of a book without a journal that took the same input, up to the same ordinal. */
  readonly expectedHash: bigint;
}

/** Runs the child until it is dead. @returns the ordinal that it had last told of, 0 without */
function untilKilled(
  file: string,
  args: readonly string[],
  moment: Moment,
  draw: () => number,
): Promise<number> {
  // The shorter, the more often.
  const microseconds = Math.ceil(MOST_MICROSECONDS[moment] * draw() ** 2);
  const tellings = Math.floor(draw() * 40);
  const kill = [moment, String(microseconds)];
  const child = spawn(process.execPath, [join(BUILT, file), ...args, ...kill]);
  let text = '';
  let errors = '';
  let isDoomed = moment !== 'living';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    if (isDoomed || text.split('\n').length <= tellings) return;
    isDoomed = true;
    setTimeout(() => child.kill('SIGKILL'), microseconds / 1000);
  });
  return new Promise((done, failed) => {
    child.on('close', (_, signal) => {
      // What lies behind the last newline was cut.
      const told = text.split('\n').slice(0, -1).map(Number);
      if (errors === '' && signal === 'SIGKILL') done(told.at(-1) ?? 0);
      else failed(new Error(`${moment}, ${microseconds} us: ended by ${signal}: ${errors}`));
    });
  });
}

async function isBegun(dir: string): Promise<boolean> {
  try {
    await readLmdb(dir).close();
    return true;
  } catch (cause) {
    if (cause instanceof EvenkeelError && cause.code === 'IO') return false;
    throw cause;
  }
}

/** Kill and recovery, again and again on one journal. `draw` gives numbers from 0 to 1. */
export async function* crashes(
  { child, send, journal }: Writer,
  dir: string,
  policy: JournalPolicy,
  moments: readonly Moment[],
  draw: () => number,
): AsyncGenerator<CrashOutcome> {
  const twin = Book.create(SAMPLE, { output: 'discard' });
  const folder = join(dir, journal);
  let step = 0;
  for (const moment of moments) {
    const told = await untilKilled(child, [dir, policy, String(step)], moment, draw);
    const wasBegun = await isBegun(folder);
    // One that was not begun can be, also by who wants a new one.
    const options = { dir: folder, policy, isNew: !wasBegun };
    const book = await openJournaled({
      configuration: SAMPLE,
      output: 'discard',
      journal: options,
    });
    const found = book.framesAccepted;
    for (; twin.framesAccepted < found; step++) send(twin, step);
    const hashes = { stateHash: book.stateHash(), expectedHash: twin.stateHash() };
    yield { moment, wasBegun, told, found, ...hashes };
    await book.close();
  }
}
