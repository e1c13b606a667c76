/** Options priced in the kernel: against the models, bits of lanes, limits, parity, bad input. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../src/errors.js';
import { type OptionColumns, OptionPricer, type PricedColumns } from '../../src/kernel/index.js';
import { black76, inverseOption } from '../../src/models/index.js';

type Option = { readonly [name in keyof OptionColumns]: number };
type Result = { readonly [name in keyof PricedColumns]-?: number };

const CAPACITY = 64;
const pricer = new OptionPricer(CAPACITY);

const COLUMNS: readonly (keyof Option)[] = [
  'forward',
  'strike',
  'timeToExpiryYears',
  'volatility',
  'discountFactor',
  'rate',
  'sign',
  'isCoin',
];

function columnsOf(options: readonly Option[]): OptionColumns {
  const entries = COLUMNS.map((name) => [name, options.map((option) => option[name])]);
  return Object.fromEntries(entries) as OptionColumns;
}

/** Prices options in one call, in order. */
function priceAll(options: readonly Option[]): Result[] {
  const columns = Object.entries(pricer.price(columnsOf(options), true));
  return options.map(
    (_, index) =>
      Object.fromEntries(columns.map(([name, column]) => [name, column[index]])) as Result,
  );
}

function priceOne(option: Option): Result {
  const [result] = priceAll([option]);
  if (result === undefined) throw new Error('no result');
  return result;
}

const sample: Option = {
  forward: 60_000,
  strike: 65_000,
  timeToExpiryYears: 0.2,
  volatility: 0.6,
  discountFactor: 0.99,
  rate: 0.05,
  sign: 1,
  isCoin: 0,
};

const double = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const option: fc.Arbitrary<Option> = fc
  .record({
    forward: double(-5, 5),
    moneyness: double(-3, 3),
    timeToExpiryYears: double(0.001, 5),
    volatility: double(0.05, 3),
    discountFactor: double(0.5, 1.2),
    rate: double(-0.1, 0.2),
    sign: fc.constantFrom(1, -1),
    isCoin: fc.constantFrom(0, 1),
  })
  .map(({ forward, moneyness, ...rest }) => ({
    ...rest,
    forward: 10 ** forward,
    strike: 10 ** forward * Math.exp(moneyness),
  }));

/** What one lane may hold besides: no time, no volatility, far away, absurdly large and small. */
const extreme: fc.Arbitrary<Option> = fc.record({
  forward: fc.constantFrom(2 ** -1022, 1e-100, 1, 60_000, 1e300),
  strike: fc.constantFrom(2 ** -1022, 1e-100, 1, 60_000, 1e300),
  timeToExpiryYears: fc.constantFrom(0, Number.MIN_VALUE, 1e-9, 1, 1e300),
  volatility: fc.constantFrom(0, Number.MIN_VALUE, 1e-9, 1, 1e150),
  discountFactor: fc.constantFrom(1e-300, 1, 1e300),
  rate: fc.constantFrom(0, -1, 1e300),
  sign: fc.constantFrom(1, -1),
  isCoin: fc.constantFrom(0, 1),
});

const typeOf = ({ sign }: Option): 'call' | 'put' => (sign === 1 ? 'call' : 'put');

/** The models on the same option, under the kernel's names. */
function modelled(input: Option): Partial<Result> {
  const { forward, discountFactor, rate, isCoin, timeToExpiryYears: time } = input;
  const type = typeOf(input);
  if (isCoin === 1) {
    const coin = inverseOption({ ...input, type });
    return {
      price: coin.priceCoin,
      delta: coin.blackDelta,
      gamma: coin.gammaQuote,
      vega: coin.vegaCoin,
      theta: coin.thetaCoin,
      rho: time * coin.netDelta,
      netDelta: coin.netDelta,
      netGamma: coin.gammaQuote - coin.netDelta / forward,
      vanna: coin.vannaCoin * forward + coin.vegaCoin,
      volga: coin.volgaCoin,
    };
  }
  const { d1, d2, theta, ...rest } = black76({ ...input, type, discountFactor });
  const { price, delta } = rest;
  return {
    ...rest,
    d1: d1 ?? 0,
    d2: d2 ?? 0,
    theta: theta + rate * price,
    rho: time * (forward * delta - price),
    netDelta: delta,
    netGamma: rest.gamma,
  };
}

