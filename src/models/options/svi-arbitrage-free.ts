/**
 * The least squares of raw SVI among smiles whose butterflies all cost something: a density of 0 or
 * more (Durrleman's g), and wings within the bound of Lee.
 *
 * Vertex, rounding, both wings and the lowest variance are searched together, in variables that keep
 * every bound but that of the density. That one is a penalty which grows until it decides; what is
 * then still below 0, some 1e-9, is taken away by flattening the smile a little. The problem is not convex:
 * of several starts the best is taken, which a search of everything may beat by a fraction of a percent.
 */
import { levenbergMarquardt } from '../least-squares.js';
import { nelderMead } from '../nelder-mead.js';
import { densityOf, type SviSmile, totalVariance, WING_SLOPE_MAX, warningGrid } from './svi.js';
import {
  type FittedSlice,
  lowestVariance,
  type Slice,
  type SliceFitter,
  smileOf,
} from './svi-least-squares.js';
import { gridPlaces, leastSquares } from './svi-search.js';

/** Places where the density is looked at, even in asinh((k - m) / sigma). */
const PLACES = 121;
/** Weights of squared lacks of density, errors of the fit counted in the largest variance. */
const PENALTIES = [1e-3, 1e-1, 1e1, 1e3, 1e5];
/** Density aimed at, above 0 by more than the last penalty leaves. */
const DENSITY_MIN = 1e-7;
/** Halvings of the way from a slice to the flat smile. */
const HALVINGS = 40;
const HALVINGS_ROUGH = 6;
/** Vertices and roundings of the grid of starts; of every rounding the best vertex is one. */
const GRID = [9, 7] as const;
/** Rounds of simplex and penalties at the end, and the improvement below which one is the last. */
const ROUNDS = 2;
const SHARE_LEAST = 1e-4;

/** Places within reach, close where the smile bends. */
function placesOf({ m, sigma }: SviSmile, reach: number): readonly number[] {
  const [low, high] = [Math.asinh((-reach - m) / sigma), Math.asinh((reach - m) / sigma)];
  return Array.from({ length: PLACES }, (_, at) => {
    return m + sigma * Math.sinh(low + ((high - low) * at) / (PLACES - 1));
  });
}

/** The search of one set of points. */
class ArbitrageFreeSearch {
  readonly #fitter: SliceFitter;
  readonly #reach: number;
  readonly #grid: readonly number[];
  readonly #varianceMin: number;
  /** Largest and mean variance of the points. */
  readonly #scale: number;
  readonly #mean: number;

  constructor(fitter: SliceFitter, reach: number) {
    const { variance, weight } = fitter.columns;
    this.#fitter = fitter;
    this.#reach = reach;
    this.#grid = warningGrid(reach);
    this.#varianceMin = fitter.varianceMin;
    this.#scale = Math.max(...variance);
    this.#mean = variance.reduce((sum, each, at) => sum + each * (weight[at] ?? 0), 0);
  }

