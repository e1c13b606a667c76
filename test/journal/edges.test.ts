/** What the writer, the store and the options of a journal do at their edges. */
import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { open as openLmdb } from 'lmdb';
import { afterAll, describe, expect, it } from 'vitest';
import { validateConfiguration } from '../../src/config/index.js';
import { encodeFrame } from '../../src/frames/index.js';
import { Book } from '../../src/index.js';
import {
  configurationDigest,
  configurationText,
  readConfiguration,
} from '../../src/journal/configuration.js';
import { FollowingJournal } from '../../src/journal/following-journal.js';
import {
  JournaledBook,
  type JournalOptions,
  journaledFrames,
  openJournaled,
} from '../../src/journal/index.js';
import { readLmdb, writeLmdb } from '../../src/journal/lmdb-store.js';
import { openOn } from '../../src/journal/open.js';
import { settleOptions } from '../../src/journal/policy.js';
import { BookRegion, SharedMemory } from '../../src/kernel/index.js';
import { SAMPLE, START_US } from '../book/sample.js';
import { scratch } from '../cli/evenkeel.js';
import { configuration as hedged } from '../hedging/hedged-book.js';
import { MemoryStore } from './memory-store.js';

const files = scratch();
afterAll(() => files.remove());

const code = (expected: string): unknown => expect.objectContaining({ code: expected });
const open = (journal: JournalOptions, store = new MemoryStore()): JournaledBook =>
  openOn(store, { configuration: SAMPLE, output: 'discard', journal });
const encodeTicker = (step: number): Uint8Array =>
  encodeFrame('bookTicker', 0, START_US + step, [0, 300_000 + step, 300_002 + step, 5, 5]);
/** The first page of an environment is all that has come to the disk. */
async function cutAfterFirstPage(dir: string, begin: () => { close(): Promise<void> }) {
  await begin().close();
  const path = join(dir, 'data.mdb');
  truncateSync(path, readFileSync(path).readUInt32LE(48));
}

const tick = (book: Book, step: number): number =>
  book.bookTicker(0, START_US + step, 300_000 + step, 300_002 + step, 5, 5);

describe('a disk that is behind', () => {
  it('stops input without a trace, and takes it again when it is ready', async () => {
    const book = open({ groupBytes: 4096, groupMilliseconds: 60_000 });
    const plain = Book.create(SAMPLE, { output: 'discard' });
    let sent = 0;
    const fill = (): void => {
      for (;;) {
        tick(book, sent);
        tick(plain, sent);
        sent += 1;
      }
    };
    expect(fill).toThrow(code('JOURNAL_FULL'));
    expect(book.stateHash()).toBe(plain.stateHash());
    await book.ready();
    expect(tick(book, sent)).toBe(0);
    tick(plain, sent);
    await book.flushed();
    expect(book.acknowledged).toBe(book.framesAccepted);
    expect(book.stateHash()).toBe(plain.stateHash());
    await book.close();
  });

  it('stops a long stream early', async () => {
    const book = open({ groupBytes: 4096, groupMilliseconds: 60_000 });
    const frames = Array.from({ length: 12_000 }, (_, step) => encodeTicker(step));
    const stream = Buffer.concat(frames);
    let at = 0;
    let stops = 0;
    while (at < stream.length) {
      await book.ready();
      const { consumedBytes } = book.apply(stream.subarray(at));
      at += consumedBytes;
      if (at < stream.length) stops += 1;
    }
    expect(stops).toBeGreaterThan(0);
    const plain = Book.create(SAMPLE, { output: 'discard' });
    plain.apply(stream);
    expect(book.stateHash()).toBe(plain.stateHash());
    await book.close();
  });

  it('does not matter to groups that are written inline', async () => {
    const store = new MemoryStore();
    const book = open({ groupBytes: 4096, inline: true, policy: 'acknowledgeBeforeSync' }, store);
    for (let step = 0; step < 5000; step++) tick(book, step);
    expect(store.groupCount()).toBeGreaterThan(20);
    // One on its way, and more input meanwhile.
    const flushing = book.flushed();
    for (let step = 5000; step < 5500; step++) tick(book, step);
    await flushing;
    await book.close();
    expect(open({}, store).stateHash()).toBe(book.stateHash());
  });
});

