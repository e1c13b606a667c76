/**
 * Implied volatility, by Newton's method on forms of the price that it cannot overshoot.
 *
 * With X = |ln(F / K)|, s = sigma sqrt(T), a = X / s, t = s / 2 and d = t - a, the time value over
 * the smaller leg is v(s) = n(d) (M(a - t) - M(a + t)), M being the Mills ratio, with v'(s) = n(d).
 * - Below s = sqrt(2 X), ln v is concave, for M(a - t) - M(a + t) < s / (a^2 - t^2), and
 *   v <= exp(-d^2 / 2) / 2 gives a start below the root.
 * - Above, v is concave and sqrt(2 X) is below the root.
 * - The rest to the upper bound, 1 - v = n(d) (M(t - a) + M(t + a)), has a concave logarithm there
 *   too, for M(y) < 1 / y, and 1 - v <= exp(-d^2 / 2) gives a start above the root.
 * A concave function is below its tangents, so from each of these starts the steps approach the
 * root from one side.
 */
import { DomainError } from '../../errors.js';
import { finiteResult, requireNonNegative, requirePositive } from '../domain.js';
import { logReturn } from '../estimation/log-return.js';
import { millsRatio, normalPdf } from '../normal.js';
import type { OptionType } from './lognormal.js';
import { millsDifference, timeValue } from './time-value.js';

/** Arguments of {@link impliedVolatility}. */
export interface ImpliedVolatilityInput {
  readonly type: OptionType;
  /** Forward or futures price for the expiry of the option, quote currency, above 0. */
  readonly forward: number;
  /** Quote currency, above 0. */
  readonly strike: number;
  /** Present value of 1 paid at expiry, above 0. */
  readonly discountFactor: number;
  /** Above 0. */
  readonly timeToExpiryYears: number;
  /** Quote currency per unit. */
  readonly price: number;
}

const LOG_ROOT_TWO_PI = Math.log(2 * Math.PI) / 2;
/** A relative step below this squares to less than the last digit. */
const STEP_END = 1e-10;
const STEPS_MAX = 100;

function newton(start: number, step: (totalVolatility: number) => number): number {
  let current = start;
  for (let count = 0; count < STEPS_MAX; count += 1) {
    const change = step(current);
    current += change;
    if (!(Math.abs(change) > STEP_END * current)) break;
  }
  return current;
}

/** Total volatility from the time value when that is low: below sqrt(2 X). */
function fromLogTimeValue(distance: number, logValue: number): number {
  const z = Math.sqrt(Math.max(-2 * (logValue + Math.LN2), 0));
  const start = (2 * distance) / (z + Math.sqrt(z * z + 2 * distance));
  return newton(start, (s) => {
    const difference = millsDifference(distance / s, s / 2);
    const d = s / 2 - distance / s;
    const excess = Math.log(difference) - LOG_ROOT_TWO_PI - (d * d) / 2 - logValue;
    return -excess * difference;
  });
}

/** Total volatility from the time value, above sqrt(2 X). */
function fromTimeValue(distance: number, value: number): number {
  const strikeLeg = Math.exp(distance);
  return newton(Math.sqrt(2 * distance), (s) => {
    const density = normalPdf(s === 0 ? 0 : s / 2 - distance / s);
    return (value - timeValue(1, strikeLeg, -distance, s)) / density;
  });
}

/** Total volatility from what the time value lacks to its upper bound, above sqrt(2 X). */
function fromLogRest(distance: number, logRest: number): number {
  const z = Math.sqrt(-2 * logRest);
  return newton(z + Math.sqrt(z * z + 2 * distance), (s) => {
    const d = s / 2 - distance / s;
    const sum = millsRatio(Math.max(d, 0)) + millsRatio(s / 2 + distance / s);
    return (Math.log(sum) - LOG_ROOT_TWO_PI - (d * d) / 2 - logRest) * sum;
  });
}

