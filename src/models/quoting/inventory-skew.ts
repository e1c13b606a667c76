/**
 * Inventory skew as practitioners use it: sizes by the share of base in a portfolio (Hummingbot,
 * pure market making, inventory skew) and prices linear in the deviation from a target.
 */
import { DomainError } from '../../errors.js';
import { finiteResult, requireFinite, requireNonNegative, requirePositive } from '../domain.js';

/** Factors 0 .. 2 on the order sizes of each side. */
export interface SizeRatios {
  readonly bidSizeRatio: number;
  readonly askSizeRatio: number;
}

/** Arguments of {@link sizeSkew}. */
export interface SizeSkewInput {
  /** Balance in base units; may be below 0. */
  readonly baseBalance: number;
  /** Balance in quote currency; may be below 0. */
  readonly quoteBalance: number;
  /** Quote currency per base unit, above 0. */
  readonly price: number;
  /** Wanted share of base in the value of the portfolio, 0 .. 1. */
  readonly targetBaseShare: number;
  /** Deviation from the target at which one side stops, base units, 0 or more. */
  readonly baseRange: number;
}

/**
 * Size factors by portfolio share. With value V, target T = share V and
 * R = min(baseRange price, V / 2): bid = 1 + (T - v) / min(R, T) below the target (at most 2),
 * 1 - (v - T) / R above (at least 0); ask = 2 - bid. An empty portfolio or range stops both sides.
 *
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function sizeSkew(input: SizeSkewInput): SizeRatios {
  const { baseBalance, quoteBalance, price, targetBaseShare, baseRange } = input;
  requireFinite({ baseBalance, quoteBalance });
  requirePositive({ price });
  requireNonNegative({ targetBaseShare, baseRange });
  if (targetBaseShare > 1) {
    throw new DomainError(`targetBaseShare is ${targetBaseShare}; allowed: 0 .. 1`, {
      targetBaseShare,
    });
  }
  const baseValue = baseBalance * price;
  const value = baseValue + quoteBalance;
  finiteResult('sizeSkew', { value });
  const range = Math.min(baseRange * price, value / 2);
  if (!(range > 0)) return { bidSizeRatio: 0, askSizeRatio: 0 };
  const target = targetBaseShare * value;
  const bidSizeRatio =
    baseValue < target || baseValue < 0
      ? Math.min(2, 1 + (target - baseValue) / Math.min(range, target))
      : Math.max(0, 1 - (baseValue - target) / range);
  return finiteResult('sizeSkew', { bidSizeRatio, askSizeRatio: 2 - bidSizeRatio });
}

/** Arguments of {@link totalOrderSize}. */
export interface OrderLevels {
  /** Size of the first level, 0 or more. */
  readonly start: number;
  /** Growth per level, 0 or more. */
  readonly step: number;
  /** Levels per side, a whole number of 0 or more. */
  readonly levels: number;
}

/**
 * Size of all orders on both sides: 2 (n start + n (n - 1) / 2 step).
 *
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function totalOrderSize({ start, step, levels }: OrderLevels): number {
  requireNonNegative({ start, step, levels });
  if (!Number.isInteger(levels)) {
    throw new DomainError(`levels is ${levels}; allowed: a whole number`, { levels });
  }
  const total = 2 * levels * start + levels * (levels - 1) * step;
  return finiteResult('totalOrderSize', { total }).total;
}

/** Arguments of {@link priceSkew}. */
export interface PriceSkewInput {
  /** Mid price. */
  readonly mid: number;
  /** Price, 0 or more. */
  readonly halfSpread: number;
  /** Signed inventory, long above 0; target and maxDeviation in the same unit. */
  readonly position: number;
  readonly target: number;
  /** Deviation from the target of full inventory, above 0. */
  readonly maxDeviation: number;
  /** Shift at full inventory in half-spreads, 0 or more. */
  readonly skewFactor: number;
}

/** Shifted quote with size factors. */
export interface PriceSkewQuote extends SizeRatios {
  readonly bid: number;
  readonly ask: number;
  /** Price by which both sides move; below 0 when long. */
  readonly shift: number;
}

/**
 * Linear skew: x = clamp((position - target) / maxDeviation, -1, 1),
 * shift = -x skewFactor halfSpread, size factors 1 - x and 1 + x.
 *
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function priceSkew(input: PriceSkewInput): PriceSkewQuote {
  const { mid, halfSpread, position, target, maxDeviation, skewFactor } = input;
  requireFinite({ mid, position, target });
  requireNonNegative({ halfSpread, skewFactor });
  requirePositive({ maxDeviation });
  const x = Math.max(-1, Math.min(1, (position - target) / maxDeviation));
  const shift = -x * skewFactor * halfSpread;
  return finiteResult('priceSkew', {
    bid: mid - halfSpread + shift,
    ask: mid + halfSpread + shift,
    shift,
    bidSizeRatio: 1 - x,
    askSizeRatio: 1 + x,
  });
}
