/**
 * Inverse options: European options on a price in quote currency that are quoted, margined and
 * settled in the coin, as on Deribit. The payoff is max(+-(S - K), 0) / S coins and the value the
 * undiscounted Black-76 value over the forward.
 *
 * What a coin-margined account hedges is the net delta F dV/dF = N(d1) - V for a call: the
 * premium is coin too, so the delta of the quote value overstates the position.
 */
import { finiteResult, requireNonNegative, requirePositive } from '../domain.js';
import { logReturn } from '../estimation/log-return.js';
import { type Legs, legsPrice, lognormalTerms, type OptionType } from './lognormal.js';

/** Arguments of {@link inverseOption}. */
export interface InverseOptionInput {
  readonly type: OptionType;
  /** Forward or futures price for the expiry of the option, quote currency, above 0. */
  readonly forward: number;
  /** Quote currency, above 0. */
  readonly strike: number;
  /** Lognormal, per square root of a year, 0 or more. */
  readonly volatility: number;
  /** 0 or more. */
  readonly timeToExpiryYears: number;
}

/** Value and derivatives of an option on one coin. */
export interface InverseOptionGreeks {
  /** Coins. A put on a strike above the forward may cost more than one coin. */
  readonly priceCoin: number;
  /** The same at the forward, in quote currency. */
  readonly priceQuote: number;
  /** Delta of the quote value, N(d1) or N(d1) - 1, as exchanges show it. */
  readonly blackDelta: number;
  /** Premium-adjusted delta F dpriceCoin/dF = blackDelta - priceCoin, coins. */
  readonly netDelta: number;
  /** dpriceCoin/dF, coins per quote currency. */
  readonly deltaCoin: number;
  /** d2priceCoin/dF2. */
  readonly gammaCoin: number;
  /** d2priceQuote/dF2, 1/quote currency. */
  readonly gammaQuote: number;
  /** dpriceCoin/dvolatility, coins per 1.00. */
  readonly vegaCoin: number;
  /** dpriceCoin/dt as time passes, coins per year. */
  readonly thetaCoin: number;
  /** d2priceCoin/dF dvolatility. */
  readonly vannaCoin: number;
  /** d2priceCoin/dvolatility2, coins. */
  readonly volgaCoin: number;
}

function legsOf(input: InverseOptionInput): Legs {
  const { type, forward, strike, volatility, timeToExpiryYears } = input;
  requirePositive({ forward, strike });
  requireNonNegative({ volatility, timeToExpiryYears });
  return {
    type,
    underlyingLeg: 1,
    strikeLeg: strike / forward,
    logMoneyness: logReturn(strike, forward),
    volatility,
    timeToExpiryYears,
  };
}

/**
 * The price alone, which exists for every valid input.
 *
 * @returns coins
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function inverseOptionPrice(input: InverseOptionInput): number {
  return finiteResult('inverseOptionPrice', { price: legsPrice(legsOf(input)) }).price;
}

/**
 * Price and greeks. Without volatility or time they are those of the intrinsic value.
 *
 * @throws DomainError when an argument is outside its range, the result overflows, or the forward
 *   equals the strike without volatility or time, where the price has a kink
 */
export function inverseOption(input: InverseOptionInput): InverseOptionGreeks {
  const { forward } = input;
  const legs = legsOf(input);
  const terms = lognormalTerms(legs);
  const { diffusion } = terms;
  // (K / F) N(d2) and not N(d1) - V: deep in the money both are near 1.
  const netDelta = terms.sign * legs.strikeLeg * terms.exerciseProbability;
  return finiteResult('inverseOption', {
    priceCoin: terms.price,
    priceQuote: terms.price * forward,
    blackDelta: terms.sign * terms.underlyingProbability,
    netDelta,
    deltaCoin: netDelta / forward,
    gammaCoin: (diffusion.gamma - 2 * netDelta) / forward / forward,
    gammaQuote: diffusion.gamma / forward,
    vegaCoin: diffusion.vega,
    thetaCoin: 0 - diffusion.decay,
    vannaCoin: (diffusion.vanna - diffusion.vega) / forward,
    volgaCoin: diffusion.volga,
  });
}
