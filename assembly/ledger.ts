// Position, average cost and attribution of one instrument, in lots x level (docs/semantics.md 4).
import { moveExposure } from './book-skew';
import * as code from './codes';
import * as dd from './double-double';
import { moveUnderlying } from './exposure';
import * as at from './layout';
import { reviseMargin } from './margin';
import { assetRow, ledgerLane, quoteLane } from './region';
import { followTable } from './tables';
import { addCash, levelOf, revisePnl, setMark } from './totals';

export function isInverse(ledger: usize): bool {
  return load<f64>(ledger, at.LEDGER_CONTRACT) == code.CONTRACT_INVERSE;
}

// Level of a traded price as a double-double in dd.hi, dd.lo.
function setLevel(inverse: bool, ticks: f64): void {
  if (inverse) dd.divide(-1, 0, ticks);
  else dd.twoSum(ticks, 0);
}

// Cost of a position opened at a price, lots x level.
export function costOf(inverse: bool, lots: f64, ticks: f64): f64 {
  setLevel(inverse, ticks);
  dd.multiply(dd.hi, dd.lo, lots);
  return dd.hi + dd.lo;
}

// Whether a trade of signed lots at a price keeps every account in range.
export function fits(state: usize, instrument: i32, lots: f64, ticks: f64): bool {
  const ledger = ledgerLane(state, instrument);
  const position = load<f64>(quoteLane(state, instrument), at.QUOTE_POSITION) + lots;
  const level = Math.abs(levelOf(isInverse(ledger), ticks));
  const money =
    Math.abs(load<f64>(ledger, at.LEDGER_COST_HI)) +
    Math.abs(load<f64>(ledger, at.LEDGER_REALISED_HI)) +
    Math.abs(lots) * level;
  return Math.abs(position) <= <f64>code.MAX_LOTS && money <= code.MAX_MONEY;
}

function addFlow(ledger: usize, amount: f64): void {
  store<f64>(ledger, load<f64>(ledger, at.LEDGER_FLOW) + Math.abs(amount), at.LEDGER_FLOW);
}

function accrue(ledger: usize, position: f64, level: f64): void {
  const accrued = load<f64>(ledger, at.LEDGER_ACCRUED_LEVEL);
  if (position != 0 && level != accrued) {
    dd.twoSum(level, -accrued);
    dd.multiply(dd.hi, dd.lo, position);
    addFlow(ledger, dd.hi);
    dd.addTo(ledger + at.LEDGER_INVENTORY_HI, dd.hi, dd.lo);
  }
  store<f64>(ledger, level, at.LEDGER_ACCRUED_LEVEL);
}

function open(ledger: usize, quote: usize, lots: f64, levelHi: f64, levelLo: f64): void {
  dd.multiply(levelHi, levelLo, lots);
  dd.addTo(ledger + at.LEDGER_COST_HI, dd.hi, dd.lo);
  store<f64>(quote, load<f64>(quote, at.QUOTE_POSITION) + lots, at.QUOTE_POSITION);
}

// Closes `closed` > 0 lots of the open position at a level.
function close(ledger: usize, quote: usize, closed: f64, levelHi: f64, levelLo: f64): void {
  const position = load<f64>(quote, at.QUOTE_POSITION);
  const signed = position > 0 ? closed : -closed;
  let partHi = load<f64>(ledger, at.LEDGER_COST_HI);
  let partLo = load<f64>(ledger, at.LEDGER_COST_LO);
  if (signed != position) {
    // cost x closed / position without losing digits: multiply before dividing
    dd.multiply(partHi, partLo, signed);
    dd.divide(dd.hi, dd.lo, position);
    partHi = dd.hi;
    partLo = dd.lo;
  }
  dd.multiply(levelHi, levelLo, signed);
  dd.add(dd.hi, dd.lo, -partHi, -partLo);
  dd.addTo(ledger + at.LEDGER_REALISED_HI, dd.hi, dd.lo);
  dd.addTo(ledger + at.LEDGER_COST_HI, -partHi, -partLo);
  store<f64>(quote, position - signed, at.QUOTE_POSITION);
}

function storeBase(ledger: usize): void {
  dd.add(
    load<f64>(ledger, at.LEDGER_REALISED_HI),
    load<f64>(ledger, at.LEDGER_REALISED_LO),
    -load<f64>(ledger, at.LEDGER_COST_HI),
    -load<f64>(ledger, at.LEDGER_COST_LO),
  );
  dd.storeAt(ledger + at.LEDGER_BASE_HI);
}

// Stops the engine when the buckets do not add up to realised plus unrealised. Rounding is about 1e-31
// of everything ever booked; 1e-20 leaves room for 1e9 fills and still finds a lost fee-sized amount.
function assertIdentity(ledger: usize, position: f64, level: f64): void {
  dd.twoProduct(position, level);
  addFrom(ledger + at.LEDGER_BASE_HI, 1);
  addFrom(ledger + at.LEDGER_SPREAD_HI, -1);
  addFrom(ledger + at.LEDGER_HEDGE_HI, -1);
  addFrom(ledger + at.LEDGER_INVENTORY_HI, -1);
  addFrom(ledger + at.LEDGER_ADJUSTMENT_HI, -1);
  if (Math.abs(dd.hi) > 1e-20 * load<f64>(ledger, at.LEDGER_FLOW)) unreachable();
}

