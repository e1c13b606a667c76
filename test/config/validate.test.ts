/** Defaults, derived values and what two keys must agree on. */
import { describe, expect, it } from 'vitest';
import { validateConfiguration } from '../../src/config/index.js';
import { gueantQuotes } from '../../src/models/index.js';
import { inverse, linearInstrument, minimal, withInstrument, withModel } from './sample.js';

const only = (value: unknown) => {
  const [instrument] = validateConfiguration(value).instruments;
  if (instrument === undefined) throw new Error('no instrument');
  return instrument;
};
const assetsOf = (value: unknown) => validateConfiguration(value).assets;

const gueant = {
  type: 'gueantLehalleFernandezTapia',
  halfSpreadBps: 3,
  intensityA: 0.5,
  referencePrice: 60_000,
  referenceSigma: 8,
};
const avellanedaStoikov = {
  type: 'avellanedaStoikov',
  horizonSeconds: 600,
  referencePrice: 60_000,
  referenceSigma: 8,
};

describe('defaults', () => {
  it('completes the book', () => {
    const { reportingAsset, capacity, limits } = validateConfiguration(minimal());
    expect({ reportingAsset, capacity, limits }).toEqual({
      reportingAsset: 'USDT',
      capacity: {
        instruments: 1024,
        assets: 64,
        fillIds: 65_536,
        tableLevels: 4096,
        underlyings: 16,
        expiries: 64,
        options: 1024,
        guards: 256,
      },
      limits: {
        maxGrossNotional: null,
        maxDailyLoss: { reduce: null, halt: null },
        maxDrawdown: { reduce: null, halt: null },
        recoverRatio: 0.8,
      },
    });
  });

  it('completes an instrument', () => {
    expect(only(minimal())).toEqual({
      ...linearInstrument(),
      feeAsset: 'USDT',
      multiplier: 1,
      minSize: 0.001,
      minNotional: 0,
      makerFee: 0,
      takerFee: 0,
      quoting: {
        size: 0.01,
        sizeSkew: 0.5,
        microWeight: 0,
        postOnly: true,
        minHalfSpreadBps: 0,
        maxHalfSpreadBps: 500,
        minEdgeBps: 0,
        maxSkewBps: 500,
        softWall: { start: 0.8, skewBps: 5 },
        requoteThresholdBps: 0.5,
        requoteSizeRatio: 0.1,
      },
      inventory: { target: 0, maxPosition: 0.5, maxNotional: null },
      lots: { quote: 10, min: 1, target: 0, maxPosition: 500 },
      model: { type: 'linear', halfSpreadBps: 2, volatilityMultiplier: 0, inventorySkewBps: 4 },
      operatorUnits: { halfSpreadBps: 2, inventorySkewBps: 4, inventoryHalfLifeSeconds: null },
      volatility: { halfLifeSeconds: 60, sampleSeconds: 0.1, initialSigma: 0, floorSigma: 0 },
      risk: { maxAgeSeconds: 10, collarBps: 200 },
    });
  });

  it('takes a single number as the hard threshold, and null as none', () => {
    const limits = { maxDailyLoss: 100, maxDrawdown: { reduce: 50 }, maxGrossNotional: null };
    const value = { ...minimal(), book: { reportingAsset: 'USDT', limits } };
    expect(validateConfiguration(value).limits).toMatchObject({
      maxDailyLoss: { reduce: null, halt: 100 },
      maxDrawdown: { reduce: 50, halt: null },
    });
    expect(only(withInstrument({ risk: { maxAgeSeconds: null, collarBps: null } })).risk).toEqual({
      maxAgeSeconds: null,
      collarBps: null,
    });
  });
});

describe('lots', () => {
  it.each([
    [0.3, 0.1, 3],
    [0.1 + 0.2, 0.1, 3],
    [1.1, 0.00000001, 110_000_000],
    [123_456.789, 0.001, 123_456_789],
    [5, 5, 1],
  ])('%d in lots of %d', (size, lotSize, lots) => {
    const changes = { lotSize, quoting: { size }, inventory: { maxPosition: lotSize * 4e8 } };
    expect(only(withInstrument(changes)).lots.quote).toBe(lots);
  });
});

