/** Runs: fresh processes, interruption, failures, the choice of cases. */
import { describe, expect, it } from 'vitest';
import { systemNow } from '../../src/bench/clock.js';
import { measureInFreshProcess } from '../../src/bench/fresh-process.js';
import type { BenchCase } from '../../src/bench/index.js';
import {
  DEFAULT_SETTINGS,
  labCases,
  runBench,
  runInProcess,
  selectCases,
} from '../../src/bench/index.js';
import { closedLoop } from '../../src/bench/loops/index.js';

const SETTINGS = { ...DEFAULT_SETTINGS, secondsPerCase: 0.02, rounds: 2 };
const EFFORT = { seconds: 0.01, warmupSeconds: 0.01 };

function tinyCase(name: string, onMeasure: () => void = () => undefined): BenchCase {
  return {
    name,
    title: name,
    loop: 'closed',
    unit: 'call',
    spinningThreads: 1,
    parameters: {},
    open: () => ({
      checksum: 'same',
      measure: () => {
        onMeasure();
        return closedLoop(() => undefined, { seconds: 0.001, now: systemNow });
      },
    }),
  };
}

describe('a run', () => {
  it('alternates the cases round by round', async () => {
    const order: string[] = [];
    const cases = ['a', 'b'].map((name) => tinyCase(name, () => order.push(name)));
    const told: string[] = [];
    await runInProcess(cases, SETTINGS, {
      progress: (done, total, name) => told.push(`${done}/${total} ${name}`),
    });
    expect(order).toEqual(['a', 'b', 'a', 'b']);
    expect(told).toEqual(['0/4 a', '1/4 b', '2/4 a', '3/4 b']);
  });

  it('measures in processes of their own, and keeps what was done when it is stopped', async () => {
    const stop = new AbortController();
    const result = await runBench(
      { ...SETTINGS, rounds: 4 },
      {
        cases: ['inline/tick'],
        signal: stop.signal,
        progress: (done) => {
          if (done === 1) stop.abort();
        },
      },
    );
    expect(result.isInterrupted).toBe(true);
    expect(result.failures).toEqual([]);
    expect(result.cases.map(({ name, rounds }) => [name, rounds.length])).toEqual([
      ['inline/tick', 1],
    ]);
  });

  it('ends the process of a measurement at once when it is stopped', async () => {
    const stop = new AbortController();
    const request = {
      caseName: 'inline/tick',
      options: SETTINGS,
      effort: { seconds: 3600, warmupSeconds: 0 },
    };
    setTimeout(() => stop.abort(), 50);
    expect(await measureInFreshProcess(request, stop.signal)).toBeNull();
    expect(await measureInFreshProcess(request, stop.signal)).toBeNull();
  });

  it('tells what went wrong in the process', async () => {
    const request = { caseName: 'inline/nothing', options: SETTINGS, effort: EFFORT };
    await expect(measureInFreshProcess(request)).rejects.toThrow('no case inline/nothing');
  });

  it('goes on without a case that fails', async () => {
    let calls = 0;
    const failing = tinyCase('failing', () => {
      calls++;
      throw new Error('it fell over');
    });
    const { cases, failures } = await runInProcess([failing, tinyCase('sound')], SETTINGS);
    expect(calls).toBe(1);
    expect(failures).toEqual([{ name: 'failing', reason: 'it fell over' }]);
    expect(cases.map(({ name, rounds }) => [name, rounds.length])).toEqual([['sound', 2]]);
  });
});

describe('selectCases', () => {
  const cases = labCases(SETTINGS);
  const names = (patterns: readonly string[], withBaselines = false): string[] =>
    selectCases(cases, patterns, withBaselines).map(({ name }) => name);

  it('takes all but baselines, and with them all', () => {
    expect(names([]).some((name) => name.startsWith('baseline/'))).toBe(false);
    expect(names([], true)).toEqual(cases.map(({ name }) => name));
  });

  it.each([
    [['inline/tick'], ['inline/tick']],
    [['tick'], ['inline/tick', 'inline/tick-call', 'baseline/plain-tick']],
    [['inline/*-call'], ['inline/tick-call', 'inline/frame-call', 'inline/fill-call']],
    [['inline/fil?'], ['inline/fill']],
    [
      ['post-message', 'inline/fill'],
      ['inline/fill', 'baseline/post-message'],
    ],
  ])('%j gives %j', (patterns, expected) => {
    expect(names(patterns)).toEqual(expected);
  });

  it('adds the baselines of the chosen cases', () => {
    expect(names(['inline/tick'], true)).toEqual(['inline/tick', 'baseline/plain-tick']);
  });

  it.each(['nothing', 'inline/*x', 'INLINE/tick', '(', 'inline.tick'])(
    'tells of %s and lists the cases',
    (pattern) => {
      expect(() => names([pattern])).toThrow(/no case matches .* inline\/tick, /);
    },
  );
});
