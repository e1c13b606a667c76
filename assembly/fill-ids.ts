// The last fill ids of the book: a ring in order of arrival and an open-addressing table
// (linear probing, half full at most) that answers "seen?" in O(1). Id 0 is stored as 2^64-1.
import * as at from './layout';
import { fillRing, fillTable } from './region';

function keyOf(id: u64): u64 {
  return id == 0 ? u64.MAX_VALUE : id;
}

// Fibonacci hashing, folded on both sides so that every bit of the id counts.
function homeOf(key: u64, mask: u32): u32 {
  const mixed = (key ^ (key >> 32)) * 0x9e3779b97f4a7c15;
  return <u32>(mixed ^ (mixed >> 32)) & mask;
}

function tableMask(state: usize): u32 {
  return ((<u32>load<i32>(state, at.BOOK_FILL_ID_CAPACITY)) << 1) - 1;
}

export function hasFillId(state: usize, id: u64): bool {
  const key = keyOf(id);
  const table = fillTable(state);
  const mask = tableMask(state);
  let slot = homeOf(key, mask);
  while (true) {
    const found = load<u64>(table + ((<usize>slot) << 3));
    if (found == 0) return false;
    if (found == key) return true;
    slot = (slot + 1) & mask;
  }
}

export function rememberFillId(state: usize, id: u64): void {
  const capacity = <u64>load<i32>(state, at.BOOK_FILL_ID_CAPACITY);
  const count = load<u64>(state, at.BOOK_FILL_ID_COUNT);
  const place = fillRing(state) + ((<usize>(count & (capacity - 1))) << 3);
  if (count >= capacity) forget(state, load<u64>(place));
  const key = keyOf(id);
  store<u64>(place, key);
  store<u64>(state, count + 1, at.BOOK_FILL_ID_COUNT);
  const table = fillTable(state);
  const mask = tableMask(state);
  let slot = homeOf(key, mask);
  while (load<u64>(table + ((<usize>slot) << 3)) != 0) slot = (slot + 1) & mask;
  store<u64>(table + ((<usize>slot) << 3), key);
}

// Removes a key and closes the gap, so that no search stops early (Knuth 6.4 algorithm R).
function forget(state: usize, key: u64): void {
  const table = fillTable(state);
  const mask = tableMask(state);
  let gap = homeOf(key, mask);
  while (load<u64>(table + ((<usize>gap) << 3)) != key) gap = (gap + 1) & mask;
  let slot = gap;
  while (true) {
    slot = (slot + 1) & mask;
    const other = load<u64>(table + ((<usize>slot) << 3));
    if (other == 0) break;
    const home = homeOf(other, mask);
    if (((slot - home) & mask) < ((slot - gap) & mask)) continue;
    store<u64>(table + ((<usize>gap) << 3), other);
    gap = slot;
  }
  store<u64>(table + ((<usize>gap) << 3), 0);
}
