// Addresses inside a book: from the book pointer to its parts. The state holds no absolute address.

import { GATE_ORDER_IDS } from './gate-layout';
import * as guard from './guard-layout';
import * as at from './layout';
import * as risk from './risk-layout';

export function stateOf(book: usize): usize {
  return book + at.IO_BYTES;
}

function assetsBegin(state: usize): usize {
  return state + at.HEADER_BYTES;
}

export function fillRing(state: usize): usize {
  return assetsBegin(state) + load<i32>(state, at.BOOK_ASSET_CAPACITY) * at.ASSET_BYTES;
}

export function fillTable(state: usize): usize {
  return fillRing(state) + load<i32>(state, at.BOOK_FILL_ID_CAPACITY) * at.FILL_ID_BYTES;
}

// Order ids lie behind the fill ids.
export function orderRing(state: usize): usize {
  const slots = <usize>load<i32>(state, at.BOOK_FILL_ID_CAPACITY) * at.FILL_ID_SLOTS_PER_ID;
  return fillRing(state) + slots * at.FILL_ID_BYTES;
}

export function orderTable(state: usize): usize {
  return orderRing(state) + GATE_ORDER_IDS * at.FILL_ID_BYTES;
}

function alignUp(address: usize): usize {
  return (address + 63) & ~63;
}

// From the state's begin to the quote blocks.
function quotesOffset(assets: i32, fillIds: i32): usize {
  const slots = (<usize>fillIds + GATE_ORDER_IDS) * at.FILL_ID_SLOTS_PER_ID;
  return alignUp(at.HEADER_BYTES + <usize>assets * at.ASSET_BYTES + slots * at.FILL_ID_BYTES);
}

export function quoteBlock(state: usize, pair: i32): usize {
  return state + load<u32>(state, at.BOOK_QUOTES_OFFSET) + <usize>pair * at.QUOTE_BLOCK_BYTES;
}

function ledgerBlock(state: usize, pair: i32): usize {
  return state + load<u32>(state, at.BOOK_LEDGERS_OFFSET) + <usize>pair * at.LEDGER_BLOCK_BYTES;
}

export function skewBlock(state: usize, pair: i32): usize {
  return state + load<u32>(state, at.BOOK_SKEWS_OFFSET) + <usize>pair * at.SKEW_BLOCK_BYTES;
}

// Address of an instrument's lane in its skew block: add a SKEW_ offset.
export function skewLane(state: usize, instrument: i32): usize {
  return skewBlock(state, instrument >> 1) + <usize>(instrument & 1) * at.LANE_BYTES;
}

// Address of a row of the quote tables: add a TABLE_ offset.
export function tableRow(state: usize, row: i32): usize {
  return state + load<u32>(state, at.BOOK_TABLES_OFFSET) + <usize>row * at.TABLE_ROW_BYTES;
}

// Address of an instrument's lane in its quote block: add a QUOTE_ offset.
export function quoteLane(state: usize, instrument: i32): usize {
  return quoteBlock(state, instrument >> 1) + <usize>(instrument & 1) * at.LANE_BYTES;
}

// Address of an instrument's lane in its ledger block: add a LEDGER_ offset.
export function ledgerLane(state: usize, instrument: i32): usize {
  return ledgerBlock(state, instrument >> 1) + <usize>(instrument & 1) * at.LANE_BYTES;
}

export function assetRow(state: usize, asset: i32): usize {
  return assetsBegin(state) + <usize>asset * at.ASSET_BYTES;
}

export function isInstrument(state: usize, instrument: i32): bool {
  return load<f64>(ledgerLane(state, instrument), at.LEDGER_DEFINED) != 0;
}

export function isAsset(state: usize, asset: i32): bool {
  return load<f64>(assetRow(state, asset), at.ASSET_DEFINED) != 0;
}

// Address of an underlying: add an UNDERLYING_ offset.
export function underlyingRow(state: usize, underlying: i32): usize {
  const rows = state + load<u32>(state, risk.BOOK_UNDERLYINGS_OFFSET);
  return rows + <usize>underlying * risk.UNDERLYING_BYTES;
}

// Address of an expiry: add an EXPIRY_ offset.
export function expiryRow(state: usize, expiry: i32): usize {
  return state + load<u32>(state, risk.BOOK_EXPIRIES_OFFSET) + <usize>expiry * risk.EXPIRY_BYTES;
}

export function optionBlock(state: usize, pair: i32): usize {
  return state + load<u32>(state, risk.BOOK_OPTIONS_OFFSET) + <usize>pair * risk.OPTION_BLOCK_BYTES;
}

// Address of an option's lane in its block: add an OPTION_ offset.
export function optionLane(state: usize, slot: i32): usize {
  return optionBlock(state, slot >> 1) + <usize>(slot & 1) * at.LANE_BYTES;
}

// Address of an instrument's lane in its risk block: add a RISK_ offset.
export function riskLane(state: usize, instrument: i32): usize {
  const blocks = state + load<u32>(state, risk.BOOK_RISKS_OFFSET);
  const block = blocks + <usize>(instrument >> 1) * risk.RISK_BLOCK_BYTES;
  return block + <usize>(instrument & 1) * at.LANE_BYTES;
}

