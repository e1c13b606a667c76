// Margin of instruments, assets and the book, kept up to date by differences (docs/semantics.md 14).
// Maintenance is for the position, initial for the position with the worse side of its open orders filled.
import { addBalance, setIsolatedEquity, withheld } from './account';
import * as code from './codes';
import * as dd from './double-double';
import * as at from './layout';
import * as margin from './margin-layout';
import { notionalPerLot, scheduled, sizeOf } from './margin-schedule';
import { shortOptionMargin } from './option-margin';
import { assetRow, ledgerLane, quoteLane, riskLane } from './region';

export function isOptionContract(ledger: usize): bool {
  return load<f64>(ledger, at.LEDGER_CONTRACT) >= code.CONTRACT_OPTION;
}

function settleRow(state: usize, ledger: usize): usize {
  return assetRow(state, <i32>load<f64>(ledger, at.LEDGER_SETTLE_ASSET));
}

// Margin that signed lots need at the mark, settle asset. `which` is OF_INITIAL or OF_MAINTENANCE.
export function requiredOf(state: usize, instrument: i32, which: usize, lots: f64): f64 {
  const ledger = ledgerLane(state, instrument);
  if (isOptionContract(ledger)) {
    return shortOptionMargin(state, instrument, which, Math.max(-lots, 0));
  }
  const lane = riskLane(state, instrument);
  const mark = load<f64>(quoteLane(state, instrument), at.QUOTE_MARK);
  const size = Math.abs(lots);
  const notional = size * notionalPerLot(ledger, mark);
  const amount = scheduled(lane, which, notional, sizeOf(ledger, size, notional));
  if (which == margin.OF_INITIAL) return amount;
  return Math.max(amount - load<f64>(lane, margin.MARGIN_DEDUCTION), 0);
}

function clear(total: usize): void {
  store<f64>(total, 0);
  store<f64>(total, 0, at.LOW_PART);
}

// Counts an instrument in or out. Where none needs margin the sums are 0, not what rounding left of them.
function countMargined(owner: usize, count: usize, initial: usize, by: f64): void {
  const margined = load<f64>(owner + count) + by;
  store<f64>(owner + count, margined);
  if (margined != 0) return;
  clear(owner + initial);
  clear(owner + initial + 2 * at.LOW_PART);
}

function setTotal(state: usize, row: usize, booked: usize, which: usize, amount: f64): void {
  const change = amount - load<f64>(booked);
  if (change == 0) return;
  store<f64>(booked, amount);
  const place = 2 * which;
  dd.accumulate(row + margin.ASSET_INITIAL_HI + place, change);
  const inReporting = change * load<f64>(row, at.ASSET_RATE);
  dd.accumulate(state + margin.BOOK_INITIAL_HI + place, inReporting);
}

function isDue(lane: usize): bool {
  const initial = load<f64>(lane, margin.MARGIN_INITIAL);
  return initial > 0 || load<f64>(lane, margin.MARGIN_MAINTENANCE) > 0;
}

function setMargins(state: usize, row: usize, lane: usize, initial: f64, maintenance: f64): void {
  const wasDue = isDue(lane);
  setTotal(state, row, lane + margin.MARGIN_INITIAL, margin.OF_INITIAL, initial);
  setTotal(state, row, lane + margin.MARGIN_MAINTENANCE, margin.OF_MAINTENANCE, maintenance);
  if (wasDue == isDue(lane)) return;
  const by: f64 = wasDue ? -1 : 1;
  countMargined(row, margin.ASSET_MARGINED, margin.ASSET_INITIAL_HI, by);
  countMargined(state, margin.BOOK_MARGINED, margin.BOOK_INITIAL_HI, by);
}

// Unrealised PnL as it stands in the equity of the asset, settle asset.
function unrealisedOf(ledger: usize): f64 {
  const realised = dd.valueAt(ledger + at.LEDGER_REALISED_HI);
  return (
    load<f64>(ledger, at.LEDGER_BOOKED_PNL) - load<f64>(ledger, at.LEDGER_VALUE_SCALE) * realised
  );
}

// What the last computation came to, settle asset.
export let initialMargin: f64 = 0;
export let maintenanceMargin: f64 = 0;

