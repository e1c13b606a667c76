/** Estimates against a market whose parameters are known. */
import { describe, expect, it } from 'vitest';
import { calibrate } from '../../src/calibrate/index.js';
import { gueantQuotes } from '../../src/models/index.js';
import { KNOWN, session } from './generated.js';

/** Within 4 standard errors: one miss in 16,000 tries. */
function near(estimate: number, standardError: number, expected: number): void {
  expect(standardError).toBeGreaterThan(0);
  expect(Math.abs(estimate - expected) / standardError).toBeLessThan(4);
}

describe('a market that is as the models assume', () => {
  const found = calibrate(session());

  it.each([0, 1])('instrument %i: sigma is recovered by all estimators', async (index) => {
    const { volatility } = (await found).instruments[index] ?? {};
    const price = KNOWN.prices[index] ?? 0;
    const sigma = (KNOWN.volatilityBps[index] ?? 0) * 1e-4 * price;
    // Prices wander by some percent within the hour, and sigma in price with them.
    const drift = Math.abs((volatility?.referencePrice ?? 0) / price - 1) * sigma;
    for (const name of ['realised', 'bipower', 'ewma'] as const) {
      const estimate = volatility?.[name];
      near(estimate?.sigma ?? 0, (estimate?.standardError ?? 0) + drift, sigma);
    }
    expect(Math.abs(volatility?.varianceRatio.score ?? 9)).toBeLessThan(4);
    expect(volatility?.jumpPValue).toBeGreaterThan(1e-3);
    expect(volatility?.ewma.pValue).toBeGreaterThan(1e-3);
  });

  it.each([0, 1])('instrument %i: A and k are recovered, in price units', async (index) => {
    const { intensity, refusals, volatility } = (await found).instruments[index] ?? {};
    const perBps = (volatility?.referencePrice ?? 0) * 1e-4;
    const k = (KNOWN.intensityKPerBps[index] ?? 0) / perBps;
    for (const side of ['bought', 'sold', 'both'] as const) {
      const estimate = intensity?.[side];
      near(estimate?.intensityA ?? 0, estimate?.standardErrorA ?? 0, KNOWN.intensityA[index] ?? 0);
      near(estimate?.intensityK ?? 0, estimate?.standardErrorK ?? 0, k);
      expect((estimate?.regressionK ?? 0) / k).toBeCloseTo(1, 0);
      expect(estimate?.dispersion).toBeLessThan(4);
    }
    expect(refusals).toEqual([]);
  });

  it('correlation and trade rate are recovered', async () => {
    const { covariance, instruments } = await found;
    near(
      covariance?.correlations[0]?.[1] ?? 0,
      covariance?.correlationErrors[0]?.[1] ?? 0,
      KNOWN.correlation,
    );
    const rate = instruments[0]?.orderRate ?? 0;
    expect(Math.abs(rate - 2)).toBeLessThan(4 * Math.sqrt(2 / 3600));
  });

  it('the model says in operator units what its quotes do', async () => {
    const { model, volatility, intensity } = (await found).instruments[0] ?? {};
    const { referencePrice = 0, realised } = volatility ?? {};
    const quotes = gueantQuotes({
      gamma: model?.gamma ?? 0,
      xi: model?.gamma ?? 0,
      intensityA: intensity?.both.intensityA ?? 0,
      intensityK: intensity?.both.intensityK ?? 0,
      tradeSize: 1,
      sigma: realised?.sigma ?? 0,
      position: 10,
    });
    const skewBps = ((quotes.deltaBid - quotes.deltaAsk) / 2 / referencePrice) * 1e4;
    expect(skewBps).toBeCloseTo(2, 9);
    expect(model?.operatorUnits.inventorySkewBps).toBeCloseTo(2, 9);
    expect(model?.operatorUnits.halfSpreadBps).toBeCloseTo(
      (quotes.halfSpread / referencePrice) * 1e4,
      9,
    );
  });
});

describe('what the data cannot support', () => {
  it('a short sample is refused by name, quantity, sample and threshold', async () => {
    const { instruments } = await calibrate(session({ durationSeconds: 20 }));
    const [first] = instruments;
    expect(first?.model).toBeNull();
    expect(first?.refusals).toMatchObject([
      { instrument: 'X', quantity: 'volatility', samples: 20, threshold: 100 },
      { instrument: 'X', quantity: 'intensity', measure: 'market orders', threshold: 100 },
    ]);
  });

  it('thresholds can be moved', async () => {
    const strict = await calibrate(session({ durationSeconds: 300 }), {
      thresholds: { minOrders: 1e6, maxSigmaError: 1e-3 },
    });
    const lax = await calibrate(session({ durationSeconds: 300 }), {
      thresholds: { minOrders: 20, minFit: 0.5, minScore: 1 },
    });
    expect(strict.instruments[0]?.refusals).toHaveLength(2);
    expect(lax.instruments[0]?.refusals).toEqual([]);
  });

  it('a half-life that no skew reaches is refused with the shortest', async () => {
    const { instruments } = await calibrate(session(), {
      pull: { inventoryHalfLifeSeconds: 1e-3 },
    });
    const [refusal] = instruments[0]?.refusals ?? [];
    expect(refusal).toMatchObject({ quantity: 'risk aversion', value: 1e-3 });
    expect(refusal?.threshold).toBeGreaterThan(0.1);
  });
});

describe('the reading', () => {
  it('stops at a limit and when it is interrupted', async () => {
    expect(await calibrate(session(), { limit: 50 })).toMatchObject({ events: 50, end: 'limit' });
    const signal = AbortSignal.abort();
    const stopped = await calibrate(session(), { signal });
    expect(stopped).toMatchObject({ events: 0, end: 'interrupted', covariance: null });
    expect(stopped.instruments[0]).toMatchObject({ volatility: null, intensity: null, quotes: 0 });
  });

  it('older mids make orders reach further, as the market moves meanwhile', async () => {
    const [now, late] = await Promise.all(
      [0, 5000].map((lagMs) => calibrate(session(), { lagMs, fromDepthBps: 1 })),
    );
    const decay = (found: typeof now) => found?.instruments[0]?.intensity?.both.intensityK ?? 0;
    expect(decay(late)).toBeLessThan(decay(now) * 0.9);
  });
});
