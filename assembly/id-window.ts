// The last ids of one kind: a ring in order of arrival and an open-addressing table (linear probing,
// half full at most) that answers "seen?" in O(1). Id 0 is stored as 2^64-1.

function keyOf(id: u64): u64 {
  return id == 0 ? u64.MAX_VALUE : id;
}

// Fibonacci hashing, folded on both sides so that every bit of the id counts.
function homeOf(key: u64, mask: u32): u32 {
  const mixed = (key ^ (key >> 32)) * 0x9e3779b97f4a7c15;
  return <u32>(mixed ^ (mixed >> 32)) & mask;
}

function maskOf(capacity: i32): u32 {
  return ((<u32>capacity) << 1) - 1;
}

export function hasId(table: usize, capacity: i32, id: u64): bool {
  const key = keyOf(id);
  const mask = maskOf(capacity);
  let slot = homeOf(key, mask);
  while (true) {
    const found = load<u64>(table + ((<usize>slot) << 3));
    if (found == 0) return false;
    if (found == key) return true;
    slot = (slot + 1) & mask;
  }
}

// `counter` is the address of how many ids were remembered since the beginning.
export function rememberId(
  ring: usize,
  table: usize,
  capacity: i32,
  counter: usize,
  id: u64,
): void {
  const count = load<u64>(counter);
  const place = ring + ((<usize>(count & <u64>(capacity - 1))) << 3);
  const mask = maskOf(capacity);
  if (count >= <u64>capacity) forget(table, mask, load<u64>(place));
  const key = keyOf(id);
  store<u64>(place, key);
  store<u64>(counter, count + 1);
  let slot = homeOf(key, mask);
  while (load<u64>(table + ((<usize>slot) << 3)) != 0) slot = (slot + 1) & mask;
  store<u64>(table + ((<usize>slot) << 3), key);
}

// Removes a key and closes the gap, so that no search stops early (Knuth 6.4 algorithm R).
function forget(table: usize, mask: u32, key: u64): void {
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
