/** How often a quote is filled at a distance from the fair value. */
import { finiteResult, requireFinite, requireNonNegative, requirePositive } from '../domain.js';

/** Arguments of {@link fillRate}. */
export interface FillRateInput {
  /** Fill intensity at the fair value, 1/time, 0 or more. */
  readonly intensityA: number;
  /** Decay of the fill intensity, 1/price, above 0. */
  readonly intensityK: number;
  /** Distance of the quote from the fair value, price; may be below 0. */
  readonly delta: number;
  /** Time for which the quote stands, 0 or more. */
  readonly interval: number;
}

/** What {@link fillRate} returns. */
export interface FillRate {
  /** Expected fills per unit of time: A e^(-k delta). */
  readonly rate: number;
  /** Probability of a fill within the interval: 1 - e^(-rate interval). */
  readonly probability: number;
}

/**
 * Rate and probability of fills that arrive as a Poisson process. The probability comes from expm1:
 * 1 - exp(-x) has no digits left at the time scale of ticks.
 *
 * @throws DomainError when an argument is outside its range or the rate overflows
 */
export function fillRate(input: FillRateInput): FillRate {
  const { intensityA, intensityK, delta, interval } = input;
  requireNonNegative({ intensityA, interval });
  requirePositive({ intensityK });
  requireFinite({ delta });
  const { rate } = finiteResult('fillRate', { rate: intensityA * Math.exp(-intensityK * delta) });
  return { rate, probability: -Math.expm1(-rate * interval) };
}
