/** The infinite-horizon table: its prices, its bound, its symmetry, what it refuses. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  avellanedaStoikovInfiniteHorizon,
  avellanedaStoikovInfiniteTable,
} from '../../../src/models/index.js';
import { runs } from '../../properties/draws.js';

const INPUT = { gamma: 0.1, sigma: 2, k: 1.5, tradeSize: 1, levelsPerSide: 4 };

describe('the infinite-horizon table of Avellaneda and Stoikov', () => {
  it('is the reservation price of each side and the premium of the fills', () => {
    const { deltaBid, deltaAsk } = avellanedaStoikovInfiniteTable(INPUT);
    const omega = (0.1 * 2 * 5) ** 2 / 2;
    const premium = Math.log(1 + 0.1 / 1.5) / 0.1;
    for (let position = -4; position <= 4; position++) {
      const at = { price: 100, position, gamma: 0.1, sigma: 2, omega };
      const { bid, ask } = avellanedaStoikovInfiniteHorizon(at);
      const level = position + 4;
      if (position < 4) expect(deltaBid[level]).toBeCloseTo(100 - (bid ?? 0) + premium, 10);
      if (position > -4) expect(deltaAsk[level]).toBeCloseTo((ask ?? 0) - 100 + premium, 10);
    }
    expect([deltaBid[8], deltaAsk[0]]).toEqual([null, null]);
  });

  it('pulls more the longer it is, alike on both sides', () => {
    const positive = fc.double({ min: 0.01, max: 3, noNaN: true });
    fc.assert(
      fc.property(
        positive,
        positive,
        positive,
        fc.integer({ min: 1, max: 30 }),
        (a, b, c, size) => {
          const input = { gamma: a / 10, sigma: b, k: c, tradeSize: 0.5, levelsPerSide: size };
          const { deltaBid, deltaAsk } = avellanedaStoikovInfiniteTable(input);
          const bids = deltaBid.slice(0, -1).map(Number);
          const asks = deltaAsk.toReversed().slice(0, -1).map(Number);
          const scale = Math.max(...bids.map(Math.abs));
          for (const [level, bid] of bids.entries()) {
            expect(Math.abs(bid - Number(asks[level]))).toBeLessThan(1e-12 * scale);
          }
          expect(bids).toEqual([...bids].sort((x, y) => x - y));
        },
      ),
      runs(100),
    );
  });

  it('a larger discount rate skews less', () => {
    const impatient = avellanedaStoikovInfiniteTable({ ...INPUT, discountRate: 5 });
    const patient = avellanedaStoikovInfiniteTable(INPUT);
    expect(Number(impatient.deltaBid[6])).toBeLessThan(Number(patient.deltaBid[6]));
  });

  it.each([
    ['gamma', { gamma: 0 }],
    ['sigma', { sigma: Number.NaN }],
    ['k', { k: 0 }],
    ['tradeSize', { tradeSize: -1 }],
    ['levelsPerSide', { levelsPerSide: 1.5 }],
    ['levelsPerSide', { levelsPerSide: 501 }],
    ['discountRate', { discountRate: 0.1 }],
    ['discountRate', { discountRate: Number.POSITIVE_INFINITY }],
  ])('refuses %s of %o', (_, change) => {
    const table = (): unknown => avellanedaStoikovInfiniteTable({ ...INPUT, ...change });
    expect(table).toThrow(expect.objectContaining({ code: 'DOMAIN' }));
  });
});
