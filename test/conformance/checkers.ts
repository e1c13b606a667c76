/** Checks of files that hold no cases, by the name of the file or of its model. */
import { type BandCheck, checkMonteCarloReference } from '../../src/simulate/index.js';
import type { Checker, FunctionResult } from './walk.js';

/** Error over tolerance of a number in a band: 0 in its middle, 1 at its ends. */
function offCentre({ value, low, high }: BandCheck): number {
  return Math.abs(value - (low + high) / 2) / ((high - low) / 2);
}

function strategyResult(strategy: string, checks: readonly BandCheck[]): FunctionResult {
  const nameOf = ({ gamma, statistic }: BandCheck): string => `gamma=${gamma} ${statistic}`;
  const failures = checks
    .filter(({ isWithin }) => !isWithin)
    .map((check) => ({
      id: nameOf(check),
      differences: [],
      reason: `${check.value} is not in the band ${check.low} .. ${check.high}`,
    }));
  // As elsewhere: only what has a tolerance above 0 can be the worst.
  const [worst] = checks
    .filter(({ low, high }) => high > low)
    .map((check) => ({ check, off: offCentre(check) }))
    .sort((one, other) => other.off - one.off);
  return {
    model: 'as2008_monte_carlo',
    fn: strategy,
    implemented: true,
    cases: checks.length,
    passed: checks.length - failures.length,
    worst: worst?.off ?? 0,
    worstAt: worst === undefined ? '' : nameOf(worst.check),
    failures,
  };
}

/** Runs the simulator with the parameters of the file: a result per strategy, a case per band. */
const checkMonteCarlo: Checker = async (document) => {
  const checks = await checkMonteCarloReference(document);
  const strategies = new Set(checks.map(({ strategy }) => strategy));
  return Array.from(strategies, (strategy) =>
    strategyResult(
      strategy,
      checks.filter((check) => check.strategy === strategy),
    ),
  );
};

export const CHECKERS: Readonly<Record<string, Checker>> = {
  as2008_monte_carlo: checkMonteCarlo,
};