describe('a group', () => {
  it('is written by itself after its time', async () => {
    const book = open({ groupMilliseconds: 1 });
    tick(book, 1);
    while (book.acknowledged < book.framesAccepted)
      await new Promise((done) => setTimeout(done, 1));
    await book.close();
  });

  it('is listed by its number', async () => {
    const store = new MemoryStore();
    const book = open({ policy: 'acknowledgeAfterSync' }, store);
    const begin = book.framesAccepted;
    for (let step = 1; step <= 5; step++) tick(book, step);
    const listed = [...journaledFrames(store, { from: 2, to: 3 })];
    expect(listed.map(({ group, ordinal }) => [group, ordinal])).toEqual([
      [2, begin + 2],
      [3, begin + 3],
    ]);
    expect([...journaledFrames(store, { from: 9 })]).toEqual([]);
  });
});

describe('a checkpoint', () => {
  it('comes behind input that came while it waited', async () => {
    const store = new MemoryStore();
    const book = open({ groupMilliseconds: 60_000 }, store);
    tick(book, 1);
    const done = book.checkpoint();
    tick(book, 2);
    await new Promise((turn) => setImmediate(turn));
    tick(book, 3);
    await done;
    await book.flushed();
    const found = open({}, store);
    expect(found.recovery.snapshot).toBe(1);
    expect(found.stateHash()).toBe(book.stateHash());
  });

  it('that reads back as something else stops the book', async () => {
    for (const lies of [() => undefined, () => Uint8Array.of(1)]) {
      const store = new MemoryStore();
      const book = open({}, store);
      store.snapshot = lies;
      tick(book, 1);
      await expect(book.checkpoint()).rejects.toThrow(code('JOURNAL_HALTED'));
      expect(book.journalFailure?.message).toMatch(/record read back/);
    }
  });
});

describe('a store that throws what is no error', () => {
  it('stops the book with what it threw', async () => {
    const store = new MemoryStore();
    const book = open({}, store);
    store.commit = () => Promise.reject('out of paper');
    tick(book, 1);
    await expect(book.flushed()).rejects.toThrow(/out of paper/);
  });
});

describe('options', () => {
  it.each([
    { policy: 'never' as 'acknowledgeAfterSync' },
    { groupBytes: 1 },
    { groupMilliseconds: -1 },
    { snapshotEvery: 0.5 },
  ])('%o are refused', (options) => {
    expect(() => settleOptions(options)).toThrow(code('USAGE'));
  });

  it('a book that was not opened has no journal', () => {
    const book = JournaledBook.make(validateConfiguration(SAMPLE), {});
    expect(() => book.policy).toThrow(code('USAGE'));
  });

  it('a new journal is refused where there is one, and by two at a time', async () => {
    const dir = files.path('twice');
    const validated = validateConfiguration(SAMPLE);
    await (await openJournaled({ validated, journal: { dir, isNew: true } })).close();
    const again = openJournaled({ validated, journal: { dir, isNew: true } });
    await expect(again).rejects.toThrow(code('JOURNAL_EXISTS'));
    await expect(openJournaled({ journal: { dir: files.path('none') } })).rejects.toThrow(
      code('USAGE'),
    );
    const store = new MemoryStore();
    store.commitSync = () => false;
    expect(() => open({}, store)).toThrow(code('IO'));
  });
});

describe('a configuration in a journal', () => {
  it.each([
    ['of four kinds', SAMPLE],
    ['with hedges', hedged()],
  ])('is the same again as document and as validated: %s', (_, document) => {
    const validated = validateConfiguration(document);
    for (const source of [{ document }, { validated }]) {
      const store = new MemoryStore();
      openOn(store, {
        ...('validated' in source ? source : { configuration: document }),
        journal: {},
      });
      expect(openOn(store, { validated, journal: {} }).configuration).toEqual(validated);
      expect(openOn(store, { configuration: document, journal: {} }).configuration).toEqual(
        validated,
      );
    }
  });

  it('keeps what JSON would lose', () => {
    const validated = {
      ...validateConfiguration(SAMPLE),
      extra: [1n, -0, Infinity, Number.NaN, { number: 3 }],
    };
    const text = configurationText({ validated });
    const digest = configurationDigest(validated);
    expect(readConfiguration(text, digest)).toEqual(validated);
  });

  it('that no text gives again is refused', () => {
    const [first, ...rest] = SAMPLE.instruments;
    const toJSON = (): unknown => [{ ...first, tickSize: 0.02 }, ...rest];
    const document = { ...SAMPLE, instruments: Object.assign([...SAMPLE.instruments], { toJSON }) };
    expect(() => configurationText({ document })).toThrow(code('JOURNAL_CONFIGURATION'));
    const text = JSON.stringify({ ...SAMPLE, instruments: 5 });
    expect(() => readConfiguration(text, new Uint8Array(32))).toThrow(
      code('JOURNAL_CONFIGURATION'),
    );
  });
});