  isFree(slice: Slice): boolean {
    const smile = smileOf(slice, this.#varianceMin);
    if (smile.b * (1 + Math.abs(smile.rho)) > WING_SLOPE_MAX) return false;
    const isDense = (k: number): boolean => densityOf(totalVariance(smile, k), k) >= 0;
    return placesOf(smile, this.#reach).every(isDense) && this.#grid.every(isDense);
  }

  /** As much of a slice as is free of arbitrage; the rest is the flat smile. */
  flattened(slice: Slice, halvings = HALVINGS): FittedSlice {
    const at = (share: number): Slice => ({
      ...slice,
      a: this.#mean + share * (slice.a - this.#mean),
      u: share * slice.u,
      v: share * slice.v,
    });
    let [good, bad] = this.isFree(slice) ? [1, 1] : [0, 1];
    for (let count = 0; count < halvings && good < bad; count += 1) {
      const middle = (good + bad) / 2;
      if (this.isFree(at(middle))) good = middle;
      else bad = middle;
    }
    return this.#fitted(at(good));
  }

  /** Searches near a slice, with penalties that grow. */
  near(start: Slice, penalties = PENALTIES): FittedSlice {
    const end = penalties.reduce(
      (point, penalty) => levenbergMarquardt((each) => this.#residuals(each, penalty), point),
      this.#pointOf(start),
    );
    return this.flattened(this.#sliceOf(end));
  }

  /** What the penalties leave at kinks: a simplex among smiles that are free of arbitrage. */
  finished(start: FittedSlice): FittedSlice {
    const read = (point: readonly number[]): number => {
      const slice = this.#sliceOf(point);
      return this.isFree(slice) ? this.#fitted(slice).squares : Number.POSITIVE_INFINITY;
    };
    const steps = [start.sigma / 10, 0.05, 0.02, 0.02, 0.02];
    const end = this.#fitted(
      this.#sliceOf(
        nelderMead(read, this.#pointOf(start), steps, { shareEnd: 1e-4, valueEnd: 0 }).point,
      ),
    );
    return this.isFree(end) && end.squares < start.squares ? end : start;
  }

  #fitted(slice: Slice): FittedSlice {
    return { ...slice, squares: this.#fitter.squares(slice) };
  }

  /** Wings as the square of a sine of their largest, variance as a square above its least. */
  #pointOf(slice: Slice): readonly number[] {
    const { m, sigma, u, v } = slice;
    // Not quite at a bound, where a variable has no slope.
    const angle = (wing: number): number =>
      Math.asin(Math.sqrt(Math.min(Math.max(wing / sigma, 1e-4), 1 - 1e-4)));
    const above = (lowestVariance(slice) - this.#varianceMin) / this.#scale;
    return [m, Math.log(sigma), angle(u), angle(v), Math.sqrt(Math.max(above, 1e-6))];
  }

  #sliceOf(point: readonly number[]): Slice {
    const [m = 0, logSigma = 0, right = 0, left = 0, above = 0] = point;
    const sigma = Math.exp(Math.min(Math.max(logSigma, -30), 30));
    const [u, v] = [sigma * Math.sin(right) ** 2, sigma * Math.sin(left) ** 2];
    const lowest = this.#varianceMin + this.#scale * above * above;
    return { m, sigma, u, v, a: lowest - 2 * Math.sqrt(u) * Math.sqrt(v) };
  }

  #residuals(point: readonly number[], penalty: number): Float64Array {
    const { k, variance, weight } = this.#fitter.columns;
    const smile = smileOf(this.#sliceOf(point), this.#varianceMin);
    const found = new Float64Array(k.length + PLACES);
    k.forEach((place, at) => {
      const error = totalVariance(smile, place).variance - (variance[at] ?? 0);
      found[at] = (Math.sqrt(weight[at] ?? 0) * error) / this.#scale;
    });
    const share = Math.sqrt(penalty / PLACES);
    placesOf(smile, this.#reach).forEach((place, at) => {
      const lack = Math.max(DENSITY_MIN - densityOf(totalVariance(smile, place), place), 0);
      found[k.length + at] = share * lack;
    });
    return found;
  }
}

const least = (slices: readonly FittedSlice[], first: FittedSlice): FittedSlice =>
  slices.reduce((best, each) => (each.squares < best.squares ? each : best), first);

/**
 * The best slice without arbitrage within reach.
 *
 * @param fitter with wings within the bound of Lee
 */
export function arbitrageFree(fitter: SliceFitter, reach: number): FittedSlice {
  const search = new ArbitrageFreeSearch(fitter, reach);
  const free = leastSquares(fitter);
  if (search.isFree(free)) return free;
  const starts = gridPlaces(GRID).map((row) => {
    const [first, ...others] = row.map((place) =>
      search.flattened(fitter.fit(place), HALVINGS_ROUGH),
    );
    return first === undefined ? free : least(others, first);
  });
  const direct = search.flattened(free);
  const found = [
    ...[free, direct].map((start) => search.near(start)),
    ...starts.map((start) => search.near(start, PENALTIES.slice(-2))),
  ];
  let best = least(found, direct);
  for (let round = 0; round < ROUNDS; round += 1) {
    const simplex = search.finished(best);
    const next = least([search.near(simplex, PENALTIES.slice(-2))], simplex);
    const isLast = !(next.squares < best.squares * (1 - SHARE_LEAST));
    best = next;
    if (isLast) break;
  }
  return best;
}
