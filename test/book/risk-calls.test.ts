/** Cost to flatten and marginal margin as reports of a book, against sums from scratch. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Book, DomainError, type MarketDepth } from '../../src/index.js';
import { optionsSession } from '../replay/options-session.js';
import { START_US } from './sample.js';

const TICK = 0.5;
const LINEAR = 0;
const INVERSE = 1;
const MID = 100_000;
const PRICE = MID * TICK;
const RATES = { initial: 0.1, maintenance: 0.05 };
const FEE = 0.001;

function instrument(symbol: string, contract: string) {
  const isInverse = contract === 'inverse';
  return {
    ...{ symbol, contract, base: 'BTC', settle: isInverse ? 'BTC' : 'USD', tickSize: TICK },
    ...{ lotSize: isInverse ? 1 : 0.001, multiplier: isInverse ? 100 : 1, takerFee: FEE },
    quoting: { size: isInverse ? 40 : 0.02, sizeSkew: 0 },
    inventory: { maxPosition: isInverse ? 1e6 : 1000 },
    model: { type: 'linear', halfSpreadBps: 10, inventorySkewBps: 0 },
    risk: { collarBps: null, maxAgeSeconds: null },
    margin: RATES,
  };
}

function bookOf(touchLots = 100): Book {
  const book = Book.create({
    book: { reportingAsset: 'USD' },
    assets: [
      { symbol: 'USD', balance: 1e6 },
      { symbol: 'BTC', balance: 5, rate: PRICE, rateInstrument: 'L' },
    ],
    instruments: [instrument('L', 'linear'), instrument('I', 'inverse')],
  });
  for (const index of [LINEAR, INVERSE]) {
    book.bookTicker(index, START_US, MID - 10, MID + 10, touchLots, touchLots);
  }
  return book;
}

/** Contract by contract through the levels, money in settle asset. */
function walk(isInverse: boolean, position: number, mark: number, depth: MarketDepth) {
  const side = Math.sign(position);
  let left = Math.abs(position);
  let [slippage, fee] = [0, 0];
  for (const { price, size } of depth) {
    const taken = Math.min(left, size);
    left -= taken;
    slippage += isInverse
      ? side * taken * 100 * (1 / price - 1 / mark)
      : side * taken * (mark - price);
    fee += FEE * (isInverse ? (taken * 100) / price : taken * price);
  }
  return { slippage, fee, left };
}

const depths = fc.array(
  fc.record({ gap: fc.integer({ min: 0, max: 400 }), lots: fc.integer({ min: 1, max: 60 }) }),
  { minLength: 1, maxLength: 12 },
);

const EXACT = [38, 60, 45, 21, 31, 21, 15];

