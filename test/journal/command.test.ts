/** `evenkeel run --journal` and `evenkeel journal`, on disk. */
import { readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Book } from '../../src/index.js';
import {
  journaledFrames,
  type Moment,
  openJournaled,
  readJournal,
  replayUntil,
  verifyJournal,
} from '../../src/journal/index.js';
import { writeLmdb } from '../../src/journal/lmdb-store.js';
import { seal } from '../../src/journal/sealed.js';
import { openDatabase } from '../../src/tables/index.js';
import { SAMPLE } from '../book/sample.js';
import { BOOK, evenkeel, market, START_US, scratch, spawned } from '../cli/evenkeel.js';
import { live } from './session.js';

const files = scratch();
afterAll(() => files.remove());

const GARBAGE = Buffer.from('no frame');
const INPUT = market(400);
const dir = files.path('journal');
const run = (input: readonly Uint8Array[], ...args: readonly string[]) =>
  evenkeel(['run', '-c', BOOK, '--summary-json', ...args], Buffer.concat(input));

describe('run --journal', () => {
  it.each(['sync', 'group', 'none'])('goes on where it ended, with %s', async (durability) => {
    const journal = files.path(`of-${durability}`);
    const args = ['--journal', journal, '--durability', durability];
    const whole = await run([...INPUT, GARBAGE]);
    const first = await run(INPUT.slice(0, 150), ...args);
    const second = await run([...INPUT.slice(150), GARBAGE], ...args);
    expect([first.code, second.code]).toEqual([0, 0]);
    expect(Buffer.concat([first.stdout, second.stdout])).toEqual(whole.stdout);
    const hash = (text: string): unknown =>
      JSON.parse(text.trim().split('\n').at(-1) ?? '').stateHash;
    expect(hash(second.stderr)).toBe(hash(whole.stderr));
  });

  it('is refused beside --restore', async () => {
    const journal = ['--journal', files.path('never')];
    for (const args of [
      ['--restore', 'x.snap'],
      ['--restore', 'x', '--workers', '1'],
    ]) {
      const { code, stderr } = await run([], ...journal, ...args);
      expect([code, stderr]).toEqual([2, expect.stringMatching(/^evenkeel: USAGE: --journal is/)]);
    }
  });

  it('refuses the journal of another configuration', async () => {
    const other = files.path('other');
    await (await openJournaled({ configuration: SAMPLE, journal: { dir: other } })).close();
    const { code, stderr } = await run(INPUT, '--journal', other);
    expect([code, stderr]).toEqual([1, expect.stringContaining('JOURNAL_CONFIGURATION')]);
  });
});

describe('journal', () => {
  beforeAll(async () => {
    await run([...INPUT.slice(0, 200), GARBAGE, ...INPUT.slice(200)], '--journal', dir);
  });

  it('info says what it is', async () => {
    const { stdout, code } = await evenkeel(['journal', 'info', dir]);
    const info = JSON.parse(stdout.toString());
    expect(code).toBe(0);
    expect(info).toMatchObject({
      groups: 1,
      isOwnBuild: true,
      snapshots: [{ number: 1, group: 1 }],
    });
    expect(info.timeNs).toBe(String((START_US + 399_000) * 1000));
  });

  it('verify says by its status whether it is whole', async () => {
    const clean = await spawned(['journal', 'verify', dir, '--replay']);
    expect([clean.code, JSON.parse(clean.stdout.toString())]).toMatchObject([0, { isClean: true }]);
    const missing = await spawned(['journal', 'verify', files.path('nowhere')]);
    expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining('no journal')]);
    const damaged = files.path('damaged');
    await run(INPUT, '--journal', damaged);
    const store = writeLmdb(damaged);
    const head = store.head() ?? new Uint8Array();
    head[40] = (head[40] ?? 0) ^ 1;
    await store.commit([{ table: 'words', key: 'head', value: head }]);
    await store.close();
    const corrupt = await spawned(['journal', 'verify', damaged]);
    expect(corrupt.code).toBe(1);
    expect(JSON.parse(corrupt.stdout.toString()).findings).toMatchObject([
      { code: 'JOURNAL_CORRUPT' },
    ]);
  });

  it('verify finds a snapshot that recovery would pass over, under a digest that fits', async () => {
    const lying = files.path('lying');
    await run(INPUT, '--journal', lying);
    const store = writeLmdb(lying);
    const value = Uint8Array.from(store.snapshot(1) ?? []);
    // In its state hash.
    value[72] = (value[72] ?? 0) ^ 1;
    seal(value);
    await store.commit([{ table: 'snapshots', key: 1, value }]);
    await store.close();
    const { code, stdout } = await spawned(['journal', 'verify', lying]);
    const message = expect.stringContaining('snapshot 1: state hash');
    const findings = [{ code: 'JOURNAL_CORRUPT', message }];
    expect([code, JSON.parse(stdout.toString())]).toMatchObject([1, { findings, snapshots: 0 }]);
  });

  it('verify outlives a file that was cut, which ends the process that reads it', async () => {
    const torn = files.path('torn');
    await run(INPUT, '--journal', torn);
    const path = join(torn, 'data.mdb');
    // What is left are the two pages that lead to the others.
    truncateSync(path, 2 * readFileSync(path).readUInt32LE(48));
    const { code, stdout } = await spawned(['journal', 'verify', torn]);
    const findings = [{ code: 'JOURNAL_CORRUPT', message: expect.stringMatching(/^data\.mdb/) }];
    expect([code, JSON.parse(stdout.toString())]).toMatchObject([1, { isClean: false, findings }]);
  });

  it('dump and export give the frames that went in', async () => {
    const { stdout } = await evenkeel(['journal', 'dump', dir]);
    const lines = stdout
      .toString()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.filter(({ frame }) => frame === null)).toMatchObject([{ bytes: GARBAGE.length }]);
    const frames = lines.filter(({ frame }) => frame !== null);
    expect(frames.map(({ sequence }) => sequence)).toEqual(INPUT.map((_, index) => index + 1));
    expect(frames[9]).toMatchObject({ frame: 'fill', symbol: 'BTC-PERP', fillId: 9, fee: null });
    const table = files.path('frames.parquet');
    expect((await evenkeel(['journal', 'export', dir, '-o', table])).code).toBe(0);
    const database = await openDatabase();
    const connection = await database.connect();
    const read = await connection.runAndReadAll(
      `SELECT frame, count(*), sum("sequence"), max(time_ns) FROM '${table}' GROUP BY frame ORDER BY frame`,
    );
    const rows = read
      .getRows()
      .map((row) => row.map((value) => (value === null ? null : String(value))));
    database.close();
    const last = String((START_US + 399_000) * 1000);
    expect(rows.map(([frame, count]) => [frame, count])).toEqual([
      ['bookTicker', '360'],
      ['fill', '40'],
      [null, '1'],
    ]);
    expect(rows[1]?.[3]).toBe(last);
    expect(Number(rows[0]?.[2]) + Number(rows[1]?.[2])).toBe((400 * 401) / 2);
  });

  it('replay shows the book as of an ordinal or a time', async () => {
    const plain = Book.fromFile(BOOK);
    const begin = plain.framesAccepted;
    plain.apply(Buffer.concat(INPUT.slice(0, 123)));
    const hash = plain.stateHash().toString(16).padStart(16, '0');
    const time = new Date((START_US + 122_000) / 1000).toISOString();
    for (const until of [String(begin + 123), time, time.replace('Z', '999Z')]) {
      const { stdout } = await evenkeel(['journal', 'replay', dir, '--until', until, '--json']);
      const report = JSON.parse(stdout.toString());
      expect([report.ordinal, report.stateHash]).toEqual([begin + 123, hash]);
      expect(report.instruments[0].explanation).toEqual(
        JSON.parse(JSON.stringify(plain.explain(0))),
      );
    }
    const { stdout } = await evenkeel(['journal', 'replay', dir, '--until', time]);
    expect(stdout.toString()).toContain(hash);
    expect(stdout.toString()).toMatch(/baseHalfSpread/);
    const wrong = await evenkeel(['journal', 'replay', dir, '--until', 'yesterday']);
    expect(wrong.code).toBe(2);
  });
});

