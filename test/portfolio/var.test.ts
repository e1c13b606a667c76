/** VaR of portfolios: what the models say of the same profits, parts that add up, backtest, refusals. */
import { describe, expect, it } from 'vitest';
import { historicalVar, varBacktest, weightedHistoricalVar } from '../../src/models/index.js';
import {
  CashTable,
  contributionRows,
  riskRows,
  riskSummary,
} from '../../src/portfolio/report/index.js';
import { validateScenarios } from '../../src/portfolio/scenarios/index.js';
import type { PanelPrices, VarOptions } from '../../src/portfolio/var/index.js';
import { Bench } from './batch.js';
import { MADE_ROWS, madeMarket, positionColumns } from './made-market.js';
import { madePanel } from './made-panel.js';

const NAMES = ['calm', 'wild'];
const market = madeMarket(64 * 2 ** 20);

const PANEL = madePanel(300, ['ETH', 'BTC', 'DOGE']);

const positions = positionColumns(
  Array.from({ length: 60 }, (_, place) => ({
    portfolio: place % 2,
    instrument: (place * 5) % MADE_ROWS.length,
    lots: ((place * 37) % 101) - 40,
  })),
);

function cash(): CashTable {
  const table = new CashTable(2, market.assets.length);
  table.add(0, market.assets.indexOf('USD'), 1e6);
  table.add(1, market.assets.indexOf('BTC'), 3);
  return table;
}

function run(valueAtRisk: VarOptions, more: { backtestDays?: number; panel?: PanelPrices } = {}) {
  const scenarios = validateScenarios({ grid: {} });
  const bench = new Bench(market, 2, { scenarios, valueAtRisk, panel: PANEL, ...more });
  const reports = bench.report(positions, NAMES, cash());
  return { bench, reports };
}

/** VaR and ES of contributions of some kinds by portfolio. */
function summed(rows: ReturnType<typeof contributionRows>, portfolio: string, kinds: string[]) {
  const own = rows.filter((row) => row.portfolio === portfolio && kinds.includes(String(row.kind)));
  const sum = (field: 'value_at_risk' | 'expected_shortfall'): number =>
    own.reduce((total, row) => total + Number(row[field]), 0);
  return {
    count: own.length,
    valueAtRisk: sum('value_at_risk'),
    expectedShortfall: sum('expected_shortfall'),
  };
}

describe('historical VaR', () => {
  it.each([1, 0.97])('has parts by underlying and cash that add up, decay %d', (decay) => {
    const { bench, reports } = run({ method: 'historical', confidences: [0.95, 0.99], decay });
    const parts = bench.parts(positions, reports);
    const rows = contributionRows(bench.plan, reports, market, parts);
    for (const { row, figures, history } of reports) {
      const [first] = figures;
      const options = { pnl: history, confidence: 0.95 };
      const expected =
        decay === 1 ? historicalVar(options) : weightedHistoricalVar({ ...options, decay });
      expect(history).toHaveLength(300);
      expect(first?.valueAtRisk).toBe(expected.valueAtRisk);
      expect(first?.expectedShortfall).toBe(expected.expectedShortfall);
      const found = summed(rows, String(row.portfolio), ['underlying', 'cash']);
      const scale = Math.abs(expected.expectedShortfall);
      expect(found.count).toBe(3);
      expect(Math.abs(found.valueAtRisk - expected.valueAtRisk) / scale).toBeLessThan(1e-10);
      expect(Math.abs(found.expectedShortfall - scale) / scale).toBeLessThan(1e-10);
    }
  });

  it('counts the coins that are held', () => {
    const { reports } = run({ method: 'historical' });
    const { bench } = run({ method: 'historical' });
    const without = bench.report(positions, NAMES);
    const [, wild] = reports;
    const [, bare] = without;
    const btc = PANEL.symbols.indexOf('BTC');
    const move = (PANEL.prices[1]?.[btc] ?? 0) / (PANEL.prices[0]?.[btc] ?? 1) - 1;
    expect((wild?.history[0] ?? 0) - (bare?.history[0] ?? 0)).toBeCloseTo(3 * 50_000 * move, 4);
  });

  it('is held against the days that followed', () => {
    const { bench, reports } = run(
      { method: 'historical', confidences: [0.95] },
      { backtestDays: 100 },
    );
    for (const { backtests, history } of reports) {
      const told = history.slice(100).map((_, day) => {
        const before = history.slice(day, day + 100).sort((a, b) => a - b);
        // 95 of 100 losses are not above the sixth largest.
        return -(before[5] ?? 0);
      });
      const expected = varBacktest({
        pnl: history.slice(100),
        valueAtRisk: told,
        confidence: 0.95,
      });
      expect(backtests[0]).toMatchObject({ ...expected, days: 200, windowDays: 100 });
    }
    const [row] = riskRows(bench.plan, reports);
    expect(row?.kupiec_p).toBe(reports[0]?.backtests[0]?.coverage.pValue);
    expect(riskSummary(bench.plan, reports).backtest?.[0]?.days).toBe(400);
  });

  it('takes moves over several days, overlapping', () => {
    const { reports } = run({ method: 'historical', horizonDays: 10 });
    expect(reports[0]?.history).toHaveLength(291);
  });

  it('refuses underlyings without history, or keeps them still and says so', () => {
    const panel = madePanel(50, ['BTC']);
    expect(() => run({ method: 'historical' }, { panel })).toThrow(/no prices of ETH/);
    const { bench, reports } = run({ method: 'historical', missing: 'still' }, { panel });
    expect(riskSummary(bench.plan, reports).valueAtRisk?.missing).toEqual(['ETH']);
  });

  it.each([
    [{ method: 'historical', confidences: [1] }, {}, /confidence is 1/],
    [{ method: 'historical', horizonDays: 0 }, {}, /horizonDays is 0/],
    [{ method: 'historical', horizonDays: 5 }, { backtestDays: 50 }, /over 1 day/],
    [{ method: 'parametric' }, { backtestDays: 50 }, /historical/],
    [{ method: 'historical' }, { backtestDays: 299 }, /a window of 299 of 300 days/],
  ] as const)('refuses %j %j', (options, more, message) => {
    expect(() => run(options, more)).toThrow(message);
  });
});

