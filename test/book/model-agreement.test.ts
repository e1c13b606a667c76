/** The live engine quotes what the public model functions say, to the last digits of binary64. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Book } from '../../src/index.js';
import { avellanedaStoikovQuotes, gueantQuotes } from '../../src/models/index.js';
import { START_US } from './sample.js';

const TICK = 0.01;
const LOT = 0.1;
const MID_TICKS = 100_000;

function explained(model: Record<string, unknown>, sigma: number, lots: number) {
  const book = Book.create({
    book: { reportingAsset: 'USD' },
    assets: [{ symbol: 'X', rate: 1000 }],
    instruments: [
      {
        symbol: 'X-USD',
        contract: 'linear',
        base: 'X',
        settle: 'USD',
        tickSize: TICK,
        lotSize: LOT,
        quoting: { size: 1, maxHalfSpreadBps: 9000, maxSkewBps: 9000, softWall: { skewBps: 0 } },
        inventory: { target: 0, maxPosition: 1000 },
        model,
        volatility: { halfLifeSeconds: 60, initialSigma: sigma },
      },
    ],
  });
  book.bookTicker(0, START_US, MID_TICKS - 1, MID_TICKS + 1, 1, 1);
  book.position(0, START_US, lots, MID_TICKS);
  const { fair, bps } = book.explain(0);
  const price = (value: number): number => (value * fair) / 1e4;
  return {
    half: price(bps.baseHalfSpread + bps.volatilityHalfSpread),
    skew: price(bps.inventorySkew),
  };
}

const unit = fc.double({ min: 0.01, max: 1, noNaN: true });
const lots = fc.integer({ min: -500, max: 500 });

describe('the engine and the models', () => {
  it('agree on Avellaneda-Stoikov', () => {
    fc.assert(
      fc.property(unit, unit, unit, unit, lots, (gamma, sigma, k, tau, position) => {
        const parameters = { gamma: gamma / 1000, sigma, k, tau };
        const model = { type: 'avellanedaStoikov', gamma: gamma / 1000, k, horizonSeconds: tau };
        const { half, skew } = explained({ ...model, tradeSize: 1 }, sigma, position);
        const input = { ...parameters, price: 1000, position: position * LOT, tradeSize: 1 };
        const { deltaBid, deltaAsk } = avellanedaStoikovQuotes(input);
        expect(half).toBeCloseTo((deltaBid + deltaAsk) / 2, 9);
        expect(skew).toBeCloseTo((deltaBid - deltaAsk) / 2, 9);
      }),
      { numRuns: 200 },
    );
  });

  it('agree on Gueant, for any xi and trade size', () => {
    fc.assert(
      fc.property(unit, unit, unit, unit, unit, lots, (gamma, xi, k, sigma, size, position) => {
        const parameters = { gamma: gamma / 1000, xi: xi / 10, intensityA: 0.5, intensityK: k };
        const model = { type: 'gueantLehalleFernandezTapia', ...parameters, tradeSize: size };
        const { half, skew } = explained(model, sigma, position);
        const input = { ...parameters, sigma, tradeSize: size, position: position * LOT };
        const { halfSpread, skewPerUnit } = gueantQuotes(input);
        expect(half).toBeCloseTo(halfSpread, 9);
        expect(skew).toBeCloseTo(skewPerUnit * position * LOT, 9);
      }),
      { numRuns: 200 },
    );
  });
});
