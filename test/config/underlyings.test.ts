/** Underlyings, expiries and options of a configuration: what must agree, and the frames they become. */
import { describe, expect, it } from 'vitest';
import { Book } from '../../src/book/index.js';
import { configurationFrames, validateConfiguration } from '../../src/config/index.js';
import { ConfigurationError, type Violation } from '../../src/errors.js';
import { type DerivativeChanges, derivatives } from './derivatives.js';
import { withInstrument } from './sample.js';

function violationsOf(value: unknown): readonly Violation[] {
  try {
    validateConfiguration(value);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.violations;
    throw error;
  }
  return [];
}
const pathsOf = (value: unknown) => violationsOf(value).map(({ path }) => path);

it('an option gives no asset a rate', () => {
  const rateInstrument = 'BTC-JUN-65000-C';
  const assets = [{ symbol: 'BTC', rate: 60_000, rateInstrument, balance: 2 }];
  expect(pathsOf({ ...derivatives(), assets })).toContain('assets[0].rateInstrument');
});

const cases: readonly (readonly [string, DerivativeChanges, string])[] = [
  ['no symbol', { underlying: { symbol: undefined } }, 'underlyings[0].symbol'],
  ['an index of 0', { underlying: { initialIndex: 0 } }, 'underlyings[0].initialIndex'],
  ['collateral that is no asset', { underlying: { collateral: 'B' } }, 'underlyings[0].collateral'],
  ['an index that is nobody', { underlying: { index: 'BTCUSDC' } }, 'underlyings[0].index'],
  ['an option', { underlying: { index: 'BTC-JUN-65000-C' } }, 'underlyings[0].index'],
  [
    'a threshold of 0',
    { underlying: { remark: { thresholdBps: 0 } } },
    'underlyings[0].remark.thresholdBps',
  ],
  ['an expiry of nothing', { expiry: { underlying: 'ETH' } }, 'expiries[0].underlying'],
  ['a date without time', { expiry: { time: '2026-06-26' } }, 'expiries[0].time'],
  ['a forward without index', { underlying: { initialIndex: undefined } }, 'expiries[0].forward'],
  [
    'a variance below 0',
    { expiry: { smile: { a: -0.02, b: 0.05, rho: -0.2, m: 0, sigma: 0.2 } } },
    'expiries[0].smile.a',
  ],
  [
    'a tilt beyond 1',
    { expiry: { smile: { a: 0.02, b: 0.05, rho: 1.2, m: 0, sigma: 0.2 } } },
    'expiries[0].smile.rho',
  ],
  ['an option of no expiry', { option: { expiry: 'BTC-JUL' } }, 'instruments[2].option.expiry'],
  ['a strike of 0', { option: { strike: 0 } }, 'instruments[2].option.strike'],
  ['another right', { option: { right: 'both' } }, 'instruments[2].option.right'],
  ['no volatility at all', { expiry: { smile: undefined } }, 'instruments[2].option.volatility'],
  ['no room for a pair', { capacity: { options: 1 } }, 'book.capacity.options'],
  ['no room for the underlying', { capacity: { underlyings: 0 } }, 'book.capacity.underlyings'],
  ['no room for the expiry', { capacity: { expiries: 0 } }, 'book.capacity.expiries'],
  ['a contract on nothing', { instrument: { underlying: 'ETH' } }, 'instruments[0].underlying'],
  [
    'terms of an option without one',
    { instrument: { option: { expiry: 'BTC-JUN', right: 'put', strike: 1 } } },
    'instruments[0].option',
  ],
];

describe('violations', () => {
  it.each(cases)('%s', (_, changes, path) => {
    expect(pathsOf(derivatives(changes))).toEqual([path]);
  });

  it('are none of the sample', () => expect(pathsOf(derivatives())).toEqual([]));

  it('name options without terms, or with an underlying of their own', () => {
    const { instruments, ...rest } = derivatives();
    const [linear, inverse, option] = instruments;
    const without = { ...option, option: undefined };
    const twice = { ...option, underlying: 'BTC-INDEX' };
    const path = 'instruments[2]';
    expect(pathsOf({ ...rest, instruments: [linear, inverse, without] })).toEqual([
      `${path}.option`,
    ]);
    expect(pathsOf({ ...rest, instruments: [linear, inverse, twice] })).toEqual([
      `${path}.underlying`,
    ]);
    const inQuote = { ...option, settle: 'USDT' };
    expect(pathsOf({ ...rest, instruments: [linear, inverse, inQuote] })).toEqual([
      `${path}.settle`,
    ]);
  });

  it('name a row that stands twice, and an index that two underlyings follow', () => {
    const sample = derivatives();
    const [underlying] = sample.underlyings;
    const [expiry] = sample.expiries;
    const other = { ...underlying, symbol: 'OTHER' };
    expect(
      pathsOf({ ...sample, underlyings: [underlying, { ...underlying, index: undefined }] }),
    ).toEqual(['underlyings[1].symbol']);
    expect(pathsOf({ ...sample, underlyings: [underlying, other] })).toEqual([
      'underlyings[1].index',
    ]);
    expect(pathsOf({ ...sample, expiries: [expiry, expiry] })).toEqual(['expiries[1].symbol']);
  });

  it('ask for an underlying where there is none', () => {
    expect(pathsOf(withInstrument({ underlying: 'BTC' }))).toEqual(['instruments[0].underlying']);
  });
});

describe('frames', () => {
  const EXPIRY_NS = BigInt(Date.UTC(2026, 5, 26, 8)) * 1_000_000n;

  it('define underlyings, then expiries, then what contracts are on', () => {
    const names =
      /^(defineUnderlying|index|defineExpiry|forward|setSmile|setUnderlying|defineOption)$/;
    const frames = configurationFrames(validateConfiguration(derivatives()));
    expect(frames.filter(({ name }) => names.test(name))).toEqual([
      { name: 'defineUnderlying', values: [0, 0, 0, 2, 60] },
      { name: 'index', values: [0, 60_000] },
      { name: 'defineExpiry', values: [0, 0, EXPIRY_NS, 0] },
      { name: 'forward', values: [0, 60_600] },
      { name: 'setSmile', values: [0, 0.01, 0.05, -0.2, 0, 0.2] },
      { name: 'setUnderlying', values: [0, 0] },
      { name: 'setUnderlying', values: [1, 0] },
      { name: 'defineOption', values: [2, 0, 0, 65_000, null, 1, 1] },
    ]);
  });

  it('are accepted by a book', () => {
    const option = { volatility: 0.5, right: 'put', mark: 'market' };
    const remark = { thresholdBps: null, maxAgeSeconds: null };
    for (const changes of [
      {},
      { option, expiry: { smile: undefined } },
      { underlying: { remark } },
    ]) {
      expect(Book.create(derivatives(changes)).risk().equity).toBe(120_000);
    }
  });
});
