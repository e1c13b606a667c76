// Positions of a batch laid over the instruments of a book, two rows at a time: the pair is computed by
// the functions that quote and account for a live position, so both give the same bits.
import * as code from './codes';
import { deltaPerLot } from './exposure';
import * as at from './layout';
import { costOf, isInverse } from './ledger';
import * as margin from './margin';
import { MARGIN_INITIAL, MARGIN_INITIAL_RATE } from './margin-layout';
import * as quotes from './quote';
import {
  assetRow,
  ledgerLane,
  optionLane,
  quoteLane,
  riskLane,
  skewLane,
  stateOf,
  underlyingRow,
} from './region';
import { notionalAtMark, worstCase } from './risk';
import * as risk from './risk-layout';
import { placeOnTable } from './tables';
import * as terms from './terms';
import * as tile from './tile-layout';
import { levelOf } from './totals';

function put(record: usize, offset: usize, value: f64): void {
  store<f64>(record + (offset >> 1), value);
}

// What one lot adds to the exposures of its underlying.
function recordExposure(state: usize, instrument: i32, record: usize): void {
  const lane = riskLane(state, instrument);
  const ledger = ledgerLane(state, instrument);
  const underlying = <i32>load<f64>(lane, risk.RISK_UNDERLYING) - 1;
  put(record, tile.PAIR_INDEX, NaN);
  if (underlying < 0) return;
  const index = load<f64>(underlyingRow(state, underlying), risk.UNDERLYING_INDEX);
  if (index > 0) put(record, tile.PAIR_INDEX, index);
  const slot = <i32>load<f64>(lane, risk.RISK_OPTION) - 1;
  if (slot < 0) {
    const isByIndex = isInverse(ledger);
    const scale = deltaPerLot(state, ledger);
    put(record, isByIndex ? tile.PAIR_QUOTE_DELTA : tile.PAIR_DELTA, scale);
    return;
  }
  const option = optionLane(state, slot);
  const unit = load<f64>(option, risk.OPTION_UNIT);
  put(record, tile.PAIR_DELTA, unit * load<f64>(option, risk.OPTION_DELTA));
  put(record, tile.PAIR_GAMMA, unit * load<f64>(option, risk.OPTION_GAMMA));
  put(record, tile.PAIR_VEGA, unit * load<f64>(option, risk.OPTION_VEGA));
  put(record, tile.PAIR_THETA, unit * load<f64>(option, risk.OPTION_THETA));
}

// Writes the record of every instrument. Numerators and denominators are left to the host.
export function recordInstruments(book: usize, records: usize): void {
  const state = stateOf(book);
  const count = load<i32>(state, at.BOOK_INSTRUMENT_COUNT);
  for (let instrument = 0; instrument < count; instrument++) {
    const record = records + <usize>instrument * tile.RECORD_BYTES;
    const quote = quoteLane(state, instrument);
    const ledger = ledgerLane(state, instrument);
    for (let offset: usize = 0; offset < <usize>at.QUOTE_BLOCK_BYTES; offset += at.VECTOR_BYTES) {
      put(record, offset, load<f64>(quote + offset));
    }
    put(record, tile.PAIR_TICK_SIZE, load<f64>(ledger, at.LEDGER_TICK_SIZE));
    put(record, tile.PAIR_VALUE_SCALE, load<f64>(ledger, at.LEDGER_VALUE_SCALE));
    put(record, tile.PAIR_IS_INVERSE, isInverse(ledger) ? 1 : 0);
    const settle = assetRow(state, <i32>load<f64>(ledger, at.LEDGER_SETTLE_ASSET));
    put(record, tile.PAIR_RATE, load<f64>(settle, at.ASSET_RATE));
    put(record, tile.PAIR_HAS_MARGIN, load<f64>(ledger, at.LEDGER_HAS_MARGIN));
    const skew = skewLane(state, instrument);
    put(record, tile.PAIR_TABLE_LEVELS, load<f64>(skew, at.SKEW_TABLE_LEVELS));
    recordExposure(state, instrument, record);
  }
}

