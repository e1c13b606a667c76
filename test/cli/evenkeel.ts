/** Runs the command: within this process, or the built one as its users do. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { report } from '../../src/cli/failure.js';
import { program } from '../../src/cli/program.js';
import { encodeFrame } from '../../src/frames/index.js';

export const ROOT = resolve(import.meta.dirname, '../..');
export const BOOK = join(ROOT, 'examples/book.yaml');
export const MAIN = join(ROOT, 'dist/src/cli/main.js');

export interface Outcome {
  readonly code: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Starts the command; `npm run build` has to have been there. */
export function start(...args: readonly string[]): ChildProcessWithoutNullStreams {
  if (!existsSync(MAIN)) throw new Error('dist/src/cli/main.js is missing: npm run build');
  const child = spawn(process.execPath, [MAIN, ...args]);
  // A command that does not read its input is no failure of the test.
  child.stdin.on('error', () => undefined);
  return child;
}

/** Collects what a started command writes until it ends. */
export async function outcome(child: ChildProcessWithoutNullStreams): Promise<Outcome> {
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  const code = await new Promise<number | null>((done) => child.on('close', done));
  return { code, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString() };
}

/**
 * Runs the command within this process with everything on its standard input at once. Starting a
 * process costs more than most of what it does; use `spawned` where the process itself is tested.
 */
export async function evenkeel(
  args: readonly string[],
  input: Uint8Array | string = '',
): Promise<Outcome> {
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  const chunks = input.length === 0 ? [] : [Buffer.from(input)];
  const streams = { stdin: Readable.from(chunks), stdout: into(stdout), stderr: into(stderr) };
  const restore = replaceStreams(streams);
  try {
    process.exitCode = undefined;
    await program().parseAsync(args, { from: 'user' });
  } catch (error) {
    process.exitCode = report(error);
  } finally {
    restore();
  }
  const code = Number(process.exitCode ?? 0);
  process.exitCode = undefined;
  return { code, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString() };
}

function into(chunks: Buffer[]): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
}

function replaceStreams(streams: Readonly<Record<string, Readable | Writable>>): () => void {
  const names = Object.keys(streams);
  const saved = names.map((name) => Object.getOwnPropertyDescriptor(process, name) ?? {});
  for (const name of names) {
    Object.defineProperty(process, name, { configurable: true, value: streams[name] });
  }
  return () => {
    for (const [index, name] of names.entries()) {
      Object.defineProperty(process, name, saved[index] ?? {});
    }
  };
}

/** Runs the built command with everything on its standard input at once. */
export async function spawned(
  args: readonly string[],
  input: Uint8Array | string = '',
): Promise<Outcome> {
  const child = start(...args);
  const done = outcome(child);
  child.stdin.end(input);
  return done;
}

/** A folder that `remove` deletes. */
export function scratch(): { path: (name: string) => string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-'));
  return {
    path: (name) => join(folder, name),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

export const START_US = 1_700_000_000_000_000;

/** A ticker of instrument 0 that moves with its number, so that every one gives a new quote. */
export function ticker(index: number): Uint8Array {
  const bid = 350_000 + (index % 500) * 20;
  return encodeFrame('bookTicker', index + 1, START_US + index * 1000, [0, bid, bid + 1, 40, 60]);
}

/** Tickers with a fill after every tenth. */
export function market(count: number): readonly Uint8Array[] {
  return Array.from({ length: count }, (_, index) => {
    const side = Math.floor(index / 10) % 2;
    const time = START_US + index * 1000;
    const fill = [0, index, side, 350_000, 3, 0, 0, null, null];
    const isFill = index % 10 === 9;
    return isFill ? encodeFrame('fill', index + 1, time, fill) : ticker(index);
  });
}
