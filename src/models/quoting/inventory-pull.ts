/** How fast quotes that follow inventory pull it back to its target, and how far it wanders. */
import { requireNonNegative, requirePositive } from '../domain.js';

/** Arguments of {@link inventoryHalfLife}. Quotes are affine in inventory. */
export interface HalfLifeInput {
  /** Fill intensity at the fair value, 1/s, above 0. */
  readonly intensityA: number;
  /** Decay of the fill intensity, 1/price, above 0. */
  readonly intensityK: number;
  /** Size of one fill in base units, above 0. */
  readonly tradeSize: number;
  /** Half-spread at target inventory, price, 0 or more. */
  readonly halfSpread: number;
  /** Shift of both quotes per base unit of inventory, price, 0 or more. */
  readonly skewPerUnit: number;
}

/**
 * Seconds in which a small deviation from the target halves; null when nothing pulls it back.
 *
 * With fills at rate A e^(-k delta) on each side the expected inventory follows
 * dq/dt = -2 A D e^(-k half) sinh(k skew q), linear near the target:
 * half-life = ln 2 / (2 A D k e^(-k half) skew).
 *
 * @throws DomainError when an argument is outside its range
 */
export function inventoryHalfLife(input: HalfLifeInput): number | null {
  const { intensityA, intensityK, tradeSize, halfSpread, skewPerUnit } = input;
  requirePositive({ intensityA, intensityK, tradeSize });
  requireNonNegative({ halfSpread, skewPerUnit });
  const fillRate = intensityA * Math.exp(-intensityK * halfSpread);
  const seconds = Math.LN2 / (2 * fillRate * tradeSize * intensityK * skewPerUnit);
  return seconds > 0 && Number.isFinite(seconds) ? seconds : null;
}

/** Arguments of {@link inventoryUtilisation}. Quotes are affine in inventory. */
export interface UtilisationInput extends Omit<HalfLifeInput, 'intensityA' | 'halfSpread'> {
  /** Deviation from the target that counts as full inventory, base units, above 0. */
  readonly maxPosition: number;
}

/**
 * Standard deviation of inventory around its target, as a share of full inventory; above 1 when the
 * limit holds inventory rather than the quotes, null when nothing pulls it back.
 *
 * Where fills arrive at A e^(-k (half +- skew q)) the detailed balance of levels a fill apart gives
 * inventory the probabilities e^(-k skew q^2 / D): a normal law of variance D / (2 k skew), whatever
 * the intensity A and the half-spread.
 *
 * @throws DomainError when an argument is outside its range
 */
export function inventoryUtilisation(input: UtilisationInput): number | null {
  const { intensityK, tradeSize, skewPerUnit, maxPosition } = input;
  requirePositive({ intensityK, tradeSize, maxPosition });
  requireNonNegative({ skewPerUnit });
  const share = Math.sqrt(tradeSize / (2 * intensityK * skewPerUnit)) / maxPosition;
  return share > 0 && Number.isFinite(share) ? share : null;
}
