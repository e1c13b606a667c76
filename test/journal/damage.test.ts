/** A damaged journal never loads silently: every bit, every way in which records may be mixed up. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Book } from '../../src/index.js';
import { openOn } from '../../src/journal/open.js';
import { seal } from '../../src/journal/sealed.js';
import { verifyJournal } from '../../src/journal/verify.js';
import { SAMPLE } from '../book/sample.js';
import { MemoryStore } from './memory-store.js';
import { live } from './session.js';

const options = { policy: 'acknowledgeAfterSync', snapshotEvery: 0 } as const;

/** A journal of some groups; a snapshot behind the second and the fourth. */
async function journal(seed: number, groups = 6): Promise<MemoryStore> {
  const store = new MemoryStore();
  const book = openOn(store, { configuration: SAMPLE, journal: options });
  let step = 0;
  while (store.tables.groups.size < groups) {
    live(book, seed + step, 1, step);
    step += 1;
    const isEven = [2, 4].includes(store.tables.groups.size);
    if (isEven && store.snapshotNumbers().length < store.tables.groups.size / 2) {
      await book.checkpoint();
    }
  }
  await book.close();
  return store;
}

const open = (store: MemoryStore): Book => openOn(store, { journal: options });
const refused = (code: string): unknown => expect.objectContaining({ code });

let whole: MemoryStore;
let other: MemoryStore;
beforeAll(async () => {
  whole = await journal(1);
  other = await journal(5);
});

/** A copy of the journal with something done to it. */
function damaged(change: (tables: MemoryStore['tables']) => void): MemoryStore {
  const store = new MemoryStore(whole.tables);
  change(store.tables);
  return store;
}

const groupOf = (store: MemoryStore, number: number): Uint8Array => {
  const record = store.group(number);
  if (record === undefined) throw new Error(`no group ${number}`);
  return record;
};

