/** A disk that is full under one book of a pool: a real one, small. */
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { Book, type FailureReport } from '../../src/index.js';
import { readJournal, replayUntil, verifyJournal } from '../../src/journal/index.js';
import { SAMPLE } from '../book/sample.js';
import { scratch } from '../cli/evenkeel.js';
import { applyInline, frames } from './market.js';
import { until, withPool } from './small-pool.js';

const FAILED = 97;
const files = scratch();
const dir = files.path('pool');
const isMounted = mounted();
const title = isMounted ? '' : ' (skipped: tmpfs may not be mounted here)';

/** Whether the folder of one journal is a file system of its own, of 10 MiB. */
function mounted(): boolean {
  mkdirSync(`${dir}/full`, { recursive: true });
  try {
    const what = ['-t', 'tmpfs', '-o', 'size=10m', 'tmpfs', `${dir}/full`];
    execFileSync('mount', what, { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}

afterAll(() => {
  if (isMounted) execFileSync('umount', [`${dir}/full`]);
  files.remove();
});

async function journaled(name: string): Promise<{ clean: boolean; hash: bigint; ordinal: number }> {
  const reader = readJournal(`${dir}/${name}`);
  const clean = verifyJournal(reader, true).isClean;
  const book = replayUntil(reader);
  await reader.close();
  return { clean, hash: book.stateHash(), ordinal: book.framesAccepted };
}

describe.skipIf(!isMounted)(`a full disk under a pool${title}`, () => {
  const records = frames(200_000, 5);
  const journal = { dir, policy: 'acknowledgePerGroup', snapshotEvery: 2000 } as const;
  /** States of a book that is fed these, by ordinal, as far as it was acknowledged. */
  const inline = Book.create(SAMPLE);
  const hashes = new Map([[inline.framesAccepted, inline.stateHash()]]);
  let acknowledged = 0;
  let fed = 0;

  function follow(count: number): void {
    for (const record of records.slice(fed, fed + count)) {
      applyInline(inline, record);
      hashes.set(inline.framesAccepted, inline.stateHash());
    }
    fed += count;
  }

  it('stops its book, with the reason and without quotes, and no other', async () => {
    await withPool({ journal }, async (pool) => {
      const failures: FailureReport[] = [];
      pool.on('failure', (report) => failures.push(report));
      const output: Uint8Array[] = [];
      const full = pool.open(SAMPLE, { name: 'full', onOutput: (bytes) => output.push(bytes) });
      const other = pool.open(SAMPLE, { name: 'other' });
      while (failures.length === 0) {
        acknowledged = full.risk().framesApplied;
        const some = records.slice(fed, fed + 400);
        for (const record of some) {
          if (full.isServed) while (full.sendBytes(record) === 96) await full.writable();
          while (other.sendBytes(record) !== 0) await other.writable();
        }
        follow(some.length);
        await other.flush();
        await full.flush().catch(() => until(() => failures.length > 0));
      }
      expect(failures).toMatchObject([{ books: [full.id], cause: { code: 'JOURNAL_HALTED' } }]);
      expect(failures[0]?.cause.message).toMatch(/could not be written: the disk of .* is full/);
      expect(full.sendBytes(records[0] ?? new Uint8Array(0))).toBe(FAILED);
      expect(full.latest(0)).toMatchObject({ bidLots: 0, askLots: 0, bidReason: FAILED });
      await other.flush();
      expect((await other.capture()).stateHash()).toBe(inline.stateHash());
    });
    expect(await journaled('other')).toMatchObject({ clean: true, hash: inline.stateHash() });
  });

  it('leaves a journal that goes on when there is room, with all that was acknowledged', async () => {
    execFileSync('mount', ['-o', 'remount,size=64m', `${dir}/full`]);
    const { clean, hash, ordinal } = await journaled('full');
    expect(clean).toBe(true);
    expect(ordinal).toBeGreaterThanOrEqual(acknowledged);
    expect(hash).toBe(hashes.get(ordinal));
    await withPool({ journal }, async (pool) => {
      const full = pool.open(SAMPLE, { name: 'full' });
      expect((await full.capture()).stateHash()).toBe(hash);
      const own = full.risk().framesApplied;
      for (const record of frames(300, 6, fed)) {
        while (full.sendBytes(record) !== 0) await full.writable();
      }
      await full.flush();
      expect(full.risk().framesApplied).toBeGreaterThan(own);
      const now = (await full.capture()).stateHash();
      expect(await journaled('full')).toMatchObject({ clean: true, hash: now });
    });
  });
});
