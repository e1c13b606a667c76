/** How much of the position limit quotes that follow inventory use. */
import { finiteResult, requireNonNegative, requirePositive } from '../domain.js';

/** What {@link targetUtilisation} depends on beside the skew. All above 0. */
export interface UtilisationTerms {
  /** Decay of the fill intensity, 1/price. */
  readonly intensityK: number;
  /** Size of one fill in base units. */
  readonly tradeSize: number;
  /** Deviation from the target that counts as full inventory, base units. */
  readonly maxPosition: number;
}

/**
 * Root mean square deviation from the target in the long run over full inventory; null without
 * skew, when inventory wanders off.
 *
 * With intensities A e^(-k (half +- skew q)) and fills of size D the chance of q against q + D
 * balances at e^(-k skew ((q + D)^2 - q^2) / D): inventory is a discrete normal variable of variance
 * D / (2 k skew), whatever A and the half-spread are. For a deviation of a fill or more.
 *
 * @param skewPerUnit shift of both quotes per base unit of inventory, price, 0 or more
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function targetUtilisation(skewPerUnit: number, terms: UtilisationTerms): number | null {
  const { intensityK, tradeSize, maxPosition } = terms;
  requireNonNegative({ skewPerUnit });
  requirePositive({ intensityK, tradeSize, maxPosition });
  if (skewPerUnit === 0) return null;
  const deviation = Math.sqrt(tradeSize / (2 * intensityK * skewPerUnit));
  return finiteResult('targetUtilisation', { share: deviation / maxPosition }).share;
}

/**
 * Skew per base unit of inventory that uses this share of full inventory: the inverse of
 * {@link targetUtilisation}.
 *
 * @param share above 0; 1: one standard deviation is full inventory
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function skewForUtilisation(share: number, terms: UtilisationTerms): number {
  const { intensityK, tradeSize, maxPosition } = terms;
  requirePositive({ targetUtilisation: share, intensityK, tradeSize, maxPosition });
  const deviation = share * maxPosition;
  const skewPerUnit = tradeSize / (2 * intensityK * deviation * deviation);
  return finiteResult('skewForUtilisation', { skewPerUnit }).skewPerUnit;
}
