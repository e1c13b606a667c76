/** `begv_multi_asset.json`: many assets, by the whole covariance and by factors. */
import * as models from '../../../src/models/index.js';
import { type CaseInput, matrix, number, numbers, oneOf, type Runners } from '../case.js';

const sideOf = (input: CaseInput, rates: string, decays: string): models.SideIntensity[] => {
  const intensityK = numbers(input, decays);
  return numbers(input, rates).map((intensityA, asset) => ({
    intensityA,
    intensityK: intensityK[asset] ?? Number.NaN,
  }));
};

const flowOf = (
  input: CaseInput,
  bids: readonly models.SideIntensity[],
  asks: readonly models.SideIntensity[],
): models.MultiAssetFlow => {
  const gamma = number(input, 'gamma');
  const none = { intensityA: Number.NaN, intensityK: Number.NaN };
  const assets = numbers(input, 'z').map((tradeSize, asset) => ({
    tradeSize,
    bid: bids[asset] ?? none,
    ask: asks[asset] ?? none,
  }));
  return { assets, gamma, xi: oneOf(input, 'model', ['A', 'B']) === 'A' ? gamma : 0 };
};

const evenFlowOf = (input: CaseInput): models.MultiAssetFlow => {
  const side = sideOf(input, 'A', 'k');
  return flowOf(input, side, side);
};

const factorQuotesOf = (
  input: CaseInput,
  loadings: readonly (readonly number[])[],
  factorCovariance: readonly (readonly number[])[],
) => {
  const coefficients = models.factorSkewCoefficients({
    ...evenFlowOf(input),
    loadings,
    factorCovariance,
  });
  const exposures = models.skewExposures(coefficients, numbers(input, 'q'));
  return { ...models.factorSkewQuotes(coefficients, exposures) };
};

/** L V L' + diag(idio^2). */
const covarianceOf = (input: CaseInput): number[][] => {
  const loadings = matrix(input, 'L');
  const factors = matrix(input, 'V');
  const own = numbers(input, 'idio');
  const product = (left: readonly number[], right: readonly number[]): number =>
    left.reduce((sum, value, index) => sum + value * (right[index] ?? Number.NaN), 0);
  const spread = loadings.map((row) => factors.map((factor) => product(factor, row)));
  return loadings.map((row, i) =>
    spread.map((other, j) => product(row, other) + (i === j ? (own[i] ?? Number.NaN) ** 2 : 0)),
  );
};

export const runners: Runners = {
  asymptotic: (input) => {
    const covariance = matrix(input, 'Sigma');
    const got = models.multiAssetCoefficients({ ...evenFlowOf(input), covariance });
    return { ...models.multiAssetQuotes(got, numbers(input, 'q')), Gamma: got.unitSkew };
  },
  finite: (input) => {
    const got = models.multiAssetFiniteCoefficients({
      ...evenFlowOf(input),
      covariance: matrix(input, 'Sigma'),
      tau: number(input, 'tau'),
    });
    const At = got.skew.map((row) => row.map((value) => value / 2));
    return { ...models.multiAssetQuotes(got, numbers(input, 'q')), At };
  },
  oneFactor: (input) => {
    const loadings = numbers(input, 'beta').map((beta) => [beta]);
    return factorQuotesOf(input, loadings, [[number(input, 'sigmaF') ** 2]]);
  },
  factor: (input) => factorQuotesOf(input, matrix(input, 'L'), matrix(input, 'V')),
  factorIdio: (input) => {
    const covariance = covarianceOf(input);
    const got = models.multiAssetCoefficients({ ...evenFlowOf(input), covariance });
    return { ...models.multiAssetQuotes(got, numbers(input, 'q')) };
  },
  asymmetric: (input) => {
    const flow = flowOf(input, sideOf(input, 'Abid', 'kbid'), sideOf(input, 'Aask', 'kask'));
    const got = models.multiAssetCoefficients({ ...flow, covariance: matrix(input, 'Sigma') });
    return { ...models.multiAssetQuotes(got, numbers(input, 'q')), B: got.flowShift };
  },
};
