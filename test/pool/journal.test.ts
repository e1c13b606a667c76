/** Books of a pool that write journals: restarts, deaths, and a disk that fails one of them. */
import { afterAll, describe, expect, it } from 'vitest';
import { Book, type FailureReport, type PoolBook } from '../../src/index.js';
import { openJournaled, readJournal, replayUntil, verifyJournal } from '../../src/journal/index.js';
import { writeLmdb } from '../../src/journal/lmdb-store.js';
import { SAMPLE } from '../book/sample.js';
import { scratch } from '../cli/evenkeel.js';
import { applyInline, frames } from './market.js';
import { tick, until, withPool } from './small-pool.js';

const files = scratch();
afterAll(() => files.remove());

const POLICIES = ['acknowledgeAfterSync', 'acknowledgePerGroup', 'acknowledgeBeforeSync'] as const;
const FAILED = 97;

async function send(book: PoolBook, records: readonly Uint8Array[]): Promise<void> {
  for (const record of records) while (book.sendBytes(record) !== 0) await book.writable();
  await book.flush();
}

const inThrees = (parts: readonly Uint8Array[]): readonly Uint8Array[] =>
  Array.from({ length: parts.length / 3 }, (_, index) =>
    Buffer.concat(parts.slice(3 * index, 3 * index + 3)),
  );

async function lookAt(dir: string): Promise<{ clean: boolean; hash: bigint; groups: number }> {
  const reader = readJournal(dir);
  const { isClean, groups } = verifyJournal(reader, true);
  const hash = replayUntil(reader).stateHash();
  await reader.close();
  return { clean: isClean, hash, groups };
}

describe('a pool that journals', () => {
  it.each(POLICIES)('comes back as it was under %s', async (policy) => {
    const dir = files.path(policy);
    const inline = [Book.create(SAMPLE), Book.create(SAMPLE)];
    // Three frames each, so that some are refused in part.
    const records = [1, 2].map((seed) => inThrees(frames(360, seed)));
    for (let life = 0; life < 3; life++) {
      const options = { workers: 2, journal: { dir, policy, snapshotEvery: 40 } };
      await withPool(options, async (pool) => {
        const output: Uint8Array[][] = [[], []];
        const books = output.map((parts) =>
          pool.open(SAMPLE, { onOutput: (bytes) => parts.push(bytes) }),
        );
        for (const [index, book] of books.entries()) {
          const own = inline[index] as Book;
          expect(book.risk().framesApplied).toBe(own.framesAccepted);
          const some = (records[index] ?? []).slice(life * 40, life * 40 + 40);
          await send(book, some);
          pool.poll();
          const expected = Buffer.concat(some.map((record) => applyInline(own, record)));
          expect(Buffer.concat(output[index] ?? []).equals(expected)).toBe(true);
          expect((await book.capture()).stateHash()).toBe(own.stateHash());
          const found = await lookAt(`${dir}/book-${index}`);
          expect([found.clean, found.hash]).toEqual([true, own.stateHash()]);
          if (policy === 'acknowledgeAfterSync')
            expect(found.groups).toBeGreaterThan(30 * life + 25);
        }
      });
    }
  });

  it('refuses names that are taken or none, and a snapshot', async () => {
    await withPool({ journal: { dir: files.path('names') } }, async (pool) => {
      const usage = expect.objectContaining({ code: 'USAGE' });
      const book = pool.open(SAMPLE, { name: 'one' });
      for (const name of ['one', '', '../one', 'x'.repeat(49)]) {
        expect(() => pool.open(SAMPLE, { name })).toThrow(usage);
      }
      expect(() => pool.open(SAMPLE, { snapshot: Book.create(SAMPLE).snapshot() })).toThrow(usage);
      tick(book, 1);
      await book.flush();
      const hash = (await book.capture()).stateHash();
      await pool.closeBook(book);
      const again = pool.open(SAMPLE, { name: 'one' });
      expect(again.recovery).toMatchObject({ snapshot: 1, framesReplayed: 0 });
      expect((await again.capture()).stateHash()).toBe(hash);
    });
  });

  it('does not follow a journal that somebody else has written since it was opened', async () => {
    const dir = files.path('foreign');
    await withPool({ journal: { dir } }, async (pool) => {
      const failures: FailureReport[] = [];
      pool.on('failure', (report) => failures.push(report));
      const book = pool.open(SAMPLE);
      const other = await openJournaled({ journal: { dir: `${dir}/book-0` } });
      other.clock(2e15);
      await other.close();
      tick(book, 1);
      await until(() => failures.length > 0);
      expect(failures).toMatchObject([{ books: [book.id], cause: { code: 'JOURNAL_HALTED' } }]);
      expect(failures[0]?.cause.message).toMatch(/somebody else writes it/);
      expect(book.risk().framesApplied).toBe(Book.create(SAMPLE).framesAccepted);
    });
    expect((await lookAt(`${dir}/book-0`)).clean).toBe(true);
  });

  it('stops the book whose journal cannot be written, and no other', async () => {
    const dir = files.path('failing');
    await withPool({ journal: { dir } }, async (pool) => {
      const failures: FailureReport[] = [];
      pool.on('failure', (report) => failures.push(report));
      const output: Uint8Array[] = [];
      const bad = pool.open(SAMPLE, { name: 'bad', onOutput: (bytes) => output.push(bytes) });
      const good = pool.open(SAMPLE, { name: 'good' });
      for (const book of [bad, good]) {
        tick(book, 1);
        await book.flush();
      }
      pool.poll();
      const before = Buffer.concat(output).length;
      // Somebody else writes the next group.
      const other = writeLmdb(`${dir}/bad`);
      await other.commit([{ table: 'groups', key: 2, value: Uint8Array.of(1) }]);
      await other.close();
      for (const book of [bad, good]) tick(book, 2);
      await until(() => failures.length > 0);
      expect(failures).toMatchObject([
        { worker: 0, books: [bad.id], cause: { code: 'JOURNAL_HALTED' } },
      ]);
      expect(failures[0]?.cause.message).toMatch(/could not be written.*group 2 is there already/);
      pool.poll();
      expect(Buffer.concat(output)).toHaveLength(before);
      expect(tick(bad, 3)).toBe(FAILED);
      expect(bad.latest(0)).toMatchObject({ bidLots: 0, askLots: 0, bidReason: FAILED });
      tick(good, 3);
      await good.flush();
      expect(good.risk().framesApplied).toBe(bad.risk().framesApplied + 2);
    });
    expect((await lookAt(`${dir}/good`)).clean).toBe(true);
  });
});
