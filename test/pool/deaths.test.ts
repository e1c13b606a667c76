/** Workers die under load; nothing is lost, doubled or hung. `EVENKEEL_DEATHS` asks for more deaths. */
import { describe, expect, it } from 'vitest';
import { deathRun } from './deaths.js';

const DEATHS = Number(process.env.EVENKEEL_DEATHS ?? 20);

describe('a pool whose workers die', () => {
  it(`comes to the state and the output of an undisturbed run after ${DEATHS} deaths`, {
    timeout: 60_000 + DEATHS * 2000,
  }, async () => {
    const { restarts, books, failures } = await deathRun(DEATHS, 2, 20_261_125);
    expect(failures).toBe(0);
    // Most deaths came in the middle of work.
    const busy = restarts.filter(
      ({ replayedBytes, backlogBytes }) => replayedBytes + backlogBytes > 0,
    );
    expect(busy.length).toBeGreaterThan(DEATHS / 2);
    // Each death was told once, with the books of the worker that died.
    expect(restarts).toHaveLength(DEATHS);
    for (const { books: served } of restarts) expect(served).toHaveLength(2);
    for (const { stateHash, expectedHash, isOutputEqual, framesApplied, framesSent } of books) {
      expect(stateHash).toBe(expectedHash);
      expect(isOutputEqual).toBe(true);
      // A stream that is mostly refused would prove little.
      expect(framesApplied).toBeGreaterThan(framesSent * 0.7);
    }
    const causes = new Set(restarts.map(({ cause }) => cause.message.replace(/\d+/g, 'N')));
    expect(causes.size).toBeGreaterThanOrEqual(Math.min(DEATHS, 4));
  });
});
