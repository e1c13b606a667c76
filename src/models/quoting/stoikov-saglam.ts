/**
 * Stoikov and Saglam, Option market making under inventory risk, Review of Derivatives Research 12
 * 2009: premiums over and under the mid of an option for a dealer who maximises expected profit less
 * gamma times its variance over one period. Orders arrive at rate C - D eps at a premium eps.
 */
import { finiteResult, requireFinite, requireNonNegative, requirePositive } from '../domain.js';

/** Arrivals that fall linearly with the premium. */
export interface LinearIntensity {
  /** C: arrivals at the mid, 1/time, above 0. */
  readonly baseRate: number;
  /** D: arrivals lost per unit of premium, 1/(time x price), above 0. */
  readonly rateSlope: number;
}

/** Premiums from 0 to C / D, where arrivals stop: mid - bid and ask - mid, price. */
export interface OptionPremiums {
  readonly premiumBid: number;
  readonly premiumAsk: number;
}

/** Premiums around C / (2D) moved by what one more option costs on either side. */
function clippedPremiums(
  { baseRate, rateSlope }: LinearIntensity,
  costBid: number,
  costAsk: number,
): OptionPremiums {
  const highest = baseRate / rateSlope;
  const clip = (premium: number): number => Math.max(0, Math.min(highest, premium));
  finiteResult('Stoikov-Saglam', { highest, costBid, costAsk });
  return { premiumBid: clip(highest / 2 + costBid), premiumAsk: clip(highest / 2 + costAsk) };
}

/** Arguments of {@link stoikovSaglamHedged}. */
export interface HedgedOptionInput extends LinearIntensity {
  /** Signed options held. */
  readonly optionPosition: number;
  /** Delta of one option, units of the underlying. */
  readonly delta: number;
}

/** What {@link stoikovSaglamHedged} returns. */
export interface HedgedOptionQuotes extends OptionPremiums {
  /** Units of the underlying to hold. */
  readonly hedgePosition: number;
}

/**
 * Complete market (theorem 1): the underlying hedges all risk at no cost, so that inventory does not
 * skew: hedge = -q delta, both premiums C / (2D).
 *
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function stoikovSaglamHedged(input: HedgedOptionInput): HedgedOptionQuotes {
  const { baseRate, rateSlope, optionPosition, delta } = input;
  requirePositive({ baseRate, rateSlope });
  requireFinite({ optionPosition, delta });
  const hedgePosition = 0 - optionPosition * delta;
  return finiteResult('stoikovSaglamHedged', {
    ...clippedPremiums(input, 0, 0),
    hedgePosition,
  });
}

/** Arguments of {@link stoikovSaglamUnhedged}. */
export interface UnhedgedOptionInput extends LinearIntensity {
  /** Price of the underlying, above 0. */
  readonly spot: number;
  /** Volatility of the underlying per sqrt(year), 0 or more. */
  readonly volatility: number;
  /** Years until the position can be closed, 0 or more. */
  readonly horizonYears: number;
  /** Delta of one option, units of the underlying. */
  readonly delta: number;
  /** Signed units of the underlying held. */
  readonly underlyingPosition: number;
  /** Signed options held. */
  readonly optionPosition: number;
  /** Price of variance, 1/price, 0 or more. */
  readonly gamma: number;
}

/** What {@link stoikovSaglamUnhedged} returns. */
export interface UnhedgedOptionQuotes extends OptionPremiums {
  /** Units of the underlying that the book is worth: underlying + options x delta. */
  readonly netDelta: number;
}

/**
 * Underlying that cannot be traded (theorem 2): with n the net delta and v = (sigma S)^2 h,
 * ask = C / (2D) - gamma v delta (n - delta/2), bid = C / (2D) + gamma v delta (n + delta/2).
 *
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function stoikovSaglamUnhedged(input: UnhedgedOptionInput): UnhedgedOptionQuotes {
  const { baseRate, rateSlope, spot, volatility, horizonYears, gamma } = input;
  const { delta, underlyingPosition, optionPosition } = input;
  requirePositive({ baseRate, rateSlope, spot });
  requireNonNegative({ volatility, horizonYears, gamma });
  requireFinite({ delta, underlyingPosition, optionPosition });
  const netDelta = underlyingPosition + optionPosition * delta;
  const perDelta = gamma * (volatility * spot) ** 2 * horizonYears * delta;
  const premiums = clippedPremiums(
    input,
    perDelta * (netDelta + delta / 2),
    perDelta * (delta / 2 - netDelta),
  );
  return finiteResult('stoikovSaglamUnhedged', { ...premiums, netDelta });
}

/** Arguments of {@link stoikovSaglamResidual}. */
export interface ResidualOptionInput extends LinearIntensity {
  /** Price of the underlying, above 0. */
  readonly spot: number;
  /** Volatility of the underlying per sqrt(year), 0 or more. */
  readonly volatility: number;
  /** Years between two hedges, 0 or more. */
  readonly horizonYears: number;
  /** Years to the expiry of the option, 0 or more. */
  readonly timeToExpiryYears: number;
  /** Gamma of one option, 1/price. */
  readonly optionGamma: number;
  /** Volatility of the volatility, absolute, 1/year, 0 or more. */
  readonly volOfVol: number;
  /** Signed options held. */
  readonly optionPosition: number;
  /** Price of variance, 1/price, 0 or more. */
  readonly gamma: number;
}

/** What {@link stoikovSaglamResidual} returns. */
export interface ResidualOptionQuotes extends OptionPremiums {
  /** Variance of one option that hedging with the underlying leaves, price squared. */
  readonly residualVariance: number;
}

/**
 * Options hedged by their delta at intervals (theorem 4): gamma and vega are left, with variance
 * k = (sigma^2 h / 2 + a^2 T^2) Gamma^2 S^4 sigma^2 h per option, ask = C / (2D) - gamma k (q - 1/2),
 * bid = C / (2D) + gamma k (q + 1/2).
 *
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function stoikovSaglamResidual(input: ResidualOptionInput): ResidualOptionQuotes {
  const { baseRate, rateSlope, spot, volatility, horizonYears, timeToExpiryYears } = input;
  const { optionGamma, volOfVol, optionPosition, gamma } = input;
  requirePositive({ baseRate, rateSlope, spot });
  requireNonNegative({ volatility, horizonYears, timeToExpiryYears, volOfVol, gamma });
  requireFinite({ optionGamma, optionPosition });
  const moves = (volatility * volatility * horizonYears) / 2 + (volOfVol * timeToExpiryYears) ** 2;
  const perMove = optionGamma * spot * spot * volatility;
  const residualVariance = moves * perMove * perMove * horizonYears;
  const cost = gamma * residualVariance;
  const premiums = clippedPremiums(
    input,
    cost * (optionPosition + 0.5),
    cost * (0.5 - optionPosition),
  );
  return finiteResult('stoikovSaglamResidual', { ...premiums, residualVariance });
}
