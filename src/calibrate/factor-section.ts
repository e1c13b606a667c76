/** The covariance as the `factors` section of a configuration: whole-book skew. */
import { EvenkeelError } from '../errors.js';
import type { CovarianceEstimate } from './covariance.js';

/** What the section needs beside estimates; what is left out stays as the session has it. */
export interface FactorChoices {
  /** 1/reporting currency. */
  readonly riskAversion?: number | undefined;
  /** Seconds that inventory is expected to be held. */
  readonly horizonSeconds?: number | undefined;
}

/** Most factors of a book. */
const FACTORS_MOST = 8;

/**
 * Loadings of factors with variance 1 per second, and what they leave unexplained.
 *
 * @throws EvenkeelError `UNSUPPORTED` without a covariance, `USAGE` with more than 8 factors
 */
export function factorSection(
  covariance: CovarianceEstimate | null,
  choices: FactorChoices,
): Record<string, unknown> {
  if (covariance === null) {
    const message =
      'nothing was written\nno covariance: 2 instruments and 30 common steps are needed';
    throw new EvenkeelError('UNSUPPORTED', message, { refusals: [] });
  }
  const { symbols, factors } = covariance;
  const count = factors.factorVariances.length;
  if (count > FACTORS_MOST) {
    const message = `${count} factors; a book has at most ${FACTORS_MOST}: choose with --factors`;
    throw new EvenkeelError('USAGE', message, { count, most: FACTORS_MOST });
  }
  const deviations = factors.factorVariances.map(Math.sqrt);
  const rows = symbols.map((symbol, row) => {
    const loadings = factors.loadings[row] ?? [];
    return [symbol, loadings.map((each, factor) => rounded(each * (deviations[factor] ?? 0)))];
  });
  const left = symbols.map((symbol, row) => [
    symbol,
    rounded(factors.idiosyncraticVariances[row] ?? 0),
  ]);
  const given = Object.entries(choices).filter(([, value]) => value !== undefined);
  return {
    ...Object.fromEntries(given),
    loadings: Object.fromEntries(rows),
    idiosyncratic: Object.fromEntries(left),
  };
}

const rounded = (value: number): number => Number(value.toPrecision(6));
