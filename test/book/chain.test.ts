/** Chains in a book: prices, greeks and exposures are those of the models, at and between re-marks. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REJECT_INCONSISTENT } from '../../assembly/codes.js';
import { Book } from '../../src/index.js';
import { black76, inverseOption } from '../../src/models/index.js';
import { linearInstrument } from '../config/sample.js';
import { type ChainTerms, chainBook, INDEX, YEAR_S } from './option-chain.js';
import { START_US } from './sample.js';

const STRIKES = [40_000, 55_000, 60_000, 65_000, 90_000, 60_600, 61_000];
const YEARS = 0.25;

/** By the index, in quote currency, from the public models. */
function expected(terms: ChainTerms, index: number, years: number) {
  const { right, strike, volatility = 0, carry, rate } = terms;
  const forward = index * carry;
  const common = { type: right, forward, strike, volatility, timeToExpiryYears: years };
  if (terms.contract === 'inverseOption') {
    const coin = inverseOption(common);
    return {
      price: coin.priceCoin,
      delta: coin.netDelta,
      gamma: (coin.gammaQuote - coin.deltaCoin) * carry,
      vega: coin.vegaCoin * index,
      theta: coin.thetaCoin * index,
      volga: coin.volgaCoin * index,
    };
  }
  const linear = black76({ ...common, discountFactor: Math.exp(-rate * years) });
  return {
    price: linear.price,
    delta: linear.delta * carry,
    gamma: linear.gamma * carry * carry,
    vega: linear.vega,
    theta: linear.theta + rate * linear.price,
    volga: linear.volga,
  };
}

function chain(contract: ChainTerms['contract']): readonly ChainTerms[] {
  return STRIKES.map((strike, place) => ({
    contract,
    strike,
    right: place % 2 === 0 ? 'call' : 'put',
    volatility: 0.5 + place / 20,
    carry: 1.01,
    rate: contract === 'option' ? 0.03 : 0,
  }));
}

function only<Value>(value: Value | null | undefined): Value {
  if (value === null || value === undefined) throw new Error('nothing there');
  return value;
}

describe.each(['option', 'inverseOption'] as const)('a chain of kind %s', (contract) => {
  const options = chain(contract);
  const premium = contract === 'option' ? INDEX : 1;

  it('has the prices and greeks of the model at a re-mark', () => {
    const book = chainBook(options, YEARS);
    book.send('index', START_US, [0, INDEX]);
    options.forEach((terms, place) => {
      const found = only(book.option(place));
      const want = expected(terms, INDEX, YEARS);
      expect(found.priced).toBe(true);
      expect(Math.abs(found.price - want.price)).toBeLessThan(1e-13 * premium);
      expect(Math.abs(found.delta - want.delta)).toBeLessThan(1e-13);
      expect(found.gamma / want.gamma).toBeCloseTo(1, 11);
      expect(found.vega / want.vega).toBeCloseTo(1, 11);
      expect((found.thetaPerDay * 365) / want.theta).toBeCloseTo(1, 11);
      expect(found.volga / want.volga).toBeCloseTo(1, 10);
    });
  });

  it('quotes around the model without a touch and follows by delta, gamma and theta', () => {
    const remark = { thresholdBps: 100, maxAgeSeconds: null };
    const book = chainBook(options, YEARS, { remark });
    book.send('index', START_US, [0, INDEX]);
    const quote = book.quote(0);
    expect([quote.bid.reason, quote.ask.reason]).toEqual(['QUOTED', 'QUOTED']);
    const moved = INDEX * 1.002;
    book.send('index', START_US, [0, moved]);
    expect(book.quote(0)).toEqual(quote);
    book.send('clock', START_US + 3_600_000_000, []);
    const terms = only(options[0]);
    const now = expected(terms, moved, YEARS - 3600 / YEAR_S);
    const before = expected(terms, INDEX, YEARS);
    const { fair } = book.explain(0);
    expect(Math.abs(fair - now.price)).toBeLessThan(0.01 * Math.abs(now.price - before.price));
    expect(only(book.option(0)).priceNow).toBeCloseTo(fair, 12);
  });

  it('is priced again at the threshold, at an old clock and on demand, and then requoted', () => {
    const book = chainBook(options, YEARS, { remark: { thresholdBps: 10, maxAgeSeconds: 60 } });
    const priced = (): number => only(book.option(0)).index;
    book.send('index', START_US, [0, INDEX]);
    book.send('index', START_US, [0, INDEX * 1.0009]);
    expect(priced()).toBe(INDEX);
    book.send('remark', START_US, [0]);
    expect(priced()).toBe(INDEX * 1.0009);
    book.discardOutput();
    book.send('index', START_US, [0, INDEX * 1.003]);
    expect(priced()).toBe(INDEX * 1.003);
    const quoted = book.drainFrames().filter((frame) => frame.name === 'quote');
    expect(quoted.length).toBe(options.length);
    book.send('index', START_US, [0, INDEX * 1.0031]);
    book.send('clock', START_US + 60_000_000, []);
    expect(priced()).toBe(INDEX * 1.0031);
  });

  it('marks positions and sums exposures in the order of the chain', () => {
    const book = chainBook(options, YEARS);
    book.send('index', START_US, [0, INDEX]);
    let delta = 0;
    let vega = 0;
    options.forEach((terms, place) => {
      const lots = (place - 3) * 7;
      book.position(place, START_US, lots, 100);
      const want = expected(terms, INDEX, YEARS);
      delta += lots * 0.1 * want.delta;
      vega += lots * 0.1 * want.vega;
      expect(only(book.positionOf(place).mark)).toBeCloseTo(
        want.price,
        contract === 'option' ? 8 : 12,
      );
    });
    expect(book.exposure(0).contractDelta).toBeCloseTo(delta, 11);
    expect(book.exposure(0).vega).toBeCloseTo(vega, 7);
    book.send('index', START_US, [0, INDEX * 1.01]);
    const after = options.reduce((sum, terms, place) => {
      return sum + (place - 3) * 0.7 * expected(terms, INDEX * 1.01, YEARS).delta;
    }, 0);
    expect(book.exposure(0).contractDelta).toBeCloseTo(after, 11);
  });
});

