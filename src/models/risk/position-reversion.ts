/**
 * Whether a position came back to its mean, and how fast: an autoregression of its samples, with
 * the error of the estimate and a test against a position that merely wandered.
 */
import { finiteResult, requirePositive, requireWhole } from '../domain.js';
import { requireList } from '../shapes.js';

/** Sums over samples x of equal spacing, each less the first sample. */
export interface SampleSums {
  /** Samples, 0 or more. */
  readonly count: number;
  /** Sum of x. */
  readonly sum: number;
  /** Sum of x^2. */
  readonly sumSquares: number;
  /** Sum of the products of neighbours. */
  readonly sumProducts: number;
  /** Last x. */
  readonly last: number;
}

/**
 * `reverting`: a half-life could be told. `noReversion`: not to be told from a random walk at 5 %.
 * `noPersistence`: deviations are gone within one step. `constant`: never moved. `tooFew`: fewer
 * than 20 samples.
 */
export type ReversionVerdict =
  | 'reverting'
  | 'noReversion'
  | 'noPersistence'
  | 'constant'
  | 'tooFew';

/** What {@link positionReversion} returns; null where the verdict leaves nothing to tell. */
export interface PositionReversion {
  readonly verdict: ReversionVerdict;
  /** Share of a deviation from the mean that is left after one step, bias removed. */
  readonly persistence: number | null;
  /** Of the persistence. */
  readonly standardError: number | null;
  /** Time for a deviation from the mean to halve; null unless reverting. */
  readonly halfLifeSeconds: number | null;
  /** Lower end of its 95 % interval; also told without reversion. */
  readonly halfLifeSecondsMin: number | null;
  /** Upper end; null when it is not bounded. */
  readonly halfLifeSecondsMax: number | null;
}

const SAMPLES_MIN = 20;
/** Variance below this share of the squares is rounding. */
const ROUNDING = 1e-12;
/** Normal quantile of 0.975. */
const TWO_SIDED_95 = 1.959964;

function without(verdict: ReversionVerdict): PositionReversion {
  const none = { persistence: null, standardError: null, halfLifeSeconds: null };
  return { verdict, ...none, halfLifeSecondsMin: null, halfLifeSecondsMax: null };
}

/**
 * Lower 5 % point of the Dickey-Fuller statistic with a mean, for a number of pairs (response
 * surface of MacKinnon 2010, table 2).
 */
function randomWalkBound(pairs: number): number {
  return -2.86154 - 2.8903 / pairs - 4.234 / pairs ** 2 - 40.04 / pairs ** 3;
}

/** -ln 2 / ln(phi) steps; 0 when nothing is left after a step, null when all of it is. */
function halfLifeOf(persistence: number, stepSeconds: number): number | null {
  if (persistence <= 0) return 0;
  return persistence < 1 ? (-Math.LN2 / Math.log(persistence)) * stepSeconds : null;
}

/** Slope of each sample on the one before, and its standard error; null when nothing moved. */
function slopeOf(sums: SampleSums): { readonly slope: number; readonly error: number } | null {
  const { count, sum, sumSquares, sumProducts, last } = sums;
  const pairs = count - 1;
  const before = sum - last;
  const varianceBefore = sumSquares - last * last - (before * before) / pairs;
  if (!(varianceBefore > ROUNDING * sumSquares)) return null;
  // The first sample is 0, so that the sums over all but it are those over all.
  const varianceAfter = sumSquares - (sum * sum) / pairs;
  const covariance = sumProducts - (before * sum) / pairs;
  const slope = covariance / varianceBefore;
  const rest = Math.max(varianceAfter - slope * covariance, 0);
  return { slope, error: Math.sqrt(rest / (pairs - 2) / varianceBefore) };
}

/**
 * As {@link positionReversion}, from sums that were kept on the way.
 *
 * @throws DomainError when an argument is outside its range
 */
export function reversionOfSums(sums: SampleSums, stepSeconds: number): PositionReversion {
  const { count, ...rest } = sums;
  requirePositive({ stepSeconds });
  requireWhole({ count }, 0);
  requireList('sums', Object.values(rest));
  if (count < SAMPLES_MIN) return without('tooFew');
  const fit = slopeOf(sums);
  if (fit === null) return without('constant');
  const pairs = count - 1;
  const scale = pairs / (pairs - 3);
  const persistence = (pairs * fit.slope + 1) / (pairs - 3);
  const standardError = fit.error * scale;
  const isWalk = fit.slope - 1 > randomWalkBound(pairs) * fit.error || persistence >= 1;
  const verdict = isWalk ? 'noReversion' : persistence > 0 ? 'reverting' : 'noPersistence';
  const at = (errors: number) => halfLifeOf(persistence + errors * standardError, stepSeconds);
  const isReverting = verdict === 'reverting';
  return finiteResult('positionReversion', {
    verdict,
    persistence,
    standardError,
    halfLifeSeconds: isReverting ? at(0) : null,
    halfLifeSecondsMin: verdict === 'noPersistence' ? null : at(-TWO_SIDED_95),
    halfLifeSecondsMax: isReverting ? at(TWO_SIDED_95) : null,
  });
}

/** Arguments of {@link positionReversion}. */
export interface PositionPath {
  /** Position at equal steps, any unit. */
  readonly positions: readonly number[];
  /** Time between two of them, above 0. */
  readonly stepSeconds: number;
}

/**
 * Regresses each sample on the one before with a mean, x' = c + phi x + e. Least squares find phi
 * too small by (1 + 3 phi) / n (Kendall 1954), which is added back: the persistence. The half-life is
 * -ln 2 / ln(phi) steps, its interval that of phi at 1.96 standard errors. A random walk of n steps
 * shows a phi of about 1 - 5 / n by itself, so that a half-life is told only where the walk is
 * rejected (Dickey and Fuller 1979, at 5 %).
 *
 * @throws DomainError when an argument is outside its range or sums overflow
 */
export function positionReversion({ positions, stepSeconds }: PositionPath): PositionReversion {
  requireList('positions', positions);
  const first = positions[0] ?? 0;
  let [sum, sumSquares, sumProducts, last] = [0, 0, 0, 0];
  for (const position of positions) {
    const x = position - first;
    sum += x;
    sumSquares += x * x;
    sumProducts += x * last;
    last = x;
  }
  return reversionOfSums(
    { count: positions.length, sum, sumSquares, sumProducts, last },
    stepSeconds,
  );
}
