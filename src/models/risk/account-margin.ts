/** Equity, leverage and margin of an account. */
import { finiteResult, requireBetween, requireFinite, requireNonNegative } from '../domain.js';

/** One balance that counts as collateral. */
export interface Collateral {
  /** Below 0 for a debt, which counts in full: its haircut is 0. */
  readonly amount: number;
  /** Quote currency per unit, 0 or more. */
  readonly price: number;
  /** Share that does not count, 0 .. 1. */
  readonly haircut: number;
}

/** Arguments of {@link accountMargin}; money in quote currency. */
export interface AccountMarginInput {
  readonly collateral: readonly Collateral[];
  /** Unrealised PnL of all positions. */
  readonly unrealised: number;
  /** Signed value of each position, long above 0. */
  readonly notionals: readonly number[];
  /** 0 or more. */
  readonly initialMargin: number;
  /** 0 or more. */
  readonly maintenanceMargin: number;
}

/** Result of {@link accountMargin}; money in quote currency. */
export interface AccountMargin {
  readonly equity: number;
  /** Sum of the absolute notionals. */
  readonly gross: number;
  /** Sum of the signed notionals. */
  readonly net: number;
  /** gross / equity; null when the equity is 0 or below. */
  readonly leverage: number | null;
  /** Maintenance margin / equity, liquidation at 1; null when the equity is 0 or below. */
  readonly marginRatio: number | null;
  /** Equity free for new positions, below 0 when the initial margin is not covered. */
  readonly available: number;
  /** Equity is below the maintenance margin. */
  readonly isLiquidatable: boolean;
  /** Equity is 0 or more. */
  readonly isSolvent: boolean;
}

/**
 * State of an account: equity = sum of amount price (1 - haircut), plus unrealised PnL.
 *
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function accountMargin(input: AccountMarginInput): AccountMargin {
  const { collateral, unrealised, notionals, initialMargin, maintenanceMargin } = input;
  requireFinite({ unrealised });
  requireNonNegative({ initialMargin, maintenanceMargin });
  let equity = unrealised;
  for (const { amount, price, haircut } of collateral) {
    requireFinite({ amount });
    requireNonNegative({ price });
    requireBetween({ haircut }, 0, amount < 0 ? 0 : 1);
    equity += amount * price * (1 - haircut);
  }
  let gross = 0;
  let net = 0;
  for (const notional of notionals) {
    requireFinite({ notional });
    gross += Math.abs(notional);
    net += notional;
  }
  return finiteResult('accountMargin', {
    equity,
    gross,
    net,
    leverage: equity > 0 ? gross / equity : null,
    marginRatio: equity > 0 ? maintenanceMargin / equity : null,
    available: equity - initialMargin,
    isLiquidatable: equity < maintenanceMargin,
    isSolvent: equity >= 0,
  });
}
