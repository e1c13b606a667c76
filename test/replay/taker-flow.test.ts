/** Simulated takers of options: how often they come and trade, and what is charged. */
import { describe, expect, it } from 'vitest';
import type { DerivativesPort } from '../../src/replay/derivatives/index.js';
import { optionFee } from '../../src/replay/derivatives/option-fees.js';
import { TakerFlow } from '../../src/replay/derivatives/taker-flow.js';
import { validateSession } from '../../src/replay/index.js';
import { optionsDocument } from './options-session.js';

const terms = { tickSize: 0.0001, lotSize: 0.1, multiplier: 1, settleAsset: 'BTC' };

/** An option worth 0.05 coin (3000 at the index of 60000), vega 6000 quote currency. */
function port(contract: 'option' | 'inverseOption', vega = 6000): DerivativesPort {
  const priceNow = contract === 'inverseOption' ? 0.05 : 3000;
  const fake = {
    assets: ['USD', 'BTC'],
    instruments: [{ ...terms, contract }],
    option: () => ({ priced: true, priceNow, vega, index: 60_000 }),
  };
  return fake as unknown as DerivativesPort;
}

const assumptions = { lambda: 2, alpha: -1, beta: 150, seed: 7, meanOrderSizes: 0.5 };
const HOURS = 3;
const END = HOURS * 3600 * 1e6;

/** Takers that traded per side and second, when each price is `volatility` away from the model's. */
function shareOf(contract: 'option' | 'inverseOption', volatility: number): number {
  const flow = new TakerFlow(port(contract), [0], [10], assumptions);
  const perVolatility = contract === 'inverseOption' ? 0.1 : 6000;
  const fair = contract === 'inverseOption' ? 0.05 : 3000;
  let traded = 0;
  flow.begin(0);
  while (flow.due < END) {
    const taker = flow.next();
    const away = volatility * perVolatility;
    if (flow.takes(taker, taker.takesBid ? fair - away : fair + away)) traded++;
  }
  return traded / (2 * HOURS * 3600);
}

describe('takers', () => {
  it.each(['option', 'inverseOption'] as const)(
    'of an %s come at the logistic rate',
    (contract) => {
      for (const volatility of [-0.01, 0, 0.01, 0.02]) {
        const rate = assumptions.lambda / (1 + Math.exp(-1 + 150 * volatility));
        // Poisson counts: five standard deviations.
        const tolerance = 5 * Math.sqrt(rate / (2 * HOURS * 3600));
        expect(Math.abs(shareOf(contract, volatility) - rate)).toBeLessThan(tolerance);
      }
    },
  );

  it('come to both sides with sizes around the mean, never below one lot', () => {
    const flow = new TakerFlow(port('option'), [0], [10], assumptions);
    flow.begin(0);
    const takers = Array.from({ length: 20_000 }, () => flow.next());
    const bids = takers.filter(({ takesBid }) => takesBid).length / takers.length;
    const mean = takers.reduce((sum, { lots }) => sum + lots, 0) / takers.length;
    expect(Math.abs(bids - 0.5)).toBeLessThan(0.02);
    // 1 + the whole part of an exponential of mean 5: 1 + 1 / (e^(1/5) - 1).
    expect(Math.abs(mean - (1 + 1 / Math.expm1(1 / 5)))).toBeLessThan(0.2);
    expect(Math.min(...takers.map(({ lots }) => lots))).toBe(1);
  });

  it('do not trade what has no vega', () => {
    const flow = new TakerFlow(port('option', 0), [0], [10], assumptions);
    flow.begin(0);
    expect(flow.takes(flow.next(), 3000)).toBe(false);
  });
});

describe('the fee of an option fill', () => {
  const rule = { ofUnderlying: 0.0003, mostOfPremium: 0.125 };

  it.each([
    ['inverseOption', 500, 10, 10 * 0.1 * 0.0003],
    ['inverseOption', 10, 10, 10 * 0.1 * 0.125 * 0.001],
    ['option', 3e7, 2, 2 * 0.1 * 0.0003 * 60_000],
    ['option', 1e4, 2, 2 * 0.1 * 0.125 * 1],
  ] as const)('%s at %d ticks', (contract, ticks, lots, fee) => {
    const own = optionFee(port(contract), rule, 0, ticks, lots);
    expect(own?.fee).toBeCloseTo(fee, 12);
    expect(own?.feeAsset).toBe(1);
  });

  it('is that of the instrument for what is no option', () => {
    const fake = { ...port('option'), option: () => null } as unknown as DerivativesPort;
    expect(optionFee(fake, rule, 0, 100, 1)).toBeNull();
  });
});

describe('the takers section', () => {
  it.each([
    [{ takers: { lambda: 0, alpha: 0, beta: 1 } }, 'session.takers.lambda'],
    [{ takers: { lambda: 1, alpha: 0, beta: -1 } }, 'session.takers.beta'],
    [{ takers: { lambda: 1, alpha: 0, beta: 1, seed: 0.5 } }, 'session.takers.seed'],
    [{ optionFee: { ofUnderlying: 2 } }, 'session.optionFee.ofUnderlying'],
  ])('%j is refused', (session, path) => {
    expect(() => validateSession(optionsDocument(session))).toThrow(path);
  });
});
