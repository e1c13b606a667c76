/**
 * Raw SVI smiles: Gatheral, A parsimonious arbitrage-free implied volatility parameterization, Madrid
 * 2004; Gatheral and Jacquier, Arbitrage-free SVI volatility surfaces, Quantitative Finance 14(1) 2014.
 * Total variance w(k) = a + b (rho (k - m) + sqrt((k - m)^2 + sigma^2)) at k = ln(strike / forward).
 */
import { DomainError } from '../../errors.js';
import { finiteResult, requireFinite, requireNonNegative, requirePositive } from '../domain.js';

/** Parameters of a smile. */
export interface SviSmile {
  /** Level, total variance. */
  readonly a: number;
  /** Slope of the wings, 0 or more. */
  readonly b: number;
  /** Tilt, -1 .. 1. */
  readonly rho: number;
  /** Shift, ln(strike / forward). */
  readonly m: number;
  /** Rounding of the vertex, above 0. */
  readonly sigma: number;
}

/** Total variance and its derivatives by k. */
export interface TotalVariance {
  readonly variance: number;
  readonly slope: number;
  readonly curvature: number;
}

function requireSmile(smile: SviSmile): void {
  const { a, b, rho, m, sigma } = smile;
  requireFinite({ a, m });
  requireNonNegative({ b });
  requirePositive({ sigma });
  if (Math.abs(rho) > 1 || Number.isNaN(rho)) {
    throw new DomainError(`rho is ${rho}; allowed: -1 .. 1`, { rho });
  }
}

/** As {@link sviVariance}. It checks nothing: for many k of a smile that was checked. */
export function totalVariance({ a, b, rho, m, sigma }: SviSmile, k: number): TotalVariance {
  const distance = k - m;
  const root = Math.hypot(distance, sigma);
  return {
    variance: a + b * (rho * distance + root),
    slope: b * (rho + distance / root),
    curvature: (b * sigma * sigma) / (root * root * root),
  };
}

/** As {@link butterflyDensity}, of the variance at k. It checks nothing. */
export function densityOf({ variance, slope, curvature }: TotalVariance, k: number): number {
  const tilt = 1 - (k * slope) / (2 * variance);
  const bend = (slope * slope * (1 / variance + 0.25)) / 4;
  return tilt * tilt - bend + curvature / 2;
}

/**
 * Total variance of a smile at k = ln(strike / forward); below 0 where the smile says so.
 *
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function sviVariance(smile: SviSmile, k: number): TotalVariance {
  requireSmile(smile);
  requireFinite({ k });
  return finiteResult('sviVariance', totalVariance(smile, k));
}

/**
 * Implied volatility per sqrt(year) of a smile at k, as the kernel has it: 0 where variance is not above 0.
 *
 * @param years to expiry, above 0
 * @throws DomainError as {@link sviVariance}
 */
export function sviVolatility(smile: SviSmile, k: number, years: number): number {
  requirePositive({ years });
  return Math.sqrt(Math.max(sviVariance(smile, k).variance, 0) / years);
}

/** What a smile or two of them would let somebody earn for nothing, with the two numbers compared. */
export interface SmileWarning {
  /** `NEGATIVE_VARIANCE`, `BUTTERFLY`, `WING`, or `CALENDAR` against the expiry before. */
  readonly code: 'NEGATIVE_VARIANCE' | 'BUTTERFLY' | 'WING' | 'CALENDAR';
  /** Place of the expiry in the list. */
  readonly expiry: number;
  /** ln(strike / forward) of the worst place; NaN of a wing, which is at infinity. */
  readonly k: number;
  readonly measured: number;
  readonly bound: number;
}

/** Arguments of {@link smileWarnings}. */
export interface SmileCheck {
  /** In order of their time. */
  readonly smiles: readonly SviSmile[];
  /** Largest |k| that is looked at, above 0; default 1.5. */
  readonly reach?: number;
  /** Places that are looked at, 2 or more; default 301. */
  readonly places?: number;
}

/**
 * Durrleman's g(k), which a density is proportional to: below 0 a butterfly costs less than nothing.
 *
 * @throws DomainError as {@link sviVariance}; also when variance is not above 0
 */
export function butterflyDensity(smile: SviSmile, k: number): number {
  const total = sviVariance(smile, k);
  requirePositive({ variance: total.variance });
  return finiteResult('butterflyDensity', { g: densityOf(total, k) }).g;
}

const PLACES = 301;

/** Largest |k| that is looked at for arbitrage unless told. */
export const REACH = 1.5;

/** Slope of total variance that a wing may have at most: Lee, The moment formula, 2004. */
export const WING_SLOPE_MAX = 2;

/** Places that {@link smileWarnings} looks at. */
export function warningGrid(reach: number, places = PLACES): readonly number[] {
  return Array.from({ length: places }, (_, at) => reach * ((2 * at) / (places - 1) - 1));
}

function worst(
  grid: readonly number[],
  read: (k: number) => number,
): { readonly k: number; readonly value: number } {
  return grid.reduce(
    (least, k) => {
      const value = read(k);
      return value < least.value ? { k, value } : least;
    },
    { k: Number.NaN, value: Number.POSITIVE_INFINITY },
  );
}

function ownWarnings(smile: SviSmile, expiry: number, grid: readonly number[]): SmileWarning[] {
  const lowest = worst(grid, (k) => sviVariance(smile, k).variance);
  if (!(lowest.value > 0)) {
    const found = { expiry, k: lowest.k, measured: lowest.value, bound: 0 };
    return [{ code: 'NEGATIVE_VARIANCE', ...found }];
  }
  const warnings: SmileWarning[] = [];
  const density = worst(grid, (k) => butterflyDensity(smile, k));
  if (density.value < 0) {
    warnings.push({ code: 'BUTTERFLY', expiry, k: density.k, measured: density.value, bound: 0 });
  }
  const steepest = smile.b * (1 + Math.abs(smile.rho));
  if (steepest > WING_SLOPE_MAX) {
    const found = { expiry, k: Number.NaN, measured: steepest, bound: WING_SLOPE_MAX };
    warnings.push({ code: 'WING', ...found });
  }
  return warnings;
}

/**
 * Where smiles of one underlying can be arbitraged: no variance, a density below 0, wings that are too
 * steep, total variance that falls from one expiry to the next at the same ln(strike / forward). The
 * worst place of each kind is told, on a grid of `places` between -reach and reach.
 *
 * @throws DomainError when an argument is outside its range
 */
export function smileWarnings(check: SmileCheck): readonly SmileWarning[] {
  const { smiles, reach = REACH, places = PLACES } = check;
  requirePositive({ reach });
  if (!Number.isInteger(places) || places < 2 || places > 1e6) {
    throw new DomainError(`places is ${places}; allowed: 2 .. 1000000`, { places });
  }
  const grid = warningGrid(reach, places);
  return smiles.flatMap((smile, expiry) => {
    const own = ownWarnings(smile, expiry, grid);
    const before = smiles[expiry - 1];
    if (before === undefined) return own;
    const gap = worst(
      grid,
      (k) => sviVariance(smile, k).variance - sviVariance(before, k).variance,
    );
    if (gap.value >= 0) return own;
    const bound = sviVariance(before, gap.k).variance;
    const found = { expiry, k: gap.k, measured: bound + gap.value, bound };
    return [...own, { code: 'CALENDAR' as const, ...found }];
  });
}
