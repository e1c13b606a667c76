// Bounded msgpack reader. A frame is an array [opcode, sequence, timeNs, ...fields] of scalars; every
// field is checked by its kind. Nothing outside [p, end) is read and nothing but the registers written.
import * as code from './codes';
import { isFractional, kindsOf, largestOf, smallestOf } from './kinds';
import * as at from './layout';
import * as msgpack from './msgpack';
import { FLOAT, INCOMPLETE, INTEGER, NIL, TEXT } from './msgpack';
import * as op from './opcodes';

const MAX_SAFE_ID: f64 = 9007199254740992; // 2^53

// Result of the last decode.
export let opcode: i32 = 0;
export let sequence: i64 = 0;
export let timeNs: i64 = 0; // of the frame; of the last accepted one until it is read

// What a reject reports.
export let field: i32 = -1;
export let measure: f64 = 0;
export let bound: f64 = 0;

export function refuse(fieldIndex: i32, got: f64, allowed: f64): void {
  field = fieldIndex;
  measure = got;
  bound = allowed;
}

function readHeaderInteger(end: usize): i32 {
  const kind = msgpack.readScalar(end);
  if (kind == INTEGER) return msgpack.isHuge || msgpack.integer < 0 ? code.REJECT_FIELD_RANGE : 0;
  if (kind == INCOMPLETE) return INCOMPLETE;
  if (kind < 0) return code.REJECT_MALFORMED;
  return code.REJECT_FIELD_TYPE;
}

// Checks a value against its kind. Public: typed calls pass the same gate. Returns 0 or a reject code.
export function checkValue(state: usize, kind: i32, index: i32, value: f64): i32 {
  const smallest = smallestOf(kind);
  if (!(value >= smallest)) {
    refuse(index, value, smallest);
    return code.REJECT_FIELD_RANGE;
  }
  const largest = largestOf(state, kind);
  if (value > largest) {
    refuse(index, value, largest);
    return code.REJECT_FIELD_RANGE;
  }
  if (!isFractional(kind) && Math.floor(value) != value) {
    refuse(index, value, Math.floor(value));
    return code.REJECT_FIELD_TYPE;
  }
  return 0;
}

// checkValue for the two kinds of the hot path.
export function checkTicks(index: i32, value: f64): i32 {
  const isValid = value >= 1 && value <= <f64>code.MAX_TICKS && Math.floor(value) == value;
  return isValid ? 0 : checkValue(0, op.KIND_TICKS, index, value);
}

export function checkLots(index: i32, value: f64): i32 {
  const isValid = value >= 0 && value <= <f64>code.MAX_LOTS && Math.floor(value) == value;
  return isValid ? 0 : checkValue(0, op.KIND_LOTS, index, value);
}

// An id of a typed call: a whole number that binary64 holds exactly.
export function checkSafeId(index: i32, value: f64): i32 {
  if (value >= 0 && value <= MAX_SAFE_ID && Math.floor(value) == value) return 0;
  refuse(index, value, MAX_SAFE_ID);
  return code.REJECT_FIELD_RANGE;
}

// A field that is not a plain number: nil, text or a 64-bit id.
function storeSpecial(kind: i32, got: i32, index: i32, register: usize): i32 {
  if (got == NIL) {
    if (kind == op.KIND_OPTIONAL_NUMBER) {
      store<f64>(register, NaN);
      return 0;
    }
    if (kind == op.KIND_OPTIONAL_ASSET || kind == op.KIND_OPTIONAL_INSTRUMENT) {
      store<f64>(register, -1);
      return 0;
    }
  } else if (kind == op.KIND_REASON && got == TEXT) {
    if (msgpack.textBytes >= 1 && msgpack.textBytes <= code.MAX_REASON_BYTES) return 0;
    refuse(index, <f64>msgpack.textBytes, <f64>code.MAX_REASON_BYTES);
    return code.REJECT_FIELD_RANGE;
  }
  refuse(index, 0, 0);
  return code.REJECT_FIELD_TYPE;
}

// An id is any unsigned 64-bit integer but the last, which the table of fill ids uses for 0.
function storeId(got: i32, index: i32, register: usize): i32 {
  let id = msgpack.integer;
  const value = msgpack.number;
  if (got == FLOAT && value >= 0 && value <= MAX_SAFE_ID && Math.floor(value) == value) {
    id = <i64>value;
  } else if (got != INTEGER) {
    refuse(index, 0, 0);
    return code.REJECT_FIELD_TYPE;
  } else if ((id < 0 && !msgpack.isHuge) || (msgpack.isHuge && id == -1)) {
    refuse(index, <f64>id, 0);
    return code.REJECT_FIELD_RANGE;
  }
  store<i64>(register, id);
  return 0;
}