describe('cost to flatten', () => {
  it('is a walk through the levels, and says which depth is short', () => {
    const lots = fc.integer({ min: -300, max: 300 }).filter((each) => each !== 0);
    const index = fc.constantFrom(LINEAR, INVERSE);
    fc.assert(
      fc.property(index, lots, depths, (own, held, steps) => {
        const book = bookOf();
        expect(book.position(own, START_US, held, MID)).toBe(0);
        const hash = book.stateHash();
        const lotSize = own === INVERSE ? 1 : 0.001;
        let price = PRICE;
        const depth = steps.map(({ gap, lots: size }) => {
          price -= Math.sign(held) * gap;
          return { price, size: size * lotSize };
        });
        const report = book.flattenCost(own, depth);
        const expected = walk(own === INVERSE, held * lotSize, PRICE, depth);
        expect(report.cost?.slippage).toBeCloseTo(expected.slippage, 8);
        expect(report.cost?.fee).toBeCloseTo(expected.fee, 8);
        const shown = steps.reduce((sum, step) => sum + step.lots, 0);
        const isShort = shown < Math.abs(held) - 1e-6;
        expect(report.code).toBe(isShort ? 'SHORT_DEPTH' : 'CLOSED');
        expect(report.measure).toBeCloseTo(Math.abs(held) * lotSize, 10);
        expect(report.bound).toBeCloseTo(shown * lotSize, 10);
        expect(book.stateHash()).toBe(hash);
      }),
      // Sizes that add up to the position but for rounding.
      { examples: [[LINEAR, 231, EXACT.map((lots) => ({ gap: 0, lots }))]] },
    );
  });

  it('costs more for a larger position of the same side', () => {
    fc.assert(
      fc.property(depths, fc.integer({ min: 1, max: 200 }), fc.boolean(), (steps, lots, isLong) => {
        let price = PRICE;
        const depth = steps.map(({ gap, lots: size }) => {
          price -= (isLong ? 1 : -1) * gap;
          return { price, size: size * 0.001 };
        });
        const costs = [lots, lots + 1, lots + 50].map((held) => {
          const book = bookOf();
          book.position(LINEAR, START_US, isLong ? held : -held, MID);
          return book.flattenCost(LINEAR, depth).cost?.cost ?? Number.NaN;
        });
        expect(costs).toEqual([...costs].sort((a, b) => a - b));
      }),
      { numRuns: 40 },
    );
  });

  it('without a depth is against the touch', () => {
    const book = bookOf(100);
    book.position(LINEAR, START_US, -60, MID);
    expect(book.flattenCost(LINEAR)).toMatchObject({ code: 'CLOSED', measure: 0.06, bound: 0.1 });
    expect(book.flattenCost(LINEAR).cost?.slippage).toBeCloseTo(0.06 * 5, 10);
    book.position(LINEAR, START_US, 200, MID);
    expect(book.flattenCost(LINEAR)).toMatchObject({
      ...{ code: 'SHORT_DEPTH', measure: 0.2, bound: 0.1 },
    });
  });

  it('of a touch without a size is a lower bound, and of no market unknown', () => {
    const book = bookOf(0);
    book.position(LINEAR, START_US, 200, MID);
    const report = book.flattenCost(LINEAR);
    expect(report).toMatchObject({ code: 'SIZE_UNKNOWN', bound: null });
    expect(report.cost?.closed).toBe(0.2);
    expect(book.flattenCost(LINEAR, [])).toMatchObject({ code: 'NO_MARKET', cost: null, bound: 0 });
    expect(book.flattenCost(INVERSE)).toMatchObject({ code: 'FLAT', cost: null });
  });

  it('of everything adds up in reporting currency', () => {
    const book = bookOf(1000);
    book.position(LINEAR, START_US, 60, MID);
    book.position(INVERSE, START_US, -500, MID);
    const all = book.flattenCost('all');
    const parts = [LINEAR, INVERSE].map((index) => book.flattenCost(index).cost?.cost ?? 0);
    expect(all.cost).toBeCloseTo((parts[0] ?? 0) + (parts[1] ?? 0) * PRICE, 8);
    expect(all.liquidityAdjustedEquity).toBeCloseTo(book.equity - all.cost, 8);
    expect(all.instruments.map(({ symbol }) => symbol)).toEqual(['L', 'I']);
    const thin = book.flattenCost('all', new Map([[INVERSE, [{ price: PRICE, size: 1 }]]]));
    expect(thin.liquidityAdjustedEquity).toBeNull();
    expect(thin.instruments.map(({ code }) => code)).toEqual(['CLOSED', 'SHORT_DEPTH']);
  });

  it('refuses levels of the other side and instruments that are not there', () => {
    const book = bookOf();
    book.position(LINEAR, START_US, 60, MID);
    const rising = [
      { price: PRICE, size: 1 },
      { price: PRICE + 1, size: 1 },
    ];
    expect(() => book.flattenCost(LINEAR, rising)).toThrow(DomainError);
    expect(() => book.flattenCost(7)).toThrow(/no instrument has index 7/);
  });
});

/** Initial margin of the linear instrument, from scratch. */
const initial = (held: number, buys: number, sells: number): number =>
  Math.max(Math.abs(held + buys), Math.abs(held - sells)) * 0.001 * PRICE * RATES.initial;

