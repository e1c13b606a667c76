/** The configuration as the frames that set up a book. */
import { CASH_CAPITAL, FACTORS_MAX } from '../../assembly/codes.js';
import { CONTRACT_KINDS, type InputFrameName } from '../frames/index.js';
import { gateFrames } from './gate-frames.js';
import { guardFrames } from './guard-frames.js';
import { ladderSchema } from './guard-schema.js';
import { hedgeFrames } from './hedge-frames.js';
import { accountFrames, marginFrames } from './margin-frames.js';
import { accountSchema } from './margin-schema.js';
import type {
  BookConfiguration,
  CapacityConfiguration,
  InstrumentConfiguration,
  InventoryConfiguration,
  InventoryTable,
  ModelConfiguration,
  VolatilityConfiguration,
} from './types.js';
import { underlyingFrames } from './underlying-frames.js';

/** By their number in frames. */
const TABLE_SIDES = ['both', 'bid', 'ask'] as const;

/** A frame by name; values in the order of its schema. */
export interface ConfigurationFrame {
  readonly name: InputFrameName;
  readonly values: readonly (number | bigint | string | null)[];
}

/**
 * Frames that set up a book: assets, instruments, their settings, limits of the book, opening
 * balances as capital. The index of an asset or instrument is its place in the configuration.
 */
export function configurationFrames(config: BookConfiguration): readonly ConfigurationFrame[] {
  const { assets, instruments } = config;
  const assetIndex = indexBySymbol(assets);
  const instrumentIndex = indexBySymbol(instruments);
  const firstRows = firstTableRows(instruments);
  const balances = assets.flatMap(({ balance }, index): ConfigurationFrame[] =>
    balance === 0 ? [] : [{ name: 'cash', values: [index, balance, CASH_CAPITAL] }],
  );
  return [
    ...assets.map(({ rate, rateInstrument }, index): ConfigurationFrame => {
      const followed = rateInstrument === null ? null : instrumentIndex(rateInstrument);
      return { name: 'defineAsset', values: [index, rate, followed] };
    }),
    ...instruments.map((terms, index) => defineInstrument(terms, index, assetIndex)),
    ...underlyingFrames(config, assetIndex, instrumentIndex),
    ...instruments.flatMap((terms, index) => settings(terms, index, firstRows[index] ?? 0)),
    ...factorFrames(config),
    ...accountFrames(config),
    ...guardFrames(config),
    ...gateFrames(config),
    bookLimits(config),
    ...maxAhead(config),
    ...balances,
    ...hedgeFrames(config),
  ];
}

function indexBySymbol(entries: readonly { readonly symbol: string }[]): (name: string) => number {
  const indexes = new Map(entries.map(({ symbol }, index) => [symbol, index]));
  return (name) => indexes.get(name) ?? -1;
}

function defineInstrument(
  terms: InstrumentConfiguration,
  index: number,
  assetIndex: (symbol: string) => number,
): ConfigurationFrame {
  const { contract, tickSize, lotSize, multiplier, lots, minNotional } = terms;
  return {
    name: 'defineInstrument',
    values: [
      index,
      CONTRACT_KINDS.indexOf(contract),
      assetIndex(terms.base),
      assetIndex(terms.settle),
      assetIndex(terms.feeAsset),
      tickSize,
      lotSize,
      multiplier,
      lots.min,
      minNotional,
      terms.makerFee,
      terms.takerFee,
    ],
  };
}

/** Tables lie one after the other; the rows behind them are free for tables of later. */
function firstTableRows(instruments: readonly InstrumentConfiguration[]): readonly number[] {
  let next = 0;
  return instruments.map(({ model }) => {
    const first = next;
    next += 'table' in model ? model.table.levels.length : 0;
    return first;
  });
}

/**
 * Frames that make an instrument quote, once it is defined.
 *
 * @param firstRow of as many free rows as its quote table has levels
 */
export function settings(
  terms: InstrumentConfiguration,
  index: number,
  firstRow: number,
): readonly ConfigurationFrame[] {
  const { lots, quoting, risk } = terms;
  return [
    {
      name: 'setQuoting',
      values: [
        index,
        lots.quote,
        quoting.sizeSkew,
        quoting.microWeight,
        quoting.postOnly ? 1 : 0,
        quoting.minHalfSpreadBps,
        quoting.maxHalfSpreadBps,
        quoting.minEdgeBps,
        quoting.maxSkewBps,
        quoting.softWall.start,
        quoting.softWall.skewBps,
        quoting.requoteThresholdBps,
        quoting.requoteSizeRatio,
      ],
    },
    ...modelFrames(terms, index, firstRow),
    volatilityFrame(terms.volatility, index),
    inventoryFrame(terms, index),
    ...estimatorsFrames(terms, index),
    ...marginFrames(terms, index),
    { name: 'setRisk', values: [index, risk.maxAgeSeconds, risk.collarBps] },
  ];
}

/** What volatility begins with and how it moves. */
export function volatilityFrame(
  { halfLifeSeconds, sampleSeconds, initialSigma, floorSigma }: VolatilityConfiguration,
  index: number,
): ConfigurationFrame {
  const values = [index, halfLifeSeconds, sampleSeconds, initialSigma, floorSigma];
  return { name: 'setVolatility', values };
}

