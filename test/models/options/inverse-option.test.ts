/** Inverse options: against Black-76, parity in coins, greeks by differentiation, domain. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../src/errors.js';
import {
  black76,
  type InverseOptionInput,
  inverseOption,
  inverseOptionPrice,
  optionExpiryPnl,
} from '../../../src/models/index.js';
import { anyNumber, derivative, expectNoNaN, forwardOption, near } from './draws.js';

type Greek = keyof ReturnType<typeof inverseOption>;
type Variable = 'forward' | 'volatility' | 'timeToExpiryYears';

const GREEKS: readonly [Greek, Greek, Variable, 1 | -1][] = [
  ['deltaCoin', 'priceCoin', 'forward', 1],
  ['gammaCoin', 'deltaCoin', 'forward', 1],
  ['gammaQuote', 'blackDelta', 'forward', 1],
  ['vegaCoin', 'priceCoin', 'volatility', 1],
  ['thetaCoin', 'priceCoin', 'timeToExpiryYears', -1],
  ['vannaCoin', 'deltaCoin', 'volatility', 1],
  ['volgaCoin', 'vegaCoin', 'volatility', 1],
];

describe('inverse option', () => {
  it.each(GREEKS)('%s is the derivative of %s by %s', (greek, of, by, sign) => {
    fc.assert(
      fc.property(forwardOption, (input) => {
        const total = input.volatility * Math.sqrt(input.timeToExpiryYears);
        const step = input[by] * 1e-3 * (by === 'forward' ? Math.min(total, 1) : 1);
        const at = (x: number) => inverseOption({ ...input, [by]: x })[of];
        const expected = sign * derivative(at, input[by], step);
        const coins = 1 + input.strike / input.forward;
        const scale = of === 'deltaCoin' ? coins / input.forward : coins;
        near(inverseOption(input)[greek], expected, (1e-11 * scale) / step);
      }),
    );
  });

  it('is the undiscounted Black-76 value over the forward', () => {
    fc.assert(
      fc.property(forwardOption, (input) => {
        const { forward, strike } = input;
        const quote = black76({ ...input, discountFactor: 1 });
        const got = inverseOption(input);
        near(got.priceCoin * forward, quote.price, 1e-14 * (forward + strike));
        near(got.priceQuote, quote.price, 1e-14 * (forward + strike));
        expect(got.blackDelta).toBe(quote.delta);
        near(got.gammaQuote, quote.gamma, 1e-14 * quote.gamma);
      }),
    );
  });

  it('hedges the net delta: Black delta less premium', () => {
    fc.assert(
      fc.property(forwardOption, (input) => {
        const got = inverseOption(input);
        near(got.netDelta, got.blackDelta - got.priceCoin, 1e-14 * (1 + Math.abs(got.priceCoin)));
        near(got.netDelta, got.deltaCoin * input.forward, 1e-14 * Math.abs(got.netDelta));
      }),
    );
  });

  it('call minus put is 1 - K / F coins', () => {
    fc.assert(
      fc.property(forwardOption, (input) => {
        const moneyness = input.strike / input.forward;
        const call = inverseOption({ ...input, type: 'call' });
        const put = inverseOption({ ...input, type: 'put' });
        near(call.priceCoin - put.priceCoin, 1 - moneyness, 1e-14 * (1 + moneyness));
        near(call.netDelta - put.netDelta, moneyness, 1e-14 * moneyness);
      }),
    );
  });

  it('pays at expiry what the contract pays', () => {
    fc.assert(
      fc.property(forwardOption, (input) => {
        const { type, strike, forward } = input;
        const { payoff } = optionExpiryPnl({
          ...{ kind: 'inverse', type, strike, settlementPrice: forward },
          ...{ position: 1, premium: 0, multiplier: 1 },
        });
        const got = inverseOptionPrice({ ...input, timeToExpiryYears: 0 });
        near(got, payoff, 1e-15 * (1 + strike / forward));
      }),
    );
  });

  it('keeps the digits of the net delta where value and Black delta are near 1', () => {
    const deep = { type: 'call', forward: 6e4, strike: 1e-9, volatility: 0.6 } as const;
    const got = inverseOption({ ...deep, timeToExpiryYears: 0.5 });
    near(got.netDelta, 1e-9 / 6e4, 1e-28);
  });
});

const valid = {
  type: 'call',
  forward: 100,
  strike: 90,
  volatility: 0.5,
  timeToExpiryYears: 1,
} as const;

describe('domain', () => {
  it.each<[string, Partial<InverseOptionInput>]>([
    ['forward 0', { forward: 0 }],
    ['NaN forward', { forward: Number.NaN }],
    ['strike below 0', { strike: -90 }],
    ['volatility below 0', { volatility: -1 }],
    ['infinite time', { timeToExpiryYears: Infinity }],
    ['overflow', { type: 'put', forward: 1e-300, strike: 1e300 }],
  ])('%s is refused', (_, wrong) => {
    expect(() => inverseOption({ ...valid, ...wrong })).toThrow(DomainError);
    expect(() => inverseOptionPrice({ ...valid, ...wrong })).toThrow(DomainError);
  });

  it('no input gives NaN', () => {
    const input = fc.record({
      type: fc.constantFrom('call' as const, 'put' as const),
      ...{ forward: anyNumber, strike: anyNumber },
      ...{ volatility: anyNumber, timeToExpiryYears: anyNumber },
    });
    fc.assert(
      fc.property(input, (values) => {
        expectNoNaN(() => inverseOption(values));
        expectNoNaN(() => inverseOptionPrice(values));
      }),
      { numRuns: 3000 },
    );
  });
});
