/**
 * Volatility at which to price an option that is rehedged at fixed intervals under proportional
 * costs: Leland, Option pricing and replication with transactions costs, Journal of Finance 40(5)
 * 1985.
 */
import { finiteResult, requireNonNegative, requirePositive } from '../domain.js';

/** Arguments of {@link lelandVolatility}. */
export interface LelandInput {
  /** Lognormal volatility per square root of a year, above 0. */
  readonly volatility: number;
  /** Time between two hedges in years, above 0. */
  readonly rehedgeYears: number;
  /** Cost of buying and selling as a share of the value, 0 or more. */
  readonly roundTripCostRate: number;
}

/** What {@link lelandVolatility} returns. */
export interface LelandVolatility {
  /** Leland number, 0 or more: cost against the expected size of a move. */
  readonly lelandNumber: number;
  /** For an option that was written. */
  readonly shortVolatility: number;
  /** For an option that is held; null when the Leland number is 1 or more: hedging eats it up. */
  readonly longVolatility: number | null;
}

/**
 * Le = sqrt(2 / pi) c / (s sqrt(dt)), volatilities s sqrt(1 +- Le).
 *
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function lelandVolatility(input: LelandInput): LelandVolatility {
  const { volatility, rehedgeYears, roundTripCostRate } = input;
  requirePositive({ volatility, rehedgeYears });
  requireNonNegative({ roundTripCostRate });
  const move = volatility * Math.sqrt(rehedgeYears);
  const lelandNumber = (Math.sqrt(2 / Math.PI) * roundTripCostRate) / move;
  return finiteResult('lelandVolatility', {
    lelandNumber,
    shortVolatility: volatility * Math.sqrt(1 + lelandNumber),
    longVolatility: lelandNumber < 1 ? volatility * Math.sqrt(1 - lelandNumber) : null,
  });
}
