/** The whole simulator: the same for any number of workers, and true to an independent one. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  checkMonteCarloReference,
  comparePaper,
  paperSimulation,
  simulate,
  validateSimulation,
} from '../../src/simulate/index.js';
import { ROOT } from '../cli/evenkeel.js';

const strategies = [
  { model: 'avellanedaStoikov', gamma: 0.1 },
  { model: 'gueantLehalleFernandezTapia', gamma: 0.1 },
];

describe('simulate', () => {
  it('gives the same bits for 1, 2 and 3 workers', async () => {
    const market = { moves: 'gaussian', fills: 'exponential', steps: 50 };
    const simulation = validateSimulation({ strategies, market, paths: 777, seed: 11 });
    const texts: string[] = [];
    for (const workers of [1, 2, 3]) {
      texts.push(JSON.stringify(await simulate(simulation, { workers })));
    }
    expect(new Set(texts).size).toBe(1);
    const report = JSON.parse(texts[0] ?? '');
    expect(report).toMatchObject({ end: 'complete', paths: 777, strategies: [{ paths: 777 }, {}] });
    const other = await simulate(validateSimulation({ ...simulation, seed: 12 }));
    expect(JSON.stringify(other)).not.toBe(texts[0]);
  });

  it('reports figures that agree with each other', async () => {
    const { strategies: reports } = await simulate(validateSimulation({ strategies }));
    for (const { figures } of reports) {
      if (figures === null) throw new Error('1000 paths have figures');
      const { pnl, spreadPnl, inventoryPnl } = figures;
      expect(spreadPnl + inventoryPnl).toBeCloseTo(pnl.mean, 9);
      expect(pnl.sharpe).toBeCloseTo(pnl.mean / pnl.std, 12);
      const values = pnl.quantiles.map(({ value }) => value);
      expect([...values].sort((x, y) => x - y)).toEqual(values);
      expect(pnl.quantiles.map(({ share }) => share)).toEqual([
        0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99,
      ]);
    }
  });

  it('an interruption keeps what was done', async () => {
    const stop = new AbortController();
    const simulation = validateSimulation({ strategies, paths: 1_000_000 });
    const report = await simulate(simulation, {
      signal: stop.signal,
      progress: (steps) => {
        if (steps > 250 * 200 * 4) stop.abort();
      },
    });
    expect(report.end).toBe('interrupted');
    const [first, second] = report.strategies;
    expect(first?.paths).toBeGreaterThan(0);
    expect(first?.paths).toBeLessThan(1_000_000);
    expect((first?.paths ?? 1) % 250).toBe(0);
    expect(first?.figures?.pnl.mean).toBeGreaterThan(50);
    expect(second).toMatchObject({ paths: 0, figures: null });
  });
});

describe('Avellaneda and Stoikov 2008', () => {
  const reference = JSON.parse(
    readFileSync(join(ROOT, 'test/fixtures/reference/as2008_monte_carlo.json'), 'utf8'),
  );

  it('every statistic lies in the band of the reference', async () => {
    const checks = await checkMonteCarloReference(reference);
    expect(checks).toHaveLength(5 * reference.simulated.length);
    expect(checks.filter(({ isWithin }) => !isWithin)).toEqual([]);
  });

  it('a band that is elsewhere is told', async () => {
    const [first] = structuredClone(reference.simulated);
    first.profit = { low: 70, high: 71 };
    const checks = await checkMonteCarloReference({ ...reference, simulated: [first] });
    const missed = checks.filter(({ isWithin }) => !isWithin);
    expect(missed).toMatchObject([{ gamma: 0.01, strategy: 'inventory', statistic: 'profit' }]);
  });

  it.each([
    ['another file', { model: 'as2008' }],
    ['text', 'as2008_monte_carlo'],
    ['an unknown strategy', { simulated: [{ ...reference.simulated[0], strategy: 'random' }] }],
  ])('%s is no reference', async (_, change) => {
    const file = typeof change === 'string' ? change : { ...reference, ...change };
    await expect(checkMonteCarloReference(file)).rejects.toMatchObject({ code: 'DATA' });
  });

  it('the printed tables are within four deviations of ours', async () => {
    const rows = comparePaper(await simulate(paperSimulation({ seed: 5 })));
    expect(rows).toHaveLength(6);
    for (const { figures } of rows) {
      if (figures === null) throw new Error('1000 paths have figures');
      const { averageSpread, profit, stdProfit, finalQ, stdFinalQ } = figures;
      // Printed to two digits, and averaged over time itself instead of over its steps.
      expect(Math.abs(averageSpread.printed - averageSpread.value)).toBeLessThan(0.012);
      for (const { deviations } of [profit, stdProfit, finalQ, stdFinalQ]) {
        expect(Math.abs(deviations ?? Number.NaN)).toBeLessThan(4);
      }
    }
  });
});
