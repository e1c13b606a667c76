/** A market as the frames that set its book up, and those that say its prices. */
import {
  type ConfigurationFrame,
  inventoryFrame,
  isOptionContract,
  marginFrames,
  settings,
} from '../../config/index.js';
import { CONTRACT_KINDS } from '../../frames/index.js';
import { factorFrame } from './factor-loadings.js';
import type { MarketPlan, PlannedInstrument } from './plan.js';

/** Frames that define everything, in the order in which a book can take them. */
export function* definitionFrames(plan: MarketPlan): Generator<ConfigurationFrame> {
  for (const [asset, { rate }] of plan.assets.entries()) {
    yield { name: 'defineAsset', values: [asset, rate, null] };
  }
  for (const row of plan.underlyings.keys()) {
    yield { name: 'defineUnderlying', values: [row, null, null, null, null] };
  }
  for (const [expiry, { row, timeNs, rate }] of plan.expiries.entries()) {
    yield { name: 'defineExpiry', values: [expiry, row, timeNs, rate] };
  }
  let tableRow = 0;
  for (const [index, instrument] of plan.instruments.entries()) {
    yield defineInstrument(instrument, index);
    yield attach(instrument, index);
    yield* settingFrames(instrument, index, tableRow);
    if (instrument.row.factors !== null) yield factorFrame(instrument.row.factors, index);
    tableRow += tableLevels(instrument);
  }
}

/** Levels of the quote table of an instrument, 0 without one. */
export function tableLevels({ settings: { quoted } }: PlannedInstrument): number {
  return quoted !== null && 'table' in quoted.model ? quoted.model.table.levels.length : 0;
}

/** The base is an asset that nothing is held in: what the contract is on, its underlying says. */
function defineInstrument(instrument: PlannedInstrument, index: number): ConfigurationFrame {
  const {
    row,
    settle,
    settings: { quoted },
  } = instrument;
  const { contract, tickSize, lotSize, multiplier } = row;
  const kind = CONTRACT_KINDS.indexOf(contract);
  const terms = [tickSize, lotSize, multiplier];
  const { lots, minNotional, makerFee, takerFee } = quoted ?? UNQUOTED;
  const values = [
    index,
    kind,
    settle,
    settle,
    settle,
    ...terms,
    lots.min,
    minNotional,
    makerFee,
    takerFee,
  ];
  return { name: 'defineInstrument', values };
}

const UNQUOTED = { lots: { min: 1 }, minNotional: 0, makerFee: 0, takerFee: 0 };

/** Options without a mark of their own are valued at the model's price, and all are quoted around it. */
function attach({ row, underlying, expiry }: PlannedInstrument, index: number): ConfigurationFrame {
  const { option, mark } = row;
  if (option === null) return { name: 'setUnderlying', values: [index, underlying] };
  const { right, strike, volatility } = option;
  const isMarked = Number.isNaN(mark) ? 1 : 0;
  const values = [index, expiry, right === 'call' ? 0 : 1, strike, volatility, isMarked, 1];
  return { name: 'defineOption', values };
}

function* settingFrames(
  { settings: own, row: { contract } }: PlannedInstrument,
  index: number,
  tableRow: number,
): Generator<ConfigurationFrame> {
  const { quoted, lots, maxNotional } = own;
  if (quoted !== null) {
    yield* settings(quoted, index, tableRow);
    return;
  }
  if (lots !== null) yield inventoryFrame({ lots, inventory: { maxNotional } }, index);
  yield* marginFrames({ margin: own.margin, contract }, index);
}

/** Frames that say prices; the last ones price the chains. */
export function* priceFrames(plan: MarketPlan): Generator<ConfigurationFrame> {
  for (const [row, { index }] of plan.underlyings.entries()) {
    yield { name: 'index', values: [row, index] };
  }
  for (const [expiry, { forward }] of plan.expiries.entries()) {
    if (!Number.isNaN(forward)) yield { name: 'forward', values: [expiry, forward] };
  }
  for (const [index, { row }] of plan.instruments.entries()) {
    if (row.touch !== null) {
      const { bidTicks, askTicks, bidLots, askLots } = row.touch;
      yield { name: 'bookTicker', values: [index, bidTicks, askTicks, bidLots, askLots] };
    }
    if (!Number.isNaN(row.mark)) yield { name: 'mark', values: [index, row.mark] };
  }
  const chains = new Set(plan.expiries.map(({ row }) => row));
  for (const row of chains) yield { name: 'remark', values: [row] };
}

/** Rooms for options: pairs of one underlying, of which one may be half empty. */
export function optionCapacity({ instruments, expiries }: MarketPlan): number {
  const options = instruments.filter(({ row }) => isOptionContract(row.contract)).length;
  const pairs = options + new Set(expiries.map(({ row }) => row)).size;
  return pairs + (pairs % 2);
}