// Two records side by side: 0 .. 7 is of the even row, 8 .. 15 of the odd one.
function gather(even: usize, odd: usize, pair: usize): void {
  for (let offset: usize = 0; offset < <usize>tile.TILE_PAIR_BYTES; offset += 2 * at.VECTOR_BYTES) {
    const near = v128.load(even + (offset >> 1));
    const far = v128.load(odd + (offset >> 1));
    v128.store(pair + offset, v128.shuffle<i64>(near, far, 0, 2));
    v128.store(pair + offset, v128.shuffle<i64>(near, far, 1, 3), at.VECTOR_BYTES);
  }
}

// Columns of the tile at hand.
let columns: usize = 0;
let columnBytes: usize = 0;

function cell(column: usize, row: i32): usize {
  return columns + column * columnBytes + ((<usize>row) << 3);
}

function keep(column: usize, row: i32, value: v128): void {
  v128.store(cell(column, row), value);
}

function keepLane(column: usize, row: i32, value: f64): void {
  store<f64>(cell(column, row), value);
}

// Limits that a position breaks, as bits; a position or value beyond them may only shrink.
function judge(row: i32, lane: usize): void {
  const lots = load<f64>(lane, at.QUOTE_POSITION);
  const most = load<f64>(lane, at.QUOTE_MAX_POSITION);
  const size = Math.abs(lots);
  const worst = worstCase(
    lots,
    load<f64>(lane, at.QUOTE_OTHER_BUY),
    load<f64>(lane, at.QUOTE_OTHER_SELL),
  );
  const isOver = size > most;
  const isLarge = notionalAtMark(lane, size) > load<f64>(lane, at.QUOTE_MAX_NOTIONAL);
  if (isOver || isLarge) {
    const state = Math.max(load<f64>(lane, at.QUOTE_STATE), code.STATE_REDUCING);
    store<f64>(lane, state, at.QUOTE_STATE);
  }
  const bits = (isOver ? 1 : 0) | (worst > most ? 2 : 0) | (isLarge ? 4 : 0);
  keepLane(tile.TILE_LIMITS, row, <f64>bits);
}

// What only scalar code can do for one row: limits, table, cost, margin. Returns the cost, lots x level.
function prepareLane(state: usize, instrument: i32, row: i32, lane: usize): f64 {
  judge(row, lane);
  if (load<f64>(lane, tile.PAIR_TABLE_LEVELS) != 0) {
    placeOnTable(state, skewLane(state, instrument), lane);
  }
  const lots = load<f64>(lane, at.QUOTE_POSITION);
  let initial: f64 = 0;
  let maintenance: f64 = 0;
  if (load<f64>(lane, tile.PAIR_HAS_MARGIN) != 0) {
    const buys = load<f64>(lane, at.QUOTE_OTHER_BUY);
    margin.computeMargin(state, instrument, lots, buys, load<f64>(lane, at.QUOTE_OTHER_SELL));
    initial = margin.initialMargin;
    maintenance = margin.maintenanceMargin;
  }
  keepLane(tile.TILE_INITIAL_MARGIN, row, initial);
  keepLane(tile.TILE_MAINTENANCE_MARGIN, row, maintenance);
  const entry = load<f64>(cell(tile.TILE_ENTRY, row));
  const ticks = isNaN(entry) ? load<f64>(lane, at.QUOTE_MARK) : entry;
  return lots == 0 ? 0 : costOf(load<f64>(lane, tile.PAIR_IS_INVERSE) != 0, lots, ticks);
}

function markLevel(lane: usize): f64 {
  if (load<f64>(lane, at.QUOTE_POSITION) == 0) return 0;
  return levelOf(load<f64>(lane, tile.PAIR_IS_INVERSE) != 0, load<f64>(lane, at.QUOTE_MARK));
}

function both(even: f64, odd: f64): v128 {
  return f64x2.replace_lane(f64x2.splat(even), 1, odd);
}

