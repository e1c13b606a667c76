/** VaR and ES of a portfolio from its PnL in scenarios, and the weights its parts add up by. */
import {
  historicalVar,
  sampleWeights,
  type ValueAtRisk,
  weightedHistoricalVar,
} from '../../models/index.js';

/** Of one confidence. */
export interface RiskFigure extends ValueAtRisk {
  readonly confidence: number;
}

/** A weight per scenario: losses of a part by them add up to the figure of the whole. */
export interface PartWeights {
  readonly valueAtRisk: readonly number[];
  readonly expectedShortfall: readonly number[];
}

/**
 * @param pnl oldest first
 * @param decay 1: every scenario weighs the same
 */
export function sampleRisk(
  pnl: readonly number[],
  confidences: readonly number[],
  decay = 1,
): readonly RiskFigure[] {
  return confidences.map((confidence) => {
    const { valueAtRisk, expectedShortfall } =
      decay === 1
        ? historicalVar({ pnl, confidence })
        : weightedHistoricalVar({ pnl, confidence, decay });
    return { confidence, valueAtRisk, expectedShortfall };
  });
}

/**
 * Weights of `sampleWeights`: the VaR smoothed over the scenarios about its rank, the ES the mean of the
 * tail.
 */
export function partWeights(pnl: readonly number[], confidence: number): PartWeights {
  return sampleWeights({ pnl, confidence });
}

/** Loss of a part by weights. @param pnl of the part in each scenario */
export function weightedLoss(pnl: ArrayLike<number>, weights: readonly number[]): number {
  return weights.reduce((sum, weight, scenario) => sum - weight * (pnl[scenario] ?? 0), 0);
}
