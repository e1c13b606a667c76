/**
 * Fill intensities of many assets and what the quotes of Bergault, Evangelista, Gueant and Vieira
 * (see multi-asset.ts) take from them.
 */
import { DomainError } from '../../errors.js';
import { requireNonNegative, requirePositive } from '../domain.js';
import { halfSpreadConstant, inverseC } from './intensity-terms.js';

/** Fills of one side at rate A e^(-k delta). */
export interface SideIntensity {
  /** Fill intensity at the fair value, 1/time, above 0. */
  readonly intensityA: number;
  /** Decay of the fill intensity, 1/price of the asset, above 0. */
  readonly intensityK: number;
}

/** One asset that is quoted. */
export interface AssetFlow {
  readonly bid: SideIntensity;
  readonly ask: SideIntensity;
  /** Size of one fill, units of the asset, above 0. */
  readonly tradeSize: number;
}

/** What all multi-asset models take. */
export interface MultiAssetFlow {
  /** One entry per asset, at least one. */
  readonly assets: readonly AssetFlow[];
  /** Risk aversion, 1/quote currency, 0 or more. */
  readonly gamma: number;
  /** Aversion to non-execution, 1/quote currency: gamma (CARA) or 0 (mean-variance), 0 or more. */
  readonly xi: number;
}

/** Quotes of each asset at flat inventory: fair value - bid and ask - fair value, price. */
export interface BaseHalfSpreads {
  readonly halfSpreadBid: readonly number[];
  readonly halfSpreadAsk: readonly number[];
  /**
   * Shift of both quotes that uneven flow calls for, price: the bid stands this much further from
   * the fair value, the ask nearer. Part of the half-spreads; 0 where both sides have one intensity.
   */
  readonly flowShift: readonly number[];
}

/** Numbers of the quadratic Hamiltonian of one side, a0 + a1 p + a2 p^2 / 2. */
interface SideTerms {
  readonly a1: number;
  readonly a2: number;
  /** c1: distance at which a fill that costs no value is quoted, price. */
  readonly constant: number;
}

/** Numbers of one asset. */
export interface AssetTerms {
  readonly tradeSize: number;
  readonly bid: SideTerms;
  readonly ask: SideTerms;
  /** D = z (a2 of the bid + a2 of the ask): how fast a cost per unit moves inventory. */
  readonly response: number;
}

/** a1 = -A C, a2 = A k C with C of {@link inverseC}. */
function sideTerms(side: SideIntensity, aversion: number): SideTerms {
  const { intensityA, intensityK } = side;
  requirePositive({ intensityA, intensityK });
  const rate = intensityA / inverseC(aversion / intensityK);
  return { a1: -rate, a2: rate * intensityK, constant: halfSpreadConstant(aversion, intensityK) };
}

/**
 * Terms of every asset.
 *
 * @throws DomainError when there is no asset, an argument is outside its range or a term overflows
 */
export function assetTerms({ assets, gamma, xi }: MultiAssetFlow): readonly AssetTerms[] {
  requireNonNegative({ gamma, xi });
  if (assets.length === 0) throw new DomainError('there is no asset', { assets: 0 });
  return assets.map(({ tradeSize, ...sides }, asset) => {
    requirePositive({ tradeSize });
    const bid = sideTerms(sides.bid, xi * tradeSize);
    const ask = sideTerms(sides.ask, xi * tradeSize);
    const response = tradeSize * (bid.a2 + ask.a2);
    if (!(response > 0 && Number.isFinite(response))) {
      throw new DomainError(`the flow of asset ${asset} is outside binary64`, { asset, response });
    }
    return { tradeSize, bid, ask, response };
  });
}

/**
 * Half-spreads at flat inventory from the diagonal of the skew matrix S, price per unit:
 * z S_ii / 2 + c1 of the side +- flowShift, flowShift = -z / D (a1 bid - a1 ask +
 * z S_ii (a2 bid - a2 ask) / 2).
 */
export function baseHalfSpreads(
  terms: readonly AssetTerms[],
  skewDiagonal: readonly number[],
): BaseHalfSpreads {
  const risk = terms.map(({ tradeSize }, asset) => (tradeSize * (skewDiagonal[asset] ?? 0)) / 2);
  const flowShift = terms.map(({ tradeSize, bid, ask, response }, asset) => {
    const uneven = bid.a1 - ask.a1 + (risk[asset] ?? 0) * (bid.a2 - ask.a2);
    return uneven === 0 ? 0 : (-tradeSize * uneven) / response;
  });
  const half = (asset: number, side: SideTerms, sign: number): number =>
    (risk[asset] ?? 0) + side.constant + sign * (flowShift[asset] ?? 0);
  return {
    halfSpreadBid: terms.map(({ bid }, asset) => half(asset, bid, 1)),
    halfSpreadAsk: terms.map(({ ask }, asset) => half(asset, ask, -1)),
    flowShift,
  };
}
