// Bounded msgpack reader. A frame is an array [opcode, sequence, timeNs, ...fields] of scalars; every
// field is checked by its kind. Nothing outside [p, end) is read and nothing but the registers written.
import * as code from './codes';
import * as at from './layout';
import * as op from './opcodes';

// Result of the last decode.
export let opcode: i32 = 0;
export let sequence: i64 = 0;
export let timeNs: i64 = 0; // of the frame; of the last accepted one until it is read
export let reasonAddress: usize = 0;
export let reasonBytes: i32 = 0;
export let cursor: usize = 0; // first byte after what was read

// What a reject reports.
export let field: i32 = -1;
export let measure: f64 = 0;
export let bound: f64 = 0;

// Internal result: the bytes end inside a frame.
export const INCOMPLETE: i32 = 255;

const NIL: i32 = 0;
const INTEGER: i32 = 1;
const FLOAT: i32 = 2;
const TEXT: i32 = 3;
const OTHER: i32 = 4; // bool, binary, map, nested array, extension: well-formed, never a field

// The last scalar read.
let integer: i64 = 0;
let isHuge: bool = false; // integer holds an unsigned value of 2^63 or more
let number: f64 = 0;

export function refuse(fieldIndex: i32, got: f64, allowed: f64): void {
  field = fieldIndex;
  measure = got;
  bound = allowed;
}

function be16(p: usize): u32 {
  return <u32>bswap<u16>(load<u16>(p));
}

function be32(p: usize): u32 {
  return bswap<u32>(load<u32>(p));
}

function be64(p: usize): u64 {
  return bswap<u64>(load<u64>(p));
}

function takeInteger(value: i64, bytes: usize): i32 {
  integer = value;
  isHuge = false;
  cursor += bytes;
  return INTEGER;
}

function takeFloat(value: f64, bytes: usize): i32 {
  number = value;
  cursor += bytes;
  return FLOAT;
}

// Bytes of the header of a scalar with a fixed payload, header included; 0 for other types.
function fixedBytes(type: u32): usize {
  if (type >= 0xcc && type <= 0xd3) return 1 + ((<usize>1) << ((type - 0xcc) & 3));
  if (type == 0xca) return 5;
  if (type == 0xcb) return 9;
  return type < 0x80 || type >= 0xe0 || type == 0xc0 || type == 0xc2 || type == 0xc3 ? 1 : 0;
}

// Reads one scalar at the cursor. Returns its class, INCOMPLETE, or -1 when it cannot be a field.
function readScalar(end: usize): i32 {
  const p = cursor;
  if (p >= end) return INCOMPLETE;
  const type = <u32>load<u8>(p);
  if (type < 0x80) return takeInteger(<i64>type, 1);
  const bytes = fixedBytes(type);
  if (bytes == 0) return readText(type, end);
  if (p + bytes > end) return INCOMPLETE;
  switch (type) {
    case 0xcb:
      return takeFloat(reinterpret<f64>(be64(p + 1)), 9);
    case 0xce:
      return takeInteger(<i64>be32(p + 1), 5);
    case 0xcf: {
      const value = <i64>be64(p + 1);
      takeInteger(value, 9);
      isHuge = value < 0;
      return INTEGER;
    }
    case 0xcc:
      return takeInteger(<i64>load<u8>(p + 1), 2);
    case 0xcd:
      return takeInteger(<i64>be16(p + 1), 3);
    case 0xd0:
      return takeInteger(<i64>load<i8>(p + 1), 2);
    case 0xd1:
      return takeInteger(<i64>(<i16>be16(p + 1)), 3);
    case 0xd2:
      return takeInteger(<i64>(<i32>be32(p + 1)), 5);
    case 0xd3:
      return takeInteger(<i64>be64(p + 1), 9);
    case 0xca:
      return takeFloat(<f64>reinterpret<f32>(be32(p + 1)), 5);
    case 0xc0:
      cursor = p + 1;
      return NIL;
    case 0xc2:
    case 0xc3:
      cursor = p + 1;
      return OTHER;
    default:
      return takeInteger(<i64>(<i8>type), 1);
  }
}

function readText(type: u32, end: usize): i32 {
  const p = cursor;
  let header: usize = 1;
  let length: usize = 0;
  if ((type & 0xe0) == 0xa0) {
    length = type & 31;
  } else if (type == 0xd9) {
    if (p + 2 > end) return INCOMPLETE;
    header = 2;
    length = load<u8>(p + 1);
  } else {
    return -1;
  }
  if (p + header + length > end) return INCOMPLETE;
  reasonAddress = p + header;
  reasonBytes = <i32>length;
  cursor = p + header + length;
  return TEXT;
}