describe('the store on disk', () => {
  it('says what it could not do', async () => {
    const file = files.path('file');
    writeFileSync(file, 'no folder');
    expect(() => writeLmdb(`${file}/journal`)).toThrow(code('IO'));
    expect(() => readLmdb(file)).toThrow(code('IO'));
    const store = writeLmdb(files.path('store'));
    const group = { table: 'groups', key: 1, value: Uint8Array.of(1) } as const;
    await expect(store.commit([group, { ...group, key: 2 }])).rejects.toThrow(code('USAGE'));
    expect(store.commitSync([group])).toBe(true);
    expect([store.commitSync([group]), await store.commit([group])]).toEqual([false, false]);
    const snapshot = { table: 'snapshots', key: 1, value: Uint8Array.of(1) } as const;
    expect(store.commitSync([snapshot])).toBe(true);
    expect(store.commitSync([{ ...snapshot, value: null }])).toBe(true);
    expect(store.snapshotNumbers()).toEqual([]);
    await store.close();
    expect(() => store.group(1)).toThrow(code('IO'));
    expect(() => store.commitSync([snapshot])).toThrow(code('IO'));
    await expect(store.commit([snapshot])).rejects.toThrow(code('IO'));
  });

  it('has begun when its first record is there, not before', async () => {
    const beginnings: readonly (readonly [string, (dir: string) => unknown])[] = [
      ['nothing', () => undefined],
      ['an empty file', (dir) => writeFileSync(join(dir, 'data.mdb'), '')],
      ['a file that was cut', (dir) => writeFileSync(join(dir, 'data.mdb'), Buffer.alloc(100))],
      ['pages of zeroes', (dir) => writeFileSync(join(dir, 'data.mdb'), Buffer.alloc(8192))],
      [
        'the first page alone',
        (dir) => cutAfterFirstPage(dir, () => openLmdb({ path: dir, noSubdir: false })),
      ],
      ['an environment', (dir) => openLmdb({ path: dir, noSubdir: false }).close()],
      ['empty tables', (dir) => writeLmdb(dir).close()],
    ];
    for (const [name, begin] of beginnings) {
      const dir = files.path(name);
      mkdirSync(dir);
      await begin(dir);
      expect(() => readLmdb(dir), name).toThrow(code('IO'));
      const journal = { dir, isNew: true };
      const book = await openJournaled({ configuration: SAMPLE, journal });
      expect(tick(book, 1), name).toBe(0);
      await book.close();
      const found = await openJournaled({ journal: { dir } });
      expect(found.stateHash(), name).toBe(book.stateHash());
      await found.close();
    }
  });

  it('refuses a file of something else, which would end the process, and leaves it as it is', async () => {
    const whole = files.path('an environment that is whole');
    await writeLmdb(whole).close();
    const pages = readFileSync(join(whole, 'data.mdb'));
    const pageBytes = pages.readUInt32LE(48);
    const second = Uint8Array.from(pages).fill(7, pageBytes, 2 * pageBytes);
    const foreign: readonly (readonly [string, Uint8Array])[] = [
      ['something large', Buffer.alloc(1 << 20, 7)],
      ['something small', Buffer.from('a note')],
      ['a second page of something else', second],
    ];
    for (const [name, bytes] of foreign) {
      const dir = files.path(name);
      mkdirSync(dir);
      const path = join(dir, 'data.mdb');
      writeFileSync(path, bytes);
      expect(() => readLmdb(dir), name).toThrow(code('JOURNAL_CORRUPT'));
      const opening = openJournaled({ configuration: SAMPLE, journal: { dir } });
      await expect(opening, name).rejects.toThrow(code('JOURNAL_CORRUPT'));
      expect(readFileSync(path).equals(bytes), name).toBe(true);
    }
  });

  it('refuses a journal that was cut after its first page, and does not begin it anew', async () => {
    const dir = files.path('cut');
    const book = await openJournaled({ configuration: SAMPLE, journal: { dir } });
    expect(tick(book, 1)).toBe(0);
    await cutAfterFirstPage(dir, () => book);
    for (const isNew of [false, true]) {
      const opening = openJournaled({ configuration: SAMPLE, journal: { dir, isNew } });
      await expect(opening).rejects.toThrow(code('JOURNAL_CORRUPT'));
    }
    expect(() => readLmdb(dir)).toThrow(code('JOURNAL_CORRUPT'));
  });

  it('has no journal to follow where none was begun', () => {
    const { capacity } = validateConfiguration(SAMPLE);
    const memory = SharedMemory.reserve(2 ** 22);
    const { book: address } = new BookRegion(capacity, { memory, address: 4096 });
    const follow = (): unknown =>
      FollowingJournal.open(files.path('never'), { memory, address }, {});
    expect(follow).toThrow(code('JOURNAL_CORRUPT'));
  });
});
