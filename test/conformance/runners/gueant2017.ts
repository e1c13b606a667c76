/** `gueant2017.json`: any aversion to non-execution and trade size, and logistic intensities. */
import * as models from '../../../src/models/index.js';
import { type CaseInput, number, type Runners } from '../case.js';

const parametersOf = (input: CaseInput) => ({
  gamma: number(input, 'gamma'),
  xi: number(input, 'xi'),
  intensityA: number(input, 'A'),
  intensityK: number(input, 'k'),
  tradeSize: number(input, 'Delta'),
  sigma: number(input, 'sigma'),
});

const logisticOf = (input: CaseInput) => ({
  lambda: number(input, 'lambda'),
  alpha: number(input, 'alpha'),
  beta: number(input, 'beta'),
  tradeSize: number(input, 'Delta'),
});

const horizonOf = (input: CaseInput) => ({
  levelsPerSide: number(input, 'n'),
  tau: number(input, 'tau'),
  terminalPenalty: number(input, 'ell'),
});

const riskOf = (input: CaseInput) => ({
  gamma: number(input, 'gamma'),
  sigma: number(input, 'sigma'),
});

const tableOutput = ({ value, deltaBid, deltaAsk }: models.ValuedQuoteTable) => ({
  theta: value,
  deltaBid,
  deltaAsk,
});

export const runners: Runners = {
  approx: (input) => {
    const position = number(input, 'q');
    const got = models.gueantQuotes({ ...parametersOf(input), position });
    return { ...got, skew: got.skewPerUnit };
  },
  exact: (input) =>
    tableOutput(
      models.gueantTable({
        ...parametersOf(input),
        ...horizonOf(input),
        drift: number(input, 'mu'),
      }),
    ),
  logistic: (input) => {
    const got = models.logisticResponse({ ...logisticOf(input), cost: number(input, 'p') });
    return {
      y: got.fillOdds,
      delta: got.delta,
      fill: got.fillRate,
      H: got.earningRate,
      dH: got.earningSlope,
      d2H: got.earningCurvature,
    };
  },
  logisticApprox: (input) => {
    const { deltaBid, deltaAsk, costPerUnit, earningCurvature } = models.gueantLogisticQuotes({
      ...logisticOf(input),
      ...riskOf(input),
      position: number(input, 'q'),
    });
    return { d2H0: earningCurvature, slope: costPerUnit, deltaBid, deltaAsk };
  },
  logisticExact: (input) =>
    tableOutput(
      models.gueantLogisticTable({ ...logisticOf(input), ...riskOf(input), ...horizonOf(input) }),
    ),
};
