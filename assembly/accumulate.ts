// Sums of positions by portfolio, in the order of the rows: what a block of a batch adds up to does not
// depend on how it was cut into tiles. Sums keep their rounding error beside them (Neumaier 1974).
import * as code from './codes';
import * as at from './layout';
import * as reduce from './reduce-layout';
import { assetRow, skewLane } from './region';
import * as tile from './tile-layout';

const ROW: usize = 8;
const LINE_BYTES: usize = 64;
const FETCHED_ROWS: i32 = 32;
// Of a row of scenarios: processors see what comes behind.
const FETCHED_BYTES: usize = 256;

// The job that is under way.
let job: usize = 0;
let state: usize = 0;
let columns: usize = 0;
let columnBytes: usize = 0;

function take(newJob: usize): void {
  job = newJob;
  state = load<u32>(job, reduce.REDUCE_STATE);
  columns = load<u32>(job, reduce.REDUCE_COLUMNS);
  columnBytes = <usize>load<i32>(job, reduce.REDUCE_CAPACITY) * ROW;
}

// Entry of a row in a column of the tile.
function entry(column: usize, row: i32): f64 {
  return load<f64>(columns + column * columnBytes + <usize>row * ROW);
}

function index(column: usize, row: i32): i32 {
  return <i32>entry(column, row);
}

function pair(first: f64, second: f64): v128 {
  return f64x2.replace_lane(f64x2.splat(first), 1, second);
}

// Two sums at once.
function add(address: usize, values: v128): void {
  const totals = v128.load(address);
  const sums = f64x2.add(totals, values);
  const parts = f64x2.sub(sums, totals);
  const rest = f64x2.add(f64x2.sub(totals, f64x2.sub(sums, parts)), f64x2.sub(values, parts));
  v128.store(address, sums);
  v128.store(address, f64x2.add(v128.load(address, at.LOW_PART), rest), at.LOW_PART);
}

function count(address: usize, amount: f64): void {
  store<f64>(address, load<f64>(address) + amount);
}

// Makes room for the sums of a new block.
export function beginReduction(newJob: usize): void {
  const slots = load<u32>(newJob, reduce.REDUCE_SLOTS);
  const indexes = load<u32>(newJob, reduce.REDUCE_INDEX);
  const bytes = load<u32>(newJob, reduce.REDUCE_SLOT_BYTES);
  for (let slot = 0; slot < load<i32>(newJob, reduce.REDUCE_SLOT_COUNT); slot++) {
    const portfolio = <usize>load<f64>(slots + <usize>slot * bytes, reduce.SLOT_PORTFOLIO);
    store<i32>(indexes + (portfolio << 2), 0);
  }
  store<i32>(newJob, 0, reduce.REDUCE_SLOT_COUNT);
  store<i32>(newJob, 0, reduce.REDUCE_CELL_COUNT);
  const mask = load<u32>(newJob, reduce.REDUCE_CELL_MASK);
  if (mask != 0) memory.fill(load<u32>(newJob, reduce.REDUCE_CELL_TABLE), 0, (mask + 1) << 2);
}

// Slot of a portfolio; the first row of one takes the next.
function slotOf(portfolio: i32): usize {
  const known = load<u32>(job, reduce.REDUCE_INDEX) + ((<usize>portfolio) << 2);
  const bytes = load<u32>(job, reduce.REDUCE_SLOT_BYTES);
  const slots = load<u32>(job, reduce.REDUCE_SLOTS);
  const found = load<i32>(known) - 1;
  if (found >= 0) return slots + <usize>found * bytes;
  const taken = load<i32>(job, reduce.REDUCE_SLOT_COUNT);
  const slot = slots + <usize>taken * bytes;
  memory.fill(slot, 0, bytes);
  store<f64>(slot, <f64>portfolio, reduce.SLOT_PORTFOLIO);
  store<i32>(known, taken + 1);
  store<i32>(job, taken + 1, reduce.REDUCE_SLOT_COUNT);
  return slot;
}

