/** The infinite-horizon form of Avellaneda and Stoikov 2008 (section 2.3) as quotes by inventory level. */
import { DomainError } from '../../errors.js';
import { finiteResult, requireNonNegative, requirePositive, requireWhole } from '../domain.js';
import { avellanedaStoikovInfiniteHorizon } from './avellaneda-stoikov.js';
import { halfSpreadConstant } from './intensity-terms.js';
import { LEVELS_PER_SIDE_MAX, type QuoteTable } from './quote-table.js';

/** Arguments of {@link avellanedaStoikovInfiniteTable}. */
export interface AvellanedaStoikovInfiniteTableInput {
  /** Risk aversion, 1/quote currency, above 0. */
  readonly gamma: number;
  /** Volatility, price per square root of time, above 0. */
  readonly sigma: number;
  /** Decay of the fill intensity, 1/price, above 0. */
  readonly k: number;
  /** Size of one fill in base units, above 0. */
  readonly tradeSize: number;
  /** Levels on each side of flat inventory, a whole number from 1 to 500. */
  readonly levelsPerSide: number;
  /**
   * Discount rate, 1/time. Default: the paper's choice (gamma D sigma)^2 (levels + 1)^2 / 2, with which
   * the last level is the bound of inventory; a larger one discounts more and skews less.
   */
  readonly discountRate?: number;
}

/**
 * Each side at its reservation price of section 2.3, and ln(1 + gamma D / k) / (gamma D) beyond it, which
 * is what exponential utility adds against fills A e^(-k delta). Risk aversion counts fills of size D.
 *
 * @throws DomainError when an argument is outside its range, the discount rate is so low that a level
 *   has no price, or the result overflows
 */
export function avellanedaStoikovInfiniteTable(
  input: AvellanedaStoikovInfiniteTableInput,
): QuoteTable {
  const { gamma, sigma, k, tradeSize, levelsPerSide } = input;
  requirePositive({ gamma, sigma, k, tradeSize });
  requireWhole({ levelsPerSide }, 1, LEVELS_PER_SIDE_MAX);
  const perFill = gamma * tradeSize;
  const bound = (perFill * sigma * (levelsPerSide + 1)) ** 2 / 2;
  const { discountRate = bound } = input;
  requireNonNegative({ discountRate });
  if (!(discountRate >= bound)) {
    throw new DomainError('with so low a discount rate a level has no price', {
      discountRate,
      least: bound,
    });
  }
  const half = halfSpreadConstant(perFill, k);
  const levels = Array.from({ length: 2 * levelsPerSide + 1 }, (_, index) => index - levelsPerSide);
  const pricesAt = (position: number) =>
    avellanedaStoikovInfiniteHorizon({
      price: 0,
      position,
      gamma: perFill,
      sigma,
      omega: discountRate,
    });
  const prices = levels.map(pricesAt);
  const last = levels.length - 1;
  return finiteResult('avellanedaStoikovInfiniteTable', {
    lowestPosition: -levelsPerSide * tradeSize,
    tradeSize,
    deltaBid: prices.map(({ bid }, level) => (level === last || bid === null ? null : half - bid)),
    deltaAsk: prices.map(({ ask }, level) => (level === 0 || ask === null ? null : half + ask)),
  });
}
