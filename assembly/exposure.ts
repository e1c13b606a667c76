// Exposures of an underlying: what its instruments add to delta, gamma and vega, kept by differences, so
// that a tick costs nothing but the index (docs/semantics.md 10). Options add what they did at the last
// re-mark of their chain; in between delta moves with gamma.
import * as code from './codes';
import * as dd from './double-double';
import { UNDERLYING_TRUST } from './guard-layout';
import * as at from './layout';
import {
  assetRow,
  expiryRow,
  ledgerLane,
  optionLane,
  quoteLane,
  riskLane,
  underlyingRow,
} from './region';
import * as risk from './risk-layout';
import { observe } from './trust';

// Row of the underlying whose index the frame moved, -1 for none.
export let movedUnderlying: i32 = -1;

// Whether its chain is to be priced again, moved far or not.
export let isRemarkRequested: bool = false;

// Row of the underlying in which the frame changed a position, -1 for none.
export let shiftedUnderlying: i32 = -1;

export function clearShiftedUnderlying(): void {
  shiftedUnderlying = -1;
}

export function clearMovedUnderlying(): void {
  movedUnderlying = -1;
  isRemarkRequested = false;
}

export function requestRemark(underlying: i32): void {
  movedUnderlying = underlying;
  isRemarkRequested = true;
}

export function setIndex(state: usize, underlying: i32, price: f64): void {
  const row = underlyingRow(state, underlying);
  observe(state, row + UNDERLYING_TRUST, price);
  store<f64>(row, price, risk.UNDERLYING_INDEX);
  store<f64>(row, load<f64>(state, at.BOOK_NOW), risk.UNDERLYING_INDEX_NOW);
  movedUnderlying = underlying;
}

function add(address: usize, amount: f64): void {
  store<f64>(address, load<f64>(address) + amount);
}

// Adds lots of a contract with a fixed delta, or of an inverse one. The same product comes off again.
function addContract(row: usize, lane: usize, isInverse: bool, sign: f64): void {
  const scale = sign * load<f64>(lane, risk.RISK_SCALE);
  const position = isInverse ? risk.UNDERLYING_QUOTE_HI : risk.UNDERLYING_BASE_HI;
  const gross = isInverse ? risk.UNDERLYING_GROSS_QUOTE_HI : risk.UNDERLYING_GROSS_BASE_HI;
  const buys = isInverse ? risk.UNDERLYING_QUOTE_BUY_HI : risk.UNDERLYING_BASE_BUY_HI;
  const sells = isInverse ? risk.UNDERLYING_QUOTE_SELL_HI : risk.UNDERLYING_BASE_SELL_HI;
  const lots = load<f64>(lane, risk.RISK_LOTS);
  dd.accumulate(row + position, scale * lots);
  dd.accumulate(row + gross, scale * Math.abs(lots));
  dd.accumulate(row + buys, scale * load<f64>(lane, risk.RISK_BUY_LOTS));
  dd.accumulate(row + sells, scale * load<f64>(lane, risk.RISK_SELL_LOTS));
}

// Adds an option with its greeks of the last re-mark. Open orders count in the direction in which they
// would move the book: buying a call and selling a put add delta.
export function addOption(state: usize, row: usize, lane: usize, option: usize, sign: f64): void {
  const expiry = expiryRow(state, <i32>load<f64>(option, risk.OPTION_EXPIRY));
  const unit = sign * load<f64>(option, risk.OPTION_UNIT);
  const lots = load<f64>(lane, risk.RISK_LOTS);
  const buys = load<f64>(lane, risk.RISK_BUY_LOTS);
  const sells = load<f64>(lane, risk.RISK_SELL_LOTS);
  const delta = unit * load<f64>(option, risk.OPTION_DELTA);
  const gamma = unit * load<f64>(option, risk.OPTION_GAMMA);
  const vega = unit * load<f64>(option, risk.OPTION_VEGA);
  dd.accumulate(row + risk.UNDERLYING_GROSS_OPTION_HI, unit * Math.abs(lots));
  add(row + risk.UNDERLYING_DELTA, lots * delta);
  add(row + risk.UNDERLYING_GAMMA, lots * gamma);
  add(row + risk.UNDERLYING_VEGA, lots * vega);
  add(row + risk.UNDERLYING_THETA, lots * (unit * load<f64>(option, risk.OPTION_THETA)));
  add(row + risk.UNDERLYING_VANNA, lots * (unit * load<f64>(option, risk.OPTION_VANNA)));
  add(row + risk.UNDERLYING_VOLGA, lots * (unit * load<f64>(option, risk.OPTION_VOLGA)));
  add(expiry + risk.EXPIRY_VEGA, lots * vega);
  add(expiry + risk.EXPIRY_DELTA, lots * delta);
  const isCall = load<f64>(option, risk.OPTION_SIGN) > 0;
  add(row + risk.UNDERLYING_DELTA_UP, isCall ? buys * delta : -(sells * delta));
  add(row + risk.UNDERLYING_DELTA_DOWN, isCall ? sells * delta : -(buys * delta));
  add(row + risk.UNDERLYING_GAMMA_UP, buys * gamma);
  add(row + risk.UNDERLYING_GAMMA_DOWN, sells * gamma);
  add(row + risk.UNDERLYING_VEGA_UP, buys * vega);
  add(row + risk.UNDERLYING_VEGA_DOWN, sells * vega);
}

function addShare(state: usize, instrument: i32, sign: f64): void {
  const lane = riskLane(state, instrument);
  const row = underlyingRow(state, <i32>load<f64>(lane, risk.RISK_UNDERLYING) - 1);
  const slot = <i32>load<f64>(lane, risk.RISK_OPTION) - 1;
  if (slot >= 0) {
    addOption(state, row, lane, optionLane(state, slot), sign);
    return;
  }
  const contract = load<f64>(ledgerLane(state, instrument), at.LEDGER_CONTRACT);
  addContract(row, lane, contract == code.CONTRACT_INVERSE, sign);
}

