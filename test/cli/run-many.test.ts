/** `run` with many books of one stream on worker threads. */
import { afterAll, describe, expect, it } from 'vitest';
import { decodeFrames, encodeFrame, encodeStreamFrame } from '../../src/frames/index.js';
import { Book } from '../../src/index.js';
import { BOOK, evenkeel, market, START_US, scratch } from './evenkeel.js';

const OP_BOOK = 32;
const OP_OPEN_BOOK = 33;
const folder = scratch();
afterAll(() => folder.remove());

/** The market of `run`'s tests dealt to two books in turns of seven frames. */
const frames = market(2000);
const turnOf = (index: number): number => Math.floor(index / 7) % 2;
const dealt = frames.flatMap((frame, index) =>
  index % 7 === 0 ? [encodeStreamFrame(OP_BOOK, [turnOf(index)]), frame] : [frame],
);
const stream = Buffer.concat(dealt);

function inlineHash(book: number): string {
  const inline = Book.fromFile(BOOK);
  for (const [index, frame] of frames.entries()) {
    if (turnOf(index) !== book) continue;
    inline.apply(frame);
    inline.discardOutput();
  }
  return inline.stateHash().toString(16).padStart(16, '0');
}
const HASHES = [inlineHash(0), inlineHash(1)];

interface Summary {
  readonly framesApplied: number;
  readonly framesRejected: number;
  readonly linesRejected: number;
  readonly books: readonly { readonly book: number; readonly stateHash: string }[];
}

async function runMany(
  input: Uint8Array | string,
  ...more: readonly string[]
): Promise<{ summary: Summary; stdout: Buffer; code: number | null }> {
  const args = ['run', '-c', BOOK, '-c', BOOK, '--summary-json', ...more];
  const { code, stdout, stderr } = await evenkeel(args, input);
  const line = stderr.trim().split('\n').at(-1) ?? '';
  return { summary: JSON.parse(line) as Summary, stdout, code };
}

/** The frames of each book in an output stream. */
function outputByBook(stdout: Buffer): Map<number, number> {
  const counts = new Map<number, number>();
  const marker = [0, 1, 2].map((book) => Buffer.from(encodeStreamFrame(OP_BOOK, [book])));
  let rest = stdout;
  let book = -1;
  const at = (buffer: Buffer): { book: number; place: number } | undefined =>
    marker
      .map((bytes, index) => ({ book: index, place: buffer.indexOf(bytes) }))
      .filter(({ place }) => place >= 0)
      .sort((a, b) => a.place - b.place)[0];
  for (let next = at(rest); rest.length > 0; next = at(rest)) {
    const part = rest.subarray(0, next?.place ?? rest.length);
    counts.set(book, (counts.get(book) ?? 0) + decodeFrames(part).length);
    if (next === undefined) break;
    book = next.book;
    rest = rest.subarray(next.place + (marker[book]?.length ?? 0));
  }
  return counts;
}