// Margin of a position and open orders in an instrument at its mark.
export function computeMargin(
  state: usize,
  instrument: i32,
  position: f64,
  openBuy: f64,
  openSell: f64,
): void {
  const long = position + openBuy;
  const short = position - openSell;
  const isOption = isOptionContract(ledgerLane(state, instrument));
  const isShortWorse = isOption || Math.abs(short) > Math.abs(long);
  const worst = isShortWorse ? short : long;
  initialMargin = requiredOf(state, instrument, margin.OF_INITIAL, worst);
  maintenanceMargin = requiredOf(state, instrument, margin.OF_MAINTENANCE, position);
}

// To be called when position, open orders or the mark of an instrument with margin changed, after its
// PnL was booked.
export function reviseMargin(state: usize, instrument: i32): void {
  const ledger = ledgerLane(state, instrument);
  if (load<f64>(ledger, at.LEDGER_HAS_MARGIN) == 0) return;
  const lane = riskLane(state, instrument);
  const position = load<f64>(quoteLane(state, instrument), at.QUOTE_POSITION);
  const openBuy = load<f64>(ledger, at.LEDGER_OPEN_BUY);
  computeMargin(state, instrument, position, openBuy, load<f64>(ledger, at.LEDGER_OPEN_SELL));
  const initial = initialMargin;
  const maintenance = maintenanceMargin;
  const row = settleRow(state, ledger);
  if (load<f64>(lane, margin.MARGIN_IS_ISOLATED) == 0) {
    setMargins(state, row, lane, initial, maintenance);
    return;
  }
  store<f64>(lane, initial, margin.MARGIN_INITIAL);
  store<f64>(lane, maintenance, margin.MARGIN_MAINTENANCE);
  const equity = load<f64>(lane, margin.MARGIN_COLLATERAL) + unrealisedOf(ledger);
  setIsolatedEquity(state, row, lane, equity);
}

// To be called when rates of an instrument were set.
export function beginMargin(state: usize, instrument: i32): void {
  const ledger = ledgerLane(state, instrument);
  const asset = <i32>load<f64>(ledger, at.LEDGER_SETTLE_ASSET);
  const assets = load<i32>(state, margin.BOOK_MARGIN_ASSETS);
  store<i32>(state, max(assets, asset + 1), margin.BOOK_MARGIN_ASSETS);
  store<f64>(ledger, 1, at.LEDGER_HAS_MARGIN);
  reviseMargin(state, instrument);
}

// Gives a position collateral of its own, taken out of the balance of its settle asset, or gives it back.
export function isolate(state: usize, instrument: i32, isIsolated: bool, collateral: f64): void {
  const ledger = ledgerLane(state, instrument);
  const lane = riskLane(state, instrument);
  const row = settleRow(state, ledger);
  if (load<f64>(lane, margin.MARGIN_IS_ISOLATED) == 0) setMargins(state, row, lane, 0, 0);
  else setIsolatedEquity(state, row, lane, 0);
  store<f64>(lane, 0, margin.MARGIN_INITIAL);
  store<f64>(lane, 0, margin.MARGIN_MAINTENANCE);
  const asset = <i32>load<f64>(ledger, at.LEDGER_SETTLE_ASSET);
  addBalance(state, asset, load<f64>(lane, margin.MARGIN_COLLATERAL) - collateral);
  store<f64>(lane, isIsolated ? 1 : 0, margin.MARGIN_IS_ISOLATED);
  store<f64>(lane, collateral, margin.MARGIN_COLLATERAL);
  beginMargin(state, instrument);
}

// The rate of an asset moved by `change`: what stands in the asset is worth more in the book.
export function rateMargin(state: usize, row: usize, change: f64): void {
  const back = withheld(row);
  if (back != 0) dd.accumulate(state + margin.BOOK_WITHHELD_HI, change * back);
  if (load<f64>(row, margin.ASSET_MARGINED) == 0) return;
  const initial = dd.valueAt(row + margin.ASSET_INITIAL_HI);
  const maintenance = dd.valueAt(row + margin.ASSET_MAINTENANCE_HI);
  dd.accumulate(state + margin.BOOK_INITIAL_HI, change * initial);
  dd.accumulate(state + margin.BOOK_MAINTENANCE_HI, change * maintenance);
}
