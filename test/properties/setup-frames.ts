/** A setup as a configuration (for a Book) and, independently, as frames (for the oracle). */
import { CONTRACT_INVERSE } from '../../assembly/codes.js';
import { CONTRACT_KINDS } from '../../src/frames/codes.js';
import type { InputFrameName } from '../../src/frames/schema.js';
import { carteaJaimungalTable, gueantLongRunTable } from '../../src/models/index.js';
import { opcodeOf } from '../oracle/driver.js';
import type { Frame, FrameValue } from '../oracle/index.js';
import {
  type CoefficientModelSetup,
  isTableModel,
  type ModelSetup,
  type TableModelSetup,
} from './model-setup.js';
import {
  CAPACITY,
  type ExpirySetup,
  type FactorsSetup,
  type InstrumentSetup,
  type OptionSetup,
  type Setup,
} from './setup.js';

/** What `Book.create` takes. */
export function toConfiguration(setup: Setup): unknown {
  const { limits, assets } = setup;
  return {
    book: {
      reportingAsset: 'USD',
      capacity: CAPACITY,
      limits: {
        maxGrossNotional: limits.maxGrossNotional,
        maxDailyLoss: { reduce: limits.lossReduce, halt: limits.lossHalt },
        maxDrawdown: { reduce: limits.drawdownReduce, halt: limits.drawdownHalt },
        recoverRatio: limits.recoverRatio,
      },
    },
    assets: assets.map(({ symbol, balance, rate, rateInstrument }) => ({
      symbol,
      balance,
      rate,
      ...(rateInstrument === null ? {} : { rateInstrument: symbolOf(rateInstrument) }),
    })),
    underlyings: setup.underlyings.map(({ collateral, follows, initialIndex }, row) => ({
      symbol: `U${row}`,
      ...(collateral === null ? {} : { collateral: assets[collateral]?.symbol }),
      ...(follows === null ? {} : { index: symbolOf(follows) }),
      ...(initialIndex === null ? {} : { initialIndex }),
    })),
    expiries: setup.expiries.map(({ underlying, timeNs, rate, smile }, row) => ({
      symbol: `E${row}`,
      underlying: `U${underlying}`,
      time: new Date(Number(timeNs / 1_000_000n)).toISOString(),
      rate,
      ...(smile === null ? {} : { smile }),
    })),
    instruments: setup.instruments.map((one, index) => instrumentSection(setup, one, index)),
    ...(setup.factors === null ? {} : { factors: factorsSection(setup.factors) }),
  };
}

function factorsSection({ loadings, idiosyncratic, ...rest }: FactorsSetup): unknown {
  const bySymbol = <Value>(values: readonly (Value | null)[]) =>
    Object.fromEntries(
      values.flatMap((value, index) =>
        loadings[index] === null || value === null ? [] : [[symbolOf(index), value] as const],
      ),
    );
  return { ...rest, loadings: bySymbol(loadings), idiosyncratic: bySymbol(idiosyncratic) };
}

function symbolOf(index: number): string {
  return `I${index}`;
}

function instrumentSection(setup: Setup, one: InstrumentSetup, index: number): unknown {
  const underlying = setup.underlyingOf[index] ?? null;
  return {
    symbol: symbolOf(index),
    ...(underlying === null ? {} : { underlying: `U${underlying}` }),
    ...optionSection(setup.options[index] ?? null),
    contract: CONTRACT_KINDS[one.contract],
    base: 'BTC',
    settle: setup.assets[one.settleAsset]?.symbol,
    feeAsset: setup.assets[one.feeAsset]?.symbol,
    tickSize: one.tickSize,
    lotSize: one.lotSize,
    multiplier: one.multiplier,
    minSize: one.minLots * one.lotSize,
    minNotional: one.minNotional,
    makerFee: one.makerFee,
    takerFee: one.takerFee,
    quoting: {
      size: one.quoteLots * one.lotSize,
      sizeSkew: one.sizeSkew,
      microWeight: one.microWeight,
      postOnly: one.postOnly,
      minHalfSpreadBps: one.minHalfSpreadBps,
      maxHalfSpreadBps: one.maxHalfSpreadBps,
      minEdgeBps: one.minEdgeBps,
      maxSkewBps: one.maxSkewBps,
      softWall: { start: one.wallStart, skewBps: one.wallSkewBps },
      requoteThresholdBps: one.requoteThresholdBps,
      requoteSizeRatio: one.requoteSizeRatio,
    },
    inventory: {
      target: one.targetLots * one.lotSize,
      maxPosition: one.maxPositionLots * one.lotSize,
      maxNotional: one.maxNotional,
    },
    model: modelSection(one.model),
    volatility: {
      halfLifeSeconds: one.halfLifeSeconds,
      sampleSeconds: one.sampleSeconds,
      initialSigma: one.initialSigma,
      floorSigma: one.floorSigma,
    },
    risk: { maxAgeSeconds: one.maxAgeSeconds, collarBps: one.collarBps },
  };
}

