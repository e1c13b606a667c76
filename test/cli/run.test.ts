import { existsSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeFrames, encodeFrame } from '../../src/frames/index.js';
import {
  BOOK,
  evenkeel,
  market,
  outcome,
  START_US,
  scratch,
  spawned,
  start,
  ticker,
} from './evenkeel.js';

const FRAMES = market(200);
const run = (input: Uint8Array | string, ...args: string[]) =>
  evenkeel(['run', '-c', BOOK, '--summary-json', ...args], input);
const summaryOf = (stderr: string) => JSON.parse(stderr.trim().split('\n').at(-1) ?? '');

describe('run', () => {
  it('answers frames with frames and sums up', async () => {
    const { code, stdout, stderr } = await spawned(['run', '-c', BOOK], Buffer.concat(FRAMES));
    expect(code).toBe(0);
    const output = decodeFrames(stdout);
    expect(output.length).toBeGreaterThan(100);
    expect(output[0]).toMatchObject({ name: 'quote', sequence: 1, instrument: 0, bidReason: 0 });
    expect(stderr).toMatch(/frames applied +200\n/);
    expect(stderr).toMatch(/rejected +0\n/);
    expect(stderr).toMatch(/hash [0-9a-f]{16}\n/);
    expect(stderr).toMatch(/equity +[\d.]+ USDT\n/);
  });

  it('is quiet when asked', async () => {
    const { stderr } = await evenkeel(['run', '-c', BOOK, '-q'], Buffer.concat(FRAMES));
    expect(stderr).toBe('');
  });

  it('answers garbage with rejects and is in the state that the good frames alone lead to', async () => {
    // A linear congruential generator: the same garbage every time. The mask leaves out texts and
    // binaries: their lengths may well cover the frames behind them.
    let seed = 7;
    const next = (): number => {
      seed = (seed * 69_069 + 1) % 2 ** 32;
      return (seed >>> 24) & 0x9f;
    };
    const garbage = (): Buffer => Buffer.from(Array.from({ length: 37 }, next));
    const clean = await run(Buffer.concat(FRAMES));
    // 0xc1 is no msgpack at all: it ends whatever array the garbage seemed to begin.
    const end = Buffer.alloc(16, 0xc1);
    const dirty = FRAMES.flatMap((frame, index) => (index % 9 ? [frame] : [garbage(), end, frame]));
    const { code, stderr } = await run(Buffer.concat(dirty));
    expect(code).toBe(0);
    const summary = summaryOf(stderr);
    expect(summary.framesApplied).toBe(FRAMES.length);
    expect(summary.framesRejected).toBeGreaterThan(20);
    expect(summary.rejects.NOT_A_FRAME).toBeGreaterThan(0);
    expect(summary.stateHash).toBe(summaryOf(clean.stderr).stateHash);
  });

  it('rejects a frame that the input ends in', async () => {
    const input = Buffer.concat(FRAMES);
    const { code, stdout, stderr } = await run(input.subarray(0, input.length - 3));
    expect(code).toBe(0);
    expect(summaryOf(stderr)).toMatchObject({ framesApplied: 199, rejects: { TRUNCATED: 1 } });
    expect(decodeFrames(stdout).at(-1)).toMatchObject({ name: 'reject', code: 4 });
  });

  it('counts rejects of the book by code', async () => {
    const crossed = encodeFrame('bookTicker', 900, START_US * 2, [0, 11, 10, 1, 1]);
    const again = encodeFrame('clock', 3, START_US * 2, []);
    const { stderr } = await run(Buffer.concat([...FRAMES, crossed, again]));
    expect(summaryOf(stderr).rejects).toEqual({ CROSSED_BOOK: 1, SEQUENCE_REGRESSION: 1 });
  });

  it('goes on from a snapshot as if it had never stopped', async () => {
    const folder = scratch();
    const file = folder.path('book.snap');
    const whole = summaryOf((await run(Buffer.concat(FRAMES))).stderr);
    await run(Buffer.concat(FRAMES.slice(0, 77)), '--snapshot', file);
    expect(existsSync(file)).toBe(true);
    const { stderr } = await run(Buffer.concat(FRAMES.slice(77)), '--restore', file);
    expect(readdirSync(dirname(file))).toEqual(['book.snap']);
    folder.remove();
    expect(summaryOf(stderr).stateHash).toBe(whole.stateHash);
    expect(summaryOf(stderr).equity).toBe(whole.equity);
  });
});

describe('run as part of a pipe', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('ends in order on %s', async (signal) => {
    const child = start('run', '-c', BOOK, '--summary-json');
    const done = outcome(child);
    const answered = new Promise((first) => child.stdout.once('data', first));
    child.stdin.write(Buffer.concat([...FRAMES, ticker(500).subarray(0, 5)]));
    await answered;
    child.kill(signal);
    const { code, stdout, stderr } = await done;
    expect(code).toBe(0);
    expect(summaryOf(stderr)).toMatchObject({
      framesApplied: 200,
      framesRejected: 0,
      unfinishedBytes: 5,
    });
    expect(decodeFrames(stdout).length).toBeGreaterThan(100);
  });

  it('ends quietly when nobody reads any more', async () => {
    const child = start('run', '-c', BOOK, '--quiet');
    const done = outcome(child);
    child.stdout.once('data', () => child.stdout.destroy());
    const input = Buffer.concat(Array.from({ length: 50_000 }, (_, index) => ticker(index)));
    child.stdin.end(input);
    expect(await done).toMatchObject({ code: 0, stderr: '' });
  });

  it('lets a slow reader slow the writer down, and loses nothing', async () => {
    const input = Buffer.concat(Array.from({ length: 100_000 }, (_, index) => ticker(index)));
    const child = start('run', '-c', BOOK, '--summary-json');
    const exit = new Promise<number | null>((closed) => child.on('close', closed));
    const stderr: Buffer[] = [];
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.stdin.end(input);
    await new Promise((later) => setTimeout(later, 700));
    // Nobody has read: all but what fits into the pipes is still with us.
    expect(child.stdin.writableLength).toBeGreaterThan(input.length / 2);
    const chunks: Buffer[] = [];
    for await (const chunk of child.stdout) {
      chunks.push(chunk as Buffer);
      if (chunks.length % 20 === 0) await new Promise((later) => setTimeout(later, 1));
    }
    expect(await exit).toBe(0);
    expect(decodeFrames(Buffer.concat(chunks))).toHaveLength(100_000);
    const summary = summaryOf(Buffer.concat(stderr).toString());
    expect(summary).toMatchObject({ framesApplied: 100_000, framesRejected: 0, rejects: {} });
  });
});
