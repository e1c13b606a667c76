/** Verdicts on synthetic results, and the statistics they rest on. */
import { describe, expect, it } from 'vitest';
import { ratioInterval } from '../../src/bench/comparison/rank-interval.js';
import { compareResults, comparisonDocument, renderText } from '../../src/bench/index.js';
import { caseResult, noisy, result } from './synthetic-results.js';

const ROUNDS = 8;
const calm = (medianNs: number, seed: number): number[] => noisy(medianNs, 0.01, ROUNDS, seed);
const wild = (medianNs: number, seed: number): number[] => noisy(medianNs, 0.4, ROUNDS, seed);

function verdicts(before: number[], after: number[]): string[] {
  const comparison = compareResults(
    result([caseResult('inline/tick', before)]),
    result([caseResult('inline/tick', after)]),
  );
  return comparison.comparisons.map(({ verdict }) => verdict);
}

describe('verdicts', () => {
  it.each([
    ['a result and itself', calm(70, 1), calm(70, 1), 'no difference'],
    ['two runs of the same speed', calm(70, 1), calm(70, 2), 'no difference'],
    ['10 % more, little noise', calm(70, 1), calm(77, 2), 'slower'],
    ['10 % less, little noise', calm(77, 1), calm(70, 2), 'faster'],
    ['10 % more, much noise', wild(70, 1), wild(77, 2), 'no difference'],
    [
      '2 % more without any noise: too little to matter',
      [...calm(70, 1)],
      calm(71.4, 1),
      'no difference',
    ],
    ['twice as much, much noise', wild(70, 1), wild(140, 2), 'slower'],
    ['one wild round', calm(70, 1), [...calm(70, 2).slice(1), 7000], 'no difference'],
    ['three rounds, however clear', [70, 70, 70], [700, 700, 700], 'too few rounds'],
    ['four rounds of one case, clear', [70, 71, 72, 73], [80, 81, 82, 83], 'slower'],
  ])('%s', (_, before, after, expected) => {
    expect(verdicts(before, after)).toEqual([expected]);
  });

  it('asks latency twice, and finds a tail that grew under a median that did not', () => {
    const latency = (p99Factor: number, seed: number) =>
      result([
        caseResult('pool/round-trip', calm(400, seed), {
          kind: 'latency',
          loop: 'closed',
          p99Factor,
        }),
      ]);
    const { comparisons } = compareResults(latency(3, 1), latency(6, 2));
    expect(comparisons.map(({ statistic, verdict }) => [statistic, verdict])).toEqual([
      ['p50', 'no difference'],
      ['p99', 'slower'],
    ]);
  });

  it('sees nothing below a step of the clock', () => {
    const steps = (ns: number) =>
      result([
        caseResult(
          'inline/tick-call',
          Array.from({ length: ROUNDS }, () => ns),
          {
            kind: 'latency',
            loop: 'closed',
            resolutionNs: 10,
          },
        ),
      ]);
    expect(compareResults(steps(70), steps(80)).comparisons[0]?.verdict).toBe('no difference');
    expect(compareResults(steps(70), steps(90)).comparisons[0]?.verdict).toBe('slower');
  });

  it('needs more rounds the more questions there are', () => {
    const many = (ns: number, seed: number) =>
      result(
        Array.from({ length: 20 }, (_, index) =>
          caseResult(`case/${index}`, noisy(ns, 0.001, 4, seed + index)),
        ),
      );
    const { comparisons } = compareResults(many(70, 1), many(140, 100));
    expect(new Set(comparisons.map(({ verdict }) => verdict))).toEqual(new Set(['too few rounds']));
  });

  it('does not compare what is not the same case', () => {
    const at = (ratePerSecond: number) =>
      caseResult('inline/open-loop', calm(70, 1), { parameters: { ratePerSecond } });
    const before = result([at(1000), caseResult('inline/gone', calm(1, 1))]);
    const after = result([at(2000), caseResult('inline/new', calm(1, 1))]);
    const { comparisons } = compareResults(before, after);
    expect(comparisons.map(({ name, verdict }) => [name, verdict])).toEqual([
      ['inline/open-loop', 'not comparable'],
      ['inline/gone', 'only before'],
      ['inline/new', 'only after'],
    ]);
    expect(comparisons[0]?.note).toBe('ratePerSecond 1000 and 2000');
  });

  it('says loudly when environments differ, and that other work was done', () => {
    const before = result([caseResult('inline/tick', calm(70, 1))]);
    const after = {
      ...result([caseResult('inline/tick', calm(70, 1), { checksum: 'other' })]),
      environment: { ...before.environment, governor: 'powersave', loadAverage: 9 },
      isInterrupted: true,
    };
    const comparison = compareResults(before, after);
    expect(comparison.warnings).toEqual([
      'DIFFERENT ENVIRONMENTS, the verdicts compare machines: governor: performance and powersave',
      'the run after was interrupted',
    ]);
    const text = renderText(comparisonDocument(comparison));
    expect(text).toContain('! DIFFERENT ENVIRONMENTS');
    expect(text).toContain('inline/tick: other results: not the same work');
  });
});

describe('ratioInterval', () => {
  it('is the interval of the Mann-Whitney table: 5 and 5 at 95 % leave out two on each side', () => {
    const before = [1, 1, 1, 1, 1];
    const after = [2, 3, 5, 7, 11];
    // All pairwise ratios sorted are five times each of 2, 3, 5, 7, 11; the third is still 2.
    expect(ratioInterval(before, after, 0.05)).toEqual({ estimate: 5, low: 2, high: 11 });
    const ratios = ratioInterval([1, 10, 100, 1000, 10_000], [1, 10, 100, 1000, 10_000], 0.05);
    expect(ratios).toEqual({ estimate: 1, low: 0.001, high: 1000 });
  });

  it.each([
    [3, 3, 0.05, true],
    [3, 3, 0.1, false],
    [4, 4, 0.02, true],
    [4, 4, 0.03, false],
    [1, 30, 0.05, true],
    [0, 5, 0.05, true],
  ])('%d and %d values at %d: too few is %s', (first, second, alpha, isTooFew) => {
    const values = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);
    expect(ratioInterval(values(first), values(second), alpha) === null).toBe(isTooFew);
  });

  it('rarely sees a difference where there is none, and mostly sees one where there is', () => {
    const runs = Array.from({ length: 1000 }, (_, run) => run);
    const sees = (factor: number): number =>
      runs.filter((run) => {
        const before = noisy(100, 0.05, ROUNDS, 2 * run);
        const interval = ratioInterval(
          before,
          noisy(100 * factor, 0.05, ROUNDS, 2 * run + 1),
          0.05,
        );
        return interval !== null && (interval.low > 1 || interval.high < 1);
      }).length / runs.length;
    expect(sees(1)).toBeLessThan(0.06);
    expect(sees(1)).toBeGreaterThan(0.02);
    expect(sees(1.1)).toBeGreaterThan(0.9);
  });

  it('inverts when the samples are exchanged', () => {
    const before = noisy(100, 0.2, 9, 3);
    const after = noisy(120, 0.2, 7, 4);
    const there = ratioInterval(before, after, 0.05);
    const back = ratioInterval(after, before, 0.05);
    expect(there?.low).toBeCloseTo(1 / (back?.high ?? 0), 12);
    expect(there?.high).toBeCloseTo(1 / (back?.low ?? 0), 12);
    expect(there?.estimate).toBeCloseTo(1 / (back?.estimate ?? 0), 2);
  });
});
