/** Scenario margin of a live book: what its positions would be worth elsewhere. */
import { describe, expect, it } from 'vitest';
import { DomainError, EvenkeelError } from '../../src/errors.js';
import { Book } from '../../src/index.js';
import { inverseOptionPrice } from '../../src/models/index.js';
import { chainBook, INDEX, YEAR_S } from './option-chain.js';
import { START_US } from './sample.js';

const STRIKES = [50_000, 60_000, 70_000];
const YEARS = 0.3;
const options = STRIKES.map((strike, place) => ({
  contract: 'inverseOption' as const,
  right: place === 0 ? ('put' as const) : ('call' as const),
  strike,
  volatility: 0.6,
  carry: 1,
  rate: 0,
}));

const perpetual = {
  symbol: 'PERP',
  contract: 'linear',
  base: 'BTC',
  settle: 'USD',
  tickSize: 0.5,
  lotSize: 0.001,
  underlying: 'BTC',
  quoting: { size: 0.1 },
  inventory: { maxPosition: 100 },
  model: { type: 'linear', halfSpreadBps: 5, inventorySkewBps: 5 },
};

function held() {
  const book = chainBook(options, YEARS, { instruments: [perpetual] });
  book.send('index', START_US, [0, INDEX]);
  book.bookTicker(3, START_US, 119_999, 120_001, 1, 1);
  STRIKES.forEach((_, place) => {
    book.position(place, START_US, -10 - place, Math.round((book.option(place)?.price ?? 0) * 1e4));
  });
  book.position(3, START_US, 1500, 120_000);
  return book;
}

describe('scenarios', () => {
  const book = held();
  const grid = {
    priceMoves: [-0.2, 0, 0.2],
    volatilityMoves: [0, 0.5],
    extended: [{ priceMove: 0.6, weight: 0.3 }],
  };
  const report = book.scenarios(0, grid);

  it('price every position in full, coins at the scenario', () => {
    const years = Math.round(YEARS * YEAR_S * 1000) / 1000 / YEAR_S;
    const coinEquity = book.exposure(0).collateralDelta;
    const volatility = (move: number): number => {
      const days = years * 365;
      return 0.6 * (1 + move * (30 / days) ** (days < 30 ? 0.3 : 0.13));
    };
    for (const { priceMove, volatilityMove, weight, pnl } of report.scenarios) {
      const price = INDEX * (1 + priceMove);
      const coins = options.reduce((sum, { right, strike }, place) => {
        const at = (forward: number, vol: number): number =>
          inverseOptionPrice({
            type: right,
            forward,
            strike,
            volatility: vol,
            timeToExpiryYears: years,
          });
        const change = at(price, volatility(volatilityMove)) - at(INDEX, 0.6);
        return sum - (10 + place) * 0.1 * change;
      }, 0);
      const linear = 1.5 * INDEX * priceMove;
      const expected = coins * price + linear + coinEquity * INDEX * priceMove;
      expect(pnl).toBeCloseTo(weight * expected, 4);
    }
  });

  it('find the worst, and what each instrument has in it', () => {
    const least = Math.min(...report.scenarios.map(({ pnl }) => pnl));
    expect(report.worst.pnl).toBe(least);
    expect(report.margin).toBe(-least);
    const parts = report.contributions.reduce((sum, { pnl }) => sum + pnl, report.collateral);
    expect(parts).toBeCloseTo(least, 6);
    expect(report.contributions.map(({ symbol }) => symbol)).toEqual(['O0', 'O1', 'O2', 'PERP']);
  });

  it('have a grid of their own and change nothing', () => {
    const before = book.stateHash();
    expect(book.scenarios(0).scenarios).toHaveLength(27);
    expect(book.stateHash()).toBe(before);
    expect(() => book.scenarios(0, { priceMoves: [-1.5] })).toThrow(DomainError);
  });
});

describe('scenarios of a book as it stands', () => {
  const grid = { priceMoves: [-0.2, 0.2], volatilityMoves: [0] };
  const [first] = options;
  if (first === undefined) throw new Error('no options');
  const premium = (book: ReturnType<typeof chainBook>): number =>
    Math.max(1, Math.round((book.option(0)?.price ?? 0) * 1e4));

  it('know the terms that a frame gave an option', () => {
    const book = chainBook([{ ...first, right: 'call', strike: INDEX }], YEARS);
    book.send('defineOption', START_US, [0, 0, 1, 30_000, 0.6, 1, 0]);
    book.send('remark', START_US, [0]);
    book.position(0, START_US, 10, premium(book));
    const put = book.scenarios(0, grid).contributions;
    const same = chainBook([{ ...first, right: 'put', strike: 30_000 }], YEARS);
    same.send('remark', START_US, [0]);
    same.position(0, START_US, 10, premium(same));
    expect(put).toEqual(same.scenarios(0, grid).contributions);
  });

  it('value points of a quanto contract at the rate of its settle asset', () => {
    const quanto = { ...perpetual, contract: 'quanto', settle: 'ETH', multiplier: 0.001 };
    const assets = [
      { symbol: 'BTC', rate: INDEX },
      { symbol: 'ETH', rate: 3000 },
    ];
    const book = chainBook([first], YEARS, { instruments: [quanto], sections: { assets } });
    book.bookTicker(1, START_US, 119_999, 120_001, 1, 1);
    book.position(1, START_US, 100, 120_000);
    const before = book.equity;
    const { margin } = book.scenarios(0, { priceMoves: [-0.1], volatilityMoves: [0] });
    book.mark(1, START_US, INDEX * 0.9);
    expect(margin).toBeCloseTo(before - book.equity, 6);
  });

  it.each([7, -1, 0.5, Number.NaN])('refuse underlying %s', (underlying) => {
    const book = chainBook([first], YEARS);
    expect(() => book.scenarios(underlying, grid)).toThrow(EvenkeelError);
  });

  it('refuse an empty grid, and an option that was never priced', () => {
    const book = chainBook([first], YEARS);
    expect(() => book.scenarios(0, { priceMoves: [] })).toThrow('no scenario');
    book.position(0, START_US, -10, 100);
    expect(() => book.scenarios(0, grid)).toThrow('O0 has no price yet');
  });

  it('refuse an underlying without an index', () => {
    const book = Book.create({
      book: { reportingAsset: 'USD' },
      assets: [{ symbol: 'BTC', rate: INDEX }],
      underlyings: [{ symbol: 'BTC' }],
      instruments: [perpetual],
    });
    expect(() => book.scenarios(0, grid)).toThrow('BTC has no index yet');
  });
});
