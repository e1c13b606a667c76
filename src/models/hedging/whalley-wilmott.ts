/**
 * No-trade band of a delta hedge under small proportional costs: Whalley and Wilmott, An asymptotic
 * analysis of an optimal hedging model for option pricing with transaction costs, Mathematical
 * Finance 7(3) 1997.
 */
import { finiteResult, requireFinite, requireNonNegative, requirePositive } from '../domain.js';

/** Arguments of {@link whalleyWilmottBand}; hedges in units of underlying per option. */
export interface WhalleyWilmottInput {
  /** Hedge that costs would not keep us from, for example the delta with its sign turned. */
  readonly target: number;
  /** Gamma of the option, or of the whole book; its sign does not matter. */
  readonly gamma: number;
  /** Price of the underlying, above 0. */
  readonly price: number;
  /** One-way cost as a share of the traded value, 0 or more. */
  readonly costRate: number;
  /** Absolute risk aversion, 1/quote currency, above 0. */
  readonly riskAversion: number;
  /** Interest rate, continuously compounded, 1/year. */
  readonly rate: number;
  /** 0 or more. */
  readonly timeToExpiryYears: number;
  /** Hedge that is held. */
  readonly hedge: number;
}

/** A band around a target hedge, and what it asks for now. */
export interface HedgeBand {
  /** Half the width of the band, 0 or more. */
  readonly halfWidth: number;
  readonly lower: number;
  readonly upper: number;
  /** The hedge held, or the nearest edge of the band where it lies outside. */
  readonly newHedge: number;
  /** What to trade to get there; 0 inside the band. */
  readonly trade: number;
}

/**
 * Half-width (3/2 e^(-r tau) lambda S gamma^2 / riskAversion)^(1/3). Outside, trade to the nearest
 * edge, not to the target.
 *
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function whalleyWilmottBand(input: WhalleyWilmottInput): HedgeBand {
  const { target, gamma, price, costRate, riskAversion, rate, timeToExpiryYears, hedge } = input;
  requireFinite({ target, gamma, rate, hedge });
  requirePositive({ price, riskAversion });
  requireNonNegative({ costRate, timeToExpiryYears });
  const discount = Math.exp(-rate * timeToExpiryYears);
  const halfWidth = Math.cbrt((1.5 * discount * costRate * price * gamma * gamma) / riskAversion);
  const lower = target - halfWidth;
  const upper = target + halfWidth;
  const newHedge = Math.min(Math.max(hedge, lower), upper);
  const trade = newHedge - hedge;
  return finiteResult('whalleyWilmottBand', { halfWidth, lower, upper, newHedge, trade });
}
