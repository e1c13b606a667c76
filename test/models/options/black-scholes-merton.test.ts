/** Black-Scholes-Merton: parity, greeks by differentiation, quadrature, limits, domain. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../src/errors.js';
import {
  type BlackScholesMertonInput,
  black76,
  blackScholesMerton,
  blackScholesMertonPrice,
} from '../../../src/models/index.js';
import { anyNumber, derivative, expectNoNaN, near, spotOption } from './draws.js';

type Variable = 'spot' | 'rate' | 'dividendYield' | 'volatility' | 'timeToExpiryYears';
type Greek = 'price' | 'delta' | 'vega';

/** d(of)/d(by), and how large it can be: the scale of the tolerance. */
function differentiated(input: BlackScholesMertonInput, of: Greek, by: Variable, step: number) {
  const at = (x: number) => blackScholesMerton({ ...input, [by]: x })[of];
  return derivative(at, input[by], step);
}

function stepsOf({ spot, volatility, timeToExpiryYears }: BlackScholesMertonInput) {
  const total = volatility * Math.sqrt(timeToExpiryYears);
  return {
    spot: spot * total * 1e-3,
    volatility: volatility * 1e-3,
    timeToExpiryYears: timeToExpiryYears * 1e-3,
    rate: (total / timeToExpiryYears) * 1e-3,
    dividendYield: (total / timeToExpiryYears) * 1e-3,
  };
}

const GREEKS: readonly [keyof ReturnType<typeof blackScholesMerton>, Greek, Variable, 1 | -1][] = [
  ['delta', 'price', 'spot', 1],
  ['gamma', 'delta', 'spot', 1],
  ['vega', 'price', 'volatility', 1],
  ['theta', 'price', 'timeToExpiryYears', -1],
  ['rho', 'price', 'rate', 1],
  ['dividendRho', 'price', 'dividendYield', 1],
  ['vanna', 'delta', 'volatility', 1],
  ['vanna', 'vega', 'spot', 1],
  ['volga', 'vega', 'volatility', 1],
  ['charm', 'delta', 'timeToExpiryYears', -1],
];

