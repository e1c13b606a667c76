/** What portfolios own: cash and PnL by asset. */
import { EvenkeelError } from '../../errors.js';
import type { PortfolioTotals } from '../reduce/index.js';

/** Cash of portfolios, a row of assets each. */
export class CashTable {
  readonly #amounts: Float64Array;
  readonly #assets: number;

  constructor(portfolios: number, assets: number) {
    this.#assets = assets;
    this.#amounts = new Float64Array(portfolios * assets);
  }

  /** Adds to an account. @throws EvenkeelError `USAGE` for an amount that is not finite */
  add(portfolio: number, asset: number, amount: number): void {
    if (!Number.isFinite(amount)) throw new EvenkeelError('USAGE', `cash of ${amount}`, { amount });
    const place = portfolio * this.#assets + asset;
    this.#amounts[place] = (this.#amounts[place] ?? 0) + amount;
  }

  /** One entry per asset; a view. */
  of(portfolio: number): Float64Array {
    return this.#amounts.subarray(portfolio * this.#assets, (portfolio + 1) * this.#assets);
  }
}

/** One asset of a portfolio, in that asset. */
export interface AssetEquity {
  readonly equity: number;
  readonly initialMargin: number;
  readonly maintenanceMargin: number;
}

/** A portfolio, reporting currency. */
export interface PortfolioEquity extends AssetEquity {
  readonly cash: number;
  readonly assets: readonly AssetEquity[];
}

/**
 * @param rates reporting currency per unit of each asset
 * @param cash of the portfolio, one entry per asset
 */
export function portfolioEquity(
  totals: PortfolioTotals,
  rates: Float64Array,
  cash: Float64Array,
): PortfolioEquity {
  const assets = totals.assets.map(({ pnl, initialMargin, maintenanceMargin }, asset) => ({
    equity: (cash[asset] ?? 0) + pnl,
    initialMargin,
    maintenanceMargin,
  }));
  const valued = (of: (asset: AssetEquity) => number): number =>
    assets.reduce((sum, asset, place) => sum + (rates[place] ?? 0) * of(asset), 0);
  return {
    cash: cash.reduce((sum, amount, asset) => sum + (rates[asset] ?? 0) * amount, 0),
    equity: valued(({ equity }) => equity),
    initialMargin: valued(({ initialMargin }) => initialMargin),
    maintenanceMargin: valued(({ maintenanceMargin }) => maintenanceMargin),
    assets,
  };
}