function readHeaderInteger(end: usize): i32 {
  const kind = readScalar(end);
  if (kind == INTEGER) return isHuge || integer < 0 ? code.REJECT_FIELD_RANGE : 0;
  if (kind == INCOMPLETE) return INCOMPLETE;
  if (kind < 0) return code.REJECT_MALFORMED;
  return code.REJECT_FIELD_TYPE;
}

// Kinds of an opcode's fields, -1 for an unknown opcode.
function kindsOf(opcodeRead: i32): i64 {
  switch (opcodeRead) {
    case op.OP_BOOK_TICKER:
      return op.FIELDS_BOOK_TICKER;
    case op.OP_TRADE:
      return op.FIELDS_TRADE;
    case op.OP_MARK:
      return op.FIELDS_MARK;
    case op.OP_ASSET_RATE:
      return op.FIELDS_ASSET_RATE;
    case op.OP_FILL:
      return op.FIELDS_FILL;
    case op.OP_WORKING:
      return op.FIELDS_WORKING;
    case op.OP_POSITION:
      return op.FIELDS_POSITION;
    case op.OP_CASH:
      return op.FIELDS_CASH;
    case op.OP_FUNDING:
      return op.FIELDS_FUNDING;
    case op.OP_SETTLE:
      return op.FIELDS_SETTLE;
    case op.OP_ALPHA:
      return op.FIELDS_ALPHA;
    case op.OP_CLOCK:
      return op.FIELDS_CLOCK;
    case op.OP_TRADING_STATE:
      return op.FIELDS_TRADING_STATE;
    default:
      return configurationKindsOf(opcodeRead);
  }
}

function configurationKindsOf(opcodeRead: i32): i64 {
  switch (opcodeRead) {
    case op.OP_DEFINE_ASSET:
      return op.FIELDS_DEFINE_ASSET;
    case op.OP_DEFINE_INSTRUMENT:
      return op.FIELDS_DEFINE_INSTRUMENT;
    case op.OP_SET_FEES:
      return op.FIELDS_SET_FEES;
    case op.OP_SET_QUOTING:
      return op.FIELDS_SET_QUOTING;
    case op.OP_SET_LINEAR:
      return op.FIELDS_SET_LINEAR;
    case op.OP_SET_AVELLANEDA_STOIKOV:
      return op.FIELDS_SET_AVELLANEDA_STOIKOV;
    case op.OP_SET_GUEANT:
      return op.FIELDS_SET_GUEANT;
    case op.OP_SET_VOLATILITY:
      return op.FIELDS_SET_VOLATILITY;
    case op.OP_SET_INVENTORY:
      return op.FIELDS_SET_INVENTORY;
    case op.OP_SET_RISK:
      return op.FIELDS_SET_RISK;
    case op.OP_SET_BOOK_LIMITS:
      return op.FIELDS_SET_BOOK_LIMITS;
    default:
      return -1;
  }
}

function smallestOf(kind: i32): f64 {
  switch (kind) {
    case op.KIND_TICKS:
      return 1;
    case op.KIND_SIGNED_LOTS:
      return -(<f64>code.MAX_LOTS);
    case op.KIND_NUMBER:
    case op.KIND_OPTIONAL_NUMBER:
      return -code.MAX_NUMBER;
    case op.KIND_POSITIVE:
      return code.MIN_POSITIVE;
    default:
      return 0;
  }
}

function largestOf(state: usize, kind: i32): f64 {
  switch (kind) {
    case op.KIND_INSTRUMENT:
    case op.KIND_OPTIONAL_INSTRUMENT:
      return <f64>(load<i32>(state, at.BOOK_INSTRUMENT_CAPACITY) - 1);
    case op.KIND_ASSET:
    case op.KIND_OPTIONAL_ASSET:
      return <f64>(load<i32>(state, at.BOOK_ASSET_CAPACITY) - 1);
    case op.KIND_TICKS:
      return <f64>code.MAX_TICKS;
    case op.KIND_LOTS:
    case op.KIND_SIGNED_LOTS:
      return <f64>code.MAX_LOTS;
    case op.KIND_ENUM:
      return 15;
    case op.KIND_RATIO:
      return 1;
    default:
      return code.MAX_NUMBER;
  }
}

function isFractional(kind: i32): bool {
  return (
    (kind >= op.KIND_NUMBER && kind <= op.KIND_POSITIVE) ||
    kind == op.KIND_OPTIONAL_NUMBER ||
    kind == op.KIND_RATIO
  );
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
    if (reasonBytes >= 1 && reasonBytes <= code.MAX_REASON_BYTES) return 0;
    refuse(index, <f64>reasonBytes, <f64>code.MAX_REASON_BYTES);
    return code.REJECT_FIELD_RANGE;
  }
  refuse(index, 0, 0);
  return code.REJECT_FIELD_TYPE;
}

