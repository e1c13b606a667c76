/**
 * Bergault, Evangelista, Gueant and Vieira, Closed-form approximations in multi-asset market making,
 * Applied Mathematical Finance 28(2) 2021 (arXiv:1810.04383). Quotes are affine in the inventory of
 * all assets: what is solved here once is half-spreads and one matrix, and what is left to do at a
 * change of inventory is a product. For one asset it is the closed form of Gueant 2017.
 */
import { Matrix } from 'ml-matrix';
import { DomainError } from '../../errors.js';
import { finiteResult, requireNonNegative } from '../domain.js';
import { type Rows, requireList, requireSameLength } from '../shapes.js';
import {
  type AssetTerms,
  assetTerms,
  type BaseHalfSpreads,
  baseHalfSpreads,
  type MultiAssetFlow,
} from './multi-asset-flow.js';
import { covarianceModes, type RiskModes } from './risk-modes.js';

/** Arguments of {@link multiAssetCoefficients}. */
export interface MultiAssetInput extends MultiAssetFlow {
  /** Covariance of price changes per unit of time, price of one asset times price of the other. */
  readonly covariance: Rows;
}

/** Arguments of {@link multiAssetFiniteCoefficients}. */
export interface MultiAssetFiniteInput extends MultiAssetInput {
  /** Time to the end of the session, 0 or more. */
  readonly tau: number;
}

/**
 * Quotes of all assets as functions of inventory: deltaBid_i = halfSpreadBid_i + (skew q)_i,
 * deltaAsk_i = halfSpreadAsk_i - (skew q)_i.
 */
export interface MultiAssetCoefficients extends BaseHalfSpreads {
  /** Shift of both quotes of an asset (row) per unit of another (column); symmetric. */
  readonly skew: Rows;
  /** Skew for a risk aversion of 1 far from the horizon; null with a horizon. */
  readonly unitSkew: Rows | null;
}

/** Distances of the quotes of all assets from their fair values, in price. */
export interface MultiAssetQuotes {
  readonly deltaBid: readonly number[];
  readonly deltaAsk: readonly number[];
}

/** D^-1/2 Q diag(values) Q' D^-1/2, symmetric in its rounding too. */
function assemble({ shapes }: RiskModes, values: readonly number[]): Matrix {
  const weighted = shapes.clone().mulRowVector([...values]);
  const product = weighted.mmul(shapes.transpose());
  return Matrix.add(product, product.transpose()).div(2);
}

function coefficientsOf(
  terms: readonly AssetTerms[],
  skew: Matrix,
  unitSkew: Matrix | null,
): MultiAssetCoefficients {
  return finiteResult('multi-asset coefficients', {
    ...baseHalfSpreads(terms, skew.diagonal()),
    skew: skew.to2DArray(),
    unitSkew: unitSkew?.to2DArray() ?? null,
  });
}

/**
 * Coefficients far from the horizon: skew = sqrt(gamma) Gamma, the solution of
 * Gamma D Gamma = Sigma, Gamma = D^-1/2 (D^1/2 Sigma D^1/2)^1/2 D^-1/2. Takes the eigenvalues of a
 * matrix of all assets: some 200 a fraction of a second. Where few factors make all the risk,
 * {@link factorSkewCoefficients} is exact too and far cheaper.
 *
 * @throws DomainError when an argument is outside its range, the covariance is none or the result
 *   overflows
 */
export function multiAssetCoefficients(input: MultiAssetInput): MultiAssetCoefficients {
  const terms = assetTerms(input);
  const modes = covarianceModes(input.covariance, terms);
  const unitSkew = assemble(modes, modes.speeds);
  return coefficientsOf(terms, Matrix.mul(unitSkew, Math.sqrt(input.gamma)), unitSkew);
}

/**
 * Coefficients with a horizon, at whose end inventory costs nothing: skew = 2 A(tau) =
 * D^-1/2 V tanh(V tau) D^-1/2, V = sqrt(gamma) (D^1/2 Sigma D^1/2)^1/2.
 *
 * @throws DomainError as {@link multiAssetCoefficients}, and when the sides of an asset differ
 */
export function multiAssetFiniteCoefficients(input: MultiAssetFiniteInput): MultiAssetCoefficients {
  const { tau, gamma } = input;
  requireNonNegative({ tau });
  const terms = assetTerms(input);
  const uneven = terms.findIndex(({ bid, ask }) => bid.a1 !== ask.a1 || bid.a2 !== ask.a2);
  if (uneven >= 0) {
    throw new DomainError(
      `with a horizon both sides need one intensity; those of asset ${uneven} differ`,
      { asset: uneven },
    );
  }
  const modes = covarianceModes(input.covariance, terms);
  const speeds = modes.speeds.map((speed) => speed * Math.sqrt(gamma));
  const pulls = speeds.map((speed) => speed * Math.tanh(speed * tau));
  return coefficientsOf(terms, assemble(modes, pulls), null);
}

/**
 * Quotes of all assets at an inventory.
 *
 * @param positions signed inventory of each asset, units
 * @throws DomainError when there is not one finite position per asset or the result overflows
 */
export function multiAssetQuotes(
  coefficients: MultiAssetCoefficients,
  positions: readonly number[],
): MultiAssetQuotes {
  const { skew } = coefficients;
  requireSameLength({ skew, positions });
  requireList('positions', positions);
  const shifts = skew.map((row) =>
    row.reduce((sum, each, asset) => sum + each * (positions[asset] ?? 0), 0),
  );
  return shiftedQuotes(coefficients, shifts);
}

/** Both quotes of all assets moved by what inventory costs. */
export function shiftedQuotes(
  { halfSpreadBid, halfSpreadAsk }: BaseHalfSpreads,
  shifts: readonly number[],
): MultiAssetQuotes {
  return finiteResult('multi-asset quotes', {
    deltaBid: halfSpreadBid.map((half, asset) => half + (shifts[asset] ?? 0)),
    deltaAsk: halfSpreadAsk.map((half, asset) => half - (shifts[asset] ?? 0)),
  });
}
