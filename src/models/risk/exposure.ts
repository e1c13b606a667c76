/** Exposure of a portfolio on one underlying: linear, inverse, options and inverse options. */
import { finiteResult, requireFinite, requirePositive } from '../domain.js';
import { blackScholesMerton, inverseOption } from '../options/index.js';
import { coinInput, type Holding, type OptionHolding, spotInput, unitsOf } from './holding.js';

/** Arguments of {@link aggregateExposure}. */
export interface ExposureInput {
  /** Price of the underlying, quote currency, above 0. */
  readonly spot: number;
  /** Interest rate of options paid in quote currency, continuously compounded, 1/year. */
  readonly rate: number;
  readonly holdings: readonly Holding[];
}

/** Sums over a portfolio. Linear and coin deltas hedge differently and meet only in cash. */
export interface Exposure {
  /** Of what pays in quote currency, base units. */
  readonly deltaLinear: number;
  /** Of what pays in the coin: notional / spot, and net delta of inverse options; coins. */
  readonly deltaCoin: number;
  /** Options: d2V/dS2 of the value in quote currency. */
  readonly gamma: number;
  /** Options: quote currency per 1.00 of volatility. */
  readonly vega: number;
  /** Options: quote currency per year. */
  readonly theta: number;
  /** (deltaLinear + deltaCoin) spot, quote currency. */
  readonly deltaCash: number;
  /** gamma spot^2 / 100: change of deltaCash by gamma when the price moves 1 %. */
  readonly gammaPerPercent: number;
}

type Contribution = Pick<Exposure, 'deltaLinear' | 'deltaCoin' | 'gamma' | 'vega' | 'theta'>;

function optionContribution(input: ExposureInput, holding: OptionHolding): Contribution {
  const units = unitsOf(holding);
  if (holding.kind === 'option') {
    const { delta, gamma, vega, theta } = blackScholesMerton(spotInput(holding, input));
    return {
      deltaLinear: units * delta,
      deltaCoin: 0,
      gamma: units * gamma,
      vega: units * vega,
      theta: units * theta,
    };
  }
  const { spot } = input;
  const greeks = inverseOption(coinInput(holding, spot));
  return {
    deltaLinear: 0,
    deltaCoin: units * greeks.netDelta,
    gamma: units * greeks.gammaQuote,
    vega: units * spot * greeks.vegaCoin,
    theta: units * spot * greeks.thetaCoin,
  };
}

function contribution(input: ExposureInput, holding: Holding): Contribution {
  const none = { deltaLinear: 0, deltaCoin: 0, gamma: 0, vega: 0, theta: 0 };
  switch (holding.kind) {
    case 'linear':
      return { ...none, deltaLinear: unitsOf(holding) };
    case 'inverse':
      return { ...none, deltaCoin: unitsOf(holding) / input.spot };
    default:
      return optionContribution(input, holding);
  }
}

/**
 * Exposure of all holdings together. Options are valued by Black-Scholes-Merton without a yield,
 * inverse options on a forward equal to the spot price.
 *
 * @throws DomainError when an argument is outside its range, the result overflows, or an option is
 *   exactly at the money without volatility or time
 */
export function aggregateExposure(input: ExposureInput): Exposure {
  const { spot, rate, holdings } = input;
  requirePositive({ spot });
  requireFinite({ rate });
  const total = { deltaLinear: 0, deltaCoin: 0, gamma: 0, vega: 0, theta: 0 };
  for (const holding of holdings) {
    const part = contribution(input, holding);
    total.deltaLinear += part.deltaLinear;
    total.deltaCoin += part.deltaCoin;
    total.gamma += part.gamma;
    total.vega += part.vega;
    total.theta += part.theta;
  }
  return finiteResult('aggregateExposure', {
    ...total,
    deltaCash: (total.deltaLinear + total.deltaCoin) * spot,
    gammaPerPercent: (total.gamma * spot * spot) / 100,
  });
}
