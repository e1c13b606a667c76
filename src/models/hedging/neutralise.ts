/** Hedge that brings every exposure to zero, with as many instruments as exposures. */
import { DomainError } from '../../errors.js';
import { finiteResult } from '../domain.js';
import { type HedgeProblem, instrumentsOf } from './exposure-map.js';
import { solveScaled } from './linear-solve.js';

/**
 * Positions h of the instruments with G h = -e, for example delta, gamma and vega by a perpetual
 * and two options.
 *
 * @returns one position per instrument, in the unit in which its exposures are stated
 * @throws DomainError when there are not as many instruments as exposures, or when they cannot move
 *   the exposures independently of each other
 */
export function neutralisingHedge(problem: HedgeProblem): number[] {
  const instruments = instrumentsOf(problem);
  const { rows: exposures, columns } = instruments;
  if (exposures !== columns) {
    throw new DomainError(`${columns} instruments for ${exposures} exposures; allowed: as many`, {
      instruments: columns,
      exposures,
    });
  }
  const hedge = solveScaled(
    instruments,
    problem.bookExposures.map((exposure) => -exposure),
    'the instruments do not move the exposures independently',
  );
  return finiteResult('neutralisingHedge', { hedge }).hedge;
}
