/**
 * The risk aversion gamma that pulls as hard as an operator wants, when the fill intensity is known,
 * for example estimated: the counterpart of the units of each model, which choose k by a half-spread.
 */
import { finiteResult, requirePositive } from '../domain.js';
import type { AvellanedaStoikovTerms } from './avellaneda-stoikov-units.js';
import { gueantAversion, type XiMode } from './gueant-inversion.js';
import type { GueantTerms } from './gueant-units.js';
import { halfSpreadConstant } from './intensity-terms.js';
import { type InventoryPull, type ReferenceTerms, requireTerms } from './operator-units.js';
import { skewForPull } from './skew-search.js';

/** A known fill intensity A e^(-k delta). */
export interface KnownIntensity {
  /** 1/s, above 0. */
  readonly intensityA: number;
  /** 1/price, above 0. */
  readonly intensityK: number;
}

/** Skews are searched up to where their own half-spread lets e^4 less through. */
const SEARCH_EXPONENT = 4;

function skewPerUnitOf(
  pull: InventoryPull,
  terms: ReferenceTerms & KnownIntensity,
  halfSpreadOf: (skewPerUnit: number) => number,
): number {
  const { intensityA, intensityK } = terms;
  requireTerms(terms);
  requirePositive({ intensityA, intensityK });
  return skewForPull(pull, SEARCH_EXPONENT / intensityK, terms, (skewPerUnit) => ({
    halfSpread: halfSpreadOf(skewPerUnit),
    skewPerUnit,
    intensityK,
    intensityA,
  }));
}

/**
 * Risk aversion of Gueant's closed form with skew sigma c2 per unit; see {@link gueantAversion}. A
 * half-life or a utilisation is turned into the smallest skew that has it.
 *
 * @returns gamma, 1/quote currency
 * @throws DomainError when an argument is outside its range, the pull cannot be reached or the
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
