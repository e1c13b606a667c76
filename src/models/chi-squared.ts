/** The chi-squared distribution, for tests of fit. */
import { DomainError } from '../errors.js';
import { requireWhole } from './domain.js';
import { normalCdf } from './normal.js';

/**
 * Probability that a chi-squared variable exceeds a value: the p-value of a test of fit.
 *
 * Finite sums: with k even, exp(-x/2) sum of (x/2)^j / j! for j < k/2; with k odd, 2 N(-sqrt x) and
 * the same sum over half-integers.
 *
 * @param value test statistic, 0 or more
 * @param degreesOfFreedom whole number from 1 to 1,000,000
 * @throws DomainError when an argument is outside its range
 */
export function chiSquaredTail(value: number, degreesOfFreedom: number): number {
  if (!(value >= 0)) throw new DomainError(`value is ${value}; allowed: 0 or more`, { value });
  requireWhole({ degreesOfFreedom }, 1, 1e6);
  if (value === 0) return 1;
  if (value === Number.POSITIVE_INFINITY) return 0;
  const half = value / 2;
  const isOdd = degreesOfFreedom % 2 === 1;
  let sum = isOdd ? 2 * normalCdf(-Math.sqrt(value)) : 0;
  // Terms are carried as logarithms: exp(-x/2) alone underflows for large values.
  let order = isOdd ? 0.5 : 0;
  let logTerm = -half + (isOdd ? Math.log((2 / Math.sqrt(Math.PI)) * Math.sqrt(half)) : 0);
  for (; order < degreesOfFreedom / 2; order += 1) {
    sum += Math.exp(logTerm);
    logTerm += Math.log(half / (order + 1));
  }
  return Math.min(sum, 1);
}
