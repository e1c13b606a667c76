/** `hedging.json`: bands and hedges under costs. */
import * as models from '../../../src/models/index.js';
import { type CaseInput, matrix, number, numbers, oneOf, type Runners } from '../case.js';
import { hedgingByKernel } from './hedging-kernel.js';

const problemOf = (input: CaseInput) => ({
  instrumentExposures: matrix(input, 'G'),
  bookExposures: numbers(input, 'e'),
});

export const runners: Runners = {
  whalleyWilmott: (input) => ({
    ...models.whalleyWilmottBand({
      target: number(input, 'target'),
      gamma: number(input, 'gamma'),
      price: number(input, 'S'),
      costRate: number(input, 'lambda'),
      riskAversion: number(input, 'riskAversion'),
      rate: number(input, 'r'),
      timeToExpiryYears: number(input, 'tau'),
      hedge: number(input, 'hedge'),
    }),
  }),
  zakamouline: (input) => {
    const got = models.zakamoulineBand({
      type: oneOf(input, 'type', ['call', 'put']),
      side: oneOf(input, 'position', ['long', 'short']),
      spot: number(input, 'S'),
      strike: number(input, 'K'),
      rate: number(input, 'r'),
      volatility: number(input, 'sigma'),
      timeToExpiryYears: number(input, 'tau'),
      costRate: number(input, 'lambda'),
      riskAversion: number(input, 'riskAversion'),
    });
    return {
      H0: got.baseHalfWidth,
      H1: got.gammaHalfWidth,
      K: got.varianceShift,
      halfWidth: got.halfWidth,
      sigmaMod: got.modifiedVolatility,
      center: got.center,
    };
  },
  leland: (input) => {
    const got = models.lelandVolatility({
      volatility: number(input, 'sigma'),
      rehedgeYears: number(input, 'dt'),
      roundTripCostRate: number(input, 'roundTripCost'),
    });
    return {
      leland: got.lelandNumber,
      sigmaShort: got.shortVolatility,
      sigmaLong: got.longVolatility,
    };
  },
  neutralise: (input) => ({ h: models.neutralisingHedge(problemOf(input)) }),
  minVariance: (input) => {
    const got = models.minimumVarianceHedge({
      ...problemOf(input),
      covariance: matrix(input, 'S'),
      ridge: number(input, 'ridge'),
    });
    return { h: got.hedge, residual: got.residualExposures, variance: got.residualVariance };
  },
  l1Hedge: (input) => {
    const got = models.costAwareHedge({
      ...problemOf(input),
      covariance: matrix(input, 'S'),
      riskAversion: number(input, 'gamma'),
      costs: numbers(input, 'cost'),
    });
    return { x: got.hedge, objective: got.objective };
  },
  softThreshold: (input) => ({
    x: models.softThresholdHedge({
      curvature: number(input, 'a'),
      slope: number(input, 'b'),
      cost: number(input, 'cost'),
    }),
  }),
  ...hedgingByKernel,
};
