/**
 * What each resting order would add to the margin of a portfolio if it were filled. The PnL of a
 * scenario is a sum over holdings, so that n orders cost n valuations and not n portfolios.
 */
import { finiteResult, requireFinite, requireNonNegative } from '../domain.js';
import { type GridMarginInput, gridMargin } from './grid-margin.js';
import type { MarginHolding } from './scenario.js';
import { type SpanMarginInput, spanMargin } from './span-margin.js';
import { worstScenario } from './worst-scenario.js';

/** Margin with and without resting orders, in the currency of the margin. */
export interface MarginalMargin {
  /** Without any order filled. */
  readonly margin: number;
  /** Of each order: margin with it alone filled, less the margin; below 0 where it reduces risk. */
  readonly marginal: readonly number[];
  /** Largest margin that any subset of the orders leads to when filled. */
  readonly worstFillMargin: number;
}

/** The margin of scenario PnLs that the orders' PnLs add to. */
function marginalOf(
  base: readonly number[],
  orders: readonly (readonly number[])[],
): MarginalMargin {
  const lossOf = (pnls: readonly number[]): number => worstScenario(pnls).worstLoss;
  const margin = lossOf(base);
  const added = (order: readonly number[]): number[] =>
    base.map((pnl, index) => pnl + (order[index] ?? 0));
  // The worst subset of a scenario is that of the orders which lose in it.
  const losing = base.map((_, index) =>
    orders.reduce((sum, order) => sum + Math.min(order[index] ?? 0, 0), 0),
  );
  return finiteResult('marginalMargin', {
    margin,
    marginal: orders.map((order) => lossOf(added(order)) - margin),
    worstFillMargin: lossOf(added(losing)),
  });
}

/**
 * Grid margin of each order on top of the holdings. The price of an order is not asked for: what a
 * fill away from the mark earns or costs is equity, not margin.
 *
 * @param orders what each order brings when filled completely, position signed
 * @throws DomainError as `gridMargin`
 */
export function marginalGridMargin(
  input: GridMarginInput,
  orders: readonly MarginHolding[],
): MarginalMargin {
  const pnlsOf = (holdings: readonly MarginHolding[]) => gridMargin({ ...input, holdings }).pnls;
  return marginalOf(
    pnlsOf(input.holdings),
    orders.map((order) => pnlsOf([order])),
  );
}

/**
 * SPAN scan risk of each order on top of the holdings; as {@link marginalGridMargin}.
 *
 * @throws DomainError as `spanMargin`
 */
export function marginalSpanMargin(
  input: SpanMarginInput,
  orders: readonly MarginHolding[],
): MarginalMargin {
  const pnlsOf = (holdings: readonly MarginHolding[]) => spanMargin({ ...input, holdings }).pnls;
  return marginalOf(
    pnlsOf(input.holdings),
    orders.map((order) => pnlsOf([order])),
  );
}

/** Arguments of {@link marginalPositionMargin}. */
export interface MarginalPositionInput {
  /** Signed, in the unit that `marginOf` takes: notional or coins. */
  readonly position: number;
  /** Size of each order in the same unit, bought above 0. */
  readonly orders: readonly number[];
  /** Margin of an absolute position, not falling: a flat rate, `tieredMaintenance`, `sizeScaledMargin`. */
  readonly marginOf: (size: number) => number;
}

/**
 * Margin of the orders in one instrument whose margin depends on |position| alone. The worst fill is
 * all orders of one side.
 *
 * @throws DomainError when an argument or a margin is outside its range
 */
export function marginalPositionMargin(input: MarginalPositionInput): MarginalMargin {
  const { position, orders, marginOf } = input;
  requireFinite({ position });
  const marginAt = (held: number): number => {
    const margin = marginOf(Math.abs(held));
    requireNonNegative({ margin });
    return margin;
  };
  const margin = marginAt(position);
  let [longest, shortest] = [position, position];
  const marginal = orders.map((order) => {
    requireFinite({ order });
    if (order > 0) longest += order;
    else shortest += order;
    return marginAt(position + order) - margin;
  });
  const worstFillMargin = Math.max(margin, marginAt(longest), marginAt(shortest));
  return finiteResult('marginalPositionMargin', { margin, marginal, worstFillMargin });
}