function addFrom(address: usize, sign: f64): void {
  dd.add(dd.hi, dd.lo, sign * load<f64>(address), sign * load<f64>(address, at.LOW_PART));
}

// A first trade without market data marks the instrument at its own price.
function ensureMark(state: usize, instrument: i32, ticks: f64): void {
  const ledger = ledgerLane(state, instrument);
  if (load<f64>(ledger, at.LEDGER_MARK_MODE) != 0) return;
  setMark(state, instrument, ticks);
  store<f64>(ledger, 3, at.LEDGER_MARK_MODE);
}

// Trades signed lots at a price; the edge against the mark goes to a bucket of the instrument and to
// the matching one of the book. Does not touch fees and counters.
export function tradeAt(
  state: usize,
  instrument: i32,
  lots: f64,
  ticks: f64,
  ledgerBucket: usize,
  bookBucket: usize,
): void {
  ensureMark(state, instrument, ticks);
  const ledger = ledgerLane(state, instrument);
  const quote = quoteLane(state, instrument);
  const inverse = isInverse(ledger);
  const position = load<f64>(quote, at.QUOTE_POSITION);
  const markLevel = levelOf(inverse, load<f64>(quote, at.QUOTE_MARK));
  accrue(ledger, position, markLevel);
  setLevel(inverse, ticks);
  const levelHi = dd.hi;
  const levelLo = dd.lo;
  dd.add(markLevel, 0, -levelHi, -levelLo);
  dd.multiply(dd.hi, dd.lo, lots);
  const edge = dd.hi;
  addFlow(ledger, lots * levelHi);
  addFlow(ledger, edge);
  dd.addTo(ledger + ledgerBucket, dd.hi, dd.lo);
  if (position * lots >= 0) {
    open(ledger, quote, lots, levelHi, levelLo);
  } else {
    const closed = Math.min(Math.abs(lots), Math.abs(position));
    close(ledger, quote, closed, levelHi, levelLo);
    const rest = Math.abs(lots) - closed;
    if (rest > 0) open(ledger, quote, lots > 0 ? rest : -rest, levelHi, levelLo);
  }
  storeBase(ledger);
  revisePnl(state, instrument);
  const settle = <i32>load<f64>(ledger, at.LEDGER_SETTLE_ASSET);
  const rate = load<f64>(assetRow(state, settle), at.ASSET_RATE);
  const value = rate * load<f64>(ledger, at.LEDGER_VALUE_SCALE) * edge;
  dd.accumulate(state + bookBucket, value);
  dd.accumulate(state + at.BOOK_INVENTORY_HI, -value);
  assertIdentity(ledger, load<f64>(quote, at.QUOTE_POSITION), markLevel);
  followTable(state, instrument);
  moveExposure(state, instrument);
  moveUnderlying(state, instrument);
  reviseMargin(state, instrument);
}

// Notional of lots at a price in settle asset, signed like lots.
export function settleNotional(ledger: usize, lots: f64, ticks: f64): f64 {
  return (
    lots * load<f64>(ledger, at.LEDGER_VALUE_SCALE) * Math.abs(levelOf(isInverse(ledger), ticks))
  );
}

// Charges a fee of `amount` in an asset (below 0 a rebate) and books its settle value.
export function chargeFee(state: usize, instrument: i32, asset: i32, amount: f64): void {
  if (amount == 0) return;
  const ledger = ledgerLane(state, instrument);
  const settle = <i32>load<f64>(ledger, at.LEDGER_SETTLE_ASSET);
  const inSettle = amount * conversion(state, asset, settle);
  dd.addTo(ledger + at.LEDGER_FEES_HI, inSettle, 0);
  addCash(state, asset, -amount, at.BOOK_FEES_HI);
}

// Units of `to` that one unit of `from` is worth at the rates of the moment.
export function conversion(state: usize, from: i32, to: i32): f64 {
  if (from == to) return 1;
  return (
    load<f64>(assetRow(state, from), at.ASSET_RATE) / load<f64>(assetRow(state, to), at.ASSET_RATE)
  );
}

export function countFill(ledger: usize, lots: f64, ticks: f64): void {
  const size = Math.abs(lots);
  const counter: usize = lots > 0 ? at.LEDGER_BOUGHT_LOTS : at.LEDGER_SOLD_LOTS;
  store<f64>(ledger + counter, load<f64>(ledger + counter) + size);
  const turnover = load<f64>(ledger, at.LEDGER_TURNOVER) + settleNotional(ledger, size, ticks);
  store<f64>(ledger, turnover, at.LEDGER_TURNOVER);
  store<f64>(ledger, load<f64>(ledger, at.LEDGER_FILL_COUNT) + 1, at.LEDGER_FILL_COUNT);
}
