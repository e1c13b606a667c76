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
 * tail. With a decay below 1 the VaR is the one scenario that it is read from, the ES the tail by age.
 */
export function partWeights(pnl: readonly number[], confidence: number, decay = 1): PartWeights {
  return decay === 1 ? sampleWeights({ pnl, confidence }) : agedWeights(pnl, confidence, decay);
}

/** As `weightedHistoricalVar` goes through the losses, worst first. */
function agedWeights(pnl: readonly number[], confidence: number, decay: number): PartWeights {
  const count = pnl.length;
  const ages = pnl.map((_, scenario) => decay ** (count - 1 - scenario));
  const total = ages.reduce((sum, weight) => sum + weight, 0);
  const mass = 1 - confidence;
  const worstFirst = pnl.map((_, scenario) => scenario);
  worstFirst.sort((left, right) => (pnl[left] ?? 0) - (pnl[right] ?? 0));
  const valueAtRisk = new Array<number>(count).fill(0);
  const expectedShortfall = new Array<number>(count).fill(0);
  let reached = 0;
  let last = 0;
  for (const scenario of worstFirst) {
    const weight = (ages[scenario] ?? 0) / total;
    expectedShortfall[scenario] = Math.min(weight, mass - reached) / mass;
    reached += weight;
    last = scenario;
    if (reached >= mass * (1 - WHOLE)) break;
  }
  valueAtRisk[last] = 1;
  return { valueAtRisk, expectedShortfall };
}

/** Weights that reach a mass but for rounding reach it. */
const WHOLE = 1e-9;

/** Loss of a part by weights. @param pnl of the part in each scenario */
export function weightedLoss(pnl: ArrayLike<number>, weights: readonly number[]): number {
  return weights.reduce((sum, weight, scenario) => sum - weight * (pnl[scenario] ?? 0), 0);
}