describe('Black-Scholes-Merton', () => {
  it.each(GREEKS)('%s is the derivative of %s by %s', (greek, of, by, sign) => {
    fc.assert(
      fc.property(spotOption, (input) => {
        const step = stepsOf(input)[by];
        const scale = of === 'delta' ? 2 : input.spot + input.strike;
        const expected = sign * differentiated(input, of, by, step);
        near(Number(blackScholesMerton(input)[greek]), expected, (5e-12 * scale) / step);
      }),
    );
  });

  it('call minus put is the difference of the legs, in price and in every greek', () => {
    fc.assert(
      fc.property(spotOption, (input) => {
        const { spot, strike, rate, dividendYield, timeToExpiryYears: time } = input;
        const call = blackScholesMerton({ ...input, type: 'call' });
        const put = blackScholesMerton({ ...input, type: 'put' });
        const spotLeg = spot * Math.exp(-dividendYield * time);
        const strikeLeg = strike * Math.exp(-rate * time);
        const scale = 1e-14 * (spotLeg + strikeLeg);
        near(call.price - put.price, spotLeg - strikeLeg, scale);
        near(call.delta - put.delta, spotLeg / spot, 1e-14);
        near(call.theta - put.theta, dividendYield * spotLeg - rate * strikeLeg, scale);
        near(call.rho - put.rho, time * strikeLeg, 10 * scale);
        near(call.dividendRho - put.dividendRho, -time * spotLeg, 10 * scale);
        const charm = 4 * Number.EPSILON * (1 + Math.abs(call.charm));
        near(call.charm - put.charm, (dividendYield * spotLeg) / spot, charm);
        const { gamma, vega, vanna, volga } = put;
        expect(call).toMatchObject({ gamma, vega, vanna, volga });
      }),
    );
  });

  it('is Black-76 on the forward', () => {
    fc.assert(
      fc.property(spotOption, (input) => {
        const { spot, rate, dividendYield, timeToExpiryYears } = input;
        const forward = spot * Math.exp((rate - dividendYield) * timeToExpiryYears);
        const discountFactor = Math.exp(-rate * timeToExpiryYears);
        const { price, vega } = black76({ ...input, forward, discountFactor });
        const got = blackScholesMerton(input);
        near(got.price, price, 1e-12 * (price + got.vega));
        near(got.vega, vega, 1e-11 * vega);
      }),
    );
  });

  it('is the discounted mean of the payoff', () => {
    fc.assert(
      fc.property(spotOption, (input) => {
        const { type, spot, strike, rate, dividendYield, volatility } = input;
        const time = input.timeToExpiryYears;
        const total = volatility * Math.sqrt(time);
        const drift = (rate - dividendYield - volatility ** 2 / 2) * time;
        const kink = (Math.log(strike / spot) - drift) / total;
        const sign = type === 'call' ? 1 : -1;
        const payoff = (z: number) => {
          const terminal = spot * Math.exp(drift + total * z);
          return sign * (terminal - strike) * Math.exp((-z * z) / 2);
        };
        // Simpson's rule from the kink outwards.
        const width = (12 + total + Math.abs(kink)) * sign;
        const count = 8000;
        let sum = payoff(kink) + payoff(kink + width);
        for (let index = 1; index < count; index += 1) {
          sum += (index % 2 === 0 ? 2 : 4) * payoff(kink + (width * index) / count);
        }
        const mean = (sum * Math.abs(width)) / count / 3 / Math.sqrt(2 * Math.PI);
        const price = blackScholesMertonPrice(input);
        near(price, mean * Math.exp(-rate * time), 1e-9 * price + 1e-15 * strike);
      }),
      { numRuns: 50 },
    );
  });

  it('gives the discounted intrinsic value without volatility or time', () => {
    const base = { type: 'put', strike: 110, rate: 0.05, dividendYield: 0.02 } as const;
    const still = { ...base, spot: 100, volatility: 0, timeToExpiryYears: 2 };
    const [spotLeg, strikeLeg] = [100 * Math.exp(-0.04), 110 * Math.exp(-0.1)];
    const got = blackScholesMerton(still);
    near(got.price, strikeLeg - spotLeg, 1e-13);
    near(got.delta, -Math.exp(-0.04), 1e-15);
    near(got.theta, 0.05 * strikeLeg - 0.02 * spotLeg, 1e-13);
    expect(got).toMatchObject({ gamma: 0, vega: 0, vanna: 0, volga: 0, d1: null, d2: null });
    const expired = blackScholesMerton({ ...still, volatility: 0.5, timeToExpiryYears: 0 });
    expect(expired).toMatchObject({ price: 10, delta: -1, gamma: 0, vega: 0, d1: null });
  });

  it('approaches these limits without a step', () => {
    fc.assert(
      fc.property(spotOption, fc.constantFrom(1e-12, 1e-100, 5e-324), (input, tiny) => {
        fc.pre(Math.abs(input.strike / input.spot - 1) > 1e-6);
        for (const limit of [
          { ...input, volatility: tiny, rate: 0, dividendYield: 0 },
          { ...input, timeToExpiryYears: tiny * tiny },
        ]) {
          const sign = input.type === 'call' ? 1 : -1;
          const intrinsic = Math.max(sign * (input.spot - input.strike), 0);
          const got = blackScholesMerton(limit);
          near(got.price, intrinsic, 1e-12 * (input.spot + input.strike));
          expect(got).toMatchObject({ gamma: 0, vega: 0, vanna: 0, volga: 0 });
        }
      }),
    );
  });
});

const valid = {
  type: 'call',
  spot: 100,
  strike: 100,
  rate: 0,
  dividendYield: 0,
  volatility: 0.5,
  timeToExpiryYears: 1,
} as const;

describe('domain', () => {
  it.each<[string, Partial<BlackScholesMertonInput>]>([
    ['spot 0', { spot: 0 }],
    ['spot -0', { spot: -0 }],
    ['strike below 0', { strike: -1 }],
    ['NaN strike', { strike: Number.NaN }],
    ['infinite rate', { rate: Infinity }],
    ['NaN yield', { dividendYield: Number.NaN }],
    ['volatility below 0', { volatility: -0.1 }],
    ['NaN volatility', { volatility: Number.NaN }],
    ['expired', { timeToExpiryYears: -1e-9 }],
    ['overflow', { spot: 1e300, dividendYield: -100 }],
  ])('%s is refused', (_, wrong) => {
    expect(() => blackScholesMerton({ ...valid, ...wrong })).toThrow(DomainError);
    expect(() => blackScholesMertonPrice({ ...valid, ...wrong })).toThrow(DomainError);
  });

  it.each([{ timeToExpiryYears: 0 }, { volatility: 0 }])(
    'at the money with %o there is a price and no greeks',
    (certain) => {
      expect(blackScholesMertonPrice({ ...valid, ...certain })).toBe(0);
      expect(() => blackScholesMerton({ ...valid, ...certain })).toThrow(DomainError);
    },
  );

  it('no input gives NaN', () => {
    const input = fc.record({
      type: fc.constantFrom('call' as const, 'put' as const),
      ...{ spot: anyNumber, strike: anyNumber, rate: anyNumber, dividendYield: anyNumber },
      ...{ volatility: anyNumber, timeToExpiryYears: anyNumber },
    });
    fc.assert(
      fc.property(input, (values) => {
        expectNoNaN(() => blackScholesMerton(values));
        expectNoNaN(() => blackScholesMertonPrice(values));
      }),
      { numRuns: 3000 },
    );
  });
});