function storeId(got: i32, index: i32, register: usize): i32 {
  if (got == FLOAT && number >= 0 && number <= 9007199254740992 && Math.floor(number) == number) {
    integer = <i64>number;
  } else if (got != INTEGER) {
    refuse(index, 0, 0);
    return code.REJECT_FIELD_TYPE;
  } else if ((integer < 0 && !isHuge) || (isHuge && integer == -1)) {
    refuse(index, <f64>integer, 0);
    return code.REJECT_FIELD_RANGE;
  }
  store<i64>(register, integer);
  return 0;
}

let peekedBytes: usize = 0;

// An unsigned integer of at most 32 bits at the cursor, or -1 when something else is there.
function peekUnsigned(end: usize): i64 {
  const p = cursor;
  if (p + 5 > end) return -1;
  const type = <u32>load<u8>(p);
  if (type < 0x80) {
    peekedBytes = 1;
    return <i64>type;
  }
  if (type == 0xce) {
    peekedBytes = 5;
    return <i64>be32(p + 1);
  }
  if (type == 0xcd) {
    peekedBytes = 3;
    return <i64>be16(p + 1);
  }
  return -1;
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
      const small = peekUnsigned(end);
      if (small >= 0 && isSmallInRange(state, kind, small)) {
        store<f64>(register, <f64>small);
        cursor += peekedBytes;
        continue;
      }
    }
    const got = readScalar(end);
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
      const value = got == FLOAT ? number : isHuge ? <f64>(<u64>integer) : <f64>integer;
      result = checkValue(state, kind, index, value);
      store<f64>(register, value + 0.0);
    }
    if (result != 0) return result;
  }
  return 0;
}

// Decodes one frame at p. 0, INCOMPLETE or a reject code; `cursor` is where reading stopped.
export function decodeFrame(book: usize, p: usize, end: usize): i32 {
  forgetHeader(book);
  const type = <i32>load<u8>(p);
  let count = type & 15;
  cursor = p + 1;
  if (type == 0xdc) {
    if (p + 3 > end) return INCOMPLETE;
    count = be16(p + 1);
    cursor = p + 3;
  }
  if (!isArrayHeader(type) || count < 3 || count > 16) return code.REJECT_NOT_A_FRAME;
  let result = readHeaderInteger(end);
  if (result != 0) return result;
  const opcodeRead = integer;
  result = readHeaderInteger(end);
  if (result != 0) return result;
  sequence = integer;
  result = readHeaderInteger(end);
  if (result != 0) return result;
  if (integer > code.MAX_TIME_NS) {
    refuse(-1, <f64>integer, <f64>code.MAX_TIME_NS);
    return code.REJECT_FIELD_RANGE;
  }
  timeNs = integer;
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

// Payload bytes of a msgpack object and how many objects it contains.
let children: u64 = 0;

function objectBytes(p: usize, end: usize): usize {
  const type = <u32>load<u8>(p);
  children = 0;
  const fixed = fixedBytes(type);
  if (fixed != 0) return fixed;
  if ((type & 0xe0) == 0xa0) return 1 + (type & 31);
  if ((type & 0xf0) == 0x90) children = type & 15;
  if ((type & 0xf0) == 0x80) children = (type & 15) << 1;
  if ((type & 0xe0) == 0x80) return 1;
  if (type >= 0xd4 && type <= 0xd8) return 2 + ((<usize>1) << (type - 0xd4));
  const width: usize = type >= 0xdc || type == 0xc5 || type == 0xc8 || type == 0xda ? 2 : 1;
  const isWide = type == 0xc6 || type == 0xc9 || type == 0xdb || type == 0xdd || type == 0xdf;
  const header = isWide ? 4 : width;
  if (type == 0xc1) return 0;
  if (p + 1 + header > end) return usize.MAX_VALUE;
  const length: u64 = isWide ? be32(p + 1) : width == 2 ? be16(p + 1) : load<u8>(p + 1);
  if (type >= 0xdc) {
    children = type >= 0xde ? length << 1 : length;
    return 1 + header;
  }
  const extra: u64 = type >= 0xc7 && type <= 0xc9 ? 1 : 0;
  return length > 0xffff ? usize.MAX_VALUE : <usize>(1 + header + length + extra);
}

// Instead of an address: the object is malformed, or does not end before `end`.
export const SKIP_MALFORMED: usize = 0;
export const SKIP_INCOMPLETE: usize = 1;

// Address after the well-formed object at p. An object that must be longer than a frame is malformed.
export function skipObject(p: usize, end: usize): usize {
  let pending: u64 = 1;
  while (pending > 0) {
    if (p >= end) return SKIP_INCOMPLETE;
    const bytes = objectBytes(p, end);
    if (bytes == 0) return SKIP_MALFORMED;
    if (bytes > end - p) return SKIP_INCOMPLETE;
    p += bytes;
    pending += children - 1;
    if (pending > <u64>(end - p) + code.MAX_FRAME_BYTES) return SKIP_MALFORMED;
  }
  return p;
}
