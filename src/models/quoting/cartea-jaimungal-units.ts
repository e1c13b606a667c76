/**
 * Operator units and model units of Cartea and Jaimungal with even flow, both directions: the
 * closed form of Gueant with xi = 0, gamma sigma^2 = 2 phi, A = the rate of market orders and fills
 * of one lot, which is the limit far from the horizon and the limits of inventory.
 */
import { finiteResult, requireNonNegative, requirePositive } from '../domain.js';
import { gueantModelUnits, gueantOperatorUnits } from './gueant-units.js';
import type { FlowOperatorUnits, OperatorInput } from './operator-units.js';

/** What ties operator units to model units. All above 0. */
export interface CarteaJaimungalTerms {
  /** Quote currency. */
  readonly referencePrice: number;
  /** Deviation from the target that counts as full inventory, lots. */
  readonly maxLots: number;
  /** Market orders per second on each side. */
  readonly marketOrderRate: number;
}

/** Parameters of the model that follow from operator units. */
export interface CarteaJaimungalModelUnits {
  /** Decay of the probability that an order reaches the quote, 1/price. */
  readonly kappa: number;
  /** Running penalty per squared lot, price/(lot x s). */
  readonly phi: number;
}

const gueantTerms = ({ referencePrice, maxLots, marketOrderRate }: CarteaJaimungalTerms) => ({
  referencePrice,
  maxPosition: maxLots,
  intensityA: marketOrderRate,
  tradeSize: 1,
  sigma: 1,
});

/**
 * Model units: with skew per lot s, 1 / kappa = half - s / 2 and phi = rate kappa s^2 / e.
 *
 * @param units bps, 0 or more, the half-spread above 0; seconds and utilisation above 0
 * @throws DomainError when an argument is outside its range, when the skew leaves no constant
 *   half-spread, the pull cannot be reached or the result overflows
 */
export function carteaJaimungalModelUnits(
  units: OperatorInput,
  terms: CarteaJaimungalTerms,
): CarteaJaimungalModelUnits {
  const got = gueantModelUnits(units, { ...gueantTerms(terms), xiMode: 'zero' });
  return { kappa: got.intensityK, phi: got.gamma / 2 };
}

/**
 * Operator units of even flow far from the horizon: skew per lot s = sqrt(e phi / (rate kappa)),
 * half = 1 / kappa + s / 2.
 *
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function carteaJaimungalOperatorUnits(
  { kappa, phi }: CarteaJaimungalModelUnits,
  terms: CarteaJaimungalTerms,
): FlowOperatorUnits {
  requirePositive({ kappa });
  requireNonNegative({ phi });
  const { gamma } = finiteResult('carteaJaimungalOperatorUnits', { gamma: 2 * phi });
  return gueantOperatorUnits({ gamma, xi: 0, intensityK: kappa }, gueantTerms(terms));
}
