/**
 * The risk aversion gamma that pulls as hard as an operator wants, when the fill intensity is known,
 * for example estimated: the counterpart of the inversions in operator-units.ts, which choose k.
 */
import { DomainError } from '../../errors.js';
import { finiteResult, requireNonNegative, requirePositive } from '../domain.js';
import { firstCrossing, gueantAversion, type XiMode } from './gueant-inversion.js';
import { halfSpreadConstant } from './intensity-terms.js';
import { inventoryHalfLife } from './inventory-half-life.js';
import type { AvellanedaStoikovTerms, GueantTerms } from './operator-units.js';
import { skewForUtilisation } from './target-utilisation.js';

/** How strong the pull to the target is, one of the three. */
export type InventoryPull =
  | { readonly inventorySkewBps: number }
  | { readonly inventoryHalfLifeSeconds: number }
  | { readonly targetUtilisation: number };

/** A known fill intensity A e^(-k delta). */
export interface KnownIntensity {
  /** 1/s, above 0. */
  readonly intensityA: number;
  /** 1/price, above 0. */
  readonly intensityK: number;
}

const PRICE_PER_BPS = 1e-4;

/** Scanned up to where the half-spread that comes with the skew alone lets e^4 less through. */
const SCAN_EXPONENT = 4;

/** Half-spread as a function of the skew per unit, both in price. */
type HalfSpread = (skewPerUnit: number) => number;

function skewPerUnitOf(
  pull: InventoryPull,
  terms: GueantTerms & KnownIntensity,
  halfSpreadOf: HalfSpread,
): number {
  const { referencePrice, sigma, maxPosition, tradeSize, intensityA, intensityK } = terms;
  requirePositive({ referencePrice, sigma, maxPosition, tradeSize, intensityA, intensityK });
  if ('inventorySkewBps' in pull) {
    const { inventorySkewBps } = pull;
    requireNonNegative({ inventorySkewBps });
    return (inventorySkewBps * referencePrice * PRICE_PER_BPS) / maxPosition;
  }
  if ('targetUtilisation' in pull) return skewForUtilisation(pull.targetUtilisation, terms);
  const { inventoryHalfLifeSeconds } = pull;
  requirePositive({ inventoryHalfLifeSeconds });
  const most = (2 * SCAN_EXPONENT) / (intensityK * tradeSize);
  const pullAt = (skewPerUnit: number): number => {
    const flow = { intensityA, intensityK, tradeSize, skewPerUnit };
    const seconds = inventoryHalfLife({ ...flow, halfSpread: halfSpreadOf(skewPerUnit) });
    return Math.LN2 / (seconds ?? Number.POSITIVE_INFINITY);
  };
  const { crossing, largest } = firstCrossing(pullAt, Math.LN2 / inventoryHalfLifeSeconds, most);
  if (crossing !== null) return crossing;
  const shortest = Math.LN2 / largest;
  throw new DomainError(
    `a half-life of ${inventoryHalfLifeSeconds} s cannot be reached; the shortest is ${shortest} s`,
    { inventoryHalfLifeSeconds, shortest },
  );
}

/**
 * Risk aversion of Gueant's closed form with skew sigma c2 per unit; see {@link gueantAversion}. A
 * half-life is turned into the smallest skew that has it.
 *
 * @returns gamma, 1/quote currency
 * @throws DomainError when an argument is outside its range, the half-life cannot be reached or the
 *   result overflows
 */
export function gueantRiskAversion(
  pull: InventoryPull,
  terms: GueantTerms & KnownIntensity & { readonly xiMode: XiMode },
): number {
  const { sigma, tradeSize, intensityK, xiMode } = terms;
  const gammaOf = (skewPerUnit: number): number =>
    gueantAversion(skewPerUnit / sigma, intensityK, terms);
  const halfSpreadOf = (skewPerUnit: number): number => {
    const aversion = xiMode === 'zero' ? 0 : gammaOf(skewPerUnit) * tradeSize;
    return halfSpreadConstant(aversion, intensityK) + (tradeSize * skewPerUnit) / 2;
  };
  const gamma = gammaOf(skewPerUnitOf(pull, terms, halfSpreadOf));
  return finiteResult('gueantRiskAversion', { gamma }).gamma;
}

/**
 * Risk aversion of an Avellaneda-Stoikov model: skew per unit = gamma sigma^2 tau.
 *
 * @returns gamma, 1/quote currency
 * @throws DomainError as {@link gueantRiskAversion}
 */
export function avellanedaStoikovRiskAversion(
  pull: InventoryPull,
  terms: AvellanedaStoikovTerms & KnownIntensity,
): number {
  const { sigma, tau, tradeSize, intensityK } = terms;
  requirePositive({ tau });
  const gammaOf = (skewPerUnit: number): number => skewPerUnit / (sigma * sigma * tau);
  const halfSpreadOf = (skewPerUnit: number): number =>
    halfSpreadConstant(gammaOf(skewPerUnit) * tradeSize, intensityK) +
    (tradeSize * skewPerUnit) / 2;
  const gamma = gammaOf(skewPerUnitOf(pull, terms, halfSpreadOf));
  return finiteResult('avellanedaStoikovRiskAversion', { gamma }).gamma;
}