function keepMoney(pair: usize, row: i32, lots: v128, cost: v128): void {
  const level = both(markLevel(pair), markLevel(pair + at.LANE_BYTES));
  const scale = v128.load(pair, tile.PAIR_VALUE_SCALE);
  const rate = v128.load(pair, tile.PAIR_RATE);
  const unrealised = f64x2.mul(scale, f64x2.sub(f64x2.mul(lots, level), cost));
  const equity = f64x2.add(unrealised, v128.load(cell(tile.TILE_BOOKED, row)));
  const value = f64x2.mul(scale, f64x2.mul(lots, f64x2.abs(level)));
  keep(tile.TILE_UNREALISED, row, unrealised);
  keep(tile.TILE_EQUITY, row, equity);
  keep(tile.TILE_PNL, row, f64x2.mul(rate, equity));
  keep(tile.TILE_NOTIONAL, row, f64x2.mul(rate, value));
}

function ofZeroOr(value: v128, product: v128): v128 {
  return v128.andnot(product, f64x2.eq(value, f64x2.splat(0)));
}

// Adding 0 turns -0 into 0, as a sum of exposures begins with 0.
function keepExposures(pair: usize, row: i32, lots: v128): void {
  const zero = f64x2.splat(0);
  const index = v128.load(pair, tile.PAIR_INDEX);
  const fixed = f64x2.add(zero, f64x2.mul(lots, v128.load(pair, tile.PAIR_DELTA)));
  const priced = f64x2.add(zero, f64x2.mul(lots, v128.load(pair, tile.PAIR_QUOTE_DELTA)));
  const delta = f64x2.add(fixed, ofZeroOr(priced, f64x2.div(priced, index)));
  const gamma = f64x2.add(zero, f64x2.mul(lots, v128.load(pair, tile.PAIR_GAMMA)));
  const square = f64x2.mul(f64x2.mul(gamma, index), index);
  keep(tile.TILE_DELTA, row, delta);
  keep(tile.TILE_DOLLAR_DELTA, row, ofZeroOr(delta, f64x2.mul(delta, index)));
  keep(tile.TILE_DOLLAR_GAMMA, row, ofZeroOr(gamma, f64x2.div(square, f64x2.splat(100))));
  keep(tile.TILE_VEGA, row, f64x2.add(zero, f64x2.mul(lots, v128.load(pair, tile.PAIR_VEGA))));
  keep(tile.TILE_THETA, row, f64x2.add(zero, f64x2.mul(lots, v128.load(pair, tile.PAIR_THETA))));
}

// Counts in units: correctly rounded, as the increment is a decimal.
function inUnits(pair: usize, count: v128, numerator: usize): v128 {
  const product = f64x2.mul(count, v128.load(pair + numerator));
  return f64x2.div(product, v128.load(pair + numerator, at.VECTOR_BYTES));
}

function whereOr(condition: v128, value: v128): v128 {
  return v128.bitselect(value, f64x2.splat(NaN), condition);
}

function keepQuotes(state: usize, pair: usize, row: i32): void {
  quotes.computePair(state, pair);
  const zero = f64x2.splat(0);
  const tick = v128.load(pair, tile.PAIR_TICK_SIZE);
  const isKnown = f64x2.gt(terms.fair, zero);
  const bidOn = f64x2.eq(quotes.bidReason, zero);
  const askOn = f64x2.eq(quotes.askReason, zero);
  const bid = inUnits(pair, quotes.bid, tile.PAIR_TICK_NUMERATOR);
  const ask = inUnits(pair, quotes.ask, tile.PAIR_TICK_NUMERATOR);
  keep(tile.TILE_UTILISATION, row, terms.inventory);
  keep(tile.TILE_FAIR, row, whereOr(isKnown, f64x2.mul(terms.fair, tick)));
  keep(tile.TILE_RESERVATION, row, whereOr(isKnown, f64x2.mul(terms.reservation, tick)));
  keep(tile.TILE_BID, row, whereOr(bidOn, bid));
  keep(tile.TILE_BID_SIZE, row, inUnits(pair, quotes.bidLots, tile.PAIR_LOT_NUMERATOR));
  keep(tile.TILE_BID_REASON, row, quotes.bidReason);
  keep(tile.TILE_ASK, row, whereOr(askOn, ask));
  keep(tile.TILE_ASK_SIZE, row, inUnits(pair, quotes.askLots, tile.PAIR_LOT_NUMERATOR));
  keep(tile.TILE_ASK_REASON, row, quotes.askReason);
}

