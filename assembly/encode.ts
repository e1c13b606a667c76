// Output frames, written behind one another in the output buffer. `apply` makes sure there is room.
import * as code from './codes';
import * as decode from './decode';
import * as gate from './gate-layout';
import * as at from './layout';
import * as op from './opcodes';
import { publishQuote } from './publish';
import { stateOf } from './region';

let out: usize = 0;

// While a what-if is computed nothing is sent.
export let isPreview: bool = false;

export function setPreview(on: bool): void {
  isPreview = on;
}

function writeInteger(value: i64): void {
  if (value >= 0 && value < 128) {
    store<u8>(out, <u8>value);
    out += 1;
  } else if (value >= 0 && value <= 0xffffffff) {
    store<u8>(out, 0xce);
    store<u32>(out + 1, bswap<u32>(<u32>value));
    out += 5;
  } else {
    store<u8>(out, value >= 0 ? 0xcf : 0xd3);
    store<u64>(out + 1, bswap<u64>(<u64>value));
    out += 9;
  }
}

// 64 bits without sign.
function writeId(id: u64): void {
  if (<i64>id >= 0) {
    writeInteger(<i64>id);
    return;
  }
  store<u8>(out, 0xcf);
  store<u64>(out + 1, bswap<u64>(id));
  out += 9;
}

// A code below 256 in two bytes: with them a verdict is as long as an output frame may be.
function writeCode(value: i32): void {
  store<u8>(out, 0xcc);
  store<u8>(out + 1, <u8>value);
  out += 2;
}

function writeFloat(value: f64): void {
  store<u8>(out, 0xcb);
  store<u64>(out + 1, bswap<u64>(reinterpret<u64>(value)));
  out += 9;
}

function writeInstrument(instrument: i32): void {
  if (instrument < 0) {
    store<u8>(out, 0xc0);
    out += 1;
  } else {
    writeInteger(instrument);
  }
}

function begin(book: usize, opcode: i32, fields: i32, timeNs: i64): void {
  out = load<usize>(book, at.IO_OUTPUT_END);
  store<u8>(out, <u8>(0x93 + fields));
  out += 1;
  writeInteger(opcode);
  writeInteger(decode.sequence);
  writeInteger(timeNs);
}

function end(book: usize): void {
  store<usize>(book, out, at.IO_OUTPUT_END);
}

function bookTime(book: usize): i64 {
  return load<i64>(stateOf(book), at.BOOK_TIME_NS);
}

// Tells of a replaced quote: by a frame, and in the row of a book that has rows.
export function emitQuote(book: usize, instrument: i32, lane: usize): void {
  if (isPreview) return;
  begin(book, op.OP_QUOTE, 7, bookTime(book));
  writeInteger(instrument);
  writeInteger(<i64>load<f64>(lane, at.QUOTE_QUOTED_BID));
  writeInteger(<i64>load<f64>(lane, at.QUOTE_QUOTED_BID_LOTS));
  writeInteger(<i64>load<f64>(lane, at.QUOTE_QUOTED_ASK));
  writeInteger(<i64>load<f64>(lane, at.QUOTE_QUOTED_ASK_LOTS));
  writeInteger(<i64>load<f64>(lane, at.QUOTE_QUOTED_BID_REASON));
  writeInteger(<i64>load<f64>(lane, at.QUOTE_QUOTED_ASK_REASON));
  end(book);
  const rows = <usize>load<u32>(book, at.IO_QUOTE_ROWS);
  if (rows != 0) publishQuote(rows, bookTime(book), instrument, lane);
}

// instrument -1 is the whole book.
export function emitRiskState(
  book: usize,
  instrument: i32,
  previous: i32,
  state: i32,
  limit: i32,
  measure: f64,
  bound: f64,
): void {
  if (isPreview) return;
  begin(book, op.OP_RISK_STATE, 6, bookTime(book));
  writeInstrument(instrument);
  writeInteger(previous);
  writeInteger(state);
  writeInteger(limit);
  writeFloat(measure);
  writeFloat(bound);
  end(book);
}

export function emitLimitEvent(
  book: usize,
  instrument: i32,
  limit: i32,
  measure: f64,
  bound: f64,
): void {
  if (isPreview) return;
  begin(book, op.OP_LIMIT_EVENT, 4, bookTime(book));
  writeInteger(instrument);
  writeInteger(limit);
  writeFloat(measure);
  writeFloat(bound);
  end(book);
}

// A guard moved to another rung. `limit` is the one it passed, or came back under.
export function emitLadder(
  book: usize,
  scope: i32,
  index: i32,
  previous: i32,
  rung: i32,
  guard: i32,
  measure: f64,
  limit: f64,
): void {
  if (isPreview) return;
  begin(book, op.OP_LADDER, 7, bookTime(book));
  writeInteger(scope);
  writeInteger(index);
  writeInteger(previous);
  writeInteger(rung);
  writeInteger(guard);
  writeFloat(measure);
  writeFloat(limit);
  end(book);
}

// Signed lots; the price of the touch is 0 when there is none.
export function emitHedge(
  book: usize,
  id: i64,
  instrument: i32,
  lots: f64,
  ticks: f64,
  cost: f64,
  before: f64,
  after: f64,
  reason: i32,
): void {
  begin(book, op.OP_HEDGE, 9, bookTime(book));
  writeInteger(id);
  writeInteger(instrument);
  writeInteger(lots > 0 ? code.SIDE_BUY : code.SIDE_SELL);
  writeInteger(<i64>Math.abs(lots));
  writeInteger(<i64>ticks);
  writeFloat(cost);
  writeFloat(before);
  writeFloat(after);
  writeInteger(reason);
  end(book);
}

// The verdict in the IO block.
export function emitOrderVerdict(book: usize, orderId: u64, instrument: i32): void {
  if (isPreview) return;
  begin(book, op.OP_ORDER_VERDICT, 7, bookTime(book));
  writeId(orderId);
  writeInteger(instrument);
  writeInteger(<i64>load<f64>(book, gate.GATE_VERDICT));
  writeInteger(<i64>load<f64>(book, gate.GATE_ALLOWED_LOTS));
  writeCode(<i32>load<f64>(book, gate.GATE_CODE));
  writeFloat(load<f64>(book, gate.GATE_MEASURE));
  writeFloat(load<f64>(book, gate.GATE_BOUND));
  end(book);
}

// Counts a refusal and reports it, with the time of the refused frame where that could be read.
export function emitReject(book: usize, rejectCode: i32, bytes: usize): void {
  store<i32>(book, rejectCode, at.IO_LAST_CODE);
  store<i64>(book, load<i64>(book, at.IO_FRAMES_REJECTED) + 1, at.IO_FRAMES_REJECTED);
  const counter = book + at.IO_REJECTS_BY_CODE + ((<usize>rejectCode) << 3);
  store<i64>(counter, load<i64>(counter) + 1);
  if (isPreview) return;
  store<i32>(book, load<i32>(book, at.IO_CALL_REJECTED) + 1, at.IO_CALL_REJECTED);
  begin(book, op.OP_REJECT, 6, decode.timeNs);
  writeInteger(decode.opcode);
  writeInteger(rejectCode);
  writeInteger(decode.field);
  writeFloat(decode.measure);
  writeFloat(decode.bound);
  writeInteger(<i64>bytes);
  end(book);
}
