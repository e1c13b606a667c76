/** Books to test: what is configured, in lots and ticks, drawn so that limits are met often. */
import fc from 'fast-check';
import {
  CONTRACT_INVERSE,
  CONTRACT_LINEAR,
  CONTRACT_SPOT,
  MAX_NUMBER,
} from '../../assembly/codes.js';
import { Draws, draws } from './draws.js';
import { drawAnyModel, type ModelSetup } from './model-setup.js';

export interface AssetSetup {
  readonly symbol: string;
  readonly rate: number;
  readonly rateInstrument: number | null;
  readonly balance: number;
}

export interface InstrumentSetup {
  readonly contract: number;
  readonly settleAsset: number;
  readonly feeAsset: number;
  readonly tickSize: number;
  readonly lotSize: number;
  readonly multiplier: number;
  readonly minLots: number;
  readonly minNotional: number;
  readonly makerFee: number;
  readonly takerFee: number;
  readonly quoteLots: number;
  readonly sizeSkew: number;
  readonly microWeight: number;
  readonly postOnly: boolean;
  readonly minHalfSpreadBps: number;
  readonly maxHalfSpreadBps: number;
  readonly minEdgeBps: number;
  readonly maxSkewBps: number;
  readonly wallStart: number;
  readonly wallSkewBps: number;
  readonly requoteThresholdBps: number;
  readonly requoteSizeRatio: number;
  readonly model: ModelSetup;
  readonly halfLifeSeconds: number;
  readonly sampleSeconds: number;
  readonly initialSigma: number;
  readonly floorSigma: number;
  readonly targetLots: number;
  readonly maxPositionLots: number;
  readonly maxNotional: number | null;
  readonly maxAgeSeconds: number | null;
  readonly collarBps: number | null;
  /** Where its market begins. */
  readonly midTicks: number;
}

export interface LimitsSetup {
  readonly maxGrossNotional: number | null;
  readonly lossReduce: number | null;
  readonly lossHalt: number | null;
  readonly drawdownReduce: number | null;
  readonly drawdownHalt: number | null;
  readonly recoverRatio: number;
}

export interface FactorsSetup {
  readonly riskAversion: number;
  readonly horizonSeconds: number;
  readonly maxSkewBps: number;
  /** By instrument; null for one that has no part in it. */
  readonly loadings: readonly (readonly number[] | null)[];
  readonly idiosyncratic: readonly number[];
}

export interface UnderlyingSetup {
  readonly collateral: number | null;
  /** The instrument whose mark is the index. */
  readonly follows: number | null;
  readonly initialIndex: number | null;
}

export interface ExpirySetup {
  readonly underlying: number;
  readonly timeNs: bigint;
  readonly rate: number;
  readonly smile: {
    readonly a: number;
    readonly b: number;
    readonly rho: number;
    readonly m: number;
    readonly sigma: number;
  } | null;
}

export interface OptionSetup {
  readonly expiry: number;
  readonly right: number;
  readonly strike: number;
  readonly volatility: number | null;
  readonly markedByModel: boolean;
  readonly quotedByModel: boolean;
}

export interface Setup {
  readonly expiries: readonly ExpirySetup[];
  /** Terms by instrument; null for one that is no option. Empty without options. */
  readonly options: readonly (OptionSetup | null)[];
  readonly underlyings: readonly UnderlyingSetup[];
  /** Row by instrument; null for none. */
  readonly underlyingOf: readonly (number | null)[];
  readonly assets: readonly AssetSetup[];
  readonly instruments: readonly InstrumentSetup[];
  readonly limits: LimitsSetup;
  readonly factors: FactorsSetup | null;
}

export const CAPACITY = {
  instruments: 8,
  assets: 8,
  fillIds: 16,
  tableLevels: 256,
  underlyings: 3,
  expiries: 3,
  options: 12,
  guards: 8,
} as const;

const DRAWS_PER_INSTRUMENT = 64;
const DRAWS_OF_BOOK = 120;

