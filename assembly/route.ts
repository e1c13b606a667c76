// Splits a stream of many books: frames as they are, frames that say whose the next ones are, and bytes
// that are neither. A book sees whole frames only, so what it comes to does not depend on how the stream
// was cut. The same bounded reader and the same rules for damage as in apply.ts.
import * as code from './codes';
import * as decode from './decode';
import * as at from './layout';
import * as msgpack from './msgpack';
import * as op from './opcodes';
import * as pool from './pool-layout';

// Longest part of frames handed over at once.
const PART_BYTES: usize = 4096;

function found(io: usize, kind: i32, rejectCode: i32, next: usize): usize {
  store<i32>(io, kind, at.IO_LAST_CODE);
  if (kind == pool.ROUTE_GARBAGE) store<i64>(io, rejectCode, at.IO_REGISTERS);
  return next;
}

// Address after the frame at p; p when more bytes are needed; 0 with `problem` set when none is there.
let problem: i32 = 0;
let garbageEnd: usize = 0;

function frameEnd(p: usize, end: usize, isFinal: bool): usize {
  const isLong = end - p > <usize>code.MAX_FRAME_BYTES;
  const window = isLong ? p + code.MAX_FRAME_BYTES : end;
  garbageEnd = p + 1;
  const count = decode.readArrayHeader(p, window);
  if (count == 0) {
    while (garbageEnd < end && !decode.isArrayHeader(<i32>load<u8>(garbageEnd))) garbageEnd++;
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

function namesBook(io: usize, p: usize, end: usize): bool {
  const result = decode.decodeRouting(io, p, end);
  return result == 0 || decode.opcode == op.OP_BOOK || decode.opcode == op.OP_OPEN_BOOK;
}

// What [p, end) begins with: IO_LAST_CODE says which ROUTE_ it is. Returns the address behind it.
export function route(io: usize, p: usize, end: usize, isFinal: i32): usize {
  const begin = p;
  while (p < end && p - begin < PART_BYTES) {
    const next = frameEnd(p, end, isFinal != 0);
    if (next == p) break;
    if (next == 0) {
      if (p > begin) break;
      return found(io, pool.ROUTE_GARBAGE, problem, garbageEnd);
    }
    if (namesBook(io, p, next)) {
      if (p > begin) break;
      return routing(io, p, next);
    }
    p = next;
  }
  return found(io, p > begin ? pool.ROUTE_FRAMES : pool.ROUTE_NOTHING, 0, p);
}

function routing(io: usize, p: usize, next: usize): usize {
  const result = decode.decodeRouting(io, p, next);
  store<i32>(io, decode.opcode, at.IO_CALL_APPLIED);
  if (result == 0) return found(io, pool.ROUTE_BOOK, 0, next);
  return found(io, pool.ROUTE_GARBAGE, result, next);
}
