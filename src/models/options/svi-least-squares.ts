/**
 * Raw SVI with vertex and rounding held fixed, which is linear least squares: Zeliade Systems,
 * Quasi-explicit calibration of Gatheral's SVI model, white paper 0005, 2009.
 *
 * With y = (k - m) / sigma the paper has w = a + d y + c sqrt(y^2 + 1) for |d| <= c. Written as
 * w = a + u P + v / P with P = sqrt(y^2 + 1) + y, the wings have slopes 2 u / sigma and
 * 2 v / sigma, 0 or more and within the bound of Lee, and the lowest variance is a + 2 sqrt(u v). That
 * keeps a negative a, which the bounds of the paper do not.
 */
import { finiteResult } from '../domain.js';
import { type SviSmile, WING_SLOPE_MAX } from './svi.js';

/** What is fitted, columns of one length. */
export interface VarianceColumns {
  /** ln(strike / forward). */
  readonly k: Float64Array;
  readonly variance: Float64Array;
  /** Of squared errors of variance; they sum to 1. */
  readonly weight: Float64Array;
}

/** Parameters of a smile as they are fitted. */
export interface Slice {
  readonly m: number;
  readonly sigma: number;
  readonly a: number;
  readonly u: number;
  readonly v: number;
}

/** The least squares at one vertex and rounding. */
export interface FittedSlice extends Slice {
  /** Weighted sum of squared errors of variance. */
  readonly squares: number;
}

/** Least variance of a smile. */
export function lowestVariance({ a, u, v }: Slice): number {
  return a + 2 * Math.sqrt(u) * Math.sqrt(v);
}

/** The usual parameters; the lowest variance stays at or above its bound in rounding too. */
export function smileOf({ m, sigma, a, u, v }: Slice, varianceMin: number): SviSmile {
  const both = u + v;
  const b = both / sigma;
  const rho = both === 0 ? 0 : (u - v) / both;
  return { a: Math.max(a, varianceMin - b * sigma * Math.sqrt(1 - rho * rho)), b, rho, m, sigma };
}

/** sqrt(y^2 + 1) + y with all its digits. */
function rightBranch(y: number): number {
  const root = Math.sqrt(y * y + 1);
  return y < 0 ? 1 / (root - y) : root + y;
}

const clamp = (x: number, high: number): number => Math.min(Math.max(x, 0), high);

/** Within the bound of Lee by more than the rounding of the usual parameters. */
const SLOPE_MAX = WING_SLOPE_MAX * (1 - 1e-12);

/** Below this determinant of correlations two columns count as one. */
const DETERMINANT_MIN = 1e-13;

/** Least (u, v) of uu u^2 + 2 uv u v + vv v^2 - 2 u0 u - 2 v0 v within 0 .. high: convex, so by its edges. */
function boxedMinimum(
  [uu, uv, vv, u0, v0]: readonly [number, number, number, number, number],
  high: number,
): readonly [number, number] {
  const determinant = uu * vv - uv * uv;
  if (determinant > DETERMINANT_MIN * uu * vv) {
    const u = (u0 * vv - v0 * uv) / determinant;
    const v = (v0 * uu - u0 * uv) / determinant;
    if (u >= 0 && v >= 0 && u <= high && v <= high) return [u, v];
  }
  const edges = [0, high].flatMap((end): (readonly [number, number])[] => [
    [end, vv > 0 ? clamp((v0 - uv * end) / vv, high) : 0],
    [uu > 0 ? clamp((u0 - uv * end) / uu, high) : 0, end],
  ]);
  const height = ([u, v]: readonly [number, number]): number =>
    u * (uu * u - 2 * u0) + v * (vv * v - 2 * v0) + 2 * uv * u * v;
  return edges.reduce((least, edge) => (height(edge) < height(least) ? edge : least));
}

/** Places of the search along the edge where the lowest variance is its bound. */
const ANGLES = 32;
const GOLDEN_STEPS = 48;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** Vertex from the middle of the points, and rounding, in units of their span. */
const VERTEX_MAX = 3;
const ROUNDING_MIN = 1e-4;
const ROUNDING_MAX = 100;

/** Vertex from the middle of the points and the logarithm of the rounding, in units of their span. */
export type Place = readonly [vertex: number, logRounding: number];

/** Finds the slices of one set of points. Its scratch memory makes it good for one caller at a time. */
export class SliceFitter {
  readonly columns: VarianceColumns;
  /** Least variance of every slice, 0 or more. */
  readonly varianceMin: number;
  readonly #branch: Float64Array;
  readonly #middle: number;
  readonly #span: number;

  /** @throws DomainError when the points reach too far */
  constructor(columns: VarianceColumns, varianceMin: number) {
    this.columns = columns;
    this.varianceMin = varianceMin;
    this.#branch = new Float64Array(columns.k.length);
    const [low, high] = [Math.min(...columns.k), Math.max(...columns.k)];
    this.#span = finiteResult('fitSvi', { span: high - low }).span;
    this.#middle = low + this.#span / 2;
  }

