/**
 * Raw SVI through given points. The level and the wings are linear least squares once vertex and
 * rounding are known (svi-least-squares.ts), so two variables are left to search: Zeliade Systems,
 * Quasi-explicit calibration of Gatheral's SVI model, white paper 0005, 2009. Like there the search is
 * by simplex; it starts from the low places of a grid, since there may be several.
 */
import { DomainError } from '../../errors.js';
import { finiteResult, requireFinite, requireNonNegative, requirePositive } from '../domain.js';
import { REACH, type SmileWarning, type SviSmile, smileWarnings, sviVariance } from './svi.js';
import { arbitrageFree } from './svi-arbitrage-free.js';
import { SliceFitter, smileOf, type VarianceColumns } from './svi-least-squares.js';
import { leastSquares } from './svi-search.js';

/** A point of a smile: its total variance, or its volatility. */
export interface SviPoint {
  /** ln(strike / forward). */
  readonly k: number;
  /** Total variance, above 0; nothing when the volatility is given. */
  readonly variance?: number;
  /** Per sqrt(year), above 0; needs `years`. */
  readonly volatility?: number;
  /** Of the squared error, 0 or more; default 1. Only ratios matter. */
  readonly weight?: number;
}

/** What a fit may be told. */
export interface SviFitOptions {
  /** To the expiry, above 0; needed for points with a volatility. */
  readonly years?: number;
  /** Whether no butterfly within `reach` may cost less than nothing; default false. */
  readonly isArbitrageFree?: boolean;
  /** Largest |k| looked at for arbitrage, above 0; default 1.5, or as far as the points reach. */
  readonly reach?: number;
}

/** A smile and how well it meets its points. */
export interface SviFit {
  readonly smile: SviSmile;
  /** Smile less point in the order of the points, in what the point gave: variance or volatility. */
  readonly errors: readonly number[];
  /** Root of the weighted mean of the squared errors. */
  readonly rms: number;
  /** What {@link smileWarnings} says of the smile within `reach`. */
  readonly warnings: readonly SmileWarning[];
}

/** As many as SVI has parameters. */
const PLACES_MIN = 5;
/** Least variance of a fit, as a share of the largest that is given: a smile has one everywhere. */
const VARIANCE_SHARE_MIN = 1e-9;

/** A point in terms of what is fitted. */
interface Target {
  readonly k: number;
  readonly variance: number;
  /** Of the squared error of variance. */
  readonly weight: number;
}

/** Errors of variance and of volatility have no common mean. */
function requireOneKind(points: readonly SviPoint[]): void {
  const counts = {
    variance: points.filter(({ variance }) => variance !== undefined).length,
    volatility: points.filter(({ volatility }) => volatility !== undefined).length,
  };
  const isOne = Math.max(counts.variance, counts.volatility) === points.length;
  if (isOne && Math.min(counts.variance, counts.volatility) === 0) return;
  const found = `${counts.variance} have a variance, ${counts.volatility} a volatility`;
  throw new DomainError(`of ${points.length} points ${found}; allowed: all one of them`, counts);
}

/** An error of volatility is one of variance over 2 volatility years, to first order. */
function targetOf(point: SviPoint, years: number | undefined): Target {
  const { k, variance, volatility, weight = 1 } = point;
  requireFinite({ k });
  requireNonNegative({ weight });
  if (volatility === undefined) {
    const given = variance ?? Number.NaN;
    requirePositive({ variance: given });
    return { k, variance: given, weight };
  }
  requirePositive({ volatility, years: years ?? Number.NaN });
  const total = volatility * volatility * (years ?? Number.NaN);
  const scale = 2 * volatility * (years ?? Number.NaN);
  return finiteResult('fitSvi', { k, variance: total, weight: weight / scale / scale });
}

/** The targets that count, their weights as shares. */
function countedTargets(targets: readonly Target[]): readonly Target[] {
  const largest = targets.reduce((most, { weight }) => Math.max(most, weight), 0);
  const scaled = targets.map((target) => ({ ...target, weight: target.weight / largest }));
  const counted = scaled.filter(({ weight }) => weight > 0);
  const places = new Set(counted.map(({ k }) => k)).size;
  if (places < PLACES_MIN) {
    const message = `points have ${places} different k with a weight; allowed: ${PLACES_MIN} or more`;
    throw new DomainError(message, { places, allowed: PLACES_MIN });
  }
  const sum = counted.reduce((total, { weight }) => total + weight, 0);
  // Sums depend on the order in their last digits, so the order is that of the values.
  return counted
    .map((target) => ({ ...target, weight: target.weight / sum }))
    .sort((a, b) => a.k - b.k || a.variance - b.variance || a.weight - b.weight);
}

function columnsOf(targets: readonly Target[]): VarianceColumns {
  return {
    k: Float64Array.from(targets, ({ k }) => k),
    variance: Float64Array.from(targets, ({ variance }) => variance),
    weight: Float64Array.from(targets, ({ weight }) => weight),
  };
}

function reachOf(targets: readonly Target[], { reach }: SviFitOptions): number {
  if (reach !== undefined) {
    requirePositive({ reach });
    return reach;
  }
  return targets.reduce((most, { k }) => Math.max(most, Math.abs(k)), REACH);
}

/**
 * The raw SVI smile of least weighted squares through points, the same for the same points in any
 * order. Errors are those of variance for points with a variance and, to first order, those of
 * volatility for points with a volatility. Variance stays above 0, |rho| at most 1 and the slope of
 * the wings within the 2 of Lee, so that a book takes the smile and wings without points do not run
 * away; butterflies below 0 are warned of, or excluded with `isArbitrageFree`.
 *
 * @param points at five or more different k with a weight above 0; several may share a k
 * @throws DomainError when a point is outside its range, there are too few, `years` is missing or
 *   something overflows
 */
export function fitSvi(points: readonly SviPoint[], options: SviFitOptions = {}): SviFit {
  const { years, isArbitrageFree = false } = options;
  if (years !== undefined) requirePositive({ years });
  requireOneKind(points);
  const targets = countedTargets(points.map((point) => targetOf(point, years)));
  const reach = reachOf(targets, options);
  const largest = targets.reduce((most, { variance }) => Math.max(most, variance), 0);
  const varianceMin = VARIANCE_SHARE_MIN * largest;
  const fitter = new SliceFitter(columnsOf(targets), varianceMin);
  const slice = isArbitrageFree ? arbitrageFree(fitter, reach) : leastSquares(fitter);
  const smile = finiteResult('fitSvi', smileOf(slice, varianceMin));
  const errors = points.map(({ k, variance, volatility = 0 }) => {
    const fitted = sviVariance(smile, k).variance;
    return variance === undefined
      ? Math.sqrt(fitted / (years ?? 1)) - volatility
      : fitted - variance;
  });
  const warnings = smileWarnings({ smiles: [smile], reach });
  return finiteResult('fitSvi', { smile, errors, rms: rmsOf(points, errors), warnings });
}

function rmsOf(points: readonly SviPoint[], errors: readonly number[]): number {
  const weights = points.map(({ weight = 1 }) => weight);
  const largest = Math.max(...weights);
  let [squares, sum] = [0, 0];
  weights.forEach((weight, at) => {
    squares += (weight / largest) * (errors[at] ?? 0) ** 2;
    sum += weight / largest;
  });
  return Math.sqrt(squares / sum);
}
