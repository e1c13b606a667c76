/** Every case runs, small, in every test run, so that none rots. No timing is asserted. */
import { describe, expect, it } from 'vitest';
import { projectCases } from '../../bench/cases/index.js';
import {
  type BenchCase,
  DEFAULT_SETTINGS,
  labCases,
  renderText,
  resultDocument,
  runInProcess,
} from '../../src/bench/index.js';

const SETTINGS = { ...DEFAULT_SETTINGS, secondsPerCase: 0.02, rounds: 2, ratePerSecond: 20_000 };

const measured = (cases: readonly BenchCase[]) => runInProcess(cases, SETTINGS);

describe('cases that ship', async () => {
  const result = await measured(labCases(SETTINGS));
  const checksum = (name: string): string | undefined =>
    result.cases.find((each) => each.name === name)?.checksum;

  it('all run in every round, and nothing they time is less than the clock shows', () => {
    expect(result.failures).toEqual([]);
    expect(result.cases.map(({ name }) => name)).toEqual(
      labCases(SETTINGS).map(({ name }) => name),
    );
    for (const { rounds, samples, meanNs, percentilesNs, resolutionNs } of result.cases) {
      expect(rounds).toHaveLength(2);
      expect(samples).toBe(rounds.reduce((sum, round) => sum + round.samples, 0));
      expect(meanNs).toBeGreaterThanOrEqual(resolutionNs);
      const { p50, p90, p99, max } = percentilesNs;
      expect([p50, p90, p99, percentilesNs['p99.9'], max]).toEqual(
        [p50, p90, p99, percentilesNs['p99.9'], max].sort((a, b) => a - b),
      );
    }
  });

  it('do the same work: engine, plain TypeScript and workers give the same quotes', () => {
    const ticks = ['baseline/plain-tick', 'baseline/piscina-run', 'baseline/post-message'];
    for (const name of ['inline/tick-call', 'inline/open-loop', ...ticks]) {
      expect([name, checksum(name)]).toEqual([name, checksum('inline/tick')]);
    }
    for (const name of ['frames-1000', 'frame-call']) {
      expect([name, checksum(`inline/${name}`)]).toEqual([name, checksum('inline/frame')]);
    }
    expect(checksum('baseline/plain-frame')).toBe(checksum('inline/frame'));
    expect(checksum('baseline/plain-frames-1000')).toBe(checksum('inline/frame'));
    const different = new Set(['tick', 'frame', 'fill'].map((name) => checksum(`inline/${name}`)));
    expect(different.size).toBe(3);
  });

  it('are shown beside a case that exists', () => {
    const names = labCases(SETTINGS).map(({ name }) => name);
    for (const { beside } of result.cases) if (beside !== null) expect(names).toContain(beside);
    const text = renderText(resultDocument(result));
    expect(text).toContain('x of baseline/plain-tick');
    for (const name of names) expect(text).toContain(name);
  });
});

describe('cases of the project', () => {
  it('all run, and are repeatable', async () => {
    const cases = projectCases({
      sweeps: [64],
      wholeBooks: [64],
      optionChains: [64],
      journal: { frames: 500, instruments: [64] },
      replayEvents: 20_000,
    });
    const { cases: results, failures } = await measured(cases);
    expect(failures).toEqual([]);
    expect(results).toHaveLength(cases.length);
    for (const { checksum } of results) expect(checksum).toMatch(/^[0-9a-f]+(-\d+)?$/);
    const checksums = new Map(results.map(({ name, checksum }) => [name, checksum]));
    expect(checksums.get('options/chain-64')).toBe(checksums.get('options/scalar-64'));
    expect(checksums.get('portfolio/tile')).toBe(checksums.get('portfolio/plain'));
  });
});
