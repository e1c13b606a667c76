/** Every way a configuration can be wrong, by path. */
import { describe, expect, it } from 'vitest';
import { validateConfiguration } from '../../src/config/index.js';
import { ConfigurationError, type Violation } from '../../src/errors.js';
import { inverse, linearInstrument, minimal, withInstrument, withModel } from './sample.js';

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
const book = (changes: object) => ({ ...minimal(), book: { reportingAsset: 'USDT', ...changes } });
const quoting = (changes: object) => withInstrument({ quoting: { size: 0.01, ...changes } });
const inventory = (changes: object) =>
  withInstrument({ inventory: { maxPosition: 0.5, ...changes } });
const assets = (...entries: unknown[]) => ({ ...minimal(), assets: entries });
const model = (type: string, keys: object) => withModel({ type, ...keys });
const reference = { referencePrice: 60_000, referenceSigma: 8 };
const operator = { inventorySkewBps: 4, halfSpreadBps: 3, ...reference };
const as = 'avellanedaStoikov';
const glft = 'gueantLehalleFernandezTapia';

const exact = { gamma: 1e-5, intensityA: 0.5, intensityK: 0.4, referenceSigma: 5 };
const glftExact = (keys: object = {}) =>
  model('gueantLehalleFernandezTapiaExact', { ...exact, ...keys });
const flow = { buyOrderRate: 1, sellOrderRate: 1, kappa: 0.4, phi: 1e-3 };
const factors = (keys: object) => ({
  ...minimal(),
  factors: { riskAversion: 1e-6, horizonSeconds: 60, loadings: { BTCUSDT: [1e-4] }, ...keys },
});

