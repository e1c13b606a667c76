/** European options on a forward price: Black, Journal of Financial Economics 3, 1976. */
import { finiteResult, requireNonNegative, requirePositive } from '../domain.js';
import { logReturn } from '../estimation/log-return.js';
import {
  finiteDistance,
  type Legs,
  legsPrice,
  lognormalTerms,
  type OptionType,
} from './lognormal.js';

/** Arguments of {@link black76}. */
export interface Black76Input {
  readonly type: OptionType;
  /** Forward or futures price for the expiry of the option, quote currency, above 0. */
  readonly forward: number;
  /** Quote currency, above 0. */
  readonly strike: number;
  /** Present value of 1 paid at expiry, above 0; 1 for options margined like futures. */
  readonly discountFactor: number;
  /** Lognormal, per square root of a year, 0 or more. */
  readonly volatility: number;
  /** 0 or more. */
  readonly timeToExpiryYears: number;
}

/** Price and its derivatives at a fixed discount factor, in quote currency per unit. */
export interface Black76Greeks {
  readonly price: number;
  /** dV/dF. */
  readonly delta: number;
  /** d2V/dF2, 1/quote currency. */
  readonly gamma: number;
  /** dV/dvolatility, per 1.00. */
  readonly vega: number;
  /** dV/dt as time passes, per year. */
  readonly theta: number;
  /** d2V/dF dvolatility. */
  readonly vanna: number;
  /** d2V/dvolatility2. */
  readonly volga: number;
  /** Null without volatility or time. */
  readonly d1: number | null;
  readonly d2: number | null;
}

function legsOf(input: Black76Input): Legs {
  const { type, forward, strike, discountFactor, volatility, timeToExpiryYears } = input;
  requirePositive({ forward, strike, discountFactor });
  requireNonNegative({ volatility, timeToExpiryYears });
  return {
    type,
    underlyingLeg: discountFactor * forward,
    strikeLeg: discountFactor * strike,
    logMoneyness: logReturn(strike, forward),
    volatility,
    timeToExpiryYears,
  };
}

/**
 * The price alone, which exists for every valid input.
 *
 * @returns quote currency per unit of the underlying
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function black76Price(input: Black76Input): number {
  return finiteResult('black76Price', { price: legsPrice(legsOf(input)) }).price;
}

/**
 * Price and greeks. Without volatility or time they are those of the discounted intrinsic value.
 *
 * @throws DomainError when an argument is outside its range, the result overflows, or the forward
 *   equals the strike without volatility or time, where the price has a kink
 */
export function black76(input: Black76Input): Black76Greeks {
  const { forward, discountFactor } = input;
  const legs = legsOf(input);
  const terms = lognormalTerms(legs);
  const { diffusion } = terms;
  const { underlyingLeg } = legs;
  return finiteResult('black76', {
    price: terms.price,
    delta: terms.sign * discountFactor * terms.underlyingProbability,
    gamma: (discountFactor * diffusion.gamma) / forward,
    vega: underlyingLeg * diffusion.vega,
    theta: 0 - underlyingLeg * diffusion.decay,
    vanna: discountFactor * diffusion.vanna,
    volga: underlyingLeg * diffusion.volga,
    d1: finiteDistance(terms.d1),
    d2: finiteDistance(terms.d2),
  });
}
