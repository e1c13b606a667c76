/** How far a price is from the liquidation price, in volatility. */
import { finiteResult, requirePositive } from '../domain.js';
import { logReturn } from '../estimation/log-return.js';
import { normalCdf } from '../normal.js';

/** Arguments of {@link liquidationDistance}. */
export interface LiquidationDistanceInput {
  /** Quote currency, above 0. */
  readonly price: number;
  /** Above or below the price, quote currency, above 0. */
  readonly liquidation: number;
  /** Lognormal, per square root of a year, above 0. */
  readonly volatility: number;
  /** Above 0. */
  readonly horizonYears: number;
}

/** Result of {@link liquidationDistance}; probabilities without drift. */
export interface LiquidationDistance {
  /** |ln(price / liquidation)| in standard deviations of the horizon. */
  readonly sigmas: number;
  /** Probability that the price touches the level within the horizon: 2 N(-sigmas). */
  readonly touchProbability: number;
  /** Probability that it is beyond the level at the end: N(-sigmas). */
  readonly endProbability: number;
}

/**
 * Distance and probabilities of a driftless log price, by the reflection principle.
 *
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function liquidationDistance(input: LiquidationDistanceInput): LiquidationDistance {
  const { price, liquidation, volatility, horizonYears } = input;
  requirePositive({ price, liquidation, volatility, horizonYears });
  const sigmas = Math.abs(logReturn(liquidation, price)) / (volatility * Math.sqrt(horizonYears));
  finiteResult('liquidationDistance', { sigmas });
  const endProbability = normalCdf(-sigmas);
  return { sigmas, touchProbability: 2 * endProbability, endProbability };
}
