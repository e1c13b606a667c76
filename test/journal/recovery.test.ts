/** A journal gives back the book that wrote it: from any snapshot, after a crash between any two steps. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Book } from '../../src/index.js';
import type { JournaledBook } from '../../src/journal/index.js';
import { openOn } from '../../src/journal/open.js';
import type { JournalOptions } from '../../src/journal/policy.js';
import { SAMPLE } from '../book/sample.js';
import { MemoryStore } from './memory-store.js';
import { live } from './session.js';

type Output = 'keep' | 'discard';

const open = (
  store: MemoryStore,
  journal: JournalOptions = {},
  output: Output = 'discard',
): JournaledBook => openOn(store, { configuration: SAMPLE, output, journal });

const POLICIES = ['acknowledgeAfterSync', 'acknowledgePerGroup', 'acknowledgeBeforeSync'] as const;

describe('recovery', () => {
  it.each(POLICIES)('gives the state of the live book under %s', async (policy) => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1e6), fc.nat(120), fc.nat(60), async (seed, count, every) => {
        const store = new MemoryStore();
        const options = { policy, snapshotEvery: every, groupBytes: 4096 };
        // With `keep` some calls stop at a full output, in the middle of bytes that are no frames too.
        const output = seed % 2 === 0 ? 'keep' : 'discard';
        let book = open(store, options, output);
        const plain = Book.create(SAMPLE, { output });
        for (let part = 0; part < 3; part++) {
          live(book, seed + part, count, part * 1000);
          live(plain, seed + part, count, part * 1000);
          await book.ready();
          if (seed % 3 === part) await book.flushed();
          expect(book.stateHash()).toBe(plain.stateHash());
          await book.close();
          book = open(store, options, output);
          plain.discardOutput();
          expect(book.stateHash()).toBe(plain.stateHash());
          expect(book.acknowledged).toBe(plain.framesAccepted);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('leads to the same state from the first group as from a snapshot', async () => {
    const store = new MemoryStore();
    const book = open(store, { snapshotEvery: 40, groupBytes: 4096 });
    for (let part = 0; part < 10; part++) {
      live(book, part, 60, part * 100);
      await book.flushed();
    }
    await book.close();
    const again = open(store);
    expect(again.recovery.snapshot).not.toBeNull();
    store.tables.snapshots.clear();
    const whole = open(store);
    expect(whole.recovery).toMatchObject({ snapshot: null, passedOver: [] });
    expect(whole.recovery.framesReplayed).toBeGreaterThan(again.recovery.framesReplayed);
    expect([again.stateHash(), whole.stateHash()]).toEqual([book.stateHash(), book.stateHash()]);
  });
});

describe('a crash', () => {
  it.each(POLICIES)('between any two commits leaves a whole journal under %s', async (policy) => {
    const store = new MemoryStore(undefined, true);
    const book = open(store, { policy, snapshotEvery: 50, groupBytes: 4096, groupMilliseconds: 0 });
    const hashes = new Map([[book.framesAccepted, book.stateHash()]]);
    for (let step = 0; step < 160; step++) {
      live(book, step, 1, step);
      hashes.set(book.framesAccepted, book.stateHash());
      if (step % 7 === 0) await book.flushed();
    }
    await book.close();
    expect(store.versions.length).toBeGreaterThan(20);
    const [nothing, ...versions] = store.versions;
    expect(nothing?.words.size).toBe(0);
    let before = 0;
    for (const tables of versions) {
      const found = open(new MemoryStore(tables));
      expect(hashes.get(found.framesAccepted)).toBe(found.stateHash());
      expect(found.framesAccepted).toBeGreaterThanOrEqual(before);
      before = found.framesAccepted;
    }
    expect(before).toBe(book.framesAccepted);
  });

  it('keeps two snapshots at any moment once there were two', async () => {
    const store = new MemoryStore(undefined, true);
    const book = open(store, { policy: 'acknowledgeAfterSync', snapshotEvery: 10 });
    live(book, 1, 200);
    await book.close();
    const counts = store.versions.map(({ snapshots }) => snapshots.size);
    expect(counts.slice(counts.indexOf(2)).every((count) => count === 2 || count === 3)).toBe(true);
    expect(counts.at(-1)).toBe(2);
  });
});

describe('a write that fails', () => {
  it.each(
    POLICIES.flatMap((policy) => (['before', 'after'] as const).map((how) => ({ policy, how }))),
  )('stops the book for good: $policy, $how', async ({ policy, how }) => {
    for (let commit = 2; commit < 14; commit++) {
      const store = new MemoryStore();
      const halts: unknown[] = [];
      const options = { policy, snapshotEvery: 12, groupMilliseconds: 0 };
      const book = open(store, { ...options, onHalt: (failure) => halts.push(failure) });
      store.fault = { commit, how };
      const acknowledged = await untilHalted(book);
      const commits = store.commits;
      expect(book.journalFailure).toMatchObject({ code: 'JOURNAL_HALTED' });
      expect(halts).toEqual([book.journalFailure]);
      expect(book.risk().state).toBe('HALTED');
      expect(book.risk().operatorReason).toMatch(/journal/);
      const halted = expect.objectContaining({ code: 'JOURNAL_HALTED' });
      expect(() => book.clock(2e15)).toThrow(halted);
      expect(() => book.apply(Uint8Array.of(1))).toThrow(halted);
      await expect(book.flushed()).rejects.toThrow(halted);
      await expect(book.ready()).rejects.toThrow(halted);
      await expect(book.close()).rejects.toThrow(halted);
      // Never tried again.
      expect(store.commits).toBe(commits);
      store.fault = null;
      const found = open(store);
      expect(found.framesAccepted).toBeGreaterThanOrEqual(acknowledged);
      if (how === 'before') expect(found.framesAccepted).toBe(acknowledged);
    }
  });
});

/** Sends until the journal fails; what was acknowledged by then. */
async function untilHalted(book: JournaledBook): Promise<number> {
  try {
    for (let step = 0; step < 200; step++) {
      live(book, step, 3, step * 3);
      await book.flushed();
    }
  } catch (cause) {
    expect(cause).toMatchObject({ code: 'JOURNAL_HALTED' });
  }
  return book.acknowledged;
}