/** 1 .. 6 instruments of every contract kind and model, limits tight or loose or absent. */
export const arbitraryBookSetup: fc.Arbitrary<Setup> = fc
  .tuple(
    draws(DRAWS_OF_BOOK),
    fc.array(draws(DRAWS_PER_INSTRUMENT), { minLength: 1, maxLength: 6 }),
  )
  .map(([book, instruments]) => drawSetup(new Draws(book), instruments));

function drawSetup(draw: Draws, rows: readonly (readonly number[])[]): Setup {
  const instruments = rows.map((row) => drawInstrument(new Draws(row)));
  const inverse = instruments.findIndex((one) => one.contract === CONTRACT_INVERSE);
  const followed = inverse >= 0 && draw.chance(0.5) ? inverse : null;
  const assets: AssetSetup[] = [
    { symbol: 'USD', rate: 1, rateInstrument: null, balance: draw.pick([0, 1e6, 1000.5]) },
    { symbol: 'BTC', rate: draw.log(1, 1e5), rateInstrument: followed, balance: draw.pick([0, 2]) },
    { symbol: 'ETH', rate: draw.log(0.1, 1e4), rateInstrument: null, balance: 0 },
    { symbol: 'FEE', rate: draw.log(0.01, 100), rateInstrument: null, balance: 50 },
  ];
  const value = instruments.reduce((sum, one) => sum + limitValue(one, assets), 0);
  const limits = drawLimits(draw, value);
  const factors = drawFactors(draw, instruments.length, value);
  const derived = drawUnderlyings(draw, instruments.length);
  return { assets, instruments, limits, factors, ...derived, expiries: [], options: [] };
}

/** Up to two, so that a row stays free; instruments of any kind, one followed by each at most. */
function drawUnderlyings(draw: Draws, count: number) {
  const rows = draw.chance(0.6) ? draw.whole(1, 2) : 0;
  const underlyings = Array.from({ length: rows }, (_, row) => ({
    collateral: draw.pick([null, 1, 2]),
    follows: draw.chance(0.5) && row < count ? row : null,
    initialIndex: draw.chance(0.7) ? draw.log(1, 1e5) : null,
  }));
  const underlyingOf = Array.from({ length: count }, () =>
    rows > 0 && draw.chance(0.8) ? draw.whole(0, rows - 1) : null,
  );
  return { underlyings, underlyingOf };
}

/** Correlations of both signs; skews of a few bps at the limits. */
function drawFactors(draw: Draws, count: number, value: number): FactorsSetup | null {
  if (!draw.chance(0.4)) return null;
  const sigma = draw.log(1e-5, 1e-4);
  const factors = draw.whole(1, 3);
  const loadings = Array.from({ length: count }, () =>
    draw.chance(0.15)
      ? null
      : Array.from({ length: factors }, () => sigma * draw.pick([1, -1, 0]) * draw.log(0.1, 1)),
  );
  return {
    riskAversion: Math.min(1e9, draw.log(1e-5, 1e-2) / (sigma * sigma * value)),
    horizonSeconds: draw.pick([1, 60]),
    maxSkewBps: draw.pick([50, 3, 5000]),
    loadings,
    idiosyncratic: loadings.map(() => sigma * sigma * draw.pick([0, 1, 0.1])),
  };
}

/** Reporting currency at full inventory, for scale only. */
function limitValue(one: InstrumentSetup, assets: readonly AssetSetup[]): number {
  const unit = one.lotSize * one.multiplier * one.maxPositionLots;
  const price = one.midTicks * one.tickSize;
  const rate = assets[one.settleAsset]?.rate ?? 1;
  return rate * (one.contract === CONTRACT_INVERSE ? unit / price : unit * price);
}

