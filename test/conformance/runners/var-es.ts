/** `var_es.json`: value at risk and expected shortfall. */
import * as models from '../../../src/models/index.js';
import { type CaseInput, matrix, number, numbers, type Runners } from '../case.js';
import { batchRunners } from './var-es-batch.js';

const portfolioOf = (input: CaseInput) => ({
  exposures: numbers(input, 'exposures'),
  covariance: matrix(input, 'cov'),
  confidence: number(input, 'alpha'),
});

export const runners: Runners = {
  ...batchRunners,
  normal: (input) => {
    const got = models.normalVar({
      ...portfolioOf(input),
      horizon: number(input, 'horizon'),
      mean: number(input, 'mean'),
    });
    return {
      sd: got.standardDeviation,
      z: got.quantile,
      VaR: got.valueAtRisk,
      ES: got.expectedShortfall,
    };
  },
  studentT: (input) => {
    const got = models.studentTVar({
      standardDeviation: number(input, 'sd'),
      degreesOfFreedom: number(input, 'nu'),
      confidence: number(input, 'alpha'),
      mean: number(input, 'mean'),
    });
    return { t: got.quantile, VaR: got.valueAtRisk, ES: got.expectedShortfall };
  },
  cornishFisher: (input) => {
    const got = models.cornishFisherVar({
      mean: number(input, 'mean'),
      standardDeviation: number(input, 'sd'),
      skewness: number(input, 'skew'),
      excessKurtosis: number(input, 'exKurt'),
      confidence: number(input, 'alpha'),
    });
    return { zcf: got.quantile, VaR: got.valueAtRisk };
  },
  historical: (input) => {
    const got = models.historicalVar({
      pnl: numbers(input, 'pnl'),
      confidence: number(input, 'alpha'),
    });
    return {
      lower: got.valueAtRisk,
      linear: got.interpolatedValueAtRisk,
      ES: got.expectedShortfall,
    };
  },
  weighted: (input) => {
    const got = models.weightedHistoricalVar({
      pnl: numbers(input, 'pnl'),
      confidence: number(input, 'alpha'),
      decay: number(input, 'decay'),
    });
    return { VaR: got.valueAtRisk, ES: got.expectedShortfall };
  },
  component: (input) => {
    const got = models.componentVar(portfolioOf(input));
    return { VaR: got.valueAtRisk, marginal: got.marginal, component: got.component };
  },
  deltaGamma: (input) => {
    const got = models.deltaGammaVar({
      delta: numbers(input, 'delta'),
      gamma: matrix(input, 'gamma'),
      covariance: matrix(input, 'cov'),
      confidence: number(input, 'alpha'),
    });
    return {
      mean: got.mean,
      variance: got.variance,
      skew: got.skewness,
      exKurt: got.excessKurtosis,
      VaR: got.valueAtRisk,
    };
  },
  scenarioLinear: (input) => {
    const got = models.scenarioVar({
      delta: numbers(input, 'delta'),
      gammaDiagonal: numbers(input, 'gammaDiag'),
      covariance: matrix(input, 'cov'),
      normals: matrix(input, 'Z'),
      confidence: number(input, 'alpha'),
    });
    return { pnl: got.pnl, VaR: got.valueAtRisk, ES: got.expectedShortfall };
  },
};
