/** Kills processes that write a journal, and compares what comes back with what they had acknowledged. */
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { Book } from '../../src/index.js';
import { openJournaled } from '../../src/journal/open.js';
import type { JournalPolicy } from '../../src/journal/policy.js';
import { SAMPLE } from '../book/sample.js';
import { live } from './session.js';

// Compiled, also when this file is not.
const IS_COMPILED = import.meta.filename.endsWith('.js');
const FOLDER = IS_COMPILED ? '.' : '../../dist/test/journal';
const CHILD = resolve(import.meta.dirname, FOLDER, 'crash-child.js');

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
function untilKilled(args: readonly string[], tellings: number, waitMs: number): Promise<number> {
  const child = spawn(process.execPath, [CHILD, ...args]);
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
  dir: string,
  policy: JournalPolicy,
  cycles: number,
  draw: () => number,
): AsyncGenerator<CrashOutcome> {
  const twin = Book.create(SAMPLE, { output: 'discard' });
  let step = 0;
  for (let cycle = 0; cycle < cycles; cycle++) {
    const tellings = Math.floor(draw() * 40);
    const told = await untilKilled([dir, policy, String(step)], tellings, draw() * 20);
    const book = await openJournaled({ output: 'discard', journal: { dir, policy } });
    const found = book.framesAccepted;
    for (; twin.framesAccepted < found; step++) live(twin, step, 1, step);
    yield { told, found, stateHash: book.stateHash(), expectedHash: twin.stateHash() };
    await book.close();
  }
}
