/** Looking up a table at inventories that are not exactly its levels. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type QuoteTable, quoteTableAt } from '../../../src/models/index.js';

/** Level n of 2L + 1 quotes a bid at n and an ask at -n, where it quotes them. */
function tableOf(levelsPerSide: number, tradeSize: number): QuoteTable {
  const levels = Array.from({ length: 2 * levelsPerSide + 1 }, (_, n) => n);
  return {
    lowestPosition: -levelsPerSide * tradeSize,
    tradeSize,
    deltaBid: levels.map((n) => (n < 2 * levelsPerSide ? n : null)),
    deltaAsk: levels.map((n) => (n > 0 ? -n : null)),
  };
}

describe('quoteTableAt', () => {
  it('takes a position of whole fills for its level, whatever the rounding', () => {
    const sizes = fc.oneof(
      fc.constantFrom(0.1, 0.05, 0.03, 0.7, 1 / 3),
      fc.double({ min: 1e-8, max: 1e8, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), sizes, (perSide, tradeSize) => {
        const table = tableOf(perSide, tradeSize);
        for (let level = 0; level <= 2 * perSide; level += 1) {
          const { deltaBid, deltaAsk } = quoteTableAt(table, (level - perSide) * tradeSize);
          expect(deltaBid).toBe(level === 2 * perSide ? null : level);
          expect(deltaAsk).toBe(level === 0 ? null : -level);
        }
      }),
    );
  });

  it.each([
    ['between two levels', 0.025, { deltaBid: 6.25, deltaAsk: -6.25 }],
    ['short of the highest level', 0.5 + 1e-6, { deltaBid: null, deltaAsk: -11.00001 }],
    ['short of the lowest level', -0.5 - 1e-6, { deltaBid: 0.99999, deltaAsk: null }],
    ['beyond the highest level', 3, { deltaBid: null, deltaAsk: -12 }],
    ['beyond the lowest level', -3, { deltaBid: 0, deltaAsk: null }],
  ])('%s', (_, position, expected) => {
    const quotes = quoteTableAt(tableOf(6, 0.1), position);
    for (const side of ['deltaBid', 'deltaAsk'] as const) {
      if (expected[side] === null) expect(quotes[side]).toBeNull();
      else expect(quotes[side]).toBeCloseTo(expected[side], 9);
    }
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('refuses %d', (position) => {
    expect(() => quoteTableAt(tableOf(2, 1), position)).toThrow(/position/);
  });
});
