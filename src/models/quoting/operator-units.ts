/**
 * Operator units and model units of the two models with a risk aversion, both directions.
 * Operators think in bps at full inventory, bps of half-spread and half-lives; the models in gamma
 * and k. A reference price and a reference volatility tie them together.
 */
import { DomainError } from '../../errors.js';
import { finiteResult, requireNonNegative, requirePositive } from '../domain.js';
import { gueantCoefficients } from './gueant.js';
import {
  type GueantModelUnits,
  gueantFromCoefficients,
  gueantSkewForHalfLife,
  type XiMode,
} from './gueant-inversion.js';
import { halfSpreadConstant } from './intensity-terms.js';
import { inventoryHalfLife } from './inventory-half-life.js';

const PRICE_PER_BPS = 1e-4;

/** What ties operator units to model units. All above 0. */
export interface ReferenceTerms {
  /** Quote currency. */
  readonly referencePrice: number;
  /** Volatility, price per sqrt(second). */
  readonly sigma: number;
  /** Deviation from the target that counts as full inventory, base units. */
  readonly maxPosition: number;
  /** Size of one fill, base units. */
  readonly tradeSize: number;
}

/** A model in operator units. */
export interface OperatorUnits {
  /** Shift of both quotes at full inventory, bps of the reference price. */
  readonly inventorySkewBps: number;
  /** Half-spread at target inventory, bps of the reference price. */
  readonly halfSpreadBps: number;
  /** Time in which a small deviation halves; null when it is not known or infinite. */
  readonly inventoryHalfLifeSeconds: number | null;
}

/** {@link ReferenceTerms} of an Avellaneda-Stoikov model. */
export interface AvellanedaStoikovTerms extends ReferenceTerms {
  /** Time to the end of the session in seconds, above 0. */
  readonly tau: number;
}

function requireTerms(terms: ReferenceTerms): void {
  const { referencePrice, sigma, maxPosition, tradeSize } = terms;
  requirePositive({ referencePrice, sigma, maxPosition, tradeSize });
}

/**
 * Avellaneda-Stoikov model units. With skew and half in price at the reference price:
 * gamma = skew / (sigma^2 tau Qmax), k = gamma D / (e^(gamma D c) - 1),
 * c = half - gamma sigma^2 tau D / 2 (gamma = 0: k = 1/c). Eqs 29 and 30 read backwards.
 *
 * @param units bps, both 0 or more
 * @throws DomainError when an argument is outside its range, when the skew leaves no constant
 *   half-spread (c <= 0) or the result overflows
 */
export function avellanedaStoikovModelUnits(
  units: Pick<OperatorUnits, 'inventorySkewBps' | 'halfSpreadBps'>,
  terms: AvellanedaStoikovTerms,
): { readonly gamma: number; readonly k: number } {
  const { inventorySkewBps, halfSpreadBps } = units;
  const { referencePrice, sigma, maxPosition, tradeSize: D, tau } = terms;
  requireNonNegative({ inventorySkewBps, halfSpreadBps });
  requireTerms(terms);
  requirePositive({ tau });
  const perBps = referencePrice * PRICE_PER_BPS;
  const skewPerUnit = (inventorySkewBps * perBps) / maxPosition;
  const gamma = skewPerUnit / (sigma * sigma * tau);
  const constant = halfSpreadBps * perBps - (skewPerUnit * D) / 2;
  if (!(constant > 0)) {
    const least = (inventorySkewBps * D) / (2 * maxPosition);
    throw new DomainError(
      `halfSpreadBps is ${halfSpreadBps}; with this skew, size and limit it must be above ${least}`,
      { halfSpreadBps, least },
    );
  }
  const exponent = gamma * D * constant;
  const k = (exponent === 0 ? 1 : exponent / Math.expm1(exponent)) / constant;
  if (!(k > 0)) {
    throw new DomainError(
      'no k gives this half-spread at the risk aversion of this skew; lower one of them',
      { gamma, k },
    );
  }
  return finiteResult('avellanedaStoikovModelUnits', { gamma, k });
}

