// What every accepted frame does first: sequence and time advance, the UTC day may turn.
import * as code from './codes';
import * as decode from './decode';
import * as dd from './double-double';
import * as at from './layout';
import * as op from './opcodes';
import { stateOf } from './region';
import { setMoved } from './totals';

const DAY_NS: i64 = 86400000000000;

// Sequence and time of the decoded frame against the book's. 0 or a reject code.
export function checkOrder(book: usize): i32 {
  const state = stateOf(book);
  const last = load<i64>(state, at.BOOK_LAST_SEQUENCE);
  if (decode.sequence != 0 && decode.sequence <= last) {
    decode.refuse(-1, <f64>decode.sequence, <f64>last);
    return code.REJECT_SEQUENCE_REGRESSION;
  }
  const time = load<i64>(state, at.BOOK_TIME_NS);
  if (decode.timeNs < time) {
    decode.refuse(-1, <f64>(decode.timeNs - time), 0);
    return code.REJECT_TIME_BACKWARDS;
  }
  return decode.timeNs - time > load<i64>(state, at.BOOK_MAX_AHEAD_NS) ? checkAhead(state) : 0;
}

// Far ahead of the last frame. A clock may be, it says that time has passed, and so may a command: a halt must
// not wait for a clock.
function checkAhead(state: usize): i32 {
  const time = load<i64>(state, at.BOOK_TIME_NS);
  if (time == 0 || decode.opcode == op.OP_CLOCK || decode.opcode == op.OP_TRADING_STATE) return 0;
  decode.refuse(-1, <f64>(decode.timeNs - time), <f64>load<i64>(state, at.BOOK_MAX_AHEAD_NS));
  return code.REJECT_TIME_AHEAD;
}

// Called once a handler has decided to accept.
export function advance(book: usize): void {
  const state = stateOf(book);
  const frames = load<i64>(state, at.BOOK_FRAMES_APPLIED);
  // Configuration may come before any clock is known, at time 0.
  if (load<i64>(state, at.BOOK_EPOCH_NS) == 0) {
    store<i64>(state, decode.timeNs, at.BOOK_EPOCH_NS);
  }
  store<i64>(state, frames + 1, at.BOOK_FRAMES_APPLIED);
  if (decode.sequence != 0) store<i64>(state, decode.sequence, at.BOOK_LAST_SEQUENCE);
  if (decode.timeNs >= load<i64>(state, at.BOOK_NEXT_DAY_NS)) {
    store<i64>(state, (decode.timeNs / DAY_NS + 1) * DAY_NS, at.BOOK_NEXT_DAY_NS);
    store<f64>(state, dd.valueAt(state + at.BOOK_EQUITY_HI), at.BOOK_DAY_OPEN);
    setMoved(true);
  }
  store<i64>(state, decode.timeNs, at.BOOK_TIME_NS);
  store<f64>(state, <f64>decode.timeNs * 1e-9, at.BOOK_SECONDS);
  store<f64>(state, <f64>(decode.timeNs - load<i64>(state, at.BOOK_EPOCH_NS)), at.BOOK_NOW);
}