  /** The slice at a place; one that is too far away counts as the nearest that is not. */
  fit([vertex, logRounding]: Place): FittedSlice {
    const m = this.#middle + this.#span * Math.min(Math.max(vertex, -VERTEX_MAX), VERTEX_MAX);
    const rounding = Math.min(Math.max(Math.exp(logRounding), ROUNDING_MIN), ROUNDING_MAX);
    const sigma = this.#span * rounding;
    this.#look({ m, sigma });
    const high = (SLOPE_MAX * sigma) / 2;
    const free = { m, sigma, ...this.#free(high) };
    const isLow = lowestVariance(free) < this.varianceMin;
    const slice = isLow ? { m, sigma, ...this.#lowest(high) } : free;
    return { ...slice, squares: this.#squares(slice) };
  }

  /** Without regard to the lowest variance. The level takes the means away, which leaves u and v. */
  #free(high: number): Terms {
    const { variance, weight } = this.columns;
    const branch = this.#branch;
    let [meanP, meanQ, meanW] = [0, 0, 0];
    for (let at = 0; at < branch.length; at += 1) {
      const [p, share] = [branch[at] ?? 1, weight[at] ?? 0];
      meanP += share * p;
      meanQ += share / p;
      meanW += share * (variance[at] ?? 0);
    }
    let [pp, pq, qq, pw, qw] = [0, 0, 0, 0, 0];
    for (let at = 0; at < branch.length; at += 1) {
      const share = weight[at] ?? 0;
      const p = (branch[at] ?? 1) - meanP;
      const q = 1 / (branch[at] ?? 1) - meanQ;
      const w = (variance[at] ?? 0) - meanW;
      pp += share * p * p;
      pq += share * p * q;
      qq += share * q * q;
      pw += share * p * w;
      qw += share * q * w;
    }
    const [u, v] = boxedMinimum([pp, pq, qq, pw, qw], high);
    return { a: meanW - u * meanP - v * meanQ, u, v };
  }

  /**
   * Where the lowest variance is its bound. There w less the bound is
   * r (cos(t) sqrt(P) - sin(t) / sqrt(P))^2, linear in r at each angle t.
   */
  #lowest(high: number): Terms {
    const { varianceMin } = this;
    const { variance, weight } = this.columns;
    const branch = this.#branch;
    let [mean, p, q, pp, qq, pw, qw] = [0, 0, 0, 0, 0, 0, 0];
    for (let place = 0; place < branch.length; place += 1) {
      const share = weight[place] ?? 0;
      const right = branch[place] ?? 1;
      const w = (variance[place] ?? 0) - varianceMin;
      mean += share * w;
      p += share * right;
      q += share / right;
      pp += share * right * right;
      qq += share / right / right;
      pw += share * right * w;
      qw += (share / right) * w;
    }
    const sizeAt = (angle: number): AngleSize => {
      const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
      const [cc, cs, ss] = [cos * cos, cos * sin, sin * sin];
      const up = cc * pw - 2 * cs * mean + ss * qw;
      const down = cc * cc * pp + ss * ss * qq + 6 * cs * cs - 4 * cs * (cc * p + ss * q);
      const size = down > 0 ? clamp(up / down, high / Math.max(cc, ss)) : 0;
      return { angle, size, squares: size * (size * down - 2 * up) };
    };
    const { angle, size } = leastAngle(sizeAt);
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    return { a: varianceMin - 2 * size * cos * sin, u: size * cos * cos, v: size * sin * sin };
  }

  /** Weighted sum of squared errors of a slice. */
  squares(slice: Slice): number {
    this.#look(slice);
    return this.#squares(slice);
  }

  #look({ m, sigma }: Pick<Slice, 'm' | 'sigma'>): void {
    const { k } = this.columns;
    const branch = this.#branch;
    for (let at = 0; at < k.length; at += 1) branch[at] = rightBranch(((k[at] ?? 0) - m) / sigma);
  }

  #squares({ a, u, v }: Terms): number {
    const { variance, weight } = this.columns;
    const branch = this.#branch;
    let sum = 0;
    for (let at = 0; at < branch.length; at += 1) {
      const p = branch[at] ?? 1;
      const error = a + u * p + v / p - (variance[at] ?? 0);
      sum += (weight[at] ?? 0) * error * error;
    }
    return sum;
  }
}

type Terms = Omit<Slice, 'm' | 'sigma'>;

/** The size at an angle, and its sum of squares but for a constant. */
interface AngleSize {
  readonly angle: number;
  readonly size: number;
  readonly squares: number;
}

/** Least squares over a quarter turn: the best of a row of places, then golden sections around it. */
function leastAngle(at: (angle: number) => AngleSize): AngleSize {
  const step = Math.PI / 2 / ANGLES;
  let best = 0;
  let least = at(0);
  for (let place = 1; place <= ANGLES; place += 1) {
    const found = at(place * step);
    if (found.squares < least.squares) [best, least] = [place, found];
  }
  let [low, high] = [Math.max(best - 1, 0) * step, Math.min(best + 1, ANGLES) * step];
  let [left, right] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
  let [atLeft, atRight] = [at(left), at(right)];
  for (let count = 0; count < GOLDEN_STEPS; count += 1) {
    if (atLeft.squares < atRight.squares) {
      [high, right, atRight] = [right, left, atLeft];
      left = high - GOLDEN * (high - low);
      atLeft = at(left);
    } else {
      [low, left, atLeft] = [left, right, atRight];
      right = low + GOLDEN * (high - low);
      atRight = at(right);
    }
  }
  return [atLeft, atRight].reduce((a, b) => (b.squares < a.squares ? b : a), least);
}
