/** A portfolio as a row of the portfolio table. */
import { share, solvencyVerdict } from '../../book/index.js';
import type { PORTFOLIO_COLUMNS } from '../columns.js';
import type { PortfolioTotals } from '../reduce/index.js';
import type { RiskFigure } from '../var/index.js';
import type { PortfolioEquity } from './equity.js';

/** Values by column; null where there is none. */
export type PortfolioRow = Readonly<
  Record<(typeof PORTFOLIO_COLUMNS)[number]['name'], string | number | null>
>;

/** The scenario that loses most. */
export interface Worst {
  readonly name: string;
  readonly pnl: number;
}

/** First scenario with the lowest PnL; null without scenarios. */
export function worstOf(names: readonly string[], pnls: readonly number[]): Worst | null {
  let worst: Worst | null = null;
  pnls.forEach((pnl, place) => {
    if (worst === null || pnl < worst.pnl) worst = { name: names[place] ?? '', pnl };
  });
  return worst;
}

export function portfolioRow(
  name: string,
  totals: PortfolioTotals,
  owned: PortfolioEquity,
  worst: Worst | null,
  risk: RiskFigure | null,
): PortfolioRow {
  return {
    portfolio: name,
    positions: totals.positions,
    equity: owned.equity,
    cash: owned.cash,
    pnl: totals.pnl,
    unrealised: totals.unrealised,
    gross_notional: totals.gross,
    net_notional: totals.net,
    long_notional: totals.long,
    short_notional: totals.short,
    leverage: share(totals.gross, owned.equity),
    dollar_delta: totals.dollarDelta,
    dollar_gamma: totals.dollarGamma,
    vega: totals.vega,
    theta: totals.theta,
    initial_margin: owned.initialMargin,
    maintenance_margin: owned.maintenanceMargin,
    margin_utilisation: share(owned.initialMargin, owned.equity),
    verdict: solvencyVerdict(owned, owned.assets),
    limits_broken: totals.breaches,
    sides_withheld: totals.withheld,
    worst_scenario: worst?.name ?? null,
    worst_pnl: worst?.pnl ?? null,
    scenario_margin: worst === null ? null : Math.max(0, -worst.pnl),
    value_at_risk: risk?.valueAtRisk ?? null,
    expected_shortfall: risk?.expectedShortfall ?? null,
  };
}
