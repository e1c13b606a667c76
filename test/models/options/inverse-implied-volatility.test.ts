/** Implied volatility of coin-settled options: vectors, round trips into both wings, the range in coins. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../src/errors.js';
import {
  type InverseImpliedVolatilityInput,
  impliedVolatility,
  inverseImpliedVolatility,
  inverseOption,
  inverseOptionPrice,
} from '../../../src/models/index.js';
import { between, logarithmic } from '../arbitraries.js';
import { anyNumber, expectNoNaN, forwardOption, near } from './draws.js';

/** Prices in coins by 60 digits, rounded once. */
const VECTORS = [
  ['call', 60000, 60000, 0.25, 0.6, 0.11923538474048503],
  ['call', 60000, 200000, 0.1, 0.7, 1.863704050475509e-9],
  ['put', 60000, 9000, 0.02, 1.1, 8.019191823120115e-37],
  ['call', 3000, 3001, 1e-4, 0.45, 0.0016337934173648162],
  ['put', 69427.14784481839, 50000, 0.001522172648542495, 2.2547, 1.6948022757544632e-6],
  ['call', 100, 1e5, 0.5, 0.4, 1.7781134188851413e-132],
  ['put', 1.5, 1e-3, 2, 0.3, 4.29343467107269e-70],
] as const;

interface Case {
  readonly fn: string;
  readonly in: Readonly<Record<'F' | 'K' | 'T' | 'df' | 'price' | 'sigma', number>> & {
    readonly type: 'call' | 'put';
  };
  readonly out: Readonly<Record<'sigma' | 'price' | 'vega', number>>;
  readonly tol: Readonly<Record<string, number>>;
}

const FIXTURE = join(import.meta.dirname, '../../fixtures/reference/options.json');
const { cases }: { readonly cases: readonly Case[] } = JSON.parse(readFileSync(FIXTURE, 'utf8'));

const inverted = ({ type, F, K, T }: Case['in'], priceCoin: number): number =>
  inverseImpliedVolatility({ type, forward: F, strike: K, timeToExpiryYears: T, priceCoin });

describe('implied volatility of inverse options', () => {
  it.each(VECTORS)('%s F %d K %d T %d: %d at %d coins', (type, F, K, T, sigma, price) => {
    const terms = { type, forward: F, strike: K, timeToExpiryYears: T };
    near(inverseImpliedVolatility({ ...terms, priceCoin: price }), sigma, 1e-13 * sigma);
  });

  it('inverts the reference prices of inverse options', () => {
    const alive = cases.filter(({ fn, out }) => fn === 'inverse' && out.vega > 1e-9);
    expect(alive.length).toBeGreaterThan(10);
    for (const { in: input, out } of alive) {
      // Prices are rounded: half a digit of the coin leg, over vega.
      const rounding = Number.EPSILON * (1 + input.K / input.F) * (1 / out.vega);
      near(inverted(input, out.price), input.sigma, 1e-12 * input.sigma + rounding);
    }
  });

  it('has the reference volatilities of prices in quote currency, paid in coins', () => {
    const quoted = cases.filter(({ fn }) => fn === 'impliedVol');
    expect(quoted.length).toBeGreaterThan(10);
    for (const { in: input, out, tol } of quoted) {
      const priceCoin = input.price / input.df / input.F;
      near(inverted(input, priceCoin), out.sigma, tol.sigma ?? 0);
    }
  });

  it('gives back the volatility of a price, into the wings', () => {
    const wings = fc.record({
      forward: logarithmic(-3, 6),
      logDistance: fc.oneof(fc.constant(0), logarithmic(-16, 2), logarithmic(-3, 1)),
      isCall: fc.boolean(),
      total: logarithmic(-10, 1.2),
      timeToExpiryYears: logarithmic(-4, 1),
    });
    fc.assert(
      fc.property(wings, ({ logDistance, isCall, total, ...rest }) => {
        const type = isCall ? ('call' as const) : ('put' as const);
        const strike = rest.forward * Math.exp(isCall ? logDistance : -logDistance);
        const volatility = total / Math.sqrt(rest.timeToExpiryYears);
        const option = { ...rest, type, strike, volatility };
        const { priceCoin, vegaCoin } = inverseOption(option);
        // A denormal price has lost digits, and there is none at all to find in a price of 0.
        fc.pre(priceCoin > 1e-290);
        const upper = isCall ? 1 : strike / rest.forward;
        const ofPrice = Number.EPSILON * (priceCoin + (priceCoin > 0.7 * upper ? upper : 0));
        const tolerance = 1e-13 * volatility + (4 * ofPrice) / vegaCoin;
        near(inverseImpliedVolatility({ ...option, priceCoin }), volatility, tolerance);
      }),
      { numRuns: 2000 },
    );
  });

  it('gives back the price of any option', () => {
    fc.assert(
      fc.property(forwardOption, (option) => {
        const priceCoin = inverseOptionPrice(option);
        const volatility = inverseImpliedVolatility({ ...option, priceCoin });
        const scale = 1 + option.strike / option.forward;
        near(inverseOptionPrice({ ...option, volatility }), priceCoin, 4 * Number.EPSILON * scale);
      }),
    );
  });

  it('is that of the price in quote currency', () => {
    fc.assert(
      fc.property(forwardOption, between(0.01, 0.9), ({ discountFactor: _, ...option }, share) => {
        const moneyness = option.strike / option.forward;
        const [upper, other] = option.type === 'call' ? [1, moneyness] : [moneyness, 1];
        const lower = Math.max(upper - other, 0);
        const priceCoin = lower + share * (upper - lower);
        const price = priceCoin * option.forward;
        const volatility = impliedVolatility({ ...option, discountFactor: 1, price });
        // Either has its own rounding of what is above the intrinsic value.
        const rounding = (Number.EPSILON * (1 + moneyness)) / (upper - lower);
        near(
          inverseImpliedVolatility({ ...option, priceCoin }),
          volatility,
          (1e-11 + 1e3 * rounding) * volatility,
        );
      }),
    );
  });

  it('is 0 for a price at the intrinsic value', () => {
    const option = { forward: 100, timeToExpiryYears: 1 };
    expect(inverseImpliedVolatility({ ...option, type: 'call', strike: 75, priceCoin: 0.25 })).toBe(
      0,
    );
    expect(inverseImpliedVolatility({ ...option, type: 'put', strike: 250, priceCoin: 1.5 })).toBe(
      0,
    );
    expect(inverseImpliedVolatility({ ...option, type: 'put', strike: 100, priceCoin: 0 })).toBe(0);
  });
});

