/** VaR of portfolios under drawn moves of their underlyings: delta and gamma, one market for all of them. */
import { EvenkeelError } from '../../errors.js';
import { SeededRandom } from '../../random/index.js';
import type { ExposureCell } from '../reduce/index.js';
import type { UnderlyingFactors } from '../scenarios/index.js';
import type { RiskPart } from './parametric.js';
import { type PartWeights, partWeights, type RiskFigure, sampleRisk } from './sample-risk.js';

export interface MonteCarloRisk {
  readonly figures: readonly RiskFigure[];
  /** Of the first confidence; they add up to its figure. */
  readonly underlyings: readonly RiskPart[];
}

export interface MonteCarloOptions {
  readonly draws: number;
  readonly seed: number;
  readonly confidences: readonly number[];
  readonly horizonDays: number;
}

const FACTORS = 8;
/** PnL that is kept: portfolios times draws. */
const NUMBERS_MAX = 2 ** 27;

/** A generator of moves of all underlyings: the same seed gives the same. */
function movesOf({ loadings, specific }: UnderlyingFactors, seed: number, horizonDays: number) {
  const random = new SeededRandom(seed);
  const deviations = specific.map(Math.sqrt);
  const scale = Math.sqrt(horizonDays);
  const factors = new Float64Array(FACTORS);
  const moves = new Float64Array(specific.length);
  return (): Float64Array => {
    for (let factor = 0; factor < FACTORS; factor++) factors[factor] = random.normal();
    for (let underlying = 0; underlying < moves.length; underlying++) {
      let move = (deviations[underlying] ?? 0) * random.normal();
      for (let factor = 0; factor < FACTORS; factor++) {
        move += (loadings[underlying * FACTORS + factor] ?? 0) * (factors[factor] ?? 0);
      }
      moves[underlying] = scale * move;
    }
    return moves;
  };
}

/** Dollar gamma is per 1 %: half of gamma S^2 x^2 is 50 times it. */
function cellPnl({ underlying, dollarDelta, dollarGamma }: ExposureCell, moves: Float64Array) {
  const move = moves[underlying] ?? 0;
  return move * (dollarDelta + 50 * dollarGamma * move);
}

/**
 * Moves r = B f + sqrt(D) e over the horizon, normal, with mean 0; PnL of an underlying
 * delta r + gamma r^2 / 2; VaR, ES and parts of these as `sampleVar`. Drawn twice, so that parts by
 * underlying need no table of them.
 *
 * @param exposures by portfolio
 * @throws EvenkeelError `USAGE` when portfolios times draws are more than 2^27
 */
export function monteCarloRisks(
  exposures: readonly (readonly ExposureCell[])[],
  factors: UnderlyingFactors,
  { draws, seed, confidences, horizonDays }: MonteCarloOptions,
): readonly MonteCarloRisk[] {
  const numbers = exposures.length * draws;
  if (numbers > NUMBERS_MAX) {
    const message = `${exposures.length} portfolios x ${draws} draws; allowed: ${NUMBERS_MAX}`;
    throw new EvenkeelError('USAGE', message, { portfolios: exposures.length, draws });
  }
  const pnls = exposures.map(() => new Array<number>(draws).fill(0));
  const draw = movesOf(factors, seed, horizonDays);
  for (let place = 0; place < draws; place++) {
    const moves = draw();
    exposures.forEach((cells, portfolio) => {
      let pnl = 0;
      for (const cell of cells) pnl += cellPnl(cell, moves);
      (pnls[portfolio] ?? [])[place] = pnl;
    });
  }
  const weights = pnls.map((pnl) => partWeights(pnl, confidences[0] ?? 0.99));
  const parts = partsOf(exposures, weights, movesOf(factors, seed, horizonDays), draws);
  return pnls.map((pnl, portfolio) => ({
    figures: sampleRisk(pnl, confidences),
    underlyings: parts[portfolio] ?? [],
  }));
}

function partsOf(
  exposures: readonly (readonly ExposureCell[])[],
  weights: readonly PartWeights[],
  draw: () => Float64Array,
  draws: number,
): readonly (readonly RiskPart[])[] {
  const sums = exposures.map((cells) =>
    cells.map(({ underlying }) => ({ key: underlying, valueAtRisk: 0, expectedShortfall: 0 })),
  );
  for (let place = 0; place < draws; place++) {
    const moves = draw();
    exposures.forEach((cells, portfolio) => {
      const ofVar = weights[portfolio]?.valueAtRisk[place] ?? 0;
      const ofTail = weights[portfolio]?.expectedShortfall[place] ?? 0;
      if (ofVar === 0 && ofTail === 0) return;
      cells.forEach((cell, index) => {
        const part = sums[portfolio]?.[index];
        if (part === undefined) return;
        const loss = -cellPnl(cell, moves);
        part.valueAtRisk += ofVar * loss;
        part.expectedShortfall += ofTail * loss;
      });
    });
  }
  return sums;
}
