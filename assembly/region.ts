// Addresses inside a book: from the book pointer to its parts. The state holds no absolute address.
import * as at from './layout';

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

function alignUp(address: usize): usize {
  return (address + 63) & ~63;
}

// From the state's begin to the quote blocks.
function quotesOffset(assets: i32, fillIds: i32): usize {
  const slots = <usize>fillIds * at.FILL_ID_SLOTS_PER_ID;
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

const PAIR_BYTES: usize = at.QUOTE_BLOCK_BYTES + at.LEDGER_BLOCK_BYTES + at.SKEW_BLOCK_BYTES;

// Bytes of the state for these capacities; 0 when they are out of range.
export function stateBytes(instruments: i32, assets: i32, fillIds: i32, tableLevels: i32): usize {
  if (instruments < 1 || instruments > at.MAX_INSTRUMENT_CAPACITY) return 0;
  if (assets < 1 || assets > at.MAX_ASSET_CAPACITY) return 0;
  if (fillIds < 8 || fillIds > at.MAX_FILL_ID_CAPACITY || popcnt(fillIds) != 1) return 0;
  if (tableLevels < 0 || tableLevels > at.MAX_TABLE_CAPACITY) return 0;
  const pairs = <usize>((instruments + 1) >> 1);
  const tables = alignUp(<usize>tableLevels * at.TABLE_ROW_BYTES);
  return quotesOffset(assets, fillIds) + pairs * PAIR_BYTES + tables;
}

// The same from the header of a book.
export function ownStateBytes(state: usize): usize {
  const instruments = load<i32>(state, at.BOOK_INSTRUMENT_CAPACITY);
  const assets = load<i32>(state, at.BOOK_ASSET_CAPACITY);
  const fillIds = load<i32>(state, at.BOOK_FILL_ID_CAPACITY);
  return stateBytes(instruments, assets, fillIds, load<i32>(state, at.BOOK_TABLE_CAPACITY));
}

export function outputBytes(instruments: i32): usize {
  return 4 * (<usize>instruments * at.QUOTE_FRAME_BYTES + at.OUTPUT_SLACK_BYTES);
}

// Total bytes to reserve at a book pointer (64-byte aligned): IO block, state, output and input buffer.
export function bookBytes(instruments: i32, assets: i32, fillIds: i32, tableLevels: i32): usize {
  const state = stateBytes(instruments, assets, fillIds, tableLevels);
  if (state == 0) return 0;
  return at.IO_BYTES + state + outputBytes(instruments) + at.INPUT_BUFFER_BYTES;
}

// Writes the header of an empty book into zeroed memory.
export function createBook(
  book: usize,
  instruments: i32,
  assets: i32,
  fillIds: i32,
  tableLevels: i32,
): void {
  const state = stateOf(book);
  store<i32>(state, instruments, at.BOOK_INSTRUMENT_CAPACITY);
  store<i32>(state, assets, at.BOOK_ASSET_CAPACITY);
  store<i32>(state, fillIds, at.BOOK_FILL_ID_CAPACITY);
  store<i32>(state, tableLevels, at.BOOK_TABLE_CAPACITY);
  const quotes = quotesOffset(assets, fillIds);
  const pairs = <usize>((instruments + 1) >> 1);
  const ledgers = quotes + pairs * at.QUOTE_BLOCK_BYTES;
  const skews = ledgers + pairs * at.LEDGER_BLOCK_BYTES;
  store<u32>(state, quotes, at.BOOK_QUOTES_OFFSET);
  store<u32>(state, ledgers, at.BOOK_LEDGERS_OFFSET);
  store<u32>(state, skews, at.BOOK_SKEWS_OFFSET);
  store<u32>(state, skews + pairs * at.SKEW_BLOCK_BYTES, at.BOOK_TABLES_OFFSET);
  store<f64>(state, 1, at.BOOK_RECOVER_RATIO);
  store<f64>(state, Infinity, at.BOOK_MAX_GROSS);
  store<f64>(state, Infinity, at.BOOK_LOSS_REDUCE);
  store<f64>(state, Infinity, at.BOOK_LOSS_HALT);
  store<f64>(state, Infinity, at.BOOK_DRAWDOWN_REDUCE);
  store<f64>(state, Infinity, at.BOOK_DRAWDOWN_HALT);
  attachBuffers(book);
}

// Points the IO block at the buffers behind the state; needed after a state was copied in.
export function attachBuffers(book: usize): void {
  const state = stateOf(book);
  const begin = state + ownStateBytes(state);
  store<usize>(book, begin, at.IO_OUTPUT_BEGIN);
  store<usize>(book, begin, at.IO_OUTPUT_END);
  const output = outputBytes(load<i32>(state, at.BOOK_INSTRUMENT_CAPACITY));
  store<usize>(book, begin + output, at.IO_OUTPUT_LIMIT);
}

export function inputBuffer(book: usize): usize {
  return load<usize>(book, at.IO_OUTPUT_LIMIT);
}
