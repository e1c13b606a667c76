/**
 * Prices at which a position on its own collateral is liquidated and bankrupt: equity(P) =
 * maintenance margin(P) and equity(P) = 0, solved in closed form. Exchanges round the result to a
 * tick and may add fees.
 */
import { DomainError } from '../../errors.js';
import { finiteResult, requireFinite, requireNonNegative, requirePositive } from '../domain.js';

/** Price at which the maintenance margin is taken: it moves with the mark or stays at the entry. */
export type MaintenanceBasis = 'mark' | 'entry';

/** Prices in quote currency; null where no price above 0 does it. */
export interface LiquidationPrices {
  readonly liquidation: number | null;
  readonly bankruptcy: number | null;
}

/** Arguments of {@link linearLiquidation}. */
export interface LinearLiquidationInput {
  /** Signed base units, long above 0. */
  readonly position: number;
  /** Average entry price, above 0. */
  readonly entry: number;
  /** Quote currency, 0 or more. */
  readonly collateral: number;
  /** 0 or more, below 1. */
  readonly maintenanceRate: number;
  /** Deduction of the margin tier, quote currency, 0 or more. */
  readonly deduction: number;
  readonly basis: MaintenanceBasis;
}

/** Arguments of {@link inverseLiquidation}. */
export interface InverseLiquidationInput {
  /** Signed contracts times multiplier, quote currency, long above 0. */
  readonly notional: number;
  /** Average entry price, above 0. */
  readonly entry: number;
  /** Coins, 0 or more. */
  readonly collateral: number;
  /** 0 or more, below 1. */
  readonly maintenanceRate: number;
  readonly basis: MaintenanceBasis;
}

const NEVER: LiquidationPrices = { liquidation: null, bankruptcy: null };

/** A short whose coins just cover its loss is liquidated at an infinite price only: never. */
const attainable = (price: number): number | null =>
  price > 0 && price < Number.POSITIVE_INFINITY ? price : null;

function requireRate(maintenanceRate: number): void {
  requireNonNegative({ maintenanceRate });
  if (maintenanceRate >= 1) {
    throw new DomainError(`maintenanceRate is ${maintenanceRate}; allowed: below 1`, {
      maintenanceRate,
    });
  }
}

/**
 * Linear contract of q base units, side s: on the mark P = (s q E - C - d) / (q (s - m)), on the
 * entry P = E + s (q E m - d - C) / q. A long whose collateral exceeds its cost has no price.
 *
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function linearLiquidation(input: LinearLiquidationInput): LiquidationPrices {
  const { position, entry, collateral, maintenanceRate, deduction, basis } = input;
  requireFinite({ position });
  requirePositive({ entry });
  requireNonNegative({ collateral, deduction });
  requireRate(maintenanceRate);
  if (position === 0) return NEVER;
  const side = Math.sign(position);
  const price = (rate: number, deducted: number): number | null => {
    const cushion = (collateral + deducted) / position;
    return attainable(
      basis === 'mark'
        ? (entry - cushion) / (1 - side * rate)
        : entry * (1 + side * rate) - cushion,
    );
  };
  return finiteResult('linearLiquidation', {
    liquidation: price(maintenanceRate, deduction),
    bankruptcy: price(0, 0),
  });
}

/**
 * Inverse contract of N quote units, side s: on the mark P = N (s + m) / (C + s N / E), on the
 * entry P = s N / (C + s N / E - m N / E). A short whose collateral covers its coins has no price.
 *
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function inverseLiquidation(input: InverseLiquidationInput): LiquidationPrices {
  const { notional, entry, collateral, maintenanceRate, basis } = input;
  requireFinite({ notional });
  requirePositive({ entry });
  requireNonNegative({ collateral });
  requireRate(maintenanceRate);
  if (notional === 0) return NEVER;
  const side = Math.sign(notional);
  const price = (rate: number): number | null => {
    const kept = basis === 'mark' ? 1 : 1 - side * rate;
    const scale = basis === 'mark' ? 1 + side * rate : 1;
    return attainable(scale / (collateral / notional + kept / entry));
  };
  return finiteResult('inverseLiquidation', {
    liquidation: price(maintenanceRate),
    bankruptcy: price(0),
  });
}

/** Arguments of {@link crossInverseLongLiquidation}. */
export interface CrossInverseLongInput {
  /** Contracts times multiplier, quote currency, above 0. */
  readonly notional: number;
  /** Average entry price, above 0. */
  readonly entry: number;
  /** Available balance, coins, 0 or more. */
  readonly collateral: number;
  /** Of the value at entry, 0 or more, below 1. */
  readonly maintenanceRate: number;
  /** Taker fee on closing at the bankruptcy price, share, 0 or more. */
  readonly feeRate: number;
}

/**
 * Long inverse position on a whole balance, with the closing fee set aside (Bybit, cross margin):
 * bankruptcy B = (1 + f) N / (N / E + C); the loss N (1 / P - 1 / E) may reach
 * C - m N / E - f N / B.
 *
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function crossInverseLongLiquidation(input: CrossInverseLongInput): LiquidationPrices {
  const { notional, entry, collateral, maintenanceRate, feeRate } = input;
  requirePositive({ notional, entry });
  requireNonNegative({ collateral, feeRate });
  requireRate(maintenanceRate);
  const cushion = collateral / notional;
  const bankruptcy = (1 + feeRate) / (1 / entry + cushion);
  const liquidation = 1 / ((1 - maintenanceRate) / entry + cushion - feeRate / bankruptcy);
  return finiteResult('crossInverseLongLiquidation', {
    liquidation: attainable(liquidation),
    bankruptcy,
  });
}
