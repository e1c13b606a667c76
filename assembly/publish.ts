// Rows that the host reads while this thread writes (pool-layout.ts). The half that nobody reads is
// written, then one exchange makes it the valid one: it releases what was written and, unlike a plain
// atomic store, also keeps the next publication behind it.
import * as at from './layout';
import * as pool from './pool-layout';
import { quoteLane, stateOf } from './region';

function halfOf(row: usize, version: i32, halfBytes: usize): usize {
  return row + pool.ROW_HALF + <usize>(version & 1) * halfBytes;
}

function nextHalf(row: usize, halfBytes: usize): usize {
  return halfOf(row, load<i32>(row, pool.ROW_VERSION) + 1, halfBytes);
}

function validate(row: usize): void {
  atomic.xchg<i32>(row, load<i32>(row, pool.ROW_VERSION) + 1, pool.ROW_VERSION);
}

function copyInteger(half: usize, field: usize, lane: usize, quoteField: usize): void {
  store<i64>(half + field, <i64>load<f64>(lane + quoteField));
}

// `rows`: IO_QUOTE_ROWS of the book, not 0.
export function publishQuote(rows: usize, timeNs: i64, instrument: i32, lane: usize): void {
  const row = rows + <usize>instrument * pool.QUOTE_ROW_BYTES;
  const half = nextHalf(row, pool.QUOTE_HALF_BYTES);
  copyInteger(half, pool.PUBLISHED_BID, lane, at.QUOTE_QUOTED_BID);
  copyInteger(half, pool.PUBLISHED_BID_LOTS, lane, at.QUOTE_QUOTED_BID_LOTS);
  copyInteger(half, pool.PUBLISHED_ASK, lane, at.QUOTE_QUOTED_ASK);
  copyInteger(half, pool.PUBLISHED_ASK_LOTS, lane, at.QUOTE_QUOTED_ASK_LOTS);
  const bidReason = <i32>load<f64>(lane, at.QUOTE_QUOTED_BID_REASON);
  const askReason = <i32>load<f64>(lane, at.QUOTE_QUOTED_ASK_REASON);
  store<i32>(half, bidReason, pool.PUBLISHED_BID_REASON);
  store<i32>(half, askReason, pool.PUBLISHED_ASK_REASON);
  copyInteger(half, pool.PUBLISHED_QUOTE_VERSION, lane, at.QUOTE_QUOTED_VERSION);
  store<i64>(half, timeNs, pool.PUBLISHED_TIME_NS);
  validate(row);
}

function copySum(half: usize, field: usize, high: usize): void {
  store<f64>(half + field, load<f64>(high) + load<f64>(high, at.VECTOR_BYTES));
}

export function publishRisk(book: usize, row: usize): void {
  const state = stateOf(book);
  const half = nextHalf(row, pool.RISK_HALF_BYTES);
  store<i64>(half, load<i64>(state, at.BOOK_TIME_NS), pool.PUBLISHED_RISK_TIME_NS);
  store<i64>(half, load<i64>(state, at.BOOK_FRAMES_APPLIED), pool.PUBLISHED_APPLIED);
  store<i64>(half, load<i64>(book, at.IO_FRAMES_REJECTED), pool.PUBLISHED_REJECTED);
  copySum(half, pool.PUBLISHED_EQUITY, state + at.BOOK_EQUITY_HI);
  copySum(half, pool.PUBLISHED_CAPITAL, state + at.BOOK_CAPITAL_HI);
  copySum(half, pool.PUBLISHED_GROSS, state + at.BOOK_GROSS_HI);
  store<f64>(half, load<f64>(state, at.BOOK_PEAK), pool.PUBLISHED_PEAK);
  store<f64>(half, load<f64>(state, at.BOOK_DAY_OPEN), pool.PUBLISHED_DAY_OPEN);
  store<i32>(half, load<i32>(state, at.BOOK_STATE), pool.PUBLISHED_STATE);
  store<i32>(half, load<i32>(state, at.BOOK_LIMIT), pool.PUBLISHED_LIMIT);
  validate(row);
}

// Of the frame that made the quote.
function quoteTime(state: usize, lane: usize): i64 {
  return load<i64>(state, at.BOOK_EPOCH_NS) + <i64>load<f64>(lane, at.QUOTE_QUOTED_NOW);
}

// What a book held back: the quotes that were replaced since they were published, and its risk.
export function publishHeld(book: usize, rows: usize, riskRow: usize): void {
  const state = stateOf(book);
  const count = load<i32>(state, at.BOOK_INSTRUMENT_COUNT);
  for (let instrument = 0; instrument < count; instrument++) {
    const row = rows + <usize>instrument * pool.QUOTE_ROW_BYTES;
    const half = halfOf(row, load<i32>(row, pool.ROW_VERSION), pool.QUOTE_HALF_BYTES);
    const lane = quoteLane(state, instrument);
    const published = load<i64>(half, pool.PUBLISHED_QUOTE_VERSION);
    if (published == <i64>load<f64>(lane, at.QUOTE_QUOTED_VERSION)) continue;
    publishQuote(rows, quoteTime(state, lane), instrument, lane);
  }
  publishRisk(book, riskRow);
}

// Everything a book publishes, whether it changed or not.
export function publishBook(book: usize, rows: usize, riskRow: usize): void {
  const state = stateOf(book);
  const count = load<i32>(state, at.BOOK_INSTRUMENT_COUNT);
  for (let instrument = 0; instrument < count; instrument++) {
    const lane = quoteLane(state, instrument);
    publishQuote(rows, quoteTime(state, lane), instrument, lane);
  }
  publishRisk(book, riskRow);
}