// 32 bits are always inside the upper bounds of ticks and lots.
function isSmallInRange(state: usize, kind: i32, value: i64): bool {
  if (kind == op.KIND_LOTS) return true;
  if (kind == op.KIND_TICKS) return value >= 1;
  const capacity = kind == op.KIND_ASSET ? at.BOOK_ASSET_CAPACITY : at.BOOK_INSTRUMENT_CAPACITY;
  return value < <i64>load<i32>(state + capacity);
}

function decodeFields(book: usize, kinds: i64, count: i32, end: usize): i32 {
  const state = book + at.IO_BYTES;
  for (let index = 0; index < count; index++) {
    const kind = <i32>((kinds >> (index << 2)) & 15);
    const register = book + at.IO_REGISTERS + ((<usize>index) << 3);
    if (kind <= op.KIND_LOTS) {
      // Nearly every field of market data: an unsigned integer of at most 32 bits, in range.
      const small = msgpack.peekUnsigned(end);
      if (small >= 0 && isSmallInRange(state, kind, small)) {
        store<f64>(register, <f64>small);
        msgpack.moveTo(msgpack.cursor + msgpack.peekedBytes);
        continue;
      }
    }
    const got = msgpack.readScalar(end);
    if (got == INCOMPLETE) return INCOMPLETE;
    if (got < 0) {
      refuse(index, 0, 0);
      return code.REJECT_MALFORMED;
    }
    let result = 0;
    if (kind == op.KIND_ID) {
      result = storeId(got, index, register);
    } else if (kind == op.KIND_REASON || (got != INTEGER && got != FLOAT)) {
      result = storeSpecial(kind, got, index, register);
    } else {
      const value = got == FLOAT ? msgpack.number : msgpack.integerAsFloat();
      result = checkValue(state, kind, index, value);
      store<f64>(register, value + 0.0);
    }
    if (result != 0) return result;
  }
  return 0;
}

// Decodes one frame at p. 0, INCOMPLETE or a reject code; the msgpack cursor is where reading stopped.
export function decodeFrame(book: usize, p: usize, end: usize): i32 {
  forgetHeader(book);
  const type = <i32>load<u8>(p);
  let count = type & 15;
  msgpack.moveTo(p + 1);
  if (type == 0xdc) {
    if (p + 3 > end) return INCOMPLETE;
    count = msgpack.be16(p + 1);
    msgpack.moveTo(p + 3);
  }
  if (!isArrayHeader(type) || count < 3 || count > 16) return code.REJECT_NOT_A_FRAME;
  let result = readHeaderInteger(end);
  if (result != 0) return result;
  const opcodeRead = msgpack.integer;
  result = readHeaderInteger(end);
  if (result != 0) return result;
  sequence = msgpack.integer;
  result = readHeaderInteger(end);
  if (result != 0) return result;
  if (msgpack.integer > code.MAX_TIME_NS) {
    refuse(-1, <f64>msgpack.integer, <f64>code.MAX_TIME_NS);
    return code.REJECT_FIELD_RANGE;
  }
  timeNs = msgpack.integer;
  opcode = opcodeRead < 128 ? <i32>opcodeRead : 0;
  const kinds = kindsOf(opcode);
  if (kinds < 0) {
    refuse(-1, <f64>opcodeRead, 0);
    return code.REJECT_UNKNOWN_OPCODE;
  }
  const expected = (67 - <i32>clz<i64>(kinds)) >> 2;
  if (count - 3 != expected) {
    refuse(-1, <f64>(count - 3), <f64>expected);
    return code.REJECT_FIELD_COUNT;
  }
  return decodeFields(book, kinds, expected, end);
}

// Header of a typed call; such calls are not sequenced.
export function setHeader(opcodeSent: i32, time: i64): void {
  refuse(-1, 0, 0);
  opcode = opcodeSent;
  sequence = 0;
  timeNs = time;
}

// Nothing is read yet: a reject would carry the time of the last accepted frame.
export function forgetHeader(book: usize): void {
  refuse(-1, 0, 0);
  opcode = 0;
  sequence = 0;
  timeNs = load<i64>(book + at.IO_BYTES, at.BOOK_TIME_NS);
}

export function isArrayHeader(type: i32): bool {
  return (type >= 0x93 && type <= 0x9f) || type == 0xdc;
}
