/**
 * Avellaneda and Stoikov, High-frequency trading in a limit order book, Quantitative Finance 8(3)
 * 2008. Prices follow arithmetic Brownian motion: sigma is price per square root of time.
 */
import { finiteResult, requireFinite, requireNonNegative, requirePositive } from '../domain.js';
import { halfSpreadConstant } from './intensity-terms.js';

/** Arguments of {@link avellanedaStoikovQuotes}. Any unit of time, the same in sigma and tau. */
export interface AvellanedaStoikovInput {
  /** Mid or fair price. */
  readonly price: number;
  /** Signed inventory in base units, long above 0. */
  readonly position: number;
  /** Risk aversion, 1/quote currency, 0 or more. */
  readonly gamma: number;
  /** Volatility, price per square root of time, 0 or more. */
  readonly sigma: number;
  /** Decay of the fill intensity, 1/price, above 0. */
  readonly k: number;
  /** Time to the end of the session, 0 or more. */
  readonly tau: number;
  /** Size of one fill in base units, above 0; default 1, as in the paper. */
  readonly tradeSize?: number;
}

/** A two-sided quote. All in price. */
export interface AvellanedaStoikovQuotes {
  readonly reservation: number;
  readonly spread: number;
  readonly bid: number;
  readonly ask: number;
  /** price - bid; may be below 0. */
  readonly deltaBid: number;
  /** ask - price; may be below 0. */
  readonly deltaAsk: number;
}

/**
 * Finite-horizon quotes, eqs 29 and 30, generalised to fills of size D:
 * reservation = s - q g, spread = g D + 2 ln(1 + gamma D / k) / (gamma D), g = gamma sigma^2 tau.
 *
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function avellanedaStoikovQuotes(input: AvellanedaStoikovInput): AvellanedaStoikovQuotes {
  const { price, position, gamma, sigma, k, tau, tradeSize = 1 } = input;
  requireFinite({ price, position });
  requireNonNegative({ gamma, sigma, tau });
  requirePositive({ k, tradeSize });
  const g = gamma * sigma * sigma * tau;
  const half = (g * tradeSize) / 2 + halfSpreadConstant(gamma * tradeSize, k);
  const skew = position * g;
  // Distances are built from their terms: a difference of prices would lose their digits.
  return finiteResult('avellanedaStoikovQuotes', {
    reservation: price - skew,
    spread: 2 * half,
    bid: price - skew - half,
    ask: price - skew + half,
    deltaBid: half + skew,
    deltaAsk: half - skew,
  });
}

/** Arguments of {@link avellanedaStoikovInfiniteHorizon}. */
export interface InfiniteHorizonInput {
  readonly price: number;
  /** Signed inventory in lots, long above 0. */
  readonly position: number;
  /** Risk aversion, 1/(price x lot), 0 or more. */
  readonly gamma: number;
  /** Volatility, price per square root of time, 0 or more. */
  readonly sigma: number;
  /** Discount rate, 1/time, above 0. */
  readonly omega: number;
}

/** Reservation prices; null where the position is too large for a price to exist. */
export interface InfiniteHorizonPrices {
  readonly bid: number | null;
  readonly ask: number | null;
  /** The ask as printed in the paper, which breaks its own definition and the symmetry of sides. */
  readonly askAsPrinted: number | null;
  /** Mean of bid and ask. */
  readonly reservation: number | null;
}

/**
 * Infinite-horizon reservation prices, section 2.3: with W = 2 omega / (gamma sigma)^2
 * bid = s + ln((W - (q+1)^2) / (W - q^2)) / gamma, ask = s + ln((W - q^2) / (W - (q-1)^2)) / gamma.
 *
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function avellanedaStoikovInfiniteHorizon(
  input: InfiniteHorizonInput,
): InfiniteHorizonPrices {
  const { price, position: q, gamma, sigma, omega } = input;
  requireFinite({ price, position: q });
  requireNonNegative({ gamma, sigma });
  requirePositive({ omega });
  const w = (2 * omega) / (gamma * sigma) ** 2;
  const shifted = (numerator: number, denominator: number): number | null => {
    if (!(w > q * q && denominator > 0)) return null;
    if (gamma === 0) return price;
    const argument = numerator / denominator;
    return argument > -1 ? price + Math.log1p(argument) / gamma : null;
  };
  const bid = shifted(-1 - 2 * q, w - q * q);
  const ask = shifted(1 - 2 * q, w - (q - 1) ** 2);
  return finiteResult('avellanedaStoikovInfiniteHorizon', {
    bid,
    ask,
    askAsPrinted: shifted(1 - 2 * q, w - q * q),
    reservation: bid === null || ask === null ? null : bid / 2 + ask / 2,
  });
}

/** Arguments of {@link avellanedaStoikovGbm}. */
export interface GbmInput {
  readonly price: number;
  /** Signed inventory in lots, long above 0. */
  readonly position: number;
  /** Risk aversion, 1/(price x lot), 0 or more. */
  readonly gamma: number;
  /** Lognormal volatility per square root of time, 0 or more. */
  readonly sigma: number;
  /** Time to the end of the session, 0 or more. */
  readonly tau: number;
}

/**
 * Reservation prices under geometric Brownian motion and mean-variance utility, appendix:
 * s + (+-1 - 2q) / 2 gamma s^2 (e^(sigma^2 tau) - 1), + for the ask.
 *
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function avellanedaStoikovGbm(input: GbmInput): {
  readonly bid: number;
  readonly ask: number;
} {
  const { price, position, gamma, sigma, tau } = input;
  requireFinite({ price, position });
  requireNonNegative({ gamma, sigma, tau });
  const g = gamma * price * price * Math.expm1(sigma * sigma * tau);
  return finiteResult('avellanedaStoikovGbm', {
    bid: price - (0.5 + position) * g,
    ask: price + (0.5 - position) * g,
  });
}