describe('every bit', () => {
  it('of meta, head and groups is noticed', () => {
    // Snapshots are looked at below: to restore them every time takes long.
    const store = damaged(({ snapshots }) => snapshots.clear());
    let flips = 0;
    for (const table of [store.tables.words, store.tables.groups]) {
      for (const record of table.values()) {
        for (let bit = 0; bit < record.length * 8; bit++) {
          record[bit >> 3] = (record[bit >> 3] ?? 0) ^ (1 << (bit & 7));
          if (verifyJournal(store).isClean)
            expect.unreachable(`bit ${bit} of ${record.length} bytes`);
          record[bit >> 3] = (record[bit >> 3] ?? 0) ^ (1 << (bit & 7));
          flips += 1;
        }
      }
    }
    expect(flips).toBeGreaterThan(20_000);
    expect(verifyJournal(store).isClean).toBe(true);
    expect(verifyJournal(whole, true)).toMatchObject({ isClean: true, groups: 6, snapshots: 2 });
  });

  it('of a snapshot is noticed, and the older one is used', () => {
    const store = new MemoryStore(whole.tables);
    const record = store.snapshot(2) ?? new Uint8Array();
    const hash = open(whole).stateHash();
    for (let bit = 0; bit < record.length * 8; bit += bit < 1200 ? 1 : 9973) {
      record[bit >> 3] = (record[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const { findings, groups } = verifyJournal(store);
      expect([findings.map(({ code }) => code), groups]).toEqual([['JOURNAL_CORRUPT'], 6]);
      if (bit % 97 === 0) {
        const book = openOn(store, { journal: options });
        expect(book.recovery).toMatchObject({ snapshot: 1, passedOver: [{ snapshot: 2 }] });
        expect(book.stateHash()).toBe(hash);
      }
      record[bit >> 3] = (record[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    }
  });

  it('of the tail stops the opening too', () => {
    const store = new MemoryStore(whole.tables);
    for (const number of [5, 6]) {
      const record = groupOf(store, number);
      for (let bit = 0; bit < record.length * 8; bit += 61) {
        record[bit >> 3] = (record[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(() => open(store)).toThrow(refused('JOURNAL_CORRUPT'));
        record[bit >> 3] = (record[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      }
    }
  });
});

describe('snapshots', () => {
  it('both damaged: all groups are replayed', () => {
    const store = damaged(({ snapshots }) => {
      for (const record of snapshots.values()) record[200] = (record[200] ?? 0) ^ 1;
    });
    const book = openOn(store, { journal: options });
    expect(book.recovery).toMatchObject({ snapshot: null, groupsReplayed: 6 });
    expect(book.recovery.passedOver.map(({ snapshot }) => snapshot)).toEqual([2, 1]);
    expect(book.stateHash()).toBe(open(whole).stateHash());
  });

  it.each([
    ['of another journal', 'JOURNAL_FOREIGN', (): MemoryStore => other],
    ['in the place of another', 'JOURNAL_REORDERED', (): MemoryStore => whole],
  ])('%s is passed over', (_, code, from) => {
    const record = from().snapshot(1);
    const store = damaged(({ snapshots }) => snapshots.set(2, record ?? new Uint8Array()));
    const book = openOn(store, { journal: options });
    expect(book.recovery.passedOver[0]?.reason).toMatch(code);
    expect(book.stateHash()).toBe(open(whole).stateHash());
    expect(verifyJournal(store).findings).toMatchObject([{ code }]);
  });
});

type Damage = readonly [
  what: string,
  code: string,
  change: (tables: MemoryStore['tables']) => void,
];

/** Writes numbers into a record and seals it again: damage that no digest shows. */
function rewrite(record: Uint8Array, change: (view: DataView) => void): Uint8Array {
  const copy = record.slice();
  change(new DataView(copy.buffer));
  seal(copy);
  return copy;
}

/** All are behind the snapshots, so that opening meets them. */
const DAMAGES: readonly Damage[] = [
  ['a group is missing', 'JOURNAL_MISSING_GROUP', ({ groups }) => groups.delete(5)],
  ['the last group is missing', 'JOURNAL_MISSING_GROUP', ({ groups }) => groups.delete(6)],
  ['meta is missing', 'JOURNAL_CORRUPT', ({ words }) => words.delete('meta')],
  ['head is missing', 'JOURNAL_CORRUPT', ({ words }) => words.delete('head')],
  [
    'a group is missing and one too many',
    'JOURNAL_MISSING_GROUP',
    ({ groups }) => {
      groups.set(7, groupOf(whole, 5));
      groups.delete(5);
    },
  ],
  ['a group too many', 'JOURNAL_CORRUPT', ({ groups }) => groups.set(7, groupOf(whole, 6))],
  [
    'two groups are swapped',
    'JOURNAL_REORDERED',
    ({ groups }) => {
      groups.set(5, groupOf(whole, 6));
      groups.set(6, groupOf(whole, 5));
    },
  ],
  ['a group twice', 'JOURNAL_REORDERED', ({ groups }) => groups.set(6, groupOf(whole, 5))],
  ['of another journal', 'JOURNAL_FOREIGN', ({ groups }) => groups.set(5, groupOf(other, 5))],
  [
    'the head of another journal',
    'JOURNAL_FOREIGN',
    ({ words }) => words.set('head', other.head() ?? new Uint8Array()),
  ],
  [
    'another history of the same journal',
    'JOURNAL_FOREIGN',
    ({ groups }) =>
      groups.set(
        5,
        rewrite(groupOf(whole, 5), (view) => view.setUint32(52, 1, true)),
      ),
  ],
  [
    'another history up to the head',
    'JOURNAL_FOREIGN',
    ({ groups }) =>
      groups.set(
        6,
        rewrite(groupOf(whole, 6), (view) => view.setUint32(52, 1, true)),
      ),
  ],
  [
    'a later format',
    'JOURNAL_FUTURE_LAYOUT',
    ({ groups }) =>
      groups.set(
        5,
        rewrite(groupOf(whole, 5), (view) => view.setUint32(4, 2, true)),
      ),
  ],
  [
    'a later layout',
    'JOURNAL_FUTURE_LAYOUT',
    ({ groups }) =>
      groups.set(
        5,
        rewrite(groupOf(whole, 5), (view) => view.setUint32(48, 99, true)),
      ),
  ],
  [
    'bytes of no journal',
    'JOURNAL_CORRUPT',
    ({ groups }) =>
      groups.set(
        5,
        rewrite(groupOf(whole, 5), (view) => view.setUint32(0, 7, true)),
      ),
  ],
  ['an empty record', 'JOURNAL_CORRUPT', ({ groups }) => groups.set(5, new Uint8Array())],
  [
    'a short record',
    'JOURNAL_CORRUPT',
    ({ groups }) => groups.set(5, groupOf(whole, 5).slice(0, -1)),
  ],
];

describe('a journal in which', () => {
  it.each(DAMAGES)('%s is refused with %s', (_, code, change) => {
    const store = damaged(change);
    expect(() => open(store)).toThrow(refused(code));
    const { isClean, findings } = verifyJournal(store);
    expect(isClean).toBe(false);
    expect(findings.map((finding) => finding.code)).toContain(code);
  });

  it('numbers lie under a good digest is refused when replayed', () => {
    for (const offset of [32, 40, 72, 80]) {
      const lying = rewrite(groupOf(whole, 6), (view) =>
        view.setBigUint64(offset, view.getBigUint64(offset, true) + 1n, true),
      );
      const digest = lying.slice(-32);
      const store = damaged(({ groups, words }) => {
        groups.set(6, lying);
        const head = rewrite(whole.head() ?? new Uint8Array(), (view) => {
          new Uint8Array(view.buffer).set(digest, 40);
        });
        words.set('head', head);
      });
      // The head and the group before tell of ordinals too.
      expect(verifyJournal(store).isClean).toBe(offset > 40);
      expect(verifyJournal(store, true).findings).toMatchObject([{ code: 'JOURNAL_DIVERGED' }]);
      expect(() => open(store)).toThrow(refused('JOURNAL_DIVERGED'));
    }
  });

  it('the configuration is another one is refused', () => {
    const [first, ...rest] = SAMPLE.instruments;
    const changed = { ...SAMPLE, instruments: [{ ...first, tickSize: 0.02 }, ...rest] };
    const store = new MemoryStore(whole.tables);
    expect(() => openOn(store, { configuration: changed, journal: options })).toThrow(
      refused('JOURNAL_CONFIGURATION'),
    );
    expect(openOn(store, { configuration: { ...SAMPLE }, journal: options }).stateHash()).toBe(
      open(whole).stateHash(),
    );
  });
});

describe('a journal of another build', () => {
  it('is replayed from the first group; its snapshots are passed over', () => {
    const store = damaged(({ snapshots }) => {
      for (const [key, record] of snapshots) {
        snapshots.set(
          key,
          rewrite(record, (view) => view.setBigUint64(64, 5n, true)),
        );
      }
    });
    const book = openOn(store, { journal: options });
    expect(book.recovery).toMatchObject({ snapshot: null, groupsReplayed: 6 });
    expect(book.stateHash()).toBe(open(whole).stateHash());
    const found = { isClean: true, snapshots: 0, snapshotsOfOtherBuilds: [1, 2] };
    expect(verifyJournal(store, true)).toMatchObject(found);
  });
});

describe('two writers', () => {
  it('are noticed before anything is overwritten', async () => {
    const store = new MemoryStore();
    const one = openOn(store, {
      configuration: SAMPLE,
      journal: { policy: 'acknowledgePerGroup' },
    });
    const two = openOn(store, { configuration: SAMPLE, journal: options });
    one.clock(2e15);
    await one.flushed();
    expect(() => two.clock(3e15)).toThrow(refused('JOURNAL_HALTED'));
    expect(two.journalFailure?.cause).toMatchObject({ code: 'JOURNAL_FOREIGN' });
    one.clock(3e15);
    await one.close();
    expect(open(store).framesAccepted).toBe(one.framesAccepted);
  });
});