function optionSection(option: OptionSetup | null): object {
  if (option === null) return {};
  const { expiry, right, strike, volatility, markedByModel, quotedByModel } = option;
  const terms = {
    expiry: `E${expiry}`,
    right: right === 0 ? 'call' : 'put',
    strike,
    ...(volatility === null ? {} : { volatility }),
    mark: markedByModel ? 'model' : 'market',
    fair: quotedByModel ? 'model' : 'market',
  };
  return { option: terms };
}

function modelSection(model: ModelSetup): unknown {
  if (model.type !== 'avellanedaStoikov') return model;
  const { endTimeSeconds, ...rest } = model;
  const endTime = endTimeSeconds === null ? null : new Date(endTimeSeconds * 1000).toISOString();
  return { ...rest, endTime };
}

/** The same as frames at time 0, in the order in which a book is set up. */
export function toFrames(setup: Setup): Frame[] {
  const { limits } = setup;
  let row = 0;
  const balances = setup.assets.flatMap(({ balance }, index) =>
    balance === 0 ? [] : [frame('cash', index, balance, 0)],
  );
  return [
    ...setup.assets.map(({ rate, rateInstrument }, index) =>
      frame('defineAsset', index, rate, rateInstrument),
    ),
    ...setup.instruments.map((one, index) => defineFrame(one, index)),
    ...setup.instruments.flatMap((one, index) => {
      const frames = settingFrames(one, index, row);
      row += frames.filter(([opcode]) => opcode === opcodeOf('setTableLevel')).length;
      return frames;
    }),
    ...factorFrames(setup),
    ...underlyingFrames(setup),
    frame(
      'setBookLimits',
      limits.maxGrossNotional,
      limits.lossReduce,
      limits.lossHalt,
      limits.drawdownReduce,
      limits.drawdownHalt,
      limits.recoverRatio,
    ),
    ...balances,
  ];
}

function frame(name: InputFrameName, ...values: FrameValue[]): Frame {
  return [opcodeOf(name), 0, 0n, ...values];
}

function defineFrame(one: InstrumentSetup, index: number): Frame {
  return frame(
    'defineInstrument',
    index,
    one.contract,
    1,
    one.settleAsset,
    one.feeAsset,
    one.tickSize,
    one.lotSize,
    one.multiplier,
    one.minLots,
    one.minNotional,
    one.makerFee,
    one.takerFee,
  );
}

function factorFrames({ factors }: Setup): Frame[] {
  if (factors === null) return [];
  const coefficient = factors.riskAversion * factors.horizonSeconds;
  return factors.loadings.flatMap((own, index) => {
    if (own === null) return [];
    const rest = [0, 1, 2, 3, 4, 5, 6, 7].map((factor) => own[factor] ?? 0);
    const own2 = factors.idiosyncratic[index] ?? 0;
    return [frame('setFactorLoadings', index, coefficient, factors.maxSkewBps, own2, ...rest)];
  });
}

function underlyingFrames({ underlyings, underlyingOf, expiries, options }: Setup): Frame[] {
  return [
    ...underlyings.flatMap(({ collateral, follows, initialIndex }, row) => [
      frame('defineUnderlying', row, collateral, follows, 2, 60),
      ...(initialIndex === null ? [] : [frame('index', row, initialIndex)]),
    ]),
    ...expiries.flatMap(({ underlying, timeNs, rate, smile }, row) => [
      frame('defineExpiry', row, underlying, timeNs, rate),
      ...(smile === null ? [] : [frame('setSmile', row, ...smileFields(smile))]),
    ]),
    ...underlyingOf.flatMap((row, index) => contractFrames(row, index, options[index] ?? null)),
  ];
}

