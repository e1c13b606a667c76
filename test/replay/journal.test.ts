/** A replay with a journal of everything its book was fed. */
import { afterAll, describe, expect, it } from 'vitest';
import {
  journaledFrames,
  readJournal,
  replayUntil,
  verifyJournal,
} from '../../src/journal/index.js';
import { builtInSession, replay, type SessionConfiguration } from '../../src/replay/index.js';
import { evenkeel, scratch, spawned } from '../cli/evenkeel.js';
import { optionsSession } from './options-session.js';

const files = scratch();
afterAll(() => files.remove());

const SESSIONS: readonly (readonly [string, () => SessionConfiguration])[] = [
  ['generated', () => builtInSession({ durationSeconds: 60, seed: 3 })],
  ['of options', () => optionsSession(20, 3)],
];

describe('a replay with a journal', () => {
  it.each(SESSIONS)(
    'reports the same as without one, and the journal leads there: %s',
    async (name, session) => {
      const dir = files.path(name);
      const plain = await replay(session());
      const journaled = await replay(session(), { journal: { dir } });
      expect(journaled).toEqual(plain);
      const reader = readJournal(dir);
      expect(verifyJournal(reader, true)).toMatchObject({ isClean: true, findings: [] });
      const hash = BigInt(`0x${plain.controlled.stateHash}`);
      expect(replayUntil(reader).stateHash()).toBe(hash);
      expect([...journaledFrames(reader)].length).toBeGreaterThan(plain.events);
      await reader.close();
    },
  );

  it('tells of any moment what the quotes were and why', async () => {
    const dir = files.path('moments');
    const flags = ['--duration', '30', '--seed', '5', '--quiet', '--json'];
    const { stdout, code } = await evenkeel(['replay', ...flags, '--journal', dir]);
    expect(code).toBe(0);
    const { firstTime, controlled } = JSON.parse(stdout.toString());
    const until = new Date(Date.parse(firstTime) + 12_345).toISOString();
    const then = await evenkeel(['journal', 'replay', dir, '--until', until, '--json']);
    const moment = JSON.parse(then.stdout.toString());
    expect(BigInt(moment.timeNs)).toBeLessThanOrEqual(BigInt(Date.parse(until)) * 1_000_000n);
    expect(moment.stateHash).not.toBe(controlled.stateHash);
    const [instrument] = moment.instruments;
    expect(instrument.quote.bid.priceTicks).toBeGreaterThan(0);
    expect(instrument.explanation.bps.halfSpread).toBeGreaterThan(0);
    const verdict = await spawned(['journal', 'verify', dir, '--replay']);
    expect([verdict.code, JSON.parse(verdict.stdout.toString()).isClean]).toEqual([0, true]);
    const again = await evenkeel(['replay', ...flags, '--journal', dir]);
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('JOURNAL_EXISTS')]);
    const several = await evenkeel([
      'replay',
      ...flags,
      '--journal',
      files.path('two'),
      '--vary',
      'session.orderLatencyMs=1,2',
    ]);
    expect([several.code, several.stderr]).toEqual([
      2,
      expect.stringContaining('--journal belongs'),
    ]);
  });

  it.each(['acknowledgeAfterSync', 'acknowledgePerGroup'] as const)(
    'goes to the disk under %s',
    async (policy) => {
      const dir = files.path(policy);
      const session = builtInSession({ durationSeconds: 60, seed: 4 });
      const { controlled } = await replay(session, {
        journal: { dir, policy },
        limit: 50,
        baseline: false,
      });
      const reader = readJournal(dir);
      const { isClean, groups } = verifyJournal(reader, true);
      expect([isClean, groups > 50]).toEqual([true, policy === 'acknowledgeAfterSync']);
      expect(replayUntil(reader).stateHash()).toBe(BigInt(`0x${controlled.stateHash}`));
      await reader.close();
    },
  );
});