// Rows whose records are fetched together: few enough to stay in the nearer caches.
const FETCHED_ROWS: i32 = 32;
const LINE_BYTES: usize = 64;

// What of margin lies outside the record.
function fetchMargin(state: usize, instrument: i32): i64 {
  const ledger = ledgerLane(state, instrument);
  const lane = riskLane(state, instrument);
  const rates = load<i64>(lane, MARGIN_INITIAL_RATE) ^ load<i64>(lane, MARGIN_INITIAL);
  const terms = load<i64>(ledger, at.LEDGER_CONTRACT) ^ load<i64>(ledger, at.LEDGER_VALUE_SCALE);
  return rates ^ terms ^ load<i64>(quoteLane(state, instrument), at.QUOTE_MARK);
}

// Reads a word of every line that the next rows will need, so that memory is waited for once and not row
// by row. What was read goes where nobody looks.
function fetch(state: usize, records: usize, from: i32, to: i32): void {
  let sum: i64 = 0;
  for (let row = from; row < to; row++) {
    const instrument = <usize>load<f64>(cell(tile.TILE_INSTRUMENT, row));
    const record = records + instrument * tile.RECORD_BYTES;
    for (let offset: usize = 0; offset < <usize>tile.RECORD_BYTES; offset += LINE_BYTES) {
      sum ^= load<i64>(record + offset);
    }
  }
  for (let row = from; row < to; row++) {
    const instrument = <i32>load<f64>(cell(tile.TILE_INSTRUMENT, row));
    const record = records + <usize>instrument * tile.RECORD_BYTES;
    if (load<f64>(record + (tile.PAIR_HAS_MARGIN >> 1)) != 0) sum ^= fetchMargin(state, instrument);
  }
  store<i64>(columns - tile.TILE_PAIR_BYTES, sum);
}

// What the first `count` rows of a tile come to. `stride` is the numbers from a column to the next, even. An
// odd last row has the row behind it computed as well, whatever stands there, in the same instrument.
export function evaluateTile(
  book: usize,
  records: usize,
  address: usize,
  stride: i32,
  count: i32,
): void {
  const state = stateOf(book);
  const pair = address;
  columns = address + tile.TILE_PAIR_BYTES;
  columnBytes = (<usize>stride) << 3;
  for (let row = 0; row < count; row += 2) {
    if (row % FETCHED_ROWS == 0) fetch(state, records, row, min(row + FETCHED_ROWS, count));
    const even = <i32>load<f64>(cell(tile.TILE_INSTRUMENT, row));
    const odd = row + 1 < count ? <i32>load<f64>(cell(tile.TILE_INSTRUMENT, row + 1)) : even;
    const lots = v128.load(cell(tile.TILE_LOTS, row));
    gather(
      records + <usize>even * tile.RECORD_BYTES,
      records + <usize>odd * tile.RECORD_BYTES,
      pair,
    );
    v128.store(pair, lots, at.QUOTE_POSITION);
    v128.store(pair, v128.load(cell(tile.TILE_OPEN_BUY, row)), at.QUOTE_OTHER_BUY);
    v128.store(pair, v128.load(cell(tile.TILE_OPEN_SELL, row)), at.QUOTE_OTHER_SELL);
    const evenCost = prepareLane(state, even, row, pair);
    const oddCost = prepareLane(state, odd, row + 1, pair + at.LANE_BYTES);
    keep(tile.TILE_POSITION, row, inUnits(pair, lots, tile.PAIR_LOT_NUMERATOR));
    keep(
      tile.TILE_MARK,
      row,
      inUnits(pair, v128.load(pair, at.QUOTE_MARK), tile.PAIR_TICK_NUMERATOR),
    );
    keepMoney(pair, row, lots, both(evenCost, oddCost));
    keepExposures(pair, row, lots);
    keepQuotes(state, pair, row);
  }
}