function totalVolatility(distance: number, smallLeg: number, value: number, rest: number): number {
  const turningValue = 0.5 - millsRatio(Math.sqrt(2 * distance)) * normalPdf(0);
  const relative = value / smallLeg;
  if (relative < turningValue) {
    return fromLogTimeValue(distance, Math.log(value) - Math.log(smallLeg));
  }
  return relative < (1 + turningValue) / 2
    ? fromTimeValue(distance, relative)
    : fromLogRest(distance, Math.log(rest / smallLeg));
}

/** What is inverted: the price of an exchange of two legs, all in one currency. */
interface PricedLegs {
  readonly type: OptionType;
  readonly underlyingLeg: number;
  readonly strikeLeg: number;
  /** |ln(strike / forward)|. */
  readonly distance: number;
  readonly timeToExpiryYears: number;
  readonly price: number;
}

function volatilityOf(legs: PricedLegs): number {
  const { type, underlyingLeg, strikeLeg, distance, timeToExpiryYears, price } = legs;
  const [upper, other] = type === 'call' ? [underlyingLeg, strikeLeg] : [strikeLeg, underlyingLeg];
  const lower = Math.max(upper - other, 0);
  if (!(price >= lower && price < upper)) {
    const range = `from ${lower} to below ${upper}`;
    throw new DomainError(`price is ${price}; the no-arbitrage range is ${range}`, {
      price,
      lower,
      upper,
    });
  }
  const value = price - lower;
  if (value === 0) return 0;
  const total = totalVolatility(distance, Math.min(upper, other), value, upper - price);
  return finiteResult('impliedVolatility', { volatility: total / Math.sqrt(timeToExpiryYears) })
    .volatility;
}

/**
 * Lognormal volatility at which the Black-76 price is the given one, to the last digits that the
 * price determines: an out-of-the-money price gives full relative accuracy in both wings, an
 * in-the-money price what is left after its intrinsic value.
 *
 * @returns per square root of a year; 0 for a price at the lower no-arbitrage bound
 * @throws DomainError when an argument is outside its range or the price outside the no-arbitrage
 *   range: from the discounted intrinsic value to below the discounted forward (call) or strike
 *   (put); `details` hold price, lower and upper
 */
export function impliedVolatility(input: ImpliedVolatilityInput): number {
  const { type, forward, strike, discountFactor, timeToExpiryYears, price } = input;
  requirePositive({ forward, strike, discountFactor, timeToExpiryYears });
  requireNonNegative({ price });
  const underlyingLeg = discountFactor * forward;
  const strikeLeg = discountFactor * strike;
  const distance = Math.abs(logReturn(strike, forward));
  return volatilityOf({ type, underlyingLeg, strikeLeg, distance, timeToExpiryYears, price });
}

/** Arguments of {@link inverseImpliedVolatility}. */
export interface InverseImpliedVolatilityInput {
  readonly type: OptionType;
  /** Forward or futures price for the expiry of the option, quote currency, above 0. */
  readonly forward: number;
  /** Quote currency, above 0. */
  readonly strike: number;
  /** Above 0. */
  readonly timeToExpiryYears: number;
  /** Coins per coin of the underlying. */
  readonly priceCoin: number;
}

/**
 * Lognormal volatility at which an inverse option costs the given number of coins, undiscounted as
 * `inverseOptionPrice` has it. As accurate as {@link impliedVolatility}; the price stays in coins, so that
 * no digits go to a multiplication with the forward.
 *
 * @returns per square root of a year; 0 for a price at the lower no-arbitrage bound
 * @throws DomainError when an argument is outside its range or the price outside the no-arbitrage
 *   range: from the intrinsic value max(+-(1 - K / F), 0) to below 1 coin (call) or K / F coins (put);
 *   `details` hold price, lower and upper, in coins
 */
export function inverseImpliedVolatility(input: InverseImpliedVolatilityInput): number {
  const { type, forward, strike, timeToExpiryYears, priceCoin: price } = input;
  requirePositive({ forward, strike, timeToExpiryYears });
  requireNonNegative({ priceCoin: price });
  const strikeLeg = strike / forward;
  requirePositive({ strikeLeg });
  const distance = Math.abs(logReturn(strike, forward));
  return volatilityOf({ type, underlyingLeg: 1, strikeLeg, distance, timeToExpiryYears, price });
}
