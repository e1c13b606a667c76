/** A smile through given points: a natural cubic spline of volatility in ln(strike / forward). */
import { DomainError } from '../../errors.js';
import { finiteResult, requireFinite, requirePositive } from '../domain.js';

/** A volatility that is known. */
export interface SmilePoint {
  /** ln(strike / forward). */
  readonly k: number;
  /** Per sqrt(year), above 0. */
  readonly volatility: number;
}

/** Second derivatives of the natural spline, by elimination of its tridiagonal system. */
function curvatures(points: readonly SmilePoint[]): readonly number[] {
  const at = (index: number): SmilePoint =>
    points[index] ?? { k: Number.NaN, volatility: Number.NaN };
  const last = points.length - 1;
  const ratios: number[] = [0];
  const rests: number[] = [0];
  for (let index = 1; index < last; index += 1) {
    const [before, here, after] = [at(index - 1), at(index), at(index + 1)];
    const left = here.k - before.k;
    const right = after.k - here.k;
    const jump =
      (after.volatility - here.volatility) / right - (here.volatility - before.volatility) / left;
    const pivot = 2 * (left + right) - left * (ratios[index - 1] ?? 0);
    ratios.push(right / pivot);
    rests.push((6 * jump - left * (rests[index - 1] ?? 0)) / pivot);
  }
  const found = new Array<number>(points.length).fill(0);
  for (let index = last - 1; index >= 1; index -= 1) {
    found[index] = (rests[index] ?? 0) - (ratios[index] ?? 0) * (found[index + 1] ?? 0);
  }
  return found;
}

/**
 * The volatility of a smile through points, as a function of k = ln(strike / forward): flat beyond the
 * outermost points, which are the last that are known. One point is a flat smile.
 *
 * @param points at different k, in any order; at least one
 * @throws DomainError when a point is outside its range or two share a k. The function throws
 *   DomainError where the spline has no volatility above 0 between its points.
 */
export function splineSmile(points: readonly SmilePoint[]): (k: number) => number {
  const sorted = [...points].sort((a, b) => a.k - b.k);
  sorted.forEach(({ k, volatility }, index) => {
    requireFinite({ k });
    requirePositive({ volatility });
    if (sorted[index - 1]?.k === k) throw new DomainError(`two points at k = ${k}`, { k });
  });
  const first = sorted[0];
  const last = sorted.at(-1);
  if (first === undefined || last === undefined) {
    throw new DomainError('points is empty; allowed: one or more', { points: 0 });
  }
  const bends = curvatures(sorted);
  return (k) => {
    requireFinite({ k });
    if (k <= first.k) return first.volatility;
    if (k >= last.k) return last.volatility;
    const right = sorted.findIndex((point) => point.k >= k);
    const [a, b] = [sorted[right - 1] ?? first, sorted[right] ?? last];
    const width = b.k - a.k;
    const [fromB, fromA] = [(b.k - k) / width, (k - a.k) / width];
    const bend =
      (fromB ** 3 - fromB) * (bends[right - 1] ?? 0) + (fromA ** 3 - fromA) * (bends[right] ?? 0);
    const volatility = fromB * a.volatility + fromA * b.volatility + (bend * width * width) / 6;
    requirePositive({ volatility });
    return finiteResult('splineSmile', { volatility }).volatility;
  };
}
