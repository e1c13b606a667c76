/** Workers die under load; nothing is lost, doubled or hung. `EVENKEEL_DEATHS` asks for more deaths. */
import { describe, expect, it } from 'vitest';
import { deathRun } from './deaths.js';

const DEATHS = Number(process.env.EVENKEEL_DEATHS ?? 20);

describe('a pool whose workers die', () => {
  it(`comes to the state and the output of an undisturbed run after ${DEATHS} deaths`, {
    timeout: 60_000 + DEATHS * 2000,
  }, async () => {
    const run = await deathRun(DEATHS, 2, 20_261_125);
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
  });
});
