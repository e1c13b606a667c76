/** Normal VaR of a portfolio by the factors of its underlyings, with parts. */
import { factorVar } from '../../models/index.js';
import type { ExposureCell } from '../reduce/index.js';
import type { UnderlyingFactors } from '../scenarios/index.js';
import type { RiskFigure } from './sample-risk.js';

/** Part of one underlying, or of one factor: they add up to the figure. */
export interface RiskPart {
  /** Underlying, or factor from 1 on. */
  readonly key: number;
  readonly valueAtRisk: number;
  readonly expectedShortfall: number;
}

/** Result of {@link parametricRisk}. */
export interface ParametricRisk extends RiskFigure {
  readonly standardDeviation: number;
  readonly underlyings: readonly RiskPart[];
  /** With the specific parts they add up. */
  readonly factors: readonly RiskPart[];
  /** Of what no factor explains, all underlyings together. */
  readonly specific: Omit<RiskPart, 'key'>;
}

const FACTORS = 8;

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/**
 * `factorVar` of dollar deltas by underlying: gamma and volatility are not in it. Underlyings without loadings
 * and specific variance have no risk here.
 *
 * @param exposures of one portfolio
 */
export function parametricRisk(
  exposures: readonly ExposureCell[],
  { loadings, specific }: UnderlyingFactors,
  confidence: number,
  horizonDays: number,
): ParametricRisk {
  const held = exposures.length > 0 ? exposures : [{ underlying: 0, dollarDelta: 0 }];
  const got = factorVar({
    exposures: held.map(({ dollarDelta }) => dollarDelta),
    loadings: held.map(({ underlying }) => [
      ...loadings.subarray(underlying * FACTORS, (underlying + 1) * FACTORS),
    ]),
    factorCovariance: Array.from({ length: FACTORS }, (_, row) =>
      Array.from({ length: FACTORS }, (__, column) => (row === column ? 1 : 0)),
    ),
    specificVariances: held.map(({ underlying }) => specific[underlying] ?? 0),
    confidence,
    horizon: horizonDays,
  });
  const partsOf = (keys: readonly number[], parts: typeof got.instruments): RiskPart[] =>
    keys.map((key, place) => ({
      key,
      valueAtRisk: parts.valueAtRisk[place] ?? 0,
      expectedShortfall: parts.expectedShortfall[place] ?? 0,
    }));
  return {
    confidence,
    valueAtRisk: got.valueAtRisk,
    expectedShortfall: got.expectedShortfall,
    standardDeviation: got.standardDeviation,
    underlyings: partsOf(
      held.map(({ underlying }) => underlying),
      got.instruments,
    ).slice(0, exposures.length),
    factors: partsOf(
      Array.from({ length: FACTORS }, (_, factor) => factor + 1),
      got.factors,
    ),
    specific: {
      valueAtRisk: sumOf(got.specific.valueAtRisk),
      expectedShortfall: sumOf(got.specific.expectedShortfall),
    },
  };
}