describe('a smile', () => {
  it('gives volatilities by moneyness to options without one of their own', () => {
    const smile = { a: 0.02, b: 0.1, rho: -0.3, m: 0.05, sigma: 0.2 };
    const [first, ...rest] = chain('option');
    const options = [first, ...rest.map((terms) => ({ ...terms, volatility: undefined }))];
    const book = chainBook(options.map(only), YEARS, { smile });
    book.send('index', START_US, [0, INDEX]);
    expect(only(book.option(0)).volatility).toBe(0.5);
    options.slice(1).forEach((terms, place) => {
      const k = Math.log(only(terms).strike / (INDEX * 1.01)) - smile.m;
      const root = Math.sqrt(k * k + smile.sigma ** 2);
      const variance = smile.a + smile.b * (smile.rho * k + root);
      const { volatility } = only(book.option(place + 1));
      expect(volatility).toBeCloseTo(Math.sqrt(variance / YEARS), 13);
    });
  });
});

describe('an option', () => {
  it('without a volatility is not quoted', () => {
    const options = [{ ...only(chain('option')[0]), volatility: 0.5 }];
    const book = chainBook(options, YEARS);
    book.send('defineOption', START_US, [0, 0, 0, 50_000, null, 1, 1]);
    book.send('index', START_US, [0, INDEX]);
    expect(only(book.option(0)).priced).toBe(false);
    expect(book.quote(0).bid.reason).toBe('NO_MARKET');
    book.send('impliedVol', START_US, [0, 0.6]);
    book.send('remark', START_US, [0]);
    expect(book.quote(0).bid.reason).toBe('QUOTED');
  });

  it('is worth its payoff at expiry and later', () => {
    const book = chainBook(chain('option'), YEARS);
    const after = START_US + (YEARS + 0.1) * YEAR_S * 1e6;
    book.send('index', after, [0, INDEX]);
    const payoffs = chain('option').map(({ right, strike }) =>
      Math.max(0, (right === 'call' ? 1 : -1) * (INDEX * 1.01 - strike)),
    );
    expect(STRIKES.map((_, place) => only(book.option(place)).price)).toEqual(
      payoffs.map((payoff) => expect.closeTo(payoff, 8)),
    );
  });

  it('takes new terms only while it is neither held nor ordered', () => {
    const book = chainBook(chain('option'), YEARS);
    const roll = (): number => book.send('defineOption', START_US, [1, 0, 0, 70_000, 0.5, 1, 1]);
    book.send('index', START_US, [0, INDEX]);
    book.position(1, START_US, 3, 10);
    expect(roll()).toBe(17);
    book.position(1, START_US, 0, 10);
    book.working(1, START_US, 1, 0, 0, 0);
    expect(roll()).toBe(17);
    book.working(1, START_US, 0, 0, 0, 0);
    expect(roll()).toBe(0);
    book.send('remark', START_US, [0]);
    const want = expected({ ...only(chain('option')[0]), strike: 70_000 }, INDEX, YEARS);
    expect(only(book.option(1)).price).toBeCloseTo(want.price, 8);
  });
});

