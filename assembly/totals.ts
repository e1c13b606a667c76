// The book's totals in reporting currency, kept up to date by differences. Running totals keep their
// rounding error beside them, so they do not drift, and equity and its buckets get the same amounts.
import { addBalance } from './account';
import * as code from './codes';
import * as dd from './double-double';
import { setIndex } from './exposure';
import * as at from './layout';
import { rateMargin, reviseMargin } from './margin';
import { assetRow, ledgerLane, quoteLane } from './region';

// Set when equity, gross notional or a baseline changed: limits must be judged again.
export let moved: bool = false;

export function setMoved(on: bool): void {
  moved = on;
}

// Equity of the book changes by an amount in reporting currency, for the reason of a bucket.
function addEquity(state: usize, bucket: usize, value: f64): void {
  dd.accumulate(state + at.BOOK_EQUITY_HI, value);
  dd.accumulate(state + bucket, value);
  moved = true;
}

// Adds to an asset's cash; the change of the book's equity goes to `bucket`.
export function addCash(state: usize, asset: i32, amount: f64, bucket: usize): void {
  const row = assetRow(state, asset);
  dd.accumulate(row + at.ASSET_CASH_HI, amount);
  dd.accumulate(row + at.ASSET_EQUITY_HI, amount);
  addBalance(state, asset, amount);
  addEquity(state, bucket, amount * load<f64>(row, at.ASSET_RATE));
}

// Level of a mark: what a position's value is linear in.
export function levelOf(isInverse: bool, ticks: f64): f64 {
  return isInverse ? -1 / ticks : ticks;
}

// Rebooks an instrument's PnL and gross notional. The change of equity goes to the bucket
// `inventory`; a trade moves its edge out of there. A change is rounded to its own last digit, which
// is what the totals may be off by: 1e-16 of the sum of all changes.
export function revisePnl(state: usize, quote: usize, ledger: usize): void {
  const position = load<f64>(quote, at.QUOTE_POSITION);
  const isInverse = load<f64>(ledger, at.LEDGER_CONTRACT) == code.CONTRACT_INVERSE;
  const scale = load<f64>(ledger, at.LEDGER_VALUE_SCALE);
  const level = position == 0 ? 0 : levelOf(isInverse, load<f64>(quote, at.QUOTE_MARK));
  const baseHi = load<f64>(ledger, at.LEDGER_BASE_HI);
  const baseLo = load<f64>(ledger, at.LEDGER_BASE_LO);
  const pnl = scale * dd.multiplyAdd(position, level, baseHi, baseLo);
  const gross = scale * Math.abs(position * level);
  const row = assetRow(state, <i32>load<f64>(ledger, at.LEDGER_SETTLE_ASSET));
  const rate = load<f64>(row, at.ASSET_RATE);

  const change = pnl - load<f64>(ledger, at.LEDGER_BOOKED_PNL);
  dd.accumulate(row + at.ASSET_EQUITY_HI, change);
  addEquity(state, at.BOOK_INVENTORY_HI, rate * change);
  const growth = gross - load<f64>(ledger, at.LEDGER_BOOKED_GROSS);
  dd.accumulate(row + at.ASSET_GROSS_HI, growth);
  dd.accumulate(state + at.BOOK_GROSS_HI, rate * growth);
  store<f64>(ledger, pnl, at.LEDGER_BOOKED_PNL);
  store<f64>(ledger, gross, at.LEDGER_BOOKED_GROSS);
}

export function setRate(state: usize, asset: i32, rate: f64): void {
  const row = assetRow(state, asset);
  const change = rate - load<f64>(row, at.ASSET_RATE);
  if (change == 0) return;
  store<f64>(row, rate, at.ASSET_RATE);
  addEquity(state, at.BOOK_CONVERSION_HI, change * dd.valueAt(row + at.ASSET_EQUITY_HI));
  dd.accumulate(state + at.BOOK_GROSS_HI, change * dd.valueAt(row + at.ASSET_GROSS_HI));
  rateMargin(state, row, change);
}

// First the PnL at the old rates, then the rate that follows this instrument.
function moveMark(state: usize, instrument: i32, quote: usize, ledger: usize, ticks: f64): void {
  store<f64>(quote, ticks, at.QUOTE_MARK);
  if (load<f64>(quote, at.QUOTE_POSITION) != 0) revisePnl(state, quote, ledger);
  reviseMargin(state, instrument);
  const follower = load<f64>(ledger, at.LEDGER_RATE_ASSET);
  if (follower > 0 && ticks > 0) {
    setRate(state, <i32>follower - 1, ticks * load<f64>(ledger, at.LEDGER_TICK_SIZE));
  }
}

// Moves the mark, and what follows it. An index that is said again is of now.
export function setMark(state: usize, instrument: i32, ticks: f64): void {
  const quote = quoteLane(state, instrument);
  const ledger = ledgerLane(state, instrument);
  if (load<f64>(quote, at.QUOTE_MARK) != ticks) moveMark(state, instrument, quote, ledger, ticks);
  const underlying = load<f64>(ledger, at.LEDGER_INDEX_OF);
  if (underlying > 0 && ticks > 0) {
    setIndex(state, <i32>underlying - 1, ticks * load<f64>(ledger, at.LEDGER_TICK_SIZE));
  }
}