describe('assets', () => {
  it('adds the assets that are only named, after the configured ones', () => {
    const value = {
      ...withInstrument({ feeAsset: 'BNB' }),
      assets: [{ symbol: 'BNB', rate: 600 }],
    };
    expect(assetsOf(value)).toEqual([
      { symbol: 'BNB', balance: 0, rate: 600, rateInstrument: null, haircut: 0 },
      { symbol: 'USDT', balance: 0, rate: 1, rateInstrument: null, haircut: 0 },
      { symbol: 'BTC', balance: 0, rate: 1, rateInstrument: 'BTCUSDT', haircut: 0 },
    ]);
  });

  it('starts a followed rate at the reference price', () => {
    const model = { ...avellanedaStoikov, gamma: 0.001, k: 0.1 };
    const value = { ...withModel(model), assets: [{ symbol: 'BTC', balance: 2 }] };
    const rateInstrument = 'BTCUSDT';
    const btc = { symbol: 'BTC', balance: 2, rate: 60_000, rateInstrument, haircut: 0 };
    expect(assetsOf(value)).toContainEqual(btc);
  });

  it('keeps a configured rate fixed unless it follows an instrument', () => {
    const fixed = { ...minimal(), assets: [{ symbol: 'BTC', rate: 50_000 }] };
    expect(assetsOf(fixed)[0]).toMatchObject({ rate: 50_000, rateInstrument: null });
    const asset = { symbol: 'BTC', rate: 50_000, rateInstrument: 'BTCUSDT' };
    const followed = { ...minimal(), assets: [asset] };
    expect(assetsOf(followed)[0]).toMatchObject({ rate: 50_000, rateInstrument: 'BTCUSDT' });
  });
});

describe('models', () => {
  it('derives model units and reports operator units as written', () => {
    const { model, operatorUnits, volatility } = only(
      withModel({ ...gueant, inventorySkewBps: 4 }),
    );
    expect(operatorUnits).toMatchObject({ inventorySkewBps: 4, halfSpreadBps: 3 });
    expect(operatorUnits?.inventoryHalfLifeSeconds).toBeGreaterThan(0);
    expect(volatility.initialSigma).toBe(8);
    if (model.type !== 'gueantLehalleFernandezTapia') throw new Error(model.type);
    const full = gueantQuotes({ ...model, sigma: 8, position: 0.5 });
    expect(full.skewPerUnit * 0.5).toBeCloseTo(60_000 * 4e-4, 9);
    expect(full.halfSpread).toBeCloseTo(60_000 * 3e-4, 9);
    expect(model.tradeSize).toBe(0.01);
  });

  it('takes a half-life instead of a skew', () => {
    const { operatorUnits } = only(withModel({ ...gueant, xi: 0, inventoryHalfLifeSeconds: 300 }));
    expect(operatorUnits?.inventoryHalfLifeSeconds).toBe(300);
    expect(operatorUnits?.inventorySkewBps).toBeGreaterThan(0);
  });

  it('comes back to the same model units', () => {
    const units = { ...avellanedaStoikov, inventorySkewBps: 5, halfSpreadBps: 4 };
    const { model } = only(inverse(units));
    if (model.type !== 'avellanedaStoikov') throw new Error(model.type);
    expect(model.tradeSize).toBeCloseTo((10 * 100) / 60_000, 15);
    const { gamma, k } = model;
    const again = only(inverse({ ...avellanedaStoikov, gamma, k })).operatorUnits;
    expect(again?.inventorySkewBps).toBeCloseTo(5, 9);
    expect(again?.halfSpreadBps).toBeCloseTo(4, 9);
  });

  it('has no operator units without a reference', () => {
    const model = { type: 'avellanedaStoikov', gamma: 0, k: 0.1, horizonSeconds: 0 };
    expect(only(withModel(model))).toMatchObject({
      operatorUnits: null,
      model: { referencePrice: null, referenceSigma: null, endTimeSeconds: null },
    });
  });

  it('reads the end of the session, and xi', () => {
    const model = { ...avellanedaStoikov, gamma: 1, k: 1, endTime: '2026-01-01T01:00:00+01:00' };
    const endTimeSeconds = Date.UTC(2026, 0, 1) / 1000;
    expect(only(withModel(model)).model).toMatchObject({ endTimeSeconds });
    const units = { ...gueant, halfSpreadBps: undefined, gamma: 0.002, intensityK: 0.1 };
    expect(only(withModel(units)).model).toMatchObject({ xi: 0.002 });
    expect(only(withModel({ ...units, xi: 0.5 })).model).toMatchObject({ xi: 0.5 });
  });
});
