/** Cash, scenarios and VaR through files: what the parts give by themselves, and sums that hold. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { historicalVar, varBacktest } from '../../src/models/index.js';
import { type EvaluateOptions, evaluate, type VarOptions } from '../../src/portfolio/index.js';
import { MADE_ROWS, type MadeRow } from './made-market.js';
import { madePanel } from './made-panel.js';
import { query, SmallFiles } from './small-files.js';

const AS_OF = '2026-01-30T08:00:00Z';
const SCENARIOS = {
  span16: { priceScanRange: 0.12, volatilityScanRange: 0.1 },
  custom: [
    { name: 'crash', price: { BTC: -0.4, '*': -0.6 }, volatility: 0.8, days: 2 },
    { name: 'half', price: 0.2, weight: 0.5 },
  ],
};
const BACKTEST_DAYS = 60;
const DAYS = 200;

type Row = Readonly<Record<string, number | string | null>>;

const files = new SmallFiles();
afterAll(() => files.remove());

const market = files.table('made.csv', MADE_ROWS);
const POSITIONS: readonly Row[] = MADE_ROWS.flatMap((terms: MadeRow, place) =>
  ['calm', 'wild'].map((portfolio, own) => ({
    portfolio,
    instrument: String(terms.instrument),
    position: ((((place * 2 + own) * 37) % 101) - 40) * Number(terms.lot_size),
    average_entry: place % 3 === 0 ? null : Number(terms.mark ?? 50),
    booked: 10 * own,
  })),
);
const positions = files.table('positions.csv', POSITIONS);
const cash = files.table('cash.csv', [
  { portfolio: 'calm', asset: 'USD', amount: 1e6 },
  { portfolio: 'calm', asset: 'BTC', amount: -0.5 },
  { portfolio: 'wild', asset: 'BTC', amount: 3 },
]);

function panelFile(name: string, symbols: readonly string[]): string {
  const { times, prices } = madePanel(DAYS, symbols);
  const rows = prices.map((row, day) => [times[day], ...row].join(','));
  return files.write(name, [['day', ...symbols].join(','), ...rows]);
}
const panel = panelFile('panel.csv', ['ETH', 'BTC', 'DOGE']);

async function rowsOf(name: string): Promise<Row[]> {
  const path = files.path(name);
  const columns = (await query(`DESCRIBE FROM '${path}'`)).map(([column]) => String(column));
  return (await query(`FROM '${path}'`)).map((row) =>
    Object.fromEntries(
      columns.map((column, place) => {
        const value = row[place];
        return [column, typeof value === 'bigint' ? Number(value) : (value as Row[string])];
      }),
    ),
  );
}

function run(name: string, options: Partial<EvaluateOptions>) {
  return evaluate(
    { positions, cash },
    { table: market, asOf: AS_OF },
    {
      output: files.path(`${name}.parquet`),
      portfolios: files.path(`${name}-portfolios.parquet`),
      workers: 1,
      ...options,
    },
  );
}

const sum = (rows: readonly Row[], column: string): number =>
  rows.reduce((total, row) => total + Number(row[column]), 0);

/** Relative to the scale of what was added. */
function expectNear(value: number, expected: number, scale: number): void {
  expect(Math.abs(value - expected)).toBeLessThanOrEqual(1e-10 * scale);
}

