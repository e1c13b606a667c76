/**
 * European options on a spot price with a continuous yield: Black and Scholes, Journal of Political
 * Economy 81, 1973; Merton, Bell Journal of Economics 4, 1973.
 */
import { finiteResult, requireFinite, requireNonNegative, requirePositive } from '../domain.js';
import { logReturn } from '../estimation/log-return.js';
import {
  finiteDistance,
  type Legs,
  legsPrice,
  lognormalTerms,
  type OptionType,
} from './lognormal.js';

/** Arguments of {@link blackScholesMerton}. */
export interface BlackScholesMertonInput {
  readonly type: OptionType;
  /** Price of the underlying, quote currency, above 0. */
  readonly spot: number;
  /** Quote currency, above 0. */
  readonly strike: number;
  /** Interest rate, continuously compounded, 1/year, any sign. */
  readonly rate: number;
  /** Yield of the underlying (dividends, lending, funding), as the rate. */
  readonly dividendYield: number;
  /** Lognormal, per square root of a year, 0 or more. */
  readonly volatility: number;
  /** 0 or more. */
  readonly timeToExpiryYears: number;
}

/** Price and its derivatives, in quote currency per unit of the underlying. */
export interface BlackScholesMertonGreeks {
  readonly price: number;
  /** dV/dS. */
  readonly delta: number;
  /** d2V/dS2, 1/quote currency. */
  readonly gamma: number;
  /** dV/dvolatility, per 1.00. */
  readonly vega: number;
  /** dV/dt as time passes, per year. */
  readonly theta: number;
  /** dV/drate, per 1.00. */
  readonly rho: number;
  /** dV/ddividendYield, per 1.00. */
  readonly dividendRho: number;
  /** d2V/dS dvolatility. */
  readonly vanna: number;
  /** d2V/dvolatility2. */
  readonly volga: number;
  /** ddelta/dt as time passes, per year. */
  readonly charm: number;
  /** Null without volatility or time. */
  readonly d1: number | null;
  readonly d2: number | null;
}

function legsOf(input: BlackScholesMertonInput): Legs {
  const { type, spot, strike, rate, dividendYield, volatility, timeToExpiryYears } = input;
  requirePositive({ spot, strike });
  requireFinite({ rate, dividendYield });
  requireNonNegative({ volatility, timeToExpiryYears });
  return {
    type,
    underlyingLeg: spot * Math.exp(-dividendYield * timeToExpiryYears),
    strikeLeg: strike * Math.exp(-rate * timeToExpiryYears),
    logMoneyness: logReturn(strike, spot) + (rate - dividendYield) * timeToExpiryYears,
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
export function blackScholesMertonPrice(input: BlackScholesMertonInput): number {
  const price = legsPrice(legsOf(input));
  return finiteResult('blackScholesMertonPrice', { price }).price;
}

/**
 * Price and greeks. Without volatility or time they are those of the discounted intrinsic value.
 *
 * @throws DomainError when an argument is outside its range, the result overflows, or the forward
 *   equals the strike without volatility or time, where the price has a kink
 */
export function blackScholesMerton(input: BlackScholesMertonInput): BlackScholesMertonGreeks {
  const { spot, rate, dividendYield, timeToExpiryYears } = input;
  const legs = legsOf(input);
  const terms = lognormalTerms(legs);
  const { diffusion } = terms;
  const { underlyingLeg, strikeLeg } = legs;
  const yieldDiscount = Math.exp(-dividendYield * timeToExpiryYears);
  const delta = terms.sign * yieldDiscount * terms.underlyingProbability;
  const received = terms.sign * underlyingLeg * terms.underlyingProbability;
  const paid = terms.sign * strikeLeg * terms.exerciseProbability;
  // d N(d1) / d time: the carry moves the forward, the diffusion spreads it.
  const drift = (rate - dividendYield) * diffusion.gamma + diffusion.spread;
  return finiteResult('blackScholesMerton', {
    price: terms.price,
    delta,
    gamma: (yieldDiscount * diffusion.gamma) / spot,
    vega: underlyingLeg * diffusion.vega,
    theta: dividendYield * received - rate * paid - underlyingLeg * diffusion.decay,
    rho: timeToExpiryYears * paid,
    dividendRho: -timeToExpiryYears * received,
    vanna: yieldDiscount * diffusion.vanna,
    volga: underlyingLeg * diffusion.volga,
    charm: dividendYield * delta - yieldDiscount * drift,
    d1: finiteDistance(terms.d1),
    d2: finiteDistance(terms.d2),
  });
}
