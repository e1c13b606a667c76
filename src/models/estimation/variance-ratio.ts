/** Whether prices wander as a random walk: Lo and MacKinlay, Review of Financial Studies 1 (1988). */
import { finiteResult, requireWhole } from '../domain.js';
import { requireList } from '../shapes.js';

/** What {@link varianceRatio} returns. */
export interface VarianceRatio {
  /** 1 for a random walk, below for prices that bounce or revert, above for trends. */
  readonly ratio: number;
  /** Standard error that allows for changing volatility. */
  readonly standardError: number;
  /** (ratio - 1) / standard error, standard normal for a random walk; null when nothing moves. */
  readonly score: number | null;
}

/**
 * Variance of overlapping changes over `span` steps over `span` times that of one step, with the
 * heteroskedastic standard error: sqrt(sum over lags j < q of (2 (q - j) / q)^2 d_j), where
 * d_j = sum r_t^2 r_(t-j)^2 / (sum r^2)^2. The mean change is taken as 0.
 *
 * @param changes price changes or returns of equal steps, more than `span`
 * @param span whole number, 2 or more
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function varianceRatio(changes: readonly number[], span: number): VarianceRatio {
  requireWhole({ span }, 2);
  requireList('changes', changes, span + 1);
  const squares = changes.map((change) => change * change);
  const total = squares.reduce((sum, square) => sum + square, 0);
  if (!(total > 0)) return { ratio: 1, standardError: 0, score: null };
  const count = changes.length;
  let [window, long] = [0, 0];
  changes.forEach((change, index) => {
    window += change - (changes[index - span] ?? 0);
    if (index >= span - 1) long += window * window;
  });
  const ratio = ((long / (count - span + 1)) * count) / (span * total);
  let variance = 0;
  for (let lag = 1; lag < span; lag += 1) {
    let products = 0;
    for (let index = lag; index < count; index += 1) {
      products += (squares[index] ?? 0) * (squares[index - lag] ?? 0);
    }
    variance += ((2 * (span - lag)) / span) ** 2 * (products / total ** 2);
  }
  const standardError = Math.sqrt(variance);
  const score = standardError > 0 ? (ratio - 1) / standardError : null;
  return finiteResult('varianceRatio', { ratio, standardError, score });
}