describe('the touch of an option that is quoted around its model', () => {
  const risk = { maxAgeSeconds: 10, collarBps: null };

  it('has an age of its own, whatever that of the index', () => {
    const book = chainBook(chain('option'), YEARS, { instrument: { risk } });
    const order = (seconds: number): number =>
      book.checkOrder(0, START_US + seconds * 1e6, seconds, 0, 0, 1, 0);
    book.send('index', START_US, [0, INDEX]);
    book.bookTicker(0, START_US, 900, 910, 1, 1);
    expect(order(1)).toBe(0);
    book.send('index', START_US + 60e6, [0, INDEX]);
    expect(order(61)).toBe(130);
    expect(book.market(0).tickerAgeNs).toBe(61e9);
    book.bookTicker(0, START_US + 62e6, 900, 910, 1, 1);
    expect(order(63)).toBe(0);
    expect(order(71)).toBe(0);
    expect(order(73)).toBe(130);
    // Around its touch from now on: the age goes with it.
    book.bookTicker(0, START_US + 80e6, 900, 910, 1, 1);
    book.working(0, START_US + 81e6, 0, 0, 0, 0);
    expect(book.send('defineOption', START_US + 81e6, [0, 0, 0, 60_000, 0.5, 0, 0])).toBe(0);
    expect(book.quote(0).bid.reason).toBe('QUOTED');
  });
});

describe('the bits of an option', () => {
  it('do not depend on its lane or neighbours', () => {
    const pool = chain('inverseOption');
    fc.assert(
      fc.property(fc.shuffledSubarray([...pool.keys()], { minLength: 1 }), (order) => {
        const book = chainBook(
          order.map((place) => only(pool[place])),
          YEARS,
        );
        const all: Book = chainBook(pool, YEARS);
        for (const each of [book, all]) each.send('index', START_US, [0, INDEX]);
        const { instrument: _, symbol: __, ...alone } = only(all.option(only(order[0])));
        expect(book.option(0)).toMatchObject(alone);
      }),
      { numRuns: 20 },
    );
  });
});

it('gives no asset a rate and no underlying an index', () => {
  const book = chainBook(chain('inverseOption'), YEARS);
  const before = book.stateHash();
  expect(book.send('defineAsset', START_US, [1, INDEX, 0])).toBe(REJECT_INCONSISTENT);
  const follows = [0, null, 0, null, null];
  expect(book.send('defineUnderlying', START_US, follows)).toBe(REJECT_INCONSISTENT);
  expect(book.stateHash()).toBe(before);
});

it('may not begin where a rate comes from', () => {
  const capacity = { instruments: 2, assets: 2, fillIds: 8 };
  const instruments = [linearInstrument()];
  const book = Book.create({ book: { reportingAsset: 'USDT', capacity }, instruments });
  expect(book.send('defineAsset', START_US, [1, INDEX, 1])).toBe(0);
  const before = book.stateHash();
  const option = (contract: number) => [1, contract, 1, 1, 1, 0.1, 1, 1, 1, 0, 0, 0];
  expect(book.send('defineInstrument', START_US, option(5))).toBe(REJECT_INCONSISTENT);
  expect(book.stateHash()).toBe(before);
  expect(book.send('defineInstrument', START_US, option(2))).toBe(0);
});