const valid = {
  type: 'call',
  forward: 100,
  strike: 75,
  timeToExpiryYears: 1,
  priceCoin: 0.3,
} as const;

describe('domain', () => {
  it.each<[string, Partial<InverseImpliedVolatilityInput>]>([
    ['below the intrinsic value', { priceCoin: 0.2499999 }],
    ['a call for a coin', { priceCoin: 1 }],
    ['a put for K / F coins', { type: 'put', strike: 250, priceCoin: 2.5 }],
    ['a put below its intrinsic value', { type: 'put', strike: 250, priceCoin: 1.4 }],
    ['below 0', { strike: 120, priceCoin: -1e-300 }],
    ['NaN price', { priceCoin: Number.NaN }],
    ['infinite price', { priceCoin: Infinity }],
    ['no time', { timeToExpiryYears: 0 }],
    ['forward 0', { forward: 0 }],
    ['NaN strike', { strike: Number.NaN }],
    ['strike / forward underflows', { type: 'put', forward: 1e300, strike: 1e-300, priceCoin: 0 }],
    ['strike / forward overflows', { type: 'put', forward: 1e-300, strike: 1e300 }],
  ])('%s is refused', (_, wrong) => {
    expect(() => inverseImpliedVolatility({ ...valid, ...wrong })).toThrow(DomainError);
  });

  it.each([0.2, 1, 3])('tells the range in coins to a price of %d', (priceCoin) => {
    const outside = () => inverseImpliedVolatility({ ...valid, priceCoin });
    const details = { price: priceCoin, lower: 0.25, upper: 1 };
    expect(outside).toThrow(expect.objectContaining({ code: 'DOMAIN', details }));
  });

  it('no input gives NaN', () => {
    const input = fc.record({
      type: fc.constantFrom('call' as const, 'put' as const),
      ...{ forward: anyNumber, strike: anyNumber, timeToExpiryYears: anyNumber },
      priceCoin: anyNumber,
    });
    fc.assert(
      fc.property(input, (values) => expectNoNaN(() => inverseImpliedVolatility(values))),
      { numRuns: 5000 },
    );
  });
});
