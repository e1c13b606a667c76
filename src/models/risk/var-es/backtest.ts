/**
 * Whether a VaR held on the days that followed: as many losses beyond it as it promised (Kupiec
 * 1995), and not in clusters (Christoffersen 1998).
 */
import { chiSquaredTail } from '../../chi-squared.js';
import { finiteResult, requireInside } from '../../domain.js';
import { requireList, requireSameLength } from '../../shapes.js';

/** Arguments of {@link varBacktest}; oldest first, periods that do not overlap. */
export interface VarBacktestInput {
  /** Profits, money; at least two. */
  readonly pnl: readonly number[];
  /** The VaR told before each of them, loss, money. */
  readonly valueAtRisk: readonly number[];
  /** The confidence it was told at; above 0, below 1. */
  readonly confidence: number;
}

/** A likelihood ratio and the chance of one as large when the VaR is right. */
export interface LikelihoodRatio {
  /** 0 or more. */
  readonly statistic: number;
  /** 0 .. 1; small values speak against the VaR. */
  readonly pValue: number;
}

/** What {@link varBacktest} returns. */
export interface VarBacktest {
  /** Losses above the VaR. */
  readonly exceptions: number;
  /** Exceptions that the confidence promised. */
  readonly expected: number;
  /** Unconditional coverage: chi-squared with 1 degree of freedom. */
  readonly coverage: LikelihoodRatio;
  /** Exceptions do not depend on the day before, 1 degree; null without an exception to follow. */
  readonly independence: LikelihoodRatio | null;
  /** Both: sum of the statistics, 2 degrees. */
  readonly conditionalCoverage: LikelihoodRatio | null;
}

/** count ln(share), 0 where nothing was counted. */
function term(count: number, share: number): number {
  return count === 0 ? 0 : count * Math.log(share);
}

function ratioOf(logarithms: number, degreesOfFreedom: number): LikelihoodRatio {
  const statistic = Math.max(2 * logarithms, 0);
  return { statistic, pValue: chiSquaredTail(statistic, degreesOfFreedom) };
}

/** ln of the likelihood of `hits` in `count` trials at their own rate. */
function ownLikelihood(hits: number, count: number): number {
  return term(hits, hits / count) + term(count - hits, (count - hits) / count);
}

function independenceOf(isException: readonly boolean[]): LikelihoodRatio | null {
  let [calm, calmHits, hit, hitHits] = [0, 0, 0, 0];
  for (let day = 1; day < isException.length; day += 1) {
    const next = isException[day] ? 1 : 0;
    if (isException[day - 1]) {
      hit += 1;
      hitHits += next;
    } else {
      calm += 1;
      calmHits += next;
    }
  }
  if (hit === 0 || calm === 0) return null;
  const apart = ownLikelihood(calmHits, calm) + ownLikelihood(hitHits, hit);
  return ratioOf(apart - ownLikelihood(calmHits + hitHits, calm + hit), 1);
}

/**
 * Coverage: -2 ln of p^x (1 - p)^(n - x) over the same at p = x / n, with p = 1 - confidence and x
 * exceptions in n. Independence: -2 ln of one rate of exceptions over one rate after an exception
 * and another after none, on the n - 1 pairs. The chi-squared law is that of many exceptions: below
 * some five, p-values are coarse.
 *
 * @throws DomainError when an argument is outside its range or lists differ in length
 */
export function varBacktest(input: VarBacktestInput): VarBacktest {
  const { pnl, valueAtRisk, confidence } = input;
  requireList('pnl', pnl, 2);
  requireList('valueAtRisk', valueAtRisk);
  requireSameLength({ pnl, valueAtRisk });
  requireInside({ confidence }, 0, 1);
  const isException = pnl.map((profit, day) => 0 - profit > (valueAtRisk[day] ?? 0));
  const count = pnl.length;
  const exceptions = isException.filter(Boolean).length;
  const rate = 1 - confidence;
  const promised = term(exceptions, rate) + term(count - exceptions, confidence);
  const coverage = ratioOf(ownLikelihood(exceptions, count) - promised, 1);
  const independence = independenceOf(isException);
  const conditionalCoverage =
    independence && ratioOf((coverage.statistic + independence.statistic) / 2, 2);
  const expected = finiteResult('varBacktest', { expected: count * rate }).expected;
  return { exceptions, expected, coverage, independence, conditionalCoverage };
}
