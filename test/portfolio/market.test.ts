/** What a market table becomes, and which rows it refuses. */
import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '../../src/errors.js';
import { codeName } from '../../src/frames/index.js';
import { fractionOf } from '../../src/portfolio/market/increments.js';
import { type MarketOptions, openMarket } from '../../src/portfolio/market/index.js';
import { timeOf } from '../../src/portfolio/market/time.js';
import { evaluateBlock } from '../../src/portfolio/tiles/evaluate-block.js';
import { TileMemory, tileBytes } from '../../src/portfolio/tiles/tile-memory.js';
import type { Market } from '../../src/portfolio/types.js';
import { AS_OF, tableOf } from './random-market.js';

type Row = Readonly<Record<string, string | number>>;

const PERP: Row = {
  instrument: 'BTC-PERP',
  underlying: 'BTC',
  tick_size: 0.5,
  lot_size: 0.001,
  mark: 60_000,
};
const CALL: Row = {
  instrument: 'BTC-CALL',
  contract: 'option',
  underlying: 'BTC',
  tick_size: 5,
  lot_size: 0.1,
  expiry: '2026-06-26T08:00:00Z',
  strike: 60_000,
  right: 'call',
  implied_volatility: 0.6,
};
const LINEAR = { type: 'linear', halfSpreadBps: 10, inventorySkewBps: 10 };

function marketOf(rows: readonly Row[], options: Partial<MarketOptions> = {}): Market {
  return openMarket(tableOf(rows), { reportingAsset: 'USD', asOf: AS_OF, ...options });
}

function refusals(rows: readonly Row[], options: Partial<MarketOptions> = {}) {
  return marketOf(rows, options).rejected.map(
    ({ row, code, column }) => `${row} ${code} ${column}`,
  );
}

/** One lot of an instrument. */
function lotOf(market: Market, symbol: string, lots = 1) {
  const index = market.instruments.symbols.indexOf(symbol);
  let result: Record<string, number> = {};
  const columns = {
    count: 1,
    portfolio: new Int32Array(1),
    instrument: Int32Array.of(index),
    lots: Float64Array.of(lots),
    entryTicks: Float64Array.of(Number.NaN),
    openBuyLots: new Float64Array(1),
    openSellLots: new Float64Array(1),
    booked: new Float64Array(1),
  };
  evaluateBlock(market, columns, 2, ({ results }) => {
    result = Object.fromEntries(
      Object.entries(results).map(([name, column]) => [name, column[0] ?? Number.NaN]),
    );
  });
  return result;
}

