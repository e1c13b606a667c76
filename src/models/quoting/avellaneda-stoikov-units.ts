/** Operator units and model units of Avellaneda-Stoikov quotes, both directions. */
import { DomainError } from '../../errors.js';
import { finiteResult, requireNonNegative, requirePositive } from '../domain.js';
import { halfSpreadConstant } from './intensity-terms.js';
import {
  type FlowOperatorUnits,
  type OperatorInput,
  operatorUnitsOf,
  priceOfBps,
  type ReferenceTerms,
  requireTerms,
} from './operator-units.js';
import { skewForPull } from './skew-search.js';

/** {@link ReferenceTerms} of an Avellaneda-Stoikov model. */
export interface AvellanedaStoikovTerms extends ReferenceTerms {
  /** Time to the end of the session in seconds, above 0. */
  readonly tau: number;
  /** Fill intensity at the fair value, 1/s, above 0; without it no half-life is known. */
  readonly intensityA?: number;
}

/** Parameters of the model that follow from operator units. */
export interface AvellanedaStoikovModelUnits {
  /** 1/quote currency. */
  readonly gamma: number;
  /** 1/price. */
  readonly k: number;
}

/**
 * Parameters with these quotes: gamma = skew / (sigma^2 tau), k = gamma D / (e^(gamma D c) - 1),
 * c = half - skew D / 2 (gamma = 0: k = 1/c). Eqs 29 and 30 read backwards.
 */
function parametersOf(
  halfSpread: number,
  skewPerUnit: number,
  { sigma, tau, tradeSize, referencePrice }: AvellanedaStoikovTerms,
): AvellanedaStoikovModelUnits {
  const gamma = skewPerUnit / (sigma * sigma * tau);
  const constant = halfSpread - (skewPerUnit * tradeSize) / 2;
  if (!(constant > 0)) {
    const perBps = priceOfBps({ referencePrice });
    const halfSpreadBps = halfSpread / perBps;
    const least = (skewPerUnit * tradeSize) / 2 / perBps;
    throw new DomainError(
      `halfSpreadBps is ${halfSpreadBps}; with this skew, size and limit it must be above ${least}`,
      { halfSpreadBps, least },
    );
  }
  const exponent = gamma * tradeSize * constant;
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
 * Avellaneda-Stoikov model units.
 *
 * @param units bps, 0 or more; a half-life in seconds or a utilisation, above 0, is turned into the
 *   smallest skew that has it; a half-life needs the intensity A
 * @throws DomainError when an argument is outside its range, when the skew leaves no constant
 *   half-spread (c <= 0), the pull cannot be reached or the result overflows
 */
export function avellanedaStoikovModelUnits(
  units: OperatorInput,
  terms: AvellanedaStoikovTerms,
): AvellanedaStoikovModelUnits {
  const { halfSpreadBps } = units;
  const { tau, intensityA } = terms;
  requireNonNegative({ halfSpreadBps });
  requireTerms(terms);
  requirePositive({ tau });
  if ('inventoryHalfLifeSeconds' in units)
    requirePositive({ intensityA: intensityA ?? Number.NaN });
  const halfSpread = halfSpreadBps * priceOfBps(terms);
  const skewPerUnit = skewForPull(units, halfSpread, terms, (skew) => ({
    halfSpread,
    skewPerUnit: skew,
    intensityK: parametersOf(halfSpread, skew, terms).k,
    intensityA: intensityA ?? null,
  }));
  return parametersOf(halfSpread, skewPerUnit, terms);
}

/**
 * Operator units of an Avellaneda-Stoikov model. The half-life is null without an intensity A.
 *
 * @param units gamma 1/quote currency, 0 or more; k 1/price, above 0
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function avellanedaStoikovOperatorUnits(
  units: AvellanedaStoikovModelUnits,
  terms: AvellanedaStoikovTerms,
): FlowOperatorUnits {
  const { gamma, k } = units;
  const { sigma, tradeSize, tau, intensityA } = terms;
  requireNonNegative({ gamma, tau });
  requirePositive({ k });
  requireTerms(terms);
  const skewPerUnit = gamma * sigma * sigma * tau;
  const halfSpread = (skewPerUnit * tradeSize) / 2 + halfSpreadConstant(gamma * tradeSize, k);
  const quotes = { halfSpread, skewPerUnit, intensityK: k, intensityA: intensityA ?? null };
  return operatorUnitsOf(finiteResult('avellanedaStoikovOperatorUnits', quotes), terms);
}
