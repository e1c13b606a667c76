/** Kills processes that write a journal, and compares what comes back with what they had acknowledged. */
import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { Book } from '../../src/index.js';
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

/** What a cycle of kill and recovery showed. */
export interface CrashOutcome {
  /** Ordinal that the process had last told of. */
  readonly told: number;
  /** Ordinal that came back. */
  readonly found: number;
  readonly stateHash: bigint;
  /** Of a book without a journal that took the same input, up to the same ordinal. */
  readonly expectedHash: bigint;
}

/** Runs the child until it has told of so many ordinals and some milliseconds more, then kills it. */
function untilKilled(
  file: string,
  args: readonly string[],
  tellings: number,
  waitMs: number,
): Promise<number> {
  const child = spawn(process.execPath, [join(BUILT, file), ...args]);
  let text = '';
  let errors = '';
  let isDoomed = false;
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    if (isDoomed || text.split('\n').length <= tellings) return;
    isDoomed = true;
    setTimeout(() => child.kill('SIGKILL'), waitMs);
  });
  return new Promise((done, failed) => {
    child.on('close', () => {
      // What lies behind the last newline was cut.
      const told = text.split('\n').slice(0, -1).map(Number);
      if (errors === '') done(told.at(-1) ?? 0);
      else failed(new Error(errors));
    });
  });
}

/** Kill and recovery, again and again on one journal. `draw` gives numbers from 0 to 1. */
export async function* crashes(
  { child, send, journal }: Writer,
  dir: string,
  policy: JournalPolicy,
  cycles: number,
  draw: () => number,
): AsyncGenerator<CrashOutcome> {
  const twin = Book.create(SAMPLE, { output: 'discard' });
  let step = 0;
  for (let cycle = 0; cycle < cycles; cycle++) {
    const tellings = Math.floor(draw() * 40);
    const told = await untilKilled(child, [dir, policy, String(step)], tellings, draw() * 20);
    const options = { dir: join(dir, journal), policy };
    const book = await openJournaled({ output: 'discard', journal: options });
    const found = book.framesAccepted;
    for (; twin.framesAccepted < found; step++) send(twin, step);
    yield { told, found, stateHash: book.stateHash(), expectedHash: twin.stateHash() };
    await book.close();
  }
}
