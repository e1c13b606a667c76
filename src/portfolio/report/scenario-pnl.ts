/** PnL of portfolios in scenarios: their positions, and what they hold in coins. */
import type { AssetEquity } from './equity.js';

/** Scenarios as far as PnL of a portfolio needs them. */
export interface ScenarioRates {
  /** Share of the PnL that counts. */
  readonly weights: Float64Array;
  /** Change of what a unit of each asset is worth, reporting currency: a row per scenario. */
  readonly rateChanges: Float64Array;
}

/** What the coins held gain in a scenario, by asset, before weights. */
export function coinPnl(
  { rateChanges }: ScenarioRates,
  assets: readonly AssetEquity[],
  scenario: number,
  asset: number,
): number {
  return (assets[asset]?.equity ?? 0) * (rateChanges[scenario * assets.length + asset] ?? 0);
}

/**
 * Weighted PnL in every scenario.
 *
 * @param positions PnL of positions (`PortfolioSums.scenarioPnls`)
 */
export function portfolioPnls(
  rates: ScenarioRates,
  positions: Float64Array,
  assets: readonly AssetEquity[],
): readonly number[] {
  return Array.from(positions, (pnl, scenario) => {
    const coins = assets.reduce(
      (sum, _, asset) => sum + coinPnl(rates, assets, scenario, asset),
      0,
    );
    return (rates.weights[scenario] ?? 0) * (pnl + coins);
  });
}