// Base units of delta per lot, or quote currency for inverse contracts. A point of a quanto contract is
// worth its settle asset.
export function deltaPerLot(state: usize, ledger: usize): f64 {
  const unit = load<f64>(ledger, at.LEDGER_UNIT);
  if (load<f64>(ledger, at.LEDGER_CONTRACT) != code.CONTRACT_QUANTO) return unit;
  const settle = assetRow(state, <i32>load<f64>(ledger, at.LEDGER_SETTLE_ASSET));
  return unit * load<f64>(settle, at.ASSET_RATE);
}

// To be called when the position or the open orders of an instrument changed.
export function moveUnderlying(state: usize, instrument: i32): void {
  const lane = riskLane(state, instrument);
  if (load<f64>(lane, risk.RISK_UNDERLYING) == 0) return;
  const ledger = ledgerLane(state, instrument);
  const position = load<f64>(quoteLane(state, instrument), at.QUOTE_POSITION);
  if (position != load<f64>(lane, risk.RISK_LOTS)) {
    shiftedUnderlying = <i32>load<f64>(lane, risk.RISK_UNDERLYING) - 1;
  }
  addShare(state, instrument, -1);
  store<f64>(lane, deltaPerLot(state, ledger), risk.RISK_SCALE);
  store<f64>(lane, position, risk.RISK_LOTS);
  store<f64>(lane, load<f64>(ledger, at.LEDGER_OPEN_BUY), risk.RISK_BUY_LOTS);
  store<f64>(lane, load<f64>(ledger, at.LEDGER_OPEN_SELL), risk.RISK_SELL_LOTS);
  addShare(state, instrument, 1);
}

// Values positions in quanto contracts at the rates of now.
export function revalueQuanto(state: usize): void {
  const count = load<i32>(state, at.BOOK_INSTRUMENT_COUNT);
  for (let instrument = 0; instrument < count; instrument++) {
    const ledger = ledgerLane(state, instrument);
    if (load<f64>(ledger, at.LEDGER_CONTRACT) != code.CONTRACT_QUANTO) continue;
    moveUnderlying(state, instrument);
  }
}

// Base units that a part in base units and a part in quote currency make; NaN when it takes an index and
// there is none.
function inBase(row: usize, base: usize, quote: usize): f64 {
  const fixed = dd.valueAt(row + base);
  const priced = dd.valueAt(row + quote);
  if (priced == 0) return fixed;
  const index = load<f64>(row, risk.UNDERLYING_INDEX);
  return index > 0 ? fixed + priced / index : NaN;
}

// The same valued at the index, in quote currency.
function inQuote(row: usize, base: usize, quote: usize): f64 {
  const fixed = dd.valueAt(row + base);
  if (fixed == 0) return dd.valueAt(row + quote);
  const index = load<f64>(row, risk.UNDERLYING_INDEX);
  return index > 0 ? fixed * index + dd.valueAt(row + quote) : NaN;
}

// Notional of the contracts that are no options, quote currency: signed, and by size.
export function netNotional(row: usize): f64 {
  return inQuote(row, risk.UNDERLYING_BASE_HI, risk.UNDERLYING_QUOTE_HI);
}

export function grossNotional(row: usize): f64 {
  return inQuote(row, risk.UNDERLYING_GROSS_BASE_HI, risk.UNDERLYING_GROSS_QUOTE_HI);
}

// Value of what the options held are on, quote currency, by size.
export function optionNotional(row: usize): f64 {
  const units = dd.valueAt(row + risk.UNDERLYING_GROSS_OPTION_HI);
  if (units == 0) return 0;
  const index = load<f64>(row, risk.UNDERLYING_INDEX);
  return index > 0 ? units * index : NaN;
}

// How far the index is from where the options were priced.
function moveOf(row: usize): f64 {
  const reference = load<f64>(row, risk.UNDERLYING_REFERENCE);
  return reference > 0 ? load<f64>(row, risk.UNDERLYING_INDEX) - reference : 0;
}

// Delta of all contracts, base units: perpetuals, futures, spot and options.
export function contractDelta(row: usize): f64 {
  const linear = inBase(row, risk.UNDERLYING_BASE_HI, risk.UNDERLYING_QUOTE_HI);
  const options = load<f64>(row, risk.UNDERLYING_DELTA);
  return linear + (options + load<f64>(row, risk.UNDERLYING_GAMMA) * moveOf(row));
}

// Delta of the coin that the account holds, its PnL included, base units.
export function collateralDelta(state: usize, row: usize): f64 {
  const asset = <i32>load<f64>(row, risk.UNDERLYING_COLLATERAL) - 1;
  return asset < 0 ? 0 : dd.valueAt(assetRow(state, asset) + at.ASSET_EQUITY_HI);
}

// Change of the book's value in quote currency per unit of index.
export function deltaOf(state: usize, row: usize): f64 {
  return contractDelta(row) + collateralDelta(state, row);
}

// Delta that open orders could add and take off, both above 0, base units.
export function openDeltaUp(row: usize): f64 {
  const linear = inBase(row, risk.UNDERLYING_BASE_BUY_HI, risk.UNDERLYING_QUOTE_BUY_HI);
  return linear + load<f64>(row, risk.UNDERLYING_DELTA_UP);
}

export function openDeltaDown(row: usize): f64 {
  const linear = inBase(row, risk.UNDERLYING_BASE_SELL_HI, risk.UNDERLYING_QUOTE_SELL_HI);
  return linear + load<f64>(row, risk.UNDERLYING_DELTA_DOWN);
}