// Address of a guard: add a GUARD_ offset.
export function guardRow(state: usize, guard: i32): usize {
  return state + load<u32>(state, risk.BOOK_GUARDS_OFFSET) + <usize>guard * risk.GUARD_BYTES;
}

export function isUnderlying(state: usize, underlying: i32): bool {
  return load<f64>(underlyingRow(state, underlying), risk.UNDERLYING_DEFINED) != 0;
}

export function isExpiry(state: usize, expiry: i32): bool {
  return load<f64>(expiryRow(state, expiry), risk.EXPIRY_DEFINED) != 0;
}

function isCapacity(value: i32, smallest: i32, largest: i32): bool {
  return value >= smallest && value <= largest;
}

function pairsOf(count: i32): usize {
  return <usize>((count + 1) >> 1);
}

// Bytes of the state for these capacities; 0 when they are out of range.
export function stateBytes(
  instruments: i32,
  assets: i32,
  fillIds: i32,
  tableLevels: i32,
  underlyings: i32,
  expiries: i32,
  options: i32,
  guards: i32,
): usize {
  if (!isCapacity(instruments, 1, at.MAX_INSTRUMENT_CAPACITY)) return 0;
  if (!isCapacity(assets, 1, at.MAX_ASSET_CAPACITY)) return 0;
  if (!isCapacity(fillIds, 8, at.MAX_FILL_ID_CAPACITY) || popcnt(fillIds) != 1) return 0;
  if (!isCapacity(tableLevels, 0, at.MAX_TABLE_CAPACITY)) return 0;
  if (!isCapacity(underlyings, 0, risk.MAX_UNDERLYING_CAPACITY)) return 0;
  if (!isCapacity(expiries, 0, risk.MAX_EXPIRY_CAPACITY)) return 0;
  if (!isCapacity(options, 0, risk.MAX_OPTION_CAPACITY)) return 0;
  if (!isCapacity(guards, 0, risk.MAX_GUARD_CAPACITY)) return 0;
  const quotes = quotesOffset(assets, fillIds);
  const underlyingsAt = tablesOffset(quotes, instruments) + tableBytes(tableLevels);
  const expiriesAt = underlyingsAt + <usize>underlyings * risk.UNDERLYING_BYTES;
  const optionsAt = expiriesAt + <usize>expiries * risk.EXPIRY_BYTES;
  const risksAt = optionsAt + pairsOf(options) * risk.OPTION_BLOCK_BYTES;
  const guardsAt = risksAt + pairsOf(instruments) * risk.RISK_BLOCK_BYTES;
  return guardsAt + <usize>guards * risk.GUARD_BYTES;
}

function tablesOffset(quotes: usize, instruments: i32): usize {
  const pair: usize = at.QUOTE_BLOCK_BYTES + at.LEDGER_BLOCK_BYTES + at.SKEW_BLOCK_BYTES;
  return quotes + pairsOf(instruments) * pair;
}

function tableBytes(tableLevels: i32): usize {
  return alignUp(<usize>tableLevels * at.TABLE_ROW_BYTES);
}

// The same from the header of a book.
export function ownStateBytes(state: usize): usize {
  return stateBytes(
    load<i32>(state, at.BOOK_INSTRUMENT_CAPACITY),
    load<i32>(state, at.BOOK_ASSET_CAPACITY),
    load<i32>(state, at.BOOK_FILL_ID_CAPACITY),
    load<i32>(state, at.BOOK_TABLE_CAPACITY),
    load<i32>(state, risk.BOOK_UNDERLYING_CAPACITY),
    load<i32>(state, risk.BOOK_EXPIRY_CAPACITY),
    load<i32>(state, risk.BOOK_OPTION_CAPACITY),
    load<i32>(state, risk.BOOK_GUARD_CAPACITY),
  );
}

// Where the time of the last ticker of an instrument is: around a model's price QUOTE_TICKER_NOW is that of
// the index.
export function touchNow(state: usize, instrument: i32): usize {
  const quote = quoteLane(state, instrument);
  const isByModel = load<f64>(quote, at.QUOTE_BY_MODEL) != 0;
  return isByModel
    ? riskLane(state, instrument) + risk.RISK_TOUCH_NOW
    : quote + at.QUOTE_TICKER_NOW;
}

// Room for what any frame may need and, behind it, for what an operator may (apply.ts, hasRoom).
export function outputBytes(instruments: i32, guards: i32): usize {
  const frames = <usize>instruments + <usize>guards;
  return 5 * (frames * at.QUOTE_FRAME_BYTES + at.OUTPUT_SLACK_BYTES);
}

// Total bytes to reserve at a book pointer (64-byte aligned): IO block, state, output and input buffer.
export function bookBytes(
  instruments: i32,
  assets: i32,
  fillIds: i32,
  tableLevels: i32,
  underlyings: i32,
  expiries: i32,
  options: i32,
  guards: i32,
): usize {
  const state = stateBytes(
    instruments,
    assets,
    fillIds,
    tableLevels,
    underlyings,
    expiries,
    options,
    guards,
  );
  if (state == 0) return 0;
  return at.IO_BYTES + state + outputBytes(instruments, guards) + at.INPUT_BUFFER_BYTES;
}