describe('historical VaR with scenarios', () => {
  let results: Row[];
  let portfolios: Row[];
  let scenarioPnl: Row[];
  let risk: Row[];
  let contributions: Row[];
  const own = (rows: readonly Row[], portfolio: Row): Row[] =>
    rows.filter((row) => row.portfolio === portfolio.portfolio);

  beforeAll(async () => {
    const paths = Object.fromEntries(
      (['scenarioPnl', 'risk', 'contributions'] as const).map((name) => [
        name,
        files.path(`${name}.parquet`),
      ]),
    );
    const valueAtRisk: VarOptions = { method: 'historical', confidences: [0.95, 0.99] };
    const more = { panel, backtestDays: BACKTEST_DAYS, scenarios: SCENARIOS, valueAtRisk };
    await run('all', { ...more, ...paths, positionRisk: true, workers: 2 });
    results = await rowsOf('all.parquet');
    portfolios = await rowsOf('all-portfolios.parquet');
    scenarioPnl = await rowsOf('scenarioPnl.parquet');
    risk = await rowsOf('risk.parquet');
    contributions = await rowsOf('contributions.parquet');
  }, 300_000);

  it('adds up equity from cash and positions, and says leverage and verdict', () => {
    expect(portfolios.map(({ portfolio, positions: count }) => [portfolio, count])).toEqual([
      ['calm', MADE_ROWS.length],
      ['wild', MADE_ROWS.length],
    ]);
    const [calm, wild] = portfolios;
    expect(calm?.cash).toBeCloseTo(1e6 - 0.5 * 50_000, 6);
    expect(wild?.cash).toBeCloseTo(3 * 50_000, 6);
    for (const portfolio of portfolios) {
      const rows = own(results, portfolio);
      const gross = rows.reduce((total, { notional }) => total + Math.abs(Number(notional)), 0);
      const equity = Number(portfolio.cash) + sum(rows, 'pnl');
      expectNear(Number(portfolio.gross_notional), gross, gross);
      expectNear(Number(portfolio.net_notional), sum(rows, 'notional'), gross);
      expectNear(Number(portfolio.equity), equity, gross);
      if (equity > 0) expectNear(Number(portfolio.leverage), gross / equity, gross / equity);
      else expect(portfolio.leverage).toBeNull();
      expect(portfolio.verdict).toBe(equity > 0 ? 'SOLVENT' : 'INSOLVENT');
    }
  });

  it('writes the matrix of span16 and custom scenarios', () => {
    for (const portfolio of portfolios) {
      const rows = own(scenarioPnl, portfolio);
      expect(rows).toHaveLength(18);
      expect(rows.slice(16).map(({ scenario, weight }) => [scenario, weight])).toEqual([
        ['crash', 1],
        ['half', 0.5],
      ]);
      const worst = rows.reduce((one, row) => (Number(row.pnl) < Number(one.pnl) ? row : one));
      expect(portfolio.worst_pnl).toBe(worst.pnl);
      expect(portfolio.worst_scenario).toBe(worst.scenario);
    }
  });

  it('says the worst scenario of every position', async () => {
    // A portfolio of its own for each: its matrix holds what the position loses, without coins held.
    const alone = POSITIONS.map((row, place) => ({
      ...row,
      portfolio: `p${String(place).padStart(3, '0')}`,
      average_entry: null,
      booked: 0,
    }));
    const file = files.table('alone.csv', alone);
    await evaluate(
      { positions: file },
      { table: market, asOf: AS_OF },
      {
        output: files.path('alone.parquet'),
        portfolios: files.path('alone-portfolios.parquet'),
        scenarios: SCENARIOS,
        workers: 1,
      },
    );
    const expected = await rowsOf('alone-portfolios.parquet');
    expect(results.map(({ worst_pnl }) => worst_pnl)).toEqual(
      expected.map(({ worst_pnl }) => worst_pnl),
    );
    expect(results.map(({ worst_scenario }) => worst_scenario)).toEqual(
      expected.map(({ worst_scenario }) => worst_scenario),
    );
  }, 300_000);

  it('has parts of positions, underlyings and cash that add up to VaR and ES', () => {
    for (const portfolio of portfolios) {
      for (const column of ['value_at_risk', 'expected_shortfall']) {
        const parts = own(contributions, portfolio);
        const coins = sum(
          parts.filter(({ kind }) => kind === 'cash'),
          column,
        );
        const scale = Number(portfolio.expected_shortfall) + Math.abs(coins);
        expectNear(sum(parts, column), Number(portfolio[column]), scale);
        expectNear(sum(own(results, portfolio), column) + coins, Number(portfolio[column]), scale);
      }
    }
  });

  it('is held against the days that followed', () => {
    expect(risk.map(({ portfolio, confidence }) => [portfolio, confidence])).toEqual(
      ['calm', 'wild'].flatMap((name) => [0.95, 0.99].map((confidence) => [name, confidence])),
    );
    for (const row of risk) {
      expect(row.method).toBe('historical');
      expectNear(
        Number(row.expected_exceptions),
        (1 - Number(row.confidence)) * (DAYS - BACKTEST_DAYS),
        DAYS,
      );
      expect(Number(row.exceptions)).toBeGreaterThanOrEqual(0);
      expect(Number(row.kupiec_p)).toBeGreaterThan(0);
      expect(Number(row.kupiec_p)).toBeLessThanOrEqual(1);
    }
  });

  it('is that of the moves of a linear position', async () => {
    const { symbols, prices } = madePanel(DAYS, ['ETH', 'BTC']);
    const btc = symbols.indexOf('BTC');
    const one = files.table('linear.csv', [
      { portfolio: 'one', instrument: 'BTC-PERP', position: 2 },
    ]);
    await evaluate(
      { positions: one },
      { table: market, asOf: AS_OF },
      {
        output: files.path('linear.parquet'),
        risk: files.path('linear-risk.parquet'),
        panel: panelFile('two.csv', ['ETH', 'BTC']),
        valueAtRisk: { method: 'historical', confidences: [0.95] },
        backtestDays: BACKTEST_DAYS,
        workers: 1,
      },
    );
    const pnl = prices
      .slice(1)
      .map((row, day) => 2 * 50_000.5 * ((row[btc] ?? 0) / (prices[day]?.[btc] ?? 1) - 1));
    const expected = historicalVar({ pnl, confidence: 0.95 });
    const [row] = await rowsOf('linear-risk.parquet');
    expectNear(Number(row?.value_at_risk), expected.valueAtRisk, 1e5);
    expectNear(Number(row?.expected_shortfall), expected.expectedShortfall, 1e5);
    const told = pnl
      .slice(BACKTEST_DAYS)
      .map(
        (_, day) =>
          historicalVar({ pnl: pnl.slice(day, day + BACKTEST_DAYS), confidence: 0.95 }).valueAtRisk,
      );
    const backtest = varBacktest({
      pnl: pnl.slice(BACKTEST_DAYS),
      valueAtRisk: told,
      confidence: 0.95,
    });
    expect(row?.exceptions).toBe(backtest.exceptions);
    expect(row?.kupiec_p).toBeCloseTo(backtest.coverage.pValue, 9);
  }, 300_000);
});

