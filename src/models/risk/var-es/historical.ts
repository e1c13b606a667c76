/** VaR and expected shortfall of observed or simulated profits. */

import { DomainError } from '../../../errors.js';
import { finiteResult, requireInside, requirePositive } from '../../domain.js';
import { requireList } from '../../shapes.js';
import type { ValueAtRisk } from './parametric.js';
import { floorOf, interpolated, rankOf, sortedLosses, WHOLE } from './ranks.js';

/** What {@link historicalVar} returns. */
export interface HistoricalVar extends ValueAtRisk {
  /** Between two observed losses, linearly: quantile of type 7 of Hyndman and Fan 1996. */
  readonly interpolatedValueAtRisk: number;
}

/** Arguments of {@link historicalVar}. */
export interface HistoricalVarInput {
  /** Profits, money, at least one; losses below 0. */
  readonly pnl: readonly number[];
  /** For example 0.99; above 0, below 1. */
  readonly confidence: number;
}

/**
 * VaR is the smallest observed loss that at least the confidence's share of losses does not exceed,
 * always one of the observations; ES is that of Acerbi and Tasche 2002, the mean over exactly the
 * mass 1 - confidence of the largest losses, the last one in part.
 *
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function historicalVar(input: HistoricalVarInput): HistoricalVar {
  const { pnl, confidence } = input;
  requireList('pnl', pnl, 1);
  requireInside({ confidence }, 0, 1);
  const losses = sortedLosses(pnl);
  const count = losses.length;
  const lossAt = (index: number): number => losses[index] ?? Number.NaN;
  const rank = rankOf(count, confidence);
  const tailCount = count * (1 - confidence);
  const whole = floorOf(tailCount);
  let tail = 0;
  for (let index = 0; index < whole; index += 1) tail += lossAt(count - 1 - index);
  if (whole < count) tail += (tailCount - whole) * lossAt(count - 1 - whole);
  return finiteResult('historicalVar', {
    valueAtRisk: lossAt(rank - 1),
    interpolatedValueAtRisk: interpolated(losses, (count - 1) * confidence),
    expectedShortfall: tail / tailCount,
  });
}

/** Arguments of {@link weightedHistoricalVar}. */
export interface WeightedVarInput extends HistoricalVarInput {
  /** Weight of a profit relative to the one after it; above 0, at most 1. Oldest profit first. */
  readonly decay: number;
}

/**
 * Age-weighted history of Boudoukh, Richardson and Whitelaw 1998: the profit i steps old weighs
 * (1 - d) d^i / (1 - d^n). VaR is the loss at which the weights from the worst on reach
 * 1 - confidence; ES is the mean over exactly that mass.
 *
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function weightedHistoricalVar(input: WeightedVarInput): ValueAtRisk {
  const { pnl, confidence, decay } = input;
  requireList('pnl', pnl, 1);
  requireInside({ confidence }, 0, 1);
  requirePositive({ decay });
  if (decay > 1) throw new DomainError(`decay is ${decay}; allowed: 1 or less`, { decay });
  const raw = pnl.map((_profit, index) => decay ** (pnl.length - 1 - index));
  const total = raw.reduce((sum, weight) => sum + weight, 0);
  const worstFirst = pnl
    .map((profit, index) => ({ loss: 0 - profit, weight: (raw[index] ?? 0) / total }))
    .sort((left, right) => right.loss - left.loss);
  const mass = 1 - confidence;
  let reached = 0;
  let tail = 0;
  let valueAtRisk = Number.NaN;
  for (const { loss, weight } of worstFirst) {
    valueAtRisk = loss;
    tail += Math.min(weight, mass - reached) * loss;
    reached += weight;
    if (reached >= mass * (1 - WHOLE)) break;
  }
  return finiteResult('weightedHistoricalVar', { valueAtRisk, expectedShortfall: tail / mass });
}