// Where the table of cells names the cell of a portfolio and an underlying, or could: open addressing.
function cellPlace(portfolio: i32, underlying: i32): usize {
  const mask = load<u32>(job, reduce.REDUCE_CELL_MASK);
  const table = load<u32>(job, reduce.REDUCE_CELL_TABLE);
  const cells = load<u32>(job, reduce.REDUCE_CELLS);
  // Multiplicative hashing (Knuth TAOCP 6.4); the high bits are the mixed ones.
  let place = ((<u32>portfolio * 0x9e3779b1) ^ (<u32>underlying * 0x85ebca6b)) >>> 7;
  let known = table + ((<usize>(place & mask)) << 2);
  while (load<i32>(known) != 0) {
    const cell = cells + <usize>(load<i32>(known) - 1) * reduce.CELL_BYTES;
    const isSame = load<i32>(cell, reduce.CELL_PORTFOLIO) == portfolio;
    if (isSame && load<i32>(cell, reduce.CELL_UNDERLYING) == underlying) break;
    place++;
    known = table + ((<usize>(place & mask)) << 2);
  }
  return known;
}

// That cell; the first row of one takes the next.
function cellOf(portfolio: i32, underlying: i32): usize {
  const known = cellPlace(portfolio, underlying);
  const cells = load<u32>(job, reduce.REDUCE_CELLS);
  const found = load<i32>(known) - 1;
  if (found >= 0) return cells + <usize>found * reduce.CELL_BYTES;
  const taken = load<i32>(job, reduce.REDUCE_CELL_COUNT);
  const cell = cells + <usize>taken * reduce.CELL_BYTES;
  memory.fill(cell, 0, reduce.CELL_BYTES);
  store<i32>(cell, portfolio, reduce.CELL_PORTFOLIO);
  store<i32>(cell, underlying, reduce.CELL_UNDERLYING);
  store<i32>(known, taken + 1);
  store<i32>(job, taken + 1, reduce.REDUCE_CELL_COUNT);
  return cell;
}

function addMoney(slot: usize, row: i32, instrument: i32, notional: f64): void {
  const settle = load<i32>(load<u32>(job, reduce.REDUCE_SETTLES) + ((<usize>instrument) << 2));
  const rate = load<f64>(assetRow(state, settle), at.ASSET_RATE);
  const unrealised = entry(tile.TILE_UNREALISED, row);
  const pnl = entry(tile.TILE_EQUITY, row);
  const size = Math.abs(notional);
  const asset = slot + reduce.SLOT_ASSETS + <usize>settle * reduce.SLOT_ASSET_BYTES;
  const initial = entry(tile.TILE_INITIAL_MARGIN, row);
  add(slot + reduce.SLOT_GROSS, pair(size, notional));
  add(slot + reduce.SLOT_LONG, pair(Math.max(notional, 0), Math.max(-notional, 0)));
  add(slot + reduce.SLOT_PNL, pair(entry(tile.TILE_PNL, row), rate * unrealised));
  add(asset + reduce.SLOT_ASSET_PNL, pair(pnl, rate > 0 ? size / rate : 0));
  add(asset + reduce.SLOT_ASSET_INITIAL, pair(initial, entry(tile.TILE_MAINTENANCE_MARGIN, row)));
}

function addExposures(slot: usize, row: i32, instrument: i32): void {
  const delta = entry(tile.TILE_DOLLAR_DELTA, row);
  if (isNaN(delta)) {
    count(slot + reduce.SLOT_UNEXPOSED, 1);
    return;
  }
  const exposures = pair(delta, entry(tile.TILE_DOLLAR_GAMMA, row));
  add(slot + reduce.SLOT_DOLLAR_DELTA, exposures);
  const vega = entry(tile.TILE_VEGA, row);
  add(slot + reduce.SLOT_VEGA, pair(vega, entry(tile.TILE_THETA, row)));
  if (load<u32>(job, reduce.REDUCE_CELL_MASK) != 0) {
    const underlyings = load<u32>(job, reduce.REDUCE_UNDERLYINGS);
    const underlying = load<i32>(underlyings + ((<usize>instrument) << 2));
    const cell = cellOf(index(tile.TILE_PORTFOLIO, row), underlying);
    add(cell + reduce.CELL_DOLLAR_DELTA, exposures);
  }
  if (load<i32>(state, at.BOOK_HAS_FACTORS) == 0) return;
  const skew = skewLane(state, instrument) + at.SKEW_LOADING;
  for (let factor: usize = 0; factor < <usize>code.FACTORS_MAX; factor += 2) {
    const first = load<f64>(skew + factor * at.VECTOR_BYTES);
    const second = load<f64>(skew + (factor + 1) * at.VECTOR_BYTES);
    const sums = slot + reduce.SLOT_FACTORS + factor * at.VECTOR_BYTES;
    add(sums, pair(delta * first, delta * second));
  }
}