describe('marginal margin', () => {
  it('is the difference that an order makes, and changes nothing', () => {
    const lots = fc.integer({ min: 0, max: 300 });
    const side = fc.record({ others: lots, resting: lots });
    const held = fc.integer({ min: -500, max: 500 });
    fc.assert(
      fc.property(held, side, side, (position, buy, sell) => {
        const book = bookOf();
        book.position(LINEAR, START_US, position, MID);
        book.working(
          ...([LINEAR, START_US, buy.others + buy.resting, sell.others + sell.resting] as const),
          ...([buy.resting, sell.resting] as const),
        );
        const hash = book.stateHash();
        const quote = book.quote(LINEAR);
        const { orders, initialMargin } = book.marginalMargin();
        expect(initialMargin).toBe(book.solvency().initialMargin);
        expect(book.stateHash()).toBe(hash);
        const quotes = {
          buy: Math.max(buy.resting, quote.bid.sizeLots),
          sell: Math.max(sell.resting, quote.ask.sizeLots),
        };
        const open = { buy: buy.others + quotes.buy, sell: sell.others + quotes.sell };
        const own = orders.filter(({ symbol }) => symbol === 'L');
        const expected = [quotes.buy, quotes.sell, buy.others, sell.others].filter((n) => n > 0);
        expect(own.map((order) => order.lots)).toEqual(expected);
        for (const order of own) {
          const isBuy = order.side === 'buy';
          const left = isBuy
            ? { ...open, buy: open.buy - order.lots }
            : { ...open, sell: open.sell - order.lots };
          const without = initial(position, left.buy, left.sell);
          const after = position + (isBuy ? order.lots : -order.lots);
          expect(order.open).toBeCloseTo(initial(position, open.buy, open.sell) - without, 6);
          expect(order.filled.initial).toBeCloseTo(
            initial(after, left.buy, left.sell) - without,
            6,
          );
          const maintenance = (Math.abs(after) - Math.abs(position)) * 0.001 * PRICE * 0.05;
          expect(order.filled.maintenance).toBeCloseTo(maintenance, 6);
        }
      }),
    );
  });

  it('is that of the quotes where nothing else is open, in reporting currency', () => {
    const book = bookOf();
    const { orders } = book.marginalMargin();
    expect(orders.map(({ symbol, kind, side, lots }) => [symbol, kind, side, lots])).toEqual([
      ['L', 'quote', 'buy', 20],
      ['L', 'quote', 'sell', 20],
      ['I', 'quote', 'buy', 40],
      ['I', 'quote', 'sell', 40],
    ]);
    // Both sides are as large: taking one away leaves the other's worst case.
    expect(orders.map(({ open }) => open)).toEqual(
      [0, 0, 0, 0].map((zero) => expect.closeTo(zero)),
    );
    expect(orders[2]?.filled.maintenance).toBeCloseTo(40 * 100 * 0.05, 6);
  });

  it('is of the instruments that are asked for', () => {
    const { orders } = bookOf().marginalMargin([INVERSE]);
    expect(orders.map(({ symbol }) => symbol)).toEqual(['I', 'I']);
    expect(bookOf().marginalMargin([]).orders).toEqual([]);
    expect(() => bookOf().marginalMargin([2])).toThrow(/no instrument has index 2/);
  });

  it('tries positions in options and leaves the chain as it was', () => {
    const book = Book.fromConfiguration(optionsSession(10, 1).book);
    const time = Date.UTC(2025, 0, 1) * 1000;
    for (const [second, mid] of [120_000, 120_100].entries()) {
      book.bookTicker(0, time + second * 1e6, mid - 1, mid + 1, 50, 50);
    }
    for (const option of [3, 4, 17]) book.position(option, time + 2e6, 7 - option, 300);
    book.drain();
    const hash = book.stateHash();
    expect(book.marginalMargin().orders.length).toBeGreaterThan(100);
    const { instruments, liquidityAdjustedEquity } = book.flattenCost('all');
    expect(instruments.map(({ code }) => code)).toEqual(['NO_MARKET', 'NO_MARKET', 'NO_MARKET']);
    expect(liquidityAdjustedEquity).toBeNull();
    expect(book.stateHash()).toBe(hash);
    expect(book.drainFrames()).toEqual([]);
  });
});
