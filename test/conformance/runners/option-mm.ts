/** `option_mm.json`: options of one underlying, by delta and by vega. */
import * as models from '../../../src/models/index.js';
import { type CaseInput, number, numbers, type Runners } from '../case.js';

const intensityOf = (input: CaseInput) => ({
  baseRate: number(input, 'C'),
  rateSlope: number(input, 'D'),
});

const optionsOf = (input: CaseInput): models.OptionFlow[] => {
  const column = (name: string, index: number): number => numbers(input, name)[index] ?? Number.NaN;
  return numbers(input, 'vega').map((vega, index) => ({
    vega,
    tradeSize: column('z', index),
    lambda: column('lambda', index),
    alpha: column('alpha', index),
    beta: column('beta', index),
  }));
};

export const runners: Runners = {
  ssComplete: (input) => {
    const got = models.stoikovSaglamHedged({
      ...intensityOf(input),
      optionPosition: number(input, 'qOpt'),
      delta: number(input, 'delta'),
    });
    return { deltaHedge: got.hedgePosition, eps: got.premiumAsk };
  },
  ssIlliquid: (input) => {
    const got = models.stoikovSaglamUnhedged({
      ...intensityOf(input),
      spot: number(input, 'S'),
      volatility: number(input, 'sigma'),
      horizonYears: number(input, 'horizon'),
      delta: number(input, 'delta'),
      underlyingPosition: number(input, 'qStock'),
      optionPosition: number(input, 'qOpt'),
      gamma: number(input, 'gamma'),
    });
    return { ask: got.premiumAsk, bid: got.premiumBid, netDelta: got.netDelta };
  },
  ssResidual: (input) => {
    const got = models.stoikovSaglamResidual({
      ...intensityOf(input),
      spot: number(input, 'S'),
      volatility: number(input, 'sigma'),
      horizonYears: number(input, 'horizon'),
      timeToExpiryYears: number(input, 'tauMat'),
      optionGamma: number(input, 'Gamma'),
      volOfVol: number(input, 'alphaVol'),
      optionPosition: number(input, 'q'),
      gamma: number(input, 'gamma'),
    });
    return { kres: got.residualVariance, ask: got.premiumAsk, bid: got.premiumBid };
  },
  vegaRisk: (input) => {
    const got = models.vegaRiskQuotes({
      options: optionsOf(input),
      gamma: number(input, 'gamma'),
      volOfVariance: number(input, 'xiVol'),
      portfolioVega: number(input, 'V'),
      maxVega: number(input, 'vegaMax'),
    });
    return { ...got, a: got.aversion };
  },
};
