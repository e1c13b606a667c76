/** Margin in the configuration: what it must agree on, and the frames it becomes. */
import { describe, expect, it } from 'vitest';
import { configurationFrames, validateConfiguration } from '../../src/config/index.js';
import { ConfigurationError } from '../../src/errors.js';
import { derivatives } from './derivatives.js';
import { minimal, withInstrument } from './sample.js';

const RATES = { initial: 0.1, maintenance: 0.05 };
const withMargin = (margin: object) => withInstrument({ margin: { ...RATES, ...margin } });

/** The option of the sample with a margin section. */
function withOptionMargin(margin: object) {
  const sample = derivatives();
  const [first, second, option] = sample.instruments;
  return { ...sample, instruments: [first, second, { ...option, margin }] };
}

function violationsOf(value: unknown): readonly string[] {
  try {
    validateConfiguration(value);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.violations.map(({ path }) => path);
    throw error;
  }
  return [];
}

const tier = (above: number, initial = 0.2, maintenance = 0.1) => ({ above, initial, maintenance });
const many = Array.from({ length: 9 }, (_, place) => tier(1000 * (place + 1)));
const own = 'instruments[0].margin';
const ofOption = 'instruments[2].margin';
const short = { initial: 0.15, floor: 0.1, maintenance: 0.075 };

const bad: [string, unknown, string][] = [
  ['maintenance above initial', withMargin({ maintenance: 0.2 }), `${own}.maintenance`],
  ['a slope above the other', withMargin({ maintenanceSlope: 1 }), `${own}.maintenanceSlope`],
  ['tiers that fall', withMargin({ tiers: [tier(10), tier(5)] }), `${own}.tiers[1].above`],
  [
    'a tier with maintenance above initial',
    withMargin({ tiers: [tier(10, 0.1, 0.2)] }),
    `${own}.tiers[0].maintenance`,
  ],
  ['more tiers than there is room for', withMargin({ tiers: many }), `${own}.tiers`],
  ['a floor of what is no option', withMargin({ floor: 0.1 }), `${own}.floor`],
  ['no isolated collateral', withMargin({ isolatedCollateral: 0 }), `${own}.isolatedCollateral`],
  ['an option without a floor', withOptionMargin(RATES), `${ofOption}.floor`],
  ['a floor above initial', withOptionMargin({ ...short, floor: 0.2 }), `${ofOption}.floor`],
  [
    'an option with maintenance above the floor',
    withOptionMargin({ ...short, maintenance: 0.12 }),
    `${ofOption}.maintenance`,
  ],
  ['an option with tiers', withOptionMargin({ ...short, tiers: [tier(1)] }), `${ofOption}.tiers`],
  [
    'an isolated option',
    withOptionMargin({ ...short, isolatedCollateral: 1 }),
    `${ofOption}.isolatedCollateral`,
  ],
  [
    'another account',
    { ...minimal(), book: { reportingAsset: 'USDT', account: { mode: 'pooled' } } },
    'book.account.mode',
  ],
  [
    'a haircut above 1',
    { ...minimal(), assets: [{ symbol: 'USDT', haircut: 1.5 }] },
    'assets[0].haircut',
  ],
];

describe('margin', () => {
  it.each(bad)('refuses %s', (_, value, path) => {
    expect(violationsOf(value)).toEqual([path]);
  });

  const framesOf = (value: unknown) =>
    configurationFrames(validateConfiguration(value))
      .filter(({ name }) => /Margin|Account|Collateral|Isolated/.test(name))
      .map(({ name, values }) => [name, ...values]);

  it('becomes rates, slopes, tiers and isolated collateral in this order', () => {
    const margin = {
      deduction: 3,
      initialSlope: 0.02,
      maintenanceSlope: 0.01,
      tiers: [tier(10), tier(20, 0.3)],
      isolatedCollateral: 500,
    };
    expect(framesOf(withMargin(margin))).toEqual([
      ['setMargin', 0, 0.1, 0.05, 3],
      ['setMarginSlope', 0, 0.02, 0.01],
      ['setMarginTier', 0, 1, 10, 0.2, 0.1],
      ['setMarginTier', 0, 2, 20, 0.3, 0.1],
      ['setIsolated', 0, 500],
    ]);
    expect(framesOf(withMargin({}))).toEqual([['setMargin', 0, 0.1, 0.05, 0]]);
  });

  it('of an option becomes its own frame, of the account mode and haircuts', () => {
    const sample = withOptionMargin(short);
    const assets = sample.assets.map((asset) => ({ ...asset, haircut: 0.1 }));
    const book = { ...sample.book, account: { mode: 'multiAsset' } };
    expect(framesOf({ ...sample, assets, book })).toEqual([
      ['setOptionMargin', 2, 0.15, 0.1, 0.075],
      ['setAccount', 1],
      ['setCollateral', 0, 0.1],
    ]);
    expect(framesOf(minimal())).toEqual([]);
  });
});
