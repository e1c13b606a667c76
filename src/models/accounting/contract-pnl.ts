/** PnL of one contract from entry to exit or expiry, in settle currency. */
import { finiteResult, requireFinite, requireNonNegative, requirePositive } from '../domain.js';

/** `linear` pays in quote currency, `inverse` in the base coin. */
export type PayoffKind = 'linear' | 'inverse';

/** Arguments of {@link roundTripPnl}. */
export interface RoundTrip {
  readonly kind: PayoffKind;
  /** Linear: base units per contract; inverse: quote units per contract; above 0. */
  readonly multiplier: number;
  /** Signed contracts, long above 0. */
  readonly position: number;
  /** Entry price; above 0 for inverse. */
  readonly entry: number;
  /** Exit price; above 0 for inverse. */
  readonly exit: number;
}

/**
 * PnL before fees: linear m q (exit - entry), inverse m q (1/entry - 1/exit).
 *
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function roundTripPnl({ kind, multiplier, position, entry, exit }: RoundTrip): number {
  requirePositive({ multiplier });
  requireFinite({ position, entry, exit });
  const scale = multiplier * position;
  if (kind === 'linear') return finiteResult('roundTripPnl', { pnl: scale * (exit - entry) }).pnl;
  requirePositive({ entry, exit });
  // One subtraction of prices instead of one of reciprocals keeps the digits of a small move.
  const pnl = (scale * ((exit - entry) / entry)) / exit;
  return finiteResult('roundTripPnl', { pnl }).pnl;
}

/** Arguments of {@link optionExpiryPnl}. */
export interface OptionExpiry {
  readonly kind: PayoffKind;
  readonly type: 'call' | 'put';
  /** Strike, quote currency, above 0. */
  readonly strike: number;
  /** Settlement price of the underlying, quote currency, 0 or more; above 0 for inverse. */
  readonly settlementPrice: number;
  /** Signed contracts, long above 0. */
  readonly position: number;
  /** Price paid per unit in settle currency, 0 or more. */
  readonly premium: number;
  /** Units per contract, above 0. */
  readonly multiplier: number;
}

/**
 * Payoff of one unit and PnL of the position: payoff = max(+-(S - K), 0), divided by S for inverse
 * (coin-settled) options; PnL = m q (payoff - premium).
 *
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function optionExpiryPnl(input: OptionExpiry): {
  readonly payoff: number;
  readonly pnl: number;
} {
  const { kind, type, strike, settlementPrice, position, premium, multiplier } = input;
  requirePositive({ strike, multiplier });
  requireNonNegative({ settlementPrice, premium });
  requireFinite({ position });
  const intrinsic = type === 'call' ? settlementPrice - strike : strike - settlementPrice;
  const quotePayoff = Math.max(intrinsic, 0);
  if (kind === 'inverse') requirePositive({ settlementPrice });
  const payoff = kind === 'inverse' ? quotePayoff / settlementPrice : quotePayoff;
  const pnl = multiplier * position * (payoff - premium);
  return finiteResult('optionExpiryPnl', { payoff, pnl });
}