describe('VaR', () => {
  it('without history of what is held is refused, or keeps it still and says so', async () => {
    const short = panelFile('short.csv', ['BTC']);
    const valueAtRisk = { method: 'historical' } as const;
    const before = files.others();
    await expect(run('short', { panel: short, valueAtRisk })).rejects.toMatchObject({
      code: 'DATA',
    });
    expect(files.others()).toEqual(before);
    const summary = await run('short', {
      panel: short,
      valueAtRisk: { ...valueAtRisk, missing: 'still' },
    });
    expect(summary.totals?.valueAtRisk?.missing).toEqual(['ETH']);
  }, 300_000);

  it('by factors and by drawn moves has parts that add up; draws repeat with their seed', async () => {
    const figures = async (name: string, valueAtRisk: VarOptions): Promise<Row[]> => {
      const contributions = files.path(`${name}-parts.parquet`);
      await run(name, { valueAtRisk, contributions });
      const parts = await rowsOf(`${name}-parts.parquet`);
      const portfolios = await rowsOf(`${name}-portfolios.parquet`);
      for (const { portfolio, value_at_risk } of portfolios) {
        const own = parts.filter((row) => row.portfolio === portfolio && row.kind === 'underlying');
        expectNear(
          sum(own, 'value_at_risk'),
          Number(value_at_risk),
          Math.abs(Number(value_at_risk)),
        );
      }
      return portfolios;
    };
    await figures('parametric', { method: 'parametric', confidences: [0.99] });
    const drawn = { method: 'monteCarlo', draws: 2000, confidences: [0.95] } as const;
    const first = await figures('first', { ...drawn, seed: 1 });
    expect(await figures('again', { ...drawn, seed: 1 })).toEqual(first);
    const other = await figures('other', { ...drawn, seed: 2 });
    expect(other[0]?.value_at_risk).not.toBe(first[0]?.value_at_risk);
  }, 300_000);
});

describe('risk of positions', () => {
  it('without scenarios or history is refused', () =>
    expect(run('none', { positionRisk: true })).rejects.toMatchObject({ code: 'USAGE' }));
});
