/**
 * What all lognormal option models share: two legs, of which the underlying leg is what a call
 * receives and the strike leg what it pays, and how the exchange depends on volatility and time.
 */
import { DomainError } from '../../errors.js';
import { normalCdf, normalPdf } from '../normal.js';
import { timeValue } from './time-value.js';

/** A call receives the underlying leg for the strike leg, a put the other way. */
export type OptionType = 'call' | 'put';

/** +1 for a call, -1 for a put. */
export function optionSign(type: OptionType): 1 | -1 {
  return type === 'call' ? 1 : -1;
}

/** An option as an exchange of two present values. */
export interface Legs {
  readonly type: OptionType;
  /** Present value of the underlying leg. */
  readonly underlyingLeg: number;
  /** Present value of the strike leg, same currency. */
  readonly strikeLeg: number;
  /** ln(underlyingLeg / strikeLeg). */
  readonly logMoneyness: number;
  /** Lognormal, per square root of a year, 0 or more. */
  readonly volatility: number;
  /** 0 or more. */
  readonly timeToExpiryYears: number;
}

/** Present value of the option; at the money without volatility or time it is 0. */
export function legsPrice(legs: Legs): number {
  const { type, underlyingLeg, strikeLeg, logMoneyness, volatility, timeToExpiryYears } = legs;
  const intrinsic = Math.max(optionSign(type) * (underlyingLeg - strikeLeg), 0);
  const totalVolatility = volatility * Math.sqrt(timeToExpiryYears);
  return intrinsic + timeValue(underlyingLeg, strikeLeg, logMoneyness, totalVolatility);
}

/** Derivatives per unit of the underlying leg. All are 0 when the outcome is certain. */
export interface DiffusionTerms {
  /** d N(d1) / d ln(underlyingLeg). */
  readonly gamma: number;
  readonly vega: number;
  /** d N(d1) / d volatility. */
  readonly vanna: number;
  readonly volga: number;
  /** Value lost to the diffusion, per year. */
  readonly decay: number;
  /** d N(d1) / d timeToExpiry as far as the diffusion moves it, per year, below 0. */
  readonly spread: number;
}

const CERTAIN: DiffusionTerms = { gamma: 0, vega: 0, vanna: 0, volga: 0, decay: 0, spread: 0 };

/** Terms of which price and greeks are made. */
export interface LognormalTerms {
  readonly diffusion: DiffusionTerms;
  readonly sign: 1 | -1;
  readonly price: number;
  /** (logMoneyness +- s^2 / 2) / s with s = volatility sqrt(time); infinite without either. */
  readonly d1: number;
  readonly d2: number;
  /** N(+-d1): units of the underlying leg that replicate the option. */
  readonly underlyingProbability: number;
  /** N(+-d2): probability of exercise under the pricing measure. */
  readonly exerciseProbability: number;
}

function diffusionTerms(d1: number, d2: number, volatility: number, time: number): DiffusionTerms {
  const density = normalPdf(d1);
  if (density === 0) return CERTAIN;
  const rootTime = Math.sqrt(time);
  const vega = density * rootTime;
  return {
    gamma: density / (volatility * rootTime),
    vega,
    vanna: (-density * d2) / volatility,
    volga: (vega * d1 * d2) / volatility,
    decay: (density * volatility) / (2 * rootTime),
    spread: (-density * d2) / (2 * time),
  };
}

/**
 * @throws DomainError when the legs are equal and the outcome certain: there the price has a kink
 *   and no derivatives
 */
export function lognormalTerms(legs: Legs): LognormalTerms {
  const { type, logMoneyness, volatility, timeToExpiryYears } = legs;
  const totalVolatility = volatility * Math.sqrt(timeToExpiryYears);
  if (totalVolatility === 0 && logMoneyness === 0) {
    throw new DomainError('at the money without volatility or time there are no greeks', {
      logMoneyness,
      volatility,
      timeToExpiryYears,
    });
  }
  const sign = optionSign(type);
  const middle = logMoneyness / totalVolatility;
  const d1 = middle + totalVolatility / 2;
  const d2 = middle - totalVolatility / 2;
  return {
    diffusion: diffusionTerms(d1, d2, volatility, timeToExpiryYears),
    sign,
    price: legsPrice(legs),
    d1,
    d2,
    underlyingProbability: normalCdf(sign * d1),
    exerciseProbability: normalCdf(sign * d2),
  };
}

/** A distance d1 or d2, or null where it is infinite. */
export function finiteDistance(distance: number): number | null {
  return Number.isFinite(distance) ? distance : null;
}
