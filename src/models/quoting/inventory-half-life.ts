/** How fast quotes that follow inventory pull it back to its target. */
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
