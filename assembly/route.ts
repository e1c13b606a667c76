// Splits a stream of many books: frames as they are, frames that say whose the next ones are, and bytes
// that are neither. A book sees whole frames only, so what it comes to does not depend on how the stream
// was cut. The same bounded reader and the same rules for damage as in apply.ts.
import * as code from './codes';
import { isArrayHeader } from './decode';
import * as at from './layout';
import * as msgpack from './msgpack';
import * as op from './opcodes';
import * as pool from './pool-layout';

// Longest part of frames handed over at once.
const PART_BYTES: usize = 4096;
const HEADER_ELEMENTS: i32 = 3; // opcode, sequence, time

function found(io: usize, kind: i32, next: usize): usize {
  store<i32>(io, kind, at.IO_LAST_CODE);
  return next;
}

function refused(io: usize, rejectCode: i32, next: usize): usize {
  store<i64>(io, rejectCode, at.IO_REGISTERS);
  return found(io, pool.ROUTE_GARBAGE, next);
}

// Elements of the array at p, 0 when there is none that could be a frame; a wide header that has not
// ended counts as one that could. The msgpack cursor is behind the header.
function elementsAt(p: usize, end: usize): i32 {
  const type = <i32>load<u8>(p);
  let count = type & 15;
  msgpack.moveTo(p + 1);
  if (type == 0xdc) {
    if (p + 3 > end) return HEADER_ELEMENTS;
    count = <i32>msgpack.be16(p + 1);
    msgpack.moveTo(p + 3);
  }
  return isArrayHeader(type) && count >= HEADER_ELEMENTS && count <= 16 ? count : 0;
}

// What is wrong where no frame is, and where reading goes on.
let problem: i32 = 0;
let garbageEnd: usize = 0;

// Address after the frame at p; p when more bytes are needed; 0 with `problem` set when none is there.
function frameEnd(p: usize, end: usize, isFinal: bool): usize {
  const isLong = end - p > <usize>code.MAX_FRAME_BYTES;
  const window = isLong ? p + code.MAX_FRAME_BYTES : end;
  garbageEnd = p + 1;
  if (elementsAt(p, window) == 0) {
    while (garbageEnd < end && !isArrayHeader(<i32>load<u8>(garbageEnd))) garbageEnd++;
    problem = code.REJECT_NOT_A_FRAME;
    return 0;
  }
  const next = msgpack.skipObject(p, window);
  if (next > msgpack.SKIP_INCOMPLETE) return next;
  if (next == msgpack.SKIP_INCOMPLETE && !isLong && !isFinal) return p;
  problem = next == msgpack.SKIP_MALFORMED ? code.REJECT_MALFORMED : code.REJECT_FRAME_TOO_LONG;
  if (next == msgpack.SKIP_INCOMPLETE && !isLong) {
    problem = code.REJECT_TRUNCATED;
    garbageEnd = end;
  }
  return 0;
}

// Opcode of the whole frame at p when it names a book, else 0.
function namingOpcode(p: usize, end: usize): i32 {
  elementsAt(p, end);
  if (msgpack.readScalar(end) != msgpack.INTEGER) return 0;
  const opcode = msgpack.integer;
  return opcode == op.OP_BOOK || opcode == op.OP_OPEN_BOOK ? <i32>opcode : 0;
}

// Reads the fields of a frame that names a book into the registers, integers from 0 on. 0 or a reject code.
function readNaming(io: usize, p: usize, end: usize): i32 {
  const opcode = namingOpcode(p, end);
  const kinds: i64 = opcode == op.OP_BOOK ? op.FIELDS_BOOK : op.FIELDS_OPEN_BOOK;
  const fields = (67 - <i32>clz<i64>(kinds)) >> 2;
  if (elementsAt(p, end) != HEADER_ELEMENTS + fields) return code.REJECT_FIELD_COUNT;
  for (let element = 0; element < HEADER_ELEMENTS + fields; element++) {
    const got = msgpack.readScalar(end);
    if (got < 0) return code.REJECT_MALFORMED;
    if (got != msgpack.INTEGER) return code.REJECT_FIELD_TYPE;
    const value = msgpack.integer;
    // What is above 2^63 reads as below 0.
    const isInRange = value >= 0 && value <= code.MAX_LOTS;
    if (element >= HEADER_ELEMENTS && !isInRange) return code.REJECT_FIELD_RANGE;
    const register = io + at.IO_REGISTERS + ((<usize>element) << 3);
    store<f64>(register, <f64>value);
  }
  return 0;
}

// What [p, end) begins with: IO_LAST_CODE says which ROUTE_ it is. Returns the address behind it.
export function route(io: usize, p: usize, end: usize, isFinal: i32): usize {
  const begin = p;
  while (p < end && p - begin < PART_BYTES) {
    const next = frameEnd(p, end, isFinal != 0);
    if (next == p) break;
    const isNaming = next != 0 && namingOpcode(p, next) != 0;
    if (next == 0 || isNaming) {
      if (p > begin) break;
      if (next == 0) return refused(io, problem, garbageEnd);
      const result = readNaming(io, p, next);
      return result == 0 ? found(io, pool.ROUTE_BOOK, next) : refused(io, result, next);
    }
    p = next;
  }
  return found(io, p > begin ? pool.ROUTE_FRAMES : pool.ROUTE_NOTHING, p);
}
