/** Calibration of recorded sessions and panels. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { calibrate, calibratePanel } from '../../src/calibrate/index.js';
import { denseCovariance } from '../../src/models/index.js';
import { loadSession } from '../../src/replay/index.js';

const ROOT = resolve(import.meta.dirname, '../..');
const DATA = process.env.EVENKEEL_DATA ?? resolve(ROOT, '../shared/data');
const present = existsSync(DATA);
const title = present ? '' : ' (skipped: no recorded data; set EVENKEEL_DATA to its folder)';

describe.skipIf(!present)(`recorded sessions${title}`, () => {
  it.each(['binance-usdm', 'hyperliquid', 'aster'])('%s supports every estimate', async (name) => {
    const found = await calibrate(loadSession(resolve(ROOT, `examples/${name}.yaml`), DATA));
    expect(found.instruments.flatMap(({ refusals }) => refusals)).toEqual([]);
    for (const { volatility, intensity, meanSpreadBps, model } of found.instruments) {
      const { referencePrice = 0, realised } = volatility ?? {};
      const perBps = referencePrice * 1e-4;
      // What these markets can be: 0.1 .. 6 bps per sqrt(second), depths of 0.2 .. 3 bps.
      expect((realised?.sigma ?? 0) / perBps).toBeGreaterThan(0.1);
      expect((realised?.sigma ?? 0) / perBps).toBeLessThan(6);
      const depthBps = 1 / ((intensity?.both.intensityK ?? 0) * perBps);
      expect(depthBps).toBeGreaterThan(0.2);
      expect(depthBps).toBeLessThan(3);
      expect(meanSpreadBps).toBeLessThan(4);
      expect(model?.operatorUnits.halfSpreadBps).toBeGreaterThan(0.1);
    }
    expect(found.covariance?.correlations[0]?.[1]).toBeGreaterThan(0.4);
  });
});

describe.skipIf(!present)(`panels${title}`, () => {
  it.each([
    ['panel-crypto-hourly/cryptos_hourly_2021-01-07_2021-04-30.csv.gz', 82, 2726],
    ['panel-sp500-daily/sp500_stocks_2015-2018.csv.gz', 471, 1004],
  ])('%s: factors of %d assets', async (file, assets, steps) => {
    const { covariance } = await calibratePanel(resolve(DATA, file));
    expect(covariance.symbols).toHaveLength(assets);
    expect(covariance.steps).toBe(steps);
    const { factors, residualRms } = covariance;
    expect(factors.factorVariances.length).toBe(factors.significantFactorCount);
    expect(factors.significantFactorCount).toBeGreaterThan(1);
    expect(factors.explainedShare).toBeGreaterThan(0.4);
    expect(residualRms).toBeLessThan(0.05);
    const dense = denseCovariance(factors);
    for (const [index, variance] of covariance.variances.entries()) {
      expect((dense[index]?.[index] ?? 0) / variance).toBeCloseTo(1, 9);
    }
  });
});