describe('a market table', () => {
  it('becomes a book with indexes in its order', () => {
    const { instruments, assets, underlyings, rejected } = marketOf([
      PERP,
      { ...PERP, instrument: 'BAD', tick_size: -1 },
      { ...PERP, instrument: 'BTC-COIN', contract: 'inverse', multiplier: 100 },
      { ...PERP, instrument: 'ETH', underlying: '', mark: 3000 },
    ]);
    expect(instruments.symbols).toEqual(['BTC-PERP', 'BTC-COIN', 'ETH']);
    expect([...instruments.place]).toEqual([0, 2, 3]);
    expect([...instruments.settle]).toEqual([0, 1, 0]);
    expect([...instruments.underlying]).toEqual([0, 0, 1]);
    expect(assets).toEqual(['USD', 'BTC']);
    expect(underlyings).toEqual(['BTC', 'ETH']);
    expect(rejected).toEqual([
      { table: 'market', row: 2, code: 'MARKET_NUMBER', column: 'tick_size', value: '-1' },
    ]);
  });

  it.each<[string, Row, string]>([
    ['a number beyond all', { mark: Number.POSITIVE_INFINITY }, 'MARKET_NUMBER mark'],
    ['a negative price', { bid: -1 }, 'MARKET_NUMBER bid'],
    ['no lot size', { lot_size: Number.NaN }, 'MARKET_MISSING lot_size'],
    ['no symbol', { instrument: '' }, 'MARKET_SYMBOL instrument'],
    ['a symbol with a space', { underlying: 'B TC' }, 'MARKET_SYMBOL underlying'],
    ['an unknown contract', { contract: 'future' }, 'MARKET_CONTRACT contract'],
    ['a linear contract in coin', { settle: 'BTC' }, 'MARKET_SETTLE settle'],
    ['a coin contract in money', { contract: 'inverse', settle: 'USD' }, 'MARKET_SETTLE settle'],
    ['one side', { bid: 60_000 }, 'MARKET_TOUCH ask'],
    ['a bid between ticks', { bid: 60_000.2, ask: 60_001 }, 'MARKET_TICK bid'],
    ['an ask between ticks', { bid: 60_000, ask: 60_001.2 }, 'MARKET_TICK ask'],
    ['a crossed touch', { bid: 60_001, ask: 60_001 }, 'MARKET_CROSSED ask'],
    ['no price', { mark: Number.NaN }, 'MARKET_NO_PRICE mark'],
    ['an unknown profile', { profile: 'fast' }, 'MARKET_PROFILE profile'],
    ['a limit between lots', { max_position: 0.0015 }, 'MARKET_SIZE max_position'],
    [
      'a target at the limit',
      { max_position: 1, target_position: 1 },
      'MARKET_SIZE target_position',
    ],
    ['another rate of money', { settle_rate: 1.01 }, 'MARKET_CONFLICT settle_rate'],
    ['another index', { index: 60_001 }, 'MARKET_CONFLICT index'],
  ])('refuses a row with %s', (_, changes, refusal) => {
    const first = { ...PERP, instrument: 'FIRST', index: 60_000 };
    expect(refusals([first, { ...PERP, ...changes }])).toEqual([`2 ${refusal}`]);
  });

  it.each<[string, Row, string]>([
    ['no time', { expiry: 'June' }, 'MARKET_EXPIRY expiry'],
    ['a day that is none', { expiry: '2026-02-30' }, 'MARKET_EXPIRY expiry'],
    ['an expiry that has passed', { expiry: AS_OF }, 'MARKET_EXPIRED expiry'],
    ['no right', { right: '' }, 'MARKET_RIGHT right'],
    ['no strike', { strike: Number.NaN }, 'MARKET_MISSING strike'],
    ['no volatility', { implied_volatility: Number.NaN }, 'MARKET_MISSING implied_volatility'],
    ['no index', { underlying: 'ETH' }, 'MARKET_INDEX index'],
    ['another forward', { forward: 60_001 }, 'MARKET_CONFLICT forward'],
    ['another rate', { interest_rate: 0.02 }, 'MARKET_CONFLICT interest_rate'],
  ])('refuses an option with %s', (_, changes, refusal) => {
    const first = { ...CALL, instrument: 'FIRST', forward: 60_500, interest_rate: 0.01 };
    expect(refusals([PERP, first, { ...CALL, ...changes }])).toEqual([`3 ${refusal}`]);
  });

  it('takes the first of two rows with one symbol', () => {
    const market = marketOf([PERP, { ...PERP, mark: 61_000 }]);
    expect(market.rejected.map(({ code }) => code)).toEqual(['MARKET_DUPLICATE']);
    expect(lotOf(market, 'BTC-PERP').mark).toBe(60_000);
  });

  it('says an index by the mark of a linear instrument, before that of another', () => {
    const coin = { ...PERP, instrument: 'COIN', contract: 'inverse', mark: 59_000 };
    expect(lotOf(marketOf([coin, CALL]), 'COIN').delta).toBeCloseTo(0.001 / 59_000, 20);
    expect(lotOf(marketOf([coin, PERP]), 'COIN').delta).toBeCloseTo(0.001 / 60_000, 20);
  });

  it('values coin by its rate, else by the index of that name', () => {
    const coin = { ...PERP, instrument: 'COIN', contract: 'inverse', multiplier: 100, lot_size: 1 };
    const rates = [coin, { ...coin, settle_rate: 50_000 }].map((row) => {
      return lotOf(marketOf([row]), 'COIN', 600).notional;
    });
    expect(rates[0]).toBeCloseTo(60_000, 8);
    expect(rates[1]).toBeCloseTo(50_000, 8);
  });

  it('does not quote without profile or limits, and says the rest', () => {
    const profiles = { default: { model: LINEAR, margin: { initial: 0.1, maintenance: 0.05 } } };
    for (const options of [{}, { profiles }]) {
      const market = marketOf([{ ...PERP, max_position: 10 }, CALL], options);
      const perp = lotOf(market, 'BTC-PERP', 5000);
      expect(codeName(perp.bid_reason ?? 0, 'drop')).toBe('NOT_CONFIGURED');
      expect(perp).toMatchObject({ position: 5, utilisation: 0.5, delta: 5, bid: Number.NaN });
      expect(perp.initial_margin).toBeCloseTo('profiles' in options ? 30_000 : 0, 8);
      expect(lotOf(market, 'BTC-CALL').vega).toBeGreaterThan(0);
    }
  });

  it('quotes by sizes of the row before those of the profile', () => {
    const quoting = { size: 0.01, sizeSkew: 0 };
    const profiles = { default: { model: LINEAR, quoting, inventory: { maxPosition: 1 } } };
    const touch = { bid: 59_999.5, ask: 60_000.5 };
    const market = marketOf(
      [
        { ...PERP, ...touch },
        { ...PERP, ...touch, instrument: 'B', quote_size: 0.5 },
      ],
      { profiles },
    );
    expect(lotOf(market, 'BTC-PERP')).toMatchObject({ bid_size: 0.01, bid_reason: 0 });
    expect(lotOf(market, 'B')).toMatchObject({ ask_size: 0.5, ask_reason: 0, utilisation: 0.001 });
  });

  it('refuses profiles that look at the whole book, and those that are wrong', () => {
    const greeks = { model: { type: 'optionGreeks', halfSpread: 0.01 } };
    const wrong = { model: { ...LINEAR, halfSpreadBps: -1 } };
    for (const profiles of [{ greeks }, { wrong }, { default: 1 }]) {
      expect(() => marketOf([PERP], { profiles })).toThrow(ConfigurationError);
    }
    expect(() => marketOf([PERP], { profiles: { greeks } })).toThrow('own position alone');
  });

  it('can be empty', () => {
    expect(marketOf([]).instruments.symbols).toEqual([]);
  });

  it('has a time', () => {
    expect(() => marketOf([PERP], { asOf: 'now' })).toThrow('asOf is now');
  });
});

