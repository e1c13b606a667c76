/** Workers die under load; nothing is lost, doubled or hung. `EVENKEEL_DEATHS` asks for more deaths. */
import { afterAll, describe, expect, it } from 'vitest';
import { readJournal, replayUntil, verifyJournal } from '../../src/journal/index.js';
import { scratch } from '../cli/evenkeel.js';
import { type DeathRun, deathRun } from './deaths.js';

const files = scratch();
afterAll(() => files.remove());

const DEATHS = Number(process.env.EVENKEEL_DEATHS ?? 20);

function expectUndisturbed(run: DeathRun): void {
  expect(run.failures).toBe(0);
  expect(run.differences).toEqual([]);
  // A stream that is mostly refused would prove little.
  expect(run.framesApplied).toBeGreaterThan(run.framesSent * 0.7);
  // Each death was told once, with the books of the worker that died.
  expect(run.restarts).toHaveLength(DEATHS);
  for (const { books } of run.restarts) expect(books).toHaveLength(2);
  // Most came in the middle of work.
  const busy = run.restarts.filter((one) => one.replayedBytes + one.backlogBytes > 0);
  expect(busy.length).toBeGreaterThan(DEATHS / 2);
  const causes = new Set(run.restarts.map(({ cause }) => cause.message.replace(/\d+/g, 'N')));
  expect(causes.size).toBeGreaterThanOrEqual(Math.min(DEATHS, 4));
}

describe('a pool whose workers die', () => {
  const timeout = 60_000 + DEATHS * 2000;

  it(`comes to the state and the output of an undisturbed run after ${DEATHS} deaths`, {
    timeout,
  }, async () => {
    expectUndisturbed(await deathRun(DEATHS, 2, 20_261_125));
  });

  it('does so with journals, which lead there too', { timeout: 2 * timeout }, async () => {
    const dir = files.path('deaths');
    // Groups that end inside records: what is sent outgrows them.
    const journal = { dir, groupBytes: 4096, snapshotEvery: 5000 };
    const run = await deathRun(DEATHS, 2, 20_261_126, { journal });
    expectUndisturbed(run);
    for (const [id, hash] of run.hashes.entries()) {
      const reader = readJournal(`${dir}/book-${id}`);
      expect(verifyJournal(reader, true)).toMatchObject({ isClean: true, findings: [] });
      expect(replayUntil(reader).stateHash()).toBe(hash);
      await reader.close();
    }
  });
});
