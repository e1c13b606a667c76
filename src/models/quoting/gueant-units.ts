/**
 * Operator units and model units of the closed form of Gueant, both directions. With a tradeSize of
 * 1 lot and xiMode `gamma` they are those of Gueant, Lehalle and Fernandez-Tapia.
 */
import { finiteResult, requirePositive } from '../domain.js';
import { gueantCoefficients } from './gueant.js';
import { type GueantModelUnits, gueantFromCoefficients, type XiMode } from './gueant-inversion.js';
import {
  type FlowOperatorUnits,
  type OperatorInput,
  operatorUnitsOf,
  priceOfBps,
  type ReferenceTerms,
  requireTerms,
} from './operator-units.js';
import { skewForPull } from './skew-search.js';

/** {@link ReferenceTerms} of a Gueant-Lehalle-Fernandez-Tapia model. */
export interface GueantTerms extends ReferenceTerms {
  /** Fill intensity at the fair value, 1/s, above 0. */
  readonly intensityA: number;
}

/** What an operator writes; see {@link OperatorInput}. */
export type GueantOperatorInput = OperatorInput;

/**
 * Model units of the closed form. With skew and half in price at the reference price:
 * c2 = skew / (sigma Qmax), c1 = half - D sigma c2 / 2, then {@link gueantFromCoefficients}.
 * A half-life or a utilisation is first turned into the smallest skew that has it.
 *
 * @param units bps, 0 or more, the half-spread above 0; seconds and utilisation above 0
 * @throws DomainError when an argument is outside its range, when the skew leaves no constant
 *   half-spread, the pull cannot be reached or the result overflows
 */
export function gueantModelUnits(
  units: GueantOperatorInput,
  terms: GueantTerms & { readonly xiMode: XiMode },
): GueantModelUnits {
  const { halfSpreadBps } = units;
  const { sigma, tradeSize, intensityA } = terms;
  requirePositive({ halfSpreadBps, intensityA });
  requireTerms(terms);
  const halfSpread = halfSpreadBps * priceOfBps(terms);
  const parametersAt = (skewPerUnit: number): GueantModelUnits => {
    const c1 = halfSpread - (tradeSize * skewPerUnit) / 2;
    const coefficients = { c1, c2: skewPerUnit / sigma };
    return gueantFromCoefficients(finiteResult('gueantModelUnits', coefficients), terms);
  };
  const skewPerUnit = skewForPull(units, halfSpread, terms, (skew) => {
    const { intensityK } = parametersAt(skew);
    return { halfSpread, skewPerUnit: skew, intensityK, intensityA };
  });
  return parametersAt(skewPerUnit);
}

/**
 * Operator units of the closed form: skew = sigma c2 Qmax and half = c1 + D sigma c2 / 2 in bps of
 * the reference price.
 *
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function gueantOperatorUnits(
  units: GueantModelUnits,
  terms: GueantTerms,
): FlowOperatorUnits {
  const { sigma, tradeSize, intensityA } = terms;
  requireTerms(terms);
  const { intensityK } = units;
  const { c1, c2 } = gueantCoefficients({ ...units, intensityA, tradeSize });
  const skewPerUnit = sigma * c2;
  const halfSpread = c1 + (tradeSize * skewPerUnit) / 2;
  return operatorUnitsOf({ halfSpread, skewPerUnit, intensityK, intensityA }, terms);
}
