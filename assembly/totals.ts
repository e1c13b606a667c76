// The book's totals in reporting currency, kept up to date by differences: what was booked before is
// taken out exactly and what holds now is put in, so nothing drifts.
import * as dd from './double-double';
import * as at from './layout';
import { assetRow, ledgerLane, quoteLane } from './region';

// Set when equity, gross notional or a baseline changed: limits must be judged again.
export let moved: bool = false;

export function setMoved(on: bool): void {
  moved = on;
}

// Rebooks an asset in the book's totals; the change of equity goes to the bucket at `bucket`.
export function reviseAsset(state: usize, asset: i32, bucket: usize): void {
  const row = assetRow(state, asset);
  const booked = row + at.ASSET_BOOKED_EQUITY_HI;
  const rate = load<f64>(row, at.ASSET_RATE);
  const equity = row + at.ASSET_EQUITY_HI;
  dd.multiply(load<f64>(equity), load<f64>(equity, at.LOW_PART), rate);
  const nowHi = dd.hi;
  const nowLo = dd.lo;
  dd.add(nowHi, nowLo, -load<f64>(booked), -load<f64>(booked, at.LOW_PART));
  const changeHi = dd.hi;
  const changeLo = dd.lo;
  store<f64>(booked, nowHi);
  store<f64>(booked, nowLo, at.LOW_PART);
  dd.addTo(state + at.BOOK_EQUITY_HI, changeHi, changeLo);
  dd.addTo(state + bucket, changeHi, changeLo);
  const gross = rate * dd.valueAt(row + at.ASSET_GROSS_HI);
  dd.twoSum(gross, -load<f64>(row, at.ASSET_BOOKED_GROSS));
  store<f64>(row, gross, at.ASSET_BOOKED_GROSS);
  dd.addTo(state + at.BOOK_GROSS_HI, dd.hi, dd.lo);
  moved = true;
}

// Adds to an asset's cash; the change of the book's equity goes to `bucket`.
export function addCash(state: usize, asset: i32, amount: f64, bucket: usize): void {
  const row = assetRow(state, asset);
  dd.addTo(row + at.ASSET_CASH_HI, amount, 0);
  dd.addTo(row + at.ASSET_EQUITY_HI, amount, 0);
  reviseAsset(state, asset, bucket);
}

// Level of a mark: what a position's value is linear in.
export function levelOf(isInverse: bool, ticks: f64): f64 {
  return isInverse ? -1 / ticks : ticks;
}

// Rebooks an instrument's PnL and gross notional in its settle asset.
export function revisePnl(state: usize, instrument: i32): void {
  const ledger = ledgerLane(state, instrument);
  const quote = quoteLane(state, instrument);
  const position = load<f64>(quote, at.QUOTE_POSITION);
  const isInverse = load<f64>(ledger, at.LEDGER_CONTRACT) == 2;
  const scale = load<f64>(ledger, at.LEDGER_VALUE_SCALE);
  const mark = load<f64>(quote, at.QUOTE_MARK);
  const level = position == 0 ? 0 : levelOf(isInverse, mark);
  dd.add(
    load<f64>(ledger, at.LEDGER_REALISED_HI),
    load<f64>(ledger, at.LEDGER_REALISED_LO),
    -load<f64>(ledger, at.LEDGER_COST_HI),
    -load<f64>(ledger, at.LEDGER_COST_LO),
  );
  const baseHi = dd.hi;
  const baseLo = dd.lo;
  dd.twoProduct(position, level);
  dd.add(baseHi, baseLo, dd.hi, dd.lo);
  const pnl = scale * (dd.hi + dd.lo);
  const gross = scale * Math.abs(position * level);
  const row = assetRow(state, <i32>load<f64>(ledger, at.LEDGER_SETTLE_ASSET));
  dd.twoSum(pnl, -load<f64>(ledger, at.LEDGER_BOOKED_PNL));
  dd.addTo(row + at.ASSET_EQUITY_HI, dd.hi, dd.lo);
  dd.twoSum(gross, -load<f64>(ledger, at.LEDGER_BOOKED_GROSS));
  dd.addTo(row + at.ASSET_GROSS_HI, dd.hi, dd.lo);
  store<f64>(ledger, pnl, at.LEDGER_BOOKED_PNL);
  store<f64>(ledger, gross, at.LEDGER_BOOKED_GROSS);
}

export function setRate(state: usize, asset: i32, rate: f64): void {
  const row = assetRow(state, asset);
  if (load<f64>(row, at.ASSET_RATE) == rate) return;
  store<f64>(row, rate, at.ASSET_RATE);
  reviseAsset(state, asset, at.BOOK_CONVERSION_HI);
}

// Moves the mark: first the PnL at the old rates, then the rate that follows this instrument.
export function setMark(state: usize, instrument: i32, ticks: f64): void {
  const quote = quoteLane(state, instrument);
  if (load<f64>(quote, at.QUOTE_MARK) == ticks) return;
  const ledger = ledgerLane(state, instrument);
  store<f64>(quote, ticks, at.QUOTE_MARK);
  if (load<f64>(quote, at.QUOTE_POSITION) != 0) {
    revisePnl(state, instrument);
    const settle = <i32>load<f64>(ledger, at.LEDGER_SETTLE_ASSET);
    reviseAsset(state, settle, at.BOOK_INVENTORY_HI);
  }
  const follower = <i32>load<f64>(ledger, at.LEDGER_RATE_ASSET) - 1;
  if (follower >= 0 && ticks > 0) {
    setRate(state, follower, ticks * load<f64>(ledger, at.LEDGER_TICK_SIZE));
  }
}
