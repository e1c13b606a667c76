/** Margin rates that grow with the position, as exchanges publish them. */
import { DomainError } from '../../errors.js';
import { finiteResult, requireBetween, requireNonNegative } from '../domain.js';

/** Arguments of {@link sizeScaledMargin}. */
export interface SizeScaledMarginInput {
  /** Rate of the smallest position, 0 or more. */
  readonly baseRate: number;
  /** Added to the rate per coin, 0 or more. */
  readonly ratePerCoin: number;
  /** Size of the position, coins, 0 or more. */
  readonly sizeCoin: number;
  /** Quote currency per coin, 0 or more. */
  readonly price: number;
}

/** Result of {@link sizeScaledMargin}. */
export interface SizeScaledMargin {
  /** Share of the position. */
  readonly rate: number;
  readonly marginCoin: number;
  readonly marginQuote: number;
}

/**
 * Margin at a rate linear in the size (Deribit): rate = base + slope size.
 *
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function sizeScaledMargin(input: SizeScaledMarginInput): SizeScaledMargin {
  const { baseRate, ratePerCoin, sizeCoin, price } = input;
  requireNonNegative({ baseRate, ratePerCoin, sizeCoin, price });
  const rate = baseRate + ratePerCoin * sizeCoin;
  const marginCoin = rate * sizeCoin;
  return finiteResult('sizeScaledMargin', { rate, marginCoin, marginQuote: marginCoin * price });
}

/** One row of an exchange's table of maintenance margins. */
export interface MarginTier {
  /** Largest notional of the tier, quote currency, above that of the tier before; may be infinite. */
  readonly notionalMax: number;
  /** Maintenance margin rate, 0 .. 1. */
  readonly maintenanceRate: number;
}

/** Result of {@link tieredMaintenance}. */
export interface TieredMaintenance {
  /** Quote currency. */
  readonly maintenanceMargin: number;
  /** Counted from 0. */
  readonly tierIndex: number;
  readonly maintenanceRate: number;
  /** What makes the margin continuous where tiers meet, quote currency. */
  readonly deduction: number;
}

/**
 * Maintenance margin of a notional: m = notional rate - deduction in the first tier that holds it;
 * each tier's deduction adds (boundary) (rate - rate of the tier before).
 *
 * @param notional absolute, quote currency, 0 or more
 * @param tiers by rising notional
 * @throws DomainError when an argument is outside its range, the tiers do not rise, or the notional
 *   is above the last tier
 */
export function tieredMaintenance(
  notional: number,
  tiers: readonly MarginTier[],
): TieredMaintenance {
  requireNonNegative({ notional });
  let deduction = 0;
  let floor = 0;
  let rateBefore = 0;
  for (const [tierIndex, { notionalMax, maintenanceRate }] of tiers.entries()) {
    requireBetween({ maintenanceRate }, 0, 1);
    if (!(notionalMax > floor)) {
      throw new DomainError(`notionalMax is ${notionalMax}; allowed: above ${floor}`, {
        tierIndex,
        notionalMax,
        floor,
      });
    }
    if (tierIndex > 0) deduction += floor * (maintenanceRate - rateBefore);
    if (notional <= notionalMax) {
      const maintenanceMargin = notional * maintenanceRate - deduction;
      const result = { maintenanceMargin, tierIndex, maintenanceRate, deduction };
      return finiteResult('tieredMaintenance', result);
    }
    floor = notionalMax;
    rateBefore = maintenanceRate;
  }
  throw new DomainError(`notional is ${notional}; the last tier ends at ${floor}`, {
    notional,
    notionalMax: floor,
  });
}