const cases: readonly (readonly [string, unknown, string])[] = [
  ['nothing', null, ''],
  ['text', 'book', ''],
  ['a list', [], ''],
  ['no book', { instruments: [linearInstrument()] }, 'book'],
  ['no reporting asset', { ...minimal(), book: {} }, 'book.reportingAsset'],
  ['no instruments', { book: { reportingAsset: 'USDT' } }, 'instruments'],
  ['an empty list', { ...minimal(), instruments: [] }, 'instruments'],
  ['a map as list', { ...minimal(), instruments: {} }, 'instruments'],
  ['an odd capacity', book({ capacity: { instruments: 3 } }), 'book.capacity.instruments'],
  ['no capacity', book({ capacity: { instruments: 0 } }), 'book.capacity.instruments'],
  ['too much capacity', book({ capacity: { instruments: 2 ** 21 } }), 'book.capacity.instruments'],
  ['too few assets', book({ capacity: { assets: 1 } }), 'book.capacity.assets'],
  ['a fraction', book({ capacity: { assets: 1.5 } }), 'book.capacity.assets'],
  ['not a power of two', book({ capacity: { fillIds: 1000 } }), 'book.capacity.fillIds'],
  [
    'tables that do not fit',
    { ...glftExact(), book: { reportingAsset: 'USDT', capacity: { tableLevels: 100 } } },
    'book.capacity.tableLevels',
  ],
  [
    'a limit too many fills away',
    glftExact({ tradeSize: 0.0009 }),
    'instruments[0].model.tradeSize',
  ],
  [
    'a table without volatility',
    glftExact({ referenceSigma: undefined }),
    'instruments[0].model.referenceSigma',
  ],
  ['an impact that leaves no flow', glftExact({ impact: 1e6 }), 'instruments[0].model'],
  [
    'no sell orders',
    model('carteaJaimungal', { ...flow, sellOrderRate: 0 }),
    'instruments[0].model.sellOrderRate',
  ],
  [
    'an inverse table without price',
    inverse({ type: 'carteaJaimungal', ...flow }),
    'instruments[0].model.referencePrice',
  ],
  ['loadings of nobody', factors({ loadings: { BTCUSD: [1] } }), 'factors.loadings.BTCUSD'],
  ['no loadings', factors({ loadings: { BTCUSDT: [] } }), 'factors.loadings.BTCUSDT'],
  [
    'nine factors',
    factors({ loadings: { BTCUSDT: Array(9).fill(1) } }),
    'factors.loadings.BTCUSDT',
  ],
  [
    'a variance below 0',
    factors({ idiosyncratic: { BTCUSDT: -1 } }),
    'factors.idiosyncratic.BTCUSDT',
  ],
  ['no horizon', factors({ horizonSeconds: 0 }), 'factors.horizonSeconds'],
  ['an unknown factor key', factors({ covariance: [] }), 'factors.covariance'],
  [
    'aversion beyond frames',
    factors({ riskAversion: 1e15, horizonSeconds: 2 }),
    'factors.riskAversion',
  ],
  ['a negative limit', book({ limits: { maxDailyLoss: -1 } }), 'book.limits.maxDailyLoss'],
  [
    'reduce above halt',
    book({ limits: { maxDrawdown: { reduce: 2, halt: 1 } } }),
    'book.limits.maxDrawdown.reduce',
  ],
  [
    'an unknown threshold',
    book({ limits: { maxDrawdown: { stop: 2 } } }),
    'book.limits.maxDrawdown.stop',
  ],
  ['a ratio above 1', book({ limits: { recoverRatio: 1.1 } }), 'book.limits.recoverRatio'],
  ['an empty symbol', withInstrument({ symbol: '' }), 'instruments[0].symbol'],
  ['a symbol with spaces', withInstrument({ symbol: 'BTC USDT' }), 'instruments[0].symbol'],
  ['a long symbol', withInstrument({ symbol: 'X'.repeat(65) }), 'instruments[0].symbol'],
  ['an unknown contract', withInstrument({ contract: 'future' }), 'instruments[0].contract'],
  [
    'settled in its base',
    { ...withInstrument({ settle: 'BTC' }), assets: [{ symbol: 'BTC', rate: 1 }] },
    'instruments[0].settle',
  ],
  ['no tick', withInstrument({ tickSize: undefined }), 'instruments[0].tickSize'],
  ['NaN', withInstrument({ tickSize: Number.NaN }), 'instruments[0].tickSize'],
  ['infinite', withInstrument({ tickSize: Number.POSITIVE_INFINITY }), 'instruments[0].tickSize'],
  ['negative', withInstrument({ tickSize: -0.1 }), 'instruments[0].tickSize'],
  ['negative zero', withInstrument({ tickSize: -0 }), 'instruments[0].tickSize'],
  ['below the range', withInstrument({ tickSize: 1e-16 }), 'instruments[0].tickSize'],
  ['above the range', withInstrument({ tickSize: 1e16 }), 'instruments[0].tickSize'],
  ['a number as text', withInstrument({ tickSize: '0.1' }), 'instruments[0].tickSize'],
  ['a bigint', withInstrument({ tickSize: 1n }), 'instruments[0].tickSize'],
  ['a zero lot', withInstrument({ lotSize: 0 }), 'instruments[0].lotSize'],
  ['a zero multiplier', withInstrument({ multiplier: 0 }), 'instruments[0].multiplier'],
  ['minSize between lots', withInstrument({ minSize: 0.0015 }), 'instruments[0].minSize'],
  ['negative minNotional', withInstrument({ minNotional: -1 }), 'instruments[0].minNotional'],
  ['a fee in percent', withInstrument({ makerFee: 2 }), 'instruments[0].makerFee'],
  ['size between lots', quoting({ size: 0.0105 }), 'instruments[0].quoting.size'],
  ['size below a lot', quoting({ size: 0.0001 }), 'instruments[0].quoting.size'],
  ['size below minSize', withInstrument({ minSize: 0.02 }), 'instruments[0].quoting.size'],
  [
    'more lots than fit',
    withInstrument({ lotSize: 1e-15, inventory: { maxPosition: 10 } }),
    'instruments[0].inventory.maxPosition',
  ],
  ['sizeSkew above 1', quoting({ sizeSkew: 1.01 }), 'instruments[0].quoting.sizeSkew'],
  ['text as flag', quoting({ postOnly: 'yes' }), 'instruments[0].quoting.postOnly'],
  ['cap 0', quoting({ maxHalfSpreadBps: 0 }), 'instruments[0].quoting.maxHalfSpreadBps'],
  [
    'floor above cap',
    quoting({ minHalfSpreadBps: 600 }),
    'instruments[0].quoting.maxHalfSpreadBps',
  ],
  ['fee above cap', withInstrument({ makerFee: 0.1 }), 'instruments[0].quoting.maxHalfSpreadBps'],
  ['a wall at 1', quoting({ softWall: { start: 1 } }), 'instruments[0].quoting.softWall.start'],
  ['target at the limit', inventory({ target: 0.5 }), 'instruments[0].inventory.target'],
  ['target beyond', inventory({ target: -0.6 }), 'instruments[0].inventory.target'],
  ['target between lots', inventory({ target: 0.0001 }), 'instruments[0].inventory.target'],
  ['no maxPosition', withInstrument({ inventory: {} }), 'instruments[0].inventory.maxPosition'],
  ['maxNotional 0', inventory({ maxNotional: 0 }), 'instruments[0].inventory.maxNotional'],
  [
    'half-life 0',
    withInstrument({ volatility: { halfLifeSeconds: 0 } }),
    'instruments[0].volatility.halfLifeSeconds',
  ],
  ['age 0', withInstrument({ risk: { maxAgeSeconds: 0 } }), 'instruments[0].risk.maxAgeSeconds'],
  ['risk as null', withInstrument({ risk: null }), 'instruments[0].risk'],
  ['no model', withInstrument({ model: undefined }), 'instruments[0].model'],
  ['an unknown model', model('exact', {}), 'instruments[0].model.type'],
  ['half a model', model('linear', { halfSpreadBps: 1 }), 'instruments[0].model.inventorySkewBps'],
  ['no units', model(as, { horizonSeconds: 1 }), 'instruments[0].model'],
  ['both units', model(as, { horizonSeconds: 1, gamma: 1, ...operator }), 'instruments[0].model'],
  ['gamma alone', model(as, { horizonSeconds: 1, gamma: 1 }), 'instruments[0].model.k'],
  ['k = 0', model(as, { horizonSeconds: 1, gamma: 1, k: 0 }), 'instruments[0].model.k'],
  [
    'no reference',
    model(as, { horizonSeconds: 1, ...operator, referenceSigma: undefined }),
    'instruments[0].model.referenceSigma',
  ],
  ['no time', model(as, { horizonSeconds: 0, ...operator }), 'instruments[0].model.horizonSeconds'],
  [
    'a date without time',
    model(as, { horizonSeconds: 1, gamma: 1, k: 1, endTime: '2026-01-01' }),
    'instruments[0].model.endTime',
  ],
  [
    'a skew that takes the half-spread',
    model(as, { horizonSeconds: 1, ...operator, inventorySkewBps: 300 }),
    'instruments[0].model',
  ],
  [
    'an aversion out of range',
    model(as, { horizonSeconds: 1e-15, ...operator, referenceSigma: 1e-10 }),
    'instruments[0].model',
  ],
  [
    'skew and half-life',
    model(glft, { intensityA: 1, ...operator, inventoryHalfLifeSeconds: 60 }),
    'instruments[0].model.inventorySkewBps',
  ],
  [
    'neither skew nor half-life',
    model(glft, { intensityA: 1, halfSpreadBps: 3, ...reference }),
    'instruments[0].model.inventorySkewBps',
  ],
  [
    'a half-life out of reach',
    model(glft, {
      intensityA: 1,
      halfSpreadBps: 3,
      inventoryHalfLifeSeconds: 0.1,
      ...reference,
    }),
    'instruments[0].model',
  ],
  [
    'another xi in operator units',
    model(glft, { intensityA: 1, ...operator, xi: 0.5 }),
    'instruments[0].model.xi',
  ],
  [
    'xi as other text',
    model(glft, { intensityA: 1, gamma: 1, intensityK: 1, xi: 'k' }),
    'instruments[0].model.xi',
  ],
  [
    'inverse without reference price',
    inverse({ type: as, gamma: 1, k: 1, horizonSeconds: 1 }),
    'instruments[0].model.referencePrice',
  ],
  ['an asset twice', assets({ symbol: 'USDT' }, { symbol: 'USDT' }), 'assets[1].symbol'],
  ['an asset without rate', assets({ symbol: 'BNB' }), 'assets[0].rate'],
  ['a balance without rate', assets({ symbol: 'BTC', balance: 1 }), 'assets[0].rate'],
  ['a rate of 0', assets({ symbol: 'BTC', rate: 0 }), 'assets[0].rate'],
  ['another rate of the reporting asset', assets({ symbol: 'USDT', rate: 2 }), 'assets[0].rate'],
  [
    'a reporting asset that follows',
    assets({ symbol: 'USDT', rateInstrument: 'BTCUSDT' }),
    'assets[0].rateInstrument',
  ],
  [
    'an unknown rate instrument',
    assets({ symbol: 'BTC', rateInstrument: 'BTCUSD' }),
    'assets[0].rateInstrument',
  ],
  [
    'two assets that follow one instrument',
    assets(
      { symbol: 'BTC', rate: 1, rateInstrument: 'BTCUSDT' },
      { symbol: 'WBTC', rate: 1, rateInstrument: 'BTCUSDT' },
    ),
    'assets[1].rateInstrument',
  ],
  ['fees in an unvalued asset', withInstrument({ feeAsset: 'BNB' }), 'instruments[0].feeAsset'],
  [
    'an instrument twice',
    { ...minimal(), instruments: [linearInstrument(), linearInstrument()] },
    'instruments[1].symbol',
  ],
];