describe('replay until', () => {
  it('any ordinal gives the state that the book had there', async () => {
    const folder = files.path('until');
    const journal = { dir: folder, snapshotEvery: 30, groupBytes: 4096, groupMilliseconds: 0 };
    const book = await openJournaled({ configuration: SAMPLE, output: 'discard', journal });
    const hashes = new Map([[book.framesAccepted, book.stateHash()]]);
    for (let step = 0; step < 120; step++) {
      // Two frames in one call have a moment between them.
      live(book, step, 1, step);
      hashes.set(book.framesAccepted, book.stateHash());
      if (step % 10 === 0) await book.flushed();
    }
    await book.close();
    const reader = readJournal(folder);
    for (let ordinal = [...hashes.keys()][0] ?? 0; ordinal <= book.framesAccepted; ordinal++) {
      const then = replayUntil(reader, { ordinal });
      expect(then.framesAccepted).toBe(ordinal);
      const known = hashes.get(ordinal);
      if (known !== undefined) expect(then.stateHash()).toBe(known);
    }
    const late: Moment = { timeNs: 2n ** 62n };
    expect(replayUntil(reader, late).stateHash()).toBe(book.stateHash());
    await reader.close();
  });
});

describe('frames of a journal', () => {
  it('are the same when others read between two of them', async () => {
    const folder = files.path('between');
    const journal = { dir: folder, groupMilliseconds: 0 };
    const book = await openJournaled({ configuration: SAMPLE, journal });
    for (let step = 0; step < 40; step++) {
      live(book, step, 3, step * 3);
      await book.flushed();
    }
    await book.close();
    const reader = readJournal(folder);
    const expected = [...journaledFrames(reader)];
    const found: unknown[] = [];
    for (const frame of journaledFrames(reader)) {
      found.push(frame);
      if (found.length % 5 === 0) expect([...journaledFrames(reader, { to: 3 })]).not.toEqual([]);
    }
    expect(found).toEqual(expected);
    await reader.close();
  });
});

describe('a journal that is being written', () => {
  it('is read by others, up to where it has come', async () => {
    const folder = files.path('live');
    const book = await openJournaled({ configuration: SAMPLE, journal: { dir: folder } });
    const reader = readJournal(folder);
    const begin = book.framesAccepted;
    for (let count = 1; count < 6; count++) {
      book.clock(START_US + count);
      await book.flushed();
      reader.refresh();
      expect(verifyJournal(reader, true)).toMatchObject({ isClean: true, ordinal: begin + count });
      expect([...journaledFrames(reader)]).toHaveLength(count);
    }
    await reader.close();
    await book.close();
  });
});