// Scenarios: lots x PnL of a lot.
function addScenarios(slot: usize, row: i32, instrument: i32): void {
  const bytes = <usize>load<i32>(job, reduce.REDUCE_SCENARIOS) * ROW;
  const unit = load<u32>(job, reduce.REDUCE_UNITS) + <usize>instrument * bytes;
  const sums = slot + load<u32>(job, reduce.REDUCE_SLOT_BYTES) - bytes;
  const lots = f64x2.splat(entry(tile.TILE_LOTS, row));
  for (let place: usize = 0; place < bytes; place += at.VECTOR_BYTES) {
    const pnl = f64x2.mul(lots, v128.load(unit + place));
    v128.store(sums + place, f64x2.add(v128.load(sums + place), pnl));
  }
}

// Reads a word of the first lines of what the next rows will need, so that memory is waited for once and not
// row by row. What was read goes where nobody looks.
function fetch(from: i32, to: i32): void {
  const bytes = <usize>load<i32>(job, reduce.REDUCE_SCENARIOS) * ROW;
  const units = load<u32>(job, reduce.REDUCE_UNITS);
  let sum: i64 = 0;
  for (let row = from; row < to; row++) {
    const unit = units + <usize>index(tile.TILE_INSTRUMENT, row) * bytes;
    for (let place: usize = 0; place < min(bytes, FETCHED_BYTES); place += LINE_BYTES) {
      sum ^= load<i64>(unit + place);
    }
  }
  store<i64>(job, sum, reduce.REDUCE_FETCHED);
}

// Adds rows [first, first + count) of a tile to the sums of their portfolios.
export function accumulateRows(newJob: usize, first: i32, rows: i32): void {
  take(newJob);
  for (let row = first; row < first + rows; row++) {
    if ((row - first) % FETCHED_ROWS == 0) fetch(row, min(row + FETCHED_ROWS, first + rows));
    const slot = slotOf(index(tile.TILE_PORTFOLIO, row));
    const instrument = index(tile.TILE_INSTRUMENT, row);
    addMoney(slot, row, instrument, entry(tile.TILE_NOTIONAL, row));
    addExposures(slot, row, instrument);
    addScenarios(slot, row, instrument);
    count(slot + reduce.SLOT_POSITIONS, 1);
    count(slot + reduce.SLOT_BREACHES, entry(tile.TILE_LIMITS, row) != 0 ? 1 : 0);
    const noBid: f64 = entry(tile.TILE_BID_REASON, row) != 0 ? 1 : 0;
    const noAsk: f64 = entry(tile.TILE_ASK_REASON, row) != 0 ? 1 : 0;
    count(slot + reduce.SLOT_WITHHELD, noBid + noAsk);
  }
}

function dot(left: usize, right: usize, bytes: usize): f64 {
  let sums = f64x2.splat(0);
  for (let place: usize = 0; place < bytes; place += at.VECTOR_BYTES) {
    sums = f64x2.add(sums, f64x2.mul(v128.load(left + place), v128.load(right + place)));
  }
  return f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
}

// What each row contributes to VaR and ES of its portfolio: its loss over the scenarios by the weights
// of the portfolio.
export function contributeRows(newJob: usize, first: i32, rows: i32): void {
  take(newJob);
  const bytes = <usize>load<i32>(job, reduce.REDUCE_SCENARIOS) * ROW;
  const units = load<u32>(job, reduce.REDUCE_UNITS);
  const weights = load<u32>(job, reduce.REDUCE_WEIGHTS);
  const varParts = load<u32>(job, reduce.REDUCE_VAR_PARTS);
  const esParts = load<u32>(job, reduce.REDUCE_ES_PARTS);
  for (let row = first; row < first + rows; row++) {
    const unit = units + <usize>index(tile.TILE_INSTRUMENT, row) * bytes;
    const own = weights + <usize>index(tile.TILE_PORTFOLIO, row) * 2 * bytes;
    const lots = entry(tile.TILE_LOTS, row);
    store<f64>(varParts + <usize>row * ROW, -lots * dot(unit, own, bytes));
    store<f64>(esParts + <usize>row * ROW, -lots * dot(unit, own + bytes, bytes));
  }
}