function smileFields({ a, b, rho, m, sigma }: NonNullable<ExpirySetup['smile']>): number[] {
  return [a, b, rho, m, sigma];
}

function contractFrames(row: number | null, index: number, option: OptionSetup | null): Frame[] {
  if (option === null) return row === null ? [] : [frame('setUnderlying', index, row)];
  const { expiry, right, strike, volatility } = option;
  const modes = [Number(option.markedByModel), Number(option.quotedByModel)];
  return [frame('defineOption', index, expiry, right, strike, volatility, ...modes)];
}

/** Levels from limit to limit around the target, solved by the public models. */
function tableFrames(
  model: TableModelSetup,
  one: InstrumentSetup,
  index: number,
  row: number,
): Frame[] {
  const unit = one.lotSize * one.multiplier;
  const perLot = one.contract === CONTRACT_INVERSE ? unit / model.referencePrice : unit;
  const step = Math.round(model.tradeSize / perLot);
  const below = Math.ceil((one.maxPositionLots + one.targetLots) / step);
  const above = Math.ceil((one.maxPositionLots - one.targetLots) / step);
  const sides = Math.max(below, above);
  const lowest = model.type === 'carteaJaimungal' ? -below : -sides;
  const table =
    model.type === 'carteaJaimungal'
      ? carteaJaimungalTable({
          ...model,
          tau: model.horizonSeconds,
          minLots: -below,
          maxLots: above,
        })
      : gueantLongRunTable({ ...model, sigma: model.referenceSigma, levelsPerSide: sides });
  const ticks = (side: readonly (number | null)[], level: number, inwards: number): number =>
    (side[level] ?? side[level + inwards] ?? Number.NaN) / one.tickSize;
  const levels = table.deltaBid.map((bid, level) =>
    frame(
      'setTableLevel',
      row + level,
      ticks(table.deltaBid, level, -1),
      ticks(table.deltaAsk, level, 1),
      bid === null ? 2 : table.deltaAsk[level] === null ? 1 : 0,
    ),
  );
  return [...levels, frame('setTable', index, row, levels.length, lowest * step, step)];
}

function settingFrames(one: InstrumentSetup, index: number, row: number): Frame[] {
  const { model } = one;
  return [
    quotingFrame(one, index),
    ...(isTableModel(model) ? tableFrames(model, one, index, row) : [modelFrame(model, index)]),
    frame(
      'setVolatility',
      index,
      one.halfLifeSeconds,
      one.sampleSeconds,
      one.initialSigma,
      one.floorSigma,
    ),
    frame('setInventory', index, one.targetLots, one.maxPositionLots, one.maxNotional),
    frame('setRisk', index, one.maxAgeSeconds, one.collarBps),
  ];
}

export function quotingFrame(one: InstrumentSetup, index: number): Frame {
  return frame(
    'setQuoting',
    index,
    one.quoteLots,
    one.sizeSkew,
    one.microWeight,
    one.postOnly ? 1 : 0,
    one.minHalfSpreadBps,
    one.maxHalfSpreadBps,
    one.minEdgeBps,
    one.maxSkewBps,
    one.wallStart,
    one.wallSkewBps,
    one.requoteThresholdBps,
    one.requoteSizeRatio,
  );
}

export function modelFrame(model: CoefficientModelSetup, index: number): Frame {
  switch (model.type) {
    case 'linear': {
      const { halfSpreadBps, volatilityMultiplier, inventorySkewBps } = model;
      return frame('setLinear', index, halfSpreadBps, volatilityMultiplier, inventorySkewBps);
    }
    case 'avellanedaStoikov': {
      const { gamma, k, horizonSeconds, tradeSize, referencePrice, endTimeSeconds } = model;
      const values = [gamma, k, horizonSeconds, tradeSize, referencePrice, endTimeSeconds];
      return frame('setAvellanedaStoikov', index, ...values);
    }
    case 'gueantLehalleFernandezTapia': {
      const { gamma, xi, intensityA, intensityK, tradeSize, referencePrice } = model;
      const values = [gamma, xi, intensityA, intensityK, tradeSize, referencePrice];
      return frame('setGueant', index, ...values);
    }
  }
}
