/**
 * When a dealer waits for client flow and when he trades inventory away outside: Barzykin, Bergault
 * and Gueant, Algorithmic market making in dealer markets with hedging and market impact,
 * Mathematical Finance 33(1) 2023 (arXiv:2106.06974), with the quadratic value function -a q^2.
 */
import { finiteResult, requireFinite, requireNonNegative, requirePositive } from '../domain.js';

/** Costs L(v) = psi |v| + eta v^2 of trading at rate v outside. */
export interface ExecutionCost {
  /** psi: price per unit traded, for example half the spread, 0 or more. */
  readonly proportionalCost: number;
  /** eta: price times time per unit, above 0. */
  readonly quadraticCost: number;
}

/** Arguments of {@link dealerHedgeRate}. */
export interface HedgeRateInput extends ExecutionCost {
  /** p: what one more unit of inventory is worth, price. */
  readonly marginalValue: number;
}

/** What {@link dealerHedgeRate} returns. */
export interface DealerHedgeRate {
  /** Best signed rate of trading outside, units per time; 0 while the cost exceeds the value. */
  readonly rate: number;
  /** Value that trading at this rate adds per unit of time, 0 or more. */
  readonly benefitRate: number;
  /** Cost of trading at this rate per unit of time, 0 or more. */
  readonly costRate: number;
}

/**
 * rate = sign(p) max(|p| - psi, 0) / (2 eta), benefit = max(|p| - psi, 0)^2 / (4 eta).
 *
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function dealerHedgeRate(input: HedgeRateInput): DealerHedgeRate {
  const { marginalValue, proportionalCost, quadraticCost } = input;
  requireFinite({ marginalValue });
  requireNonNegative({ proportionalCost });
  requirePositive({ quadraticCost });
  const excess = Math.max(Math.abs(marginalValue) - proportionalCost, 0);
  const speed = excess / (2 * quadraticCost);
  return finiteResult('dealerHedgeRate', {
    rate: excess > 0 ? Math.sign(marginalValue) * speed : 0,
    benefitRate: (excess * speed) / 2,
    costRate: proportionalCost * speed + quadraticCost * speed * speed,
  });
}

/** Arguments of {@link dealerInternalisation}. */
export interface InternalisationInput extends ExecutionCost {
  /** a of the value function -a q^2: price per unit, 0 or more. */
  readonly inventoryPenalty: number;
  /** Lasting move of the price per unit traded, 0 or more. */
  readonly permanentImpact: number;
  /** Signed inventory. */
  readonly position: number;
}

/** What {@link dealerInternalisation} returns. */
export interface Internalisation {
  /** |position| up to which nothing is traded outside; null: never trade outside. */
  readonly thresholdPosition: number | null;
  /** Signed rate of trading outside, against the position; 0 within the threshold. */
  readonly rate: number;
  readonly action: 'internalise' | 'externalise';
}

/**
 * With s = 2a - k the marginal value is -s q, so that the threshold is psi / s. Where impact
 * outweighs the penalty, s <= 0, trading outside never pays.
 *
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function dealerInternalisation(input: InternalisationInput): Internalisation {
  const { inventoryPenalty, permanentImpact, position } = input;
  const { proportionalCost, quadraticCost } = input;
  requireNonNegative({ inventoryPenalty, permanentImpact, proportionalCost });
  requirePositive({ quadraticCost });
  requireFinite({ position });
  const pull = 2 * inventoryPenalty - permanentImpact;
  if (pull <= 0) return { thresholdPosition: null, rate: 0, action: 'internalise' };
  const { rate } = dealerHedgeRate({
    marginalValue: -pull * position,
    proportionalCost,
    quadraticCost,
  });
  const thresholdPosition = proportionalCost / pull;
  const isWithin = Math.abs(position) <= thresholdPosition;
  return finiteResult('dealerInternalisation', {
    thresholdPosition,
    rate: isWithin ? 0 : rate,
    action: isWithin ? 'internalise' : 'externalise',
  });
}
