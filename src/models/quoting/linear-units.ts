/**
 * A linear price skew has no model behind it: an operator writes it in bps. What it does to
 * inventory under a flow, and the skew that does what is asked for.
 */
import { requireNonNegative, requirePositive } from '../domain.js';
import {
  type AffineQuotes,
  type FlowOperatorUnits,
  type InventoryTerms,
  type OperatorInput,
  type OperatorUnits,
  operatorUnitsOf,
  priceOfBps,
} from './operator-units.js';

/** The flow that a linear skew meets. All above 0. */
export interface LinearSkewTerms extends InventoryTerms {
  /** Fill intensity at the fair value, 1/s. */
  readonly intensityA: number;
  /** Decay of the fill intensity, 1/price. */
  readonly intensityK: number;
}

function requireLinearTerms(halfSpreadBps: number, terms: LinearSkewTerms): void {
  const { referencePrice, maxPosition, tradeSize, intensityA, intensityK } = terms;
  requirePositive({ referencePrice, maxPosition, tradeSize, intensityA, intensityK });
  requireNonNegative({ halfSpreadBps });
}

function quotesOf(
  { halfSpreadBps, inventorySkewBps }: Pick<OperatorUnits, 'halfSpreadBps' | 'inventorySkewBps'>,
  terms: LinearSkewTerms,
): AffineQuotes {
  const perBps = priceOfBps(terms);
  const { intensityA, intensityK } = terms;
  const skewPerUnit = (inventorySkewBps * perBps) / terms.maxPosition;
  return { halfSpread: halfSpreadBps * perBps, skewPerUnit, intensityA, intensityK };
}

/**
 * Half-life and utilisation of a linear skew.
 *
 * @param units bps, 0 or more
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function linearOperatorUnits(
  units: Pick<OperatorUnits, 'halfSpreadBps' | 'inventorySkewBps'>,
  terms: LinearSkewTerms,
): FlowOperatorUnits {
  const { halfSpreadBps, inventorySkewBps } = units;
  requireLinearTerms(halfSpreadBps, terms);
  requireNonNegative({ inventorySkewBps });
  return operatorUnitsOf(quotesOf(units, terms), terms);
}

/**
 * Operator units of the linear skew that has the pull asked for: the pull is proportional to the
 * skew, and one over the squared utilisation too.
 *
 * @param units bps, 0 or more; seconds and utilisation above 0
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function linearSkewForPull(units: OperatorInput, terms: LinearSkewTerms): FlowOperatorUnits {
  const { halfSpreadBps } = units;
  requireLinearTerms(halfSpreadBps, terms);
  if ('inventorySkewBps' in units) return linearOperatorUnits(units, terms);
  const one = operatorUnitsOf(quotesOf({ halfSpreadBps, inventorySkewBps: 1 }, terms), terms);
  let inventorySkewBps: number;
  if ('inventoryHalfLifeSeconds' in units) {
    const { inventoryHalfLifeSeconds } = units;
    requirePositive({ inventoryHalfLifeSeconds });
    inventorySkewBps = (one.inventoryHalfLifeSeconds ?? Number.NaN) / inventoryHalfLifeSeconds;
  } else {
    const { targetUtilisation } = units;
    requirePositive({ targetUtilisation });
    inventorySkewBps = ((one.utilisation ?? Number.NaN) / targetUtilisation) ** 2;
  }
  return linearOperatorUnits({ halfSpreadBps, inventorySkewBps }, terms);
}
