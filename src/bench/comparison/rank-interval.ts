/**
 * How much larger one sample is than another, by ranks: the Hodges-Lehmann estimate (median of all
 * pairwise ratios) and the interval that the exact Wilcoxon-Mann-Whitney distribution gives it
 * (Hodges and Lehmann 1963; Hollander, Wolfe, Chicken, "Nonparametric Statistical Methods", 4.3).
 * Nothing is assumed of the distribution, and one wild round cannot decide. A bootstrap of so few
 * rounds would promise more than it covers.
 */

/** after / before. */
export interface RatioInterval {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Numbers of ways in which two samples without ties give the statistic U = 0, 1, 2, ...: the
 * Mann-Whitney recurrence, one member of the second sample after the other.
 */
function waysOfU(first: number, second: number): Float64Array {
  const ways = new Float64Array(first * second + 1);
  ways[0] = 1;
  // Gaussian binomial coefficient: multiply by (1 - x^(first + k)), divide by (1 - x^k).
  for (let k = 1; k <= second; k++) {
    for (let u = ways.length - 1; u >= first + k; u--) {
      ways[u] = (ways[u] ?? 0) - (ways[u - first - k] ?? 0);
    }
    for (let u = k; u < ways.length; u++) ways[u] = (ways[u] ?? 0) + (ways[u - k] ?? 0);
  }
  return ways;
}

/**
 * How many of the smallest and of the largest pairwise ratios lie outside the interval; null when
 * even the whole range does not reach the confidence.
 */
function outsideCount(first: number, second: number, alpha: number): number | null {
  const ways = waysOfU(first, second);
  const total = ways.reduce((sum, count) => sum + count, 0);
  let tail = 0;
  let count = 0;
  for (const each of ways) {
    tail += each / total;
    if (tail > alpha / 2) break;
    count++;
  }
  return count === 0 ? null : count - 1;
}

/**
 * The ratio after / before with an interval of confidence 1 - alpha.
 *
 * @param before values above 0; at most some hundred
 * @param after values above 0
 * @returns null when there are too few values for the confidence
 */
export function ratioInterval(
  before: readonly number[],
  after: readonly number[],
  alpha: number,
): RatioInterval | null {
  if (before.length === 0 || after.length === 0) return null;
  const outside = outsideCount(before.length, after.length, alpha);
  if (outside === null) return null;
  const ratios = before.flatMap((low) => after.map((high) => high / low)).sort((a, b) => a - b);
  const at = (index: number): number => ratios[index] ?? Number.NaN;
  const middle = (ratios.length - 1) / 2;
  const estimate = (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2;
  return { estimate, low: at(outside), high: at(ratios.length - 1 - outside) };
}
