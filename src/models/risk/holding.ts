/** What a portfolio on one underlying holds. */
import { requireFinite, requirePositive } from '../domain.js';
import type { BlackScholesMertonInput, InverseOptionInput, OptionType } from '../options/index.js';

/** Spot, perpetual or future that pays in quote currency. */
export interface LinearHolding {
  readonly kind: 'linear';
  /** Signed contracts, long above 0. */
  readonly position: number;
  /** Base units per contract, above 0. */
  readonly multiplier: number;
}

/** Perpetual or future that pays in the coin. */
export interface InverseHolding {
  readonly kind: 'inverse';
  /** Signed contracts, long above 0. */
  readonly position: number;
  /** Quote units per contract, above 0. */
  readonly multiplier: number;
}

/** European option that pays in quote currency (`option`) or in the coin (`inverseOption`). */
export interface OptionHolding {
  readonly kind: 'option' | 'inverseOption';
  readonly type: OptionType;
  /** Signed contracts, long above 0. */
  readonly position: number;
  /** Base units per contract, above 0. */
  readonly multiplier: number;
  /** Quote currency, above 0. */
  readonly strike: number;
  /** Lognormal, per square root of a year, 0 or more. */
  readonly volatility: number;
  /** 0 or more. */
  readonly timeToExpiryYears: number;
}

export type Holding = LinearHolding | InverseHolding | OptionHolding;

/**
 * Contracts times multiplier: base units, or quote units of an inverse future.
 *
 * @throws DomainError when either is outside its range
 */
export function unitsOf({ position, multiplier }: Holding): number {
  requireFinite({ position });
  requirePositive({ multiplier });
  return position * multiplier;
}

// The inputs below are written out member by member: they are made once per holding and scenario,
// and a spread that adds members takes longer than the valuation.

/** An `option` on a spot price without a yield. */
export function spotInput(
  holding: OptionHolding,
  { spot, rate }: { readonly spot: number; readonly rate: number },
): BlackScholesMertonInput {
  const { type, strike, volatility, timeToExpiryYears } = holding;
  return { type, spot, strike, rate, dividendYield: 0, volatility, timeToExpiryYears };
}

/** An `inverseOption` on a forward equal to the spot price. */
export function coinInput(holding: OptionHolding, spot: number): InverseOptionInput {
  const { type, strike, volatility, timeToExpiryYears } = holding;
  return { type, forward: spot, strike, volatility, timeToExpiryYears };
}

/** Whether its PnL is in the coin. */
export function paysCoin({ kind }: Holding): boolean {
  return kind === 'inverse' || kind === 'inverseOption';
}