/** Target and limits of the position. */
export function inventoryFrame(
  {
    lots,
    inventory,
  }: {
    readonly lots: Pick<InstrumentConfiguration['lots'], 'target' | 'maxPosition'>;
    readonly inventory: Pick<InventoryConfiguration, 'maxNotional'>;
  },
  index: number,
): ConfigurationFrame {
  const values = [index, lots.target, lots.maxPosition, inventory.maxNotional];
  return { name: 'setInventory', values };
}

function estimatorsFrames(
  { estimators }: InstrumentConfiguration,
  index: number,
): readonly ConfigurationFrame[] {
  if (estimators === undefined) return [];
  const { robustVolatility, intensityHalfLifeSeconds, minOrders, fromTicks } = estimators;
  const robust = robustVolatility ? 1 : 0;
  const values = [index, robust, intensityHalfLifeSeconds, minOrders, fromTicks];
  return [{ name: 'setEstimators', values }];
}

function modelFrames(
  { model }: InstrumentConfiguration,
  index: number,
  firstRow: number,
): readonly ConfigurationFrame[] {
  return 'table' in model ? tableFrames(model.table, index, firstRow) : [modelFrame(model, index)];
}

/**
 * Frames that give an instrument a new quote table: its levels, then the one that takes them all.
 *
 * @param index of the instrument
 * @param firstRow of as many rows as the table has levels that no instrument quotes by
 */
export function tableFrames(
  { levels, lowestLots, lotsPerLevel }: InventoryTable,
  index: number,
  firstRow: number,
): readonly ConfigurationFrame[] {
  const rows = levels.map(({ bidTicks, askTicks, sides }, level): ConfigurationFrame => {
    const values = [firstRow + level, bidTicks, askTicks, TABLE_SIDES.indexOf(sides)];
    return { name: 'setTableLevel', values };
  });
  const values = [index, firstRow, levels.length, lowestLots, lotsPerLevel];
  return [...rows, { name: 'setTable', values }];
}

type CoefficientModel = Exclude<ModelConfiguration, { table: unknown }>;

function modelFrame(model: CoefficientModel, index: number): ConfigurationFrame {
  switch (model.type) {
    case 'optionGreeks':
    case 'optionDelta':
    case 'optionVega': {
      const unit = model.spreadUnit === 'price' ? 0 : 1;
      return { name: 'setOptionModel', values: [index, model.number, unit, ...model.parameters] };
    }
    case 'linear': {
      const { halfSpreadBps, volatilityMultiplier, inventorySkewBps } = model;
      const values = [index, halfSpreadBps, volatilityMultiplier, inventorySkewBps];
      return { name: 'setLinear', values };
    }
    case 'avellanedaStoikov': {
      const { gamma, k, horizonSeconds, tradeSize, referencePrice, endTimeSeconds } = model;
      const values = [index, gamma, k, horizonSeconds, tradeSize, referencePrice, endTimeSeconds];
      return { name: 'setAvellanedaStoikov', values };
    }
    case 'gueantLehalleFernandezTapia': {
      const { gamma, xi, intensityA, intensityK, tradeSize, referencePrice } = model;
      const values = [index, gamma, xi, intensityA, intensityK, tradeSize, referencePrice];
      return { name: 'setGueant', values };
    }
  }
}

function factorFrames({ factors }: BookConfiguration): readonly ConfigurationFrame[] {
  if (factors === null) return [];
  const { riskAversion, horizonSeconds, maxSkewBps } = factors;
  const coefficient = riskAversion * horizonSeconds;
  return factors.instruments.flatMap((one, index): ConfigurationFrame[] => {
    if (one === null) return [];
    const loadings = Array.from({ length: FACTORS_MAX }, (_, factor) => one.loadings[factor] ?? 0);
    const values = [index, coefficient, maxSkewBps, one.idiosyncratic, ...loadings];
    return [{ name: 'setFactorLoadings', values }];
  });
}

function bookLimits({ limits }: BookConfiguration): ConfigurationFrame {
  const { maxGrossNotional, maxDailyLoss, maxDrawdown, recoverRatio } = limits;
  return {
    name: 'setBookLimits',
    values: [
      maxGrossNotional,
      maxDailyLoss.reduce,
      maxDailyLoss.halt,
      maxDrawdown.reduce,
      maxDrawdown.halt,
      recoverRatio,
    ],
  };
}

function maxAhead({ maxAheadSeconds }: BookConfiguration): readonly ConfigurationFrame[] {
  return maxAheadSeconds === null ? [] : [{ name: 'setMaxAhead', values: [maxAheadSeconds] }];
}

/** The configuration of a book that frames will define: capacity and nothing else. */
export function emptyConfiguration(capacity: CapacityConfiguration): BookConfiguration {
  return {
    reportingAsset: '',
    capacity,
    limits: {
      maxGrossNotional: null,
      maxDailyLoss: { reduce: null, halt: null },
      maxDrawdown: { reduce: null, halt: null },
      recoverRatio: 1,
    },
    maxAheadSeconds: null,
    gate: null,
    account: accountSchema.parse({}),
    assets: [],
    underlyings: [],
    expiries: [],
    instruments: [],
    guards: [],
    ladder: ladderSchema.parse({}),
    factors: null,
  };
}
