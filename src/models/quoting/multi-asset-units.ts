/**
 * Operator units and model units of the multi-asset quotes, both directions: one risk aversion for
 * the whole book, and what it does to the inventory of each asset while the others are flat.
 */
import { DomainError } from '../../errors.js';
import { finiteResult, requirePositive, requireWhole } from '../domain.js';
import { requireSameLength } from '../shapes.js';
import type { XiMode } from './gueant-inversion.js';
import {
  type MultiAssetCoefficients,
  type MultiAssetInput,
  multiAssetCoefficients,
} from './multi-asset.js';
import type { FactorSkewCoefficients } from './multi-asset-factors.js';
import type { AssetFlow, SideIntensity } from './multi-asset-flow.js';
import { type FlowOperatorUnits, type InventoryTerms, priceOfBps } from './operator-units.js';

/** What turns bps and full inventory of one asset into prices and units. All above 0. */
export type AssetReference = Pick<InventoryTerms, 'referencePrice' | 'maxPosition'>;

/** Shift of each asset's own quotes per unit of its own inventory. */
function ownSkews(coefficients: MultiAssetCoefficients | FactorSkewCoefficients): number[] {
  if ('skew' in coefficients) return coefficients.skew.map((row, asset) => row[asset] ?? 0);
  return coefficients.skewLoadings.map((row) => row.reduce((sum, each) => sum + each * each, 0));
}

/** Fills per time at a distance, and how many are lost per unit of distance. */
function fillsAt({ intensityA, intensityK }: SideIntensity, delta: number) {
  const rate = intensityA * Math.exp(-intensityK * delta);
  return { rate, lost: rate * intensityK };
}

function unitsOf(
  { tradeSize, bid, ask }: AssetFlow,
  half: { readonly bid: number; readonly ask: number },
  skewPerUnit: number,
  terms: AssetReference,
): FlowOperatorUnits {
  const { referencePrice, maxPosition } = terms;
  requirePositive({ referencePrice, maxPosition, tradeSize });
  const [buys, sells] = [fillsAt(bid, half.bid), fillsAt(ask, half.ask)];
  const pull = tradeSize * skewPerUnit * (buys.lost + sells.lost);
  const deviation = tradeSize * Math.sqrt((buys.rate + sells.rate) / (2 * pull));
  return finiteResult('multiAssetOperatorUnits', {
    inventorySkewBps: (skewPerUnit * maxPosition) / priceOfBps(terms),
    halfSpreadBps: (half.bid / 2 + half.ask / 2) / priceOfBps(terms),
    inventoryHalfLifeSeconds: pull > 0 ? Math.LN2 / pull : null,
    utilisation: pull > 0 ? deviation / maxPosition : null,
  });
}

/**
 * Operator units of each asset while the others are flat; the half-spread is the mean of both sides.
 *
 * @param assets the flow that the coefficients were made from, with rates per second
 * @param terms one entry per asset
 * @throws DomainError when the lists differ in length, an argument is outside its range or the
 *   result overflows
 */
export function multiAssetOperatorUnits(
  assets: readonly AssetFlow[],
  coefficients: MultiAssetCoefficients | FactorSkewCoefficients,
  terms: readonly AssetReference[],
): readonly FlowOperatorUnits[] {
  const { halfSpreadBid, halfSpreadAsk } = coefficients;
  requireSameLength({ assets, halfSpreadBid, terms });
  const skews = ownSkews(coefficients);
  return assets.map((asset, index) => {
    const half = { bid: halfSpreadBid[index] ?? 0, ask: halfSpreadAsk[index] ?? 0 };
    const none = { referencePrice: Number.NaN, maxPosition: Number.NaN };
    return unitsOf(asset, half, skews[index] ?? 0, terms[index] ?? none);
  });
}

/** Arguments of {@link multiAssetGamma}. */
export interface MultiAssetGammaInput extends Omit<MultiAssetInput, 'gamma' | 'xi'> {
  readonly xiMode: XiMode;
  /** Index of the asset whose skew is given. */
  readonly asset: number;
  /** Shift of its quotes at its own full inventory, bps of its reference price, above 0. */
  readonly inventorySkewBps: number;
  /** Of that asset. */
  readonly terms: AssetReference;
}

/** The logarithm of the skew rises with that of gamma at a slope of 1/2 to 1. */
const SECANT_STEPS_MAX = 50;
const ENOUGH_DIGITS = 1e-13;

/**
 * Risk aversion that gives one asset the skew asked for, far from the horizon. With xi = 0 gamma is
 * (skew / Gamma_ii)^2; with xi = gamma Gamma depends on it, by the secant method.
 *
 * @throws DomainError when an argument is outside its range, the asset carries no risk or the
 *   result overflows
 */
export function multiAssetGamma(input: MultiAssetGammaInput): number {
  const { asset, assets, inventorySkewBps, terms, xiMode } = input;
  const { referencePrice, maxPosition } = terms;
  requireWhole({ asset }, 0, assets.length - 1);
  requirePositive({ inventorySkewBps, referencePrice, maxPosition });
  const wanted = Math.log((inventorySkewBps * priceOfBps(terms)) / maxPosition);
  const excessAt = (logGamma: number): number => {
    const gamma = Math.exp(logGamma);
    const { skew } = multiAssetCoefficients({ ...input, gamma, xi: xiMode === 'zero' ? 0 : gamma });
    return Math.log(skew[asset]?.[asset] ?? 0) - wanted;
  };
  let [before, excessBefore] = [0, excessAt(0)];
  let here = before - 2 * excessBefore;
  for (let step = 0; step < SECANT_STEPS_MAX; step += 1) {
    const excess = Number.isFinite(here) ? excessAt(here) : Number.NaN;
    if (Math.abs(excess) <= ENOUGH_DIGITS) return Math.exp(here);
    const secant = (excess - excessBefore) / (here - before);
    [before, excessBefore] = [here, excess];
    here -= excess / Math.min(1, Math.max(0.5, secant));
  }
  throw new DomainError(`no risk aversion gives asset ${asset} this skew`, {
    asset,
    inventorySkewBps,
  });
}
