// The writing end of the output ring: what books answer, as records the host takes in order. What a worker
// holds back lies behind OUTPUT_TAIL, up to OUTPUT_WRITTEN.
import * as at from './layout';
import * as pool from './pool-layout';

// Looks at the output ring between two looks at the clock of the sleep.
const WAIT_NS: i64 = 1000000;

function alignUp(bytes: i32): i32 {
  return (bytes + pool.RECORD_ALIGN - 1) & -pool.RECORD_ALIGN;
}

function freeBytes(worker: usize, tail: i32): i32 {
  const head = atomic.load<i32>(worker, pool.WORKER_OUTPUT_HEAD);
  return load<i32>(worker, pool.WORKER_OUTPUT_BYTES) - (tail - head);
}

// Sleeps until the host takes something. False when the host wants the worker to stop.
function waitForRoom(worker: usize, needed: i32, tail: i32): bool {
  const waits = load<i64>(worker, pool.WORKER_COUNT_OUTPUT_WAITS);
  store<i64>(worker, waits + 1, pool.WORKER_COUNT_OUTPUT_WAITS);
  while (freeBytes(worker, tail) < needed) {
    const head = atomic.load<i32>(worker, pool.WORKER_OUTPUT_HEAD);
    if (atomic.load<i32>(worker, pool.WORKER_COMMAND) != pool.COMMAND_SERVE) return false;
    atomic.add<i32>(worker, 1, pool.WORKER_HEARTBEAT);
    if (freeBytes(worker, tail) < needed) {
      atomic.wait<i32>(worker + pool.WORKER_OUTPUT_HEAD, head, WAIT_NS);
    }
  }
  return true;
}

// Lets the host see what was written.
export function publishOutput(worker: usize): void {
  const written = load<i32>(worker, pool.WORKER_OUTPUT_WRITTEN);
  if (written == load<i32>(worker, pool.WORKER_OUTPUT_TAIL)) return;
  atomic.store<i32>(worker, written, pool.WORKER_OUTPUT_TAIL);
  if (atomic.load<i32>(worker, pool.WORKER_OUTPUT_WAITERS) != 0) {
    atomic.notify(worker + pool.WORKER_OUTPUT_TAIL, -1);
  }
}

export function isOutputHeld(worker: usize): bool {
  const written = load<i32>(worker, pool.WORKER_OUTPUT_WRITTEN);
  return written != load<i32>(worker, pool.WORKER_OUTPUT_TAIL);
}

// Nobody will see what a slot wrote and was held back.
export function dropOutput(worker: usize, slot: i32): void {
  const ring = <usize>load<u32>(worker, pool.WORKER_OUTPUT);
  const mask = load<i32>(worker, pool.WORKER_OUTPUT_BYTES) - 1;
  const written = load<i32>(worker, pool.WORKER_OUTPUT_WRITTEN);
  for (let p = load<i32>(worker, pool.WORKER_OUTPUT_TAIL); p != written; ) {
    const record = ring + <usize>(p & mask);
    if (load<i32>(record, pool.RECORD_SLOT) == slot) {
      store<i32>(record, pool.RECORD_IS_PAD, pool.RECORD_KIND);
    }
    p += alignUp(pool.RECORD_HEADER_BYTES + load<i32>(record, pool.RECORD_LENGTH));
  }
}

// Whether what a book answered can be written without waiting for the host.
export function hasOutputRoom(worker: usize, slot: usize, book: usize): bool {
  if (load<i32>(slot, pool.SLOT_SENDS_OUTPUT) == 0) return true;
  const bytes = <i32>(load<usize>(book, at.IO_OUTPUT_END) - load<usize>(book, at.IO_OUTPUT_BEGIN));
  const longest = longestRecord(worker);
  // A pad is shorter than a record; pieces are rounded up.
  const pieces = bytes / longest + 1;
  const needed = bytes + pieces * 2 * pool.RECORD_HEADER_BYTES + longest + pool.RECORD_HEADER_BYTES;
  return freeBytes(worker, load<i32>(worker, pool.WORKER_OUTPUT_WRITTEN)) >= needed;
}

function longestRecord(worker: usize): i32 {
  const size = load<i32>(worker, pool.WORKER_OUTPUT_BYTES);
  return size / pool.RECORD_SHARE - pool.RECORD_HEADER_BYTES;
}

// One record. False when it was not written because the host wants the worker to stop.
function offer(worker: usize, slot: i32, kind: i32, mark: i32, from: usize, length: i32): bool {
  const ring = <usize>load<u32>(worker, pool.WORKER_OUTPUT);
  const size = load<i32>(worker, pool.WORKER_OUTPUT_BYTES);
  let tail = load<i32>(worker, pool.WORKER_OUTPUT_WRITTEN);
  const needed = alignUp(pool.RECORD_HEADER_BYTES + length);
  const place = tail & (size - 1);
  const pad = place + needed > size ? size - place : 0;
  if (freeBytes(worker, tail) < pad + needed && !waitForRoom(worker, pad + needed, tail))
    return false;
  if (pad > 0) {
    store<i32>(ring + place, pool.RECORD_IS_PAD, pool.RECORD_KIND);
    store<i32>(ring + place, pad - pool.RECORD_HEADER_BYTES, pool.RECORD_LENGTH);
    tail += pad;
  }
  const record = ring + (tail & (size - 1));
  store<i32>(record, length, pool.RECORD_LENGTH);
  store<i32>(record, kind, pool.RECORD_KIND);
  store<i32>(record, slot, pool.RECORD_SLOT);
  store<i32>(record, mark, pool.RECORD_MARK);
  memory.copy(record + pool.RECORD_HEADER_BYTES, from, length);
  store<i32>(worker, tail + needed, pool.WORKER_OUTPUT_WRITTEN);
  return true;
}

// Hands on what a book has in its output buffer and empties it: at once, unless it is to be held back; then
// there must be room. False when the worker is to stop.
export function passOutput(
  worker: usize,
  slotIndex: i32,
  slot: usize,
  book: usize,
  isHeld: bool,
): bool {
  let from = load<usize>(book, at.IO_OUTPUT_BEGIN);
  const end = load<usize>(book, at.IO_OUTPUT_END);
  if (from == end) return true;
  store<usize>(book, from, at.IO_OUTPUT_END);
  if (load<i32>(slot, pool.SLOT_SENDS_OUTPUT) == 0) return true;
  const longest = longestRecord(worker);
  while (from < end) {
    const isLast = <i32>(end - from) <= longest;
    const length = isLast ? <i32>(end - from) : longest;
    const kind = isLast ? pool.RECORD_IS_FRAMES : pool.RECORD_IS_PARTIAL;
    const mark = load<i32>(slot, pool.SLOT_OUTPUTS);
    if (!offer(worker, slotIndex, kind, mark, from, length)) return false;
    if (!isHeld) publishOutput(worker);
    store<i32>(slot, mark + 1, pool.SLOT_OUTPUTS);
    from += length;
  }
  return true;
}
