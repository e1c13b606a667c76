/** The models against high-precision reference vectors computed independently of them. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as models from '../../src/models/index.js';

type Inputs = Readonly<Record<string, unknown>>;
type Outputs = Readonly<Record<string, number | string | null>>;

interface ReferenceCase {
  readonly id: string;
  readonly fn: string;
  readonly in: Inputs;
  readonly out: Outputs;
  readonly tol?: Readonly<Record<string, number>>;
}

interface Runner {
  readonly file: string;
  readonly fn: string;
  /** Cases the file must hold, so that none drops out unseen. */
  readonly count: number;
  readonly run: (input: Inputs) => Outputs;
}

const number = (input: Inputs, name: string): number => {
  const value = input[name];
  if (typeof value !== 'number') throw new Error(`${name} is missing`);
  return value;
};
const numbers = (input: Inputs, name: string): number[] => {
  const value = input[name];
  if (!Array.isArray(value)) throw new Error(`${name} is missing`);
  return value.map(Number);
};
const kind = (input: Inputs): 'linear' | 'inverse' =>
  input.kind === 'inverse' ? 'inverse' : 'linear';
const market = (input: Inputs) => ({
  price: number(input, 's'),
  position: number(input, 'q'),
  gamma: number(input, 'gamma'),
  sigma: number(input, 'sigma'),
});

const runners: readonly Runner[] = [
  {
    file: 'as2008',
    fn: 'quotes',
    count: 38,
    run: (input) => ({
      ...models.avellanedaStoikovQuotes({
        ...market(input),
        k: number(input, 'k'),
        tau: number(input, 'tau'),
      }),
    }),
  },
  {
    file: 'as2008',
    fn: 'infinite',
    count: 21,
    run: (input) => {
      const omega = number(input, 'omega');
      const got = models.avellanedaStoikovInfiniteHorizon({ ...market(input), omega });
      return { rb: got.bid, ra: got.ask, raPrinted: got.askAsPrinted, r: got.reservation };
    },
  },
  {
    file: 'as2008',
    fn: 'gbm',
    count: 8,
    run: (input) => {
      const got = models.avellanedaStoikovGbm({ ...market(input), tau: number(input, 'tau') });
      return { ra: got.ask, rb: got.bid };
    },
  },
  {
    file: 'gueant2017',
    fn: 'approx',
    count: 23,
    run: (input) => {
      const { skewPerUnit: skew, ...got } = models.gueantQuotes({
        gamma: number(input, 'gamma'),
        xi: number(input, 'xi'),
        intensityA: number(input, 'A'),
        intensityK: number(input, 'k'),
        tradeSize: number(input, 'Delta'),
        sigma: number(input, 'sigma'),
        position: number(input, 'q'),
      });
      return { ...got, skew };
    },
  },
  {
    file: 'inventory_skew',
    fn: 'sizeSkew',
    count: 41,
    run: (input) => {
      const got = models.sizeSkew({
        baseBalance: number(input, 'base'),
        quoteBalance: number(input, 'quote'),
        price: number(input, 'price'),
        targetBaseShare: number(input, 'targetBasePct'),
        baseRange: number(input, 'baseRange'),
      });
      return { bidRatio: got.bidSizeRatio, askRatio: got.askSizeRatio };
    },
  },
  {
    file: 'inventory_skew',
    fn: 'totalOrderSize',
    count: 6,
    run: (input) => ({
      total: models.totalOrderSize({
        start: number(input, 'start'),
        step: number(input, 'step'),
        levels: number(input, 'levels'),
      }),
    }),
  },
  {
    file: 'inventory_skew',
    fn: 'priceSkew',
    count: 14,
    run: (input) => ({
      ...models.priceSkew({
        mid: number(input, 'mid'),
        halfSpread: number(input, 'halfSpread'),
        position: number(input, 'position'),
        target: number(input, 'target'),
        maxDeviation: number(input, 'maxDeviation'),
        skewFactor: number(input, 'skewFactor'),
      }),
    }),
  },
  {
    file: 'volatility',
    fn: 'ewmaIrregular',
    count: 8,
    run: (input) => {
      const got = models.ewmaIrregular({
        intervals: numbers(input, 'dt'),
        returns: numbers(input, 'returns'),
        halfLife: number(input, 'halfLife'),
        initialVariance: number(input, 'init'),
      });
      return { variance: got.variance, vol: got.volatility };
    },
  },
  {
    file: 'positions',
    fn: 'pnl',
    count: 8,
    run: (input) => ({
      pnl: models.roundTripPnl({
        kind: kind(input),
        multiplier: number(input, 'multiplier'),
        position: number(input, 'qty'),
        entry: number(input, 'entry'),
        exit: number(input, 'exit'),
      }),
    }),
  },
  {
    file: 'positions',
    fn: 'optionExpiry',
    count: 10,
    run: (input) => ({
      ...models.optionExpiryPnl({
        kind: kind(input),
        type: input.type === 'put' ? 'put' : 'call',
        strike: number(input, 'K'),
        settlementPrice: number(input, 'S'),
        position: number(input, 'qty'),
        premium: number(input, 'premium'),
        multiplier: number(input, 'multiplier'),
      }),
    }),
  },
];

function casesOf(file: string, fn: string): readonly ReferenceCase[] {
  const url = new URL(`../fixtures/reference/${file}.json`, import.meta.url);
  const parsed = JSON.parse(readFileSync(url, 'utf8')) as { cases: readonly ReferenceCase[] };
  return parsed.cases.filter((candidate) => candidate.fn === fn);
}

/** Absolute tolerance per output; an output without one must be equal; null is "no value". */
function differences(reference: ReferenceCase, got: Outputs): string[] {
  return Object.entries(reference.out).flatMap(([name, expected]) => {
    const value = got[name];
    const tolerance = reference.tol?.[name];
    const passes =
      typeof expected === 'number' && typeof value === 'number' && tolerance !== undefined
        ? Math.abs(value - expected) <= tolerance
        : value === expected;
    return passes ? [] : [`${reference.id} ${name}: ${value} instead of ${expected}`];
  });
}

describe('reference vectors', () => {
  it.each(runners)('$file/$fn: $count cases', ({ file, fn, count, run }) => {
    const cases = casesOf(file, fn);
    expect(cases.length).toBe(count);
    expect(cases.flatMap((reference) => differences(reference, run(reference.in)))).toEqual([]);
  });
});
