/** Records that say something wrong under a good digest: each is refused, or passed over, with its reason. */
import { beforeAll, describe, expect, it } from 'vitest';
import * as at from '../../assembly/layout.js';
import type { Book } from '../../src/index.js';
import { journalInfo } from '../../src/journal/info.js';
import { readMeta, writeMeta } from '../../src/journal/meta-format.js';
import { openOn } from '../../src/journal/open.js';
import { plainBook } from '../../src/journal/plain-book.js';
import { replayUntil } from '../../src/journal/replay-until.js';
import { seal } from '../../src/journal/sealed.js';
import { readSnapshot, writeSnapshot } from '../../src/journal/snapshot-format.js';
import { verifyJournal } from '../../src/journal/verify.js';
import { SAMPLE } from '../book/sample.js';
import { MemoryStore } from './memory-store.js';
import { live } from './session.js';

const options = { policy: 'acknowledgeAfterSync', snapshotEvery: 0 } as const;
const open = (store: MemoryStore): ReturnType<typeof openOn> => openOn(store, { journal: options });

let whole: MemoryStore;
let book: Book;
beforeAll(async () => {
  whole = new MemoryStore();
  const written = openOn(whole, { configuration: SAMPLE, journal: options });
  // Snapshots before the first group and behind the last.
  await written.checkpoint();
  live(written, 3, 12);
  await written.checkpoint();
  await written.close();
  book = written;
});

function rewrite(record: Uint8Array | undefined, change: (view: DataView) => void): Uint8Array {
  const copy = new Uint8Array(record ?? []);
  change(new DataView(copy.buffer));
  seal(copy);
  return copy;
}

const next = (view: DataView, offset: number): void =>
  view.setBigUint64(offset, view.getBigUint64(offset, true) + 1n, true);

/** A snapshot of a state in which one number is wrong, with everything computed anew that tells of it. */
function lying(number: number, offset: number): Uint8Array {
  const { identity } = readMeta(whole.meta() ?? new Uint8Array());
  const values = readSnapshot(whole.snapshot(number) ?? new Uint8Array(), number, identity);
  const wrong = plainBook(book.configuration, values.image());
  const { state } = wrong.parts();
  next(new DataView(state.buffer, state.byteOffset), offset);
  return writeSnapshot(identity, { ...values, ordinal: wrong.framesAccepted }, wrong.parts());
}

describe('a group', () => {
  const last = (): number => whole.tables.groups.size;
  it.each<[string, string, (view: DataView) => void]>([
    ['of another length', 'length is', (view) => view.setUint32(88, 1, true)],
    ['with more segments than it has', 'segments is', (view) => view.setUint32(92, 99, true)],
    [
      'with a segment that goes beyond it',
      'bytes of a segment',
      (view) => view.setUint32(128, 1e9, true),
    ],
    ['with an empty segment', 'bytes of a segment', (view) => view.setUint32(128, 0, true)],
  ])('%s is refused', (_, text, change) => {
    const store = new MemoryStore(whole.tables);
    store.tables.groups.set(last(), rewrite(whole.group(last()), change));
    // Also of the snapshot behind it.
    const message = expect.stringContaining(text);
    const found = { code: 'JOURNAL_CORRUPT', message };
    expect(verifyJournal(store).findings).toMatchObject([found, found]);
  });

  it('with bytes that are no segment behind the last is refused', () => {
    const store = new MemoryStore(whole.tables);
    const record = whole.group(last()) ?? new Uint8Array();
    const longer = new Uint8Array(record.length + 4);
    longer.set(record);
    const change = (view: DataView): void => view.setUint32(88, view.getUint32(88, true) + 4, true);
    store.tables.groups.set(last(), rewrite(longer, change));
    expect(verifyJournal(store).findings.at(-1)).toMatchObject({ code: 'JOURNAL_CORRUPT' });
  });

  it('that does not follow the beginning is refused', () => {
    const store = new MemoryStore(whole.tables);
    store.tables.groups.set(
      1,
      rewrite(whole.group(1), (view) => next(view, 96)),
    );
    const message = expect.stringContaining('digest of the journal');
    expect(verifyJournal(store).findings).toMatchObject([{ code: 'JOURNAL_FOREIGN', message }]);
  });
});

describe('a head', () => {
  it('with another ordinal is refused', () => {
    const store = new MemoryStore(whole.tables);
    store.tables.words.set(
      'head',
      rewrite(whole.head(), (view) => next(view, 32)),
    );
    expect(() => open(store)).toThrow(expect.objectContaining({ code: 'JOURNAL_DIVERGED' }));
  });
});

