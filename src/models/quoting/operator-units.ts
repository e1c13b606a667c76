/**
 * Operators think in bps at full inventory, bps of half-spread, half-lives and how much of the limit
 * is in use; the models in gamma, A and k. A reference price and a reference volatility tie them
 * together. What all models share is here; each model has its own file.
 */
import { finiteResult, requirePositive } from '../domain.js';
import { inventoryHalfLife, inventoryUtilisation } from './inventory-pull.js';

const PRICE_PER_BPS = 1e-4;

/** What turns bps and full inventory into prices and sizes. All above 0. */
export interface InventoryTerms {
  /** Quote currency. */
  readonly referencePrice: number;
  /** Deviation from the target that counts as full inventory, base units. */
  readonly maxPosition: number;
  /** Size of one fill, base units. */
  readonly tradeSize: number;
}

/** What ties operator units to model units. All above 0. */
export interface ReferenceTerms extends InventoryTerms {
  /** Volatility, price per sqrt(second). */
  readonly sigma: number;
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

/** Operator units of a model that knows how its quotes are filled. */
export interface FlowOperatorUnits extends OperatorUnits {
  /** Standard deviation of inventory over full inventory; null when nothing pulls it back. */
  readonly utilisation: number | null;
}

/** How strong the pull to the target is: by shift, by time or by what is left, one of the three. */
export type InventoryPull =
  | { readonly inventorySkewBps: number }
  | { readonly inventoryHalfLifeSeconds: number }
  | { readonly targetUtilisation: number };

/** What an operator writes. */
export type OperatorInput = { readonly halfSpreadBps: number } & InventoryPull;

/** @throws DomainError when a term is not above 0 */
export function requireTerms(terms: ReferenceTerms): void {
  const { referencePrice, sigma, maxPosition, tradeSize } = terms;
  requirePositive({ referencePrice, sigma, maxPosition, tradeSize });
}

/** Price of one basis point of the reference price. */
export function priceOfBps({ referencePrice }: Pick<InventoryTerms, 'referencePrice'>): number {
  return referencePrice * PRICE_PER_BPS;
}

/** Quotes near the target: affine in inventory, filled at rate A e^(-k delta). */
export interface AffineQuotes {
  /** Half-spread at target inventory, price. */
  readonly halfSpread: number;
  /** Shift of both quotes per base unit, price. */
  readonly skewPerUnit: number;
  /** Decay of the fill intensity, 1/price. */
  readonly intensityK: number;
  /** Fill intensity at the fair value, 1/s; null when it is not known. */
  readonly intensityA: number | null;
}

/**
 * Operator units of affine quotes.
 *
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function operatorUnitsOf(quotes: AffineQuotes, terms: InventoryTerms): FlowOperatorUnits {
  const { halfSpread, skewPerUnit, intensityK, intensityA } = quotes;
  const { maxPosition, tradeSize } = terms;
  const flow = { intensityK, tradeSize, skewPerUnit };
  return finiteResult('operator units', {
    inventorySkewBps: (skewPerUnit * maxPosition) / priceOfBps(terms),
    halfSpreadBps: halfSpread / priceOfBps(terms),
    inventoryHalfLifeSeconds:
      intensityA === null ? null : inventoryHalfLife({ ...flow, intensityA, halfSpread }),
    utilisation: inventoryUtilisation({ ...flow, maxPosition }),
  });
}
