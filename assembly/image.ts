// Images of a book: its IO block and state as of one position of the input ring. Two per book, so that
// one is whole whenever the worker may die.
import { BOOK_GATE_ORDER_COUNT } from './gate-layout';
import { isGateActive } from './gate-orders';
import { BOOK_GUARD_COUNT } from './guard-layout';
import * as at from './layout';
import * as pool from './pool-layout';
import {
  attachBuffers,
  expiryRow,
  fillRing,
  guardRow,
  optionBlock,
  ownStateBytes,
  quoteBlock,
  riskLane,
  stateOf,
  underlyingRow,
} from './region';
import * as risk from './risk-layout';

function copyBetween(from: usize, to: usize, book: usize, begin: usize, end: usize): void {
  memory.copy(to + (begin - book), from + (begin - book), end - begin);
}

// Rows of underlyings, expiries, options, instruments and guards as far as they are in use.
function copyRisk(from: usize, to: usize, book: usize, instrumentPairs: usize): void {
  const state = stateOf(book);
  const source = stateOf(from);
  const options = optionBlock(state, 0);
  const optionPairs = <usize>load<i32>(source, risk.BOOK_OPTION_PAIRS);
  const risks = riskLane(state, 0);
  const underlyings = load<i32>(source, risk.BOOK_UNDERLYING_COUNT);
  const expiries = load<i32>(source, risk.BOOK_EXPIRY_COUNT);
  const guards = load<i32>(source, BOOK_GUARD_COUNT);
  copyBetween(from, to, book, underlyingRow(state, 0), underlyingRow(state, underlyings));
  copyBetween(from, to, book, expiryRow(state, 0), expiryRow(state, expiries));
  copyBetween(from, to, book, options, options + optionPairs * risk.OPTION_BLOCK_BYTES);
  copyBetween(from, to, book, risks, risks + instrumentPairs * risk.RISK_BLOCK_BYTES);
  copyBetween(from, to, book, guardRow(state, 0), guardRow(state, guards));
}

// Copies what may differ: instruments that were defined, the fill ids when one was added, the quote
// tables when one was changed. The rest is as the host left it when it opened the book.
function copyBook(from: usize, to: usize, book: usize): void {
  const state = stateOf(book);
  const ids = fillRing(state);
  const quotes = quoteBlock(state, 0);
  const source = stateOf(from);
  const target = stateOf(to);
  const fillIds = load<i64>(source, at.BOOK_FILL_ID_COUNT);
  const orders = load<i64>(source, BOOK_GATE_ORDER_COUNT);
  const isSame =
    fillIds == load<i64>(target, at.BOOK_FILL_ID_COUNT) &&
    orders == load<i64>(target, BOOK_GATE_ORDER_COUNT);
  const changes = load<i64>(source, at.BOOK_TABLE_CHANGES);
  const isTabled = changes == load<i64>(target, at.BOOK_TABLE_CHANGES);
  const pairs = <usize>((load<i32>(source, at.BOOK_INSTRUMENT_COUNT) + 1) >> 1);
  const ledgers = state + load<u32>(state, at.BOOK_LEDGERS_OFFSET);
  // The counts are copied last: whoever dies half-way leaves an image that will not pass for the same.
  store<i64>(target, -1, at.BOOK_FILL_ID_COUNT);
  store<i64>(target, -1, at.BOOK_TABLE_CHANGES);
  if (!isSame) copyBetween(from, to, book, ids, quotes);
  copyBetween(from, to, book, quotes, quotes + pairs * at.QUOTE_BLOCK_BYTES);
  copyBetween(from, to, book, ledgers, ledgers + pairs * at.LEDGER_BLOCK_BYTES);
  const skews = state + load<u32>(state, at.BOOK_SKEWS_OFFSET);
  const tables = state + load<u32>(state, at.BOOK_TABLES_OFFSET);
  copyBetween(from, to, book, skews, skews + pairs * at.SKEW_BLOCK_BYTES);
  if (!isTabled) copyBetween(from, to, book, tables, underlyingRow(state, 0));
  copyRisk(from, to, book, pairs);
  copyBetween(from, to, book, book, ids);
}

function imageAddress(slot: usize, which: i32): usize {
  return load<u32>(slot + ((<usize>which) << 2), pool.SLOT_IMAGE_ADDRESS);
}

export function imagePosition(slot: usize): i32 {
  const which = load<i32>(slot, pool.SLOT_IMAGE);
  return load<i32>(slot + ((<usize>which) << 2), pool.SLOT_IMAGE_POSITION);
}

// Makes an image stand for `position`; a book that was not touched needs no new one.
export function takeImage(slot: usize, position: i32): void {
  const valid = load<i32>(slot, pool.SLOT_IMAGE);
  if (load<i32>(slot, pool.SLOT_DIRTY) == 0) {
    atomic.store<i32>(slot + ((<usize>valid) << 2), position, pool.SLOT_IMAGE_POSITION);
    return;
  }
  const next = valid ^ 1;
  const book = load<u32>(slot, pool.SLOT_BOOK);
  copyBook(book, imageAddress(slot, next), book);
  const entry = slot + ((<usize>next) << 2);
  store<i32>(entry, position, pool.SLOT_IMAGE_POSITION);
  store<i32>(entry, load<i32>(slot, pool.SLOT_OUTPUTS), pool.SLOT_IMAGE_OUTPUTS);
  store<i32>(slot, 0, pool.SLOT_DIRTY);
  atomic.store<i32>(slot, next, pool.SLOT_IMAGE);
}

// Puts the book back to its image, whatever state it was left in.
export function restoreImage(slot: usize): void {
  const valid = load<i32>(slot, pool.SLOT_IMAGE);
  const book = load<u32>(slot, pool.SLOT_BOOK);
  const image = imageAddress(slot, valid);
  // The size is that of the image: the book's own may be damaged.
  memory.copy(book, image, at.IO_BYTES + ownStateBytes(stateOf(image)));
  const outputs = load<i32>(slot + ((<usize>valid) << 2), pool.SLOT_IMAGE_OUTPUTS);
  store<i32>(slot, outputs, pool.SLOT_OUTPUTS);
  store<i32>(slot, 0, pool.SLOT_DIRTY);
  attachBuffers(book);
}
