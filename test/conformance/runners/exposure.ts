/** Exposure: `exposure.json`, by the models and through the kernel. */
import { aggregateExposure, portfolioExposure } from '../../../src/models/index.js';
import { type CaseInput, type CaseOutput, matrix, numbers } from '../case.js';
import { portfolio } from '../holdings.js';
import { batchRunners } from './exposure-batch.js';
import { kernelRunners } from './exposure-kernel.js';

function runAggregate(input: CaseInput): CaseOutput {
  const { gammaPerPercent: gamma1pct, ...rest } = aggregateExposure(portfolio(input));
  return { ...rest, gamma1pct };
}

function runPortfolio(input: CaseInput): CaseOutput {
  const got = portfolioExposure({
    exposures: numbers(input, 'exposures'),
    covariance: matrix(input, 'cov'),
    betas: numbers(input, 'beta'),
    loadings: matrix(input, 'loadings'),
  });
  const { volatility: vol, concentration: hhi, factors: factor, ...rest } = got;
  return { ...rest, vol, hhi, factor };
}

export const runners: Record<string, (input: CaseInput) => CaseOutput> = {
  ...batchRunners,
  ...kernelRunners,
  aggregate: runAggregate,
  portfolio: runPortfolio,
};