describe('violations', () => {
  it.each(cases)('%s', (_, value, path) => {
    expect(pathsOf(value)).toEqual([path]);
  });

  it('names an instrument priced in something else, or without the right settlement', () => {
    const usd = { ...minimal(), book: { reportingAsset: 'USD' } };
    const asset = { symbol: 'BTC', rate: 1, rateInstrument: 'BTCUSDT' };
    const value = { ...usd, assets: [asset, { symbol: 'USDT', rate: 1 }] };
    expect(pathsOf(value)).toEqual(['assets[0].rateInstrument']);
    const settledInUsdt = inverse({ type: 'linear', halfSpreadBps: 1, inventorySkewBps: 1 });
    settledInUsdt.instruments = settledInUsdt.instruments.map((i) => ({ ...i, settle: 'USDT' }));
    expect(pathsOf(settledInUsdt)).toEqual(['instruments[0].settle']);
  });

  it('refuses more instruments than the capacity', () => {
    const symbols = ['A', 'B', 'C'];
    const instruments = symbols.map((symbol) => ({ ...linearInstrument(), symbol }));
    const value = { ...book({ capacity: { instruments: 2 } }), instruments };
    expect(pathsOf(value)).toEqual(['book.capacity.instruments']);
  });
});

describe('reports', () => {
  it('list everything at once: schema, agreement and references', () => {
    const value = {
      book: { reportingAsset: 'USDT', capacity: { assets: 1 }, limit: {} },
      assets: [{ symbol: 'BNB' }],
      instruments: [
        { ...linearInstrument(), tickSize: 0, quoting: { size: 0.01, sizeSkev: 1 } },
        { ...linearInstrument(), symbol: 'ETHUSDT', base: 'ETH', inventory: { maxPosition: 1e-9 } },
      ],
    };
    expect(pathsOf(value)).toEqual([
      'book.limit',
      'instruments[0].tickSize',
      'instruments[0].quoting.sizeSkev',
      'instruments[1].inventory.maxPosition',
      'assets[0].rate',
    ]);
    expect(() => validateConfiguration(value)).toThrow(
      violationsOf(value)
        .map(({ path, message }) => `${path}: ${message}`)
        .join('\n'),
    );
  });

  it('tell value and allowed range, and suggest near names', () => {
    const texts = (value: unknown) => violationsOf(value).map(({ message }) => message);
    expect(texts(quoting({ sizeSkew: 2 }))).toEqual(['2 is not allowed; allowed: a number 0 .. 1']);
    expect(texts(withInstrument({ contract: undefined }))).toEqual([
      'missing; allowed: spot, linear, inverse, quanto, option, inverseOption',
    ]);
    expect(texts(quoting({ sizeskew: 1 }))).toEqual(['unknown key; did you mean sizeSkew?']);
    expect(texts(withInstrument({ risk: { zzz: 1 } }))).toEqual([
      'unknown key; allowed: maxAgeSeconds, collarBps',
    ]);
    expect(texts(assets({ symbol: 'BTC', rateInstrument: 'BTCUSDC' }))[0]).toContain(
      'did you mean BTCUSDT?',
    );
    expect(texts(assets({ symbol: 'USDT' }, { symbol: 'USDTT' }))[0]).toContain(
      'did you mean USDT?',
    );
    expect(violationsOf(quoting({ sizeSkew: 2 }))[0]).toMatchObject({
      path: 'instruments[0].quoting.sizeSkew',
      value: 2,
      allowed: 'a number 0 .. 1',
    });
  });
});
