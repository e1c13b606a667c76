// What a pool worker does: drains its input ring, applies records to books, publishes, keeps images,
// spins and then sleeps. The host calls `startServing` once and `serve` until it says to stop: coming
// back now and then lets the engine replace this code by a faster build of it.
//
// A worker that journals comes back after every batch with COMMAND_WRITE, and publishes in `release`.
import { applyFrames, applyUntil } from './apply';
import * as code from './codes';
import { imagePosition, restoreImage, takeImage } from './image';
import {
  emptyArea,
  isAreaEmpty,
  isAreaFull,
  isBehindJournal,
  isJournaling,
  noteApplied,
} from './journal-area';
import * as at from './layout';
import { dropOutput, hasOutputRoom, isOutputHeld, passOutput, publishOutput } from './output-ring';
import * as pool from './pool-layout';
import { publishBook, publishHeld, publishRisk } from './publish';

// Batches and looks between two returns to the host.
const ROUNDS_PER_CALL = 65536;
const LOOKS_PER_HEARTBEAT = 1024;
const LOOKS_BEFORE_IMAGE = 64;

// Where the next record begins. During recovery this is behind READ.
let position: i32 = 0;
// Position as of which a dead predecessor had published; quotes before it are not published again.
let caughtUpAt: i32 = 0;
let isRecovering: bool = false;
let isStopping: bool = false;
let isHolding: bool = false;
// The record at `position` was applied up to `partBytes`, and its output waits in the book: the journal has to be
// written before that can wait for room in the ring, or before more is applied.
let isSuspended: bool = false;
let partBytes: i32 = 0;
// Looks at an empty ring since the last record or sleep.
let looks: i32 = 0;

// Positions wrap: a is before b when the way from a to b is the shorter one.
function isBefore(a: i32, b: i32): bool {
  return a - b < 0;
}

function slotAt(worker: usize, index: i32): usize {
  return load<u32>(worker, pool.WORKER_SLOTS) + <usize>index * pool.SLOT_BYTES;
}

function isOpen(slot: usize): bool {
  return atomic.load<i32>(slot, pool.SLOT_STATE) == pool.SLOT_IS_OPEN;
}

// Puts every book back to its image and begins where the oldest of them stands.
export function startServing(worker: usize): void {
  caughtUpAt = atomic.load<i32>(worker, pool.WORKER_READ);
  position = caughtUpAt;
  isStopping = false;
  isHolding = isJournaling(worker);
  isSuspended = false;
  partBytes = 0;
  emptyArea(worker);
  store<i32>(worker, load<i32>(worker, pool.WORKER_OUTPUT_TAIL), pool.WORKER_OUTPUT_WRITTEN);
  const count = load<i32>(worker, pool.WORKER_SLOT_COUNT);
  for (let index = 0; index < count; index++) {
    const slot = slotAt(worker, index);
    if (!isOpen(slot)) continue;
    restoreImage(slot);
    store<u32>(load<u32>(slot, pool.SLOT_BOOK), 0, at.IO_QUOTE_ROWS);
    if (isBefore(imagePosition(slot), position)) position = imagePosition(slot);
  }
  isRecovering = true;
  if (position == caughtUpAt) catchUp(worker);
  atomic.store<i32>(worker, pool.WORKER_IS_SERVING, pool.WORKER_STATE);
  atomic.notify(worker + pool.WORKER_STATE, -1);
}

// The books are where the predecessor had published them to be, or beyond.
function catchUp(worker: usize): void {
  isRecovering = false;
  const count = load<i32>(worker, pool.WORKER_SLOT_COUNT);
  for (let index = 0; index < count; index++) {
    const slot = slotAt(worker, index);
    if (!isOpen(slot)) continue;
    const book = <usize>load<u32>(slot, pool.SLOT_BOOK);
    const rows = <usize>load<u32>(slot, pool.SLOT_ROWS);
    if (!isHolding) store<u32>(book, <u32>rows, at.IO_QUOTE_ROWS);
    store<i32>(slot, 0, pool.SLOT_HELD);
    publishBook(book, rows, slot + pool.SLOT_RISK);
  }
}

// Takes images and gives back the ring up to here.
function takeImages(worker: usize): void {
  const count = load<i32>(worker, pool.WORKER_SLOT_COUNT);
  for (let index = 0; index < count; index++) {
    const slot = slotAt(worker, index);
    // A book that opens later than this has its first image from the host, and from a later position.
    if (isOpen(slot) && isBefore(imagePosition(slot), position)) takeImage(slot, position);
    beat(worker);
  }
  const images = load<i64>(worker, pool.WORKER_COUNT_IMAGES);
  store<i64>(worker, images + 1, pool.WORKER_COUNT_IMAGES);
  atomic.store<i32>(worker, position, pool.WORKER_RELEASED);
}