// Writes the header of an empty book into zeroed memory.
export function createBook(
  book: usize,
  instruments: i32,
  assets: i32,
  fillIds: i32,
  tableLevels: i32,
  underlyings: i32,
  expiries: i32,
  options: i32,
  guards: i32,
): void {
  const state = stateOf(book);
  store<i32>(state, instruments, at.BOOK_INSTRUMENT_CAPACITY);
  store<i32>(state, assets, at.BOOK_ASSET_CAPACITY);
  store<i32>(state, fillIds, at.BOOK_FILL_ID_CAPACITY);
  store<i32>(state, tableLevels, at.BOOK_TABLE_CAPACITY);
  store<i32>(state, underlyings, risk.BOOK_UNDERLYING_CAPACITY);
  store<i32>(state, expiries, risk.BOOK_EXPIRY_CAPACITY);
  store<i32>(state, options, risk.BOOK_OPTION_CAPACITY);
  store<i32>(state, guards, risk.BOOK_GUARD_CAPACITY);
  storeOffsets(state);
  store<i64>(state, i64.MAX_VALUE, at.BOOK_MAX_AHEAD_NS);
  store<f64>(state, 1, at.BOOK_RECOVER_RATIO);
  store<f64>(state, Infinity, at.BOOK_MAX_GROSS);
  store<f64>(state, Infinity, at.BOOK_LOSS_REDUCE);
  store<f64>(state, Infinity, at.BOOK_LOSS_HALT);
  store<f64>(state, Infinity, at.BOOK_DRAWDOWN_REDUCE);
  store<f64>(state, Infinity, at.BOOK_DRAWDOWN_HALT);
  store<f64>(state, 1, guard.BOOK_WIDEN);
  store<f64>(state, 1, guard.BOOK_SHRINK);
  store<f64>(state, 1, guard.BOOK_MAX_LEAN);
  store<f64>(state, Infinity, guard.BOOK_JUMP);
  attachBuffers(book);
}

// Where the parts of the state begin, by the capacities in its header.
function storeOffsets(state: usize): void {
  const assets = load<i32>(state, at.BOOK_ASSET_CAPACITY);
  const pairs = pairsOf(load<i32>(state, at.BOOK_INSTRUMENT_CAPACITY));
  const quotes = quotesOffset(assets, load<i32>(state, at.BOOK_FILL_ID_CAPACITY));
  const ledgers = quotes + pairs * at.QUOTE_BLOCK_BYTES;
  const skews = ledgers + pairs * at.LEDGER_BLOCK_BYTES;
  const tables = skews + pairs * at.SKEW_BLOCK_BYTES;
  const underlyings = tables + tableBytes(load<i32>(state, at.BOOK_TABLE_CAPACITY));
  const underlyingCount = <usize>load<i32>(state, risk.BOOK_UNDERLYING_CAPACITY);
  const expiries = underlyings + underlyingCount * risk.UNDERLYING_BYTES;
  const expiryCount = <usize>load<i32>(state, risk.BOOK_EXPIRY_CAPACITY);
  const options = expiries + expiryCount * risk.EXPIRY_BYTES;
  const optionPairs = pairsOf(load<i32>(state, risk.BOOK_OPTION_CAPACITY));
  const risks = options + optionPairs * risk.OPTION_BLOCK_BYTES;
  store<u32>(state, quotes, at.BOOK_QUOTES_OFFSET);
  store<u32>(state, ledgers, at.BOOK_LEDGERS_OFFSET);
  store<u32>(state, skews, at.BOOK_SKEWS_OFFSET);
  store<u32>(state, tables, at.BOOK_TABLES_OFFSET);
  store<u32>(state, underlyings, risk.BOOK_UNDERLYINGS_OFFSET);
  store<u32>(state, expiries, risk.BOOK_EXPIRIES_OFFSET);
  store<u32>(state, options, risk.BOOK_OPTIONS_OFFSET);
  store<u32>(state, risks, risk.BOOK_RISKS_OFFSET);
  store<u32>(state, risks + pairs * risk.RISK_BLOCK_BYTES, risk.BOOK_GUARDS_OFFSET);
}

// Points the IO block at the buffers behind the state; needed after a state was copied in.
export function attachBuffers(book: usize): void {
  const state = stateOf(book);
  const begin = state + ownStateBytes(state);
  store<usize>(book, begin, at.IO_OUTPUT_BEGIN);
  store<usize>(book, begin, at.IO_OUTPUT_END);
  const guards = load<i32>(state, risk.BOOK_GUARD_CAPACITY);
  const output = outputBytes(load<i32>(state, at.BOOK_INSTRUMENT_CAPACITY), guards);
  store<usize>(book, begin + output, at.IO_OUTPUT_LIMIT);
}

export function inputBuffer(book: usize): usize {
  return load<usize>(book, at.IO_OUTPUT_LIMIT);
}
