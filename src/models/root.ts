/** Root of a monotone function of one variable. */
import { DomainError } from '../errors.js';

/** Value and slope at one point. */
export interface Tangent {
  readonly value: number;
  readonly slope: number;
}

/** Steps after which halving alone has reached neighbouring numbers from any bracket. */
const STEPS_MAX = 1200;

/**
 * Root by Newton's method; a step that leaves the bracket, or shrinks it by less than half, is
 * replaced by halving. Ends where the step no longer changes the point.
 *
 * @param tangent value and slope; the value changes sign between low and high
 * @param low lower end of the bracket
 * @param high upper end of the bracket
 * @throws DomainError when the value has one sign at both ends
 */
export function monotoneRoot(tangent: (x: number) => Tangent, low: number, high: number): number {
  const atLow = tangent(low).value;
  const atHigh = tangent(high).value;
  if (atLow === 0) return low;
  if (atHigh === 0) return high;
  if (!(Math.sign(atLow) * Math.sign(atHigh) < 0)) {
    throw new DomainError(`no root between ${low} and ${high}`, { low, high, atLow, atHigh });
  }
  let [left, right] = [low, high];
  let x = left + (right - left) / 2;
  let width = right - left;
  for (let step = 0; step < STEPS_MAX; step += 1) {
    const { value, slope } = tangent(x);
    if (value === 0) return x;
    if (Math.sign(value) === Math.sign(atLow)) left = x;
    else right = x;
    const newton = x - value / slope;
    const isSlow = Math.abs(newton - x) > width / 2;
    const next = newton > left && newton < right && !isSlow ? newton : left + (right - left) / 2;
    width = Math.abs(next - x);
    if (next === x || width <= Math.abs(x) * 2 ** -53) return next;
    x = next;
  }
  return x;
}
