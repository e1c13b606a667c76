/**
 * The multi-asset quotes of multi-asset.ts where few factors make all the risk, Sigma = L V L'. The
 * work is that of the factors, not of the assets, at the solution and at every fill: a fill changes
 * a few exposures, and an asset's skew is a sum over factors.
 */
import { finiteResult } from '../domain.js';
import { type Rows, requireList, requireSameLength } from '../shapes.js';
import { type MultiAssetQuotes, shiftedQuotes } from './multi-asset.js';
import {
  assetTerms,
  type BaseHalfSpreads,
  baseHalfSpreads,
  type MultiAssetFlow,
} from './multi-asset-flow.js';
import { factorModes } from './risk-modes.js';

/** Arguments of {@link factorSkewCoefficients}. */
export interface FactorSkewInput extends MultiAssetFlow {
  /** Price change of each asset (row) per unit of each factor (column). */
  readonly loadings: Rows;
  /** Covariance of the factors per unit of time. */
  readonly factorCovariance: Rows;
}

/**
 * Quotes of all assets as functions of inventory: with exposures f = loadings' q,
 * deltaBid_i = halfSpreadBid_i + (loadings f)_i, deltaAsk_i = halfSpreadAsk_i - (loadings f)_i.
 */
export interface FactorSkewCoefficients extends BaseHalfSpreads {
  /**
   * One row per asset, one column per factor of the skew; skew = loadings loadings'. Columns are
   * combinations of the factors of the input.
   */
  readonly skewLoadings: Rows;
}

/**
 * Coefficients far from the horizon: the square root of the skew matrix sqrt(gamma) Gamma, so that
 * no matrix of all assets is formed or inverted.
 *
 * @throws DomainError when an argument is outside its range, shapes do not fit, the covariance is
 *   none or the result overflows
 */
export function factorSkewCoefficients(input: FactorSkewInput): FactorSkewCoefficients {
  const terms = assetTerms(input);
  const { speeds, shapes } = factorModes(input.loadings, input.factorCovariance, terms);
  const weights = speeds.map((speed) => Math.sqrt(speed * Math.sqrt(input.gamma)));
  const skewLoadings = shapes.mulRowVector(weights).to2DArray();
  const base = baseHalfSpreads(
    terms,
    skewLoadings.map((row) => row.reduce((sum, each) => sum + each * each, 0)),
  );
  return finiteResult('factorSkewCoefficients', { ...base, skewLoadings });
}

/**
 * Exposures f = loadings' q, one per column of the loadings; a fill of asset i adds size times row i.
 *
 * @param positions signed inventory of each asset, units
 * @throws DomainError when there is not one finite position per asset
 */
export function skewExposures(
  { skewLoadings }: FactorSkewCoefficients,
  positions: readonly number[],
): readonly number[] {
  requireSameLength({ skewLoadings, positions });
  requireList('positions', positions);
  const count = skewLoadings[0]?.length ?? 0;
  return Array.from({ length: count }, (_, factor) =>
    skewLoadings.reduce((sum, row, asset) => sum + (row[factor] ?? 0) * (positions[asset] ?? 0), 0),
  );
}

/**
 * Quotes of all assets at exposures of {@link skewExposures}.
 *
 * @throws DomainError when the exposures do not fit or the result overflows
 */
export function factorSkewQuotes(
  coefficients: FactorSkewCoefficients,
  exposures: readonly number[],
): MultiAssetQuotes {
  const { skewLoadings } = coefficients;
  requireSameLength({ 'a row of skewLoadings': skewLoadings[0] ?? [], exposures });
  const shifts = skewLoadings.map((row) =>
    row.reduce((sum, each, factor) => sum + each * (exposures[factor] ?? 0), 0),
  );
  return shiftedQuotes(coefficients, shifts);
}
