// Margin of instruments, assets and the book, kept up to date by differences (docs/semantics.md 14).
// Maintenance is for the position, initial for the position with the worse side of its open orders filled.
import * as code from './codes';
import { advance } from './commit';
import * as dd from './double-double';
import { inconsistent, indexAt, numberAt } from './fields';
import * as at from './layout';
import * as margin from './margin-layout';
import { assetRow, ledgerLane, quoteLane, riskLane, stateOf } from './region';

function setTotal(
  state: usize,
  row: usize,
  booked: usize,
  ofAsset: usize,
  ofBook: usize,
  amount: f64,
): void {
  const change = amount - load<f64>(booked);
  if (change == 0) return;
  store<f64>(booked, amount);
  dd.accumulate(row + ofAsset, change);
  dd.accumulate(state + ofBook, change * load<f64>(row, at.ASSET_RATE));
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
  const ledger = ledgerLane(state, instrument);
  const lane = riskLane(state, instrument);
  const mark = load<f64>(quoteLane(state, instrument), at.QUOTE_MARK);
  const isInverse = load<f64>(ledger, at.LEDGER_CONTRACT) == code.CONTRACT_INVERSE;
  const level = mark > 0 ? (isInverse ? 1 / mark : mark) : 0;
  const perLot = load<f64>(ledger, at.LEDGER_VALUE_SCALE) * level;
  const long = Math.abs(position + openBuy);
  const short = Math.abs(position - openSell);
  const worst = Math.max(long, short) * perLot;
  const held = Math.abs(position) * perLot;
  initialMargin = worst * load<f64>(lane, margin.MARGIN_INITIAL_RATE);
  const rate = load<f64>(lane, margin.MARGIN_MAINTENANCE_RATE);
  maintenanceMargin = Math.max(held * rate - load<f64>(lane, margin.MARGIN_DEDUCTION), 0);
}

// To be called when position, open orders or the mark of an instrument with margin changed.
export function reviseMargin(state: usize, instrument: i32): void {
  const ledger = ledgerLane(state, instrument);
  if (load<f64>(ledger, at.LEDGER_HAS_MARGIN) == 0) return;
  const lane = riskLane(state, instrument);
  const position = load<f64>(quoteLane(state, instrument), at.QUOTE_POSITION);
  const openBuy = load<f64>(ledger, at.LEDGER_OPEN_BUY);
  computeMargin(state, instrument, position, openBuy, load<f64>(ledger, at.LEDGER_OPEN_SELL));
  const row = assetRow(state, <i32>load<f64>(ledger, at.LEDGER_SETTLE_ASSET));
  setTotal(
    state,
    row,
    lane + margin.MARGIN_INITIAL,
    margin.ASSET_INITIAL_HI,
    margin.BOOK_INITIAL_HI,
    initialMargin,
  );
  setTotal(
    state,
    row,
    lane + margin.MARGIN_MAINTENANCE,
    margin.ASSET_MAINTENANCE_HI,
    margin.BOOK_MAINTENANCE_HI,
    maintenanceMargin,
  );
}

// The rate of an asset moved by `change`.
export function rateMargin(state: usize, row: usize, change: f64): void {
  const initial = dd.valueAt(row + margin.ASSET_INITIAL_HI);
  const maintenance = dd.valueAt(row + margin.ASSET_MAINTENANCE_HI);
  if (initial != 0) dd.accumulate(state + margin.BOOK_INITIAL_HI, change * initial);
  if (maintenance != 0) dd.accumulate(state + margin.BOOK_MAINTENANCE_HI, change * maintenance);
}

function share(amount: f64, equity: f64): f64 {
  if (amount <= 0) return 0;
  return equity > 0 ? amount / equity : Infinity;
}

// Initial margin as a share of equity; infinite when there is margin and no equity.
export function marginUtilisation(state: usize): f64 {
  const initial = dd.valueAt(state + margin.BOOK_INITIAL_HI);
  return share(initial, dd.valueAt(state + at.BOOK_EQUITY_HI));
}

// Maintenance margin likewise: at 1 the book can be liquidated.
export function maintenanceRatio(state: usize): f64 {
  const maintenance = dd.valueAt(state + margin.BOOK_MAINTENANCE_HI);
  return share(maintenance, dd.valueAt(state + at.BOOK_EQUITY_HI));
}

// Options are margined by scenarios, off the hot path.
export function onSetMargin(book: usize): i32 {
  const state = stateOf(book);
  const instrument = indexAt(book, 0);
  const ledger = ledgerLane(state, instrument);
  const contract = load<f64>(ledger, at.LEDGER_CONTRACT);
  if (contract >= code.CONTRACT_OPTION) return inconsistent(0, <f64>instrument, contract);
  if (numberAt(book, 2) > numberAt(book, 1)) {
    return inconsistent(2, numberAt(book, 2), numberAt(book, 1));
  }
  advance(book);
  const lane = riskLane(state, instrument);
  store<f64>(lane, numberAt(book, 1), margin.MARGIN_INITIAL_RATE);
  store<f64>(lane, numberAt(book, 2), margin.MARGIN_MAINTENANCE_RATE);
  store<f64>(lane, numberAt(book, 3), margin.MARGIN_DEDUCTION);
  store<f64>(ledger, 1, at.LEDGER_HAS_MARGIN);
  reviseMargin(state, instrument);
  return 0;
}