/**
 * Operator units of an Avellaneda-Stoikov model. The half-life is null: there is no intensity A.
 *
 * @param units gamma 1/quote currency, 0 or more; k 1/price, above 0
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function avellanedaStoikovOperatorUnits(
  units: { readonly gamma: number; readonly k: number },
  terms: AvellanedaStoikovTerms,
): OperatorUnits {
  const { gamma, k } = units;
  const { referencePrice, sigma, maxPosition, tradeSize, tau } = terms;
  requireNonNegative({ gamma, tau });
  requirePositive({ k });
  requireTerms(terms);
  const skewPerUnit = gamma * sigma * sigma * tau;
  const half = (skewPerUnit * tradeSize) / 2 + halfSpreadConstant(gamma * tradeSize, k);
  const perBps = referencePrice * PRICE_PER_BPS;
  return finiteResult('avellanedaStoikovOperatorUnits', {
    inventorySkewBps: (skewPerUnit * maxPosition) / perBps,
    halfSpreadBps: half / perBps,
    inventoryHalfLifeSeconds: null,
  });
}

/** {@link ReferenceTerms} of a Gueant-Lehalle-Fernandez-Tapia model. */
export interface GueantTerms extends ReferenceTerms {
  /** Fill intensity at the fair value, 1/s, above 0. */
  readonly intensityA: number;
}

/** How strong the pull to the target is: by shift or by time, one of the two. */
export type GueantOperatorInput = { readonly halfSpreadBps: number } & (
  | { readonly inventorySkewBps: number }
  | { readonly inventoryHalfLifeSeconds: number }
);

/**
 * Model units of the closed form. With skew and half in price at the reference price:
 * c2 = skew / (sigma Qmax), c1 = half - D sigma c2 / 2, then {@link gueantFromCoefficients}.
 * A half-life is first turned into the smallest skew that has it.
 *
 * @param units bps, 0 or more, the half-spread above 0; seconds, above 0
 * @throws DomainError when an argument is outside its range, when the skew leaves no constant
 *   half-spread, the half-life cannot be reached or the result overflows
 */
export function gueantModelUnits(
  units: GueantOperatorInput,
  terms: GueantTerms & { readonly xiMode: XiMode },
): GueantModelUnits {
  const { halfSpreadBps } = units;
  const { referencePrice, sigma, maxPosition, tradeSize, intensityA } = terms;
  requirePositive({ halfSpreadBps, intensityA });
  requireTerms(terms);
  const perBps = referencePrice * PRICE_PER_BPS;
  const half = halfSpreadBps * perBps;
  let skewPerUnit: number;
  if ('inventorySkewBps' in units) {
    requireNonNegative({ inventorySkewBps: units.inventorySkewBps });
    skewPerUnit = (units.inventorySkewBps * perBps) / maxPosition;
  } else {
    const { inventoryHalfLifeSeconds } = units;
    requirePositive({ inventoryHalfLifeSeconds });
    skewPerUnit = gueantSkewForHalfLife(inventoryHalfLifeSeconds, half, sigma, terms);
  }
  const coefficients = { c1: half - (tradeSize * skewPerUnit) / 2, c2: skewPerUnit / sigma };
  return gueantFromCoefficients(finiteResult('gueantModelUnits', coefficients), terms);
}

/**
 * Operator units of the closed form: skew = sigma c2 Qmax and half = c1 + D sigma c2 / 2 in bps of
 * the reference price, and the half-life of {@link inventoryHalfLife}.
 *
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function gueantOperatorUnits(units: GueantModelUnits, terms: GueantTerms): OperatorUnits {
  const { referencePrice, sigma, maxPosition, tradeSize, intensityA } = terms;
  requireTerms(terms);
  const { intensityK } = units;
  const { c1, c2 } = gueantCoefficients({ ...units, intensityA, tradeSize });
  const skewPerUnit = sigma * c2;
  const halfSpread = c1 + (tradeSize * skewPerUnit) / 2;
  const flow = { intensityA, intensityK, tradeSize, halfSpread, skewPerUnit };
  const perBps = referencePrice * PRICE_PER_BPS;
  return finiteResult('gueantOperatorUnits', {
    inventorySkewBps: (skewPerUnit * maxPosition) / perBps,
    halfSpreadBps: halfSpread / perBps,
    inventoryHalfLifeSeconds: inventoryHalfLife(flow),
  });
}
