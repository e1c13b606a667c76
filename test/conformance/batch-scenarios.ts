/** PnL of a vector's holdings in scenarios, the way a batch takes. */
import { type ScenariosInput, validateScenarios } from '../../src/portfolio/scenarios/index.js';
import { Bench } from '../portfolio/batch.js';
import { positionColumns } from '../portfolio/made-market.js';
import { batchMarket, type PricedHolding } from './batch-market.js';

/** Weighted PnL by scenario, quote currency; the worst loss and which it is. */
export interface BatchScenarios {
  readonly pnls: readonly number[];
  readonly margin: number;
  readonly worst: number;
}

export function batchScenarios(
  holdings: readonly PricedHolding[],
  spot: number,
  rate: number,
  document: ScenariosInput,
): BatchScenarios {
  const { market, positions } = batchMarket(holdings, spot, rate);
  const bench = new Bench(market, 1, { scenarios: validateScenarios(document) });
  const [report] = bench.report(positionColumns(positions), ['all']);
  if (report === undefined) throw new Error('no portfolio');
  const { row, pnls } = report;
  const worst = bench.plan.set.names.indexOf(String(row.worst_scenario));
  return { pnls, margin: Number(row.scenario_margin), worst };
}
