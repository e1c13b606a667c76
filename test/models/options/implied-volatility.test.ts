/** Implied volatility: round trips into both wings, the no-arbitrage range, domain. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../src/errors.js';
import {
  black76,
  black76Price,
  type ImpliedVolatilityInput,
  impliedVolatility,
} from '../../../src/models/index.js';
import { between, logarithmic } from '../arbitraries.js';
import { anyNumber, expectNoNaN, forwardOption, near } from './draws.js';

/** Out-of-the-money option with a total volatility anywhere. */
const outOfTheMoney = fc.record({
  forward: logarithmic(-3, 5),
  logDistance: fc.oneof(fc.constant(0), logarithmic(-16, 2), logarithmic(-3, 1)),
  isCall: fc.boolean(),
  total: logarithmic(-10, 1.2),
  timeToExpiryYears: logarithmic(-3, 1),
  discountFactor: between(0.5, 1),
});

describe('implied volatility', () => {
  it('gives back the volatility of a price, into the wings', () => {
    fc.assert(
      fc.property(outOfTheMoney, ({ logDistance, isCall, total, ...rest }) => {
        const type = isCall ? ('call' as const) : ('put' as const);
        const strike = rest.forward * Math.exp(isCall ? logDistance : -logDistance);
        const volatility = total / Math.sqrt(rest.timeToExpiryYears);
        const option = { ...rest, type, strike, volatility };
        const { price, vega } = black76(option);
        // A denormal price has lost digits, and there is none at all to find in a price of 0.
        fc.pre(price > 1e-290);
        const got = impliedVolatility({ ...option, price });
        const upper = rest.discountFactor * (isCall ? rest.forward : strike);
        const ofPrice = Number.EPSILON * (price + (price > 0.7 * upper ? upper : 0));
        near(got, volatility, 1e-13 * volatility + (4 * ofPrice) / vega);
      }),
      { numRuns: 2000 },
    );
  });

  it('gives back the price of an in-the-money option', () => {
    fc.assert(
      fc.property(forwardOption, (option) => {
        const price = black76Price(option);
        const volatility = impliedVolatility({ ...option, price });
        const again = black76Price({ ...option, volatility });
        near(again, price, 4 * Number.EPSILON * (option.forward + option.strike));
      }),
    );
  });

  it('rises with the price through the whole range', () => {
    fc.assert(
      fc.property(forwardOption, between(1e-6, 0.999), (o, share) => {
        const [upper, other] = o.type === 'call' ? [o.forward, o.strike] : [o.strike, o.forward];
        const lower = Math.max(upper - other, 0);
        const at = (part: number) =>
          impliedVolatility({
            ...o,
            discountFactor: 1,
            price: lower + part * (upper - lower),
          });
        expect(at(share)).toBeGreaterThan(at(share * 0.9));
      }),
    );
  });

  it.each([1e-300, 1e-200, 1e-100, 1e-45, 1e-20, 1e-10])('inverts a price of %d', (price) => {
    for (const [type, strike] of [
      ['call', 3000],
      ['call', 100.5],
      ['put', 2],
      ['put', 99],
    ] as const) {
      const option = { type, forward: 100, strike, discountFactor: 0.9, timeToExpiryYears: 0.25 };
      const volatility = impliedVolatility({ ...option, price });
      near(black76Price({ ...option, volatility }), price, 1e-11 * price);
    }
  });

  it('is 0 for a price at the lower bound', () => {
    const option = { forward: 100, discountFactor: 0.5, timeToExpiryYears: 1 };
    expect(impliedVolatility({ ...option, type: 'call', strike: 80, price: 10 })).toBe(0);
    expect(impliedVolatility({ ...option, type: 'put', strike: 80, price: 0 })).toBe(0);
    expect(impliedVolatility({ ...option, type: 'put', strike: 100, price: 0 })).toBe(0);
  });
});

const valid = {
  type: 'call',
  forward: 100,
  strike: 80,
  discountFactor: 0.5,
  timeToExpiryYears: 1,
  price: 12,
} as const;

describe('domain', () => {
  it.each<[string, Partial<ImpliedVolatilityInput>]>([
    ['below the intrinsic value', { price: 9.999999 }],
    ['at the forward', { price: 50 }],
    ['above the forward', { price: 51 }],
    ['a put at the strike', { type: 'put', price: 40 }],
    ['a put below its intrinsic value', { type: 'put', strike: 120, price: 9 }],
    ['below 0', { strike: 120, price: -1e-300 }],
    ['NaN price', { price: Number.NaN }],
    ['infinite price', { price: Infinity }],
    ['no time', { timeToExpiryYears: 0 }],
    ['forward 0', { forward: 0 }],
    ['NaN strike', { strike: Number.NaN }],
    ['discount factor below 0', { discountFactor: -1 }],
  ])('%s is refused', (_, wrong) => {
    expect(() => impliedVolatility({ ...valid, ...wrong })).toThrow(DomainError);
  });

  it.each([9, 50, 51])('tells the no-arbitrage range of a price of %d', (price) => {
    const outside = () => impliedVolatility({ ...valid, price });
    expect(outside).toThrow(`price is ${price}; the no-arbitrage range is from 10 to below 50`);
    expect(outside).toThrow(
      expect.objectContaining({ code: 'DOMAIN', details: { price, lower: 10, upper: 50 } }),
    );
  });

  it('no input gives NaN', () => {
    const input = fc.record({
      type: fc.constantFrom('call' as const, 'put' as const),
      ...{ forward: anyNumber, strike: anyNumber, discountFactor: anyNumber },
      ...{ timeToExpiryYears: anyNumber, price: anyNumber },
    });
    fc.assert(
      fc.property(input, (values) => expectNoNaN(() => impliedVolatility(values))),
      { numRuns: 5000 },
    );
  });
});