/** The size of a result when the option is at the money: the scale of what rounding does to it. */
function scaleOf(input: Option): Result {
  const { forward, strike, volatility, timeToExpiryYears: time, isCoin, discountFactor } = input;
  const total = volatility * Math.sqrt(time);
  const leg = isCoin === 1 ? 1 + strike / forward : discountFactor * (forward + strike);
  const weight = (isCoin === 1 ? 1 : discountFactor) * (1 + strike / forward);
  const vega = leg * Math.sqrt(time);
  const distance = 1 + Math.abs(Math.log(forward / strike)) / total + total;
  return {
    price: leg,
    delta: weight,
    gamma: (weight * distance) / forward / total,
    vega: vega * distance,
    theta: leg * (Math.abs(input.rate) + (distance * volatility) / Math.sqrt(time)),
    rho: leg * time,
    netDelta: weight,
    netGamma: (weight * distance) / forward / Math.min(total, 1),
    vanna: (weight * distance ** 3) / volatility,
    volga: (vega * distance ** 4) / volatility,
    charm: weight * (Math.abs(input.rate) + distance ** 3 / time),
    d1: distance,
    d2: distance,
  };
}

describe('options in the kernel', () => {
  it('agree with the models', () => {
    fc.assert(
      fc.property(option, (input) => {
        const got = priceOne(input);
        const scale = scaleOf(input);
        for (const [name, expected] of Object.entries(modelled(input))) {
          const key = name as keyof Result;
          const error = Math.abs(got[key] - expected) / scale[key];
          expect(error, `${name} ${got[key]} ${expected}`).toBeLessThan(4e-15);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('change no bit with lane, neighbours and order', () => {
    const anything = fc.oneof(option, extreme);
    fc.assert(
      fc.property(fc.array(anything, { minLength: 1, maxLength: CAPACITY }), (options) => {
        const together = priceAll(options);
        const reversed = priceAll([...options].reverse()).reverse();
        const shifted = priceAll([sample, ...options].slice(0, CAPACITY)).slice(1);
        expect(reversed).toEqual(together);
        expect(shifted).toEqual(together.slice(0, CAPACITY - 1));
        options.slice(0, 4).forEach((alone, index) => {
          expect(priceOne(alone)).toEqual(together[index]);
        });
      }),
      { numRuns: 300 },
    );
  });

  it('give the same without vanna, volga and charm', () => {
    const columns = columnsOf([sample, { ...sample, isCoin: 1 }, { ...sample, sign: -1 }]);
    const { vanna, volga, charm, ...rest } = pricer.price(columns, true);
    expect([vanna, volga, charm].map((column) => column?.length)).toEqual([3, 3, 3]);
    expect(pricer.price(columns)).toEqual(rest);
  });

  it('call minus put is the difference of the legs', () => {
    fc.assert(
      fc.property(option, (input) => {
        const [call, put] = priceAll([
          { ...input, sign: 1 },
          { ...input, sign: -1 },
        ]);
        if (call === undefined || put === undefined) throw new Error('no result');
        const { forward, strike, discountFactor, isCoin } = input;
        const weight = isCoin === 1 ? 1 : discountFactor;
        const scale = scaleOf(input);
        const legs = (isCoin === 1 ? 1 / forward : discountFactor) * (forward - strike);
        expect(Math.abs(call.price - put.price - legs) / scale.price).toBeLessThan(1e-15);
        expect(Math.abs(call.delta - put.delta - weight) / weight).toBeLessThan(4e-15);
        expect([call.gamma, call.vega]).toEqual([put.gamma, put.vega]);
      }),
    );
  });

  it.each([
    ['charm', 'delta'],
    ['theta', 'price'],
  ] as const)('%s is the change of %s as time passes, the discount factor with it', (greek, of) => {
    fc.assert(
      fc.property(option, (input) => {
        const { timeToExpiryYears: time, rate, isCoin } = input;
        const step = time * 1e-4;
        const at = (later: number): number =>
          priceOne({
            ...input,
            timeToExpiryYears: time - later,
            discountFactor: input.discountFactor * (isCoin === 1 ? 1 : Math.exp(rate * later)),
          })[of];
        const slope = (at(step) - at(-step)) / (2 * step);
        const scale = scaleOf(input)[greek];
        expect(Math.abs(priceOne(input)[greek] - slope) / scale).toBeLessThan(1e-6);
      }),
    );
  });
});

describe('without time or volatility', () => {
  const certain = [
    { timeToExpiryYears: 0 },
    { volatility: 0 },
    { timeToExpiryYears: 0, volatility: 0 },
    { volatility: Number.MIN_VALUE },
  ];

  it.each(certain)('an option with %o is worth its intrinsic value', (change) => {
    for (const isCoin of [0, 1]) {
      const kinds = [
        { ...sample, ...change, isCoin, strike: 50_000 },
        { ...sample, ...change, isCoin, strike: 50_000, sign: -1 },
      ];
      const [inside, outside] = priceAll(kinds);
      const scale = isCoin === 1 ? 1 / 60_000 : 0.99;
      const weight = isCoin === 1 ? 1 : 0.99;
      const zero = { gamma: 0, vega: 0, vanna: 0, volga: 0 };
      expect(inside).toMatchObject({ ...zero, price: scale * 10_000, delta: weight });
      const charm = isCoin === 1 ? 0 : sample.rate * weight;
      expect(inside?.charm).toBe(charm);
      expect(inside?.netDelta).toBeCloseTo(isCoin === 1 ? 50_000 / 60_000 : weight, 15);
      const empty = Object.values({ ...outside, d1: 0, d2: 0 }).filter((value) => value !== 0);
      expect(empty).toEqual([]);
    }
  });

  it('an option at the money is worth nothing and has no greeks', () => {
    for (const change of certain) {
      for (const sign of [1, -1]) {
        const result = priceOne({ ...sample, ...change, strike: sample.forward, sign });
        const values = Object.values({ ...result, d1: 0, d2: 0 });
        expect(values.filter((value) => value !== 0)).toEqual([]);
      }
    }
  });
});

describe('extremes', () => {
  it('prices lie between the intrinsic value and the leg, deltas between 0 and the weight', () => {
    const wild = extreme.filter(({ forward, strike }) => forward < 1e300 && strike < 1e300);
    fc.assert(
      fc.property(wild, (input) => {
        const { forward, strike, sign } = input;
        const plain = { ...input, discountFactor: 1, rate: 0, isCoin: 0 };
        const { price, delta, gamma, vega } = priceOne(plain);
        const slack = (forward + strike) * 1e-15;
        expect(price).toBeGreaterThanOrEqual(Math.max(sign * (forward - strike), 0) - slack);
        expect(price).toBeLessThanOrEqual((sign === 1 ? forward : strike) + slack);
        expect(sign * delta).toBeGreaterThanOrEqual(0);
        expect(sign * delta).toBeLessThanOrEqual(1);
        expect(gamma).toBeGreaterThanOrEqual(0);
        expect(vega).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 1000 },
    );
  });

  it('near the money no digit of ln(F / K) is lost', () => {
    const strike = 60_000;
    for (const steps of [1, 3, 1000]) {
      const forward = strike * (1 + steps * 2 ** -45);
      const { d1, d2 } = priceOne({ ...sample, forward, strike, volatility: 1e-9 });
      const exact = Math.log1p((forward - strike) / strike) / (1e-9 * Math.sqrt(0.2));
      expect(Math.abs((d1 + d2) / 2 / exact - 1)).toBeLessThan(2e-15);
    }
  });
});

describe('bad input', () => {
  it.each([
    ['forward', [0, -1, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.MIN_VALUE]],
    ['strike', [0, -1, Number.NaN, Number.POSITIVE_INFINITY]],
    ['timeToExpiryYears', [-1e-300, Number.NaN, Number.POSITIVE_INFINITY]],
    ['volatility', [-0.1, Number.NaN, Number.POSITIVE_INFINITY]],
    ['discountFactor', [0, -1, Number.NaN]],
    ['rate', [Number.NaN, Number.NEGATIVE_INFINITY]],
    ['sign', [0, 2, Number.NaN]],
    ['isCoin', [-1, 0.5, Number.NaN]],
  ] as const)('%s', (name, values) => {
    pricer.load(columnsOf([sample]));
    for (const value of values) {
      const bad = columnsOf([
        { ...sample, strike: 1 },
        { ...sample, [name]: value },
      ]);
      expect(() => pricer.load(bad)).toThrow(DomainError);
    }
    pricer.evaluate();
    expect(pricer.read().price).toEqual(Float64Array.of(priceOne(sample).price));
  });

  it('of another length, or too much of it', () => {
    const usage = expect.objectContaining({ code: 'USAGE' });
    expect(() => pricer.load({ ...columnsOf([sample]), rate: [] })).toThrow(usage);
    const many = Array.from({ length: CAPACITY + 1 }, () => sample);
    expect(() => pricer.load(columnsOf(many))).toThrow(usage);
    for (const capacity of [0, -1, 1.5, Number.NaN]) {
      expect(() => new OptionPricer(capacity)).toThrow(usage);
    }
    expect(pricer.price(columnsOf([])).price).toEqual(new Float64Array(0));
  });
});