function drawLimits(draw: Draws, value: number): LimitsSetup {
  const some = (low: number, high: number): number | null =>
    draw.chance(0.5) ? clampLimit(value * draw.log(low, high)) : null;
  return {
    maxGrossNotional: some(0.05, 5),
    lossReduce: some(1e-4, 5e-3),
    lossHalt: some(5e-3, 0.1),
    drawdownReduce: some(1e-4, 5e-3),
    drawdownHalt: some(5e-3, 0.1),
    recoverRatio: draw.pick([0.8, 0.05, 1, 0.5]),
  };
}

/** Limits below what rounds away beside the balances would be decided by the last bit. */
function clampLimit(value: number): number {
  return Math.min(MAX_NUMBER, Math.max(1e-3, value));
}

function drawInstrument(draw: Draws): InstrumentSetup {
  const contract = draw.pick([CONTRACT_LINEAR, CONTRACT_SPOT, CONTRACT_INVERSE, 3]);
  const settle = { [CONTRACT_SPOT]: 0, [CONTRACT_LINEAR]: 0, [CONTRACT_INVERSE]: 1 }[contract];
  const terms = {
    contract,
    settleAsset: settle ?? draw.pick([1, 2]),
    tickSize: draw.pick([1, 0.01, 0.5, 1e-5, 0.25, 0.1]),
    lotSize: draw.pick([1, 0.001, 10, 0.01, 100]),
    multiplier: draw.pick([1, 10, 0.001, 100]),
    midTicks: Math.round(draw.log(3, 1e7)),
  };
  const price = terms.midTicks * terms.tickSize;
  const maxPositionLots = Math.round(draw.log(2, 1e6));
  const lotValue = terms.lotSize * terms.multiplier * (contract === CONTRACT_INVERSE ? 1 : price);
  const quoteLots = Math.max(1, Math.round(maxPositionLots * draw.log(0.005, 1)));
  return {
    ...terms,
    ...drawQuoting(draw),
    quoteLots,
    feeAsset: draw.chance(0.3) ? 3 : terms.settleAsset,
    minLots: draw.chance(0.3) ? Math.max(1, Math.round(quoteLots * 0.3)) : 1,
    minNotional: draw.chance(0.3) ? lotValue * draw.log(0.1, 10) : 0,
    makerFee: draw.pick([0, 2e-4, -5e-5, 1e-3]),
    takerFee: draw.pick([5e-4, 0, 1e-3]),
    model: drawAnyModel(draw, terms, quoteLots, maxPositionLots),
    halfLifeSeconds: draw.log(0.5, 600),
    sampleSeconds: draw.pick([0, 0.1, 5]),
    initialSigma: price * draw.log(1e-6, 1e-3),
    floorSigma: draw.chance(0.5) ? price * draw.log(1e-7, 1e-4) : 0,
    targetLots: draw.chance(0.4) ? Math.trunc(maxPositionLots * draw.between(-0.9, 0.9)) : 0,
    maxPositionLots,
    maxNotional: draw.chance(0.4)
      ? Math.min(MAX_NUMBER, maxPositionLots * lotValue * draw.log(0.1, 2))
      : null,
    maxAgeSeconds: draw.chance(0.5) ? draw.pick([10, 1, 60]) : null,
    collarBps: draw.chance(0.5) ? draw.pick([200, 20, 5]) : null,
  };
}

function drawQuoting(draw: Draws) {
  return {
    sizeSkew: draw.pick([0, 0.5, 1]),
    microWeight: draw.pick([0, 1, 0.3]),
    postOnly: draw.chance(0.5),
    minHalfSpreadBps: draw.pick([0, 1, 25]),
    // The floor of the half-spread has to fit below.
    maxHalfSpreadBps: draw.pick([500, 26, 5000]),
    minEdgeBps: draw.pick([0, 1, -50]),
    maxSkewBps: draw.pick([500, 0, 7]),
    wallStart: draw.pick([0.8, 0, 0.5, 0.999]),
    wallSkewBps: draw.pick([5, 0, 60]),
    requoteThresholdBps: draw.pick([0, 0.5, 10]),
    requoteSizeRatio: draw.pick([0.1, 0, 1]),
  };
}
