// msgpack scalars from untrusted bytes: nothing outside [cursor, end) is read.
import * as code from './codes';

// Internal result: the bytes end inside an object.
export const INCOMPLETE: i32 = 255;

export const NIL: i32 = 0;
export const INTEGER: i32 = 1;
export const FLOAT: i32 = 2;
export const TEXT: i32 = 3;
const OTHER: i32 = 4; // bool, binary, map, nested array, extension: well-formed, never a field

// The last scalar read.
export let integer: i64 = 0;
export let isHuge: bool = false; // integer holds an unsigned value of 2^63 or more
export let number: f64 = 0;

export let textAddress: usize = 0;
export let textBytes: i32 = 0;

// First byte that was not read yet.
export let cursor: usize = 0;

export function integerAsFloat(): f64 {
  return isHuge ? <f64>(<u64>integer) : <f64>integer;
}

export function moveTo(address: usize): void {
  cursor = address;
}

export function be16(p: usize): u32 {
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
export function readScalar(end: usize): i32 {
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
  textAddress = p + header;
  textBytes = <i32>length;
  cursor = p + header + length;
  return TEXT;
}

export let peekedBytes: usize = 0;

// An unsigned integer of at most 32 bits at the cursor, or -1 when something else is there.
export function peekUnsigned(end: usize): i64 {
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