describe('VaR by factors', () => {
  it('has parts by underlying, and by factor with the specific one, that add up', () => {
    const { bench, reports } = run({ method: 'parametric', horizonDays: 4 });
    const rows = contributionRows(bench.plan, reports, market);
    for (const { row, figures } of reports) {
      for (const kinds of [['underlying'], ['factor', 'specific']]) {
        const found = summed(rows, String(row.portfolio), kinds);
        expect(found.valueAtRisk).toBeCloseTo(figures[0]?.valueAtRisk ?? 0, 6);
        expect(found.expectedShortfall).toBeCloseTo(figures[0]?.expectedShortfall ?? 0, 6);
      }
    }
  });

  it('by drawn moves repeats with its seed, adds up, and is near the normal one without gamma', () => {
    const linear = positionColumns(
      [5, -3].map((lots, portfolio) => ({ portfolio, instrument: 1 + 4 * portfolio, lots })),
    );
    const bench = (options: VarOptions) => new Bench(market, 2, { valueAtRisk: options });
    const drawn = bench({ method: 'monteCarlo', draws: 20_000, seed: 3, confidences: [0.95] });
    const reports = drawn.report(linear, NAMES);
    expect(drawn.report(linear, NAMES)).toEqual(reports);
    const normal = bench({ method: 'parametric', confidences: [0.95] }).report(linear, NAMES);
    const rows = contributionRows(drawn.plan, reports, market);
    reports.forEach(({ row, figures }, portfolio) => {
      const valueAtRisk = figures[0]?.valueAtRisk ?? 0;
      expect(valueAtRisk / (normal[portfolio]?.figures[0]?.valueAtRisk ?? 0)).toBeCloseTo(1, 1);
      const found = summed(rows, String(row.portfolio), ['underlying']);
      expect(found.valueAtRisk).toBeCloseTo(valueAtRisk, 6);
    });
  });
});

describe('rows of portfolios', () => {
  it('state equity, worst scenario and verdict', () => {
    const { bench, reports } = run({ method: 'historical' });
    for (const { row, pnls, equity } of reports) {
      const least = Math.min(...pnls);
      expect(row.worst_pnl).toBe(least);
      expect(row.worst_scenario).toBe(bench.plan.set.names[pnls.indexOf(least)]);
      expect(row.scenario_margin).toBe(Math.max(0, -least));
      expect(row.equity).toBeCloseTo(Number(row.cash) + Number(row.pnl), 4);
      expect(row.verdict).toBe(equity.equity < 0 ? 'INSOLVENT' : 'SOLVENT');
    }
    const summary = riskSummary(bench.plan, reports);
    expect(summary).toMatchObject({ portfolios: 2, positions: 60, scenarios: 15 });
    expect(reports[0]?.row.cash).toBe(1e6);
    expect(reports[1]?.row.cash).toBe(150_000);
  });
});
