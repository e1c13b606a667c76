/** Standard margin of one short option that is settled in the coin (Deribit, segregated margin). */
import { finiteResult, requireNonNegative, requirePositive } from '../domain.js';
import type { OptionType } from '../options/index.js';

/** Arguments of {@link shortOptionMargin}. */
export interface ShortOptionMarginInput {
  readonly type: OptionType;
  /** Price of the underlying, quote currency, above 0. */
  readonly spot: number;
  /** Quote currency, above 0. */
  readonly strike: number;
  /** Mark price of the option, coins, 0 or more. */
  readonly markCoin: number;
  /** Initial margin at the money, coins per option, 0 or more; usual 0.15. */
  readonly initialRate: number;
  /** Least initial margin, coins per option, 0 or more; usual 0.10. */
  readonly initialFloor: number;
  /** Maintenance margin, coins per option, 0 or more; usual 0.075. */
  readonly maintenanceRate: number;
}

/** Coins per option on one coin, premium included. */
export interface OptionMargin {
  readonly initialMargin: number;
  readonly maintenanceMargin: number;
}

/**
 * Initial margin max(rate - otm / S, floor) + mark, with otm the amount out of the money;
 * maintenance margin rate + mark, of a put max(rate, rate mark) + mark and at most the initial
 * margin, which is raised to it. A long option needs none.
 *
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function shortOptionMargin(input: ShortOptionMarginInput): OptionMargin {
  const { type, spot, strike, markCoin, initialRate, initialFloor, maintenanceRate } = input;
  requirePositive({ spot, strike });
  requireNonNegative({ markCoin, initialRate, initialFloor, maintenanceRate });
  const outOfTheMoney = Math.max(type === 'call' ? strike - spot : spot - strike, 0);
  const initial = Math.max(initialRate - outOfTheMoney / spot, initialFloor) + markCoin;
  const isPut = type === 'put';
  const charge = isPut ? Math.max(maintenanceRate, maintenanceRate * markCoin) : maintenanceRate;
  const maintenanceMargin = charge + markCoin;
  return finiteResult('shortOptionMargin', {
    initialMargin: isPut ? Math.max(initial, maintenanceMargin) : initial,
    maintenanceMargin,
  });
}
