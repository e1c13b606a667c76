/** Many replays at once give what each gives alone. */
import { afterAll, describe, expect, it } from 'vitest';
import {
  BUILT_IN_DOCUMENT,
  builtInSession,
  parseVariation,
  type ReplayReport,
  replay,
  replayAll,
  sessionRuns,
} from '../../src/replay/index.js';
import { Recording } from './recording.js';
import { tinySession } from './tiny-session.js';

const recording = new Recording();
afterAll(() => recording.remove());

const QUOTES = ['0,99,101', '2000,99,101', '4000,99,101', '8000,103,105', '20000,103,105'];
const TRADES = ['1000,96,4,sell', '3000,104,25,buy', '9000,104,1,buy'];

function reportsOf(outcomes: Awaited<ReturnType<typeof replayAll>>): ReplayReport[] {
  return outcomes.map((outcome) => {
    if (outcome.status !== 'done') throw new Error(`a run is ${outcome.status}`);
    return outcome.result;
  });
}

describe('replayAll', () => {
  it('reports and state hashes are those of replay, whatever the number of workers', async () => {
    const runs = sessionRuns(
      BUILT_IN_DOCUMENT,
      ['instruments[*].quoting.sizeSkew=0,0.9', 'session.orderLatencyMs=0,400'].map(parseVariation),
      { durationSeconds: 30 },
    );
    const sessions = [
      ...runs.map(({ configuration }) => configuration),
      tinySession(recording, QUOTES, TRADES),
    ];
    const alone: ReplayReport[] = [];
    for (const session of sessions) alone.push(await replay(session));
    const hashes = new Set(alone.map(({ controlled }) => controlled.stateHash));
    expect(hashes.size).toBe(sessions.length);
    for (const workers of [1, 2]) {
      const reports = reportsOf(await replayAll(sessions, { workers }));
      expect(JSON.stringify(reports)).toBe(JSON.stringify(alone));
    }
  });

  it('passes the options to every run', async () => {
    const session = tinySession(recording, QUOTES, TRADES);
    const options = { baseline: false, limit: 3, from: '1970-01-01T00:00:01Z' };
    const [report] = reportsOf(await replayAll([session], options));
    expect(report).toEqual(await replay(session, options));
    expect(report).toMatchObject({ events: 3, end: 'limit', uncontrolled: null });
  });

  it('a run that fails keeps its code and the others their reports', async () => {
    const good = tinySession(recording, QUOTES, TRADES);
    const missing = { ...good, dataDir: `${recording.dir}/nowhere` };
    const outcomes = await replayAll([missing, good, missing], { workers: 2 });
    for (const index of [0, 2]) {
      expect(outcomes[index]).toMatchObject({ status: 'failed', error: { code: 'DATA' } });
    }
    expect(outcomes[1]).toMatchObject({ status: 'done', result: await replay(good) });
  });

  it('an interruption ends running replays and begins no others', async () => {
    const stop = new AbortController();
    const long = builtInSession({ durationSeconds: 20_000 });
    const outcomes = await replayAll([long, long, long], {
      workers: 1,
      signal: stop.signal,
      progress: ({ events }) => {
        if (events > 0) stop.abort();
      },
    });
    expect(outcomes).toMatchObject([
      { status: 'done', result: { end: 'interrupted' } },
      { status: 'notStarted' },
      { status: 'notStarted' },
    ]);
  });

  it('refuses times that do not suit every session before any of them runs', async () => {
    const sessions = [tinySession(recording, QUOTES, TRADES), builtInSession()];
    const refused = replayAll(sessions, { from: '2025-01-01' });
    await expect(refused).rejects.toMatchObject({ code: 'USAGE' });
    const unreadable = replayAll(sessions.slice(0, 1), { to: 'noon' });
    await expect(unreadable).rejects.toMatchObject({ code: 'USAGE' });
  });
});
