// What a journaled worker applied and the thread around it has not written yet: segments of frames, in order.
import * as code from './codes';
import * as at from './layout';
import * as pool from './pool-layout';
import { stateOf } from './region';

// Where the last segment begins; it may go on while the area is not empty.
let last: usize = 0;

function usedBytes(worker: usize): i32 {
  return load<i32>(worker, pool.WORKER_JOURNAL_END);
}

export function isJournaling(worker: usize): bool {
  return load<u32>(worker, pool.WORKER_JOURNAL) != 0;
}

export function isAreaEmpty(worker: usize): bool {
  return usedBytes(worker) == 0;
}

// Whether it is to be written before more is applied: there is room for one more record, or part of one.
export function isAreaFull(worker: usize): bool {
  return usedBytes(worker) >= load<i32>(worker, pool.WORKER_JOURNAL_LIMIT);
}

export function emptyArea(worker: usize): void {
  store<i32>(worker, 0, pool.WORKER_JOURNAL_END);
}

// Whether a predecessor wrote the next frame of a book already.
export function isBehindJournal(slot: usize, book: usize): bool {
  const accepted = load<i64>(stateOf(book), at.BOOK_FRAMES_APPLIED);
  return accepted < load<i64>(slot, pool.SLOT_JOURNALED);
}

// Bytes of a record from `from` to `to` were applied just now; the record goes on to `end`.
export function noteApplied(
  worker: usize,
  slotIndex: i32,
  book: usize,
  from: usize,
  to: usize,
  end: usize,
): void {
  if (load<i32>(book, at.IO_CALL_APPLIED) == 0) return;
  const bytes = <i32>(to - from);
  const isMixed = load<i32>(book, at.IO_CALL_REJECTED) != 0;
  const isSame = !isAreaEmpty(worker) && load<i32>(last, pool.SEGMENT_SLOT) == slotIndex;
  if (!isMixed && isSame && (load<i32>(last, pool.SEGMENT_FLAGS) & pool.SEGMENT_IS_MIXED) == 0) {
    const applied = load<i32>(last, pool.SEGMENT_APPLIED);
    append(worker, applied, from, bytes);
    store<i32>(last, applied + bytes, pool.SEGMENT_APPLIED);
    return;
  }
  // What lies behind decides where the next frame begins after bytes that are none.
  const beyond = isMixed ? min<i32>(<i32>(end - to), code.MAX_FRAME_BYTES) : 0;
  const isFinal = to + <usize>beyond == end || !isMixed;
  last = load<u32>(worker, pool.WORKER_JOURNAL) + <usize>usedBytes(worker);
  store<i32>(last, slotIndex, pool.SEGMENT_SLOT);
  store<i32>(last, bytes, pool.SEGMENT_APPLIED);
  store<i32>(last, beyond, pool.SEGMENT_BEYOND);
  const flags = (isFinal ? pool.SEGMENT_IS_FINAL : 0) | (isMixed ? pool.SEGMENT_IS_MIXED : 0);
  store<i32>(last, flags, pool.SEGMENT_FLAGS);
  append(worker, 0, from, bytes + beyond);
}

// Puts bytes behind those that the last segment has.
function append(worker: usize, present: i32, from: usize, bytes: i32): void {
  const to = last + pool.SEGMENT_HEADER_BYTES + <usize>present;
  memory.copy(to, from, bytes);
  const end = <i32>(to - load<u32>(worker, pool.WORKER_JOURNAL)) + bytes;
  const aligned = (end + pool.RECORD_ALIGN - 1) & -pool.RECORD_ALIGN;
  store<i32>(worker, aligned, pool.WORKER_JOURNAL_END);
}
