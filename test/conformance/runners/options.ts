/** Options: `options.json`, by the models and through the kernel. */
import {
  black76,
  blackScholesMerton,
  impliedVolatility,
  inverseOption,
} from '../../../src/models/index.js';
import { type CaseInput, type CaseOutput, number, oneOf } from '../case.js';
import { kernelRunners } from './options-kernel.js';

const option = (input: CaseInput) => ({
  type: oneOf(input, 'type', ['call', 'put']),
  strike: number(input, 'K'),
  timeToExpiryYears: number(input, 'T'),
});

function runBlackScholesMerton(input: CaseInput): CaseOutput {
  const { dividendRho: divRho, ...rest } = blackScholesMerton({
    ...option(input),
    spot: number(input, 'S'),
    rate: number(input, 'r'),
    dividendYield: number(input, 'divYield'),
    volatility: number(input, 'sigma'),
  });
  return { ...rest, divRho };
}

function runBlack76(input: CaseInput): CaseOutput {
  return {
    ...black76({
      ...option(input),
      forward: number(input, 'F'),
      discountFactor: number(input, 'df'),
      volatility: number(input, 'sigma'),
    }),
  };
}

function runInverse(input: CaseInput): CaseOutput {
  const got = inverseOption({
    ...option(input),
    forward: number(input, 'F'),
    volatility: number(input, 'sigma'),
  });
  return {
    price: got.priceCoin,
    priceUsd: got.priceQuote,
    deltaBS: got.blackDelta,
    netDelta: got.netDelta,
    deltaCoin: got.deltaCoin,
    gammaCoin: got.gammaCoin,
    gammaUsd: got.gammaQuote,
    vega: got.vegaCoin,
    theta: got.thetaCoin,
  };
}

function runImpliedVolatility(input: CaseInput): CaseOutput {
  const sigma = impliedVolatility({
    ...option(input),
    forward: number(input, 'F'),
    discountFactor: number(input, 'df'),
    price: number(input, 'price'),
  });
  return { sigma };
}

export const runners: Record<string, (input: CaseInput) => CaseOutput> = {
  ...kernelRunners,
  bsm: runBlackScholesMerton,
  black76: runBlack76,
  inverse: runInverse,
  impliedVol: runImpliedVolatility,
};
