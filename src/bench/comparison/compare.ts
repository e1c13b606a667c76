/** Two results beside each other, with a verdict per case that knows the noise. */
import type { BenchResult, CaseResult } from '../results/result-schema.js';
import { type RatioInterval, ratioInterval } from './rank-interval.js';
import { runWarnings } from './run-warnings.js';

/** What a comparison says of one figure. */
export type Verdict =
  | 'faster'
  | 'slower'
  | 'no difference'
  | 'too few rounds'
  | 'not comparable'
  | 'only before'
  | 'only after';

/** One figure of one case. */
export interface CaseComparison {
  readonly name: string;
  /** `ns/unit` of throughput; `p50` or `p99` of latency. */
  readonly statistic: string;
  /** Median of the rounds, ns; null where the case is missing. */
  readonly beforeNs: number | null;
  readonly afterNs: number | null;
  /** after / before, above 1 is slower; null where there is none. */
  readonly ratio: RatioInterval | null;
  readonly verdict: Verdict;
  /** What else is to be known; empty for nothing. */
  readonly note: string;
}

/** All figures of two results. */
export interface Comparison {
  readonly comparisons: readonly CaseComparison[];
  /** Chance that any verdict `faster` or `slower` is due to noise alone, at most. */
  readonly alpha: number;
  /** Smaller differences are none, as a share. */
  readonly minimumEffect: number;
  readonly warnings: readonly string[];
}

export interface CompareOptions {
  readonly alpha: number;
  readonly minimumEffect: number;
}

export const DEFAULT_COMPARISON: CompareOptions = { alpha: 0.05, minimumEffect: 0.03 };

interface Statistic {
  readonly name: string;
  readonly of: (round: CaseResult['rounds'][number]) => number;
}

const STATISTICS: Readonly<Record<CaseResult['kind'], readonly Statistic[]>> = {
  throughput: [{ name: 'ns/unit', of: ({ p50Ns }) => p50Ns }],
  latency: [
    { name: 'p50', of: ({ p50Ns }) => p50Ns },
    { name: 'p99', of: ({ p99Ns }) => p99Ns },
  ],
};

/** Compares two results, case by case. */
export function compareResults(
  before: BenchResult,
  after: BenchResult,
  { alpha, minimumEffect }: CompareOptions = DEFAULT_COMPARISON,
): Comparison {
  const earlier = new Map(before.cases.map((each) => [each.name, each]));
  const later = new Map(after.cases.map((each) => [each.name, each]));
  const names = [...new Set([...earlier.keys(), ...later.keys()])];
  const pairs = names.map((name) => ({
    name,
    before: earlier.get(name),
    after: later.get(name),
  }));
  const questions = pairs.flatMap((pair) => comparable(pair)).length;
  // Every question may err: the chance is shared out (Bonferroni), so that together they err little.
  const limits = { alpha: alpha / Math.max(1, questions), minimumEffect };
  return {
    comparisons: pairs.flatMap((pair) => compareCase(pair, limits)),
    alpha,
    minimumEffect,
    warnings: runWarnings(before, after),
  };
}

interface Pair {
  readonly name: string;
  readonly before: CaseResult | undefined;
  readonly after: CaseResult | undefined;
}

/** The statistics of a pair that can be compared at all. */
function comparable({ before, after }: Pair): readonly Statistic[] {
  if (before === undefined || after === undefined) return [];
  return difference(before, after) === '' ? STATISTICS[after.kind] : [];
}

/** Why two cases of one name are not the same case; empty when they are. */
function difference(before: CaseResult, after: CaseResult): string {
  if (before.kind !== after.kind || before.unit !== after.unit) return 'another kind of case';
  const keys = new Set([...Object.keys(before.parameters), ...Object.keys(after.parameters)]);
  const differing = [...keys].filter((key) => before.parameters[key] !== after.parameters[key]);
  return differing
    .map((key) => `${key} ${before.parameters[key] ?? '-'} and ${after.parameters[key] ?? '-'}`)
    .join(', ');
}

function compareCase(pair: Pair, limits: CompareOptions): CaseComparison[] {
  const { name, before, after } = pair;
  const statistics = STATISTICS[(after ?? before)?.kind ?? 'latency'];
  const medians = ({ of }: Statistic) => ({
    beforeNs: before === undefined ? null : median(before.rounds.map(of)),
    afterNs: after === undefined ? null : median(after.rounds.map(of)),
  });
  if (before === undefined || after === undefined) {
    const verdict = before === undefined ? 'only after' : 'only before';
    return statistics.slice(0, 1).map((statistic) => {
      const common = { name, statistic: statistic.name, ...medians(statistic) };
      return { ...common, ratio: null, verdict, note: '' };
    });
  }
  const note = difference(before, after);
  return statistics.map((statistic) => {
    const common = { name, statistic: statistic.name, ...medians(statistic) };
    if (note !== '') return { ...common, ratio: null, verdict: 'not comparable', note };
    const ratio = ratioInterval(
      before.rounds.map(statistic.of),
      after.rounds.map(statistic.of),
      limits.alpha,
    );
    const resolutionNs = Math.max(before.resolutionNs, after.resolutionNs);
    const stepRatio = resolutionNs / (common.beforeNs ?? resolutionNs);
    const verdict = ratio === null ? 'too few rounds' : judge(ratio, stepRatio, limits);
    const isSameWork = before.checksum === after.checksum;
    return {
      ...common,
      ratio,
      verdict,
      note: isSameWork ? '' : 'other results: not the same work',
    };
  });
}

/**
 * A difference counts when noise does not explain it, it matters, and the clock can show it.
 *
 * @param stepRatio the clock's smallest step as a share of the time before
 */
function judge(
  { estimate, low, high }: RatioInterval,
  stepRatio: number,
  { minimumEffect }: CompareOptions,
): Verdict {
  if (Math.abs(estimate - 1) <= stepRatio) return 'no difference';
  if (low > 1 && estimate >= 1 + minimumEffect) return 'slower';
  if (high < 1 && estimate <= 1 / (1 + minimumEffect)) return 'faster';
  return 'no difference';
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
}
