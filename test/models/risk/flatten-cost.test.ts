/** Cost of closing positions into a given depth, and the time it takes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../src/errors.js';
import {
  type FlattenInput,
  flattenCost,
  flattenPortfolio,
  timeToFlatten,
} from '../../../src/models/index.js';

const BIDS = [
  { price: 100, size: 2 },
  { price: 99, size: 3 },
  { price: 97, size: 5 },
];
const ASKS = [
  { price: 101, size: 4 },
  { price: 102, size: 4 },
];
const long: FlattenInput = {
  ...{ kind: 'linear', multiplier: 0.5, position: 4, mark: 100.5, levels: BIDS },
  takerFee: 0.001,
};
const short: FlattenInput = { ...long, position: -6, levels: ASKS };
const inverse: FlattenInput = { ...long, kind: 'inverse', multiplier: 100 };

describe('flattenCost', () => {
  it('sells a long position into the bids, level by level', () => {
    // 2 at 100 and 2 at 99: 0.5 (2 * 0.5 + 2 * 1.5) = 2; fee 0.001 * 0.5 * 398.
    const { cost, ...rest } = flattenCost(long);
    expect(rest).toEqual({
      ...{ closed: 4, extrapolated: 0, shortfall: 0, averagePrice: 99.5, lastLevelPrice: 99 },
      ...{ slippage: 2, fee: 0.199 },
    });
    expect(cost).toBeCloseTo(2.199, 12);
  });

  it('buys a short position back from the asks', () => {
    // 4 at 101 and 2 at 102: 0.5 (4 * 0.5 + 2 * 1.5) = 2.5.
    const { slippage, averagePrice, lastLevelPrice } = flattenCost(short);
    expect(slippage).toBeCloseTo(2.5, 12);
    expect(averagePrice).toBeCloseTo((4 * 101 + 2 * 102) / 6, 12);
    expect(lastLevelPrice).toBe(102);
  });

  it('counts an inverse contract in coins', () => {
    const { slippage, fee, averagePrice } = flattenCost(inverse);
    expect(slippage).toBeCloseTo(200 * (1 / 100 - 1 / 100.5) + 200 * (1 / 99 - 1 / 100.5), 14);
    expect(fee).toBeCloseTo(0.001 * (200 / 100 + 200 / 99), 14);
    expect(averagePrice).toBeCloseTo(2 / (1 / 100 + 1 / 99), 10);
  });

  it('says what the depth did not take', () => {
    const { closed, shortfall, extrapolated, slippage } = flattenCost({ ...long, position: 25 });
    expect({ closed, shortfall, extrapolated }).toEqual({
      closed: 10,
      shortfall: 15,
      extrapolated: 0,
    });
    expect(slippage).toBeCloseTo(0.5 * (2 * 0.5 + 3 * 1.5 + 5 * 3.5), 12);
    expect(flattenCost({ ...long, levels: [] })).toMatchObject({
      ...{ closed: 0, shortfall: 4, averagePrice: null, lastLevelPrice: null, cost: 0 },
    });
  });

  it('goes on along the slope of the depth when asked', () => {
    // Slope (100.5 - 97) / 10 = 0.35 per contract; ten more end at 93.5, on average at 95.25.
    const more = flattenCost({ ...long, position: 20, slopeMultiple: 1 });
    expect(more).toMatchObject({ closed: 20, extrapolated: 10, shortfall: 0, lastLevelPrice: 97 });
    const shown = flattenCost({ ...long, position: 10 });
    expect(more.slippage - shown.slippage).toBeCloseTo(0.5 * 10 * (100.5 - 95.25), 10);
    const steep = flattenCost({ ...long, position: 20, slopeMultiple: 2 });
    expect(steep.slippage - shown.slippage).toBeCloseTo(0.5 * 10 * (100.5 - 93.5), 10);
  });

  it('gives away what cannot be sold above 0', () => {
    // The price is 0 after 97 / 0.35 contracts beyond the depth: they bring half of 97 each.
    const { slippage } = flattenCost({ ...long, position: 1010, slopeMultiple: 1, takerFee: 0 });
    const proceeds = 0.5 * (200 + 297 + 485 + (97 / 0.35) * (97 / 2));
    expect(slippage).toBeCloseTo(0.5 * 1010 * 100.5 - proceeds, 8);
  });

  it.each([1, -1])(
    'extrapolates an inverse contract as many small levels would, side %i',
    (side) => {
      const levels = side > 0 ? BIDS : ASKS;
      const shown = side > 0 ? 10 : 8;
      const [last, slope] = side > 0 ? [97, 3.5 / 10] : [102, 1.5 / 8];
      const steps = 40_000;
      const fine = Array.from({ length: steps }, (_, step) => ({
        price: last - side * slope * 30 * ((step + 0.5) / steps),
        size: 30 / steps,
      }));
      const position = side * (shown + 30);
      const exact = flattenCost({ ...inverse, position, levels, slopeMultiple: 1 });
      const summed = flattenCost({
        ...inverse,
        position: position * (1 - 1e-12),
        levels: [...levels, ...fine],
      });
      expect(exact.slippage / summed.slippage).toBeCloseTo(1, 8);
      expect(exact.fee / summed.fee).toBeCloseTo(1, 8);
    },
  );

  it('is free for no position', () => {
    expect(flattenCost({ ...long, position: 0, slopeMultiple: 1 })).toEqual({
      ...{ closed: 0, extrapolated: 0, shortfall: 0, averagePrice: null, lastLevelPrice: null },
      ...{ slippage: 0, fee: 0, cost: 0 },
    });
  });

  it.each<[string, Partial<FlattenInput>]>([
    ['NaN position', { position: Number.NaN }],
    ['infinite position', { position: Number.POSITIVE_INFINITY }],
    ['mark of 0', { mark: 0 }],
    ['negative mark', { mark: -1 }],
    ['multiplier of 0', { multiplier: 0 }],
    ['fee of 1', { takerFee: 1 }],
    ['NaN fee', { takerFee: Number.NaN }],
    ['price of 0', { levels: [{ price: 0, size: 1 }] }],
    ['price of -0', { levels: [{ price: -0, size: 1 }] }],
    ['negative size', { levels: [{ price: 1, size: -1 }] }],
    ['infinite size', { levels: [{ price: 1, size: Number.POSITIVE_INFINITY }] }],
    ['asks for a long position', { levels: ASKS }],
    ['bids for a short position', { position: -1 }],
    ['a multiple below 1', { slopeMultiple: 0.5 }],
    ['a NaN multiple', { slopeMultiple: Number.NaN }],
    ['nothing to extrapolate', { levels: [], slopeMultiple: 1 }],
    ['no slope', { levels: [{ price: 100.5, size: 1 }], slopeMultiple: 1 }],
    ['no size', { levels: [{ price: 99, size: 0 }], slopeMultiple: 1 }],
    ['inverse to a price of 0', { kind: 'inverse', position: 300, slopeMultiple: 1 }],
    ['overflow', { position: 1e308, multiplier: 1e308, levels: [{ price: 99, size: 1e308 }] }],
  ])('refuses %s', (_, change) => {
    expect(() => flattenCost({ ...long, ...change })).toThrow(DomainError);
  });

  it('says which level is out of order', () => {
    const levels = [...BIDS, { price: 98, size: 1 }];
    expect(() => flattenCost({ ...long, levels })).toThrow(
      'levels[3].price is 98; allowed: at most 97, the level before',
    );
  });
});

const side = fc.array(
  fc.record({
    gap: fc.double({ min: 0, max: 3, noNaN: true }),
    // Sizes below have no digits left as a share of a price.
    size: fc.oneof(fc.constant(0), fc.double({ min: 1e-6, max: 10, noNaN: true })),
  }),
  { minLength: 1, maxLength: 8 },
);
const book = fc.tuple(side, fc.constantFrom(1, -1)).map(([gaps, sign]) => {
  let price = 100;
  const levels = gaps.map(({ gap, size }) => {
    price -= sign * gap;
    return { price, size };
  });
  return { sign, levels };
});
const kind = fc.constantFrom('linear' as const, 'inverse' as const);

describe('properties of the cost', () => {
  it('grows with the position, at a growing rate, and accounts for every contract', () => {
    const size = fc.double({ min: 1e-6, max: 60, noNaN: true });
    fc.assert(
      fc.property(book, kind, size, size, ({ sign, levels }, payoff, one, two) => {
        const at = (position: number) =>
          flattenCost({
            ...{ kind: payoff, multiplier: 1, position: sign * position, mark: 100, levels },
            takerFee: 0,
          });
        const [less, more] = one < two ? [at(one), at(two)] : [at(two), at(one)];
        expect(less.cost).toBeGreaterThanOrEqual(0);
        expect(more.cost).toBeGreaterThanOrEqual(less.cost);
        expect(more.closed + more.shortfall).toBeCloseTo(Math.max(one, two), 10);
        // Beyond the depth nothing more is closed, and the cost is flat.
        if (more.shortfall > 0) return;
        const middle = at((one + two) / 2).cost;
        expect(2 * middle).toBeLessThanOrEqual((less.cost + more.cost) * (1 + 1e-12) + 1e-12);
      }),
    );
  });

  it('is that of selling one contract after the other, each at the best price that is left', () => {
    const levels = fc.array(
      fc.record({ gap: fc.integer({ min: 0, max: 9 }), size: fc.integer({ min: 0, max: 9 }) }),
      { minLength: 1, maxLength: 10 },
    );
    const fee = fc.constantFrom(0, 0.001, -0.0002);
    const held = fc.integer({ min: -60, max: 60 }).filter((position) => position !== 0);
    fc.assert(
      fc.property(levels, kind, held, fee, (steps, payoff, position, takerFee) => {
        let price = 1000;
        const shown = steps.map(({ gap, size }) => {
          price -= Math.sign(position) * gap;
          return { price, size };
        });
        const prices = shown.flatMap((level) => Array<number>(level.size).fill(level.price));
        const taken = prices.slice(0, Math.abs(position));
        const worth = (at: number): number => (payoff === 'inverse' ? -7 / at : 7 * at);
        const lost = taken.map((at) => Math.sign(position) * (worth(1000) - worth(at)));
        const fees = taken.map((at) => takerFee * Math.abs(worth(at)));
        const sum = (each: readonly number[]) => each.reduce((total, one) => total + one, 0);
        const found = flattenCost({
          ...{ kind: payoff, multiplier: 7, position, mark: 1000, levels: shown, takerFee },
        });
        expect(found.slippage).toBeCloseTo(sum(lost), 9);
        expect(found.fee).toBeCloseTo(sum(fees), 9);
        expect(found.closed).toBe(taken.length);
        expect(found.shortfall).toBe(Math.abs(position) - taken.length);
        expect(found.lastLevelPrice).toBe(taken.at(-1) ?? null);
      }),
    );
  });

  it('extrapolated costs exceed those at the last price and grow with the multiple', () => {
    const multiple = fc.double({ min: 1, max: 3, noNaN: true });
    fc.assert(
      fc.property(book, multiple, ({ sign, levels }, slopeMultiple) => {
        const shown = levels.reduce((sum, level) => sum + level.size, 0);
        const last = levels.at(-1)?.price ?? 0;
        fc.pre(shown > 0.1 && Math.abs(100 - last) > 1e-3);
        const input: FlattenInput = {
          ...{ kind: 'linear', multiplier: 1, position: sign * (shown + 5), mark: 100, levels },
          takerFee: 0,
        };
        const flat = flattenCost(input).cost + 5 * Math.abs(100 - last);
        const once = flattenCost({ ...input, slopeMultiple: 1 }).cost;
        expect(once).toBeGreaterThan(flat);
        expect(flattenCost({ ...input, slopeMultiple }).cost).toBeGreaterThanOrEqual(once);
      }),
    );
  });
});

describe('flattenPortfolio', () => {
  it('adds up in reporting currency and takes the cost off the equity', () => {
    const all = flattenPortfolio(1000, [
      { ...long, settleRate: 1 },
      { ...inverse, settleRate: 100 },
    ]);
    expect(all.open).toEqual([]);
    expect(all.cost).toBeCloseTo(flattenCost(long).cost + 100 * flattenCost(inverse).cost, 12);
    expect(all.liquidityAdjustedEquity).toBeCloseTo(1000 - all.cost, 12);
    expect(flattenPortfolio(-3, [])).toMatchObject({ cost: 0, liquidityAdjustedEquity: -3 });
  });

  it('tells no equity while a position stays open, and which one it is', () => {
    const stuck = { ...long, position: 25, settleRate: 1 };
    const positions = [{ ...short, settleRate: 1 }, stuck];
    expect(flattenPortfolio(1000, positions)).toMatchObject({
      ...{ open: [1], liquidityAdjustedEquity: null },
    });
    const asked = positions.map((position) => ({ ...position, slopeMultiple: 1 }));
    expect(flattenPortfolio(1000, asked).liquidityAdjustedEquity).toBeLessThan(1000);
  });

  it.each([
    [Number.NaN, 1],
    [1, 0],
    [1, Number.NaN],
  ])('refuses equity %f at rate %f', (equity, settleRate) => {
    expect(() => flattenPortfolio(equity, [{ ...long, settleRate }])).toThrow(DomainError);
  });
});

describe('timeToFlatten', () => {
  it.each([
    [100, 5, 0.1, 200],
    [-100, 5, 1, 20],
    [0, 0, 0.5, 0],
    [-0, 5, 0.5, 0],
    [1, 0, 0.5, null],
  ])('%f at %f per second, share %f: %s', (position, volumePerSecond, participation, seconds) => {
    expect(timeToFlatten({ position, volumePerSecond, participation })).toBe(seconds);
  });

  it.each([
    [Number.NaN, 1, 1],
    [1, -1, 1],
    [1, Number.NaN, 1],
    [1, 1, 0],
    [1, 1, 1.01],
    [1e300, 1e-300, 1e-3],
  ])('refuses %f at %f per second, share %f', (position, volumePerSecond, participation) => {
    expect(() => timeToFlatten({ position, volumePerSecond, participation })).toThrow(DomainError);
  });
});
