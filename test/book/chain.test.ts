/** Chains in a book: prices, greeks and exposures are those of the models, in between and after fills. */
import { describe, expect, it } from 'vitest';
import * as risk from '../../assembly/risk-layout.js';
import { Book } from '../../src/index.js';
import { black76, inverseOption } from '../../src/models/index.js';
import { optionLanes, type ChainTerms, chainBook, INDEX, START_US, YEAR_S } from './option-chain.js';

const STRIKES = [40_000, 55_000, 60_000, 65_000, 90_000, 60_000, 61_000];

function expected(terms: ChainTerms, index: number, years: number) {
  const { right, strike, volatility, carry, rate } = terms;
  const forward = index * carry;
  const common = { type: right, forward, strike, volatility, timeToExpiryYears: years };
  if (terms.contract === 'inverseOption') {
    const coin = inverseOption(common);
    return {
      price: coin.priceCoin,
      delta: coin.netDelta,
      gamma: (coin.gammaQuote * forward - coin.deltaCoin) * carry,
      vega: coin.vegaCoin * index,
      theta: coin.thetaCoin * index,
    };
  }
  const linear = black76({ ...common, discountFactor: Math.exp(-rate * years) });
  return {
    price: linear.price,
    delta: linear.delta * carry,
    gamma: linear.gamma * carry * carry,
    vega: linear.vega,
    theta: linear.theta,
  };
}

describe.each(['option', 'inverseOption'] as const)('a chain of kind %s', (contract) => {
  const carry = 1.01;
  const rate = contract === 'option' ? 0.03 : 0;
  const options = STRIKES.map((strike, place) => ({
    contract,
    strike,
    right: place % 2 === 0 ? ('call' as const) : ('put' as const),
    volatility: 0.5 + place / 20,
    carry,
    rate,
  }));
  const years = 0.25;

  it('has the prices and greeks of the model at a re-mark', () => {
    const book = chainBook(options, years);
    book.send('index', START_US, [0, INDEX]);
    const found = optionLanes(book, options.length);
    options.forEach((terms, place) => {
      const lane = found[place];
      const want = expected(terms, INDEX, years);
      const scale = terms.contract === 'option' ? INDEX : 1;
      expect(lane?.(risk.OPTION_PRICE)).toBeCloseTo(want.price, scale === 1 ? 13 : 8);
      expect(lane?.(risk.OPTION_DELTA)).toBeCloseTo(want.delta, 12);
      expect((lane?.(risk.OPTION_GAMMA) ?? 0) / want.gamma).toBeCloseTo(1, 10);
      expect((lane?.(risk.OPTION_VEGA) ?? 0) / want.vega).toBeCloseTo(1, 10);
      expect((lane?.(risk.OPTION_THETA) ?? 0) / want.theta).toBeCloseTo(1, rate === 0 ? 10 : 0);
    });
  });

  it('quotes around the model without a touch, in between by delta, gamma and theta', () => {
    const book = chainBook(options, years, { remark: { thresholdBps: 100, maxAgeSeconds: null } });
    book.send('index', START_US, [0, INDEX]);
    const quote = book.quote(0);
    expect(quote.bid.reason).toBe('QUOTED');
    const moved = INDEX * 1.002;
    book.send('index', START_US, [0, moved]);
    expect(book.quote(0)).toEqual(quote);
    book.send('clock', START_US + 3_600_000_000, []);
    const terms = options[0];
    if (terms === undefined) throw new Error('no option');
    const now = expected(terms, moved, years - 3600 / YEAR_S);
    const before = expected(terms, INDEX, years);
    const { fair } = book.explain(0);
    expect(Math.abs(fair - now.price)).toBeLessThan(0.01 * Math.abs(now.price - before.price));
  });
});