describe('run with many books', () => {
  it.each(['1', '2', '3'])('comes to the states of inline books, %s workers', async (workers) => {
    const { summary, stdout, code } = await runMany(stream, '--workers', workers);
    expect(code).toBe(0);
    expect(summary.books.map(({ stateHash }) => stateHash)).toEqual(HASHES);
    expect(summary.framesRejected).toBe(0);
    const counts = outputByBook(stdout);
    expect(counts.get(0)).toBeGreaterThan(100);
    expect(counts.get(1)).toBeGreaterThan(100);
  });

  it('goes on where the journals of its books end', async () => {
    // A book that the stream opens has one too; its stream opens it again.
    const opening = encodeStreamFrame(OP_OPEN_BOOK, [2, 1, 1, 8, 0, 0, 0, 0, 0]);
    const clock = (second: number) => encodeFrame('clock', 0, START_US + second * 1e6, []);
    const half = dealt.length / 2;
    const parts = [dealt.slice(0, half), [encodeStreamFrame(OP_BOOK, [turnOf(1000)])]] as const;
    const lives = [
      Buffer.concat([...parts[0], opening, clock(1)]),
      Buffer.concat([...parts[1], ...dealt.slice(half), opening, clock(2)]),
    ];
    const args = ['--journal', folder.path('journals'), '--workers', '2'];
    const whole = await runMany(Buffer.concat([stream, opening, clock(1), clock(2)]));
    const first = await runMany(lives[0] ?? '', ...args);
    const second = await runMany(lives[1] ?? '', ...args);
    expect([first.code, second.code]).toEqual([0, 0]);
    const hashes = ({ summary }: typeof whole) => summary.books.map(({ stateHash }) => stateHash);
    expect(hashes(second)).toEqual(hashes(whole));
    const [all, one, two] = [whole, first, second].map(({ stdout }) => outputByBook(stdout));
    for (const book of [0, 1]) {
      expect((one?.get(book) ?? 0) + (two?.get(book) ?? 0)).toBe(all?.get(book));
    }
  });

  it('takes JSON lines that name their book, or go on with the one before', async () => {
    const lines = [
      '{"frame":"bookTicker","book":1,"timeUs":1700000000000000,"instrument":"BTC-PERP","bidTicks":350000,"askTicks":350001,"bidLots":5,"askLots":7}',
      '{"frame":"clock","timeUs":1700000000000001}',
      '{"frame":"clock","book":4,"timeUs":1700000000000001}',
      '{"frame":"openBook","book":4,"instruments":4,"assets":2,"fillIds":64}',
      '{"frame":"openBook","book":4,"instruments":4,"assets":2,"fillIds":64}',
      '{"frame":"openBook","book":5,"instruments":4,"assets":2,"fillIds":65}',
      '{"frame":"openBook","book":6,"instruments":4,"assets":2,"fillIds":64,"more":1}',
      '{"frame":"clock","book":4,"timeUs":1700000000000001}',
      '{"frame":"clock","book":"x","timeUs":1700000000000001}',
    ];
    const { summary, stdout } = await runMany(`${lines.join('\n')}\n`, '--json');
    const answers = stdout
      .toString()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const quotes = answers.filter(({ frame }) => frame === 'quote');
    expect(quotes.map(({ book, symbol }) => [book, symbol])).toEqual([[1, 'BTC-PERP']]);
    const rejects = answers.filter(({ frame }) => frame === 'reject');
    expect(rejects.map(({ code, line }) => [code, line])).toEqual(
      expect.arrayContaining([
        ['JSON_LINE', 3],
        ['ALREADY_DEFINED', undefined],
        ['FIELD_RANGE', undefined],
        ['JSON_LINE', 7],
        ['JSON_LINE', 9],
      ]),
    );
    expect(summary.linesRejected).toBe(3);
    expect(summary.books.map(({ book }) => book)).toEqual([0, 1, 4]);
  });

  it('refuses what belongs to no book, and goes on', async () => {
    const clock = encodeFrame('clock', 0, START_US, []);
    const parts = [
      encodeStreamFrame(OP_BOOK, [9]),
      clock,
      clock,
      Uint8Array.of(0xc1, 0x01),
      encodeStreamFrame(OP_OPEN_BOOK, [3, 4, 2, 63, 0, 0, 0, 0, 0]),
      clock,
      encodeStreamFrame(OP_BOOK, [1]),
      clock,
      clock.subarray(0, 4),
    ];
    const { summary, stdout } = await runMany(Buffer.concat(parts));
    // Unknown book, two clocks at once, garbage, capacity, one clock, the cut one.
    expect(summary.framesRejected).toBe(6);
    const codes = decodeFrames(withoutBookFrames(stdout)).flatMap((frame) =>
      frame.name === 'reject' ? [frame.code] : [],
    );
    expect(codes).toEqual([19, 19, 1, 8, 19, 4]);
    const untouched = Book.fromFile(BOOK).stateHash().toString(16).padStart(16, '0');
    expect(summary.books[0]?.stateHash).toBe(untouched);
    expect(summary.books[1]?.stateHash).not.toBe(untouched);
  });

  it('writes snapshots and goes on from them', async () => {
    const snaps = folder.path('snaps');
    const half = 1001 - (1001 % 14);
    const cut = Buffer.concat(dealt.slice(0, half + half / 7)).length;
    await runMany(stream.subarray(0, cut), '--snapshot', snaps);
    const { summary } = await runMany(stream.subarray(cut), '--restore', snaps);
    expect(summary.books.map(({ stateHash }) => stateHash)).toEqual(HASHES);
  });

  it('says which snapshot is missing', async () => {
    const args = ['run', '-c', BOOK, '-c', BOOK, '--restore', folder.path('none')];
    const { code, stderr } = await evenkeel(args);
    expect(code).toBe(1);
    expect(stderr).toMatch(/IO: cannot read the snapshot .*book-0\.snap/);
  });

  it('refuses workers that are no number', async () => {
    const { code, stderr } = await evenkeel(['run', '-c', BOOK, '--workers', 'two']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/--workers/);
  });
});

/** Output frames alone: those that name a book begin with an array of 4 and opcode 32. */
function withoutBookFrames(stdout: Buffer): Buffer {
  const kept: number[] = [];
  for (let place = 0; place < stdout.length; place++) {
    if (stdout[place] === 0x94 && stdout[place + 1] === OP_BOOK) {
      place += (stdout[place + 4] ?? 0) < 0x80 ? 4 : 12;
    } else {
      kept.push(stdout[place] ?? 0);
    }
  }
  return Buffer.from(kept);
}
