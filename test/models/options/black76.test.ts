/** Black-76: parity, greeks by differentiation, domain. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../src/errors.js';
import { type Black76Input, black76, black76Price } from '../../../src/models/index.js';
import { anyNumber, derivative, expectNoNaN, forwardOption, near } from './draws.js';

type Greek = keyof ReturnType<typeof black76>;
type Variable = 'forward' | 'volatility' | 'timeToExpiryYears';

const GREEKS: readonly [Greek, 'price' | 'delta' | 'vega', Variable, 1 | -1][] = [
  ['delta', 'price', 'forward', 1],
  ['gamma', 'delta', 'forward', 1],
  ['vega', 'price', 'volatility', 1],
  ['theta', 'price', 'timeToExpiryYears', -1],
  ['vanna', 'delta', 'volatility', 1],
  ['volga', 'vega', 'volatility', 1],
];

describe('Black-76', () => {
  it.each(GREEKS)('%s is the derivative of %s by %s', (greek, of, by, sign) => {
    fc.assert(
      fc.property(forwardOption, (input) => {
        const total = input.volatility * Math.sqrt(input.timeToExpiryYears);
        const step = input[by] * 1e-3 * (by === 'forward' ? total : 1);
        const at = (x: number) => Number(black76({ ...input, [by]: x })[of]);
        const expected = sign * derivative(at, input[by], step);
        const scale = of === 'delta' ? 2 : input.forward + input.strike;
        near(Number(black76(input)[greek]), expected, (5e-12 * scale) / step);
      }),
    );
  });

  it('call minus put is the discounted difference of forward and strike', () => {
    fc.assert(
      fc.property(forwardOption, (input) => {
        const { forward, strike, discountFactor } = input;
        const call = black76({ ...input, type: 'call' });
        const put = black76({ ...input, type: 'put' });
        const scale = 1e-14 * discountFactor * (forward + strike);
        near(call.price - put.price, discountFactor * (forward - strike), scale);
        near(call.delta - put.delta, discountFactor, 1e-14);
        const { gamma, vega, theta, vanna, volga } = put;
        expect(call).toMatchObject({ gamma, vega, theta, vanna, volga });
      }),
    );
  });

  it('swaps call and put with forward and strike', () => {
    fc.assert(
      fc.property(forwardOption, (input) => {
        const call = { ...input, type: 'call' as const };
        const { forward: strike, strike: forward } = input;
        const swapped = black76Price({ ...call, type: 'put', forward, strike });
        near(black76Price(call), swapped, 1e-13 * swapped);
      }),
    );
  });

  it('the price alone is the price', () => {
    fc.assert(
      fc.property(forwardOption, (input) => {
        expect(black76Price(input)).toBe(black76(input).price);
      }),
    );
  });
});

const valid = {
  type: 'put',
  forward: 100,
  strike: 90,
  discountFactor: 1,
  volatility: 0.5,
  timeToExpiryYears: 1,
} as const;

describe('domain', () => {
  it.each<[string, Partial<Black76Input>]>([
    ['forward 0', { forward: 0 }],
    ['forward below 0', { forward: -37 }],
    ['NaN forward', { forward: Number.NaN }],
    ['strike 0', { strike: -0 }],
    ['discount factor 0', { discountFactor: 0 }],
    ['infinite discount factor', { discountFactor: Infinity }],
    ['volatility below 0', { volatility: -5e-324 }],
    ['infinite volatility', { volatility: Infinity }],
    ['NaN time', { timeToExpiryYears: Number.NaN }],
    ['overflow', { forward: 1e308, discountFactor: 10, type: 'call' }],
  ])('%s is refused', (_, wrong) => {
    expect(() => black76({ ...valid, ...wrong })).toThrow(DomainError);
    expect(() => black76Price({ ...valid, ...wrong })).toThrow(DomainError);
  });

  it('no input gives NaN', () => {
    const input = fc.record({
      type: fc.constantFrom('call' as const, 'put' as const),
      ...{ forward: anyNumber, strike: anyNumber, discountFactor: anyNumber },
      ...{ volatility: anyNumber, timeToExpiryYears: anyNumber },
    });
    fc.assert(
      fc.property(input, (values) => {
        expectNoNaN(() => black76(values));
        expectNoNaN(() => black76Price(values));
      }),
      { numRuns: 3000 },
    );
  });
});