function keepsMoreThan(worker: usize, share: i32): bool {
  const kept = position - load<i32>(worker, pool.WORKER_RELEASED);
  return kept > load<i32>(worker, pool.WORKER_INPUT_BYTES) / share;
}

// What of a record a dead predecessor had journaled is applied frame by frame: its last group may end inside.
function applyPart(slot: usize, book: usize, p: usize, end: usize, isBehind: bool): usize {
  if (isBehind && p < end) return applyUntil(book, p, p + 1, end, 1);
  return applyFrames(book, p, end, 1);
}

function applyRecord(worker: usize, record: usize, slotIndex: i32, slot: usize): void {
  const book = <usize>load<u32>(slot, pool.SLOT_BOOK);
  const begin = record + pool.RECORD_HEADER_BYTES;
  const end = begin + load<i32>(record, pool.RECORD_LENGTH);
  let p = begin + partBytes;
  store<i32>(slot, 1, pool.SLOT_DIRTY);
  if (isSuspended && !passOutput(worker, slotIndex, slot, book, false)) {
    isStopping = true;
    return;
  }
  isSuspended = false;
  for (;;) {
    const from = p;
    const isBehind = isHolding && isBehindJournal(slot, book);
    p = applyPart(slot, book, from, end, isBehind);
    const isFull = load<i32>(book, at.IO_LAST_CODE) == code.REJECT_OUTPUT_FULL && p < end;
    if (isHolding && !isBehind) noteApplied(worker, slotIndex, book, from, p, end);
    if (p < end && !isFull) continue;
    const isAreaUsedUp = isFull && isAreaFull(worker);
    if (isHolding && (isAreaUsedUp || !hasOutputRoom(worker, slot, book))) {
      isSuspended = true;
      partBytes = <i32>(p - begin);
      return;
    }
    if (!passOutput(worker, slotIndex, slot, book, isHolding)) {
      isStopping = true;
      return;
    }
    if (!isFull) return;
  }
}

function handle(worker: usize, record: usize, kind: i32, slotIndex: i32, slot: usize): void {
  if (kind == pool.RECORD_IS_FRAMES) {
    applyRecord(worker, record, slotIndex, slot);
  } else if (kind == pool.RECORD_IS_IMAGE) {
    takeImage(slot, position);
  } else if (kind == pool.RECORD_IS_CLOSE) {
    atomic.store<i32>(slot, pool.SLOT_IS_FREE, pool.SLOT_STATE);
  }
}

function publishSlot(slot: usize): void {
  if (slot == 0 || isHolding || isRecovering || !isOpen(slot)) return;
  publishRisk(<usize>load<u32>(slot, pool.SLOT_BOOK), slot + pool.SLOT_RISK);
}

// Whether the journal has to be written before a record is applied: it is full, or the record is one that
// must find nothing held back.
function mustWrite(worker: usize, kind: i32): bool {
  if (!isHolding) return false;
  if (kind == pool.RECORD_IS_FRAMES) return isAreaFull(worker);
  return !isAreaEmpty(worker) || isOutputHeld(worker);
}

// Applies up to BATCH_RECORDS records before `tail`, or as many as the journal takes, then says how far it got.
function applyBatch(worker: usize, tail: i32): void {
  const ring = <usize>load<u32>(worker, pool.WORKER_INPUT);
  const mask = load<i32>(worker, pool.WORKER_INPUT_BYTES) - 1;
  let touched: usize = 0;
  let records = 0;
  const most = isHolding ? i32.MAX_VALUE : pool.BATCH_RECORDS;
  while (records < most && position != tail && !isStopping) {
    const record = ring + <usize>(position & mask);
    const bytes = pool.RECORD_HEADER_BYTES + load<i32>(record, pool.RECORD_LENGTH);
    const kind = load<i32>(record, pool.RECORD_KIND);
    const begin = position;
    if (mustWrite(worker, kind)) break;
    // The image a record asks for holds the record itself.
    position += (bytes + pool.RECORD_ALIGN - 1) & -pool.RECORD_ALIGN;
    if (kind == pool.RECORD_IS_PAD) continue;
    const slotIndex = load<i32>(record, pool.RECORD_SLOT);
    const slot = slotAt(worker, slotIndex);
    beat(worker);
    store<i32>(worker, begin, pool.WORKER_CURRENT_POSITION);
    store<i32>(worker, slotIndex, pool.WORKER_CURRENT_SLOT);
    if (isOpen(slot) && !isBefore(begin, imagePosition(slot))) {
      // Invariant: a record knows its place. Otherwise the host wrote over what was still needed.
      if (load<i32>(record, pool.RECORD_MARK) != begin) unreachable();
      if (slot != touched) publishSlot(touched);
      touched = slot;
      store<i32>(slot, 1, pool.SLOT_HELD);
      handle(worker, record, kind, slotIndex, slot);
      if (isSuspended) {
        position = begin;
        break;
      }
    }
    isSuspended = false;
    partBytes = 0;
    records++;
  }
  store<i32>(worker, -1, pool.WORKER_CURRENT_SLOT);
  publishSlot(touched);
  store<i64>(
    worker,
    load<i64>(worker, pool.WORKER_COUNT_RECORDS) + records,
    pool.WORKER_COUNT_RECORDS,
  );
  store<i64>(worker, load<i64>(worker, pool.WORKER_COUNT_BATCHES) + 1, pool.WORKER_COUNT_BATCHES);
  if (!isHolding) finishBatch(worker);
}