describe('times of a table', () => {
  it.each([
    ['2026-06-26T08:00:00Z', '2026-06-26T08:00:00Z'],
    ['2026-06-26 08:00:00+00', '2026-06-26T08:00:00Z'],
    ['2026-06-26 08:00:00', '2026-06-26T08:00:00Z'],
    ['2026-06-26', '2026-06-26T00:00:00Z'],
    ['2026-06-26T08:00+0530', '2026-06-26T02:30:00Z'],
    ['2026-06-26T08:00:00.250-03:00', '2026-06-26T11:00:00.250Z'],
  ])('%s', (text, utc) => {
    expect(timeOf(text)).toBe(BigInt(Date.parse(utc)) * 1_000_000n);
  });

  it.each(['', 'x', '2026', '2026-13-01', '1969-12-31', '9999-01-01T00:00:00Z'])(
    'not %j',
    (text) => {
      expect(timeOf(text)).toBeNull();
    },
  );
});

describe('an increment', () => {
  it.each([
    [0.025, 25, 1000],
    [1e-8, 1, 1e8],
    [2.5e-7, 25, 1e8],
    [100, 100, 1],
    [1e21, 1e21, 1],
    [1 / 3, 1 / 3, 1],
  ])('%d', (increment, numerator, denominator) => {
    expect(fractionOf(increment)).toEqual({ numerator, denominator });
  });
});

describe('a tile', () => {
  it('lies in free memory and has an even number of rows', () => {
    const market = marketOf([PERP], { freeBytes: tileBytes(64) });
    expect(new TileMemory(market, 64).rows).toBe(64);
    expect(() => new TileMemory(market, 66)).toThrow('a tile of');
    expect(() => new TileMemory(market, 7)).toThrow('a tile of 7 rows');
    expect(() => new TileMemory(market, 2, 1024)).toThrow('a tile of');
  });

  it('has no place for an instrument that is not in the market', () => {
    const market = marketOf([PERP]);
    const tile = new TileMemory(market, 2);
    for (const index of [-1, 1, Number.NaN]) {
      tile.instrument[0] = index;
      expect(() => tile.evaluate(1)).toThrow('of 1 in row 0');
    }
  });
});
