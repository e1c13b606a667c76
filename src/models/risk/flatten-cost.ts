/**
 * What it costs to close positions at once as a taker against the depth that is shown, and how long
 * it takes as a share of the volume. A mark values what nobody may buy: equity after this cost is
 * what a book could pay out.
 */
import { DomainError } from '../../errors.js';
import { type PayoffKind, roundTripPnl } from '../accounting/index.js';
import { finiteResult, requireFinite, requireInside, requirePositive } from '../domain.js';
import { type Depth, type DepthLevel, requireDepth, resumePrice } from './depth.js';

/** Arguments of {@link flattenCost}. */
export interface FlattenInput {
  readonly kind: PayoffKind;
  /** Linear: base units per contract; inverse: quote units per contract; above 0. */
  readonly multiplier: number;
  /** Signed contracts, long above 0. */
  readonly position: number;
  /** Price at which the position is valued, quote currency, above 0. */
  readonly mark: number;
  /**
   * What the position is sold or bought back into, best first: falling bids for a long position,
   * rising asks for a short one.
   */
  readonly levels: readonly DepthLevel[];
  /** Share of the traded value, above -1 (a rebate), below 1. */
  readonly takerFee: number;
  /**
   * Asked for: what the depth does not take is closed at prices that go on worsening this many
   * times as fast per contract as in the depth shown; 1 or more. Otherwise it stays open.
   */
  readonly slopeMultiple?: number;
}

/** What {@link flattenCost} returns; money in settle currency. */
export interface FlattenCost {
  /** Contracts closed, 0 or more; with those at extrapolated prices. */
  readonly closed: number;
  /** Contracts closed at extrapolated prices, 0 or more. */
  readonly extrapolated: number;
  /** Contracts that stay open for want of depth, 0 or more. */
  readonly shortfall: number;
  /** Price of one trade of everything closed, harmonic for inverse contracts; null without any. */
  readonly averagePrice: number | null;
  /** Price of the last level that was needed; null without any. */
  readonly lastLevelPrice: number | null;
  /** Value lost against the mark by what was closed; below 0 when the depth is better. */
  readonly slippage: number;
  readonly fee: number;
  /** slippage + fee. */
  readonly cost: number;
}

/** Running sums over what was closed. */
interface Closing {
  contracts: number;
  slippage: number;
  /** Traded value in settle currency. */
  value: number;
}

function close(input: FlattenInput, closing: Closing, contracts: number, price: number): void {
  const { kind, multiplier, position, mark } = input;
  const held = { kind, multiplier, position: Math.sign(position) * contracts };
  closing.contracts += contracts;
  closing.slippage += roundTripPnl({ ...held, entry: price, exit: mark });
  closing.value += multiplier * (kind === 'inverse' ? contracts / price : contracts * price);
}

/**
 * Takes the levels in turn. Per contract at price p the loss against the mark M is s m (M - p),
 * inverse s m (1/p - 1/M), s the side of the position; the fee is a share of m p, inverse m / p.
 *
 * With `slopeMultiple` a price beyond the depth is the last one, worsened per contract by the mean
 * slope of the depth from the mark or the best level, whichever is farther, times the multiple. Books
 * are commonly thicker behind than at the touch, so that 1 already errs to the dear side. What a
 * linear contract cannot be sold for above 0 it is given away for.
 *
 * @throws DomainError when an argument is outside its range, levels do not worsen, there is no slope
 *   to extrapolate, it takes an inverse contract to a price of 0, or the result overflows
 */
export function flattenCost(input: FlattenInput): FlattenCost {
  const { kind, multiplier, position, mark, levels, takerFee, slopeMultiple } = input;
  requirePositive({ multiplier, mark });
  requireFinite({ position });
  requireInside({ takerFee }, -1, 1);
  const depth: Depth = { side: Math.sign(position), mark, levels };
  requireDepth(depth);
  let left = Math.abs(position);
  let lastLevelPrice: number | null = null;
  const closing: Closing = { contracts: 0, slippage: 0, value: 0 };
  for (const { price, size } of levels) {
    const taken = Math.min(left, size);
    if (taken === 0) continue;
    close(input, closing, taken, price);
    left = taken === left ? 0 : left - taken;
    lastLevelPrice = price;
  }
  if (slopeMultiple !== undefined) requireMultiple(slopeMultiple);
  const isExtrapolated = slopeMultiple !== undefined && left > 0;
  if (isExtrapolated) close(input, closing, left, resumePrice(depth, kind, left, slopeMultiple));
  const { contracts, slippage, value } = closing;
  const fee = takerFee * value + 0;
  return finiteResult('flattenCost', {
    closed: contracts,
    extrapolated: isExtrapolated ? left : 0,
    shortfall: isExtrapolated ? 0 : left,
    averagePrice: contracts > 0 ? averageOf(kind, (multiplier * contracts) / value) : null,
    lastLevelPrice,
    slippage,
    fee,
    cost: slippage + fee,
  });
}

/** The price of contracts worth `perValue` times their traded value. */
function averageOf(kind: PayoffKind, perValue: number): number {
  return kind === 'inverse' ? perValue : 1 / perValue;
}

function requireMultiple(slopeMultiple: number): void {
  if (slopeMultiple >= 1 && Number.isFinite(slopeMultiple)) return;
  const details = { slopeMultiple };
  throw new DomainError(`slopeMultiple is ${slopeMultiple}; allowed: 1 or more`, details);
}

/** One position of a portfolio; each market once, for two positions cannot sell into one depth. */
export interface PortfolioPosition extends FlattenInput {
  /** Reporting currency per unit of the settle currency, above 0. */
  readonly settleRate: number;
}

/** What {@link flattenPortfolio} returns; money in reporting currency. */
export interface PortfolioFlatten {
  /** Each position in its settle currency. */
  readonly positions: readonly FlattenCost[];
  readonly slippage: number;
  readonly fee: number;
  readonly cost: number;
  /** Indices of the positions that the depth does not close. */
  readonly open: readonly number[];
  /** Equity less the cost; null while a position stays open, because its mark is then not tested. */
  readonly liquidityAdjustedEquity: number | null;
}

/**
 * Cost of closing all positions, each into its own depth at the present rates.
 *
 * @param equity at the marks, reporting currency
 * @throws DomainError as {@link flattenCost}
 */
export function flattenPortfolio(
  equity: number,
  positions: readonly PortfolioPosition[],
): PortfolioFlatten {
  requireFinite({ equity });
  const costs = positions.map(flattenCost);
  let [slippage, fee] = [0, 0];
  for (const [index, { settleRate }] of positions.entries()) {
    requirePositive({ settleRate });
    slippage += (costs[index]?.slippage ?? 0) * settleRate;
    fee += (costs[index]?.fee ?? 0) * settleRate;
  }
  const open = costs.flatMap(({ shortfall }, index) => (shortfall > 0 ? [index] : []));
  const cost = slippage + fee;
  const liquidityAdjustedEquity = open.length === 0 ? equity - cost : null;
  const totals = { slippage, fee, cost, liquidityAdjustedEquity };
  return { positions: costs, open, ...finiteResult('flattenPortfolio', totals) };
}
