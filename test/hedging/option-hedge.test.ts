/** Delta, gamma and vega hedged together by a perpetual and options. */
import { describe, expect, it } from 'vitest';
import type { OutputFrame } from '../../src/index.js';
import { costAwareHedge } from '../../src/models/index.js';
import { optionDesk } from './option-desk.js';

type Hedge = Extract<OutputFrame, { name: 'hedge' }>;

describe('minimum variance with options', () => {
  it('is the solution of the model, cut to lots', () => {
    const desk = optionDesk({ riskAversion: 1e-3 });
    desk.sellStraddle(400);
    const hedges = desk.book
      .drainFrames()
      .filter((frame): frame is Hedge => frame.name === 'hedge');
    expect(hedges.length).toBeGreaterThanOrEqual(2);
    const report = desk.book.explainHedge(0);
    const { exposures, covariance } = desk.problem();
    const { hedge } = costAwareHedge({
      instrumentExposures: ['deltaPerLot', 'gammaPerLot', 'vegaPerLot'].map((greek) =>
        report.instruments.map((one) => one[greek as 'deltaPerLot']),
      ),
      bookExposures: exposures,
      covariance,
      riskAversion: 1e-3,
      costs: report.instruments.map((one) => one.buyCostPerLot ?? 0),
    });
    const sent = report.instruments.map(({ instrument }) =>
      hedges
        .filter((one) => one.instrument === instrument)
        .reduce((sum, { side, sizeLots }) => sum + (side === 0 ? sizeLots : -sizeLots), 0),
    );
    hedge.forEach((lots, index) => {
      expect(Math.abs(Math.trunc(lots) - (sent[index] ?? 0))).toBeLessThanOrEqual(1);
    });
  });

  it('leaves less variance than no hedge, and never a worse book', () => {
    const desk = optionDesk({ riskAversion: 1e-3 });
    desk.sellStraddle(400);
    const report = desk.book.explainHedge(0);
    expect(report.action).toBe('TARGET');
    expect(report.holdCost ?? 0).toBeGreaterThan(report.payCost ?? Number.POSITIVE_INFINITY);
    expect(Math.abs(report.gamma)).toBeLessThan(Math.abs(desk.gammaBefore));
  });
});

describe('whalleyWilmott with options', () => {
  it('widens the band with the gamma of the book', () => {
    const desk = optionDesk({ mode: 'whalleyWilmott', riskAversion: 1e-4 });
    desk.sellStraddle(400);
    const report = desk.book.explainHedge(0);
    const cost = report.instruments[0]?.sellCostPerLot ?? 0;
    const lambda = cost / (report.instruments[0]?.deltaPerLot ?? 1) / 60_000;
    const width = Math.cbrt((1.5 * lambda * 60_000 * report.gamma ** 2) / 1e-4);
    expect(report.bandHigh).toBeCloseTo(width, 9);
    expect(width).toBeGreaterThan(0);
  });
});