function publishRows(worker: usize): void {
  const count = load<i32>(worker, pool.WORKER_SLOT_COUNT);
  for (let index = 0; index < count; index++) {
    const slot = slotAt(worker, index);
    if (load<i32>(slot, pool.SLOT_HELD) == 0 || !isOpen(slot)) continue;
    store<i32>(slot, 0, pool.SLOT_HELD);
    const rows = <usize>load<u32>(slot, pool.SLOT_ROWS);
    publishHeld(load<u32>(slot, pool.SLOT_BOOK), rows, slot + pool.SLOT_RISK);
  }
}

// The journal is written: others may see what came of it.
export function release(worker: usize): void {
  emptyArea(worker);
  publishOutput(worker);
  if (!isRecovering) publishRows(worker);
  finishBatch(worker);
}

// The book cannot be journaled any more: what is held back of it is never seen.
export function failSlot(worker: usize, index: i32): void {
  dropOutput(worker, index);
  atomic.store<i32>(slotAt(worker, index), pool.SLOT_IS_FAILED, pool.SLOT_STATE);
}

function finishBatch(worker: usize): void {
  // What was interrupted half-way is not to be seen as applied.
  if (isStopping) return;
  if (isRecovering) {
    if (isBefore(position, caughtUpAt)) return;
    catchUp(worker);
  }
  // In this order: what is given back must not be asked for again after a death in between.
  atomic.store<i32>(worker, position, pool.WORKER_READ);
  if (!isSuspended && keepsMoreThan(worker, pool.IMAGE_SHARE)) takeImages(worker);
  if (atomic.load<i32>(worker, pool.WORKER_WAITERS) != 0) {
    atomic.notify(worker + pool.WORKER_READ, -1);
  }
}

function beat(worker: usize): void {
  store<i32>(worker, load<i32>(worker, pool.WORKER_HEARTBEAT) + 1, pool.WORKER_HEARTBEAT);
}

// Sleeps until the host writes or the longest sleep is over. The host stores its position first and
// looks at PARKED then; here it is the other way round, so one of the two sees the other.
function park(worker: usize): void {
  store<i64>(worker, load<i64>(worker, pool.WORKER_COUNT_PARKS) + 1, pool.WORKER_COUNT_PARKS);
  atomic.store<i32>(worker, 1, pool.WORKER_PARKED);
  if (atomic.load<i32>(worker, pool.WORKER_COMMAND) == pool.COMMAND_SERVE) {
    const longest = <i64>load<i32>(worker, pool.WORKER_PARK_NS);
    atomic.wait<i32>(worker + pool.WORKER_TAIL, position, longest);
  }
  atomic.store<i32>(worker, 0, pool.WORKER_PARKED);
}

// Serves for a while. Returns the command that ended it, or COMMAND_SERVE to be called again.
export function serve(worker: usize): i32 {
  const spins = load<i32>(worker, pool.WORKER_SPINS);
  for (let rounds = 0; rounds < ROUNDS_PER_CALL; rounds++) {
    const tail = atomic.load<i32>(worker, pool.WORKER_TAIL);
    const command = atomic.load<i32>(worker, pool.WORKER_COMMAND);
    if (command != pool.COMMAND_SERVE) return command;
    if (tail != position) {
      looks = 0;
      applyBatch(worker, tail);
      if (isStopping) return atomic.load<i32>(worker, pool.WORKER_COMMAND);
      if (isHolding) return pool.COMMAND_WRITE;
      continue;
    }
    looks++;
    if ((looks & (LOOKS_PER_HEARTBEAT - 1)) == 0) beat(worker);
    const isIdle = looks == LOOKS_BEFORE_IMAGE || looks == spins;
    if (isIdle && keepsMoreThan(worker, pool.IDLE_IMAGE_SHARE)) takeImages(worker);
    if (spins < 0 || looks < spins) continue;
    looks = 0;
    beat(worker);
    park(worker);
  }
  return pool.COMMAND_SERVE;
}

// Looks at the ring as often as told, to find out how long a look takes.
export function look(worker: usize, times: i32): i32 {
  let seen = 0;
  for (let count = 0; count < times; count++) {
    if (atomic.load<i32>(worker, pool.WORKER_TAIL) == position) seen++;
    if (atomic.load<i32>(worker, pool.WORKER_COMMAND) == pool.COMMAND_SERVE) seen++;
  }
  return seen;
}
