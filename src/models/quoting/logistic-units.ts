/**
 * Operator units and model units of Gueant's closed form with a logistic intensity, both directions.
 * The intensity is measured and sets the half-spread; the operator chooses the risk aversion by the
 * skew at full inventory.
 */
import { DomainError } from '../../errors.js';
import { finiteResult, requireFinite, requireNonNegative, requirePositive } from '../domain.js';
import { gueantLogisticQuotes } from './gueant-logistic.js';
import { bestLogisticQuote, type LogisticIntensity } from './logistic-intensity.js';
import {
  type FlowOperatorUnits,
  priceOfBps,
  type ReferenceTerms,
  requireTerms,
} from './operator-units.js';

/** What ties operator units to model units: the measured intensity and the reference. */
export interface LogisticTerms extends ReferenceTerms, LogisticIntensity {}

function requireLogisticTerms(terms: LogisticTerms): void {
  const { lambda, alpha, beta } = terms;
  requireTerms(terms);
  requirePositive({ lambda, beta });
  requireFinite({ alpha });
}

/** Half the difference of both distances at an inventory. */
function shiftAt(position: number, costPerUnit: number, terms: LogisticTerms): number {
  const { tradeSize } = terms;
  const delta = (cost: number): number => bestLogisticQuote(terms, cost, tradeSize).delta;
  const atFlat = (tradeSize / 2) * costPerUnit;
  const moved = position * costPerUnit;
  return (delta(atFlat + moved) - delta(atFlat - moved)) / 2;
}

/**
 * Operator units of the closed form. The shift of both quotes is half the difference of their
 * distances; near the target a fill costs p = D g / 2, inventory falls back at the rate 2 g H''(p)
 * and its variance is D^2 times the fills of one side over that rate.
 *
 * @param gamma risk aversion, 1/quote currency, 0 or more
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function logisticOperatorUnits(gamma: number, terms: LogisticTerms): FlowOperatorUnits {
  const { tradeSize, maxPosition } = terms;
  requireNonNegative({ gamma });
  requireLogisticTerms(terms);
  const flat = gueantLogisticQuotes({ ...terms, gamma, position: 0 });
  const { costPerUnit } = flat;
  const near = bestLogisticQuote(terms, (tradeSize / 2) * costPerUnit, tradeSize);
  const pull = 2 * costPerUnit * near.earningCurvature;
  const perBps = priceOfBps(terms);
  const spread = (tradeSize * Math.sqrt(near.fillRate / pull)) / maxPosition;
  return finiteResult('logisticOperatorUnits', {
    inventorySkewBps: shiftAt(maxPosition, costPerUnit, terms) / perBps,
    halfSpreadBps: flat.deltaBid / perBps,
    inventoryHalfLifeSeconds: pull > 0 ? Math.LN2 / pull : null,
    utilisation: pull > 0 ? spread : null,
  });
}

/**
 * Risk aversion whose shift at full inventory is the one asked for: the shift grows with the cost g
 * of inventory, by halving; gamma = 2 H''(0) g^2 / sigma^2.
 *
 * @param inventorySkewBps bps of the reference price, 0 or more
 * @throws DomainError when an argument is outside its range or no binary64 gives this skew
 */
export function logisticGamma(inventorySkewBps: number, terms: LogisticTerms): number {
  requireNonNegative({ inventorySkewBps });
  requireLogisticTerms(terms);
  const { sigma, tradeSize, maxPosition } = terms;
  const wanted = inventorySkewBps * priceOfBps(terms);
  // delta rises by at most the cost and by at least the cost less 1 / beta times a logarithm of it.
  let high = wanted / maxPosition;
  while (shiftAt(maxPosition, high, terms) < wanted && Number.isFinite(high)) high *= 2;
  let low = 0;
  for (;;) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) break;
    if (shiftAt(maxPosition, middle, terms) < wanted) low = middle;
    else high = middle;
  }
  const { earningCurvature } = bestLogisticQuote(terms, 0, tradeSize);
  const gamma = 2 * earningCurvature * (high / sigma) ** 2;
  if (Number.isFinite(gamma)) return gamma;
  throw new DomainError(`no risk aversion gives a skew of ${inventorySkewBps} bps`, {
    inventorySkewBps,
  });
}
