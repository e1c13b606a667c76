/** Monte Carlo VaR whose draws come from a seed. */
import { type MonteCarloInput, monteCarloVar, type SampleVar } from '../models/index.js';
import { SeededRandom } from '../random/index.js';

/**
 * `monteCarloVar` with the draws of a seed: the same seed gives the same result everywhere.
 *
 * @param seed whole number 0 .. 2^32-1
 * @throws DomainError as `monteCarloVar`
 */
export function seededMonteCarloVar(
  input: Omit<MonteCarloInput, 'normal'>,
  seed: number,
): SampleVar {
  const random = new SeededRandom(seed);
  return monteCarloVar({ ...input, normal: () => random.normal() });
}