describe('a snapshot', () => {
  it.each<[string, RegExp, (view: DataView) => void]>([
    [
      'of a group behind the last',
      /JOURNAL_CORRUPT.*group is/,
      (view) => view.setBigUint64(32, 9999n, true),
    ],
    ['of another group', /JOURNAL_FOREIGN/, (view) => next(view, 80)],
    ['with another state hash', /JOURNAL_CORRUPT.*state hash/, (view) => next(view, 72)],
    ['with another ordinal', /JOURNAL_CORRUPT.*ordinal/, (view) => next(view, 40)],
    [
      'with more state than it has',
      /JOURNAL_CORRUPT.*bytes of the state/,
      (view) => next(view, 136),
    ],
    ['of other instruments', /SNAPSHOT.*identity/, (view) => next(view, 144)],
  ])('%s is passed over', (_, reason, change) => {
    const store = new MemoryStore(whole.tables);
    store.tables.snapshots.set(2, rewrite(whole.snapshot(2), change));
    const found = open(store);
    expect(found.recovery).toMatchObject({ snapshot: 1, passedOver: [{ snapshot: 2 }] });
    expect(found.recovery.passedOver[0]?.reason).toMatch(reason);
    expect(found.stateHash()).toBe(book.stateHash());
    const { findings, snapshots } = verifyJournal(store);
    const reasons = findings.map(({ code, message }) => `${code}: ${message}`);
    expect([reasons, snapshots]).toEqual([[found.recovery.passedOver[0]?.reason], 1]);
  });

  it('that ends inside its header is passed over', () => {
    const store = new MemoryStore(whole.tables);
    const cut = (whole.snapshot(2) ?? new Uint8Array()).slice(0, 112 + 20 + 32);
    store.tables.snapshots.set(
      2,
      rewrite(cut, () => undefined),
    );
    expect(open(store).recovery).toMatchObject({ snapshot: 1, passedOver: [{ snapshot: 2 }] });
  });

  it('that goes away while it is looked at is a finding', () => {
    const store = new MemoryStore(whole.tables);
    store.snapshot = () => undefined;
    expect(verifyJournal(store).findings).toMatchObject([
      { code: 'JOURNAL_CORRUPT' },
      { code: 'JOURNAL_CORRUPT' },
    ]);
  });
});

describe('a snapshot of a wrong state under hashes that fit', () => {
  it.each([
    ['ordinal', at.BOOK_FRAMES_APPLIED],
    ['time', at.BOOK_TIME_NS],
    ['equity', at.BOOK_EQUITY_HI],
  ])('is passed over for its %s', (what, offset) => {
    const store = new MemoryStore(whole.tables);
    store.tables.snapshots.set(2, lying(2, offset));
    const found = open(store);
    const message = `snapshot 2: ${what} is `;
    const passedOver = [{ snapshot: 2, reason: expect.stringContaining(message) }];
    expect(found.recovery).toMatchObject({ snapshot: 1, passedOver });
    expect(found.stateHash()).toBe(book.stateHash());
    const code = 'JOURNAL_DIVERGED';
    const findings = [{ code, message: expect.stringContaining(message) }];
    for (const replay of [false, true])
      expect(verifyJournal(store, replay)).toMatchObject({ findings });
  });

  it('before the first group is passed over for anything', () => {
    const store = new MemoryStore(whole.tables);
    store.tables.snapshots.delete(2);
    store.tables.snapshots.set(1, lying(1, at.BOOK_PEAK));
    const found = open(store);
    expect(found.recovery).toMatchObject({ snapshot: null, passedOver: [{ snapshot: 1 }] });
    expect(found.stateHash()).toBe(book.stateHash());
    expect(verifyJournal(store)).toMatchObject({ isClean: false, snapshots: 0 });
  });

  it('is taken when nothing of its standing is wrong: a replay finds it', () => {
    const store = new MemoryStore(whole.tables);
    store.tables.snapshots.set(2, lying(2, at.BOOK_PEAK));
    const found = open(store);
    expect(found.recovery.snapshot).toBe(2);
    expect(found.stateHash()).not.toBe(book.stateHash());
    expect(verifyJournal(store).isClean).toBe(true);
    const message = expect.stringContaining('snapshot 2: state hash');
    const { findings, groups } = verifyJournal(store, true);
    expect(findings).toMatchObject([{ code: 'JOURNAL_DIVERGED', message }]);
    expect(groups).toBe(whole.groupCount());
  });
});

describe('a journal of this version', () => {
  it('whose configuration it cannot read is looked at all the same', () => {
    const store = new MemoryStore(whole.tables);
    const other = { ...SAMPLE, assets: [] };
    const meta = readMeta(whole.meta() ?? new Uint8Array());
    const text = JSON.stringify(other);
    store.tables.words.set('meta', writeMeta({ ...meta, configuration: text }));
    const codes = verifyJournal(store, true).findings.map(({ code }) => code);
    expect(codes).toContain('JOURNAL_CONFIGURATION');
    expect(codes).toContain('JOURNAL_FOREIGN');
    expect(verifyJournal(store, true).isReplayed).toBe(false);
  });

  it('without a group has the ordinal of a new book', () => {
    const store = new MemoryStore();
    openOn(store, { configuration: SAMPLE, journal: options });
    expect(verifyJournal(store)).toMatchObject({ isClean: true, groups: 0 });
    store.tables.words.set(
      'head',
      rewrite(store.head(), (view) => next(view, 32)),
    );
    const message = expect.stringContaining('the beginning: ordinal');
    expect(verifyJournal(store).findings).toMatchObject([{ code: 'JOURNAL_DIVERGED', message }]);
  });
});

describe('a journal of which only the beginning is asked for', () => {
  it('has no time before its first group', () => {
    const store = new MemoryStore();
    const empty = openOn(store, { configuration: SAMPLE, journal: options });
    expect(journalInfo(store)).toMatchObject({
      groups: 0,
      timeNs: null,
      ordinal: empty.framesAccepted,
    });
    expect(replayUntil(store, { timeNs: 1n }).stateHash()).toBe(empty.stateHash());
  });

  it('begins with the snapshot before the first group', () => {
    const begin = openOn(new MemoryStore(), { configuration: SAMPLE, journal: options });
    expect(replayUntil(whole, { timeNs: 1n }).stateHash()).toBe(begin.stateHash());
  });
});
